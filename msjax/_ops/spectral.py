"""Discrete Fourier transforms, windows and short-time spectra."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.kinds import as_float, tensor

jnp = jax.numpy
_SWAPPED = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}


def _numbers(x):
    """Convert integers, bools and half precision to float32, which transforms are computed in."""
    (x,) = tensor(x)
    x = as_float(x)
    return (x.astype(jnp.float32) if x.dtype.itemsize < 4 else x,)


def _reals(x):
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(
            f"the input of a real transform must be real, but is {x.dtype}; use the complex one."
        )
    return _numbers(x)


def _one_axis(name, transform, doc, promote=_numbers):
    def kernel(x, *, n, axis, norm):
        return transform(x, n, axis, norm)

    kernel.__name__, kernel.__doc__ = name, doc
    operator(
        f"ops.{name}(input, n=None, dim=-1, norm=None)",
        f"numpy.fft.{name}(a, n=None, axis=-1, norm=None)",
        promote=promote,
        samples=("f32[2, 5]", "f32[2, 6], 8, 0, 'ortho'"),
    )(kernel)


def _several_axes(name, transform, doc, promote=_numbers):
    def kernel(x, *, s, axes, norm):
        axes = tuple(range(x.ndim))[-len(s) :] if s is not None and axes is None else axes
        return transform(x, s, axes, norm)

    kernel.__name__, kernel.__doc__ = name, doc
    axes = "(-2, -1)" if name.endswith("2") else "None"
    operator(
        f"ops.{name}(input, s=None, dim={axes}, norm=None)",
        f"numpy.fft.{name}(a, s=None, axes={axes}, norm=None)",
        promote=promote,
        samples=("f32[2, 4, 6]", "f32[2, 3, 6], (4, 4), (0, 1), 'ortho'"),
    )(kernel)


def _hermitian(x, s, axes, norm):
    return jnp.fft.irfftn(jnp.conj(x), s, axes, _SWAPPED[norm])


def _inverse_hermitian(x, s, axes, norm):
    return jnp.conj(jnp.fft.rfftn(x, s, axes, _SWAPPED[norm]))


_one_axis("fft", jnp.fft.fft, "Transform along an axis.")
_one_axis("ifft", jnp.fft.ifft, "Transform back along an axis.")
_one_axis("rfft", jnp.fft.rfft, "Transform real numbers along an axis; keep half.", _reals)
_one_axis("irfft", jnp.fft.irfft, "Transform half a spectrum back to real numbers.")
_one_axis("hfft", jnp.fft.hfft, "Transform half a Hermitian signal to a real spectrum.")
_one_axis("ihfft", jnp.fft.ihfft, "Transform a real spectrum back to half its signal.", _reals)
for _n in ("2", "n"):
    _several_axes(f"fft{_n}", jnp.fft.fftn, "Transform along axes.")
    _several_axes(f"ifft{_n}", jnp.fft.ifftn, "Transform back along axes.")
    _several_axes(f"rfft{_n}", jnp.fft.rfftn, "Transform real numbers along axes.", _reals)
    _several_axes(f"irfft{_n}", jnp.fft.irfftn, "Transform half a spectrum back along axes.")
    _several_axes(f"hfft{_n}", _hermitian, "Transform half a Hermitian signal along axes.")
    _several_axes(
        f"ihfft{_n}", _inverse_hermitian, "Transform a real spectrum back along axes.", _reals
    )


@operator(
    "ops.FFTWithSize(signal_ndim, inverse, real,"
    " norm: word('backward', 'forward', 'ortho') = 'backward', onesided=True, signal_sizes=())(x)",
    promote=_numbers,
    samples=(
        "c64[3, 4], signal_ndim=1, inverse=False, real=False",
        "f32[3, 4], signal_ndim=2, inverse=False, real=True",
        "c64[3, 3], signal_ndim=1, inverse=True, real=True, signal_sizes=(5,)",
    ),
)
def fft_with_size(x, *, signal_ndim, inverse, real, norm, onesided, signal_sizes):
    """Transform along the last axes: complex, or from and to real numbers."""
    axes = tuple(range(-signal_ndim, 0))
    if real and inverse:
        half = x if onesided else x[..., : x.shape[-1] // 2 + 1]
        sizes = signal_sizes or (None if onesided else x.shape[-signal_ndim:])
        return jnp.fft.irfftn(half, sizes, axes, norm)
    if real and onesided:
        return jnp.fft.rfftn(x, None, axes, norm)
    return (jnp.fft.ifftn if inverse else jnp.fft.fftn)(x, None, axes, norm)


@operator(
    "ops.fftshift(input, dim=None)",
    "numpy.fft.fftshift(x, axes=None)",
    promote=tensor,
    samples=("f32[5]", "f32[2, 4], 1"),
)
def fftshift(x, *, axes):
    """Move the zero frequency to the middle."""
    return jnp.fft.fftshift(x, axes)


@operator(
    "ops.ifftshift(input, dim=None)",
    "numpy.fft.ifftshift(x, axes=None)",
    promote=tensor,
    samples=("f32[5]", "f32[2, 4], 1"),
)
def ifftshift(x, *, axes):
    """Move the zero frequency from the middle back to the start."""
    return jnp.fft.ifftshift(x, axes)


def _filled(values, dtype) -> Tensor:
    return Tensor(np.asarray(values).astype(np.float32 if dtype is None else to_numpy(dtype)))


@composite(
    "ops.fftfreq(n, d=1.0, dtype=None)",
    "numpy.fft.fftfreq(n, d=1.0, dtype=None)",
    samples=("5", "4, 0.5"),
)
def fftfreq(n, d, dtype):
    """Return the frequencies of a transform of n samples, d apart."""
    return _filled(np.fft.fftfreq(n, d), dtype)


@composite(
    "ops.rfftfreq(n, d=1.0, dtype=None)",
    "numpy.fft.rfftfreq(n, d=1.0, dtype=None)",
    samples=("5", "4, 0.5"),
)
def rfftfreq(n, d, dtype):
    """Return the frequencies of a real transform of n samples, d apart."""
    return _filled(np.fft.rfftfreq(n, d), dtype)


def _window(name, length, periodic, dtype, make):
    """Make a window as a float tensor, by default float64; a periodic one drops its last point."""
    dtype = mstype.float64 if dtype is None else dtype
    if isinstance(length, Tensor):
        length = int(length.asnumpy().reshape(()))
    if isinstance(length, bool) or not isinstance(length, int):
        raise TypeError(
            f"For {name}, 'window_length' must be an int, but got {type(length).__name__}."
        )
    if length < 0:
        raise ValueError(f"For {name}, 'window_length' must not be negative, but got {length}.")
    if not isinstance(periodic, bool):
        raise TypeError(f"For {name}, 'periodic' must be a bool, but got {periodic!r}.")
    if to_numpy(dtype).kind not in "fV":
        raise TypeError(f"For {name}, 'dtype' must be a float type, but got {dtype}.")
    if length <= 1:
        return _filled(np.ones(length), dtype)
    points = length + 1 if periodic else length
    return _filled(make(np.arange(points), points - 1)[:length], dtype)


def _cosines(*weights):
    """Return the function of a window that is a sum of cosines."""
    return lambda n, last: sum(
        (-1) ** i * w * np.cos(2 * i * np.pi * n / last) for i, w in enumerate(weights)
    )


@composite(
    "ops.hann_window(window_length, periodic=True, *, dtype=None)", samples=("5", "6, False")
)
def hann_window(length, periodic, dtype):
    """Make a Hann window."""
    return _window("hann_window", length, periodic, dtype, _cosines(0.5, 0.5))


@composite(
    "ops.hamming_window(window_length, periodic=True, alpha=0.54, beta=0.46, *, dtype=None)"
    " -> (window_length, periodic, alpha, beta, dtype)",
    "ops.HammingWindow(periodic: bool = True, alpha: float = 0.54, beta: float = 0.46,"
    " dtype: types(float16, float32, float64) = float32)(length) -> (length, periodic, alpha,"
    " beta, dtype)",
    samples=("ops.hamming_window: 6, False", "ops.HammingWindow: 5"),
)
def hamming_window(length, periodic, alpha, beta, dtype):
    """Make a Hamming window."""
    if dtype is None and length != 1 and length != 0:
        dtype = mstype.float32
    return _window("hamming_window", length, periodic, dtype, _cosines(alpha, beta))


@composite(
    "ops.blackman_window(window_length, periodic=True, *, dtype=None)"
    " -> (window_length, periodic, dtype)",
    "ops.BlackmanWindow(periodic: bool = True,"
    " dtype: types(float16, float32, float64) = float32)(window_length) -> (window_length,"
    " periodic, dtype)",
    samples=("ops.blackman_window: 6, False", "ops.BlackmanWindow: 5"),
)
def blackman_window(length, periodic, dtype):
    """Make a Blackman window."""
    dtype = dtype or mstype.float32
    return _window("blackman_window", length, periodic, dtype, _cosines(0.42, 0.5, 0.08))


@composite(
    "ops.bartlett_window(window_length, periodic=True, *, dtype=None)"
    " -> (window_length, periodic, dtype)",
    "ops.BartlettWindow(periodic: bool = True,"
    " dtype: types(float16, float32, float64) = float32)(window_length) -> (window_length,"
    " periodic, dtype)",
    samples=("ops.bartlett_window: 6, False", "ops.BartlettWindow: 5"),
)
def bartlett_window(length, periodic, dtype):
    """Make a triangular window."""
    dtype = dtype or mstype.float32
    return _window(
        "bartlett_window", length, periodic, dtype, lambda n, last: 1 - np.abs(2 * n / last - 1)
    )


@composite(
    "ops.kaiser_window(window_length, periodic=True, beta=12.0, *, dtype=None)"
    " -> (window_length, periodic, beta, dtype)",
    samples=("6, False", "5"),
)
def kaiser_window(length, periodic, beta, dtype):
    """Make a Kaiser window."""

    def make(n, last):
        return np.i0(beta * np.sqrt(np.maximum(1 - (2 * n / last - 1) ** 2, 0))) / np.i0(beta)

    return _window("kaiser_window", length, periodic, dtype, make)


@operator(
    "ops.STFT(n_fft: int, hop_length: int, win_length: int, normalized: bool, onesided: bool,"
    " return_complex: bool)(x, window)",
    promote=tensor,
    samples=(
        "f32[2, 12], positive[4], n_fft=4, hop_length=2, win_length=4, normalized=False,"
        " onesided=True, return_complex=True",
    ),
)
def short_time_spectrum(
    x, window, *, n_fft, hop_length, win_length, normalized, onesided, return_complex
):
    """Transform windows of a signal (…, time) to (…, frequency, frame), complex or in pairs."""
    if not 0 < win_length <= n_fft or n_fft > x.shape[-1]:
        raise ExplainedValueError(
            f"For 'STFT', win_length must be in (0, n_fft] and n_fft within the signal, but got "
            f"win_length {win_length}, n_fft {n_fft} and {x.shape[-1]} samples."
        )
    before = (n_fft - win_length) // 2
    window = jnp.pad(window, (before, n_fft - win_length - before))
    starts = np.arange(0, x.shape[-1] - n_fft + 1, hop_length)
    frames = x[..., starts[:, None] + np.arange(n_fft)] * window
    half = onesided and not jnp.issubdtype(frames.dtype, jnp.complexfloating)
    out = (jnp.fft.rfft if half else jnp.fft.fft)(frames)
    if normalized:
        out = out / np.float32(np.sqrt(n_fft))
    out = jnp.swapaxes(out, -1, -2)
    return out if return_complex else jnp.stack([out.real, out.imag], -1)


@operator(
    "ops.stft(x, n_fft, hop_length=None, win_length=None, window=None, center=True,"
    " pad_mode='REFLECT', normalized=False, onesided=None, return_complex=None) -> (x, window,"
    " n_fft=n_fft, hop_length=hop_length, win_length=win_length, center=center, pad_mode=pad_mode,"
    " normalized=normalized, onesided=onesided, return_complex=return_complex)",
    promote=tensor,
    samples=("f32[2, 12], 4", "f32[2, 12], 4, 2, 4, positive[4], False, return_complex=True"),
)
def stft(
    x,
    window,
    *,
    n_fft,
    hop_length,
    win_length,
    center,
    pad_mode,
    normalized,
    onesided,
    return_complex,
):
    """Transform windows of a signal (…, time) to (…, frequency, frame)."""
    is_complex = jnp.issubdtype(x.dtype, jnp.complexfloating)
    win_length = n_fft if win_length is None else win_length
    window = jnp.ones(win_length, jnp.float32) if window is None else window
    if center:
        mode = str(pad_mode).lower()
        if mode not in ("reflect", "constant", "symmetric"):
            raise ExplainedValueError(
                f"For 'stft', pad_mode must be 'REFLECT', 'CONSTANT' or 'SYMMETRIC', but got "
                f"{pad_mode!r}."
            )
        x = jnp.pad(x, ((0, 0),) * (x.ndim - 1) + ((n_fft // 2, n_fft // 2),), mode)
    return short_time_spectrum.kernel(
        x,
        window,
        n_fft=n_fft,
        hop_length=n_fft // 4 if hop_length is None else hop_length,
        win_length=win_length,
        normalized=normalized,
        onesided=not is_complex if onesided is None else onesided,
        return_complex=is_complex if return_complex is None else return_complex,
    )
