"""Python numbers and tuples as MindSpore's primitives treat them."""

from __future__ import annotations

import functools

from msjax._core import dtype as mstype
from msjax._core.errors import ExplainedTypeError, describe
from msjax._core.gradients import stop_gradient
from msjax._core.operator import composite
from msjax._core.tensor import Tensor
from msjax._ops.conversion import cast


@composite("ops.partial(fn, *args)", samples=("max, 3",))
def partial(fn, *args):
    """Return a function with its first arguments given."""
    return functools.partial(fn, *args)


@composite("ops.make_range(*args)", samples=("4", "1, 5", "1, 9, 2"))
def make_range(*args):
    """Return the numbers of a `range` as a tuple."""
    return tuple(range(*args))


@composite("ops.tuple_len(x)", "ops.list_len(x)", samples=("(1, 2, 3)",))
def sequence_length(x):
    """Return the number of elements of a tuple or list."""
    return len(x)


@composite("ops.ScalarToArray()(input_x)", "ops.scalar_to_array(input_x)", samples=("1.5", "2"))
def scalar_to_array(x):
    """Make a float32 (of a float) or int64 tensor without axes.

    Differs: MindSpore 2.10 has the name, but cannot run it.
    """
    if not isinstance(x, int | float):
        raise ExplainedTypeError(
            f"For 'ScalarToArray', the input must be a number, but got {describe(x)}."
        )
    return Tensor(x)


@composite(
    "ops.mixed_precision_cast(dst_dtype, x)",
    samples=("float16, f32[3]", "float16, (f32[2], i32[2])"),
)
def mixed_precision_cast(dtype, x):
    """Convert the float tensors in nested tuples, lists and dicts; leave everything else."""
    if isinstance(x, Tensor):
        return cast(x, dtype=dtype) if isinstance(x.dtype, mstype.Float) else x
    if isinstance(x, tuple | list):
        return tuple([mixed_precision_cast(dtype, v) for v in x])
    if isinstance(x, dict):
        return {k: mixed_precision_cast(dtype, v) for k, v in x.items()}
    return x


@composite("ops.InvertPermutation()(input_x)", samples=("(3, 0, 1, 2)",))
def invert_permutation(order):
    """Return where each of the numbers 0, 1, … stands in a tuple or list of them."""
    if sorted(order) != list(range(len(order))):
        raise ValueError(
            f"For 'InvertPermutation', the values must be 0 to {len(order) - 1}, once each, but "
            f"got {order}."
        )
    return tuple([list(order).index(i) for i in range(len(order))])


@composite("mint.item(input)", samples=("f32[1]", "i32[]"))
def item(x):
    """Return the only element as a Python number."""
    if x.size != 1:
        raise RuntimeError(f"a Tensor with {x.size} elements cannot be converted to Scalar")
    return x.asnumpy().item()


@composite(
    "ops.DataFormatVecPermute(src_format: exactly('NCHW', 'NHWC') = 'NHWC',"
    " dst_format: exactly('NCHW', 'NHWC') = 'NCHW')(input_x) -> (input_x, src_format, dst_format)",
    samples=("i32[4]",),
)
def permute_to_format(x, source, target):
    """Order a vector of 4 (or pairs of 4 rows) of one data format as another has it."""
    return x[Tensor(_places(source, target))]


@composite(
    "ops.DataFormatDimMap(src_format: exactly('NCHW', 'NHWC') = 'NHWC',"
    " dst_format: exactly('NCHW', 'NHWC') = 'NCHW')(input_x) -> (input_x, src_format, dst_format)",
    samples=("natural[4]",),
)
def axis_in_format(x, source, target):
    """Return the number that axes of one data format have in another."""
    return Tensor(_places(source, target)).astype(x.dtype)[(x % 4).astype(mstype.int32)]


def _places(source, target):
    """Return, for each axis of one data format, its number in another."""
    if sorted(source) != sorted(target) or len(source) != 4:
        raise ValueError(
            f"the data formats must be orders of the same 4 letters, but got {source!r} and "
            f"{target!r}."
        )
    return [source.index(axis) for axis in target]


@composite("ops.StopGradient()(x)", samples=("f32[2]",))
def stop(x):
    """Return the tensor as a constant."""
    return stop_gradient(x)
