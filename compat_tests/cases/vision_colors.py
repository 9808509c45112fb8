"""mindspore.dataset.vision: adjust colors, change the space and the order of channels."""

import mindspore.dataset.vision as vision
import numpy as np
from PIL import Image

from compat_tests.images import exact, photo

MODES = ("pynative",)
RGB, FLOATS = photo(), photo(dtype=np.float32) / np.float32(255)
GRAY = photo(channels=0)
DOUBLES = FLOATS.astype(float)


def _on(operation, image):
    return lambda: exact(operation()(image))


def _floats(operation, image):
    return lambda: operation()(image)


def _pil(operation, image=RGB):
    return lambda: exact(operation()(Image.fromarray(image)))


FACTORS = {
    "brightness": (vision.AdjustBrightness, 1.75),
    "contrast": (vision.AdjustContrast, 1.75),
    "gamma": (vision.AdjustGamma, 0.5),
    "hue": (vision.AdjustHue, -0.25),
    "saturation": (vision.AdjustSaturation, 0.25),
    "sharpness": (vision.AdjustSharpness, 1.5),
}
CASES = {
    **{
        f"{name}_bytes": _on(lambda kind=kind, by=by: kind(by), RGB)
        for name, (kind, by) in FACTORS.items()
    },
    **{
        f"{name}_floats": _floats(lambda kind=kind, by=by: kind(by), FLOATS)
        for name, (kind, by) in FACTORS.items()
        if name != "hue"
    },
    **{
        f"{name}_pillow": _pil(lambda kind=kind, by=by: kind(by))
        for name, (kind, by) in FACTORS.items()
        if name != "sharpness"
    },
    **{
        f"brightness_{dtype}": _on(lambda: vision.AdjustBrightness(1.75), photo(dtype=dtype))
        for dtype in ("int8", "int16", "uint16", "int32")
    },
    "brightness_half": _floats(lambda: vision.AdjustBrightness(1.7), FLOATS.astype(np.float16)),
    "brightness_double": _floats(lambda: vision.AdjustBrightness(1.7), FLOATS.astype(float)),
    "brightness_gray": _on(lambda: vision.AdjustBrightness(0), GRAY),
    "brightness_pillow_gray": _pil(lambda: vision.AdjustBrightness(0.3), GRAY),
    "contrast_uint16": _on(lambda: vision.AdjustContrast(0.5), photo(dtype=np.uint16) * 9),
    "gamma_gain": _on(lambda: vision.AdjustGamma(2.2, 0.9), RGB),
    "gamma_large_gain": _on(lambda: vision.AdjustGamma(1, 3), RGB),
    "gamma_double": _floats(lambda: vision.AdjustGamma(2.2, 0.9), FLOATS.astype(float)),
    "gamma_batch": _on(lambda: vision.AdjustGamma(2.2), np.stack([RGB, RGB[::-1]])),
    "gamma_pillow_gray": _pil(lambda: vision.AdjustGamma(0.4, 0.9), GRAY),
    "hue_positive": _on(lambda: vision.AdjustHue(0.125), RGB),
    "hue_pillow_gray": _pil(lambda: vision.AdjustHue(0.2), GRAY),
    "sharpness_gray": _on(lambda: vision.AdjustSharpness(0.5), GRAY),
    "sharpness_one_channel": _on(lambda: vision.AdjustSharpness(2), photo(channels=1)),
    "sharpness_four_channels": _on(lambda: vision.AdjustSharpness(0), photo(channels=4)),
    **{
        f"convert_{mode.name}": _on(
            lambda mode=mode: vision.ConvertColor(mode),
            photo(
                channels=1 if mode in (8, 9) else 4 if mode.name[6:10] in ("BGRA", "RGBA") else 3
            ),
        )
        for mode in vision.ConvertMode
    },
    "convert_gray_to_more": _on(lambda: vision.ConvertColor(vision.ConvertMode(0)), GRAY),
    "convert_floats": _floats(lambda: vision.ConvertColor(vision.ConvertMode(7)), FLOATS),
    "convert_uint16": _on(
        lambda: vision.ConvertColor(vision.ConvertMode(4)), photo(dtype=np.uint16)
    ),
    "rgb_to_hsv": _floats(lambda: vision.RgbToHsv(), DOUBLES.transpose(2, 0, 1)),
    "rgb_to_hsv_last": _floats(lambda: vision.RgbToHsv(True), DOUBLES[:4, :5]),
    "rgb_to_hsv_gray": _floats(lambda: vision.RgbToHsv(True), np.full((2, 2, 3), 0.5)),
    "rgb_to_hsv_black": _floats(lambda: vision.RgbToHsv(True), np.zeros((2, 2, 3))),
    "rgb_to_hsv_batch": _floats(lambda: vision.RgbToHsv(), DOUBLES[None].transpose(0, 3, 1, 2)),
    "hsv_to_rgb": _floats(lambda: vision.HsvToRgb(), DOUBLES.transpose(2, 0, 1)),
    "hsv_to_rgb_last": _floats(lambda: vision.HsvToRgb(is_hwc=True), DOUBLES[:4, :5]),
    "hsv_to_rgb_batch": _floats(lambda: vision.HsvToRgb(), DOUBLES[None].transpose(0, 3, 1, 2)),
}
