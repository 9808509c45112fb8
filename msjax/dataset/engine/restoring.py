"""Pipelines made of their descriptions: what `deserialize` does.

A description has the files that sources read, samplers, steps and the settings of operations. It
has neither functions nor data of the program, so what needs these is refused by name.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

from msjax.dataset.engine import samplers
from msjax.dataset.engine.samplers import Shuffle

# The numbers of MindSpore's C++ parts: class of Python -> names, in order.
CODES = {
    "Inter": ("BILINEAR", "NEAREST", "BICUBIC", "AREA", "PILCUBIC"),
    "Border": ("CONSTANT", "EDGE", "REFLECT", "SYMMETRIC"),
    "Shuffle": ("FALSE", "FILES", "GLOBAL"),
}
_ENUMS = {"interpolation": "Inter", "resample": "Inter", "padding_mode": "Border"}
# Operations whose parameters, as they are described, are those that they are made with.
_OPERATIONS = set(
    """
    CenterCrop Decode Duplicate HWC2CHW HorizontalFlip Invert Normalize OneHot Pad RandomColorAdjust
    RandomCrop RandomCropDecodeResize RandomHorizontalFlip RandomResizedCrop RandomRotation
    RandomVerticalFlip Rescale Resize ToTensor ToType TypeCast VerticalFlip
    """.split()
)
_RENAMED = {"HwcToChw": "HWC2CHW"}
_NO_SETTING = {"device_target", "transforms", "implementation", "to_pil", "rgb"}
_OF_SOURCES = {"children", "op_type", "connector_queue_size", "recursive", "sampler"}


def restored(description: dict[str, Any]) -> Any:
    """Return the pipeline of a description.

    Raises:
        NotImplementedError: it has something that a description cannot say, or that is not known.
    """
    children = [restored(child) for child in description.get("children", ())]
    kind = description["op_type"]
    if not children:
        return _source(kind, description)
    if kind not in _STEPS:
        raise _unknown("op_type", kind, "Make this step by its method.")
    return _STEPS[kind](children, description)


def _unknown(what: str, value, mend: str) -> NotImplementedError:
    return NotImplementedError(f"deserialize: {what}={value!r} is not supported. {mend}")


def _map(children, step):
    if step.get("callback"):
        raise _unknown("callback", step["callback"], "Give callbacks to `map`.")
    operations = [_operation(operation) for operation in step["operations"]]
    columns = step["input_columns"], step["output_columns"]
    return children[0].map(operations, *columns, step.get("num_parallel_workers"))


def _zip(children, step):
    return children[0].zip(tuple(children[1:]))


def _concat(children, step):
    return children[0].concat(children[1:])


_STEPS: dict[str, Callable] = {
    "Batch": lambda of, step: of[0].batch(step["batch_size"], step["drop_remainder"]),
    "Concat": _concat,
    "Map": _map,
    "Project": lambda of, step: of[0].project(step["columns"]),
    "Rename": lambda of, step: of[0].rename(step["input_columns"], step["output_columns"]),
    "Repeat": lambda of, step: of[0].repeat(step["count"]),
    "Shuffle": lambda of, step: of[0].shuffle(step.get("buffer_size", 10_000)),
    "Skip": lambda of, step: of[0].skip(step["count"]),
    "Take": lambda of, step: of[0].take(step["count"]),
    "Zip": _zip,
}


def _source(kind: str, description: dict) -> Any:
    import msjax.dataset as sources

    cls = getattr(sources, kind, None)
    parameters = getattr(cls, "_parameters", None)
    if parameters is None:
        raise _unknown("op_type", kind, "Its data is the program's: make this source by its class.")
    given = {name: value for name, value in description.items() if name not in _OF_SOURCES}
    given = {name: value for name, value in given.items() if value not in ([], (), {}, None)}
    if given.get("num_shards") == 1:
        del given["num_shards"], given["shard_id"]
    if isinstance(given.get("shuffle"), int):
        given["shuffle"] = Shuffle[CODES["Shuffle"][given["shuffle"]]]
    if not given.get("num_samples", True):
        del given["num_samples"]
    for name, value in given.items():
        if name not in parameters:
            raise _unknown(f"{kind}.{name}", value, f"{kind} has no such argument here.")
    if "sampler" in description:
        given["sampler"] = _sampler(description["sampler"])
    return cls(**given)  # pyright: ignore


def _sampler(known: dict) -> Any:
    name = known.get("sampler_name")
    shuffled = known.get("shuffle_mode", 0) == CODES["Shuffle"].index("GLOBAL")
    count = known.get("num_samples") or None
    if name == "SequentialSampler":
        made: Any = samplers.SequentialSampler(known["start_index"], count)
    elif name == "RandomSampler":
        made = samplers.RandomSampler(known["replacement"], count)
    elif name == "PKSampler":
        made = samplers.PKSampler(known["num_val"], shuffle=known["shuffle"], num_samples=count)
    elif name in ("SubsetSampler", "SubsetRandomSampler"):
        made = getattr(samplers, name)(known["indices"], count)
    elif name == "WeightedRandomSampler":
        made = samplers.WeightedRandomSampler(known["weights"], count, known["replacement"])
    elif name == "DistributedSampler":
        places = known["num_shards"], known["shard_id"]
        made = samplers.DistributedSampler(*places, shuffled, count, known["offset"])
    else:
        raise _unknown("sampler_name", name, "Give the source its sampler by `use_sampler`.")
    for child in known.get("child_sampler", ()):
        made.add_child(_sampler(child))
    return made


def _operation(known: dict) -> Any:
    from msjax.dataset import transforms, vision

    name = _RENAMED.get(known["tensor_op_name"], known["tensor_op_name"])
    if name not in _OPERATIONS:
        raise _unknown("tensor_op_name", name, "Give this operation to `map`.")
    cls = getattr(vision, name, None) or getattr(transforms, name)
    parameters = inspect.signature(cls).parameters
    given = {}
    for key, value in (known["tensor_op_params"] or {}).items():
        if key in parameters and value != []:
            given[key] = _argument(key, value, vision)
        elif key not in _NO_SETTING and value != []:
            raise _unknown(f"{name}.{key}", value, f"{name} has no such argument here.")
    return cls(**given)


def _argument(name: str, value: Any, vision) -> Any:
    if name in _ENUMS:
        kind = _ENUMS[name]
        return getattr(vision, kind)[CODES[kind][value]]
    if name == "size" and len(value) == 1:
        return value[0]
    return tuple(value) if isinstance(value, list) else value


def read(path: str) -> dict[str, Any]:
    """Return the description that a file holds."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)
