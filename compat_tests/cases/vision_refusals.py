"""mindspore.dataset.vision: which arguments and images operations refuse, and in which words."""

import mindspore.dataset.vision as vision
import numpy as np
from mindspore.dataset.vision import ImageBatchFormat, Inter
from PIL import Image

from compat_tests.harness import first_clause
from compat_tests.images import photo

MODES = ("pynative",)
POINTS = [[0, 0], [1, 0], [1, 1], [0, 1]]
AFFINE = (0, (0, 0), 1, 0)
RGB = photo()
FACTORS = [("1",), (True,), (-1,), (None,), (2**25,), (2**24,), (0,)]
CHANCES = [("a",), (True,), (-0.1,), (1.1,), (1,), (None,)]
FILLS = [256, -1, (1, 2), (1, 2, 300), [1, 2, 3], (1, 2.0, 3), 1.5, None, True]


def _filled(*before):
    return [(*before, fill) for fill in FILLS]


# class -> the arguments it is made with
MADE = {
    "AdjustBrightness": FACTORS,
    "AdjustContrast": FACTORS,
    "AdjustGamma": [*FACTORS, (1, "a"), (1, 2**25), (1, -1.5)],
    "AdjustHue": [(0.6,), (-0.6,), ("a",), (True,), (0.5,)],
    "AdjustSaturation": FACTORS,
    "AdjustSharpness": FACTORS,
    "Affine": [
        *[(degrees, (0, 0), 1, 0) for degrees in (181, -180.5, "a", True)],
        *[(0, move, 1, 0) for move in (0.1, (0,), (0, 0, 0), (0, 1.5), ("a", 0), [0, -1])],
        *[(0, (0, 0), scale, 0) for scale in (0, -1, "a", 0.5)],
        *[(0, (0, 0), 1, shear) for shear in ("a", (1,), (1, "a"), 181, (0, -181), (1, 2, 3))],
        (*AFFINE, 1),
        *_filled(*AFFINE, Inter.NEAREST),
    ],
    "AutoAugment": [("imagenet",), (vision.AutoAugmentPolicy.SVHN, 0), *_filled()[:0]],
    "AutoContrast": [
        *[(cutoff,) for cutoff in (-1, 50, 49.9, "a", True)],
        *[(0.0, ignore) for ignore in (-1, 256, 1.5, "a", (1, 256), [1.5], (1, 2), True)],
    ],
    "ConvertColor": [(0,), ("COLOR_BGR2RGB",)],
    "CutMixBatch": [
        (0,),
        *[(ImageBatchFormat.NHWC, alpha) for alpha in (0, -1, "a", 2**25, True, 1)],
        *[(ImageBatchFormat.NHWC, 1.0, prob) for prob in (-1, 1.5, "a", True, 0)],
    ],
    "GaussianBlur": [
        *[(size,) for size in (0, 2, -1, 1.5, "a", (1,), (3, 4), (3, 0), [3, 5], (3, 1.0), True)],
        *[(3, sigma) for sigma in (-1, "a", (1,), (1, -1), (1, "a"), [1, 2], 0)],
    ],
    "HsvToRgb": [(1,), ("a",)],
    "MixUp": [(0, 1.0), (1.5, 1.0), (2, 0), (2, -1), (2, "a"), (2, 1, 1), (2, 1)],
    "MixUpBatch": [(0,), (-1,), ("a",), (2**25,), (True,)],
    "Perspective": [
        *[(points, POINTS) for points in (1, [1] * 4, POINTS[:3], [[0]] * 4, [[0, 0.5]] * 4)],
        *[(POINTS, points) for points in ("a", POINTS[:3], [[0, 2**31]] * 4)],
        (POINTS, POINTS, 2),
    ],
    "Posterize": [(9,), (-1,), (1.5,), (True,), (0,)],
    "RandAugment": [
        *[(number,) for number in (-1, 1.5, 0)],
        *[(2, magnitude) for magnitude in (31, -1, 1.5, 30)],
        *[(2, 0, bins) for bins in (1, 2.0, 2)],
        (2, 0, 2, 0),
        *_filled(2, 0, 2, Inter.NEAREST),
    ],
    "RandomAdjustSharpness": [*FACTORS, *[(1.0, *chance) for chance in CHANCES]],
    "RandomAffine": [
        *[(degrees,) for degrees in (-1, "a", (1,), (2, 1), (1, "a"), 2**25, [0, 5])],
        *[(0, move) for move in (0.1, (0,), (0, 0, 0), (0, 1.5), ("a", 0), (0, 0, 0, -1))],
        *[(0, None, scale) for scale in (1, (1,), (2, 1), (0, 0), (-1, 1), ("a", 1), (0, 1))],
        *[(0, None, None, shear) for shear in (0, -1, "a", (1,), (2, 1), (1, 2, 4, 3), (1, 2))],
        (0, None, None, None, 1),
        *_filled(0, None, None, None, Inter.NEAREST)[:-2],
    ],
    "RandomAutoContrast": [(50,), (0, 256), *[(0, None, *chance) for chance in CHANCES]],
    "RandomEqualize": CHANCES,
    "RandomInvert": CHANCES,
    "RandomPerspective": [(1.5,), (1,), ("a",), (0.5, 1), (0.5, 1.5), (0.5, 0.5, 2)],
    "RandomPosterize": [((1,),), ((0, 8),), ((8, 1),), ((1, 9),), (9,), (0,), ((1, 300),), ("a",)],
    "RandomSelectSubpolicy": [
        *[(policy,) for policy in ((), [], [[]], [1], [[1]], [[(1, 1)]], [[[vision.Invert(), 1]]])],
        *[([[(vision.Invert(), chance)]],) for chance in (-0.5, 1.5, 1)],
    ],
    "RandomSolarize": [([0, 1],), ((0,),), ((1, 0),), ((0, 256),), ((-1, 0),), ((0, 1.5),), (1,)],
    "RgbToHsv": [(1,), (None,)],
    "Solarize": [(256,), (-1,), ("a",), ((1,),), ((1, 300),), ((2, 1),), ((1, "a"),), ([1, 2],)],
    "TrivialAugmentWide": [(1,), (1.5,), (2, 0), *_filled(2, Inter.NEAREST)],
    "UniformAugment": [
        (1,),
        ([1, vision.Invert()],),
        ([vision.Invert],),
        *[([vision.Invert()], number) for number in (0, 1.5, 2, 1)],
    ],
}
IMAGES = {
    "rgb": RGB,
    "gray": RGB[:, :, 0].copy(),
    "one": RGB[:, :, :1].copy(),
    "two": RGB[:, :, :2].copy(),
    "four": photo(channels=4),
    "batch": RGB[None],
    "line": RGB[0, 0],
    **{name: photo(dtype=name) for name in ("float16", "int64", "uint32", "int32", "float64")},
    "text": np.array(["a", "b"]),
    "list": [1, 2],
}
CALLED = {
    "AdjustContrast": lambda: vision.AdjustContrast(1),
    "AdjustHue": lambda: vision.AdjustHue(0.25),
    "AdjustSaturation": lambda: vision.AdjustSaturation(1),
    "AdjustSharpness": lambda: vision.AdjustSharpness(1),
    "Affine": lambda: vision.Affine(*AFFINE, Inter.BILINEAR),
    "AutoContrast": lambda: vision.AutoContrast(),
    "ConvertColor": lambda: vision.ConvertColor(vision.ConvertMode.COLOR_RGB2GRAY),
    "Equalize": lambda: vision.Equalize(),
    "GaussianBlur": lambda: vision.GaussianBlur(3),
    "Invert": lambda: vision.Invert(),
    "Perspective": lambda: vision.Perspective(POINTS, POINTS),
    "Posterize": lambda: vision.Posterize(3),
    "RandAugment": lambda: vision.RandAugment(),
    "Solarize": lambda: vision.Solarize(3),
}


