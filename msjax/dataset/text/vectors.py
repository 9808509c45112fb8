"""Vectors of words, read from files, and ToVectors, which puts them in the place of words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from msjax.dataset.text.base import TextTensorOperation
from msjax.dataset.transforms.checks import (
    checked,
    elements,
    natural_int32,
    of_type,
    optional,
)

_FORBIDDEN = set("\\/:*?\"<>|`&';")


class Vectors:
    """Vectors of words; `from_file` reads them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.Vectors.html

    Differs: what is no number is an error; MindSpore takes it for 0.
    """

    _name_of_file = r".*"
    _shape_of_name = ""

    def __init__(self):
        self._vectors: dict[str, np.ndarray] = {}
        self._length = 0

    @classmethod
    def from_file(cls, file_path, max_vectors=None):
        """Read vectors from a file: a word and its numbers in each line, between spaces.

        A first line of at most two words is left out. Of a word that comes again, the first counts.

        Args:
            file_path: the path of the file.
            max_vectors: how many are read at most. Default: None, all.

        Returns:
            The vectors.

        Raises:
            TypeError: An argument is of another type.
            ValueError: The file's name has special characters, or `max_vectors` is below 0.
            RuntimeError: There is no such file, its name is another than this kind has, or its
                lines do not hold vectors of one length.
        """
        of_type(str)(file_path, "file_path")
        optional(natural_int32)(max_vectors, "max_vectors")
        path = Path(file_path)
        if set(path.name) & _FORBIDDEN:
            raise ValueError(f"filename should not contain any of {''.join(sorted(_FORBIDDEN))}.")
        if not path.is_file():
            raise RuntimeError(f"{cls.__name__}: get real path failed, path: {file_path}")
        if not re.fullmatch(cls._name_of_file, path.name):
            raise RuntimeError(
                f"{cls.__name__}: invalid file, can not find file '{cls._shape_of_name}', but got: "
                f"{path.name}"
            )
        made = cls()
        made._read(path.read_text("utf-8").splitlines(), max_vectors or None)
        return made

    def _read(self, lines, most) -> None:
        if lines and len(lines[0].split()) <= 2:
            lines = lines[1:]
        for number, line in enumerate(lines[:most]):
            word, *values = line.rstrip().split(" ")
            vector = self._numbers(values, f"line {number + 1}: {line[:60]!r}")
            self._vectors.setdefault(word, vector)
        if not self._vectors:
            raise self._failure("invalid file, file is empty.")

    def _numbers(self, values, where: str) -> np.ndarray:
        self._length = self._length or len(values)
        if len(values) < 2:
            raise self._failure(f"token with 1-dimensional vector. In {where}.")
        if len(values) != self._length:
            raise self._failure(
                "all vectors must have the same number of dimensions, but got dim "
                f"{len(values)} while expecting {self._length} in {where}."
            )
        try:
            return np.array(values, np.float32)
        except ValueError as error:
            raise self._failure(f"{error}, in {where}.") from error

    def _failure(self, reason: str) -> RuntimeError:
        return RuntimeError(f"{type(self).__name__}: {reason}")

    def _vector(self, word: str) -> np.ndarray | None:
        return self._vectors.get(word)


class GloVe(Vectors):
    """Vectors of GloVe; `from_file` reads them from a file glove.6B.*.txt.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.GloVe.html
    """

    _name_of_file = r"glove\.6B\..*\.txt"
    _shape_of_name = "glove.6B.*.txt"


class FastText(Vectors):
    """Vectors of fastText; `from_file` reads them from a file *.vec.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.FastText.html
    """

    _name_of_file = r".*\.vec"
    _shape_of_name = "*.vec"


class CharNGram(Vectors):
    """Vectors of runs of 2 to 4 characters; that of a word is the mean of its runs'.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.CharNGram.html
    """

    def _vector(self, word):
        line = ["#BEGIN#", *word, "#END#"]
        keys = (
            f"{n}gram-{''.join(line[start : start + n])}"
            for n in (2, 3, 4)
            for start in range(len(line) - n + 1)
        )
        found = [self._vectors[key] for key in keys if key in self._vectors]
        return np.sum(found, axis=0, dtype=np.float32) / np.float32(len(found)) if found else None


class ToVectors(TextTensorOperation):
    """Replace words by their vectors: (words, length), or (length,) for a single word.

    Args:
        vectors: Vectors, GloVe, FastText or CharNGram.
        unk_init: the vector of words without one, a list or tuple of numbers. Default: None, zeros.
        lower_case_backup: whether words are looked up in lower case. Default: False.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: this is no array of strings, or `unk_init` has another length.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.ToVectors.html
    """

    @checked(
        vectors=of_type(Vectors),
        unk_init=optional(of_type(list, tuple), elements(of_type(int, float))),
        lower_case_backup=of_type(bool),
    )
    def __init__(self, vectors, unk_init=None, lower_case_backup=False):
        super().__init__()
        self.vectors = vectors
        self.unk_init = unk_init or []
        self.lower_case_backup = lower_case_backup

    def _execute_c(self, words):
        self._check_text(words)
        length = self.vectors._length
        if self.unk_init and len(self.unk_init) != length:
            raise self._failure(
                "unk_init must be the same length as vectors, but got unk_init: "
                f"{len(self.unk_init)} and vectors: {length}"
            )
        unknown = np.array(self.unk_init or [0] * length, np.float32)
        rows = [self._of_word(word, unknown) for word in words.reshape(-1).tolist()]
        return np.array(rows, np.float32)[0 if len(rows) == 1 else slice(None)]

    def _of_word(self, word: str, unknown: np.ndarray) -> np.ndarray:
        vector = self.vectors._vector(word.lower() if self.lower_case_backup else word)
        return unknown if vector is None else vector
