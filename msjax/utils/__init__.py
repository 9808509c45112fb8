"""`mindspore.utils`: exchange with other libraries, dispatch modes, values for dry runs."""

from msjax.tools import get_sdc_detect_result, sdc_detect_start, sdc_detect_stop, stress_detect
from msjax.utils import dlpack, dryrun
from msjax.utils.dlpack import from_dlpack, to_dlpack
from msjax.utils.ms_dispatch import MsDispatchMode

__all__ = [
    "MsDispatchMode",
    "dlpack",
    "dryrun",
    "from_dlpack",
    "get_sdc_detect_result",
    "sdc_detect_start",
    "sdc_detect_stop",
    "stress_detect",
    "to_dlpack",
]
