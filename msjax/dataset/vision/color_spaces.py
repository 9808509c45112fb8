"""Convert images between orders of channels, and between spaces of colors."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import opencv
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, of_type
from msjax.dataset.vision import pixels
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import ConvertMode
from msjax.dataset.vision.takes import BYTES, Takes


class ConvertColor(DeviceChoice, ImageTensorOperation):
    """Change the number or the order of the channels of an image.

    Args:
        convert_mode: a `ConvertMode`; it names the channels before and after.

    Raises:
        TypeError: `convert_mode` is no ConvertMode.
        RuntimeError: On a call: the array has other channels than the mode takes, or a dtype other
            than uint8, uint16 and float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ConvertColor.html
    """

    implementation = Implementation.C

    @checked(convert_mode=of_type(ConvertMode))
    def __init__(self, convert_mode):
        super().__init__()
        self.convert_mode = convert_mode
        from_gray = convert_mode in (ConvertMode.COLOR_GRAY2BGR, ConvertMode.COLOR_GRAY2BGRA)
        to_gray = convert_mode.name.endswith("GRAY")
        channels = (1,) if from_gray else (3, 4) if to_gray else (1, 3, 4)
        self._takes = Takes((*BYTES, "uint16", "float32"), channels=channels)

    def _execute_c(self, image):
        self._takes.check(self, image)
        converted = opencv().cvtColor(
            pixels.as_bytes(image), ConvertMode.to_c_type(self.convert_mode)
        )
        return converted.astype(image.dtype)


class _ColorSpace(PyTensorOperation):
    """What changes the space of colors of an image or of a batch of images."""

    implementation = Implementation.PY
    random = False

    @checked(is_hwc=of_type(bool))
    def __init__(self, is_hwc=False):
        super().__init__()
        self.is_hwc = is_hwc

    def _channels(self, images) -> list[np.ndarray]:
        """Return the three channels, as float64."""
        if not isinstance(images, np.ndarray):
            raise TypeError(f"img should be NumPy image. Got {type(images)}; convert it first.")
        if images.ndim not in (3, 4):
            raise TypeError(
                "img shape should be (H, W, C)/(N, H, W, C)/(C ,H, W)/(N, C, H, W). "
                f"Got {images.shape}."
            )
        channels = np.moveaxis(images, self._axis, 0)
        if len(channels) != 3:
            raise TypeError(
                f"img should be 3 channels RGB img. Got {len(channels)} channels; "
                "`is_hwc` says whether they are the last axis."
            )
        return [channel.astype(np.float64) for channel in channels]

    @property
    def _axis(self) -> int:
        return -1 if self.is_hwc else -3


class RgbToHsv(_ColorSpace):
    """Convert pixels from red, green and blue to hue, saturation and value.

    Args:
        is_hwc: whether the channels are the last axis, not the one before height and width.
            Default: False.

    Raises:
        TypeError: `is_hwc` is no bool; on a call: the array is no RGB image, nor a batch of them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RgbToHsv.html
    """

    def _execute_py(self, rgb_imgs):
        channels = red, green, _ = self._channels(rgb_imgs)
        value = np.maximum.reduce(channels)
        spread = value - np.minimum.reduce(channels)
        flat = spread == 0
        safe = np.where(flat, 1.0, spread)
        from_red, from_green, from_blue = ((value - channel) / safe for channel in channels)
        hue = np.where(
            red == value,
            from_blue - from_green,
            np.where(green == value, 2 + from_red - from_blue, 4 + from_green - from_red),
        )
        hue = np.where(flat, 0.0, hue / 6 % 1)
        saturation = np.where(flat, 0.0, spread / np.where(flat, 1.0, value))
        return np.stack([hue, saturation, value], axis=self._axis)


class HsvToRgb(_ColorSpace):
    """Convert pixels from hue, saturation and value to red, green and blue.

    Args:
        is_hwc: whether the channels are the last axis, not the one before height and width.
            Default: False.

    Raises:
        TypeError: `is_hwc` is no bool; on a call: the array is no HSV image, nor a batch of them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.HsvToRgb.html
    """

    def _execute_py(self, hsv_imgs):
        hue, saturation, value = self._channels(hsv_imgs)
        sector = np.trunc(hue * 6)
        part = hue * 6 - sector
        low = value * (1 - saturation)
        falling = value * (1 - saturation * part)
        rising = value * (1 - saturation * (1 - part))
        sector = sector % 6
        rgb = [
            np.select([sector == number for number in range(6)], choices)
            for choices in (
                (value, falling, low, low, rising, value),
                (rising, value, value, falling, low, low),
                (low, low, rising, value, value, falling),
            )
        ]
        gray = saturation == 0
        return np.stack([np.where(gray, value, channel) for channel in rgb], axis=self._axis)
