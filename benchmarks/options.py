"""What the command line of `benchmarks.run` asks for."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.timing import Block


def no_side(key: str) -> dict[str, Block]:
    """No MindSpore beside msjax."""
    return {}


@dataclass(frozen=True)
class Options:
    """How often to measure, and what stands beside.

    Attributes:
        rounds: how many blocks each side runs in turn.
        processes: how many fresh processes each side starts, where a row needs fresh ones.
        mindspore: an interpreter that has the real MindSpore, or None.
        beside: the MindSpore side of a program "family:name", as blocks by name.
    """

    rounds: int = 100
    processes: int = 12
    mindspore: str | None = None
    beside: Callable[[str], dict[str, Block]] = no_side
