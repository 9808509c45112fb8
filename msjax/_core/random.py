"""Random state: seeds, generators, and the one state operand that every random operator takes.

A generator's state is an int64 tensor of two numbers, seed and offset. Each draw hands the current
pair to the kernel as an operand and moves the offset on; the kernel makes its JAX key from the
pair. As the state is a tensor like any other, frames thread it through compiled code: two calls of
one compiled function draw different numbers.
"""

from __future__ import annotations

import random
import secrets

import numpy as np

from msjax._core import seeds
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call
from msjax._core.errors import describe
from msjax._core.operator import EXPRESSIONS
from msjax._core.tensor import Tensor, new_object, read, write

_ADVANCE = Call("advance", lambda pair: pair.at[1].add(1), differentiable=False)
_seed: int | None = None


def _system_seed() -> int:
    return secrets.randbits(32)


class Generator:
    """A source of random numbers with its own seed and offset."""

    def __init__(self):
        self._state = new_object(Tensor)
        self._state._value = np.array([_system_seed(), 0])

    @classmethod
    def started(cls, seed: int) -> Generator:
        """Make a generator that starts from `seed`, also where code is being traced."""
        generator = cls()
        generator._state._value = np.array([seed, 0])  # not written, which only the trace would see
        return generator

    def manual_seed(self, seed: int) -> Generator:
        """Start again from `seed` (0 to 2^63 - 1); return the generator."""
        write(self._state, np.array([_checked_seed(seed), 0]))
        return self

    def seed(self) -> int:
        """Start again from a seed taken from the system; return it."""
        seed = _system_seed()
        self.manual_seed(seed)
        return seed

    def initial_seed(self) -> int:
        """Return the seed that the generator started from."""
        return int(np.asarray(read(self._state))[0])

    def get_state(self) -> Tensor:
        """Return the state: the 16 bytes of seed and offset, a uint8 tensor."""
        return Tensor(np.asarray(read(self._state)).view(np.uint8))

    def set_state(self, state: Tensor) -> None:
        """Continue from a state that `get_state` returned.

        Raises:
            TypeError: `state` is no tensor of 16 uint8.
        """
        value = np.asarray(read(state)) if isinstance(state, Tensor) else None
        if value is None or value.dtype != np.uint8 or value.shape != (16,):
            raise TypeError(
                "state must be a uint8 Tensor of 16 elements, as `get_state()` returns, but got "
                f"{describe(state)}."
            )
        write(self._state, value.view(np.int64).copy())

    def draw(self):
        """Return the current state as an operand and move on."""
        pair = read(self._state)
        if isinstance(pair, np.ndarray):
            following = pair.copy()
            following[1] += 1
        else:
            following = _ADVANCE.jit(pair)
        write(self._state, following)
        return pair


default_generator = Generator()


def draw(generator: Generator | None = None):
    """Return the state operand for one run of a random operator."""
    return (generator or default_generator).draw()


EXPRESSIONS["draw"] = draw
_seeded: dict[int, Generator] = {}


def seeded_draw(seed: int | None):
    """Return the state operand from the stream that an operator's own seed names.

    None and 0 name the default generator's.

    Raises:
        TypeError: `seed` is no int.
        ValueError: `seed` is negative.
    """
    if seed is None or _checked_seed(seed) == 0:
        return default_generator.draw()
    if seed not in _seeded:
        _seeded[seed] = Generator.started(_mixed(seed))
    return _seeded[seed].draw()


def _mixed(seed: int) -> int:
    """Combine an operator's seed with that of `set_seed`."""
    return (seed + 0x9E3779B97F4A7C15 * (_seed or 0)) % (1 << 63)


EXPRESSIONS["seeded_draw"] = seeded_draw


def jax_key(pair):
    """Make the JAX key of a state operand, inside a kernel."""
    return jax.random.fold_in(jax.random.key(pair[0]), pair[1])


def set_seed(seed: int) -> None:
    """Seed every random number that msjax draws, and the generators of NumPy and Python.

    Args:
        seed: an int, at least 0.

    Raises:
        TypeError: `seed` is no int.
        ValueError: `seed` is negative.
    """
    global _seed
    _seed = _checked_seed(seed)
    random.seed(_seed)
    np.random.seed(_seed % (1 << 32))
    seeds.announce(_seed % (1 << 32))
    default_generator.manual_seed(_seed)
    for own, generator in _seeded.items():
        generator.manual_seed(_mixed(own))


def get_seed() -> int | None:
    """Return what `set_seed` was last given, or None."""
    return _seed


def manual_seed(seed: int) -> Generator:
    """Seed the default generator; return it."""
    return default_generator.manual_seed(seed)


def seed() -> int:
    """Seed the default generator from the system; return the seed."""
    return default_generator.seed()


def initial_seed() -> int:
    """Return the seed that the default generator started from."""
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """Return the default generator's state, a uint8 tensor of 16 elements."""
    return default_generator.get_state()


def set_rng_state(state: Tensor) -> None:
    """Continue the default generator from a state that `get_rng_state` returned."""
    default_generator.set_state(state)


def _checked_seed(value) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(
            f"The argument 'seed' must be type of int, but got {type(value)}; for instance "
            "`set_seed(1)`."
        )
    if value < 0:
        raise ValueError(
            f"For 'global_seed', the 'seed' must be int and must >= 0, but got '{value}'."
        )
    return int(value)
