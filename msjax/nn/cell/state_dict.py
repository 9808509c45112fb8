"""`state_dict` and `load_state_dict`: a Cell's Parameters and buffers by path."""

from __future__ import annotations

import warnings
from collections import OrderedDict, namedtuple
from collections.abc import Mapping

from msjax._core.conversion import cast
from msjax._core.hooks import HookHandle
from msjax._core.tensor import Tensor, read, write
from msjax.nn.cell.part import Part

_EXTRA_STATE = "_extra_state"


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    """What `load_state_dict` returns."""

    __slots__ = ()

    def __repr__(self):
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return super().__repr__()

    __str__ = __repr__


def _hooks(name):
    key = "_hooks_" + name

    def get(self):
        return self.__dict__.setdefault(key, OrderedDict())

    return property(get)


class StateDict(Part):
    """Hands out and takes in the state of a Cell and its descendants."""

    _state_dict_pre_hooks = _hooks("state_dict_pre")
    _state_dict_hooks = _hooks("state_dict")
    _load_state_dict_pre_hooks = _hooks("load_state_dict_pre")
    _load_state_dict_post_hooks = _hooks("load_state_dict_post")

    def get_extra_state(self):
        """Return what else `state_dict` is to hold; a subclass defines it.

        Raises:
            RuntimeError: it is called without being defined.
        """
        raise RuntimeError("get_extra_state is not defined; a Cell with extra state overrides it.")

    def set_extra_state(self, state) -> None:
        """Take in what `get_extra_state` returned; a subclass defines it.

        Raises:
            RuntimeError: it is called without being defined.
        """
        raise RuntimeError("set_extra_state is not defined; a Cell with extra state overrides it.")

    def register_state_dict_pre_hook(self, hook):
        """Register `hook(cell, prefix, keep_vars)`, called before `state_dict`; return a handle."""
        return _register(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook):
        """Register `hook(cell, state_dict, prefix, metadata)`, called after; return a handle."""
        return _register(self._state_dict_hooks, hook)

    def register_load_state_dict_pre_hook(self, hook):
        """Register a function that is called before this Cell's state is loaded.

        Args:
            hook: `hook(cell, state_dict, prefix, metadata, strict, missing_keys, unexpected_keys,
                error_msgs)`, which may change all of these.

        Returns:
            A handle whose `remove()` takes the hook off.
        """
        return _register(self._load_state_dict_pre_hooks, hook)

    def register_load_state_dict_post_hook(self, hook):
        """Register `hook(cell, incompatible_keys)`, called after loading; return a handle."""
        return _register(self._load_state_dict_post_hooks, hook)

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        """Return the Parameters and persistent buffers by path.

        Args:
            *args: destination, prefix and keep_vars by position (deprecated).
            destination: a dict to fill. Default: None, a new OrderedDict.
            prefix: put before every path. Default: "".
            keep_vars: accepted; the tensors themselves are returned in any case. Default: False.

        Raises:
            TypeError: an argument has the wrong type.
        """
        if args:
            warnings.warn(
                "Positional args are being deprecated, use keywords instead.",
                FutureWarning,
                stacklevel=2,
            )
            given = dict(zip(("destination", "prefix", "keep_vars"), args, strict=False))
            destination = given.get("destination") if destination is None else destination
            prefix = prefix or given.get("prefix", "")
            keep_vars = keep_vars or given.get("keep_vars", False)
        _check_arguments(destination, prefix, keep_vars)
        if destination is None:
            destination = new = OrderedDict()
            setattr(new, "_metadata", OrderedDict())  # noqa: B010  dicts have no such attribute
        return self._fill_state_dict(destination, prefix, keep_vars)

    def _fill_state_dict(self, destination, prefix, keep_vars):
        metadata = {}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = metadata
        for hook in self._state_dict_pre_hooks.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, cell in self._cells.items():
            if cell is not None:
                cell.state_dict(
                    destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
                )
        for hook in self._state_dict_hooks.values():
            if hook(self, destination, prefix, metadata) is not None:
                raise RuntimeError("state_dict post-hook must return None")
        return destination

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        """Put this Cell's own entries into `destination`."""
        for name, t in self._own_state():
            destination[prefix + name] = t
        if type(self).get_extra_state is not StateDict.get_extra_state:
            destination[prefix + _EXTRA_STATE] = self.get_extra_state()

    def _own_state(self):
        for name, p in self._params.items():
            if p is not None:
                yield name, p
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                yield name, buffer

    def load_state_dict(self, state_dict, strict: bool = True):
        """Copy values into the Parameters and buffers.

        Args:
            state_dict: a mapping from path to Tensor, as `state_dict` returns it.
            strict: whether missing and unexpected paths are errors. Default: True.

        Returns:
            A named tuple (missing_keys, unexpected_keys).

        Raises:
            TypeError: `state_dict` is no mapping.
            RuntimeError: paths or shapes do not match.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        load = _Load(getattr(state_dict, "_metadata", None))
        load.into(self, OrderedDict(state_dict), "")
        errors = load.errors
        if strict and load.unexpected:
            errors.insert(0, f"Unexpected key(s) in state_dict: {_quoted(load.unexpected)}. ")
        if strict and load.missing:
            errors.insert(0, f"Missing key(s) in state_dict: {_quoted(load.missing)}. ")
        if errors:
            raise RuntimeError(
                f"Error(s) in loading state_dict for {type(self).__name__}:\n\t"
                + "\n\t".join(errors)
            )
        return _IncompatibleKeys(load.missing, load.unexpected)

    def _load_from_state_dict(
        self,
        state_dict,
        prefix,
        local_metadata,
        strict,
        missing_keys,
        unexpected_keys,
        error_msgs,
    ):
        """Copy this Cell's own entries; note on the lists what does not match."""
        for hook in self._load_state_dict_pre_hooks.values():
            hook(
                self,
                state_dict,
                prefix,
                local_metadata,
                strict,
                missing_keys,
                unexpected_keys,
                error_msgs,
            )
        own = dict(self._own_state())
        for name, t in own.items():
            key = prefix + name
            if key in state_dict:
                error = _copy(t, state_dict[key], key)
                error_msgs += [] if error is None else [error]
            elif strict:
                missing_keys.append(key)
        extra = prefix + _EXTRA_STATE
        takes_extra = type(self).set_extra_state is not StateDict.set_extra_state
        if takes_extra and extra in state_dict:
            self.set_extra_state(state_dict[extra])
        elif strict and takes_extra != (extra in state_dict):
            (missing_keys if takes_extra else unexpected_keys).append(extra)
        if strict:
            unexpected_keys += self._unexpected(state_dict, prefix, own, extra)

    def _unexpected(self, state_dict, prefix, own, extra):
        for key in state_dict:
            if key.startswith(prefix) and key != extra:
                name, _, rest = key[len(prefix) :].partition(".")
                if name not in (self._cells if rest else own):
                    yield key


