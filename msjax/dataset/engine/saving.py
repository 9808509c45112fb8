"""Rows written to files of MindRecord."""

from __future__ import annotations

import numpy as np

from msjax.dataset.engine.dataset import Dataset
from msjax.dataset.transforms.checks import of_type
from msjax.mindrecord.common.exceptions import pipeline_error

_TYPES = {
    "bool": "int32",
    "int8": "int32",
    "int16": "int32",
    "int32": "int32",
    "int64": "int64",
    "uint8": "int32",
    "uint16": "int32",
    "uint32": "int64",
    "uint64": "int64",
    "float16": "float32",
    "float32": "float32",
    "float64": "float64",
}


def save(dataset: Dataset, file_name, num_files, file_type) -> None:
    """Write a pipeline's rows to files: what `Dataset.save` does."""
    of_type(int)(num_files, "num_files")
    if not 0 < num_files <= 1000:
        raise ValueError(f"num_files should between 0 and 1000, but got {num_files}.")
    of_type(str)(file_name, "file_name")
    of_type(str)(file_type, "file_type")
    if file_type != "mindrecord":
        raise ValueError(f"{file_type} dataset format is not supported; use 'mindrecord'.")
    from msjax.mindrecord import FileWriter

    writer = None
    rows: list[dict] = []
    names = dataset._names()
    for row in dataset.create_tuple_iterator(num_epochs=1, output_numpy=True):
        if writer is None:
            writer = FileWriter(file_name, num_files)
            writer.add_schema({name: _field(c) for name, c in zip(names, row, strict=True)})
        rows.append({name: _value(c) for name, c in zip(names, row, strict=True)})
        if len(rows) == 1000:
            writer.write_raw_data(rows)
            rows = []
    if writer is None:
        raise RuntimeError("save: there are no rows; check what the pipeline leaves out.")
    if rows:
        writer.write_raw_data(rows)
    writer.commit()


def _field(column: np.ndarray) -> dict:
    """Return the schema of a column: arrays have a shape whose first length is open."""
    if column.dtype.kind in "US" and column.ndim:
        raise pipeline_error(
            f"save: arrays of texts cannot be saved, but got one of shape {column.shape}; save "
            "each text as a column, or leave the column out with `project`."
        )
    if column.dtype.kind == "U":
        return {"type": "string"}
    if column.dtype.kind == "S":
        return {"type": "bytes"}
    kind = _TYPES[column.dtype.name]
    return {"type": kind, "shape": [-1, *column.shape[1:]]} if column.ndim else {"type": kind}


def _value(column: np.ndarray):
    if column.dtype.kind in "US":
        return column.item()
    stored = column.astype(_TYPES[column.dtype.name])
    return stored if column.ndim else stored.item()
