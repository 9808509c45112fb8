"""Parameters of MindSpore's search for a way to split networks over devices; here without effect.

Source:
https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.set_algo_parameters.html
"""

from __future__ import annotations

from msjax import log as logger

_DEFAULTS: dict[str, bool | int | float] = {
    "fully_use_devices": False,
    "elementwise_op_strategy_follow": False,
    "enable_algo_approxi": False,
    "algo_approxi_epsilon": 0.1,
    "tensor_slice_align_enable": False,
    "tensor_slice_align_size": 16,
}
_values = dict(_DEFAULTS)


def set_algo_parameters(**kwargs) -> None:
    """Set parameters of the search; programs may, but one process splits nothing.

    Args:
        **kwargs: `fully_use_devices`, `elementwise_op_strategy_follow`, `enable_algo_approxi`,
            `tensor_slice_align_enable` (bools), `algo_approxi_epsilon` (a float in (0, 1]),
            `tensor_slice_align_size` (an int in [1, 1024]). None leaves a value as it is.

    Raises:
        ValueError: a name is unknown, or a size is out of range.
        TypeError: a value has the wrong type.
        RuntimeError: `algo_approxi_epsilon` is out of range.
    """
    for name, value in kwargs.items():
        if name not in _DEFAULTS:
            raise ValueError(_unknown("Set", name))
        if value is not None:
            _check(name, value)
    for name, value in kwargs.items():
        if value is not None:
            logger.info("set_algo_parameters(%s=%r) has no effect in one process.", name, value)
            _values[name] = value


def get_algo_parameters(attr_key):
    """Return a parameter of the search.

    Args:
        attr_key: its name; see `set_algo_parameters`.

    Raises:
        ValueError: the name is unknown.
    """
    if attr_key not in _DEFAULTS:
        raise ValueError(_unknown("Get", attr_key))
    return _values[attr_key]


def reset_algo_parameters() -> None:
    """Give all parameters of the search their defaults."""
    _values.update(_DEFAULTS)


def _unknown(what, name) -> str:
    known = ", ".join(_DEFAULTS)
    return f"{what} context keyword {name} is not recognized! Known are {known}."


def _check(name, value):
    kind = type(_DEFAULTS[name])
    if type(value) is not kind:
        raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}.")
    if name == "algo_approxi_epsilon" and not 0 < value <= 1:
        raise RuntimeError(f"'epsilon' must be in (0, 1], but got {value}.")
    if name == "tensor_slice_align_size" and not 1 <= value <= 1024:
        raise ValueError(f"Align_size must be in [1, 1024], but got {value}")
