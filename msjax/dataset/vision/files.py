"""Read and write files of images, encode images, ask for their sizes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from msjax.dataset.libraries import is_pil, opencv
from msjax.dataset.vision.enums import ImageReadMode


def read_file(filename):
    """Read the bytes of a file.

    Args:
        filename: the path, a string.

    Returns:
        Array (length,) of uint8.

    Raises:
        TypeError: `filename` is no string.
        RuntimeError: There is no such file.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.read_file.html
    """
    check_string(filename, "filename")
    return np.frombuffer(_regular("ReadFile", filename).read_bytes(), np.uint8).copy()


def read_image(filename, mode=ImageReadMode.UNCHANGED):
    """Read an image file: JPEG, PNG, BMP or TIFF, and what else OpenCV reads.

    Args:
        filename: the path, a string.
        mode: an `ImageReadMode`: the channels of the file (without transparency), one channel, or
            three. Default: ImageReadMode.UNCHANGED.

    Returns:
        Array (height, width, channels), RGB or gray, of uint8; UNCHANGED keeps uint16 too.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: There is no such file, or it is no image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.read_image.html
    """
    check_string(filename, "filename")
    if not isinstance(mode, ImageReadMode):
        raise TypeError(f"Input mode is not of type {ImageReadMode}, but got: {type(mode)}.")
    cv2 = opencv()
    encoded = np.frombuffer(_regular("ReadImage", filename).read_bytes(), np.uint8)
    flags = {
        ImageReadMode.UNCHANGED: cv2.IMREAD_UNCHANGED,
        ImageReadMode.GRAYSCALE: cv2.IMREAD_GRAYSCALE,
        ImageReadMode.COLOR: cv2.IMREAD_COLOR,
    }
    image = cv2.imdecode(encoded, flags[mode]) if len(encoded) else None
    if image is None:
        raise _failure("ReadImage", f"Failed to read file {filename}; it is no image of OpenCV's.")
    if image.ndim == 2:
        return image[:, :, None]
    return np.ascontiguousarray(image[:, :, 2::-1])


def encode_jpeg(image, quality=75):
    """Encode an image as JPEG.

    Args:
        image: array or Tensor (height, width), (height, width, 1) or (height, width, 3), RGB, of
            uint8.
        quality: an int of 1 to 100. Default: 75.

    Returns:
        Array (length,) of uint8.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: The image has other axes, channels or another dtype, or `quality` is out of
            range.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.encode_jpeg.html
    """
    return _jpeg("EncodeJpeg", image, quality)


def encode_png(image, compression_level=6):
    """Encode an image as PNG.

    Args:
        image: array or Tensor (height, width), (height, width, 1) or (height, width, 3), RGB, of
            uint8.
        compression_level: an int of 0 to 9; 9 takes longest. Default: 6.

    Returns:
        Array (length,) of uint8.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: The image has other axes, channels or another dtype, or `compression_level`
            is out of range.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.encode_png.html
    """
    return _png("EncodePng", image, compression_level)


def write_file(filename, data):
    """Write bytes to a file.

    Args:
        filename: the path, a string.
        data: array or Tensor (length,) of uint8.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: `data` has other axes or another dtype, or the file cannot be written.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.write_file.html
    """
    check_string(filename, "filename")
    array = _as_array(data, "data")
    if array.dtype != np.uint8:
        raise _failure(
            "WriteFile", f"The type of the elements of data should be UINT8, but got {array.dtype}."
        )
    if array.ndim != 1:
        raise _failure(
            "WriteFile",
            "The data has invalid dimensions. It should have only one dimension, but got "
            f"{array.ndim} dimensions.",
        )
    _write("WriteFile", filename, array)


def write_jpeg(filename, image, quality=75):
    """Write an image to a JPEG file.

    Args:
        filename: the path, a string.
        image: array or Tensor (height, width), (height, width, 1) or (height, width, 3), RGB, of
            uint8.
        quality: an int of 1 to 100. Default: 75.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: The image has other axes, channels or another dtype, `quality` is out of
            range, or the file cannot be written.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.write_jpeg.html
    """
    check_string(filename, "filename")
    _write("WriteJpeg", filename, _jpeg("WriteJpeg", image, quality))


def write_png(filename, image, compression_level=6):
    """Write an image to a PNG file.

    Args:
        filename: the path, a string.
        image: array or Tensor (height, width), (height, width, 1) or (height, width, 3), RGB, of
            uint8.
        compression_level: an int of 0 to 9; 9 takes longest. Default: 6.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: The image has other axes, channels or another dtype, `compression_level` is
            out of range, or the file cannot be written.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.write_png.html
    """
    check_string(filename, "filename")
    _write("WritePng", filename, _png("WritePng", image, compression_level))


def get_image_num_channels(image):
    """Return how many channels an image has.

    Args:
        image: array (…, height, width, channels) or (height, width), or an image of Pillow.

    Returns:
        An int.

    Raises:
        TypeError: `image` is something else.
        RuntimeError: The array has less than two axes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.get_image_num_channels.html
    """
    if is_pil(image):
        return len(image.getbands())
    _check_axes("GetImageNumChannels", image)
    return 1 if image.ndim == 2 else image.shape[-1]


def get_image_size(image):
    """Return the height and the width of an image.

    Args:
        image: array (…, height, width, channels) or (height, width), or an image of Pillow.

    Returns:
        A list of two ints.

    Raises:
        TypeError: `image` is something else.
        RuntimeError: The array has less than two axes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.get_image_size.html
    """
    if is_pil(image):
        return [image.height, image.width]
    _check_axes("GetImageSize", image)
    return list(image.shape if image.ndim == 2 else image.shape[-3:-1])


def _jpeg(operation: str, image, quality) -> np.ndarray:
    _check_int(quality, "quality")
    array = _bgr(operation, image)
    if not 1 <= quality <= 100:
        raise _failure(operation, f"Invalid quality {quality}, should be in range of [1, 100].")
    cv2 = opencv()
    return cv2.imencode(".jpg", array, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1].reshape(-1)


def _png(operation: str, image, level) -> np.ndarray:
    _check_int(level, "compression_level")
    array = _bgr(operation, image)
    if not 0 <= level <= 9:
        raise _failure(
            operation, f"Invalid compression_level {level}, should be in range of [0, 9]."
        )
    cv2 = opencv()
    # The strategy that was OpenCV's default until its version 5.
    strategy = [cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
    options = [cv2.IMWRITE_PNG_COMPRESSION, int(level), *strategy]
    return cv2.imencode(".png", array, options)[1].reshape(-1)


def _bgr(operation: str, image) -> np.ndarray:
    """Return an image of bytes in OpenCV's order of channels."""
    array = _as_array(image, "image")
    if array.dtype != np.uint8:
        raise _failure(
            operation,
            f"The type of the elements of image should be UINT8, but got {array.dtype}; "
            "convert it with `astype`.",
        )
    if array.ndim not in (2, 3):
        raise _failure(
            operation,
            "The image has invalid dimensions. It should have two or three dimensions, but got "
            f"{array.ndim} dimensions.",
        )
    channels = get_image_num_channels(array)
    if channels not in (1, 3):
        raise _failure(
            operation,
            "The image has invalid channels. It should have 1 or 3 channels, but got "
            f"{channels} channels.",
        )
    return array if channels == 1 else np.ascontiguousarray(array[:, :, ::-1])


