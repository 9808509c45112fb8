"""Buffers: tensors of a Cell that are state but not trained."""

from __future__ import annotations

from collections import OrderedDict

from msjax._core.hooks import HookHandle
from msjax._core.tensor import Tensor
from msjax.nn.cell.part import Part

_registration_hooks = OrderedDict()


def register_cell_buffer_registration_hook(hook):
    """Register a function that is called whenever a Cell registers a buffer.

    Args:
        hook: `hook(cell, name, tensor)`; returns None or the tensor to register instead.

    Returns:
        A handle whose `remove()` takes the hook off.
    """
    handle = HookHandle(_registration_hooks)
    _registration_hooks[handle.handle_id] = hook
    return handle


class Buffers(Part):
    """Registers, finds and lists buffers."""

    def register_buffer(self, name: str, tensor, persistent: bool = True) -> None:
        """Add a buffer, which is an attribute of the Cell too.

        Args:
            name: the attribute's name.
            tensor: a Tensor, or None.
            persistent: whether `state_dict` holds it. Default: True.

        Raises:
            TypeError: `name` is no str, or `tensor` neither Tensor nor None.
            KeyError: the name is empty, contains "." or is taken.
            AttributeError: `Cell.__init__` has not been called.
        """
        self._check_buffer(name, tensor)
        for hook in _registration_hooks.values():
            replaced = hook(self, name, tensor)
            tensor = tensor if replaced is None else replaced
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def _check_buffer(self, name, tensor):
        if "_buffers" not in self.__dict__:
            raise AttributeError(
                "cannot assign buffer before Cell.__init__() call; write `super().__init__()` "
                "first."
            )
        if not isinstance(name, str):
            raise TypeError(f"buffer name should be a string, but got {type(name)}.")
        if name == "" or "." in name:
            raise KeyError(f"buffer name can't be empty or contain '.', but got {name!r}.")
        if name not in self._buffers and hasattr(self, name):
            raise KeyError(f"attribute '{name}' already exists; choose another name.")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{type(tensor)}' object to buffer '{name}' (Tensor or None "
                "required)."
            )

    @property
    def _non_persistent_buffers_set(self) -> set:
        return self.__dict__.setdefault("_non_persistent_buffers", set())

    def get_buffer(self, target: str) -> Tensor:
        """Return the buffer at a path such as "block.mean".

        Raises:
            AttributeError: there is nothing there, or no buffer.
        """
        path, _, name = target.rpartition(".")
        cell = self.get_sub_cell(path)
        if not hasattr(cell, name):
            raise AttributeError(f"{cell._get_name()} has no attribute `{name}`.")
        if name not in cell._buffers:
            raise AttributeError(f"`{name}` is not a buffer; buffers are {list(cell._buffers)}.")
        return cell._buffers[name]

    def named_buffers(self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True):
        """Yield path and buffer.

        Args:
            prefix: put before every path. Default: "".
            recurse: whether to descend into child Cells. Default: True.
            remove_duplicate: whether a buffer is yielded once only. Default: True.
        """
        cells = self.cells_and_names(name_prefix=prefix) if recurse else [(prefix, self)]
        seen = set()
        for path, cell in cells:
            for name, buffer in cell._buffers.items():
                if buffer is None or id(buffer) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(buffer))
                yield (f"{path}.{name}" if path else name), buffer

    def buffers(self, recurse: bool = True):
        """Yield the buffers, with `recurse` those of descendants too."""
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer
