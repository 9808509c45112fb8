"""Converting TensorFlow's files of examples to MindRecord.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.TFRecordToMR.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.core.tfrecord import contents, parse, records
from msjax.mindrecord.filewriter import FileWriter
from msjax.mindrecord.tools.conversion import write

# Types of fields by the names of TensorFlow's data types.
_TYPES = {
    **dict.fromkeys("int8 int16 int32 uint8 uint16 bool".split(), "int32"),
    **dict.fromkeys("int64 uint32 uint64".split(), "int64"),
    **dict.fromkeys("float16 float32".split(), "float32"),
    "float64": "float64",
    "string": "string",
}


class TFRecordToMR:
    """Convert a file of tf.train.Example to MindRecord.

    Args:
        source: the file to read.
        destination: the file to write.
        feature_dict: a `tf.io.FixedLenFeature` for each feature, by its name: anything that has a
            `shape`, [] or of one length, and a `dtype`, TensorFlow's or its name.
        bytes_fields: the features of strings that are bytes, such as images; None for none.

    Raises:
        ValueError: an argument is wrong.
        ParamValueError: a name is none.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.TFRecordToMR.html

    Differs: TensorFlow need not be there.
    """

    def __init__(self, source, destination, feature_dict, bytes_fields=None):
        for name, path in (("source", source), ("destination", destination)):
            if not isinstance(path, str):
                raise ValueError(f"Parameter {name} must be string.")
            check_filename(path, name)
        if not isinstance(feature_dict, dict):
            raise ValueError("Parameter feature_dict is None or not dict.")
        for name, feature in feature_dict.items():
            if not (hasattr(feature, "shape") and hasattr(feature, "dtype")):
                raise ValueError(
                    f"Parameter feature_dict: {feature_dict} only support FixedLenFeature. {name} "
                    "has no shape or dtype."
                )
        self.source = source
        self.destination = destination
        self.feature_dict = feature_dict
        self._bytes_fields = self._checked_bytes_fields(bytes_fields)
        self.mindrecord_schema = {_cast(n): self._field(n, f) for n, f in feature_dict.items()}

    def _checked_bytes_fields(self, names) -> list[str]:
        if names is None:
            return []
        if not isinstance(names, list):
            raise ValueError(f"Parameter bytes_fields: {names} must be list(str).")
        for name in names:
            if not isinstance(name, str):
                raise ValueError(f"Parameter bytes_fields's item: {name} is not str.")
            if name not in self.feature_dict:
                raise ValueError(
                    f"Parameter bytes_fields's item: {name} is not in feature_dict: "
                    f"{self.feature_dict}."
                )
            if _dtype_name(self.feature_dict[name]) != "string":
                raise ValueError(
                    f"Parameter bytes_field: {name} should be tf.string in feature_dict."
                )
        return names

    def _field(self, name, feature) -> dict:
        kind = _TYPES.get(_dtype_name(feature))
        if kind is None:
            raise ValueError(f"Type {feature.dtype} is not supported in MindRecord.")
        if not feature.shape:
            return {"type": "bytes" if name in self._bytes_fields else kind}
        shape = list(feature.shape)
        if len(shape) != 1:
            raise ValueError(f"Parameter len(feature_dict[{name}].shape) should be 1.")
        if not isinstance(shape[0], int) or shape[0] < 1:
            raise ValueError(f"Parameter feature_dict[{name}].shape[0] should > 0")
        if kind == "string":
            raise ValueError(
                f"Parameter feature_dict[{name}].dtype is tf.string which shape[0] is not None. It "
                "is not supported."
            )
        return {"type": kind, "shape": shape}

    def transform(self):
        """Convert the file.

        Raises:
            OSError: there is no such file.
            ValueError: a record does not have the features.
            RuntimeError: the destination is there already.
        """
        writer = FileWriter(self.destination)
        rows = self._rows()
        write(writer, self.mindrecord_schema, "TFRecord to MindRecord", rows, parallel=True)

    def _rows(self) -> Iterator[dict]:
        for record in records(contents(self.source)):
            features = parse(record)
            yield {_cast(name): self._value(name, features) for name in self.feature_dict}

    def _value(self, name, features):
        field = self.mindrecord_schema[_cast(name)]
        values = features.get(name, ())
        count = field.get("shape", [1])[0]
        if len(values) != count:
            raise ValueError(
                "TFRecord feature_dict parameter error. A record has "
                f"{len(values)} values of '{name}', {count} are expected."
            )
        if isinstance(values, list):
            return values[0] if field["type"] == "bytes" else values[0].decode()
        typed = np.asarray(values, field["type"])
        return typed if "shape" in field else typed[0]


def _dtype_name(feature) -> str:
    return getattr(feature.dtype, "name", str(feature.dtype))


def _cast(name) -> str:
    """Return a feature's name as one of a field, which has letters, digits and _ only."""
    return re.sub(r"[^\w]", "_", name, flags=re.ASCII)
