"""GPUs: how many there are, and whether products may be computed in TF32.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.device_context.html
"""

from __future__ import annotations

import jax

from msjax import hal
from msjax.runtime.keeping import check_choice, check_kind, keep, kept

__all__ = [
    "conv_allow_tf32",
    "conv_dgrad_algo",
    "conv_fprop_algo",
    "conv_wgrad_algo",
    "device_count",
    "is_available",
    "matmul_allow_tf32",
]

_PRECISION = "device_context.gpu.op_precision."
_TUNING = "device_context.gpu.op_tuning."
_COMMON = ("normal", "performance")


def is_available() -> bool:
    """Whether JAX has a GPU."""
    return hal.is_available("GPU")


def device_count() -> int:
    """Return how many GPUs JAX has.

    Raises:
        RuntimeError: it has none.
    """
    if not is_available():
        raise RuntimeError("Device_target GPU not exist: JAX finds no GPU on this machine.")
    return hal.device_count("GPU")


def matmul_allow_tf32(value) -> None:
    """Allow or forbid TF32 in products of float32 matrices on GPUs; forbidden until allowed.

    Args:
        value: a bool. JAX has one setting for products and convolutions: TF32 is used in both
            when it is allowed here and not forbidden by `conv_allow_tf32`.

    Raises:
        TypeError: `value` is no bool.
    """
    _allow("matmul_allow_tf32", value)


def conv_allow_tf32(value) -> None:
    """Allow or forbid TF32 in convolutions of float32 on GPUs.

    Args:
        value: a bool. Convolutions use TF32 only when `matmul_allow_tf32` allows it as well: JAX
            has one setting for both.

    Raises:
        TypeError: `value` is no bool.

    Differs: MindSpore's default allows it; msjax computes in full float32 until products may not.
    """
    _allow("conv_allow_tf32", value)


def _allow(name, value):
    check_kind(name, "value", value, bool)
    if not is_available():
        keep(_PRECISION + name, value, "JAX finds no GPU")
        return
    keep(_PRECISION + name, value, "alone; TF32 is used where products and convolutions allow it")
    allowed = kept(_PRECISION + "matmul_allow_tf32", False)
    forbidden = not kept(_PRECISION + "conv_allow_tf32", True)
    precision = "tensorfloat32" if allowed and not forbidden else "highest"
    jax.config.update("jax_default_matmul_precision", precision)


def conv_fprop_algo(mode) -> None:
    """Choose the algorithm of a convolution; without effect, XLA chooses by measuring.

    Args:
        mode: a str: "normal", "performance", "implicit_gemm", "precomp_gemm", "gemm", "direct",
            "fft", "fft_tiling", "winograd" or "winograd_nonfused".

    Raises:
        ValueError: it is another one.
    """
    _algorithm(
        "conv_fprop_algo",
        mode,
        *("implicit_gemm", "precomp_gemm", "gemm", "direct", "fft", "fft_tiling"),
        *("winograd", "winograd_nonfused"),
    )


def conv_dgrad_algo(mode) -> None:
    """Choose the algorithm of a convolution's gradient for its input; without effect, as above.

    Args:
        mode: a str: "normal", "performance", "algo_0", "algo_1", "fft", "fft_tiling", "winograd"
            or "winograd_nonfused".

    Raises:
        ValueError: it is another one.
    """
    names = ("algo_0", "algo_1", "fft", "fft_tiling", "winograd", "winograd_nonfused")
    _algorithm("conv_dgrad_algo", mode, *names)


def conv_wgrad_algo(mode) -> None:
    """Choose the algorithm of a convolution's gradient for its weight; without effect, as above.

    Args:
        mode: a str: "normal", "performance", "algo_0", "algo_1", "fft", "algo_3", "fft_tiling" or
            "winograd_nonfused".

    Raises:
        ValueError: it is another one.
    """
    names = ("algo_0", "algo_1", "fft", "algo_3", "fft_tiling", "winograd_nonfused")
    _algorithm("conv_wgrad_algo", mode, *names)


def _algorithm(name, mode, *others):
    check_choice(f"mindspore.{_TUNING}{name}", "mode", mode, (*_COMMON, *others))
    keep(_TUNING + name, mode, "XLA chooses the algorithm of a convolution by measuring")
