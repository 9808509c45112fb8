"""MindSpore's context: the execution mode, the device, and options that steer MindSpore's compiler.

Every option that MindSpore programs set is accepted and remembered. Options that decide something
JAX decides itself, or that concern other hardware, have no effect; that is logged once at info
level.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.set_context.html
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar, NamedTuple

from msjax._core.compile_cache import use_compile_cache
from msjax._core.devices import check_target, has_accelerator, use_device
from msjax._core.state import settings

GRAPH_MODE = 0
PYNATIVE_MODE = 1
STRICT, COMPATIBLE, LAX = 0, 1, 2
DEBUG, RELEASE = 1, 0

_log = logging.getLogger("msjax")


class ParallelMode:
    """Names of the ways to split training over devices."""

    STAND_ALONE = "stand_alone"
    DATA_PARALLEL = "data_parallel"
    HYBRID_PARALLEL = "hybrid_parallel"
    SEMI_AUTO_PARALLEL = "semi_auto_parallel"
    AUTO_PARALLEL = "auto_parallel"
    MODE_LIST: ClassVar[list[str]] = [
        STAND_ALONE,
        DATA_PARALLEL,
        HYBRID_PARALLEL,
        SEMI_AUTO_PARALLEL,
        AUTO_PARALLEL,
    ]


# Option: (default, accepted types). The defaults are those of MindSpore 2.10 on CPU.
_OPTIONS: dict[str, tuple[Any, Any]] = {
    "mode": (PYNATIVE_MODE, int),
    "device_target": ("CPU", str),
    "device_id": (0, int),
    "enable_compile_cache": (None, bool),
    "compile_cache_path": ("", str),
    "aoe_config": ({}, dict),
    "aoe_job_type": ("2", str),
    "aoe_tune_mode": ("", str),
    "ascend_config": ({}, dict),
    "auto_tune_mode": ("NO_TUNE", str),
    "check_bprop": (False, bool),
    "debug_level": (RELEASE, int),
    "deterministic": ("OFF", str),
    "disable_format_transform": (False, bool),
    "enable_auto_mixed_precision": (False, bool),
    "enable_dump": (False, bool),
    "enable_graph_kernel": (False, bool),
    "enable_loop_sink": (False, bool),
    "enable_mem_reuse": (True, bool),
    "enable_profiling": (False, bool),
    "enable_reduce_precision": (True, bool),
    "enable_sparse": (False, bool),
    "enable_task_sink": (True, bool),
    "env_config_path": ("", str),
    "exec_order": ("bfs", str),
    "gpu_config": ({}, dict),
    "grad_for_scalar": (False, bool),
    "graph_kernel_flags": ("", str),
    "host_scheduling_max_threshold": ("", (str, int)),
    "infer_boost": ("off", str),
    "inter_op_parallel_num": (0, int),
    "jit_config": ({}, dict),
    "jit_enable_inplace_ops": (True, bool),
    "jit_level": ("", str),
    "jit_syntax_level": (LAX, int),
    "max_call_depth": (1000, int),
    "max_device_memory": (1024.0, (str, float, int)),
    "memory_offload": ("OFF", str),
    "memory_optimize_level": ("O0", (str, int)),
    "mempool_block_size": (1.0, (str, float, int)),
    "op_timeout": (900, int),
    "precision_mode": ("", str),
    "print_file_path": ("", str),
    "profiling_options": ("training_trace", str),
    "pynative_synchronize": (False, bool),
    "reserve_class_name_in_scope": (True, bool),
    "runtime_num_threads": (30, int),
    "save_dump_path": (".", str),
    "save_graphs": (False, (bool, int)),
    "save_graphs_path": (".", str),
    "support_binary": (False, bool),
    "topo_order": ("", (str, dict)),
    "variable_memory_max_size": ("0", str),
}
_PARALLEL_OPTIONS = {
    "device_num": 1,
    "global_rank": 0,
    "gradients_mean": False,
    "gradient_fp32_sync": True,
    "mirror_mean": False,
    "loss_repeated_mean": True,
    "parallel_mode": ParallelMode.STAND_ALONE,
    "search_mode": "recursive_programming",
    "auto_parallel_search_mode": "recursive_programming",
    "sharding_propagation": False,
    "parameter_broadcast": False,
    "strategy_ckpt_load_file": "",
    "strategy_ckpt_save_file": "",
    "full_batch": False,
    "dataset_strategy": "data_parallel",
    "enable_parallel_optimizer": False,
    "parallel_optimizer_config": {},
    "force_fp32_communication": False,
    "enable_alltoall": False,
    "all_reduce_fusion_config": [],
    "pipeline_stages": 1,
    "pipeline_result_broadcast": False,
    "pipeline_interleave": False,
    "pipeline_scheduler": "1f1b",
    "grad_accumulation_step": 1,
    "auto_pipeline": False,
    "optimizer_weight_shard_size": -1,
    "comm_fusion": {},
    "strategy_ckpt_config": {"load_file": "", "save_file": "", "only_trainable_params": True},
    "group_ckpt_save_file": "",
    "dump_local_norm": False,
    "dump_local_norm_path": "",
}
_EFFECTIVE = {
    "mode",
    "device_target",
    "device_id",
    "deterministic",
    "enable_compile_cache",
    "compile_cache_path",
}
_values: dict[str, object] = {}
_parallel: dict[str, object] = {}
_logged: set[str] = set()


def set_context(**kwargs) -> None:
    """Set the execution mode, the device and other options.

    Args:
        **kwargs: `mode` (GRAPH_MODE or PYNATIVE_MODE), `device_target` ("CPU", "GPU", "Ascend": a
            wish), `device_id`, `deterministic`, `enable_compile_cache` and `compile_cache_path`
            (where compiled programs are kept for the next run, those of single operators too);
            MindSpore's other options are accepted without effect.

    Raises:
        ValueError: an option or its value is unknown.
        TypeError: a value has the wrong type.
    """
    for name, value in kwargs.items():
        check_option(name, value)
    for name, value in kwargs.items():
        _values[name] = value
        if name not in _EFFECTIVE:
            _log_without_effect(name, value)
    if "mode" in kwargs:
        settings.use_graph(kwargs["mode"] == GRAPH_MODE)
    if "deterministic" in kwargs:
        settings.deterministic = kwargs["deterministic"] == "ON"
    if "device_target" in kwargs or "device_id" in kwargs:
        use_device(get_context("device_target"), get_context("device_id"))
    if "enable_compile_cache" in kwargs or "compile_cache_path" in kwargs:
        use_compile_cache(get_context("enable_compile_cache"), get_context("compile_cache_path"))


def check_option(name: str, value: Any) -> None:
    """Raise the error of `set_context(name=value)`, if there is one; set nothing."""
    if name not in _OPTIONS:
        raise ValueError(
            f"For 'context.set_context', the keyword argument {name} is not recognized! Known are "
            f"{', '.join(sorted(_OPTIONS))}."
        )
    types = _OPTIONS[name][1]
    if not isinstance(value, types) or (isinstance(value, bool) and types is int):
        raise TypeError(f"The parameter '{name}' must be {types}, but got {value!r}.")
    if name == "mode" and value not in (GRAPH_MODE, PYNATIVE_MODE):
        raise ValueError(
            "For 'context.set_context', the argument 'mode' should be context.GRAPH_MODE (0) or "
            f"context.PYNATIVE_MODE (1), but got {value}."
        )
    if name == "device_target" and isinstance(value, str):
        check_target(value)
    if name == "device_id" and value not in range(4096):
        raise ValueError(
            "For 'context.set_context', the argument 'device_id' must be in range [0, 4095], but "
            "got "
            f"{value}."
        )
    if name == "save_graphs" and value not in range(4):
        raise ValueError(f"value for save_graphs should be 0-3 but got '{value}'")


def _log_without_effect(name, value):
    if name not in _logged:
        _logged.add(name)
        _log.info("set_context(%s=%r) has no effect in msjax", name, value)


def get_context(attr_key: str) -> Any:
    """Return the value of a context option.

    Raises:
        ValueError: there is no such option.
    """
    if attr_key not in _OPTIONS:
        raise ValueError(
            f"For 'context.get_context', the argument {attr_key} is not recognized! Known are "
            f"{', '.join(sorted(_OPTIONS))}."
        )
    if attr_key == "device_target" and attr_key not in _values:
        return "GPU" if has_accelerator() else "CPU"
    return _values.get(attr_key, _OPTIONS[attr_key][0])


def get_mode() -> int:
    """Return GRAPH_MODE or PYNATIVE_MODE."""
    return get_context("mode")


def set_device(device_target: str, device_id: int | None = None) -> None:
    """Choose the device to run on.

    Args:
        device_target: "CPU", "GPU" or "Ascend"; a wish, see `set_context`.
        device_id: index of the device. Default: None, the first.

    Raises:
        ValueError: a value is not possible.
        TypeError: a value has the wrong type.
    """
    set_context(
        device_target=device_target, **({} if device_id is None else {"device_id": device_id})
    )


class DeviceInfo(NamedTuple):
    """A device: its target, "CPU", "GPU" or "Ascend", and its index."""

    device_target: str
    device_id: int

    def __repr__(self) -> str:
        return repr(tuple(self))


def get_current_device() -> DeviceInfo:
    """Return the device target and the device's index."""
    return DeviceInfo(get_context("device_target"), get_context("device_id"))


