"""The members of `Tensor` that are no operators: its form, and its values for Python and NumPy.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.Tensor.html
"""

from __future__ import annotations

from importlib import import_module

import numpy as np

from msjax._core import conversion, layout
from msjax._core import dtype as mstype
from msjax._core import tensor as tensors
from msjax._core._jaxcompat import Tracer, jax
from msjax._core.leaves import is_leaf_node
from msjax._core.missing import missing_attribute
from msjax._core.namespace import declared_names, install_tensor_dunders, put_tensor_method
from msjax._core.state import recording
from msjax._core.tensor import Tensor, alias, attribute, member, read
from msjax._core.views import rebind


def resolve_attribute(t, name):
    """Find a member of a tensor that is not on the class yet."""
    if name in vars(Tensor):
        return object.__getattribute__(t, name)  # put there meanwhile, or raises its own error
    resolve_member(type(t), name)
    return getattr(t, name)


def resolve_member(cls, name):
    """Find a member that is not on the class yet: a declared operator, resolved on first use."""
    if name[:2] != "__":
        import_module("msjax._ops")
        if put_tensor_method(name):
            return getattr(cls, name)
    raise missing_attribute(
        f"mindspore.{cls.__name__}", name, lambda: {*dir(cls), *declared_names("Tensor")}
    )


def complete_tensor() -> None:
    """Put everything on the class that Python looks up there; `_ops` calls this at its end."""
    for module in (
        "backward",
        "hooks",
        "parameter",
        "printing",
        "tensor_gradients",
        "tensor_protocols",
    ):
        import_module(f"msjax._core.{module}")
    install_tensor_dunders()
    tensors.construct = conversion.construct
    tensors.materialise = conversion.materialise
    tensors.resolve_attribute = resolve_attribute
    tensors.resolve_member = resolve_member


@attribute
def itemsize(self) -> int:
    """The bytes of one element."""
    return self.dtype.itemsize


@attribute
def nbytes(self) -> int:
    """The bytes of all elements."""
    return self.size * self.dtype.itemsize


@attribute
def strides(self) -> tuple[int, ...]:
    """The bytes from one element to the next along every axis; rows lie one after the other."""
    return tuple([n * self.itemsize for n in layout.steps(self.shape)])


@member
def stride(self, dim=None):
    """Return the elements from one to the next along every axis, or along the axis `dim`.

    Differs: a view whose base is gone has the strides of an array of its own.
    """
    strides, _ = layout.layout(self)
    return strides if dim is None else strides[dim]


@member
def storage_offset(self) -> int:
    """Return the place of the first element in the storage. Differs: 0 where the base is gone."""
    return layout.layout(self)[1]


@member
def dim(self) -> int:
    """Return the number of axes."""
    return len(self.shape)


@member
def ndimension(self) -> int:
    """Return the number of axes."""
    return len(self.shape)


@member
def numel(self) -> int:
    """Return the number of elements."""
    return self.size


@member
def nelement(self) -> int:
    """Return the number of elements."""
    return self.size


@member
def is_contiguous(self) -> bool:
    """Tell whether the rows lie one after the other. Differs: True where the base is gone."""
    return layout.is_contiguous(self)


@member
def contiguous(self):
    """Return the tensor itself if its rows are its storage from the start, else a copy."""
    whole = layout.is_contiguous(self) and layout.starts_storage(self)
    return self if whole else self.copy()


@member
def is_floating_point(self) -> bool:
    """Tell whether the elements are real floating-point numbers."""
    return self.dtype.is_floating_point


@member
def is_complex(self) -> bool:
    """Tell whether the elements are complex numbers."""
    return self.dtype.is_complex


@member
def is_signed(self) -> bool:
    """Tell whether the elements may be negative."""
    return self.dtype.is_signed


@attribute
def device(self) -> str:
    """The kind of device that holds the values: "CPU" or, with its index, "GPU:0"."""
    value = read(self)
    if isinstance(value, Tracer) or not isinstance(value, jax.Array):
        return "CPU" if jax.default_backend() == "cpu" else "GPU:0"
    where = next(iter(value.devices()))
    return "CPU" if where.platform == "cpu" else f"GPU:{where.id}"


