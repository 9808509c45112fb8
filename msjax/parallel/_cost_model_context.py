"""Numbers by which MindSpore's search for a way to split networks counts costs; without effect.

Programs may set and read them; one process splits nothing.
"""

from __future__ import annotations

from msjax import log as logger

# Name: default.
_OPTIONS: dict[str, float | int] = {
    "device_memory_capacity": 16.0 * 1024**3,
    "costmodel_alpha": 1.0,
    "costmodel_beta": 400.0,
    "costmodel_gamma": 0.001,
    "costmodel_communi_threshold": 2048.0,
    "costmodel_communi_const": 3072.0,
    "costmodel_communi_bias": 1024.0,
    "run_phase": 0,
    "costmodel_allreduce_fusion_algorithm": 0,
    "costmodel_allreduce_fusion_times": 0,
    "costmodel_allreduce_fusion_tail_percent": 0.1,
    "costmodel_allreduce_fusion_tail_time": 0.1,
    "costmodel_allreduce_fusion_allreduce_inherent_time": 0.1,
    "costmodel_allreduce_fusion_allreduce_bandwidth": 0.1,
    "costmodel_allreduce_fusion_computation_time_parameter": 0.1,
}
# Those that have functions of their own.
_SWITCHES: dict[str, bool | float] = {
    "multi_subgraphs": False,
    "algo_single_loop": False,
    "rp_matmul_mem_coef": 0.1,
}
_values: dict = {**_OPTIONS, **_SWITCHES}


def set_cost_model_context(**kwargs) -> None:
    """Set numbers of the search.

    Args:
        **kwargs: `device_memory_capacity`, `costmodel_alpha`, `costmodel_beta`, `costmodel_gamma`
            (in [0, 1]), `costmodel_communi_threshold`, `costmodel_communi_const`,
            `costmodel_communi_bias`, all floats; `run_phase`, 0 or 1; and MindSpore's
            `costmodel_allreduce_fusion_…`.

    Raises:
        ValueError: there is no such number, or `run_phase` is neither 0 nor 1.
        TypeError: a value has the wrong type.
        RuntimeError: a value is out of its range.
    """
    for name, value in kwargs.items():
        _check(name, value)
        logger.info("set_cost_model_context(%s=%r) has no effect in one process.", name, value)
        _values[name] = value


def _check(name, value):
    if name not in _OPTIONS:
        raise ValueError(
            f"Set context keyword {name} is not recognized! Known are {', '.join(_OPTIONS)}."
        )
    kind = type(_OPTIONS[name])
    if type(value) is not kind:
        raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")
    if name == "run_phase" and value not in (0, 1):
        raise ValueError(
            f"For 'set_run_phase', the argument 'phase' must be '0' or '1', but got {value}"
        )
    if name == "costmodel_gamma" and not 0 <= value <= 1:
        raise RuntimeError(f"'costmodel_gamma' must in [0, 1], but got {value}.")


def get_cost_model_context(attr_key):
    """Return a number of the search.

    Args:
        attr_key: its name; see `set_cost_model_context`.

    Raises:
        ValueError: there is none of that name.
    """
    if attr_key not in _OPTIONS:
        raise ValueError(
            f"Get context keyword {attr_key} is not recognized! Known are {', '.join(_OPTIONS)}."
        )
    return _values[attr_key]


def reset_cost_model_context() -> None:
    """Give all numbers of the search their defaults."""
    _values.update(_OPTIONS, **_SWITCHES)


def _set_multi_subgraphs(multi_subgraph=True) -> None:
    """Say whether a network has several parts that are searched apart."""
    _values["multi_subgraphs"] = bool(multi_subgraph)


def _get_multi_subgraphs() -> bool:
    """Return what `_set_multi_subgraphs` set."""
    return _values["multi_subgraphs"]


def _set_algo_single_loop(single_loop=True) -> None:
    """Say whether the search goes through operators in a single loop."""
    _values["algo_single_loop"] = bool(single_loop)


def _get_algo_single_loop() -> bool:
    """Return what `_set_algo_single_loop` set."""
    return _values["algo_single_loop"]


def _set_rp_matmul_mem_coef(coef) -> None:
    """Set the weight of memory in the costs of a matrix product."""
    _values["rp_matmul_mem_coef"] = coef


def _get_rp_matmul_mem_coef():
    """Return what `_set_rp_matmul_mem_coef` set."""
    return _values["rp_matmul_mem_coef"]
