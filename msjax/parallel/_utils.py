"""What training code in MindSpore's manner asks of the parallel context before it reduces."""

from __future__ import annotations

from msjax._core.context import ParallelMode, get_auto_parallel_context
from msjax._core.world import GlobalComm, get_group_size

_MODES = {
    "semi_auto": ParallelMode.SEMI_AUTO_PARALLEL,
    "sharding_propagation": ParallelMode.AUTO_PARALLEL,
    "recursive_programming": ParallelMode.AUTO_PARALLEL,
}


def _get_parallel_mode() -> str:
    """Return the mode set by `set_auto_parallel_context`."""
    return get_auto_parallel_context("parallel_mode")


def _is_parallel_mode() -> bool:
    """Tell whether a mode other than "stand_alone" is set."""
    return _get_parallel_mode() != ParallelMode.STAND_ALONE


def _is_in_auto_parallel_mode() -> bool:
    """Tell whether the mode is one that splits networks."""
    return _get_parallel_mode() in (ParallelMode.SEMI_AUTO_PARALLEL, ParallelMode.AUTO_PARALLEL)


def _is_in_data_parallel_mode() -> bool:
    """Tell whether the mode is "data_parallel"."""
    return _get_parallel_mode() == ParallelMode.DATA_PARALLEL


def _is_in_hybrid_parallel_mode() -> bool:
    """Tell whether the mode is "hybrid_parallel"."""
    return _get_parallel_mode() == ParallelMode.HYBRID_PARALLEL


def _is_sharding_propagation() -> bool:
    """Tell whether the search for a way to split networks is that by propagation."""
    return get_auto_parallel_context("search_mode") == "sharding_propagation" or bool(
        get_auto_parallel_context("sharding_propagation")
    )


def _parallel_mode_map(parallel_mode) -> str:
    """Return the context's mode for one of `AutoParallel`.

    Raises:
        ValueError: there is no such mode.
    """
    if parallel_mode not in _MODES:
        raise ValueError(
            f"Invalid parallel_mode input, expect one of {', '.join(map(repr, _MODES))}, but got "
            f"the value: {parallel_mode}."
        )
    return _MODES[parallel_mode]


def _get_gradients_mean() -> bool:
    """Return whether gradients of several devices are averaged."""
    return get_auto_parallel_context("gradients_mean")


def _get_full_batch() -> bool:
    """Return whether every device gets the whole batch."""
    return get_auto_parallel_context("full_batch")


def _get_parameter_broadcast() -> bool:
    """Return whether Parameters are sent from the first process."""
    return get_auto_parallel_context("parameter_broadcast")


def _get_enable_parallel_optimizer() -> bool:
    """Return whether the optimizer is split over devices."""
    return get_auto_parallel_context("enable_parallel_optimizer")


def _get_grad_accumulation_shard() -> bool:
    """Return whether accumulated gradients are split over devices."""
    config = get_auto_parallel_context("parallel_optimizer_config")
    return bool(config.get("gradient_accumulation_shard", False))


def _get_pipeline_stages() -> int:
    """Return the number of pipeline stages."""
    return get_auto_parallel_context("pipeline_stages")


def _get_device_num() -> int:
    """Return the number of devices: 1, which programs divide gradients by.

    Raises:
        NotImplementedError: `device_num` says in a parallel mode that there are several.
    """
    number = get_auto_parallel_context("device_num")
    if _is_parallel_mode() and number > 1:
        raise NotImplementedError(
            f"set_auto_parallel_context(device_num={number}) says that {number} processes run this "
            "program together, but msjax runs one: set device_num=get_group_size(), or leave it "
            "out."
        )
    return get_group_size()


def _get_stage_device_num() -> int:
    """Return the number of devices of a pipeline stage."""
    return _get_device_num() // _get_pipeline_stages()


def _get_global_rank() -> int:
    """Return this process's rank."""
    return get_auto_parallel_context("global_rank")


def _is_initialized() -> bool:
    """Tell whether communication has begun."""
    return GlobalComm.INITED


def _device_number_check(parallel_mode, device_number) -> None:
    """Refuse several devices without a mode for them.

    Raises:
        ValueError: there are several.
    """
    if parallel_mode == ParallelMode.STAND_ALONE and device_number != 1:
        raise ValueError(
            "If parallel_mode is stand_alone, device_number must be 1, device_number: "
            f"{device_number}, parallel_mode:{parallel_mode}"
        )


def _parameter_broadcast_check(parallel_mode, parameter_broadcast) -> None:
    """Refuse to send Parameters in a mode that makes them otherwise.

    Raises:
        ValueError: the mode does.
    """
    plain = (ParallelMode.DATA_PARALLEL, ParallelMode.HYBRID_PARALLEL)
    if parameter_broadcast is True and parallel_mode not in plain:
        raise ValueError(
            "stand_alone, semi_auto_parallel and auto_parallel do not support parameter "
            f"broadcast, parallel_mode: {parallel_mode}, parameter_broadcast:{parameter_broadcast}"
        )