@member
def move_to(self, to, blocking=True):
    """Copy the values to a device.

    Args:
        to: "CPU", "GPU" or "Ascend" (a wish, as in `set_context`).
        blocking: whether to wait. Default: True.

    Raises:
        ValueError: `to` names no device.
    """
    from msjax._core.devices import resolve_device_target

    if to not in ("Ascend", "GPU", "CPU"):
        raise ValueError(f"The value of 'to' must be one of ['Ascend', 'GPU', 'CPU'], but got {to}")
    copied = alias(self)
    value = read(self)
    if not isinstance(value, Tracer):
        copied._value = jax.device_put(value, jax.devices(resolve_device_target(to))[0])
        if blocking:
            copied._value.block_until_ready()
    return copied


@member
def data_ptr(self) -> int:
    """Return the address of the values in the device's memory."""
    return read(self).unsafe_buffer_pointer()


@member
def data_sync(self, need_wait=True) -> None:
    """Wait until the values are computed."""
    jax.block_until_ready(read(self))


@member
def flush_from_cache(self) -> None:
    """Do nothing: there is no embedding cache."""


@member
def is_pinned(self) -> bool:
    """Return False: no tensor is in page-locked memory."""
    return False


@member
def is_shared(self) -> bool:
    """Return False: no tensor is in memory that processes share."""
    return False


@attribute
def is_meta(self) -> bool:
    """False: every tensor has values."""
    return False


@attribute
def has_init(self) -> bool:
    """Whether an initializer will fill the tensor when its values are first needed."""
    return type(self._lazy) is conversion.Lazy


@attribute
def init(self):
    """The initializer that will fill the tensor, or None."""
    return self._lazy.init if self.has_init else None


@attribute
def init_finished(self) -> bool:
    """Whether no initializer is waiting."""
    return not self.has_init


@member
def init_data(self, slice_index=None, shape=None, opt_shard_group=None):
    """Fill the tensor by its initializer now; return it.

    Raises:
        TypeError: it has no initializer.
        NotImplementedError: a slice of it is asked for.
    """
    if (slice_index, shape, opt_shard_group) != (None, None, None):
        raise NotImplementedError(
            f"init_data(slice_index={slice_index!r}, shape={shape!r}, opt_shard_group="
            f"{opt_shard_group!r}): only whole tensors are filled; leave the arguments out."
        )
    if not self.has_init:
        raise TypeError(
            "init_data must be set Tensor.init, init can't be None; it has its values already."
        )
    conversion.materialise(self)
    self._listed_by_numpy = True
    return self


@member
def set_const_arg(self, const_arg=True):
    """Say whether graph mode treats the tensor as a constant when it is an argument; return it.

    Raises:
        TypeError: `const_arg` is no bool.
    """
    if not isinstance(const_arg, bool):
        raise TypeError(
            "For 'set_const_arg', the type of 'const_arg' should be 'bool', but got type "
            f"'{type(const_arg).__name__}'."
        )
    self.const_arg = const_arg
    return self


Tensor.const_arg = False
Tensor.virtual_flag = False
Tensor.param_info = None
Tensor.symbolic_shape = None


@member
def asnumpy(self) -> np.ndarray:
    """Return the values as a NumPy array.

    Differs: the array is a copy; in MindSpore on CPU, writing to it changes the tensor.
    """
    return np.array(read(self))


@member
def numpy(self) -> np.ndarray:
    """Return the values as a NumPy array of its own, as `asnumpy` does."""
    return np.array(read(self))


@member
def item(self):
    """Return the only element as a Python number.

    Raises:
        ValueError: there is not exactly one element.
    """
    value = read(self)
    if value.size != 1:
        raise ValueError(_ambiguous(value.size))
    return np.asarray(value).item()


@member
def tolist(self):
    """Return the values as nested lists of Python numbers, or as one number."""
    return np.asarray(read(self)).tolist()


@member
def get_bytes(self) -> bytes:
    """Return the values' bytes, row after row."""
    return np.asarray(read(self)).tobytes()


@member
@staticmethod
def convert_bytes_to_tensor(bytes_data, dims, data_type) -> Tensor:
    """Make a tensor of the bytes that `get_bytes` returned.

    Args:
        bytes_data: the bytes.
        dims: the shape.
        data_type: the data type.
    """
    array = np.frombuffer(bytes_data, mstype.to_numpy(data_type)).reshape(dims)
    return tensors.wrap(conversion.put(array.copy()))


