"""What operations on audio share: what they take."""

from __future__ import annotations

import numpy as np

from msjax.dataset.transforms.base import Implementation, TensorOperation

FLOATS = ("float16", "float32", "float64")


class AudioTensorOperation(TensorOperation):
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

    def _check_columns(self, arrays) -> None:
        super()._check_columns(arrays)
        for array in arrays:
            if not array.size:
                raise self._failure(f"Input Tensor has no data: its shape is {array.shape}.")

    def _check_floats(self, array: np.ndarray) -> None:
        """Raise a RuntimeError unless this is of floats, and has a time axis."""
        if not array.ndim:
            raise self._failure(
                "the shape of input tensor does not match the requirement of operator. Expecting "
                "tensor in shape of <..., time>. But got shape (); give it an axis."
            )
        if array.dtype.name not in FLOATS:
            raise self._failure(
                "the data type of input tensor does not match the requirement of operator. "
                f"Expecting tensor in type of {', '.join(FLOATS)}. But got type {array.dtype}; "
                "use TypeCast before."
            )
