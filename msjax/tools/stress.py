"""Tests of Ascend's cores and links.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.tools.html
"""

from __future__ import annotations

from msjax import log as logger


def stress_detect(detect_type="aic") -> int:
    """Refuse: there are no Ascend processors to test.

    Args:
        detect_type: "aic", the cores, or "hccs", the links. Default: "aic".

    Returns:
        1 if it is another type, which is logged.

    Raises:
        RuntimeError: always otherwise, as in MindSpore on a CPU.
    """
    if detect_type not in ("aic", "hccs"):
        logger.error("'detect_type' must be 'aic' or 'hccs', but got %r.", detect_type)
        return 1
    raise RuntimeError(
        f"Stress detection is not supported: stress_detect({detect_type!r}) tests Ascend "
        "processors. nvidia-smi and dcgmi diag test NVIDIA's."
    )
