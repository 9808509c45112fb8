"""Adjust the colors of images: brightness, contrast, gamma, hue, saturation."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import pillow
from msjax.dataset.transforms.base import DeviceChoice, PyTensorOperation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, within
from msjax.dataset.vision import pixels
from msjax.dataset.vision.base import ImageTensorOperation, require_pil
from msjax.dataset.vision.takes import BYTES, NUMBERS, Takes

_factor = [of_type(float, int), within(0, FLOAT_MAX)]
_unnamed_factor = [of_type(float, int), lambda value, _: within(0, FLOAT_MAX)(value, "")]
_COLORED = Takes(("uint8", "uint16", "float32"), ranks=(3,), channels=(3,))


class AdjustBrightness(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Multiply the pixels of an image by a factor.

    Args:
        brightness_factor: a float or int, not below 0; 1 changes nothing, 0 gives black.

    Raises:
        TypeError: `brightness_factor` is no number.
        ValueError: It is below 0.
        RuntimeError: On a call: the array has other axes, channels or another dtype.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustBrightness.html
    """

    _takes = Takes((*NUMBERS, "float16"), channels=(1, 3))

    @checked(brightness_factor=_factor)
    def __init__(self, brightness_factor):
        super().__init__()
        self.brightness_factor = brightness_factor

    def _execute_c(self, image):
        self._takes.check(self, image)
        bright = pixels.brightness(pixels.as_bytes(image), self.brightness_factor)
        return bright.astype(image.dtype)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageEnhance").Brightness(img).enhance(self.brightness_factor)


class AdjustContrast(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Blend an image with its mean gray.

    Args:
        contrast_factor: the share of the image, a float or int, not below 0; 1 changes nothing, 0
            gives gray.

    Raises:
        TypeError: `contrast_factor` is no number.
        ValueError: It is below 0.
        RuntimeError: On a call: the array is not (height, width, 3) of uint8, uint16 or float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustContrast.html
    """

    @checked(contrast_factor=_factor)
    def __init__(self, contrast_factor):
        super().__init__()
        self.contrast_factor = contrast_factor

    def _execute_c(self, image):
        _COLORED.check(self, image)
        return pixels.contrast(image, self.contrast_factor)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageEnhance").Contrast(img).enhance(self.contrast_factor)


class AdjustGamma(ImageTensorOperation, PyTensorOperation):
    """Correct the gamma of an image: pixels become gain * 255 * (pixel / 255) ** gamma.

    Floats are taken to be within 0 and 1 and become (gain * pixel) ** gamma, clipped to that.

    Args:
        gamma: the exponent, a float or int, not below 0; above 1 dark pixels become darker.
        gain: a factor, a float or int. Default: 1.

    Raises:
        TypeError: An argument is no number.
        ValueError: `gamma` is below 0.
        RuntimeError: On a call: the array is no image, its number of channels neither 1 nor 3, or
            its dtype neither uint8 nor a float.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustGamma.html

    Differs: images of other integers are refused; MindSpore corrects some bytes of their pixels.
    """

    random = False
    _takes = Takes((*BYTES, "float16", "float32", "float64"), (2, 3, 4, 5), channels=(1, 3))

    @checked(
        gamma=[of_type(float, int), lambda value, _: within(0, FLOAT_MAX)(value, "")],
        gain=[of_type(float, int), lambda value, _: within(-FLOAT_MAX, FLOAT_MAX)(value, "")],
    )
    def __init__(self, gamma, gain=1):
        super().__init__()
        self.gamma = gamma
        self.gain = gain

    def _execute_c(self, image):
        self._takes.check(self, image)
        corrected = pixels.gamma(pixels.as_bytes(image), self.gamma, self.gain)
        return corrected.astype(bool) if image.dtype == bool else corrected

    def _execute_py(self, img):
        require_pil(img)
        table = [
            int((256 - 0.001) * self.gain * (level / 255.0) ** self.gamma) for level in range(256)
        ]
        bands = len(img.getbands())
        return img.point(table * bands) if bands in (1, 3) else img


class AdjustHue(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Turn the hues of an image.

    Args:
        hue_factor: how far, in turns: a float or int within [-0.5, 0.5]; 0 changes nothing.

    Raises:
        TypeError: `hue_factor` is no number.
        ValueError: It is not within [-0.5, 0.5].
        RuntimeError: On a call: the array is not (height, width, 3) of uint8 or float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustHue.html

    Differs: hues of float32 images are turned too; MindSpore changes bytes of their numbers.
    """

    _takes = Takes(("uint8", "float32"), ranks=(3,), channels=(3,))

    @checked(hue_factor=[of_type(float, int), within(-0.5, 0.5)])
    def __init__(self, hue_factor):
        super().__init__()
        self.hue_factor = hue_factor

    def _execute_c(self, image):
        self._takes.check(self, image)
        return pixels.hue(image, self.hue_factor)

    def _execute_py(self, img):
        require_pil(img)
        if img.mode in ("L", "1", "I", "F"):
            return img
        hue, saturation, value = img.convert("HSV").split()
        turned = np.array(hue) + np.uint8(int(self.hue_factor * 255) % 256)
        hue = pillow().fromarray(turned)
        return pillow().merge("HSV", (hue, saturation, value)).convert(img.mode)


class AdjustSaturation(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Blend an image with its gray one.

    Args:
        saturation_factor: the share of the image, a float or int, not below 0; 1 changes nothing,
            0 gives a gray image.

    Raises:
        TypeError: `saturation_factor` is no number.
        ValueError: It is below 0.
        RuntimeError: On a call: the array is not (height, width, 3) of uint8, uint16 or float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustSaturation.html
    """

    @checked(saturation_factor=_unnamed_factor)
    def __init__(self, saturation_factor):
        super().__init__()
        self.saturation_factor = saturation_factor

    def _execute_c(self, image):
        _COLORED.check(self, image)
        return pixels.saturation(image, self.saturation_factor)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageEnhance").Color(img).enhance(self.saturation_factor)
