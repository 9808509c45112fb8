"""TensorFlow's files of examples as a source.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.TFRecordDataset.html
"""

from __future__ import annotations

import functools
import itertools
import json
import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from msjax._core.protobuf_wire import CorruptFileError
from msjax.dataset.sources.arguments import check_file, found_files
from msjax.dataset.sources.files import StreamSource
from msjax.dataset.transforms.checks import of_type, optional
from msjax.mindrecord.common.exceptions import pipeline_error
from msjax.mindrecord.core.tfrecord import Feature, contents, is_tfrecord, parse, records

_KINDS = {"f": "floats", "i": "integers"}
# Data types that a schema may give to the values of a list, by what the list has.
_TYPES = {
    "bytes": ("string", "uint8", "int8"),
    "floats": ("float16", "float32", "float64"),
    "integers": ("int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool").split(),
}


@dataclass(frozen=True)
class Column:
    """What a schema says of a column.

    Args:
        name: its name.
        kind: the name of its data type.
        shape: its shape, one length of which may be -1; None: one axis of any length.
    """

    name: str
    kind: str
    shape: tuple[int, ...] | None

    def value(self, feature: Feature | None, path: str) -> np.ndarray:
        """Return a feature as the column's value.

        Raises:
            RuntimeError: there is none, or it is not of the column's type and shape.
        """
        if feature is None:
            raise _failed(
                path, f"Feature name: {self.name} is required in schema but could not be found"
            )
        values = self._typed(feature, path)
        if self.shape is None:
            return values
        try:
            return values.reshape(self.shape)
        except ValueError:
            raise _failed(
                path,
                f"Column shape of {self.name} defined in schema does not match the shape actually "
                f"load: {list(self.shape)} is defined, there are {values.size} values",
            ) from None

    def _typed(self, feature, path) -> np.ndarray:
        kind = "bytes" if isinstance(feature, list) else _KINDS[feature.dtype.kind]
        if self.kind not in _TYPES[kind]:
            raise _failed(
                path,
                f"Column {self.name} is {self.kind} in the schema, but the file has {kind}; "
                f"choose one of {', '.join(_TYPES[kind])}",
            )
        if not isinstance(feature, list):
            return feature.astype(self.kind)
        if self.kind == "string":
            return np.array([value.decode() for value in feature], np.str_)
        if len({len(value) for value in feature}) > 1:
            raise _failed(
                path,
                f"The values of {self.name} have different lengths: {list(map(len, feature))}; "
                "give a schema that calls them strings",
            )
        return np.frombuffer(bytearray(b"".join(feature)), self.kind)


def _failed(path, reason) -> RuntimeError:
    return pipeline_error(
        f"map operation: [ParseExample] failed. The corresponding data file is: {path}. {reason}."
    )


def _columns_of(schema: Any) -> tuple[list[Column], int]:
    """Return the columns of a schema, and how many rows it says there are (0: all)."""
    from_file = isinstance(schema, str) or not hasattr(schema, "to_json")
    if from_file:
        check_file(schema)
        with open(schema, encoding="utf-8") as file:
            content = json.load(file)
    else:
        content = json.loads(getattr(schema, "to_json")())  # noqa: B009 (no str has it)
    described = content.get("columns", {})
    if isinstance(described, dict):
        names = sorted(described) if from_file else described
        described = [{"name": name, **described[name]} for name in names]
    columns = []
    for column in described:
        shape = column.get("shape")
        if shape is None:
            shape = () if column.get("rank") == 0 else None
        columns.append(
            Column(column["name"], column["type"], None if shape is None else tuple(shape))
        )
    return columns, content.get("numRows", 0)


