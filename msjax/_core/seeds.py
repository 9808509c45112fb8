"""Who is told when `set_seed` is called: parts of msjax that draw random numbers without JAX."""

from __future__ import annotations

from collections.abc import Callable

_followers: list[Callable[[int], None]] = []
_last: int | None = None


def follow(function: Callable[[int], None]) -> None:
    """Have a function called with each seed, and with the last one now if there was one."""
    _followers.append(function)
    if _last is not None:
        function(_last)


def announce(seed: int) -> None:
    """Tell the seed that `set_seed` was given."""
    global _last
    _last = seed
    for function in _followers:
        function(seed)
