"""What a `SummaryRecord` is given, and what is in its file: the same for MindSpore and msjax."""

from __future__ import annotations

import base64
import io
import struct
from pathlib import Path

import numpy as np

FACTS = Path(__file__).parent / "facts" / "summaries.json"


def values():
    """Return {plugin: {name: array}}."""
    random = np.random.default_rng(0)
    floats = random.normal(size=2000).astype(np.float32)
    images = random.random((9, 3, 2, 3)).astype(np.float32)
    return {
        "scalar": {
            "float": np.array(0.1, np.float32),
            "one_element": np.array([[2.5]], np.float64),
            "integer": np.array(7, np.int64),
            "half": np.array(0.1, np.float16),
        },
        "histogram": {
            **{f"floats_{n}": floats[:n] for n in (1, 5, 8, 50, 879, 2000)},
            "constant": np.full((2, 3), 4.0, np.float32),
            "integers": np.arange(12, dtype=np.int32),
            "wide": floats[:100].astype(np.float64) * 1e6,
            "not_finite": np.array([1.0, np.nan, np.inf, -np.inf, 3.0, np.nan], np.float32),
            "nothing_finite": np.array([np.nan, np.inf], np.float32),
        },
        "image": {
            "gray": images[:1, :1],
            "nine": images,
            "eight": images[:8],
            "bytes": (images * 255).astype(np.uint8),
            "signed": images * 2 - 1,
            "constant": np.full((1, 3, 2, 2), 7.0, np.float32),
            "two_channels": images[:, :2],
        },
        "tensor": {
            name: np.arange(6).reshape(2, 3).astype(name)
            for name in "bool int8 int64 uint16 float16 float32 float64".split()
        },
    }


def write(ms, folder: str) -> Path:
    """Record all of it in two steps; return the file's path."""
    with ms.SummaryRecord(folder) as record:
        for step, plugins in enumerate((("scalar", "histogram"), ("image", "tensor"))):
            for plugin in plugins:
                for name, array in values()[plugin].items():
                    record.add_value(plugin, name, ms.Tensor(array))
            record.record(step)
        return Path(record.log_dir)


def read(path: Path, event_class) -> list:
    """Return the events of a file, but for their times, as dicts."""
    from google.protobuf.json_format import MessageToDict

    data, events = path.read_bytes(), []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        event = event_class.FromString(data[12 : 12 + length])
        event.ClearField("wall_time")
        events.append(
            MessageToDict(event, preserving_proto_field_name=True, use_integers_for_enums=True)
        )
        for value in events[-1].get("summary", {}).get("value", []):
            if "image" in value:
                value["image"]["encoded_image"] = _pixels(value["image"]["encoded_image"])
        data = data[16 + length :]
    return events


def _pixels(encoded: str) -> list:
    """Decode an image: its pixels are the fact, not how they were compressed."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(encoded))) as image:
        return np.asarray(image).reshape(-1).tolist()
