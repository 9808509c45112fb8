"""What operations on images share: what they take, conversions between the libraries' formats."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import is_pil
from msjax.dataset.transforms.base import TensorOperation

NEED_PIL = "img should be PIL image. Got {}. Use Decode() for encoded data or ToPIL() for arrays."


class ImageTensorOperation(TensorOperation):
    """The base class of operations on images: arrays (height, width, channels) or Pillow's."""

    def __call__(self, *columns):
        """Apply the operation to an image.

        Args:
            columns: an array, or an image of Pillow; some operations take boxes as well.

        Returns:
            The image, of the kind that came in.

        Raises:
            TypeError: It is neither an array nor an image of Pillow.
            RuntimeError: The operation does not take such an array.
        """
        for column in columns:
            if not (isinstance(column, np.ndarray) or is_pil(column)):
                raise TypeError(
                    f"Input should be NumPy or PIL image, got {type(column)}; convert it with "
                    "`numpy.asarray` or `Tensor.asnumpy()`."
                )
        return super().__call__(*columns)


def require_pil(image) -> None:
    """Raise a TypeError unless this is an image of Pillow."""
    if not is_pil(image):
        raise TypeError(NEED_PIL.format(type(image)))


def with_channels(image: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Give an image the axis of one channel back that OpenCV has dropped."""
    return image[:, :, None] if image.ndim == 2 and like.ndim == 3 else image
