"""Recursive (IIR) filters along time, without a Python loop over samples.

A filter `a0 y[t] = b0 x[t] + ... + bp x[t-p] - a1 y[t-1] - ... - ap y[t-p]` is linear: a block of
its output is a matrix product of that block of the input plus one of the filter's state (p numbers)
where the block starts. The states follow a linear recurrence from block to block, which is solved
by doubling: after step i every block knows what the 2 ** i blocks before it do to its state. All of
it is a few large products for all channels at once, in float64.

MindSpore computes sample by sample in the signal's dtype. That is done here as well where the
results could be told apart: for float16, and where values overflow or are not finite.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

_BLOCK = 32  # samples, or twice the filter's order
_PIECE = 2**14  # samples of all channels at a time: what stays in the processor's cache
_NEGLIGIBLE = 1e-60


def filtered(signal: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Filter a signal along its last axis.

    Args:
        signal: an array (..., time) of float16, float32 or float64.
        b: the coefficients of the input, from that of the current sample on.
        a: as many of the output; the first one is not zero.

    Returns:
        The output, of the signal's shape and dtype.
    """
    dtype = signal.dtype
    with np.errstate(all="ignore"):
        b, a = b.astype(dtype), a.astype(dtype)
        b, a = b / a[0], a / a[0]
        if dtype != np.float16:
            result = _by_blocks(signal, b, a).astype(dtype, copy=False)
            if np.isfinite(result).all():
                return result
        return _by_samples(signal, b, a)


def _by_samples(signal, b, a):
    """Filter in the dtype of the signal, in MindSpore's order of sums."""
    rows = np.ascontiguousarray(np.moveaxis(signal, -1, 0))
    result = b[0] * rows
    for lag in range(1, len(b)):
        result[lag:] += b[lag] * rows[:-lag]
    for time in range(1, len(rows)):
        for lag in range(1, min(len(a), time + 1)):
            result[time] -= a[lag] * result[time - lag]
    return np.moveaxis(result, 0, -1)


class _Blocks(NamedTuple):
    """What a block makes of its input and of the state where it starts, as matrices."""

    outputs: np.ndarray  # (input, output): the impulse response, shifted
    outputs_of_state: np.ndarray  # (state, output)
    states: np.ndarray  # (input, state at the end)
    states_of_state: np.ndarray  # (state, state at the end)


@functools.lru_cache(maxsize=64)
def _blocks(b: tuple[float, ...], a: tuple[float, ...]) -> _Blocks:
    """Return the matrices of a filter with a[0] == 1; its state is that of direct form II."""
    order = len(a) - 1
    size = max(_BLOCK, 2 * order)
    step = np.zeros((order, order))
    step[:, :1] = -np.array(a[1:])[:, None]
    step[:-1, 1:] += np.eye(order - 1)
    read, written = np.eye(1, order)[0], np.array(b[1:]) - np.array(a[1:]) * b[0]
    outputs_of_state, states = [], []
    for _ in range(size):
        outputs_of_state.append(read)
        states.append(written)
        read, written = read @ step, step @ written
    response = np.array([b[0], *(state[0] for state in states[:-1])])
    ages = np.arange(size) - np.arange(size)[:, None]
    return _Blocks(
        outputs=np.where(ages < 0, 0.0, response[ages]),
        outputs_of_state=np.array(outputs_of_state).T,
        states=np.array(states[::-1]),
        states_of_state=np.linalg.matrix_power(step, size).T,
    )


def _by_blocks(signal, b, a):
    if len(a) == 1:
        return signal * b[0]
    blocks = _blocks(tuple(b.tolist()), tuple(a.tolist()))
    rows = signal.reshape(-1, signal.shape[-1])
    result = np.empty(rows.shape)
    state = np.zeros((len(rows), len(a) - 1))
    size = len(blocks.outputs)
    piece = max(1, _PIECE // (len(rows) * size)) * size
    for start in range(0, rows.shape[1], piece):
        part = slice(start, start + piece)
        result[:, part], state = _piece(rows[:, part], state, blocks)
    return result.reshape(signal.shape)


def _piece(rows, state, blocks):
    """Return the outputs of some blocks, and the state after them if the last one is full."""
    count, time = len(rows), rows.shape[1]
    size, order = blocks.states.shape
    inputs = np.zeros((count, -(-time // size) * size))
    inputs[:, :time] = rows
    inputs = inputs.reshape(-1, size)
    ends = (inputs @ blocks.states).reshape(count, -1, order)
    starts = _accumulated(np.concatenate([state[:, None], ends[:, :-1]], 1), blocks.states_of_state)
    outputs = inputs @ blocks.outputs + starts.reshape(-1, order) @ blocks.outputs_of_state
    state = starts[:, -1] @ blocks.states_of_state + ends[:, -1]
    return outputs.reshape(count, -1)[:, :time], state


def _accumulated(states, decay):
    """Return the states s[k] = s[k-1] @ decay + states[k] along the second axis."""
    reach = 1
    while reach < states.shape[1] and np.abs(decay).max() > _NEGLIGIBLE:
        states[:, reach:] += states[:, :-reach] @ decay
        decay = decay @ decay
        reach *= 2
    return states
