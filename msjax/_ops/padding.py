"""Padding: what is put around a tensor."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor

jnp = jax.numpy
lax = jax.lax

_MODES = {
    "constant": "constant",
    "reflect": "reflect",
    "symmetric": "symmetric",
    "replicate": "edge",
    "edge": "edge",
    "circular": "wrap",
}


def _from_last(name, padding, ndim):
    """Return a pair per axis from (before, after) pairs that begin with the last axis."""
    if len(padding) % 2:
        raise ExplainedValueError(
            f"For '{name}', the size of padding must be divisible by 2, but got {len(padding)}"
        )
    if len(padding) > 2 * ndim:
        raise ExplainedValueError(
            f"For '{name}', the padding must have at most two numbers per axis of the input, "
            f"{2 * ndim}, but got {len(padding)}."
        )
    pairs = list(zip(padding[::2], padding[1::2], strict=True))
    return [(0, 0)] * (ndim - len(pairs)) + pairs[::-1]


def _padded(name, x, pairs, mode, value):
    """Pad; a negative number of elements cuts off."""
    if mode not in _MODES:
        raise ExplainedValueError(
            f"For '{name}', the 'mode' must be str and must be in {list(_MODES)}, but got '{mode}'."
        )
    if any(n + before + after <= 0 < n for n, (before, after) in zip(x.shape, pairs, strict=True)):
        raise ExplainedValueError(
            f"For '{name}', the output size must be greater than 0, but {pairs} leave nothing of "
            f"shape {list(x.shape)}; cut off less."
        )
    if mode == "constant":
        value = jnp.zeros((), x.dtype) if value is None else jnp.asarray(value, x.dtype).reshape(())
        return lax.pad(x, value, [(before, after, 0) for before, after in pairs])
    if value is not None:
        raise ExplainedValueError(
            f"For '{name}', the padding mode '{mode}' can not set value; leave it out."
        )
    kept = [(max(-b, 0), n + min(a, 0)) for n, (b, a) in zip(x.shape, pairs, strict=True)]
    x = x[tuple([slice(*k) for k in kept])]
    pairs = [(max(b, 0), max(a, 0)) for b, a in pairs]
    for (before, after), n in zip(pairs, x.shape, strict=True):
        limit = {"reflect": n - 1, "symmetric": n, "circular": n}.get(mode, before + after)
        if max(before, after) > limit:
            raise ExplainedValueError(
                f"For '{name}' {mode} mode, Padding size must be less than the corresponding input "
                f"dimension, but got: padding ({before},{after}) for length {n}."
            )
    return jnp.pad(x, pairs, mode=_MODES[mode])


@operator(
    "ops.pad(input_x, padding, mode='constant', value=None)"
    " -> (input_x, value, padding=padding, mode=mode)",
    "ops.PadV3(mode: exactly('constant', 'reflect', 'edge', 'circular') = 'constant',"
    " paddings_contiguous: bool = True)(x, paddings, constant_value=None) -> (x, constant_value,"
    " padding=paddings, mode=mode, contiguous=paddings_contiguous)",
    "mint.nn.functional.pad(input, pad, mode='constant', value=None)"
    " -> (input, value, padding=pad, mode=mode)",
    promote=tensor,
    samples=(
        "f32[2, 3, 4], (1, 2)",
        "f32[2, 3, 4], (1, 2, 0, 1), 'constant', 2.5",
        "f32[2, 3, 4], (1, 2), 'reflect'",
        "f32[2, 3, 4], (-1, 2), 'constant'",
    ),
)
def pad(x, value, *, padding, mode, contiguous=True):
    """Pad the last axes; `padding` has two numbers per axis and begins with the last axis."""
    padding = padding if isinstance(padding, tuple) else (padding,)
    if not contiguous:  # all numbers before the axes come first
        half = len(padding) // 2
        pairs = zip(padding[:half], padding[half:], strict=True)
        padding = tuple([p for pair in pairs for p in pair])
    return _padded("pad", x, _from_last("pad", padding, x.ndim), mode, value)


@operator(
    "ops.Pad(paddings: tuple)(input_x) -> (input_x, paddings=paddings)",
    promote=tensor,
    samples=("f32[2, 3], paddings=((1, 2), (0, 1))",),
)
def pad_zeros(x, *, paddings):
    """Pad every axis with zeros; `paddings` has a pair per axis."""
    _check_pairs("Pad", x, paddings)
    return jnp.pad(x, paddings)


def _check_pairs(name, x, paddings):
    if len(paddings) != x.ndim:
        raise ExplainedValueError(
            f"For '{name}', the length of 'paddings' must be equal to the rank of 'input_x', but "
            f"got {len(paddings)} vs {x.ndim}"
        )
    if any(n < 0 for pair in paddings for n in pair):
        raise ExplainedValueError(
            f"For '{name}', all elements of 'paddings' must be >= 0, but got {paddings}."
        )


@operator(
    "ops.MirrorPad(mode: exactly('REFLECT', 'SYMMETRIC') = 'REFLECT')(input_x, paddings) ->"
    " (input_x, paddings=paddings, mode=mode)",
    "ops.mirror_pad(input_x, paddings, mode) -> (input_x, paddings=paddings, mode=mode)",
    promote=tensor,
    samples=("f32[3, 4], ((1, 1), (2, 2)), 'REFLECT'", "f32[3, 4], ((1, 1), (2, 2)), 'SYMMETRIC'"),
)
def mirror_pad(x, *, paddings, mode):
    """Pad every axis with what lies inside, without the border itself or with it."""
    if mode not in ("REFLECT", "SYMMETRIC"):
        raise ExplainedValueError(
            "For 'MirrorPad', the 'mode' must be str and must be in '['REFLECT', 'SYMMETRIC']', "
            f"but got '{mode}'."
        )
    _check_pairs("MirrorPad", x, paddings)
    return _padded("MirrorPad", x, paddings, mode.lower(), None)


@operator(
    "ops.padding(x, pad_dim_size=8)",
    "ops.Padding(pad_dim_size: int >= 1 = 8)(x) -> (x, size=pad_dim_size)",
    promote=tensor,
    samples=("f32[2, 1], 4",),
)
def pad_last(x, *, size):
    """Fill the last axis, of length 1, up with zeros to a length."""
    if x.ndim < 2 or x.shape[-1] != 1:
        raise ExplainedValueError(
            f"For 'Padding', the last of at least two axes must have length 1, but the shape is "
            f"{x.shape}."
        )
    if size <= 0:
        raise ExplainedValueError(f"For 'Padding', pad_dim_size must be positive, got {size}.")
    return jnp.pad(x, ((0, 0),) * (x.ndim - 1) + ((0, size - 1),))
