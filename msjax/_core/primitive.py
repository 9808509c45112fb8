"""`Primitive`: the class form of operators, configured once and called many times."""

from __future__ import annotations

import functools
import inspect

from msjax._core.errors import ExplainedTypeError, describe


def _split(owner, side, strategy):
    """Return name and value of the attribute that holds a strategy of `Primitive.shard`."""
    name = f"{side}_strategy"
    if not isinstance(strategy, tuple):
        raise TypeError(f"{name} must be tuple type, but got:{type(strategy)}")
    layouts = [hasattr(element, "to_dict") for element in strategy]
    for element, is_layout in zip(strategy, layouts, strict=True):
        if not is_layout and not isinstance(element, tuple):
            raise TypeError(
                f"The element of strategy must be tuple/Layout type, but got:{type(element)}"
            )
        if any(layouts) and not is_layout:
            raise TypeError(f"The {name} item should be a object of class Layout, as others are.")
        for value in () if is_layout else element:
            if type(value) is not int:
                raise TypeError(
                    f"The {name}: {strategy} of {owner} is not valid, the value of strategy must "
                    f"be int type, but got:{type(value)}"
                )
    if not any(layouts):
        return name, strategy
    kept = ({k: v for k, v in layout.to_dict().items() if k != "rank_list"} for layout in strategy)
    return f"{side}_layout", tuple(kept)


class Primitive:
    """Base class of operators in class form.

    A program's own Primitive gives its computation as `__call__` or as `vm_impl`; an instance of
    this class itself, `Primitive("Abs")`, runs the operator of that name.

    Args:
        name: the operator's name.
    """

    update_parameter = False
    instance_name = ""
    _init_names: tuple[str, ...] = ()

    def __init__(self, name: str):
        self.name = name

    @property
    def init_attrs(self) -> dict:
        """The arguments that the Primitive was made with."""
        return {n: getattr(self, n) for n in self._init_names}

    @property
    def attrs(self) -> dict:
        """The arguments that the Primitive was made with and the attributes added since."""
        return self.init_attrs | self.__dict__.get("_added", {})

    def get_attr_dict(self) -> dict:
        """Return `attrs`."""
        return self.attrs

    def add_prim_attr(self, name: str, value) -> Primitive:
        """Add an attribute; return the Primitive."""
        self.__dict__.setdefault("_added", {})[name] = value
        if name in self._init_names or not hasattr(type(self), name):
            setattr(self, name, value)
        return self

    add_attr = add_prim_attr

    def del_prim_attr(self, name: str) -> Primitive:
        """Delete an attribute that was added; return the Primitive."""
        if self.__dict__.get("_added", {}).pop(name, None) is not None:
            self.__dict__.pop(name, None)
        return self

    del_attr = del_prim_attr

    def init_prim_io_names(self, inputs, outputs) -> None:
        """Name the inputs and outputs, two lists of str."""
        self.add_prim_attr("input_names", inputs)
        self.add_prim_attr("output_names", outputs)

    def set_prim_instance_name(self, name: str) -> Primitive:
        """Name this instance; return it."""
        self.instance_name = name
        return self

    set_instance_name = set_prim_instance_name

    def set_device(self, device_target: str) -> Primitive:
        """Note the wished device; msjax runs every operator on one backend. Return the Primitive.

        Raises:
            RuntimeError: `device_target` is not "CPU", "GPU" or "Ascend".
        """
        if device_target not in ("CPU", "GPU", "Ascend"):
            raise RuntimeError(
                f"the device of Primitive '{self.name}' must be CPU, GPU or Ascend, but got "
                f"{device_target!r}."
            )
        return self.add_prim_attr("primitive_target", device_target)

    def set_stage(self, stage: int) -> Primitive:
        """Note the pipeline stage; return the Primitive."""
        return self.add_prim_attr("stage", stage)

    def shard(self, in_strategy=None, out_strategy=None) -> Primitive:
        """Note how operands would be split over devices; return the Primitive.

        Args:
            in_strategy: a tuple with a tuple of ints, or a `Layout`, for each operand.
            out_strategy: the same for each result.

        Raises:
            TypeError: a strategy is something else.
            ValueError: there is only `out_strategy`.
        """
        if in_strategy is None and out_strategy is not None:
            raise ValueError(
                f"The out_strategy of {self.name} is {out_strategy}, need to set in_strategy, but "
                "got none"
            )
        for side, strategy in (("in", in_strategy), ("out", out_strategy)):
            if strategy is not None:
                self.add_prim_attr(*_split(self.name, side, strategy))
        return self

    def place(self, role: str, rank_id: int) -> None:
        """Note the process of a cluster that would run the operator; msjax runs it in this one.

        Raises:
            TypeError: `rank_id` is no int.
            ValueError: `role` is not "MS_WORKER", or `rank_id` is negative.
        """
        shown = "For 'Primitive.place', the"
        if role != "MS_WORKER":
            raise ValueError(f"{shown} 'role' must be 'MS_WORKER', but got {role!r}.")
        if isinstance(rank_id, bool) or not isinstance(rank_id, int):
            raise TypeError(
                f"{shown} 'rank_id' must be int, but got '{type(rank_id).__name__}'; count "
                "processes from 0."
            )
        if rank_id < 0:
            raise ValueError(
                f"{shown} 'rank_id' must be int and must >= 0, but got '{rank_id}'; count "
                "processes from 0."
            )
        self.add_prim_attr("ms_role", role)
        self.add_prim_attr("rank_id", rank_id)

    def recompute(self, mode: bool = True) -> Primitive:
        """Note whether gradients recompute the operator (they always may); return the Primitive."""
        if not isinstance(mode, bool):
            raise TypeError(f"The input value must be a bool, but got {type(mode).__name__}.")
        return self.add_prim_attr("recompute", mode)

    def set_inplace_prim(self, *args, **kwargs) -> Primitive:
        """Accept a hint about memory; return the Primitive."""
        return self

    def check_elim(self, *args):
        """Tell that nothing is known before the operator runs."""
        return False, None

    def vm_impl(self, *args):
        """Compute the outputs; to be given by a program's own Primitive."""
        raise RuntimeError(
            f"Primitive '{self.name}' has no computation: define `__call__` or `vm_impl` in "
            f"{type(self).__name__}, or use a name that mindspore.ops has."
        )

    def __call__(self, *args):
        """Run the operator."""
        if type(self).vm_impl is Primitive.vm_impl:
            return _operator_named(self)(*args)
        return self.vm_impl(*args)

    def __repr__(self) -> str:
        shown = {k: v for k, v in self.attrs.items() if k not in ("input_names", "output_names")}
        attrs = ", ".join(f"{k}={v}" for k, v in shown.items())
        return f"Prim[{self.name}]<{attrs}>" if attrs else f"Prim[{self.name}]"


