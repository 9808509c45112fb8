"""Special functions in PyTorch's style: those of `mint`, and a `round` without decimals."""

from msjax._core.operator import resolve as _resolve
from msjax.mint import erfc, exp2, expm1, log1p, sinc
from msjax.mint.nn.functional import log_softmax

round = _resolve("mint.special.round")

__all__ = ["erfc", "exp2", "expm1", "log1p", "log_softmax", "round", "sinc"]