class TFRecordDataset(
    StreamSource,
    parameters="dataset_files, schema=None, columns_list=None, num_samples=None, "
    "num_parallel_workers=None, shuffle=Shuffle.GLOBAL, num_shards=None, shard_id=None, "
    "shard_equal_rows=False, cache=None, compression_type=None",
):
    """Read files of tf.train.Example.

    Without a schema, the columns are the features of the first example, arrays of one axis: int64,
    float32, or, of bytes, uint8.

    Args:
        dataset_files: a file, a pattern, or a list of them.
        schema: the columns' data types and shapes: a `Schema`, or the path of a file of JSON.
            Default: None.
        columns_list: the features to read, in the order of the columns. Default: None: all, in the
            order of their names.
        num_samples: how many rows to read at most. Default: None: as the schema says, or all.
        num_shards: into how many parts the files are divided. Default: None: 1.
        shard_equal_rows: whether rows are divided instead of files. Default: False.
        compression_type: "", "GZIP" or "ZLIB". Default: None: "".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there are fewer files than shards, a
            file is none of examples, or an example does not fit the schema.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.TFRecordDataset.html

    Differs: a schema that calls integers floats, or floats integers, is refused; MindSpore gives
    their bits another meaning.
    """

    def _set_up(
        self,
        dataset_files,
        schema,
        columns_list,
        num_samples,
        shard_equal_rows,
        compression_type,
        **streaming,
    ):
        if not isinstance(dataset_files, str | list):
            raise TypeError("dataset_files should be type str or a list of strings.")
        self.dataset_files = found_files(dataset_files)
        optional(of_type(list))(columns_list, "columns_list")
        optional(of_type(bool))(shard_equal_rows, "shard_equal_rows")
        if compression_type not in (None, "", "ZLIB", "GZIP"):
            raise ValueError(
                "Input compression_type can only be either '' (no compression), 'ZLIB', or 'GZIP', "
                f"but got '{compression_type}'."
            )
        self.schema = schema
        self._described, rows = _columns_of(schema) if schema is not None else (None, 0)
        super()._set_up(files=self.dataset_files, num_samples=num_samples or rows, **streaming)
        self.columns_list = columns_list
        self.shard_equal_rows = bool(shard_equal_rows)
        self._compression = compression_type

    @property
    def columns(self):
        """The names of the columns."""
        return [column.name for column in self._columns]

    @functools.cached_property
    def _columns(self) -> list[Column]:
        columns = self._first_columns() if self._described is None else self._described
        if not self.columns_list:
            return columns
        by_name = {column.name: column for column in columns}
        for name in self.columns_list:
            if name not in by_name:
                raise pipeline_error(
                    f"Invalid columns_list, tfrecord file failed to find column name: {name}; there"
                    f" are {sorted(by_name)}."
                )
        return [by_name[name] for name in self.columns_list]

    def _first_columns(self) -> list[Column]:
        path = self._files[0]
        example = parse(next(self._checked(path), memoryview(b"")))
        kinds = {
            name: "uint8" if isinstance(feature, list) else feature.dtype.name
            for name, feature in example.items()
        }
        return [Column(name, kind, None) for name, kind in sorted(kinds.items())]

    def _contents(self, path) -> memoryview:
        try:
            data = contents(path, self._compression)
        except CorruptFileError as error:
            raise pipeline_error(str(error)) from None
        if not is_tfrecord(data):
            raise pipeline_error(
                "Invalid file. The following files either cannot be opened, or are not valid "
                f"TFRecordDataset files: {os.path.realpath(path)}; if it is compressed, give "
                "`compression_type`."
            )
        return data

    def _count(self, path):
        return sum(1 for _ in self._checked(path))

    def _checked(self, path):
        try:
            yield from records(self._contents(path))
        except CorruptFileError as error:
            raise pipeline_error(f"Failed to parse tfrecord file: {path}. {error}") from None

    def _rows_of(self, path, start, stop):
        columns = self._columns
        for record in itertools.islice(self._checked(path), start, stop):
            try:
                features = parse(record)
            except CorruptFileError as error:
                raise pipeline_error(f"Failed to parse tfrecord file: {path}. {error}") from None
            yield tuple([column.value(features.get(column.name), path) for column in columns])

    @property
    def _by_files(self) -> bool:
        return self.num_shards > 1 and (not self.shard_equal_rows or bool(self._compression))

    def _parts(self, files):
        if not self._by_files:
            yield from super()._parts(files)
            return
        for path in files[self.shard_id :: self.num_shards]:
            yield path, 0, self._counts[path]

    def _start(self, run):
        self._check_shards()
        return super()._start(run)

    def _size(self):
        if not self._by_files:
            return super()._size()
        self._check_shards()
        rows = sum(self._counts[path] for path in self._files[self.shard_id :: self.num_shards])
        return min(self.num_samples or rows, rows)

    def _check_shards(self):
        if self._by_files and len(self._files) < self.num_shards:
            raise pipeline_error(
                "Invalid file, numbers of tfrecord file should not less than num_shards when "
                f"shard_equal_rows is false, but got numbers of tfrecord file: {len(self._files)}, "
                f"num_shards: {self.num_shards}; give shard_equal_rows=True."
            )
