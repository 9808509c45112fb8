"""`Parameter`: a tensor with a name that is trained; `ParameterTuple`.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.Parameter.html
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.conversion import array_of, cast, construct, fill, materialise, put
from msjax._core.printing import parameter_repr
from msjax._core.tensor import Tensor, new_object, node_now, read, wrap
from msjax._core.views import rebind

_next_number = itertools.count(2).__next__  # where MindSpore is after it is imported


class ParamInfo:
    """What belongs to a Parameter besides its value."""

    __slots__ = (
        "cache_enable",
        "cache_shape",
        "comm_fusion",
        "key",
        "layerwise_parallel",
        "name",
        "parallel_optimizer",
        "parallel_optimizer_comm_recompute",
        "requires_aggr",
        "requires_grad",
        "unique",
    )

    def __init__(self, name="", requires_grad=True):
        self.name = name
        self.requires_grad = requires_grad
        self.layerwise_parallel = False
        self.parallel_optimizer = True
        self.parallel_optimizer_comm_recompute = False
        self.comm_fusion = 1
        self.key = -1
        self.cache_enable = False
        self.cache_shape = []
        self.requires_aggr = True
        self.unique = False

    def clone(self) -> ParamInfo:
        """Return a copy."""
        other = ParamInfo()
        for name in ParamInfo.__slots__:
            setattr(other, name, getattr(self, name))
        return other


def _flag(name, doc):
    """Make the property for a truth value of `param_info`."""

    def get(self):
        return getattr(self.param_info, name)

    def set_(self, value):
        if not isinstance(value, bool):
            raise TypeError(f"The argument `{name}` must be bool type, but got {value!r}.")
        setattr(self.param_info, name, value)

    return property(get, set_, doc=doc)


class Parameter(Tensor):
    """A tensor that belongs to a Cell and is trained.

    Args:
        default_input: the value: a Tensor (also one that `initializer` made), a number, a list or a
            NumPy array.
        name: the name; a Cell replaces a missing one by that of its attribute. Default: None.
        requires_grad: whether optimizers update it. Default: True.
        layerwise_parallel: whether it is left out of the sum over devices. Default: False.
        parallel_optimizer: whether its optimizer state may be split over devices. Default: True.
        storage_format: a layout of memory on other hardware; only "" is possible. Default: "".
        device: "CPU" or None. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `name` is no str, or `default_input` is a bool.
    """

    __slots__ = ()

    sliced = False
    init_mode = None
    is_init = False  # pyright: ignore[reportAssignmentType]: a method of other tensors
    is_in_parallel = False
    is_default_input_init = False
    _is_looked_up = False  # whether EmbeddingLookup reads rows of it
    inited_param = property(lambda self: None, doc="None: values are never kept on other devices.")

    def __init__(
        self,
        default_input,
        name=None,
        requires_grad=True,
        layerwise_parallel=False,
        parallel_optimizer=True,
        storage_format="",
        device=None,
    ):
        _check_storage(storage_format, device)
        _fill(self, default_input)
        self.param_info = ParamInfo()
        self.name = name
        self.requires_grad = requires_grad
        self.layerwise_parallel = layerwise_parallel
        self.parallel_optimizer = parallel_optimizer

    __repr__ = __str__ = parameter_repr

    def __format__(self, spec):
        return format(parameter_repr(self), spec)

    @property
    def name(self) -> str:
        """The name, unique within a network."""
        return self.param_info.name

    @name.setter
    def name(self, value):
        self.param_info.name = _checked_name(value)

    _trained = _flag("requires_grad", "")

    @property
    def requires_grad(self) -> bool:
        """Whether optimizers update it, and operators on it are recorded where Parameters are."""
        return self.param_info.requires_grad

    @requires_grad.setter
    def requires_grad(self, value):
        self._trained = value
        if not value and self._node is not None and self._node.box is not None:
            self._node = None

    layerwise_parallel = _flag("layerwise_parallel", "Whether it is left out of sums over devices.")
    parallel_optimizer = _flag("parallel_optimizer", "Whether its optimizer state may be split.")
    parallel_optimizer_comm_recompute = _flag(
        "parallel_optimizer_comm_recompute",
        "Whether communication is repeated in the backward pass.",
    )
    cache_enable = _flag("cache_enable", "Whether an embedding cache is used.")
    requires_aggr = _flag("requires_aggr", "Whether its gradients are summed over devices.")
    unique = _flag(  # pyright: ignore[reportAssignmentType]: a method of other tensors
        "unique", "Whether an embedding looks up each index once."
    )

    @property
    def comm_fusion(self) -> int:
        """The group that its communication is in; 0: a group of its own."""
        return self.param_info.comm_fusion

    @comm_fusion.setter
    def comm_fusion(self, value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"The input value must be int, but got '{type(value).__name__}'")
        if value < 0:
            raise ValueError(f"The input value must be int and must >= 0, but got '{value}'.")
        self.param_info.comm_fusion = value

    @property
    def key(self) -> int:
        """The key of a parameter server: -1, there is none."""
        return self.param_info.key

    @key.setter
    def key(self, value):
        if not isinstance(value, int):
            raise TypeError(f"The argument `key` must be int type, but got {value!r}.")
        self.param_info.key = value

    @property
    def cache_shape(self) -> list | tuple:
        """The shape of the embedding cache."""
        return self.param_info.cache_shape

    @cache_shape.setter
    def cache_shape(self, value):
        if not isinstance(value, tuple | list):
            raise TypeError(
                f"The argument `cache_shape` must be tuple or list type, not {value!r}."
            )
        self.param_info.cache_shape = value

    def value(self) -> Tensor:
        """Return a Tensor of the same values that does not follow later changes."""
        t = wrap(read(self))
        t._node = node_now(self)
        return t

    def init_data(self, layout=None, set_sliced=False) -> Parameter:
        """Return the Parameter; its initializer has filled it when it was made.

        Raises:
            NotImplementedError: a layout over several devices is asked for.
        """
        if layout is not None:
            raise NotImplementedError(f"init_data(layout={layout!r}): leave the layout out.")
        if set_sliced:
            self.sliced = True
        return self

    def register_hook(self, hook_fn):
        """Register a function of the parameter's gradient, as `Tensor.register_hook`."""
        return super().register_hook(hook_fn)

    def set_data(self, data, slice_shape=False) -> Parameter:
        """Take new values, converted to the Parameter's data type; return the Parameter.

        Args:
            data: a Tensor, an initializer's Tensor, an int or a float; its shape may differ.
            slice_shape: whether the shape is meant to differ; MindSpore checks it no more.

        Differs: later changes of `data` do not reach the Parameter.

        Raises:
            TypeError: `data` is something else.
        """
        if isinstance(data, int | float):
            rebind(self, put(array_of(data, read(self).dtype)))
            return self
        if not isinstance(data, Tensor):
            raise TypeError(
                "Parameter data must be [`Tensor`, `int`, `float`] or a kind of `Tensor` (like "
                f"`Tensor`). But with type {type(data)}."
            )
        if data.dtype is not self.dtype:
            data = cast(data, self.dtype)
        rebind(self, read(data), data._node)
        return self

    def clone(self, init="same") -> Parameter:
        """Return a Parameter of the same name, flags and values.

        Args:
            init: "same", or what fills the clone: an Initializer, its name or a number.
        """
        other = new_object(type(self))
        other.param_info = self.param_info.clone()
        if isinstance(init, str) and init == "same":
            fill(other, read(self))
        else:
            # Initializers belong to a higher floor, which the caller has imported.
            from msjax.common.initializer import initializer

            fill(other, materialise(initializer(init, self.shape, self.dtype)))
        return other

    def copy(self) -> Parameter:
        """Return a Parameter of the same name, flags and values."""
        return self.clone()

    def add_pipeline_stage(self, stage) -> None:
        """Refuse: there are no pipeline stages on one device.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(f"add_pipeline_stage({stage!r}): msjax has no pipeline stages.")


def _fill(p, data):
    """Give a new Parameter the value of what it is made from."""
    if isinstance(data, bool):
        raise ValueError("Parameter data can not be `bool`; make it a Tensor first.")
    if isinstance(data, Tensor):
        fill(p, materialise(data) if data._lazy is not None else read(data))
    elif isinstance(data, int | float):
        kind = mstype.int32 if isinstance(data, int) else mstype.float32
        fill(p, put(array_of(data if kind is mstype.int32 else float(data), kind._np)))
    elif isinstance(data, np.ndarray | jax.Array | list | str | dict | set) or data is None:
        construct(p, data)
    else:
        raise TypeError(
            "The type of the argument 'default_input' must be in ['Tensor', 'int', 'float', "
            f"'numpy.ndarray', 'list']. But got type {type(data)}."
        )


def _checked_name(value) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError(
            f"The type of the Parameter's name should be 'string' or 'None', but got {type(value)}."
        )
    if value is None or value.strip() == "":
        return f"Parameter#{_next_number()}"
    if len(value) > 1024:
        raise ValueError(
            f"The length of the '{value}' name should be less than 1024, but got {len(value)}."
        )
    return value


def _check_storage(storage_format, device):
    if storage_format != "":
        raise NotImplementedError(
            f"Parameter(storage_format={storage_format!r}): JAX chooses the layout; leave it out."
        )
    if device not in (None, "CPU"):
        raise ValueError(f"Only 'CPU' and 'Remote' is supported for device, but got {device}.")


def _flatten(p):
    return (read(p),), (p.name, p.requires_grad)


def _unflatten(aux, children) -> Parameter:
    p = new_object(Parameter)
    p._value = children[0]
    p.param_info = ParamInfo(*aux)
    return p


jax.tree_util.register_pytree_node(Parameter, _flatten, _unflatten)


class ParameterTuple(tuple):
    """A tuple of Parameters.

    Args:
        iterable: the Parameters; those without a name of their own get one.

    Raises:
        TypeError: an element is no Parameter.
        ValueError: two Parameters have the same name.
    """

    __slots__ = ()

    def __new__(cls, iterable):
        made = tuple.__new__(cls, () if isinstance(iterable, Parameter) else iterable)
        names = {}
        for p in made:
            if not isinstance(p, Parameter):
                raise _no_parameters(iterable)
            if names.setdefault(p.name, p) is not p:
                raise ValueError(
                    f"The value {p} , its name '{p.name}' already exists. Please set a unique name "
                    "for the parameter."
                )
        if isinstance(iterable, Parameter):
            raise _no_parameters(iterable)
        return made

    def clone(self, prefix, init: Any = "same") -> ParameterTuple:
        """Return clones of the Parameters, with a prefix before their names.

        Args:
            prefix: letters, digits, "_" and ".".
            init: "same", or what fills the clones: an Initializer, its name or a number.

        Raises:
            ValueError: `prefix` is empty or has other characters.
        """
        if not re.match(r"^\w+[0-9a-zA-Z\_\.]*$", prefix, re.ASCII):
            raise ValueError(
                f"The '{prefix}' is illegal, it must be match regular'^\\w+[0-9a-zA-Z\\_\\.]*$' by "
                "flags're.ASCII.'"
            )
        clones = [p.clone(init) for p in self]
        for p in clones:
            p.name = f"{prefix}.{p.name}"
        return ParameterTuple(clones)

    def __parameter_tuple__(self):
        """Mark the class, for code that asks for the mark."""


def _no_parameters(iterable):
    items = [type(p).__name__ for p in iterable] if hasattr(iterable, "__iter__") else []
    return TypeError(
        "For ParameterTuple initialization, ParameterTuple input should be 'Parameter' collection, "
        f"but got a {type(iterable)} of {sorted(set(items))}."
    )