def set_recursion_limit(recursion_limit: int = 1000) -> None:
    """Set how deep MindSpore's compiler may recurse; tracing in Python needs no such limit.

    Raises:
        TypeError: `recursion_limit` is no int.
    """
    set_context(max_call_depth=recursion_limit)


def set_deterministic(deterministic: bool) -> None:
    """Ask for results that repeat exactly.

    JAX's do, except for some GPU reductions. In PyNative mode a small backward pass that comes for
    the third time is compiled as a whole, which may round the last bit otherwise; not so here.

    Raises:
        TypeError: `deterministic` is no bool.
    """
    if not isinstance(deterministic, bool):
        raise TypeError(f"deterministic must be a bool, but got {type(deterministic).__name__}.")
    set_context(deterministic="ON" if deterministic else "OFF")


def set_auto_parallel_context(**kwargs) -> None:
    """Set how training is split over devices.

    Args:
        **kwargs: `parallel_mode`, `gradients_mean`, `device_num` and MindSpore's other options.

    Raises:
        ValueError: an option or its value is unknown.
        TypeError: `device_num` is no int.
    """
    for name, value in kwargs.items():
        check_parallel_option(name, value)
    _parallel.update(kwargs)


def check_parallel_option(name, value):
    """Raise the error of `set_auto_parallel_context(name=value)`, if any; set nothing."""
    if name not in _PARALLEL_OPTIONS:
        raise ValueError(
            f"Set context keyword {name} is not recognized! Known are "
            f"{', '.join(sorted(_PARALLEL_OPTIONS))}."
        )
    if name == "parallel_mode" and value not in ParallelMode.MODE_LIST:
        raise ValueError(
            "The context configuration parameter 'parallel_mode' only support "
            f"{ParallelMode.MODE_LIST}, but got {value!r}."
        )
    if name == "device_num":
        if not isinstance(value, int):
            raise TypeError(f"The parameter 'device_num' must be {int}, but got {value!r}.")
        if value < 1:
            raise ValueError(f"The parameter 'device_num' must be a positive integer, not {value}.")


def get_auto_parallel_context(attr_key: str) -> Any:
    """Return an option of the parallel context.

    Raises:
        ValueError: there is no such option.
    """
    if attr_key not in _PARALLEL_OPTIONS:
        raise ValueError(f"Get context keyword {attr_key} is not recognized!")
    return _parallel.get(attr_key, _PARALLEL_OPTIONS[attr_key])


def reset_auto_parallel_context() -> None:
    """Set every option of the parallel context back to its default."""
    _parallel.clear()


def set_ps_context(**kwargs) -> None:
    """Refuse the parameter-server mode, which JAX has no counterpart of.

    Raises:
        NotImplementedError: `enable_ps` is True.
    """
    if kwargs.get("enable_ps"):
        raise NotImplementedError(
            "set_ps_context(enable_ps=True): msjax has no parameter servers; train with "
            "ParallelMode.DATA_PARALLEL instead."
        )


def get_ps_context(attr_key: str):
    """Return an option of the parameter-server context (never enabled)."""
    if attr_key != "enable_ps":
        raise ValueError(f"Get PS context keyword {attr_key} is not recognized!")
    return False


def reset_ps_context() -> None:
    """Do nothing: the parameter-server mode is never enabled."""
