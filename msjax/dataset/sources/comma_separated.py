"""Files of comma-separated values, and the collections of texts that come as such.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import numpy as np

from msjax.dataset.sources.arguments import found_files
from msjax.dataset.sources.files import StreamSource
from msjax.dataset.transforms.checks import of_type
from msjax.mindrecord.common.exceptions import pipeline_error

_INTEGER = re.compile(r"\s*[+-]?\d+")
_REAL = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|\s*[+-]?(nan|inf)", re.IGNORECASE)


def read_lines(path: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the fields of each line of a file; those in quotes may have anything.

    Raises:
        RuntimeError: a quote stands inside of a field, or the file is not of UTF-8.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise pipeline_error(f"Invalid file, {path} is not of UTF-8: {error}.") from None
    field = _field(delimiter)
    at, fields = 0, []
    while at < len(text):
        match = field.match(text, at)
        if match is None:
            number = text.count("\n", 0, at) + 1
            raise pipeline_error(
                f"Invalid file, failed to parse csv file: {path} at line {number}. Error message: "
                "unexpected quote; a field that has quotes stands in quotes, doubled inside."
            )
        quoted, plain, end = match.groups()
        at = match.end()
        fields.append(plain if quoted is None else quoted.replace('""', '"'))
        if end != delimiter or at == len(text):
            if end == delimiter:
                fields.append("")
            if fields != [""] or quoted is not None:
                yield fields
            fields = []


@functools.cache
def _field(delimiter) -> re.Pattern:
    mark = re.escape(delimiter)
    return re.compile(rf'(?:"((?:[^"]|"")*)"|([^"{mark}\r\n]*))({mark}|\r\n|\r|\n|\Z)')


class SeparatedSource(StreamSource):
    """A source of comma-separated values.

    Subclasses have `columns`, and `_defaults`, a value for each column whose class is what the
    column's fields become.
    """

    _delimiter = ","
    _header = False
    _defaults: tuple

    def _fields(self, path) -> Iterator[list[str]]:
        return itertools.islice(read_lines(path, self._delimiter), int(self._header), None)

    def _count(self, path):
        return sum(1 for _ in self._fields(path))

    def _rows_of(self, path, start, stop):
        for number, fields in enumerate(itertools.islice(self._fields(path), start, stop), start):
            if len(fields) != len(self._defaults):
                raise pipeline_error(
                    f"Invalid file, failed to parse csv file: {path} at line {number + 1}. Error "
                    f"message: Invalid columns, there are {len(fields)}, {len(self._defaults)} are "
                    f"expected: {list(self.columns)}."
                )
            pairs = zip(fields, self._defaults, strict=True)
            yield tuple(_value(*pair, path, number) for pair in pairs)


def _value(text, default, path, number) -> np.ndarray:
    if isinstance(default, str):
        return np.array(text)
    whole = isinstance(default, int)
    match = (_INTEGER if whole else _REAL).match(text)
    if match is None:
        raise pipeline_error(
            f"Invalid csv, csv file: {path} parse failed at line {number + 1}, type does not match:"
            f" {text!r} is no {'int' if whole else 'float'}."
        )
    return np.array(int(match[0]), np.int32) if whole else np.array(match[0], np.float32)


class CSVDataset(
    SeparatedSource,
    parameters="dataset_files, field_delim=',', column_defaults=None, column_names=None, "
    "*streaming",
):
    """Read files of comma-separated values.

    The columns are those of the file: str, int32 or float32.

    Args:
        dataset_files: a file, a pattern, or a list of them.
        field_delim: the character between fields. Default: ",".
        column_defaults: a value for each column: int, float and str say what its fields become.
            Default: None: all are str.
        column_names: names of the columns. Default: None: the first line of each file has them.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a line has more or less fields, or
            a field is not of its column's type.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CSVDataset.html
    """

    def _set_up(self, dataset_files, field_delim, column_defaults, column_names, **streaming):
        self.dataset_files = found_files(dataset_files)
        self._delimiter = _checked_delimiter(field_delim)
        _check_columns(column_defaults, column_names)
        super()._set_up(files=self.dataset_files, **streaming)
        self._header = not column_names
        if not column_names:
            column_names = next(read_lines(self._files[0], self._delimiter), [])
        if len(set(column_names)) < len(column_names):
            raise RuntimeError(
                "CSVDataset: 'column_names' : Invalid parameter, duplicate column names are not "
                f"allowed: {column_names}"
            )
        self.columns = tuple(column_names)
        given = list(column_defaults or ())
        if len(given) > len(self.columns):
            raise pipeline_error(
                f"Invalid parameter, there are {len(given)} column_defaults for "
                f"{len(self.columns)} columns; give one for each at most."
            )
        self._defaults = (*given, *[""] * (len(self.columns) - len(given)))


def _checked_delimiter(delimiter) -> str:
    if delimiter is None:
        return ","
    of_type(str)(delimiter, "field delim")
    if delimiter in ('"', "\r", "\n") or len(delimiter) != 1:
        raise ValueError(f"field_delim is invalid. It is {delimiter!r}; one character is expected.")
    return delimiter


def _check_columns(defaults, names):
    if defaults is not None:
        if not isinstance(defaults, list):
            raise TypeError("column_defaults should be type of list.")
        for item in defaults:
            if not isinstance(item, str | int | float):
                raise TypeError(f"column type in column_defaults is invalid. It is {type(item)}.")
    if names is not None and not all(isinstance(name, str) for name in names):
        raise TypeError(f"column_names should be a list of str. It is {names}.")
