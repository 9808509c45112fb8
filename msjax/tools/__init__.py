"""`mindspore.tools`: tests of Ascend's hardware and dumps, which have no counterpart in JAX."""

from msjax.tools.data_dump import set_dump
from msjax.tools.sdc_detect import get_sdc_detect_result, sdc_detect_start, sdc_detect_stop
from msjax.tools.stress import stress_detect

__all__ = [
    "get_sdc_detect_result",
    "sdc_detect_start",
    "sdc_detect_stop",
    "set_dump",
    "stress_detect",
]
