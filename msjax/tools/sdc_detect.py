"""Checksums of Ascend's matrix products, which find silent faults: JAX computes none.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.tools.html
"""

from __future__ import annotations

from msjax.runtime.keeping import keep

_REASON = "JAX computes no checksums of matrix products"


def sdc_detect_start() -> None:
    """Ask for checksums; without effect, as in MindSpore on a CPU."""
    keep("tools.sdc_detect_start", True, _REASON)


def sdc_detect_stop() -> None:
    """Ask for no more checksums; without effect."""
    keep("tools.sdc_detect_stop", True, _REASON)


def get_sdc_detect_result() -> bool:
    """Return whether a checksum was wrong: False, there is none."""
    return False
