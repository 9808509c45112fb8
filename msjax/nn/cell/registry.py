"""Named members of a Cell, and the version that moves on when a Cell changes.

MindSpore keeps a Cell's Parameters, child Cells and buffers in dicts of their own, and programs
edit those dicts (`net._cells["head"] = …`). Here every member is an attribute in the instance's
`__dict__` as well, so that reading `self.weight` costs what any attribute costs; the dicts keep
both in step.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict

from msjax._core.structure import STRUCTURE

set_slot = object.__setattr__


def changed(cell) -> None:
    """Note that a Cell's structure or attributes changed; code compiled before looks again."""
    STRUCTURE.version += 1
    set_slot(cell, "_version", STRUCTURE.version)


def special(cell) -> None:
    """Note that calling a Cell may be more than calling `construct`."""
    set_slot(cell, "_plain", False)
    changed(cell)


class Registry(OrderedDict):
    """The Parameters, Cells or buffers of one Cell, by name.

    Args:
        owner: the Cell.
        members: a mapping or pairs to begin with.
    """

    def __init__(self, owner, members=()):
        self._owner = weakref.ref(owner)
        super().__init__()
        self.update(members)

    def __setitem__(self, name, member):
        super().__setitem__(name, member)
        owner = self._owner()
        if owner is not None:
            owner.__dict__[name] = member
            changed(owner)

    def __delitem__(self, name):
        super().__delitem__(name)
        owner = self._owner()
        if owner is not None:
            owner.__dict__.pop(name, None)
            changed(owner)

    def clear(self):
        """Remove all members."""
        for name in list(self):
            del self[name]

    def pop(self, name, *default):
        """Remove a member and return it."""
        if name not in self and default:
            return default[0]
        member = self[name]
        del self[name]
        return member

    def popitem(self, last=True):
        """Remove the last (or first) member and return its name and it."""
        if not self:
            raise KeyError("the Cell has no members of this kind")
        name = next(reversed(self) if last else iter(self))
        return name, self.pop(name)

    def setdefault(self, name, default=None):
        """Return a member, adding it first where it is missing."""
        if name not in self:
            self[name] = default
        return self[name]

    def __reduce__(self):
        return OrderedDict, (list(self.items()),)

    def __deepcopy__(self, memo):
        raise TypeError("a Registry belongs to one Cell; copy the Cell, or `dict(registry)`.")

    def copy(self):
        """Return the members as an ordinary ordered dict."""
        return OrderedDict(self)
