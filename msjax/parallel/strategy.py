"""How a network was split over devices, as MindSpore's compiler notes it: here, not at all.

Source: https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.strategy.get_strategy_metadata.html
"""

from __future__ import annotations

__all__ = [
    "clear_strategy_metadata",
    "enable_save_strategy_online",
    "get_current_strategy_metadata",
    "get_strategy_metadata",
]


def get_strategy_metadata(network, rank_id=None) -> None:
    """Return how the Parameters of all devices are split: None, as nothing is.

    Args:
        network: a Cell.
        rank_id: the rank of one device, or None for all. Default: None.
    """


def get_current_strategy_metadata(network) -> None:
    """Return how the Parameters of this device are split: None, as nothing is.

    Args:
        network: a Cell.
    """


def enable_save_strategy_online() -> None:
    """Ask for notes about splitting, which one process has none of."""


def clear_strategy_metadata() -> None:
    """Forget such notes."""
