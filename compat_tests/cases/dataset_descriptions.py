"""Pipelines that are written down and made again."""

import json

from mindspore import dataset as ds
from mindspore.dataset import transforms, vision

from compat_tests.dataset_files import briefly, mnist, seeded, write

MODES = ("pynative",)
CASES = {}


def pipeline_case(name, make):
    """Record the rows of a pipeline that is made of its description, in memory and in a file."""

    @seeded
    def case():
        mnist()
        write("lines.txt", "a\nb\nc\n")
        made = make()
        described = made if isinstance(made, dict) else ds.serialize(made, "pipeline.json")
        if isinstance(made, dict):
            write("pipeline.json", json.dumps(made))
        return [
            briefly(ds.deserialize(described)),
            briefly(ds.deserialize(json_filepath="pipeline.json")),
        ]

    CASES[name] = case


def images(*operations, **arguments):
    source = ds.MnistDataset("mnist", **{"shuffle": False, **arguments})
    return source.map(list(operations), ["image"])


pipeline_case("source", lambda: ds.MnistDataset("mnist", "train"))
pipeline_case("samples", lambda: ds.MnistDataset("mnist", num_samples=3, shuffle=False))
for _shuffle in (False, True):
    pipeline_case(
        f"lines_{_shuffle}",
        lambda shuffle=_shuffle: ds.TextFileDataset("lines.txt", shuffle=shuffle),
    )
for _name, _sampler in {
    "sequential": lambda: ds.SequentialSampler(1, 3),
    "random": lambda: ds.RandomSampler(True, 2),
    "classes": lambda: ds.PKSampler(1),
    "subset": lambda: ds.SubsetSampler([3, 1]),
    "weighted": lambda: ds.WeightedRandomSampler([0.1, 0.2, 0.4], 2),
    "distributed": lambda: ds.DistributedSampler(3, 1),
}.items():
    pipeline_case(
        f"sampler_{_name}", lambda make=_sampler: ds.MnistDataset("mnist", "train", sampler=make())
    )
pipeline_case(
    "steps",
    lambda: (
        images(vision.Resize((3, 4)))
        .batch(2, True)
        .repeat(2)
        .rename("image", "picture")
        .project(["picture"])
        .skip(1)
        .take(2)
    ),
)
pipeline_case("shuffled", lambda: images(vision.Invert()).shuffle(4))
pipeline_case(
    "joined",
    lambda: ds.zip((ds.TextFileDataset("lines.txt"), images(vision.HorizontalFlip()))),
)
for _interpolation in ("BILINEAR", "NEAREST", "BICUBIC", "AREA"):
    pipeline_case(
        f"resized_{_interpolation}",
        lambda kind=_interpolation: images(vision.Resize((3, 4), getattr(vision.Inter, kind))),
    )
for _border in ("CONSTANT", "EDGE", "REFLECT", "SYMMETRIC"):
    pipeline_case(
        f"padded_{_border}",
        lambda kind=_border: images(vision.Pad((1, 2), 3, getattr(vision.Border, kind))),
    )
pipeline_case(
    "operations",
    lambda: images(
        vision.CenterCrop(9),
        vision.VerticalFlip(),
        vision.Rescale(0.5, 1.0),
        vision.Normalize([1.0], [2.0]),
        vision.HWC2CHW(),
        transforms.TypeCast("int32"),
    ),
)
pipeline_case(
    "random_operations",
    lambda: images(vision.RandomCrop(20, 2), vision.RandomHorizontalFlip(), vision.Resize(2)),
)
pipeline_case("labels", lambda: images().map(transforms.OneHot(10), ["label"]))
# As MindSpore 2.10 writes it.
_WRITTEN = {
    "batch_size": 2,
    "children": [
        {
            "callback": [],
            "children": [
                {
                    "children": [],
                    "connector_queue_size": 16,
                    "dataset_dir": "mnist",
                    "num_parallel_workers": 1,
                    "op_type": "MnistDataset",
                    "sampler": {
                        "num_samples": 3,
                        "sampler_name": "SequentialSampler",
                        "start_index": 0,
                    },
                    "usage": "train",
                }
            ],
            "connector_queue_size": 16,
            "input_columns": ["image"],
            "num_parallel_workers": 1,
            "op_type": "Map",
            "operations": [
                {
                    "tensor_op_name": "Resize",
                    "tensor_op_params": {
                        "device_target": "CPU",
                        "interpolation": 1,
                        "size": [3, 4],
                    },
                },
                {"tensor_op_name": "HwcToChw", "tensor_op_params": None},
            ],
            "output_columns": ["image"],
        }
    ],
    "connector_queue_size": 16,
    "drop_remainder": False,
    "input_columns": [],
    "num_parallel_workers": 1,
    "op_type": "Batch",
    "output_columns": [],
}
pipeline_case("written", lambda: _WRITTEN)
CASES["nothing"] = ds.deserialize
