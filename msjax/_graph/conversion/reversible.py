"""A loop that ends by a condition, with its derivatives.

JAX differentiates such a loop forwards only: how many turns there are, and so how much memory what
they computed takes, is not known when it is compiled. Here a bounded number of states is kept, and
turns between them are run again, from the last to the first.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.linear import linear

jnp, lax = jax.numpy, jax.lax

# So many states are kept at once, twice. Up to as many turns, each is run three times in all; up to
# the square of it, four times.
_KEPT = 32


def while_loop(test, turn, known, first):
    """Return the values after the last turn.

    Args:
        test: the function `(known, values) -> bool` that says whether there is another turn.
        turn: the function `(known, values) -> values`.
        known: a list of arrays that do not change.
        first: the list of the values before the first turn.
    """
    first = [jnp.asarray(v) for v in first]
    return _counted(test, turn, [jnp.asarray(v) for v in known], first)[1]


@partial(jax.custom_jvp, nondiff_argnums=(0, 1))
def _counted(test, turn, known, first):
    """Return the number of turns, and the values after the last."""
    return lax.while_loop(
        lambda carry: test(known, carry[1]),
        lambda carry: (carry[0] + 1, turn(known, carry[1])),
        (jnp.int32(0), first),
    )


@_counted.defjvp
def _counted_jvp(test, turn, primals, tangents):
    known, first = primals
    count, last = _counted(test, turn, known, first)
    turns = _Turns(test, turn, known, first)
    dots = linear(
        turns.along,
        turns.back,
        [count, *known, *first],
        [t for t in (*tangents[0], *tangents[1]) if t.dtype != jax.dtypes.float0],
    )
    rest = iter(dots)
    moved = [
        next(rest) if floats else np.zeros(v.shape, jax.dtypes.float0)
        for v, floats in zip(last, turns.floats, strict=True)
    ]
    return (count, last), (np.zeros((), jax.dtypes.float0), moved)


class _Turns:
    """The derivatives of all turns, as functions of (count, *known, *first) and of more arrays.

    Attributes:
        floats: of which values there are derivatives.
    """

    def __init__(self, test, turn, known, first):
        self._test, self._turn = test, turn
        self._held = len(known)
        self._known_floats = [_has_derivative(v) for v in known]
        self.floats = [_has_derivative(v) for v in first]

    def along(self, count, *arrays):
        """Return the tangents of the last values by those of what is known and of the first."""
        known, first, dots = self._split(arrays)
        by_known = sum(self._known_floats)

        def one(i, carry):
            values, moved = carry
            floats, others = self._differentiable(known, values)
            new, moved, rest = jax.jvp(
                partial(self._one, *others), floats, (dots[:by_known], moved), has_aux=True
            )
            return _merged(self.floats, new, rest), moved

        return lax.fori_loop(0, count, one, (first, dots[by_known:]))[1]

    def back(self, count, *arrays):
        """Return the cotangents of what is known and of the first values, by those of the last."""
        known, first, cotangents = self._split(arrays)
        by_known = [jnp.zeros_like(v) for v in _chosen(self._known_floats, known)]
        length = jnp.maximum(_pieces(count, _KEPT), 1)  # of a segment between kept states
        segments = _pieces(count, length)
        kept = self._states(known, first, segments, length)

        def segment(i, carry):
            start = segments - 1 - i
            return self._segment(
                known, _at(kept, start), jnp.minimum(length, count - start * length), carry
            )

        found = lax.fori_loop(0, segments, segment, (by_known, list(cotangents)))
        return [*found[0], *found[1]]

    def _segment(self, known, first, count, carry):
        """Go back `count` turns, at most _KEPT of them at a time."""
        parts = _pieces(count, _KEPT)

        def part(i, carry):
            start = (parts - 1 - i) * _KEPT
            length = jnp.minimum(_KEPT, count - start)
            kept = self._states(known, self._advanced(known, first, start), length, 1)
            return lax.fori_loop(
                0,
                length,
                lambda j, carry: self._one_back(known, _at(kept, length - 1 - j), carry),
                carry,
            )

        return lax.fori_loop(0, parts, part, carry)

    def _one_back(self, known, values, carry):
        by_known, cotangents = carry
        floats, others = self._differentiable(known, values)
        _, pull, _ = jax.vjp(partial(self._one, *others), *floats, has_aux=True)
        more, cotangents = pull(cotangents)
        return [a + b for a, b in zip(by_known, more, strict=True)], cotangents

    def _advanced(self, known, values, count):
        return lax.fori_loop(0, count, lambda i, values: self._turn(known, values), values)

    def _states(self, known, first, count, length):
        """Return the values before the turns 0, length, 2 length …, `count` of them, stacked."""
        kept = [jnp.zeros((_KEPT, *v.shape), v.dtype) for v in first]

        def keep(i, carry):
            kept, values = carry
            kept = [k.at[i].set(v) for k, v in zip(kept, values, strict=True)]
            return kept, self._advanced(known, values, length)

        return lax.fori_loop(0, count, keep, (kept, first))[0]

    def _one(self, known_others, others, known_floats, floats):
        """One turn, as a function of what has derivatives; the rest of its values is auxiliary."""
        known = _merged(self._known_floats, known_floats, known_others)
        new = self._turn(known, _merged(self.floats, floats, others))
        return _chosen(self.floats, new), _chosen([not f for f in self.floats], new)

    def _differentiable(self, known, values):
        parts = (self._known_floats, known), (self.floats, values)
        return (
            tuple(_chosen(floats, x) for floats, x in parts),
            tuple(_chosen([not f for f in floats], x) for floats, x in parts),
        )

    def _split(self, arrays):
        end = self._held + len(self.floats)
        return list(arrays[: self._held]), list(arrays[self._held : end]), list(arrays[end:])


def _pieces(count, length):
    """Return how many pieces of a length, the last one perhaps shorter, hold so many turns."""
    return (count + length - 1) // length


def _has_derivative(value) -> bool:
    return jnp.issubdtype(value.dtype, jnp.inexact)


def _chosen(which, values):
    return [v for v, chosen in zip(values, which, strict=True) if chosen]


def _merged(which, chosen, others):
    first, second = iter(chosen), iter(others)
    return [next(first) if w else next(second) for w in which]


def _at(kept, i):
    return [k[i] for k in kept]
