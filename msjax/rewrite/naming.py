"""Names that are given once."""

from __future__ import annotations

from collections.abc import Iterable


class Names:
    """Makes names unique: the second "relu" is "relu_1"."""

    def __init__(self, taken: Iterable[str] = ()):
        self.taken = set(taken)

    def unique(self, name: str, others: Iterable[str] = ()) -> str:
        """Return the name with the least number that is not taken, and take it.

        Args:
            name: the name.
            others: names that are taken elsewhere.
        """
        others, number, found = set(others), 0, name
        while found in self.taken or found in others:
            number += 1
            found = f"{name}_{number}"
        self.taken.add(found)
        return found
