"""`mindspore.profiler`: recordings by JAX's profiler."""

from msjax.profiler.marks import mstx
from msjax.profiler.options import (
    AicoreMetrics,
    ExportType,
    HostSystem,
    ProfilerActivity,
    ProfilerLevel,
    _ExperimentalConfig,
)
from msjax.profiler.profilers import Profiler, profile, tensorboard_trace_handler
from msjax.profiler.schedules import schedule

__all__ = [
    "AicoreMetrics",
    "ExportType",
    "HostSystem",
    "Profiler",
    "ProfilerActivity",
    "ProfilerLevel",
    "_ExperimentalConfig",
    "mstx",
    "profile",
    "schedule",
    "tensorboard_trace_handler",
]
