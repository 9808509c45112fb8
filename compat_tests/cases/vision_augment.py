"""mindspore.dataset.vision: automatic augmentation, choices of operations, mixed batches."""

import random

import mindspore.dataset as ds
import mindspore.dataset.vision as vision
import numpy as np
from mindspore.dataset.vision import AutoAugmentPolicy, ImageBatchFormat, Inter
from PIL import Image

from compat_tests.images import exact, photo

MODES = ("pynative",)
RGB = photo(20, 24)
BATCH = np.stack([photo(10, 8, seed=seed) for seed in range(4)])
LABELS = np.eye(4, dtype=np.float32)[[0, 2, 1, 3]]
KINDS = {
    "imagenet": (lambda: vision.AutoAugment(), 30),
    "cifar10": (lambda: vision.AutoAugment(AutoAugmentPolicy.CIFAR10, Inter.BILINEAR, 10), 40),
    "svhn": (lambda: vision.AutoAugment(AutoAugmentPolicy.SVHN, fill_value=(1, 2, 3)), 40),
    "RandAugment": (lambda: vision.RandAugment(), 30),
    "RandAugment_four": (lambda: vision.RandAugment(4, 5, 10, Inter.BILINEAR, 7), 12),
    "RandAugment_none": (lambda: vision.RandAugment(0), 2),
    "TrivialAugmentWide": (lambda: vision.TrivialAugmentWide(), 40),
    "TrivialAugmentWide_few": (lambda: vision.TrivialAugmentWide(8, Inter.BILINEAR, 5), 30),
    "UniformAugment": (
        lambda: vision.UniformAugment(
            [vision.Invert(), vision.Posterize(3), vision.AdjustBrightness(2.0)]
        ),
        12,
    ),
    "UniformAugment_all": (
        lambda: vision.UniformAugment((vision.Invert(), vision.Posterize(3)), 2),
        8,
    ),
    "RandomSelectSubpolicy": (
        lambda: vision.RandomSelectSubpolicy(
            [
                [(vision.Invert(), 0.5), (vision.Posterize(2), 0.4)],
                [(vision.AdjustBrightness(0.5), 0.7)],
                [(vision.RandomPosterize((1, 6)), 1), (vision.Solarize(99), 0)],
            ]
        ),
        12,
    ),
}


def _seeded(operation, count):
    def run():
        results = []
        for seed in range(count):
            ds.config.set_seed(seed)
            results.append(exact(operation()(RGB))[2:])
        return results

    return run


def _mixed(operation, images, labels=LABELS):
    def run():
        results = []
        for seed in (0, 1, 2, 3):
            ds.config.set_seed(seed)
            mixed, shares = operation()(images, labels)
            results.append([exact(mixed), shares])
        return results

    return run


def _uniform_of_pillow():
    random.seed(3)
    np.random.seed(3)
    made = vision.UniformAugment([vision.Invert(), vision.Equalize(), vision.AutoContrast()], 2)
    return [exact(made(Image.fromarray(RGB))) for _ in range(5)]


def _mix_up(*arguments):
    def run():
        np.random.seed(4)
        made = vision.MixUp(*arguments)
        return [made(BATCH, LABELS) for _ in range(2)]

    return run


NHWC, NCHW = ImageBatchFormat.NHWC, ImageBatchFormat.NCHW
FIRST = np.ascontiguousarray(BATCH.transpose(0, 3, 1, 2))
CASES = {
    **{name: _seeded(*kind) for name, kind in KINDS.items()},
    "UniformAugment_pillow": _uniform_of_pillow,
    "CutMixBatch": _mixed(lambda: vision.CutMixBatch(NHWC), BATCH),
    "CutMixBatch_first": _mixed(lambda: vision.CutMixBatch(NCHW, 0.3, 0.5), FIRST),
    "CutMixBatch_rows": _mixed(
        lambda: vision.CutMixBatch(NHWC, 2.5), BATCH, np.stack([LABELS, LABELS[::-1]], 1)
    ),
    "CutMixBatch_ints": _mixed(
        lambda: vision.CutMixBatch(NHWC, 2.5), BATCH.astype(np.int32), LABELS.astype(np.uint8)
    ),
    "MixUpBatch": _mixed(lambda: vision.MixUpBatch(), BATCH),
    "MixUpBatch_first": _mixed(lambda: vision.MixUpBatch(9.0), FIRST),
    "MixUpBatch_rows": _mixed(
        lambda: vision.MixUpBatch(0.4), BATCH, np.stack([LABELS, LABELS[::-1]], 1)
    ),
    "MixUpBatch_int32": _mixed(
        lambda: vision.MixUpBatch(), BATCH.astype(np.int32), LABELS.astype(bool)
    ),
    "MixUp": _mix_up(4, 0.2),
    "MixUp_over_batches": _mix_up(4, 1.5, False),
}
