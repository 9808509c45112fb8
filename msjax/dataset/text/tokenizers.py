"""Cut texts into tokens: at white space, at patterns, into characters, by a function."""

from __future__ import annotations

import json
import re

import numpy as np

from msjax.dataset.text.base import Tokenizer, given, said
from msjax.dataset.text.patterns import compiled
from msjax.dataset.text.strings import to_str
from msjax.dataset.transforms.checks import checked

_NO_SPACE = re.compile(r"(?:\S|[\x1c-\x1f])+")  # these are space in Python, not in Unicode


class WhitespaceTokenizer(Tokenizer):
    """Cut a text at its white space.

    Args:
        with_offsets: whether the places of the tokens are returned too, counted in bytes of
            UTF-8: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: `with_offsets` is no bool.
        RuntimeError: On a call: this is not one string.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.WhitespaceTokenizer.html
    """

    @checked(with_offsets=said(bool, "boolean"))
    def __init__(self, with_offsets=False):
        super().__init__()
        self.with_offsets = with_offsets

    def _cut(self, text):
        return [match.span() for match in _NO_SPACE.finditer(text)]


class UnicodeCharTokenizer(Tokenizer):
    """Cut a text into characters.

    Args:
        with_offsets: whether the places of the tokens are returned too, counted in bytes of
            UTF-8: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: `with_offsets` is no bool.
        RuntimeError: On a call: this is not one string.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.UnicodeCharTokenizer.html
    """

    @checked(with_offsets=said(bool, "boolean"))
    def __init__(self, with_offsets=False):
        super().__init__()
        self.with_offsets = with_offsets

    def _cut(self, text):
        return [(place, place + 1) for place in range(len(text))]


class RegexTokenizer(Tokenizer):
    r"""Cut a text where a regular expression matches.

    Args:
        delim_pattern: the regular expression, in ICU's syntax.
        keep_delim_pattern: a regular expression; what cuts the text is a token itself if it is
            matched as a whole. Default: "", none is.
        with_offsets: whether the places of the tokens are returned too, counted in bytes of
            UTF-8: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `delim_pattern` is None.
        RuntimeError: On a call: this is not one string, or a pattern is no regular expression.
        NotImplementedError: On a call: a pattern names properties other than Unicode's categories.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.RegexTokenizer.html

    Differs: patterns are Python's, with ICU's `\p{...}` for categories.
    """

    @checked(
        delim_pattern=[given("delim_pattern"), said(str, "string")],
        keep_delim_pattern=said(str, "string"),
        with_offsets=said(bool, "boolean"),
    )
    def __init__(self, delim_pattern, keep_delim_pattern="", with_offsets=False):
        super().__init__()
        self.delim_pattern = delim_pattern
        self.keep_delim_pattern = keep_delim_pattern
        self.with_offsets = with_offsets

    def _cut(self, text):
        try:
            delimiter, kept = compiled(self.delim_pattern), compiled(self.keep_delim_pattern)
        except re.error as error:
            raise self._failure(
                f"create ICU RegexMatcher failed, you may input one error pattern: {error}."
            ) from error
        return cut_at(delimiter, kept, text)


class PythonTokenizer:
    """Cut texts by a function of Python.

    Args:
        tokenizer: a function of a string that returns a list of strings.

    Raises:
        TypeError: `tokenizer` cannot be called; on a call: this is no array.
        RuntimeError: On a call: the function fails, or gives several texts another number of
            tokens each.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.PythonTokenizer.html
    """

    random = False

    def __init__(self, tokenizer):
        if not callable(tokenizer):
            raise TypeError(f"tokenizer is not a callable Python function. Got {type(tokenizer)}.")
        self.pyfunc = tokenizer
        self.tokenizer = np.vectorize(
            lambda text: np.array(tokenizer(text), dtype="U"), signature="()->(n)"
        )

    def __call__(self, in_array):
        """Cut the strings of an array.

        Args:
            in_array: array of strings, or of bytes in UTF-8.

        Returns:
            The tokens, along a new last axis.
        """
        if not isinstance(in_array, np.ndarray):
            raise TypeError(f"input should be a NumPy array. Got {type(in_array)}.")
        if in_array.dtype.type is np.bytes_:
            in_array = to_str(in_array)
        try:
            return self.tokenizer(in_array)
        except Exception as error:
            name = getattr(self.pyfunc, "__name__", type(self.pyfunc).__name__)
            raise RuntimeError(
                f"Error occurred in Pyfunc [{name}], error message: {error}"
            ) from error

    def to_json(self):
        """Write the operation down.

        Returns:
            JSON of its class and the name of its function.
        """
        return json.dumps(
            {"tensor_op_name": self.pyfunc.__name__, "python_module": type(self).__module__}
        )


def cut_at(delimiter: re.Pattern[str], kept: re.Pattern[str], text: str):
    """Return the places between the matches of a pattern, and those matches that `kept` matches."""
    places, last = [], 0
    for match in delimiter.finditer(text):
        places.append((last, match.start()))
        if kept.pattern and kept.fullmatch(match.group()):
            places.append(match.span())
        last = match.end()
    return [*places, (last, len(text))]
