"""While a converted program is traced: what was learnt on the way, and the error that ends it."""

from __future__ import annotations

import math
from contextlib import contextmanager

from msjax._core.state import settings, state


class NotStagedError(Exception):
    """Control flow that has no compiled form, and why; the code then runs eagerly."""


class Conversion:
    """One trace of converted code.

    Attributes:
        derivatives: how many times the program can be differentiated backwards. Through a loop that
            ends by a condition it is once; not at all, where its turns print.
    """

    def __init__(self, convert):
        self.convert = convert
        self.derivatives = math.inf
        self._negations: dict[int, tuple] = {}

    def __call__(self, function):
        return self.convert(function)

    def note_negation(self, value, negation):
        """Remember that one condition is the negation of another."""
        self._negations[id(negation)] = (negation, value)

    def assumed(self, value, condition, holds: bool):
        """Return what a variable holds where a condition is known to hold, or not to.

        So code after `if do_return: …` knows that it has not returned.
        """
        if value is condition:
            return holds
        negation, original = self._negations.get(id(condition), (None, None))
        return not holds if negation is condition and value is original else value


@contextmanager
def converting():
    """Convert the user's functions that are called in this block; yields its `Conversion`.

    Raises:
        ImportError: diastatic-malt is not installed.
    """
    from msjax._graph.conversion.transpiler import convert

    former = state.convert
    state.convert = conversion = Conversion(convert)
    settings.count_conversions(1)
    try:
        yield conversion
    finally:
        settings.count_conversions(-1)
        state.convert = former
