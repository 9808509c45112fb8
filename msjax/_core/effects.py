"""What traced code did besides returning: tensors it wrote and attributes it replaced.

A traced function hands the new values out of JAX next to its results; `Effects` remembers where
they belong and puts them there, in the frame (or eager code) that the traced call was made from.
"""

from __future__ import annotations

from msjax._core.frame import Frame
from msjax._core.tensor import Tensor, read, wrap, write
from msjax._core.trees import flatten, unflatten


class Effects:
    """The writes and attribute replacements of one traced run.

    Args:
        frame: the frame of the run, still active.
        skip: ids of tensors whose writes are not to be handed out.
    """

    def __init__(self, frame: Frame, skip=frozenset()):
        written = [(t, v) for t, v in frame.writes() if id(t) not in skip]
        self.tensors: list[Tensor] = [t for t, _ in written]
        self.attributes = []
        self.values = [v for _, v in written]
        for owner, name in frame.attributes:
            leaves, structure = flatten(owner.__dict__.get(name, getattr(owner, name, None)))
            self.attributes.append((owner, name, structure, len(leaves)))
            self.values += [frame.read(t) for t in leaves]

    def take_values(self):
        """Return the traced values, once: kept here, they would leak tracers."""
        values, self.values = self.values, None
        return values

    def apply(self, values) -> None:
        """Put new values (JAX values, or tensors that carry a tape node) where they belong."""
        count = len(self.tensors)
        for t, value in zip(self.tensors, values[:count], strict=True):
            if isinstance(value, Tensor):
                write(t, read(value), value._node)
            else:
                write(t, value)
        rest = iter(values[count:])
        for owner, name, structure, leaves in self.attributes:
            setattr(owner, name, unflatten(structure, [boxed(next(rest)) for _ in range(leaves)]))


def boxed(value) -> Tensor:
    """Box a JAX value; tensors stay as they are."""
    return value if isinstance(value, Tensor) else wrap(value)
