"""What operations on audio share: what they take, and what they say when they do not."""

from __future__ import annotations

import numpy as np

from msjax.dataset.transforms.base import Implementation, TensorOperation

FLOATS = ("float16", "float32", "float64")
NUMBERS = ("bool", *(f"{kind}int{bits}" for kind in ("", "u") for bits in (8, 16, 32, 64)), *FLOATS)


class SignalOperation(TensorOperation):
    """The base class of operations on signals: what they take, lists included."""

    def __call__(self, *columns):
        """Apply the operation; numbers that overflow or are none give no warning."""
        with np.errstate(all="ignore"):
            return super().__call__(*columns)

    def _check_columns(self, arrays) -> None:
        super()._check_columns(arrays)
        for array in arrays:
            if not array.size:
                raise self._failure(f"Input Tensor has no data: its shape is {array.shape}.")

    def _check(self, array: np.ndarray, axes: str = "time", dtypes=NUMBERS) -> None:
        """Raise a RuntimeError unless an array has axes and one of some dtypes.

        Args:
            array: what came in.
            axes: the last axes it must have, as a message shows them. "complex=2" is the axis of
                real and imaginary parts. Default: "time".
            dtypes: the names of the dtypes. Default: all of numbers.
        """
        count = axes.count(",") + 1
        if array.ndim < count or (axes.endswith("complex=2") and array.shape[-1] != 2):
            raise self._failure(
                "the shape of input tensor does not match the requirement of operator. Expecting "
                f"tensor in shape of <..., {axes}>. But got tensor with dimension {array.ndim}, "
                f"shape {array.shape}; reshape it before."
            )
        if array.dtype.name not in dtypes:
            raise self._failure(
                "the data type of input tensor does not match the requirement of operator. "
                f"Expecting tensor in type of ({', '.join(dtypes)}). But got type {array.dtype}; "
                "use TypeCast before."
            )


class AudioTensorOperation(SignalOperation):
    """The base class of operations on audio: arrays (..., time) or (..., frequency, time)."""

    implementation = Implementation.C

    def __call__(self, *columns):
        """Apply the operation to a signal.

        Args:
            columns: an array; an operation on several arrays takes them one after the other.

        Returns:
            The result, an array.

        Raises:
            TypeError: It is no array.
            RuntimeError: The operation does not take such an array.
        """
        for column in columns:
            if not isinstance(column, np.ndarray):
                raise TypeError(
                    f"Input should be NumPy audio, got {type(column)}; convert it with "
                    "`numpy.asarray` or `Tensor.asnumpy()`."
                )
        return super().__call__(*columns)


def as_floats(array: np.ndarray) -> np.ndarray:
    """Return an array of float64 as it is, and any other as float32."""
    return array if array.dtype == np.float64 else array.astype(np.float32)
