"""Pooling by the power mean of each window."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_real_floating
from msjax._ops.pooling import avg_pool

jnp = jax.numpy


@operator(
    "ops.lp_pool1d(x, norm_type, kernel_size, stride=None, ceil_mode=False) -> (x, rank=1,"
    " order=norm_type, kernel_size=kernel_size, stride=stride, ceil_mode=ceil_mode)",
    "ops.lp_pool2d(x, norm_type, kernel_size, stride=None, ceil_mode=False) -> (x, rank=2,"
    " order=norm_type, kernel_size=kernel_size, stride=stride, ceil_mode=ceil_mode)",
    promote=only_real_floating,
    samples=(
        "ops.lp_pool1d: positive[2, 3, 6], 2, 2",
        "ops.lp_pool2d: positive[1, 2, 4, 5], 1.5, 2, 1",
    ),
)
def lp_pool(x, *, rank, order, kernel_size, stride, ceil_mode):
    """Sum the powers of each window's elements and take the root, NaN of what has none."""
    name = f"lp_pool{rank}d"
    if isinstance(order, bool) or not isinstance(order, int | float):
        raise ExplainedTypeError(
            f"For '{name}', norm_type must be an int or float, but got {order!r}."
        )
    if order == 0:
        raise ExplainedValueError(f"For '{name}', norm_type must not be 0.")
    sizes = (kernel_size,) * rank if isinstance(kernel_size, int) else kernel_size
    batched = x if x.ndim == rank + 2 else x[None]
    means = avg_pool.kernel(
        batched**order,
        rank=rank,
        kernel_size=sizes,
        stride=sizes if stride is None else stride,
        pad_mode="pad",
        padding=0,
        ceil_mode=ceil_mode,
    )
    count = 1
    for n in sizes:
        count *= n
    total = means * count
    out = jnp.where(total == 0, 0, jnp.where(total == 0, 1, total) ** (1 / order))
    return out if x.ndim == rank + 2 else out[0]