@member
@staticmethod
def from_numpy(array) -> Tensor:
    """Make a tensor of a NumPy array.

    Differs: the values are copied; in MindSpore, tensor and array share them.

    Raises:
        TypeError: `array` is no NumPy array, or its dtype has no MindSpore counterpart.
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"Expected a NumPy array, but got {type(array).__name__}; use `mindspore.Tensor(data)`."
        )
    t = Tensor(array)
    t._listed_by_numpy = True
    return t


@member
def assign_value(self, value):
    """Take another tensor's values, shape and data type, and share them; return the tensor.

    Differs: a Parameter does not share them.

    Raises:
        TypeError: `value` is no Tensor.
    """
    if not isinstance(value, Tensor):
        raise TypeError(f"assign_value takes a Tensor, but got {type(value).__name__}.")
    rebind(self, read(value), value._node)
    if type(self) is Tensor:
        tensors.link_alias(self, value)
    return self


@member
def set_dtype(self, dtype):
    """Convert the tensor itself to another data type; return that type.

    Raises:
        RuntimeError: `dtype` is no MindSpore type.
    """
    if not isinstance(dtype, mstype.Number):
        raise RuntimeError(f"set_dtype takes a type such as mindspore.float32, but got {dtype!r}.")
    converted = conversion.cast(self, dtype)
    rebind(self, read(converted), converted._node)
    return dtype


@member
def value(self):
    """Return the tensor itself."""
    return self


def _get_data(self):
    """The same values as another tensor, without name and the like."""
    return alias(self)


def _set_data(self, new):
    if not isinstance(new, Tensor):
        raise RuntimeError(
            f"Invalid argument: data must be a Tensor, but got {type(new).__name__}."
        )
    if is_leaf_node(self._node):
        with recording(False):  # as in PyTorch, a way around the tape
            rebind(self, read(new))
    else:
        rebind(self, read(new), new._node)


Tensor.data = property(_get_data, _set_data, doc=_get_data.__doc__)


@member
def itemset(self, *args):
    """Return a copy with one element replaced: `itemset(value)` or `itemset(index, value)`.

    Raises:
        IndexError: the index is missing, and there are several elements.
        ValueError: the number of arguments is wrong.
    """
    if len(args) not in (1, 2):
        raise ValueError(f"itemset takes one or two arguments, but got {len(args)}.")
    if len(args) == 1 and self.size != 1:
        raise IndexError(
            "Only tensor which shape is (1,) support 1 arg that means omit index, but the tensor "
            f"shape is {self.shape} and got 1 input."
        )
    array = np.array(read(self))
    if len(args) == 1:
        array.fill(args[0])
    elif isinstance(args[0], int):
        array.reshape(-1)[args[0]] = args[1]
    else:
        array[args[0]] = args[1]
    return tensors.wrap(conversion.put(array))


def _ambiguous(count) -> str:
    return (
        f"The tensor should have only one element, but got {count}, more than one element is "
        "ambiguous; use `.any()` or `.all()`, or index it first."
    )


def _only_element(t, message):
    """Return a tensor's only element in Python; in a trace, what JAX then refuses to convert."""
    value = read(t)
    if value.size != 1:
        raise ValueError(f"{message}, but the shape is {list(value.shape)}; use `x.asnumpy()`.")
    return value.reshape(()) if isinstance(value, Tracer) else np.asarray(value).item()


_NOT_ONE = "Only one element tensors can be converted to Python scalars"


@member
def __bool__(self) -> bool:
    value = read(self)
    if value.size != 1:
        raise ValueError(_ambiguous(value.size))
    return bool(value if isinstance(value, Tracer) else np.asarray(value))


@member
def __int__(self) -> int:
    return int(_only_element(self, _NOT_ONE))


@member
def __float__(self) -> float:
    return float(_only_element(self, _NOT_ONE))


@member
def __complex__(self) -> complex:
    return complex(_only_element(self, _NOT_ONE))


@member
def __index__(self) -> int:
    message = "Only integer tensors of a single element can be converted to an index"
    if read(self).dtype.kind not in "biu":
        raise ValueError(f"{message}, but the dtype is {self.dtype}.")
    return _only_element(self, message).__index__()


@member
def __len__(self) -> int:
    shape = self.shape
    if not shape:
        raise TypeError("Not support len of a 0-D tensor")
    return shape[0]


@member
def __iter__(self):
    shape = self.shape
    if not shape:
        raise TypeError("iteration over a 0-d tensor: it must have an axis; use `x.item()`")
    return iter([self[i] for i in range(shape[0])])


@member
def __contains__(self, element) -> bool:
    found = self == element
    return isinstance(found, Tensor) and bool(found.any())


Tensor.__hash__ = object.__hash__
