"""Cut texts where their script changes: from Latin to Greek, from letters to punctuation."""

from __future__ import annotations

import functools
from importlib import resources

import numpy as np

from msjax.dataset.text.base import Tokenizer, said
from msjax.dataset.transforms.checks import checked


class UnicodeScriptTokenizer(Tokenizer):
    """Cut a text where the script of its characters changes, and at white space.

    Digits and punctuation marks are of a script of their own, accents of another one.

    Args:
        keep_whitespace: whether white space is a token. Default: False.
        with_offsets: whether the places of the tokens are returned too, counted in bytes of
            UTF-8: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: An argument is no bool.
        RuntimeError: On a call: this is not one string.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.UnicodeScriptTokenizer.html
    """

    @checked(keep_whitespace=said(bool, "boolean"), with_offsets=said(bool, "boolean"))
    def __init__(self, keep_whitespace=False, with_offsets=False):
        super().__init__()
        self.keep_whitespace = keep_whitespace
        self.with_offsets = with_offsets

    def _cut(self, text):
        cuts = (np.flatnonzero(np.diff(_scripts_of(text))) + 1).tolist()
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            if self.keep_whitespace or not _is_space(text[start:end]):
                yield start, end


def _is_space(text: str) -> bool:
    return text.isspace() and not "\x1c" <= text[0] <= "\x1f"  # these are space in Python only


def _scripts_of(text: str) -> np.ndarray:
    """Return a number for the script of each character."""
    firsts, lasts, scripts = _table()
    numbers = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    runs = np.searchsorted(firsts, numbers, side="right") - 1
    return np.where(numbers <= lasts[runs], scripts[runs], -1)


@functools.cache
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the first and the last character of each run, and the number of its script.

    `scripts.txt` has a line for each script: the first word of the name of one of its characters,
    and its runs. `compat_tests/record_scripts.py` writes it.
    """
    lines = resources.files("msjax.dataset.text").joinpath("scripts.txt").read_text().splitlines()
    runs = sorted(
        (*(int(number, 16) for number in run.split("-")), script)
        for script, line in enumerate(lines)
        for run in line.split()[1:]
    )
    firsts, lasts, scripts = np.array([(0, 0, -1), *runs]).T
    return firsts, lasts, scripts