def _as_array(value, name: str) -> np.ndarray:
    if isinstance(value, np.ndarray):
        return value
    tensors = sys.modules.get("msjax._core.tensor")  # who has a Tensor has imported its module
    if tensors is not None and isinstance(value, tensors.Tensor):
        return value.asnumpy()
    raise TypeError(f"Input {name} is not of type {np.ndarray} or Tensor, but got: {type(value)}.")


def check_string(value, name: str) -> None:
    """Raise a TypeError unless this is a string."""
    if not isinstance(value, str):
        raise TypeError(f"Input {name} is not of type {str}, but got: {type(value)}.")


def _check_int(value, name: str) -> None:
    if not isinstance(value, int):
        raise TypeError(f"Input {name} is not of type {int}, but got: {type(value)}.")


def _check_axes(operation: str, image) -> None:
    if not isinstance(image, np.ndarray):
        raise TypeError(
            f"Input image is not of type {np.ndarray} or PIL.Image.Image, but got: {type(image)}."
        )
    if image.ndim < 2:
        raise _failure(
            operation,
            "invalid parameter, image should have at least two dimensions, but got: "
            f"{image.ndim}. You may need to perform Decode first.",
        )


def _regular(operation: str, filename: str) -> Path:
    path = Path(filename)
    if not path.exists():
        raise _failure(operation, f"Invalid file path, {filename} does not exist.")
    if not path.is_file():
        raise _failure(operation, f"Invalid file path, {filename} is not a regular file.")
    return path


def _write(operation: str, filename: str, data: np.ndarray) -> None:
    path = Path(filename)
    if path.exists():
        _regular(operation, filename)
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise _failure(operation, f"{error.strerror}: {filename}") from error


def _failure(operation: str, reason: str) -> RuntimeError:
    return RuntimeError(f"Exception thrown from dataset pipeline. {operation}: {reason}")
