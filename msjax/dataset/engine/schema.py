"""`Schema`: names, types and shapes of columns.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Schema.html
"""

from __future__ import annotations

import json
import os

from msjax._core.dtype import Type
from msjax.dataset.transforms.checks import of_type

TYPES = (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 string"
).split()


class Schema:
    """Names, types and shapes of the columns of a source.

    Args:
        schema_file: a file of JSON that has them. Default: None: `add_column` adds them.

    Raises:
        TypeError: `schema_file` is no str.
        ValueError: There is no such file.
        RuntimeError: The file holds something else.
    """

    def __init__(self, schema_file=None):
        self.schema_file = schema_file or ""
        self.dataset_type = ""
        self.num_rows = 0
        self._columns: list[dict] = []
        if schema_file is not None:
            of_type(str)(schema_file, "schema_file")
            if not os.path.isfile(schema_file):
                raise ValueError(f"The file {schema_file} does not exist or permission denied!")
            with open(schema_file, encoding="utf-8") as file:
                self.from_json(json.load(file))

    def add_column(self, name, de_type, shape=None):
        """Add a column.

        Args:
            name: its name.
            de_type: its type: MindSpore's data type, or its name.
            shape: a list of lengths; -1 for one that is not known. Default: None: not known.

        Raises:
            TypeError: An argument is of another type.
        """
        of_type(str)(name, "name")
        if not name:
            raise TypeError("Expected non-empty string for column name.")
        if de_type is None:
            raise TypeError("Expected non-empty string for de_type.")
        kind = str(de_type).lower() if isinstance(de_type, Type) else de_type
        if kind not in TYPES:
            raise TypeError(
                f"Unknown column type: {de_type}. It must be one of {', '.join(TYPES)}."
            )
        if shape is not None:
            of_type(list)(shape, "shape")
            for i, length in enumerate(shape):
                of_type(int)(length, f"shape[{i}]")
        if name in self.names():
            raise RuntimeError(
                f"There is a column {name!r} already; give the new one another name."
            )
        column = {"name": name, "rank": 1 if shape is None else len(shape)}
        if shape is not None and shape:
            column["shape"] = list(shape)
        self._columns.append({**column, "type": kind})

    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [column["name"] for column in self._columns]

    def column(self, name: str) -> tuple[str, list[int] | None]:
        """Return type and shape of a column."""
        for column in self._columns:
            if column["name"] == name:
                return column["type"], column.get("shape")
        raise RuntimeError(f"The schema has no column {name!r}: {', '.join(self.names())}.")

    def parse_columns(self, columns):
        """Put columns in the place of those that are there.

        Args:
            columns: a list of dicts with `name`, `type` and perhaps `shape`, or a dict of name to
                such dicts.

        Raises:
            RuntimeError: They are something else.
        """
        if isinstance(columns, dict):
            columns = [{"name": name, **column} for name, column in columns.items()]
        if not isinstance(columns, list):
            raise RuntimeError(
                f"columns must be dict or list, columns contain name, type: {columns}."
            )
        self._columns = []
        for column in columns:
            for key in ("name", "type"):
                if key not in column:
                    raise RuntimeError(f"Failed to parse the column: it has no '{key}': {column}.")
            self.add_column(column["name"], column["type"], column.get("shape"))

    def to_json(self):
        """Return the schema as JSON, a str."""
        known: dict = {"columns": self._columns}
        if self.dataset_type:
            known["datasetType"] = self.dataset_type
        if self.num_rows:
            known["numRows"] = self.num_rows
        return json.dumps(known, indent=2)

    def from_json(self, json_obj):
        """Take over what a dict has: `columns`, and perhaps `datasetType` and `numRows`.

        Raises:
            RuntimeError: It has no columns, or `numRows` is not positive.
        """
        if "columns" not in json_obj:
            raise RuntimeError('"columns" node is required in the schema json JSON.')
        self.dataset_type = json_obj.get("datasetType", "")
        self.num_rows = json_obj.get("numRows", 0)
        if not isinstance(self.num_rows, int) or self.num_rows < 0:
            raise RuntimeError(f"numRows must be greater than or equal to 0, not {self.num_rows}.")
        self.parse_columns(json_obj["columns"])

    def __str__(self):
        return self.to_json()

    @staticmethod
    def get_num_rows(schema):
        """Return the number of rows that a schema, or its file, tells."""
        return (schema if isinstance(schema, Schema) else Schema(schema)).num_rows
