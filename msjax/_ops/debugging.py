"""Operators for looking into a program: tensors to files, assertions; and `Morph`."""

from __future__ import annotations

import inspect
import itertools
from pathlib import Path

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.backward_hooks import InsertGradientOf
from msjax._core.bprop import call_with_bprop
from msjax._core.dtype import bool_
from msjax._core.errors import describe
from msjax._core.host_calls import tell_host
from msjax._core.operator import composite
from msjax._core.primitive import Primitive
from msjax._core.state import settings, state
from msjax._core.tensor import Tensor, wrap

jnp = jax.numpy

_MODES = ("in", "out")
_numbers = itertools.count()


class TensorDump(Primitive):
    """Writes a tensor to a .npy file, named `file_dtype_number.npy`; numbers count all files.

    Args:
        input_output: "in" or "out"; the same here, where no operator is split over devices.
            Default: "out".

    Raises:
        TypeError: `file` is no str, or `input_x` no Tensor.
        ValueError: `input_output` is something else, or `file` is empty.

    Differs: it works in compiled code too; and the file is there when the code has run.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.TensorDump.html
    """

    _init_names = ("input_output",)

    def __init__(self, input_output="out"):
        super().__init__("TensorDump")
        if input_output not in _MODES:
            raise ValueError(
                "The 'input_output' argument should be one of ['in', 'out'], but got: "
                f"{input_output}"
            )
        self.input_output = input_output
        self.add_prim_attr("side_effect_io", True)
        self.add_prim_attr("channel_name", "ms_tensor_dump")

    def __call__(self, file, input_x):
        """Write `input_x` to a file at the path `file`."""
        _check_kind("TensorDump", "file", file, str)
        if not file:
            raise ValueError(
                "For 'TensorDump', the input argument[file] cannot be an empty string."
            )
        _check_kind("TensorDump", "input_x", input_x, Tensor)
        tell_host(lambda array: _save(file, array), [input_x])


def _check_kind(owner, name, value, kind):
    if not isinstance(value, kind):
        raise TypeError(
            f"For '{owner}', the type of '{name}' should be '{kind.__name__}', but got type "
            f"'{type(value).__name__}'."
        )


def _save(file, array):
    path = Path(f"{file.removesuffix('.npy')}_{array.dtype.name}_{next(_numbers)}.npy")
    path.parent.mkdir(parents=True, exist_ok=True)
    if array.dtype.kind == "V":  # bfloat16 and float8, which the format does not know
        array = array.astype(np.float32)
    np.save(path, array)
    path.chmod(0o400)


@composite("ops.tensordump(file_name, tensor, mode='out')", samples=())
def tensordump(file_name, tensor, mode):
    """Write a tensor to a .npy file, as `TensorDump` does.

    Raises:
        TypeError: `file_name` is no str, or `tensor` no Tensor.
        ValueError: `mode` is neither "in" nor "out", or `file_name` is empty.
    """
    if not isinstance(file_name, str):
        raise TypeError(
            f"Parameter file_name should only be build_in str type but got: {type(file_name)}"
        )
    if not isinstance(tensor, Tensor):
        raise TypeError(f"Parameter tensor should only be Tensor type, but got: {type(tensor)}")
    if mode not in _MODES:
        raise ValueError(f"Argument [mode] has been not supported value of {mode!r}.")
    TensorDump(mode)(file_name, tensor)


class DumpGradient(Primitive):
    """Returns a tensor, and writes the gradient that reaches it to a file, as `TensorDump` does.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.DumpGradient.html
    """

    def __init__(self):
        super().__init__("DumpGradient")

    def __call__(self, path, x, input_output):
        """Return `x`; its gradient goes to `path`. `input_output` says nothing, as there."""

        def dump(gradient):
            TensorDump()(path, gradient)
            return gradient

        return InsertGradientOf(dump)(x)


