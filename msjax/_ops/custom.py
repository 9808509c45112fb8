"""`Custom` and `PyFunc`: operators that a program gives as functions on NumPy arrays.

They run on the host: outside of compiled code as plain calls, inside by callbacks.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.bprop import call_with_bprop, call_without_gradient
from msjax._core.dtype import TensorType, Type, from_numpy, int32, to_numpy
from msjax._core.host_calls import call_on_host
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor, read
from msjax._ops import aot
from msjax._ops.host_values import check_operand, fitted, to_c, type_of, with_constants, zeros_like
from msjax._ops.registration import fits, registered, rows_for_cpu

_FUNC_TYPES = ["hybrid", "akg", "tbe", "aicpu", "aot", "pyfunc"]
_COMPILERS = {"akg": "AKG", "tbe": "TBE, Ascend's", "aicpu": "Ascend's AI CPU"}
_NO_GRADIENT = (
    "Illegal primitive {}'s bprop not defined: give `ops.Custom` the argument 'bprop', a function "
    "of the operands, the output and the gradient of the output."
)


class Custom(Primitive):
    """An operator whose computation the program gives.

    Args:
        func: for "pyfunc", a Python function from NumPy arrays (and Python numbers, for operands
            that are numbers) to an array or a tuple of arrays; for "hybrid", one decorated by
            `ops.kernel`; for "aot", the str "file.so:function" or "file.cc:function".
        out_shape: the shape of the output, or a tuple of shapes; or a function from the operands'
            shapes to that. "hybrid" needs none. Default: None.
        out_dtype: the dtype of the output, or a tuple of dtypes; or a function from the operands'
            types to that. "hybrid" needs none. Default: None.
        func_type: "pyfunc", "hybrid" or "aot". Default: "pyfunc".
        bprop: the gradient, a function of tensors: called with the operands, the output and the
            gradient of the output; returns a tuple of the operands' gradients. Default: None.
        reg_info: what `CustomRegOp.get_op_info` returns; operands of other dtypes are then refused.
            Default: None.

    Raises:
        TypeError: `func`, `out_shape` or `out_dtype` is of a type that `func_type` does not take.
        ValueError: there is no such `func_type`.
        RuntimeError: the operands or the results do not fit, a function in C fails, or a gradient
            is needed and there is no `bprop`.
        NotImplementedError: the type of the function is "akg", "tbe" or "aicpu", which need
            MindSpore's own compilers; or it is in C and uses MindSpore's C++ class AotExtra.

    Differs: in compiled code a function counts as pure: it is not called where nobody needs its
    result. What it returns must have the dtype that `out_dtype` says.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.Custom.html
    """

    def __init__(
        self, func, out_shape=None, out_dtype=None, func_type="pyfunc", bprop=None, reg_info=None
    ):
        super().__init__("Custom")
        self.func, self.func_type = func, func_type
        self.out_shape, self.out_dtype = out_shape, out_dtype
        self.bprop = bprop
        self._prefix = f"For 'Custom', 'func_type': {func_type}, 'func': {func}"
        self._check_func()
        self.reg_info = reg_info
        infos = registered(reg_info)
        self._check_registration(infos)
        self._dtypes = [row for info in infos for row in rows_for_cpu(info)]
        self._library: Any = None
        if callable(bprop):
            self.__wrapped__ = bprop  # what it sees, compiled code sees
        self.add_prim_attr("func_name", func if isinstance(func, str) else func.__name__)
        self.add_prim_attr("multi_output", any(len(info.get("outputs", ())) > 1 for info in infos))
        self.add_prim_attr("func_type", func_type)
        if callable(func):
            self.add_prim_attr("inputs_num", _operand_count(func))

    def __getstate__(self):
        return self.__dict__ | {"_library": None}  # C functions cannot be copied: load it again

    def _check_func(self):
        func, func_type = self.func, self.func_type
        if func_type not in _FUNC_TYPES:
            raise ValueError(
                f"{self._prefix}, 'func_type' must be one of {_FUNC_TYPES}, but got {func_type}"
            )
        if func_type == "aot":
            aot.check_path(self._prefix, func, self.out_shape)
        elif func_type == "hybrid" and not hasattr(func, "ms_kernel_flag"):
            raise TypeError(f"{self._prefix}, 'func' must be a function decorated by kernel")
        elif not callable(func) and (func_type != "pyfunc" or not isinstance(func, str)):
            raise TypeError(
                f"For 'Custom', 'func' must be of type function or str, but got {type(func)}"
            )
        if func_type in _COMPILERS:
            raise NotImplementedError(
                f"For 'Custom', the argument 'func_type' is {func_type!r}, which needs "
                f"{_COMPILERS[func_type]} compiler; use 'pyfunc', a Python function on NumPy "
                "arrays, or 'aot', a function in C."
            )
        if isinstance(func, str) and func_type == "pyfunc":
            raise TypeError(f"'str' object is not callable: 'func' is {func!r}; give a function.")

    def _check_registration(self, infos):
        for info in infos if self.func_type == "aot" else ():
            if info.get("target") not in ("CPU", "GPU", "Ascend"):
                raise ValueError(
                    f"{self._prefix}, target set in registration information must be one of "
                    f"['Ascend', 'GPU', 'CPU'], but got {info.get('target')}"
                )
            if info.get("attr"):
                raise NotImplementedError(
                    f"{self._prefix}, 'reg_info' has the attributes {info['attr']}, which a "
                    "function in C reads through MindSpore's C++ class AotExtra; pass them as "
                    "inputs."
                )

    def __call__(self, *args):
        """Run the operator on tensors and numbers."""
        for x in args:
            check_operand(x)
        if self.bprop is None:
            return call_without_gradient(self._run, _NO_GRADIENT.format("Custom"), args)
        return call_with_bprop(self._run, self.bprop, args)

    def _run(self, *args):
        shapes, dtypes, is_several = self._infer(args)
        structs = [
            jax.ShapeDtypeStruct(s, to_numpy(d)) for s, d in zip(shapes, dtypes, strict=True)
        ]
        self._check_registered(args, structs)
        compute = self._in_c(structs) if self.func_type == "aot" else self._in_python(structs, args)
        tensors = [x for x in args if isinstance(x, Tensor)]
        results = call_on_host(with_constants(compute, args), structs, tensors)
        return tuple(results) if is_several else results[0]

    def _in_python(self, structs, args):
        expected = self.attrs["inputs_num"]
        if expected not in (None, len(args)):
            raise RuntimeError(
                f"{self._prefix} takes {expected} operands, but got {len(args)}; a function of "
                "any number of operands is written `def func(*operands)`."
            )
        nothing = self.out_dtype == ()

        def compute(*arrays):
            return fitted(self.func(*arrays), structs, self._prefix, nothing)

        return compute

    def _in_c(self, structs):
        if self._library is None:
            self._library = aot.load(self.func)

        def compute(*operands):
            results = [np.zeros(s.shape, s.dtype) for s in structs]
            self._library([to_c(x) for x in operands], results)
            return results

        return compute

    def _infer(self, args):
        """Return shapes and dtypes of the outputs, and whether they are a tuple."""
        shape: Any = self.out_shape
        if callable(shape):
            shape = shape(*[list(x.shape) if isinstance(x, Tensor) else [] for x in args])
        dtype: Any = self.out_dtype
        if callable(dtype):
            dtype = dtype(*[type_of(x) for x in args])
        if self.func_type == "hybrid" and (shape is None or dtype is None):
            found = self.func(*[zeros_like(x) for x in args])
            shape = found.shape if shape is None else shape
            dtype = from_numpy(found.dtype) if dtype is None else dtype
        if self.func_type == "pyfunc":
            shape = (1,) if shape == () and isinstance(shape, tuple) else shape
            dtype = int32 if dtype == () else dtype
        self._check_inferred("out_shape", shape, tuple | list, "[tuple, list, function]")
        self._check_inferred(
            "out_dtype", dtype, Type | tuple | list, "[mindspore.dtype, tuple, list, function]"
        )
        if isinstance(dtype, Type):
            return [tuple(shape)], [_element(dtype)], False
        if len(shape) != len(dtype):
            raise ValueError(
                f"{self._prefix}, 'out_shape' and 'out_dtype' must be of one length, but got "
                f"{shape} and {dtype}."
            )
        return [tuple(s) for s in shape], [_element(d) for d in dtype], True

    def _check_inferred(self, name, value, kinds, expected):
        if value is None and self.func_type == "aot":
            raise RuntimeError(
                f"{self._prefix}, {name!r} is None, but msjax calls no C++ functions that infer "
                "it; give it as a value or a function."
            )
        if not isinstance(value, kinds):
            raise TypeError(
                f"{self._prefix}, {name!r} must be one of {expected}, but got {type(value)}"
            )

    def _check_registered(self, args, structs):
        """Refuse dtypes that no row of `dtype_format` has."""
        given = [read(x).dtype.name for x in args if isinstance(x, Tensor)]
        given += [s.dtype.name for s in structs]
        if self._dtypes and not any(fits(row, given) for row in self._dtypes):
            rows = [tuple(pair[0] for pair in row) for row in self._dtypes]
            raise TypeError(
                f"{self._prefix}, the dtypes of operands and outputs are {given}, but 'reg_info' "
                f"has {rows}."
            )


class PyFunc(Primitive):
    """A Python function on NumPy arrays as an operator without gradient.

    Args:
        fn: a function from arrays to a tuple of arrays, or to one array.
        in_types: the dtypes of the operands, a list.
        in_shapes: the shapes of the operands, a list.
        out_types: the dtypes of the outputs, a list.
        out_shapes: the shapes of the outputs, a list.
        stateful: whether compiled code calls the function also where nobody needs its results.
            Default: True.

    Returns:
        A tuple of tensors; where there are no outputs, of one int32 zero.

    Raises:
        ValueError: types and shapes are lists of different lengths, or the operands are others.
        RuntimeError: the results do not fit, or a gradient is needed.
    """

    _init_names = ("in_types", "in_shapes", "out_types", "out_shapes")

    def __init__(self, fn, in_types, in_shapes, out_types, out_shapes, stateful=True):
        super().__init__("PyFunc")
        pairs = ("in", in_types, in_shapes), ("out", out_types, out_shapes)
        for side, types, shapes in pairs:
            if len(types) != len(shapes):
                raise ValueError(
                    f"For 'PyFunc', the {side}_types length should be = {side}_shapes length: "
                    f"{len(shapes)}, but got {len(types)}."
                )
        self.fn = fn
        self.in_types, self.in_shapes = in_types, in_shapes
        self.out_types, self.out_shapes = out_types, out_shapes
        self.stateful = stateful
        self.add_prim_attr("side_effect_io", stateful)

    def __call__(self, *args):
        """Run the function on tensors."""
        return call_without_gradient(self._run, _NO_GRADIENT.format("PyFunc"), args)

    def _run(self, *args):
        self._check_operands(args)
        pairs = zip(self.out_shapes, self.out_types, strict=True)
        structs = [jax.ShapeDtypeStruct(tuple(s), to_numpy(d)) for s, d in pairs]
        nothing = not structs
        structs = structs or [jax.ShapeDtypeStruct((1,), np.int32)]

        def compute(*arrays):
            return fitted(self.fn(*arrays), structs, "The function of 'PyFunc'", nothing)

        return tuple(call_on_host(compute, structs, args, self.stateful))

    def _check_operands(self, args):
        given = [(tuple(x.shape), x.dtype) if isinstance(x, Tensor) else x for x in args]
        pairs = zip(self.in_shapes, self.in_types, strict=True)
        expected = [(tuple(s), d) for s, d in pairs]
        if given != expected:
            raise ValueError(
                f"For 'PyFunc', the operands must be tensors of {expected}, as 'in_shapes' and "
                f"'in_types' say, but got {given}."
            )


def _element(dtype) -> Type:
    return dtype.element_type() or dtype if isinstance(dtype, TensorType) else dtype


def _operand_count(func) -> int | None:
    """Return how many operands a function takes; None if any number, or if it does not say."""
    if isinstance(func, np.ufunc):
        return func.nin
    try:
        parameters = inspect.signature(func).parameters.values()
    except ValueError:
        return None
    return None if any(p.kind is p.VAR_POSITIONAL for p in parameters) else len(parameters)
