"""Resize, alone and after a crop."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import opencv, pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, natural_int32, of_type, positive_int32
from msjax.dataset.vision.base import (
    ImageTensorOperation,
    as_pair,
    each_image,
    require_pil,
    with_channels,
)
from msjax.dataset.vision.checks import crop_size, resize_size
from msjax.dataset.vision.enums import Inter

_MOST = 1000  # times that an image may grow
UNFILTERED = ("int8", "int32", "float16")  # dtypes that OpenCV does not interpolate


class Resize(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Resize an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Resize.html

    Arrays (…, height, width, channels) or (height, width) are interpolated without antialiasing,
    images of Pillow with it, as the libraries do it.

    Args:
        size: (height, width) in pixels; or the length of the shorter edge, to which the other is
            kept in proportion.
        interpolation: an `Inter`; arrays do not have ANTIALIAS, images of Pillow neither AREA nor
            PILCUBIC. Default: Inter.LINEAR.

    Raises:
        TypeError: `size` is neither, or `interpolation` no `Inter`.
        ValueError: A length is not positive.
        RuntimeError: On a call: the array is no image.

    Differs: PILCUBIC takes uint8 only; MindSpore reads wrong memory of other dtypes.
    """

    random = False

    @checked(size=resize_size, interpolation=lambda value, name: interpolation(value, name))
    def __init__(self, size, interpolation=Inter.LINEAR):
        super().__init__()
        self.size = size
        self.interpolation = interpolation
        self.implementation = implementation_of(interpolation)

    def device(self, device_target="CPU"):
        """Choose the device that the operation runs on.

        Args:
            device_target: "CPU", or "Ascend", which fails when the operation is called.
                Default: "CPU".

        Returns:
            The operation itself.

        Raises:
            TypeError: `device_target` is not a string.
            ValueError: It names no device.
            RuntimeError: The device does not have the interpolation.
        """
        super().device(device_target)
        if device_target == "Ascend" and self.interpolation not in (
            Inter.LINEAR,
            Inter.CUBIC,
            Inter.NEAREST,
        ):
            raise RuntimeError(
                "Invalid interpolation mode, only support BILINEAR, CUBIC and NEAREST, but got "
                f"{self.interpolation!r}."
            )
        return self

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)

        def resize(one):
            size = c_size(self.size, one.shape[:2])
            return resized(one, size, self.interpolation, self._failure)

        return each_image(resize, image)

    def _execute_py(self, img):
        require_pil(img)
        return resized_pil(img, self.size, pil_filter(self.interpolation))


class ResizedCrop(DeviceChoice, ImageTensorOperation):
    """Cut a part out of an image and resize it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ResizedCrop.html

    Args:
        top: y of the part's upper edge in pixels.
        left: x of its left edge.
        height: its height.
        width: its width.
        size: (height, width) of the result, or one number for both.
        interpolation: an `Inter`. Default: Inter.BILINEAR.

    Raises:
        TypeError: A number is no int, or `interpolation` no `Inter`.
        ValueError: A number is negative, or a length not positive.
        RuntimeError: On a call: the part reaches out of the image, or the array is no image.
    """

    implementation = Implementation.C

    @checked(
        top=natural_int32,
        left=natural_int32,
        height=positive_int32,
        width=positive_int32,
        interpolation=of_type(Inter),
        size=crop_size,
    )
    def __init__(self, top, left, height, width, size, interpolation=Inter.BILINEAR):
        super().__init__()
        self.top, self.left, self.height, self.width = top, left, height, width
        self.size = as_pair(size)
        self.interpolation = interpolation

    def _execute_c(self, image):
        self._check_image(image)
        bottom, right = self.top + self.height, self.left + self.width
        if bottom > image.shape[0] or right > image.shape[1]:
            raise self._failure(
                f"Crop dimensions: {bottom} x {right} exceed image's, got shape {image.shape}; the "
                "part must lie inside."
            )
        part = image[self.top : bottom, self.left : right]
        return resized(part, self.size, self.interpolation, self._failure)


def interpolation(value, name: str) -> None:
    """Raise an error unless this is an `Inter`."""
    if value is None:
        raise KeyError("Interpolation should not be None; take one of `Inter`.")
    of_type(Inter)(value, name)


def implementation_of(interpolation) -> Implementation | None:
    """Return the only implementation that has an interpolation; None if both have it."""
    if interpolation in (Inter.AREA, Inter.PILCUBIC):
        return Implementation.C
    return Implementation.PY if interpolation == Inter.ANTIALIAS else None


def pil_filter(interpolation):
    """Return Pillow's filter for an interpolation.

    Raises:
        TypeError: It has none.
    """
    if interpolation in (Inter.AREA, Inter.PILCUBIC):
        raise TypeError(
            "Current Interpolation is not supported with PIL input. Got "
            f"{interpolation!r}; take NEAREST, BILINEAR, BICUBIC or ANTIALIAS, or pass an array."
        )
    return Inter.to_python_type(interpolation)


def c_size(size, shape) -> tuple[int, int]:
    """Return (height, width) to resize an image to; one number is for the shorter edge."""
    if not isinstance(size, int):
        return size[0], size[1]
    height, width = (np.float32(edge) for edge in shape)
    if height < width:
        return size, int(width / height * np.float32(size))
    return int(height / width * np.float32(size)), size


def resized(image: np.ndarray, size, interpolation, failure) -> np.ndarray:
    """Resize an array (height, width, channels) to (height, width) as OpenCV does.

    Raises:
        RuntimeError: made by `failure`, a function of the reason.
    """
    height, width = size
    if height > image.shape[0] * _MOST or width > image.shape[1] * _MOST:
        raise failure(
            "the resizing width or height is too big, it's 1000 times bigger than the original "
            f"image, got output height: {height}, width: {width}, and original image size:"
            f"{image.shape[0]}, {image.shape[1]}; use a smaller size."
        )
    if interpolation == Inter.PILCUBIC:
        return _resized_by_pillow(image, size, failure)
    flag = Inter.to_c_type(interpolation)
    if (height, width) == image.shape[:2]:
        return image
    if image.dtype.name in UNFILTERED and interpolation != Inter.NEAREST:
        raise failure(
            f"images of {image.dtype} cannot be interpolated; use TypeCast to uint8, uint16, "
            "int16, float32 or float64 before."
        )
    pixels = image.view(np.uint8) if image.dtype == bool else image
    result = opencv().resize(pixels, (width, height), interpolation=flag)
    return with_channels(result, image).view(image.dtype)


def _resized_by_pillow(image, size, failure):
    if image.ndim != 3 or image.shape[2] != 3:
        shape = ",".join(map(str, image.shape))
        raise failure(
            f"Interpolation mode PILCUBIC only supports image with 3 channels, but got: <{shape}>"
        )
    if image.dtype != np.uint8:
        raise failure(f"Interpolation mode PILCUBIC only supports uint8, but got: {image.dtype}.")
    library = pillow()
    whole = library.fromarray(np.ascontiguousarray(image))
    # Rows first: Pillow itself takes whichever order is cheaper, and then rounds otherwise.
    for step in ((size[1], image.shape[0]), (size[1], size[0])):
        whole = whole.resize(step, library.Resampling.BICUBIC)
    return np.array(whole)


def resized_pil(image, size, resample):
    """Resize an image of Pillow to (height, width), or to the length of its shorter edge."""
    if not isinstance(size, int):
        return image.resize((size[1], size[0]), resample)
    width, height = image.size
    if size == min(width, height):
        return image
    aspect = width / height
    if width < height:
        return image.resize((size, int(size / aspect)), resample)
    return image.resize((int(size * aspect), size), resample)
