"""`mindspore.device_context`: which devices there are, and what MindSpore lets one tune on each."""

from msjax.device_context import ascend, cpu, gpu

__all__ = ["ascend", "cpu", "gpu"]
