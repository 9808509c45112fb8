"""Gradients that are recorded while a program runs, in PyTorch's form and in MXNet's.

`msjax.grad` and its family differentiate functions. Here operators are recorded as they run, and
`Tensor.backward` computes gradients into `Tensor.grad`:

    x = msjax.ops.ones((2, 2)).requires_grad_()      x.attach_grad()
    y = (x * x).sum()                                with msjax.autograd.record():
    y.backward()                                         y = x * x
    x.grad                                           y.backward()
                                                     x.grad

On the left PyTorch's form: gradients add up in `grad`, and `backward` wants a scalar or a gradient
to start from. On the right MXNet's: only what runs inside `record` is recorded, `backward` sums the
elements of its tensor, and gradients replace those before. The two differ by where the result was
computed: inside `record` or not.

Parameters are recorded inside `enable_grad` and `record` only.
"""

from msjax._core import backward as _backward  # noqa: F401  Tensor.backward
from msjax._core.grad_mode import (
    enable_grad,
    is_recording,
    is_training,
    no_grad,
    pause,
    predict_mode,
    record,
    train_mode,
)

__all__ = [
    "enable_grad",
    "is_recording",
    "is_training",
    "no_grad",
    "pause",
    "predict_mode",
    "record",
    "train_mode",
]