class PrimitiveWithInfer(Primitive):
    """Base class of a program's own operators that infer their output's type and shape."""


class PrimitiveWithCheck(Primitive):
    """Base class of a program's own operators that check their operands in Python."""


def cached(kind: type):
    """Return a function that makes instances of a Primitive class, one per set of arguments."""

    def make(*args, **kwargs):
        try:
            return _made(kind, args, tuple(kwargs.items()))
        except TypeError:  # a list cannot be looked up
            return kind(*args, **kwargs)

    return make


@functools.cache
def _made(kind, args, kwargs):
    return kind(*args, **dict(kwargs))


def _operator_named(primitive: Primitive):
    from msjax._core.operator import FACES, resolve

    path = f"ops.{primitive.name}"
    if path not in FACES or FACES[path][0].init is None:
        return functools.partial(Primitive.vm_impl, primitive)
    kind = resolve(path)
    given = {k: v for k, v in primitive.attrs.items() if k in kind._init_names}
    return kind(**given)


def prim_attr_register(fn):
    """Decorate the `__init__` of a Primitive: its arguments become attributes."""
    signature = inspect.signature(fn)

    @functools.wraps(fn)
    def registered(self, *args, **kwargs):
        given = signature.bind(self, *args, **kwargs)
        given.apply_defaults()
        values = dict(list(given.arguments.items())[1:])
        if "name" not in self.__dict__:
            Primitive.__init__(self, type(self).__name__)
        for name, value in values.items():
            setattr(self, name, value)
        self._init_names = tuple(values)
        fn(self, *args, **kwargs)

    return registered


def prim_arg_register(fn):
    """Decorate the `__init__` of a Primitive as `prim_attr_register` does."""
    return prim_attr_register(fn)


class _ConstantFunction(Primitive):
    """A function whose arguments are constants, in the form of a Primitive."""

    def __init__(self, fn, name):
        super().__init__(name)
        self.fn = fn
        self.add_prim_attr("constexpr_prim", True)
        functools.update_wrapper(self, fn, updated=())

    def __call__(self, *args, **kwargs):
        return self.fn(*args, **kwargs)


def constexpr(fn=None, get_instance=True, name=None, reuse_result=True, check=True):
    """Mark a function that computes a constant from constants; it runs as plain Python.

    Args:
        fn: the function; None in the form `@constexpr(...)`.
        get_instance: whether to return the operator rather than its class. Default: True.
        name: the operator's name. Default: the function's.
        reuse_result: accepted; the function is called each time.
        check: accepted; arguments are not checked.

    Raises:
        TypeError: `fn` is no function.
    """
    if fn is None:
        return lambda fn: constexpr(fn, get_instance, name, reuse_result, check)
    if not callable(fn):
        raise ExplainedTypeError(f"constexpr decorates a function, but got {describe(fn)}.")
    shown = name or fn.__name__
    if get_instance:
        return _ConstantFunction(fn, shown)
    return type(
        shown,
        (_ConstantFunction,),
        {"__init__": lambda self: _ConstantFunction.__init__(self, fn, shown)},
    )