def _outcome(work, words=True):
    try:
        work()
    except (TypeError, ValueError, RuntimeError, NotImplementedError) as error:
        clause = first_clause(str(error)).split(" is not of type")[0]
        return [type(error).__name__, clause if words else ""]
    return "done"


def _all_made(name):
    return lambda: [
        _outcome(lambda given=given: getattr(vision, name)(*given)) for given in MADE[name]
    ]


def _all_called(operation):
    return lambda: {
        name: _outcome(lambda image=image: operation()(image), words=False)
        for name, image in IMAGES.items()
    }


def _called(work):
    return lambda: _outcome(work)


CASES = {
    **{f"made_{name}": _all_made(name) for name in MADE},
    **{f"called_{name}": _all_called(operation) for name, operation in CALLED.items()},
    "filter_of_arrays": _called(lambda: vision.Perspective(POINTS, POINTS, Inter.ANTIALIAS)(RGB)),
    "filter_of_pillow": _called(
        lambda: vision.Perspective(POINTS, POINTS, Inter.AREA)._execute_py(Image.fromarray(RGB))
    ),
    "random_perspective_of_arrays": _called(lambda: vision.RandomPerspective(0.5, 1.0)(RGB)),
    "random_affine_of_arrays": _called(
        lambda: vision.RandomAffine(1, resample=Inter.ANTIALIAS)(RGB)
    ),
    "hsv_of_pillow": _called(lambda: vision.RgbToHsv()(Image.fromarray(RGB))),
    "hsv_axes": _called(lambda: vision.RgbToHsv()(RGB)),
    "video_of_list": _called(lambda: vision.DecodeVideo()([1])),
    "read_video_nothing": _called(lambda: vision.read_video("/no/file")),
    "read_video_times": _called(lambda: vision.read_video("/no/file", 2, 1)),
    "read_video_unit": _called(lambda: vision.read_video("/no/file", pts_unit="minutes")),
    "read_video_start": _called(lambda: vision.read_video("/no/file", "a")),
    "read_video_name": _called(lambda: vision.read_video(1)),
    "video_decoder_nothing": _called(lambda: vision.VideoDecoder("/no/file")),
}
