"""mindspore.dataset.vision in pipelines: streams of random operations go on from row to row."""

import mindspore.dataset as ds
import mindspore.dataset.vision as vision
import numpy as np

from compat_tests.images import exact, photo

MODES = ("pynative",)
IMAGES = [photo(14, 16, seed=seed) for seed in range(6)]
LABELS = np.arange(6, dtype=np.int32)
OPERATIONS = {
    "RandomSolarize": lambda: [vision.RandomSolarize()],
    "RandomPosterize": lambda: [vision.RandomPosterize((1, 8))],
    "RandomInvert": lambda: [vision.RandomInvert()],
    "RandomEqualize": lambda: [vision.RandomEqualize()],
    "RandomAffine": lambda: [vision.RandomAffine(20, (0.1, 0.2), (0.8, 1.2), 9)],
    "AutoAugment": lambda: [vision.AutoAugment()],
    "RandAugment": lambda: [vision.RandAugment()],
    "TrivialAugmentWide": lambda: [vision.TrivialAugmentWide()],
    "UniformAugment": lambda: [
        vision.UniformAugment([vision.RandomPosterize((1, 7)), vision.Invert()], 2)
    ],
    "RandomSelectSubpolicy": lambda: [
        vision.RandomSelectSubpolicy(
            [[(vision.RandomPosterize((1, 7)), 0.9)], [(vision.RandomSolarize(), 0.8)]]
        )
    ],
    "several": lambda: [vision.RandomSolarize(), vision.RandomInvert(), vision.Equalize()],
}


def _rows(pipeline):
    return [
        [exact(column) for column in row]
        for row in pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True)
    ]


def _source(seed):
    ds.config.set_seed(seed)
    columns = {"image": IMAGES, "label": LABELS}
    return ds.NumpySlicesDataset(columns, shuffle=False, num_parallel_workers=1)


def _mapped(operations):
    return lambda: _rows(
        _source(11).map(operations(), input_columns="image", num_parallel_workers=1)
    )


def _two_epochs():
    pipeline = _source(4).map(vision.RandomSolarize(), "image", num_parallel_workers=1)
    rows = pipeline.create_tuple_iterator(num_epochs=2, output_numpy=True)
    return [[exact(image) for image, _ in rows] for _ in range(2)]


def _batched(operation, seed):
    def run():
        from mindspore.dataset.transforms import OneHot

        pipeline = _source(seed).map(OneHot(6), "label", num_parallel_workers=1)
        pipeline = pipeline.batch(3, num_parallel_workers=1)
        return _rows(pipeline.map(operation(), ["image", "label"], num_parallel_workers=1))

    return run


CASES = {
    **{name: _mapped(operations) for name, operations in OPERATIONS.items()},
    "two_epochs": _two_epochs,
    "CutMixBatch": _batched(lambda: vision.CutMixBatch(vision.ImageBatchFormat.NHWC, 1.0, 0.5), 5),
    "MixUpBatch": _batched(lambda: vision.MixUpBatch(1.0), 5),
}
