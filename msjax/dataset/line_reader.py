"""`LineReader`: the lines of a text file, by their numbers."""

from __future__ import annotations

import logging
import os

from msjax.dataset.transforms.checks import integer

__all__ = ["LineReader"]

_log = logging.getLogger("msjax")
_FORBIDDEN = frozenset("\\/:*?\"<>|`&;'")


class LineReader:
    """Reads single lines of a large text file; only the places of the lines are in memory.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.utils.LineReader.html

    Args:
        filename: the path of the file.

    Raises:
        TypeError: `filename` is no str.
        ValueError: It has characters that names of files must not have.
        RuntimeError: There is no such file.
    """

    def __init__(self, filename):
        if not isinstance(filename, str):
            raise TypeError(f"path: {filename} is not string")
        self.filename = os.path.realpath(filename)
        name = os.path.basename(self.filename)
        if _FORBIDDEN & set(name) or name.strip(" ") != name:
            raise ValueError(
                "filename should not contain any of \\/:*?\"<>|`&;' and not start or end with a "
                f"space: {name!r}."
            )
        if not os.path.exists(self.filename):
            raise RuntimeError(f"The input file [{filename}] does not exist.")
        if not os.path.isfile(self.filename):
            raise RuntimeError(f"The input file [{filename}] is not a regular file.")
        self.offsets = []
        place = 0
        with open(self.filename, "rb") as file:
            for line in file:
                self.offsets.append(place)
                place += len(line)
        if not self.offsets:
            _log.warning("The input file [%s] is empty.", filename)
        self._file = None

    def __len__(self):
        return len(self.offsets)

    def __getitem__(self, line):
        return self.readline(line)

    def __getstate__(self):
        return {**vars(self), "_file": None}

    def __del__(self):
        self.close()

    def len(self):
        """Return how many lines there are."""
        return len(self.offsets)

    def readline(self, line):
        """Return a line without its end.

        Args:
            line: its number; the first line is 1.

        Raises:
            TypeError: `line` is no int.
            ValueError: There is no such line.
        """
        integer(1, len(self.offsets))(line, "line")
        if self._file is None:
            self._file = open(self.filename, "rb")  # noqa: SIM115  it stays open for the next line
        self._file.seek(self.offsets[line - 1])
        text = self._file.readline().decode()
        for end in ("\r\n", "\n", "\r"):
            if text.endswith(end):
                return text.removesuffix(end)
        return text

    def close(self):
        """Close the file; the next `readline` opens it again."""
        file = vars(self).get("_file")
        if file is not None:
            file.close()
            self._file = None
