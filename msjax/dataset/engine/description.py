"""Pipelines written down: what `to_json`, `serialize`, `show` and `compare` give.

A step is a dict: `op_type` (MindSpore's names), its settings, and its `children`. Functions and
data of the program are there by name only; what has none can be made a pipeline again
(`restoring.py`).
"""

from __future__ import annotations

import json
import logging
from typing import Any

from msjax.dataset import config
from msjax.dataset.engine.dataset import Dataset
from msjax.dataset.engine.failures import name_of
from msjax.dataset.engine.restoring import CODES, read, restored
from msjax.dataset.engine.samplers import BuiltinSampler, DistributedSampler, Shuffle
from msjax.dataset.engine.source import IterableDataset, MappableDataset
from msjax.dataset.transforms.base import TensorOperation

_log = logging.getLogger("msjax")

# kind of step: its settings that are written down, under MindSpore's names for them
_SETTINGS = {
    "Batch": "batch_size drop_remainder input_columns output_columns",
    "Filter": "input_columns",
    "Map": "input_columns output_columns",
    "Project": "columns",
    "Rename": "input_column_names output_column_names",
    "Repeat": "count",
    "Shuffle": "buffer_size reshuffle_each_epoch",
    "Skip": "count",
    "Take": "count",
}
_WORKING = ("Batch", "BucketBatchByLength", "Filter", "Map", "SyncWait", "Zip")
_NAMES = {
    "reshuffle_each_epoch": "reset_each_epoch",
    "input_column_names": "input_columns",
    "output_column_names": "output_columns",
}
_SAMPLERS = {
    "DistributedSampler": "num_shards shard_id offset",
    "PKSampler": "num_val shuffle",
    "RandomSampler": "replacement reshuffle_each_epoch",
    "SequentialSampler": "start_index",
    "SubsetRandomSampler": "indices",
    "SubsetSampler": "indices",
    "WeightedRandomSampler": "weights replacement",
}
# What a source's sampler says already, and what is only ours.
_LEFT_OUT = (
    "children num_parallel_workers dataset_size num_samples num_shards shard_id columns sampler "
    "cache"
).split()


def described(dataset: Dataset, filename: str = "") -> dict[str, Any]:
    """Return a pipeline as a dict, and write it to a file if there is a name for one."""
    description = _step(dataset)
    if filename:
        with open(filename, "w", encoding="utf-8") as file:
            json.dump(description, file, indent=2)
    return description


def _step(dataset: Dataset) -> dict[str, Any]:
    known: dict[str, Any] = {"children": [_step(child) for child in dataset.children]}
    if not dataset.children:
        return known | _source(dataset)
    kind = type(dataset).__name__.removesuffix("Dataset")
    if kind == "PaddedBatch":
        kind = "Batch"
    known["op_type"] = kind
    for name in _SETTINGS.get(kind, "").split():
        known[_NAMES.get(name, name)] = getattr(dataset, name, [])
    if kind in _WORKING:
        known["num_parallel_workers"] = _workers(dataset)
        if kind != "Filter":
            known["connector_queue_size"] = config.get_prefetch_size()
    if kind == "Filter":
        known["predicate"] = "pyfunc"
    if kind == "Map":
        known["operations"] = [_operation(op) for op in dataset.operations]  # pyright: ignore
        known["callback"] = [type(c).__name__ for c in dataset.callbacks]  # pyright: ignore
    return known


