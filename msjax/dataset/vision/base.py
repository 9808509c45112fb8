"""What operations on images share: what they take, and what they do with batches of images."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import is_pil
from msjax.dataset.transforms.base import TensorOperation

NEED_PIL = "img should be PIL image. Got {}. Use Decode() for encoded data or ToPIL() for arrays."
IMAGE_DTYPES = "bool int8 uint8 int16 uint16 int32 float16 float32 float64".split()


class ImageTensorOperation(TensorOperation):
    """The base class of operations on images: arrays (height, width, channels) or Pillow's."""

    _needs_data = True

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

    def _check_image(self, image, most: int = 3, dtypes=IMAGE_DTYPES) -> None:
        """Raise a RuntimeError unless this has the axes of an image, and one of `dtypes`."""
        if image.ndim < 2:
            raise self._failure(
                "the image tensor should have at least two dimensions, but got shape "
                f"{image.shape}. You may need to perform Decode first."
            )
        if image.ndim > most:
            raise self._failure(
                f"input tensor is not in shape of <H,W> or <H,W,C>, but got rank: {image.ndim}; "
                "use it in `map`, before `batch`."
            )
        if image.dtype.name not in dtypes:
            raise self._failure(
                "the data type of image tensor does not match the requirement of operator. "
                f"Expecting tensor in type of ({', '.join(dtypes)}). But got type "
                f"{image.dtype}; use TypeCast before."
            )


def each_image(function, images: np.ndarray) -> np.ndarray:
    """Apply a function to each image (height, width, channels) of a batch of any number of axes."""
    if images.ndim <= 3:
        return function(images)
    flat = images.reshape(-1, *images.shape[-3:])
    results = np.stack([function(image) for image in flat])
    return results.reshape(*images.shape[:-3], *results.shape[1:])


def require_pil(image) -> None:
    """Raise a TypeError unless this is an image of Pillow."""
    if not is_pil(image):
        raise TypeError(NEED_PIL.format(type(image)))


def as_pair(size) -> tuple[int, int]:
    """Return (height, width) of a size that may be one number for both."""
    return (size, size) if isinstance(size, int) else (size[0], size[1])


def with_channels(image: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Give an image the axis of one channel back that OpenCV has dropped."""
    return image[:, :, None] if image.ndim == 2 and like.ndim == 3 else image
