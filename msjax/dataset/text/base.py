"""What operations on texts share: which arrays they take, and tokens with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from msjax.dataset.transforms.base import Implementation, TensorOperation
from msjax.dataset.transforms.checks import Rule


class TextTensorOperation(TensorOperation):
    """The base class of operations on texts: arrays of strings."""

    implementation = Implementation.C

    def _check_text(self, array: np.ndarray) -> None:
        """Raise a RuntimeError unless this is an array of strings."""
        if array.dtype.kind != "U":
            raise self._failure(
                f"input is not string datatype. Got {array.dtype}; bytes become strings by "
                "`text.to_str`."
            )

    def _check_line(self, array: np.ndarray) -> None:
        """Raise a RuntimeError unless this is an array (length,) of strings."""
        if array.ndim != 1 or array.dtype.kind != "U":
            raise self._failure(
                f"input is not a 1D data with string datatype. Got {array.dtype}, {array.shape}."
            )


class Tokenizer(TextTensorOperation):
    """The base class of what cuts one string into tokens.

    `_cut` gives the tokens and where they begin and end, in characters.
    """

    with_offsets: bool

    def _execute_c(self, text):
        if text.ndim or text.dtype.kind != "U":
            raise self._failure(
                "the input shape should be scalar and the input datatype should be string. "
                f"Got {text.dtype}, {text.shape}."
            )
        string = str(text)
        places = [(start, end) for start, end in self._cut(string) if start < end]
        tokens = as_tokens(string[start:end] for start, end in places)
        return (tokens, *byte_offsets(string, places)) if self.with_offsets else tokens

    def _cut(self, text: str) -> Iterable[tuple[int, int]]:
        raise NotImplementedError


def as_tokens(tokens: Iterable[str]) -> np.ndarray:
    """Return tokens as an array; no tokens are one empty string, as in MindSpore."""
    return np.array(list(tokens) or [""])


def byte_offsets(text: str, places) -> tuple[np.ndarray, np.ndarray]:
    """Return where tokens begin and end, counted in bytes of UTF-8, both as uint32."""
    widths = [len(character.encode()) for character in text]
    before = np.concatenate([[0], np.cumsum(widths)]).astype(np.uint32)
    starts, ends = np.array(places or [(0, 0)]).T
    return before[starts], before[ends]


def each_text(function: Callable[[str], str], texts: np.ndarray) -> np.ndarray:
    """Apply a function to each string of an array."""
    return np.array([function(text) for text in texts.reshape(-1).tolist()]).reshape(texts.shape)


def said(kind: type, word: str) -> Rule:
    """Return the rule that a value is of a type, in the words of MindSpore's text operations."""

    def rule(value, name):
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError(
                f"Wrong input type for {name}, should be {word}. Got {type(value)}: {value!r}."
            )

    return rule


def given(what: str) -> Rule:
    """Return the rule that a value is not None."""

    def rule(value, _):
        if value is None:
            raise ValueError(f"{what} is not provided. Got None.")

    return rule
