"""Files of texts: one row for each line.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import numpy as np

from msjax.dataset.sources.arguments import found_files
from msjax.dataset.sources.files import StreamSource
from msjax.mindrecord.common.exceptions import pipeline_error


def lines_of(path: str) -> Iterator[str]:
    """Yield the lines of a file that are not empty; a line ends with a line feed only.

    Raises:
        RuntimeError: the file is not of UTF-8.
    """
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                if text := line.removesuffix("\n"):
                    yield text
    except UnicodeDecodeError as error:
        raise pipeline_error(
            f"Failed to cast to Unicode string: {path} is not of UTF-8 ({error}); convert it first."
        ) from None


class LineSource(StreamSource):
    """A source of lines: subclasses have `columns` and `_parse`."""

    def _parse(self, line: str, path: str) -> tuple[np.ndarray, ...]:
        raise NotImplementedError(f"{type(self).__name__} has to implement _parse().")

    def _lines(self, path: str) -> Iterator[str]:
        return lines_of(path)

    def _rows_of(self, path, start, stop):
        for line in itertools.islice(self._lines(path), start, stop):
            yield self._parse(line, path)

    def _count(self, path):
        return sum(1 for _ in self._lines(path))


class TextFileDataset(LineSource, parameters="dataset_files, *streaming"):
    """Read lines of texts; those that are empty are left out.

    The column is text, a str.

    Args:
        dataset_files: a file, a pattern, or a list of them.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no row.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.TextFileDataset.html
    """

    columns = ("text",)

    def _set_up(self, dataset_files, **streaming):
        self.dataset_files = found_files(dataset_files)
        super()._set_up(files=self.dataset_files, **streaming)

    def _parse(self, line, path):
        return (np.array(line),)


_PAIR = {name: (name,) for name in ("sentence1", "sentence2")}
_SPANS = {
    f"span{i}_{what}": ("target", f"span{i}_{what}") for i in (1, 2) for what in ("index", "text")
}
# Column -> where the JSON of a line has it: in files of all usages, and what the others have
# instead of an id in those for testing.
_CLUE: dict[str, tuple[dict[str, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]] = {
    "AFQMC": (_PAIR, ("label",), ("id",)),
    "TNEWS": ({n: (n,) for n in ("sentence", "keywords")}, ("label", "label_desc"), ("id",)),
    "IFLYTEK": ({"sentence": ("sentence",)}, ("label", "label_des"), ("id",)),
    "CMNLI": (_PAIR, ("label",), ("id",)),
    "WSC": ({"idx": ("idx",), "text": ("text",), **_SPANS}, ("label",), ()),
    "CSL": ({n: (n,) for n in ("id", "abst", "keyword")}, ("label",), ()),
}


class CLUEDataset(LineSource, parameters="dataset_files, task='AFQMC', usage='train', *streaming"):
    """Read the tasks of CLUE, which are files of JSON, one line for each row.

    The columns are what a line has, by name; strings are str, numbers uint32, and lists of strings
    arrays of str.

    Args:
        dataset_files: a file, a pattern, or a list of them.
        task: "AFQMC", "TNEWS", "IFLYTEK", "CMNLI", "WSC" or "CSL". Default: "AFQMC".
        usage: "train", "test" or "eval". Default: "train".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, task or usage, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a line has not what it should.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CLUEDataset.html
    """

    def _set_up(self, dataset_files, task, usage, **streaming):
        self.dataset_files = found_files(dataset_files)
        if task not in _CLUE:
            raise ValueError(
                "task should be 'AFQMC', 'TNEWS', 'IFLYTEK', 'CMNLI', 'WSC' or 'CSL'. It is "
                f"{task}."
            )
        if usage not in ("train", "test", "eval"):
            raise ValueError(f"usage should be 'train', 'test' or 'eval'. It is {usage}.")
        self.task = task
        self.usage = usage
        common, labels, ids = _CLUE[task]
        others = ids if usage == "test" else labels
        self._places = dict(sorted({**common, **{name: (name,) for name in others}}.items()))
        self.columns = tuple(self._places)
        super()._set_up(files=self.dataset_files, **streaming)

    def _parse(self, line, path):
        try:
            content = json.loads(line)
        except ValueError as error:
            raise pipeline_error(f"Invalid json, failed to parse {path}, {error}.") from None
        return tuple(self._value(content, place, path) for place in self._places.values())

    def _value(self, content, place, path) -> np.ndarray:
        for key in place:
            if not isinstance(content, dict) or key not in content:
                raise pipeline_error(
                    f"Invalid json file, in given JSON file, failed to find key: {key} in {path}; "
                    f"check that it is of the task {self.task} and for usage={self.usage!r}."
                )
            content = content[key]
        if isinstance(content, str | list):
            return np.array(content, np.str_)
        return np.array(content, np.uint32)
