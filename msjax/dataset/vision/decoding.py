"""Decode: from the bytes of an image file to pixels."""

from __future__ import annotations

import io

import numpy as np

from msjax.dataset.libraries import opencv, pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, of_type
from msjax.dataset.vision.base import ImageTensorOperation


class Decode(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Decode the bytes of an image file (JPEG, PNG, BMP, TIFF and others) to RGB pixels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Decode.html

    Args:
        to_pil: whether the result is an image of Pillow; it is an array (height, width, 3) of
            uint8 otherwise. Default: False.

    Raises:
        TypeError: `to_pil` is no bool; on a call: the bytes are no array of one axis.
        ValueError: On a call with `to_pil`: the bytes are no image.
        RuntimeError: On a call without: the bytes are no image.

    Differs: WebP, GIF, JPEG 2000 and AVIF are decoded to arrays too; colors of JPEG files in CMYK
    differ by a level; JPEG files that lack their last bytes, and with them pixels, are an error.
    """

    @checked(to_pil=of_type(bool))
    def __init__(self, to_pil=False):
        super().__init__()
        self.to_pil = to_pil
        self.implementation = Implementation.PY if to_pil else Implementation.C

    def __call__(self, img):
        """Decode an image.

        Args:
            img: the bytes, or an array of uint8 of them.

        Returns:
            The image.

        Raises:
            TypeError: `img` is something else.
            ValueError: Pillow cannot decode it.
            RuntimeError: OpenCV cannot decode it.
        """
        if isinstance(img, bytes):
            img = np.frombuffer(img, np.uint8)
        if not isinstance(img, np.ndarray):
            raise TypeError(
                f"The type of the encoded image should be {np.ndarray}, but got {type(img)}."
            )
        if img.dtype.type is np.str_:
            raise TypeError(
                f"The data type of the encoded image can not be {np.str_}; it must be uint8."
            )
        if img.ndim != 1:
            raise TypeError(
                "The number of array dimensions of the encoded image should be 1, but got "
                f"{img.ndim}; an image that is decoded already needs no Decode."
            )
        return super().__call__(img)

    def device(self, device_target="CPU"):
        """Choose the device that the operation runs on.

        Args:
            device_target: "CPU", or "Ascend", which fails when the operation is called.
                Default: "CPU".

        Returns:
            The operation itself.

        Raises:
            TypeError: `device_target` is not a string.
            ValueError: It names no device, or the result is to be an image of Pillow.
        """
        if self.to_pil and device_target == "Ascend":
            raise ValueError(
                'The transform "Decode(to_pil=True)" cannot be performed on Ascend device, '
                'please set "to_pil=False".'
            )
        return super().device(device_target)

    def _execute_c(self, encoded):
        image = decoded_bgr(encoded)
        if image is None:
            raise self._failure("image decode failed; the bytes must be those of an image file.")
        return red_first(image)

    def _execute_py(self, encoded):
        try:
            return pillow().open(io.BytesIO(encoded.tobytes())).convert("RGB")
        except OSError as error:
            raise ValueError(
                f"{error}\n: Failed to decode given image; the bytes must be those of an image "
                "file."
            ) from error


def decoded_bgr(encoded: np.ndarray) -> np.ndarray | None:
    """Decode bytes to pixels, blue first as OpenCV has them; None if they are no image."""
    if encoded.dtype.itemsize != 1 or encoded.size == 0:
        return None
    encoded = encoded.view(np.uint8)
    image = _bgr(encoded)
    if image is None and encoded[:2].tobytes() == _JPEG:
        image = _without_end(encoded)
    return image


def red_first(image: np.ndarray) -> np.ndarray:
    """Exchange red and blue."""
    cv2 = opencv()
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


_JPEG, _END = b"\xff\xd8", b"\xff\xd9"


def _bgr(encoded):
    cv2 = opencv()
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)


def _without_end(encoded):
    """Decode a JPEG file that lacks its end marker; None if it lacks pixels too.

    OpenCV refuses both. Pixels are all there if it does not matter what follows the data.
    """
    tails = (_END, b"\x55" * 64 + _END)
    images = [_bgr(np.append(encoded, np.frombuffer(tail, np.uint8))) for tail in tails]
    is_whole = images[0] is not None and np.array_equal(*images)
    return images[0] if is_whole else None
