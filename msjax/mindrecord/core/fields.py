"""Checks of names of files, of schemas, and of rows against their schema."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import numpy as np

from msjax.mindrecord.common.exceptions import MRMBuildSchemaError, ParamValueError
from msjax.mindrecord.core.packing import Schema

SCALARS = ("int32", "int64", "float32", "float64", "string", "bytes")
ARRAYS = ("int32", "int64", "float32", "float64")

# Types of fields by the class of the value: exactly these classes, so that a bool is no int.
_ACCEPTED = {
    "int": ("int32", "int64"),
    "float": ("float32", "float64"),
    "str": ("string",),
    "bytes": ("bytes",),
    **{name: (name,) for name in ARRAYS},
}


def check_filename(path, name: str = "") -> None:
    """Raise a ParamValueError for what is no name of a file."""
    if not path:
        shown = f"'{name}'" if name else "File path"
        raise ParamValueError(f"{shown} is not allowed None or empty!")
    if not isinstance(path, str):
        raise ParamValueError(f"File path: {path} is not string.")
    if path.endswith("/"):
        raise ParamValueError("File path can not end with '/'")
    base = os.path.basename(path)
    if set(base) & set("\\:*?\"<>|`&';"):
        raise ParamValueError("File name should not contains \\/:*?\\\"<>|`&;\\'")
    if base != base.strip(" "):
        raise ParamValueError("File name should not start/end with space.")


def schema_error(content) -> str | None:
    """Return what is wrong with a schema, or None."""
    if not content:
        return "Schema content is empty."
    if not isinstance(content, dict):
        return "Schema content should be dict."
    return next(filter(None, map(_field_error, content, content.values())), None)


def _field_error(name, field) -> str | None:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        return f"Field '{name}' should be composed of '0-9' or 'a-z' or 'A-Z' or '_'."
    if not field or not isinstance(field, dict):
        return f"Field '{name}' should be dict."
    if set(field) - {"type", "shape"} or "type" not in field:
        return f"Field '{field}' contains illegal attributes; it may have 'type' and 'shape'."
    allowed = ARRAYS if "shape" in field else SCALARS
    if field["type"] not in allowed:
        return f"Field '{name}' contain illegal attribute '{field['type']}'; it may be {allowed}."
    if not isinstance(field.get("shape", []), list):
        return f"Field '{name}' contain illegal attribute '{field['shape']}'; a list is expected."
    return None


def check_shapes(schema: Schema) -> None:
    """Raise an MRMBuildSchemaError for a shape that leaves more than one length open."""
    for name, field in schema.items():
        shape = field.get("shape", [])
        if not all(isinstance(n, int) for n in shape) or sum(n == -1 for n in shape) > 1:
            raise MRMBuildSchemaError(
                f"The shape {shape} of '{name}' is none: it may have ints, one of them -1."
            )


def row_error(row: dict, schema: Schema) -> str | None:
    """Return what is wrong with a row, or None."""
    return next(_row_errors(row, schema), None)


def _row_errors(row, schema) -> Iterator[str]:
    for name, field in schema.items():
        if name not in row:
            yield f"there is not field: '{name}' in the raw data."
            continue
        value = row[name]
        if "shape" in field:
            yield from _array_errors(name, value, field)
        elif field["type"] not in _ACCEPTED.get(type(value).__name__, ()):
            kind = type(value).__name__
            yield f"data type: '{kind}' for field: '{name}' is not matched; it is {field['type']}."


def _array_errors(name, value, field) -> Iterator[str]:
    if not isinstance(value, np.ndarray) or str(value.dtype) != field["type"]:
        kind = getattr(value, "dtype", type(value).__name__)
        yield f"data type: '{kind}' for field: '{name}' is not matched; it is {field['type']}."
        return
    try:
        value.reshape(field["shape"])
    except ValueError:
        yield f"data shape: '{value.shape}' for field: '{name}' is not matched; {field['shape']}."