def _source(dataset: Dataset) -> dict[str, Any]:
    known: dict[str, Any] = {
        "op_type": type(dataset).__name__,
        "num_parallel_workers": _workers(dataset),
        "connector_queue_size": config.get_prefetch_size(),
    }
    if hasattr(dataset, "source"):  # what the program holds: MindSpore says no more either
        return known | {"op_type": "GeneratorDataset"}
    for name, value in vars(dataset).items():
        values = list(value) if isinstance(value, list | tuple | dict) else [value]
        plain = all(isinstance(v, bool | int | float | str) for v in values)
        if plain and not name.startswith("_") and name not in _LEFT_OUT:
            known[name] = value
    if isinstance(dataset, IterableDataset):
        modes = {True: Shuffle.GLOBAL, None: Shuffle.GLOBAL, False: Shuffle.FALSE}
        known |= {
            "num_samples": dataset.num_samples,
            "num_shards": dataset.num_shards,
            "shard_id": dataset.shard_id,
            "shuffle": _coded(modes.get(dataset._shuffle, dataset._shuffle)),  # pyright: ignore
        }
    if isinstance(dataset, MappableDataset):
        known["sampler"] = _sampler(dataset.sampler)
    return known


def _workers(dataset: Dataset) -> int:
    return dataset.num_parallel_workers or config.get_num_parallel_workers()


def _sampler(sampler: BuiltinSampler) -> dict[str, Any]:
    kind = type(sampler).__name__
    known: dict[str, Any] = {"num_samples": sampler.num_samples or 0}
    if kind in _SAMPLERS:
        known["sampler_name"] = kind
    for name in _SAMPLERS.get(kind, "").split():
        known[name] = getattr(sampler, name)
    if kind == "SequentialSampler":
        known["start_index"] = known["start_index"] or 0
    if kind in ("DistributedSampler", "RandomSampler"):
        known["shuffle_mode"] = 0 if sampler.get_shuffle_mode() == Shuffle.FALSE else 2
    if isinstance(sampler, DistributedSampler):
        known |= {"seed": sampler.seed + 1, "even_dist": True}
    if sampler.child_sampler is not None:
        known["child_sampler"] = [_sampler(sampler.child_sampler)]
    return known


def _coded(value: Any) -> Any:
    """Return the number of a choice in MindSpore's C++ parts; anything else as it is."""
    names = CODES.get(type(value).__name__, ())
    return names.index(value.name) if getattr(value, "name", None) in names else value


def _operation(operation) -> dict[str, Any]:
    known = {"tensor_op_name": name_of(operation), "python_module": type(operation).__module__}
    if not isinstance(operation, TensorOperation):
        return known
    given = {
        name: _coded(value)
        for name, value in vars(operation).items()
        if not name.startswith("_") and isinstance(value, bool | int | float | str | list | tuple)
    }
    if given.get("transforms") == []:  # an operation on its own has none
        del given["transforms"]
    if isinstance(given.get("size"), int):
        given["size"] = [given["size"]]
    return {
        "tensor_op_name": name_of(operation),
        "tensor_op_params": json.loads(json.dumps(given, default=str)),
    }


def serialize(dataset, json_filepath=""):
    """Return a pipeline as a dict.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.serialize.html

    Args:
        dataset: the pipeline.
        json_filepath: a file to write it to. Default: "": none.
    """
    return dataset.to_json(json_filepath)


def deserialize(input_dict=None, json_filepath=None):
    """Make a pipeline of a description.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.deserialize.html

    Args:
        input_dict: the description, of `serialize`. Default: None.
        json_filepath: the file of JSON that holds it. Default: None.

    Returns:
        The pipeline; None, if both are None.

    Raises:
        NotImplementedError: it has what a description does not hold: functions or data of the
            program; or a step or operation that is not made of descriptions.

    Differs: sources of files, samplers, and the most usual steps and operations are made; others
    are refused by their names.
    """
    if not input_dict and not json_filepath:
        return None
    return restored(input_dict or read(json_filepath))  # pyright: ignore


def show(dataset, indentation=2):
    """Write a pipeline's description to the log, at info level.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.show.html

    Args:
        dataset: the pipeline.
        indentation: spaces per level. Default: 2.
    """
    _log.info(json.dumps(dataset.to_json(), indent=indentation))


def compare(pipeline1, pipeline2):
    """Return whether the descriptions of two pipelines are the same.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.compare.html

    Args:
        pipeline1: a pipeline.
        pipeline2: another.
    """
    return pipeline1.to_json() == pipeline2.to_json()
