"""The structural version of all Cells: moves on whenever a Cell changes in a way code can see."""

from __future__ import annotations


class _Structure:
    """Counts structural changes; compiled code compares it before it looks closer."""

    __slots__ = ("version",)

    def __init__(self):
        self.version = 0


STRUCTURE = _Structure()