class Assert(Primitive):
    """Raises RuntimeError where a condition is False, and prints tensors before.

    Args:
        summarize: how many elements of each tensor are printed; negative: all. Default: 3.

    Raises:
        TypeError: `summarize` is no int, `condition` neither bool nor Tensor of bool, or
            `input_data` no tuple or list of tensors.
        ValueError: `condition` has more than one element.
        RuntimeError: `condition` is False.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.Assert.html
    """

    _init_names = ("summarize",)

    def __init__(self, summarize=3):
        super().__init__("Assert")
        if isinstance(summarize, bool):
            summarize = int(summarize)
        _check_kind("Assert", "summarize", summarize, int)
        self.summarize = summarize
        self.add_prim_attr("side_effect_io", True)

    def __call__(self, condition, input_data):
        """Check `condition`; return an int32 zero of shape (1,). `input_data` is printed."""
        if isinstance(condition, bool):
            condition = wrap(jnp.asarray(condition))
        _check_condition(condition)
        if not isinstance(input_data, tuple | list):
            raise TypeError(
                "For 'Assert', the 'input_data' must be a tuple or list of tensors, but got "
                f"{describe(input_data)}."
            )
        for x in input_data:
            if not isinstance(x, Tensor):
                raise TypeError(
                    f"For 'Assert', the element of 'input' must be Tensor, but got {describe(x)}."
                )
        tell_host(self._test, [condition, *input_data])
        return wrap(jnp.zeros((1,), jnp.int32))

    def _test(self, condition, *arrays):
        if condition.all():
            return
        print("For 'Assert' condition is false.")
        for array in arrays:
            count = self.summarize if self.summarize >= 0 else array.size
            print(f"input data: [{' '.join([_text(v) for v in array.reshape(-1)[:count]])}]")
        raise RuntimeError("assert failed: the condition of 'Assert' is False.")


def _check_condition(condition):
    if not isinstance(condition, Tensor) or condition.dtype != bool_:
        raise TypeError(
            "For 'Assert', the type of 'condition' must be in [mindspore.bool], but got "
            f"{describe(condition)}."
        )
    if condition.ndim > 1:
        raise ValueError(
            "For 'Assert', the 'condition's rank' must be int and must <= 1, but got "
            f"'{condition.ndim}'; reduce it, for instance with `condition.all()`."
        )
    if condition.size != 1:
        raise ValueError(
            "For 'Assert', the 'condition[0]' must be int and must = 1, but got "
            f"'{condition.size}'; reduce it, for instance with `condition.all()`."
        )


def _text(x) -> str:
    return f"{float(x):g}" if x.dtype.kind in "fV" else str(x if x.dtype.kind == "c" else int(x))


class Morph(Primitive):
    """Stands for a function in graph mode, which calls it as if it stood in the code itself.

    Args:
        fn: the function.
        infer_shape: a function from the operands' shapes to the output's; `fn` itself tells here.
        infer_dtype: a function from the operands' dtypes to the output's; likewise.
        bprop_fn: its gradient: called with the operands, the output and its gradient. Default:
            None, the derivative of `fn`.

    Raises:
        RuntimeError: it is called in PYNATIVE_MODE.
        ValueError: with `bprop_fn`, `fn` has other than plain parameters without defaults.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.Morph.html
    """

    _init_names = ("fn", "infer_shape", "infer_dtype", "bprop_fn")

    def __init__(self, fn, infer_shape, infer_dtype, bprop_fn=None):
        super().__init__("Morph")
        self.fn, self.bprop_fn = fn, bprop_fn
        self.infer_shape, self.infer_dtype = infer_shape, infer_dtype
        self.__wrapped__ = fn  # what it sees, compiled code sees
        for p in inspect.signature(fn).parameters.values() if bprop_fn else ():
            if p.kind is not p.POSITIONAL_OR_KEYWORD or p.default is not p.empty:
                raise ValueError(
                    "When use `bprop` in Morph, Morph `fn` only support positional or keyword "
                    f"parameters with default value is empty, but got param '{p.name}' of kind "
                    f"'{p.kind.name}' with default value '{p.default}'."
                )

    def __call__(self, *args):
        """Call the function."""
        if state.frame is None and not settings.graph:
            raise RuntimeError(
                "Morph is only supported in GRAPH_MODE: set it with "
                "`mindspore.set_context(mode=mindspore.GRAPH_MODE)`, or call the function itself."
            )
        if self.bprop_fn is None:
            return self.fn(*args)
        return call_with_bprop(self.fn, self.bprop_fn, args)