class _Load:
    """One run of `load_state_dict` over a tree of Cells."""

    def __init__(self, metadata):
        self.metadata = metadata
        self.missing, self.unexpected, self.errors = [], [], []

    def into(self, cell, state_dict, prefix):
        """Load a Cell and its descendants."""
        metadata = {} if self.metadata is None else self.metadata.get(prefix[:-1], {})
        cell._load_from_state_dict(
            state_dict, prefix, metadata, True, self.missing, self.unexpected, self.errors
        )
        for name, child in cell._cells.items():
            if child is not None:
                start = f"{prefix}{name}."
                part = {k: v for k, v in state_dict.items() if k.startswith(start)}
                self.into(child, part, start)
        keys = _IncompatibleKeys(self.missing, self.unexpected)
        for hook in cell._load_state_dict_post_hooks.values():
            if hook(cell, keys) is not None:
                raise RuntimeError(
                    "A hook registered with `register_load_state_dict_post_hook` must return None; "
                    "change incompatible_keys in place."
                )


def _register(hooks, hook):
    handle = HookHandle(hooks)
    hooks[handle.handle_id] = hook
    return handle


def _check_arguments(destination, prefix, keep_vars):
    if destination is not None and not isinstance(destination, dict):
        raise TypeError(f"The type of destination must be OrderedDict, but got {type(destination)}")
    if not isinstance(prefix, str):
        raise TypeError(f"The type of prefix must be string, but got {type(prefix)}")
    if not isinstance(keep_vars, bool):
        raise TypeError(f"The type of keep_vars must be bool, but got {type(keep_vars)}")


def _copy(target, source, key) -> str | None:
    """Copy a value; return what is wrong with it, or None."""
    if not isinstance(source, Tensor):
        return (
            f'While copying the parameter named "{key}", expected Tensor or Tensor-like object '
            f"from checkpoint but received {type(source)}"
        )
    if read(source).shape != read(target).shape:
        return (
            f"size mismatch for {key}: copying a param with shape {read(source).shape} from "
            f"checkpoint, the shape in current model is {read(target).shape}."
        )
    write(target, read(cast(source, target.dtype)))
    return None


def _quoted(keys) -> str:
    return ", ".join(f'"{k}"' for k in keys)
