"""mindspore.dataset.vision: affine and perspective maps, given and random."""

import random

import mindspore.dataset as ds
import mindspore.dataset.vision as vision
import numpy as np
from mindspore.dataset.vision import Inter
from PIL import Image

from compat_tests.images import exact, photo

MODES = ("pynative",)
RGB = photo(20, 26)
FRAME = [[0, 0], [25, 0], [25, 19], [0, 19]]
MOVED = [[3, 1], [22, 0], [25, 15], [1, 19]]
FILTERS = (Inter.NEAREST, Inter.BILINEAR, Inter.BICUBIC, Inter.AREA)
MAPS = {
    "all": (15, (0.2, 0.1), 1.1, (10, 10)),
    "move": (0, (0.33, -0.3), 1, 0),
    "shear": (0, (0, 0), 1.0, 16.5),
    "turn_back": (-73.5, [-0.2, 0.2], 0.7, [-5, 20]),
}
RANDOM = {
    "all": lambda: vision.RandomAffine(
        (-30, 40), (-0.1, 0.2, -0.2, 0.1), (0.8, 1.3), (-9, 20, -5, 15)
    ),
    "two": lambda: vision.RandomAffine(30, (0.1, 0.2), None, (5, 6), Inter.BILINEAR, (1, 2, 3)),
    "few": lambda: vision.RandomAffine(0, scale=(0.5, 0.6), shear=10, fill_value=9),
}


def _on(operation, image=RGB):
    return lambda: exact(operation()(image))


def _seeded(operation, image=RGB):
    def run():
        results = []
        for seed in (1, 2, 3):
            ds.config.set_seed(seed)
            results.append(exact(operation()(image)))
        return results

    return run


def _seeded_python(operation):
    def run():
        random.seed(5)
        made = operation()
        return [exact(made(Image.fromarray(RGB))) for _ in range(4)]

    return run


CASES = {
    **{
        f"affine_{name}_{kind.name}": _on(
            lambda kind=kind, given=given: vision.Affine(*given, kind, (10, 20, 30))
        )
        for name, given in MAPS.items()
        for kind in FILTERS
    },
    **{
        f"affine_{dtype}": _on(
            lambda: vision.Affine(*MAPS["all"], fill_value=1), photo(20, 26, dtype=dtype)
        )
        for dtype in ("bool", "int8", "uint16", "int16", "int32", "float32", "float64")
    },
    **{
        f"affine_{channels}_channels": _on(
            lambda: vision.Affine(*MAPS["all"], Inter.BILINEAR, 7), photo(20, 26, channels)
        )
        for channels in (0, 1, 2, 4)
    },
    "affine_floats": lambda: vision.Affine(*MAPS["all"], Inter.BICUBIC)(
        photo(20, 26, dtype=np.float32)
    ),
    **{
        f"perspective_{kind.name}": _on(
            lambda kind=kind: vision.Perspective(FRAME, MOVED, kind),
        )
        for kind in (*FILTERS, Inter.PILCUBIC)
    },
    **{
        f"perspective_pillow_{kind.name}": _on(
            lambda kind=kind: vision.Perspective(FRAME, MOVED, kind), Image.fromarray(RGB)
        )
        for kind in FILTERS[:3]
    },
    "perspective_gray": _on(lambda: vision.Perspective(FRAME, MOVED), photo(20, 26, 0)),
    "perspective_floats": lambda: vision.Perspective(FRAME, MOVED)(photo(20, 26, dtype=np.float32)),
    **{f"random_affine_{name}": _seeded(operation) for name, operation in RANDOM.items()},
    "random_affine_pillow": _seeded_python(
        lambda: vision.RandomAffine((-30, 40), (0.1, 0.2), (0.8, 1.3), (-9, 20, -5, 15))
    ),
    "random_affine_pillow_filter": _seeded_python(
        lambda: vision.RandomAffine(30, None, None, (2, 9), Inter.BICUBIC)
    ),
    "random_perspective": _seeded_python(lambda: vision.RandomPerspective()),
    "random_perspective_far": _seeded_python(
        lambda: vision.RandomPerspective(0.9, 1.0, Inter.BILINEAR)
    ),
}
