"""Ascend processors: JAX has none, so what tunes them is checked and kept.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.device_context.html
"""

from __future__ import annotations

from msjax.runtime.keeping import check_choice, check_kind, keep

__all__ = [
    "aclinit_config",
    "aclnn_cache",
    "aoe_job_type",
    "aoe_tune_mode",
    "conv_allow_hf32",
    "debug_option",
    "device_count",
    "execute_timeout",
    "is_available",
    "matmul_allow_hf32",
    "op_compile",
    "op_precision_mode",
    "precision_mode",
]

_PRECISION = "device_context.ascend.op_precision."
_TUNING = "device_context.ascend.op_tuning."
_DEBUG = "device_context.ascend.op_debug."
_MODES = (
    *("force_fp16", "allow_fp32_to_fp16", "allow_mix_precision", "must_keep_origin_dtype"),
    *("force_fp32", "allow_fp32_to_bf16", "allow_mix_precision_fp16", "allow_mix_precision_bf16"),
)
_ACL = {
    "err_msg_mode": ("0", "1"),
    "dump": ({"dump_scene": "lite_exception"}, {"dump_scene": "lite_exception:disable"}),
}


def _keep(name, value):
    keep(name, value, "JAX has no Ascend processors")


def is_available() -> bool:
    """Whether there is an Ascend processor: False."""
    return False


def device_count():
    """Refuse: there is no Ascend processor.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError(
        "Device Ascend not exist: JAX has no Ascend processors; mindspore.hal.device_count() "
        "tells how many devices there are."
    )


def precision_mode(mode) -> None:
    """Choose to what precision Ascend may convert; without effect.

    Args:
        mode: a str: "force_fp16", "allow_fp32_to_fp16", "allow_mix_precision",
            "must_keep_origin_dtype", "force_fp32", "allow_fp32_to_bf16",
            "allow_mix_precision_fp16" or "allow_mix_precision_bf16".

    Raises:
        ValueError: it is another one.
    """
    check_choice("precision_mode", "mode", mode, _MODES)
    _keep(_PRECISION + "precision_mode", mode)


def op_precision_mode(path) -> None:
    """Name a file with the precision of single operators; without effect.

    Args:
        path: a str; the file is not read.

    Raises:
        TypeError: `path` is no str.
    """
    check_kind("op_precision_mode", "path", path, str)
    _keep(_PRECISION + "op_precision_mode", path)


def matmul_allow_hf32(value) -> None:
    """Allow or forbid HF32 in products of float32 matrices; msjax computes in full float32.

    Args:
        value: a bool.

    Raises:
        ValueError: `value` is no bool.
    """
    _bool(_PRECISION, "matmul_allow_hf32", value)


def conv_allow_hf32(value) -> None:
    """Allow or forbid HF32 in convolutions of float32; msjax computes in full float32.

    Args:
        value: a bool.

    Raises:
        ValueError: `value` is no bool.
    """
    _bool(_PRECISION, "conv_allow_hf32", value)


def op_compile(value) -> None:
    """Choose between operators that are compiled and ones that are there; without effect.

    Args:
        value: a bool.

    Raises:
        TypeError: `value` is no bool.
    """
    if value not in (True, False):
        raise TypeError(
            f"For 'op_compile', the argument 'value' must be a bool, but got {value!r}."
        )
    _keep(_TUNING + "op_compile", value)


def aoe_tune_mode(tune_mode) -> None:
    """Switch Ascend's tuning engine on; without effect.

    Args:
        tune_mode: "online" or "offline".

    Raises:
        ValueError: it is another one.
    """
    check_choice("aoe_tune_mode", "tune_mode", tune_mode, ("online", "offline"))
    _keep(_TUNING + "aoe_tune_mode", tune_mode)


def aoe_job_type(config) -> None:
    """Choose what Ascend's tuning engine tunes; without effect.

    Args:
        config: "1", graphs, or "2", operators.

    Raises:
        ValueError: it is another one.
    """
    check_choice("aoe_job_type", "config", config, ("1", "2"))
    _keep(_TUNING + "aoe_job_type", config)


def aclnn_cache(enable_global_cache=False, cache_queue_length=10000) -> None:
    """Choose how Ascend's operators are cached; without effect: msjax caches all that it compiles.

    Args:
        enable_global_cache: a bool. Default: False.
        cache_queue_length: an int from 0. Default: 10000.

    Raises:
        ValueError: an argument is something else.
    """
    check_choice("aclnn_cache", "enable_global_cache", enable_global_cache, (True, False))
    if cache_queue_length < 0:
        raise ValueError(
            f"For 'aclnn_cache', the argument 'cache_queue_length' must be >= 0, but got "
            f"{cache_queue_length}."
        )
    _keep(_TUNING + "aclnn_cache", (enable_global_cache, cache_queue_length))


def execute_timeout(op_timeout) -> None:
    """Choose how many seconds an operator may take; without effect: JAX waits.

    Args:
        op_timeout: an int from 0, in seconds.

    Raises:
        TypeError: it is no int.
        ValueError: it is below 0.
    """
    check_kind("execute_timeout", "op_timeout", op_timeout, int)
    if op_timeout < 0:
        raise ValueError(
            f"The num of execute_timeout must bigger than or equal to 0, but got {op_timeout}."
        )
    _keep(_DEBUG + "execute_timeout", op_timeout)


def debug_option(option_value) -> None:
    """Ask for checks of memory accesses; without effect.

    Args:
        option_value: "oom".

    Raises:
        TypeError: it is no str.
        ValueError: it is another one.
    """
    check_kind("debug_option", "option_value", option_value, str)
    check_choice("debug_option", "option_value", option_value, ("oom",))
    _keep(_DEBUG + "debug_option", option_value)


def aclinit_config(config) -> None:
    """Configure Ascend's runtime; without effect.

    Args:
        config: a dict with `max_opqueue_num` (a str), `err_msg_mode` ("0" or "1") and `dump`.

    Raises:
        TypeError: `max_opqueue_num` is no str.
        ValueError: there is another key, or a value is not possible.
    """
    for key, value in config.items():
        check_choice("aclinit_config", "config", key, ("max_opqueue_num", *_ACL))
        if key in _ACL:
            check_choice("aclinit_config", key, value, _ACL[key])
        else:
            check_kind("aclinit_config", key, value, str)
    _keep(_DEBUG + "aclinit_config", config)


def _bool(group, name, value):
    check_choice(name, "value", value, (True, False))
    _keep(group + name, value)
