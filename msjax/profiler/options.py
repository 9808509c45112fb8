"""What a profiler may be told: JAX's records operators, host and device, whatever is asked for.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.profiler.html
"""

from __future__ import annotations

import enum


class ProfilerLevel(enum.Enum):
    """How much is recorded of an Ascend processor; without effect."""

    LevelNone = "LevelNone"
    Level0 = "Level0"
    Level1 = "Level1"
    Level2 = "Level2"


class ProfilerActivity(enum.Enum):
    """What is recorded; JAX records the host and the device that computes."""

    NPU = "NPU"
    GPU = "GPU"
    CPU = "CPU"


class AicoreMetrics(enum.Enum):
    """Which counters of an Ascend processor are read; without effect."""

    PipeUtilization = "PipeUtilization"
    ArithmeticUtilization = "ArithmeticUtilization"
    Memory = "Memory"
    MemoryL0 = "MemoryL0"
    MemoryUB = "MemoryUB"
    ResourceConflictRatio = "ResourceConflictRatio"
    L2Cache = "L2Cache"
    MemoryAccess = "MemoryAccess"
    AiCoreNone = "None"


class ExportType(enum.Enum):
    """In which form MindSpore writes its tables; JAX has one form."""

    Db = "db"
    Text = "text"


class HostSystem(enum.Enum):
    """What of the host's system is recorded; without effect."""

    CPU = "cpu"
    MEM = "mem"
    DISK = "disk"
    NETWORK = "network"
    OSRT = "osrt"


class _ExperimentalConfig:
    """Options for Ascend processors; kept, and without effect.

    Args:
        profiler_level: a `ProfilerLevel`. Default: Level0.
        aic_metrics: an `AicoreMetrics`. Default: AiCoreNone.
        l2_cache: a bool. Default: False.
        mstx: a bool. Default: False.
        data_simplification: a bool. Default: True.
        export_type: a list of `ExportType`. Default: None.
        mstx_domain_include: a list of str. Default: None.
        mstx_domain_exclude: a list of str. Default: None.
        sys_io: a bool. Default: False.
        sys_interconnection: a bool. Default: False.
        host_sys: a list of `HostSystem`. Default: None.
    """

    def __init__(
        self,
        profiler_level=ProfilerLevel.Level0,
        aic_metrics=AicoreMetrics.AiCoreNone,
        l2_cache=False,
        mstx=False,
        data_simplification=True,
        export_type=None,
        mstx_domain_include=None,
        mstx_domain_exclude=None,
        sys_io=False,
        sys_interconnection=False,
        host_sys=None,
    ):
        self.__dict__.update({k: v for k, v in locals().items() if k != "self"})
