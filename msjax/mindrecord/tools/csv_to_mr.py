"""Converting files of comma-separated values to MindRecord.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.CsvToMR.html
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from typing import Any

from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.filewriter import FileWriter
from msjax.mindrecord.tools.conversion import check_partition_number, write

_BOOLS = {"True": 1, "TRUE": 1, "true": 1, "False": 0, "FALSE": 0, "false": 0}


def _float(text: str) -> float:
    return float(text) if text else float("nan")


# What the values of a column are tried as, in order, and the type of its field.
_KINDS: tuple[tuple[Callable[[str], Any], str], ...] = (
    (int, "int64"),
    (_float, "float64"),
    (_BOOLS.__getitem__, "int32"),
    (str, "string"),
)


class CsvToMR:
    """Convert a file of comma-separated values to MindRecord; its first line names the columns.

    Columns of whole numbers become int64, of other numbers float64, of True and False int32, others
    strings.

    Args:
        source: the file to read.
        destination: the file to write.
        columns_list: the columns to convert; None for all.
        partition_number: how many files share the rows.

    Raises:
        ValueError: an argument is of a wrong class.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.CsvToMR.html
    """

    def __init__(self, source, destination, columns_list=None, partition_number=1):
        for name, path in (("source", source), ("destination", destination)):
            if not isinstance(path, str):
                raise ValueError(f"The parameter {name} must be str.")
            check_filename(path)
        if columns_list and not (
            isinstance(columns_list, list) and all(isinstance(c, str) for c in columns_list)
        ):
            raise ValueError("The parameter columns_list must be list of str.")
        self.source = source
        self.columns_list = columns_list
        self.writer = FileWriter(destination, check_partition_number(partition_number))

    def transform(self):
        """Convert the file.

        Raises:
            OSError: there is no such file.
            RuntimeError: a column is missing, or the destination is there already.
            ValueError: the name of a column is a number.
            MRMGenerateIndexError: a column of numbers has a gap.
        """
        if not os.path.exists(self.source):
            raise OSError(f"Csv file {self.source} do not exist.")
        with open(self.source, newline="") as file:
            lines = [line for line in csv.reader(file) if line]
        header, *lines = lines or [[]]
        names = self.columns_list or header
        for name in names:
            if name not in header:
                raise RuntimeError(
                    f"The parameter columns_list is illegal, column {name} does not exist. The "
                    f"file has {header}."
                )
            if name.isdigit():
                raise ValueError(
                    f"The first line content: {name} of the CSV file is used as a column name and "
                    "does not allow starting with a number."
                )
        if not names:
            raise RuntimeError("Failed to generate schema from csv file. It has no first line.")
        columns, schema = [], {}
        for name in names:
            at = header.index(name)
            values, kind = _converted([line[at] for line in lines])
            columns.append(values)
            schema[name] = {"type": kind}
        rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
        write(self.writer, schema, "csv_schema", rows, list(names))


def _converted(texts: list[str]) -> tuple[list, str]:
    for convert, kind in _KINDS:
        try:
            return [convert(text) for text in texts], kind
        except (ValueError, KeyError):
            continue
    raise AssertionError("every text is a string")
