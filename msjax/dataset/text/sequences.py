"""Sequences of tokens and numbers: n-grams, windows, cuts, more tokens, numbers from strings."""

from __future__ import annotations

import math
import re

import numpy as np

from msjax._core import dtype as mstype
from msjax.dataset.text.base import TextTensorOperation, as_tokens
from msjax.dataset.transforms.checks import checked, of_type, positive, positive_int32
from msjax.dataset.transforms.rows import dtype_name

_INTEGER = re.compile(r"\s*([+-]?\d+)")
_FLOAT = re.compile(r"\s*([+-]?(?:inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))", re.I)


def _numbers_of_grams(value, name: str) -> None:
    value = [value] if isinstance(value, int) else value
    if not (isinstance(value, list) and value):
        raise ValueError(f"n needs to be a non-empty list of positive integers. Got {value!r}.")
    for index, number in enumerate(value):
        of_type(int)(number, f"gram[{index}]")
        positive(number, f"gram_{index}")


def _padding(value, name: str) -> None:
    if not (isinstance(value, tuple) and [type(part) for part in value] == [str, int]):
        raise ValueError(
            f"{name} needs to be a tuple of (str, int) str is pad token and int is pad_width. "
            f"Got {value!r}."
        )
    if value[1] < 0:
        raise ValueError(f"padding width need to be positive numbers. Got {value[1]} in {name}.")


def _number_type(value, name: str) -> None:
    of_type(mstype.Type)(value, name)
    if value not in mstype.number_type:
        raise TypeError(f"data_type: {value} is not numeric data type.")


class Ngram(TextTensorOperation):
    """Join each token with those after it.

    Args:
        n: how many tokens are joined, an int or a list of ints.
        left_pad: (token, how many) to put before; of these at most n - 1 count.
            Default: ("", 0).
        right_pad: (token, how many) to put behind. Default: ("", 0).
        separator: what stands between the tokens. Default: " ".

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is not positive, or a pad is no pair.
        RuntimeError: On a call: this is no array (length,) of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.Ngram.html
    """

    @checked(n=_numbers_of_grams, left_pad=_padding, right_pad=_padding, separator=of_type(str))
    def __init__(self, n, left_pad=("", 0), right_pad=("", 0), separator=" "):
        super().__init__()
        self.ngrams = [n] if isinstance(n, int) else n
        self.left_pad = left_pad
        self.right_pad = right_pad
        self.separator = separator

    def _execute_c(self, tokens):
        self._check_line(tokens)
        grams = []
        for n in self.ngrams:
            (left, before), (right, after) = self.left_pad, self.right_pad
            line = [left] * min(before, n - 1) + tokens.tolist() + [right] * min(after, n - 1)
            grams += [self.separator.join(line[i : i + n]) for i in range(len(line) - n + 1)]
        return as_tokens(grams)


class SlidingWindow(TextTensorOperation):
    """Return the windows of an array: all runs of as many elements.

    Args:
        width: how many elements a window has.
        axis: 0 or -1, the only axis. Default: 0.

    Raises:
        TypeError: An argument is no int.
        ValueError: `width` is not positive.
        RuntimeError: On a call: the array has not one axis, or `axis` is another.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.SlidingWindow.html
    """

    @checked(width=positive_int32, axis=of_type(int))
    def __init__(self, width, axis=0):
        super().__init__()
        self.width = width
        self.axis = axis

    def _execute_c(self, array):
        if array.ndim != 1:
            raise self._failure(
                f"SlidingWindow supports 1D input only for now, but got {array.ndim}D."
            )
        if self.axis not in (0, -1):
            raise self._failure(
                f"The parameter axis supports 0 or -1 only for now, but got {self.axis}."
            )
        if len(array) < self.width:
            return array[:0]
        return np.lib.stride_tricks.sliding_window_view(array, self.width)


class Truncate(TextTensorOperation):
    """Cut an array off behind so many elements of its last axis.

    Args:
        max_seq_len: how many elements are kept.

    Raises:
        TypeError: `max_seq_len` is no int.
        ValueError: It is not positive.
        RuntimeError: On a call: the array has neither one axis nor two.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.Truncate.html
    """

    @checked(max_seq_len=positive_int32)
    def __init__(self, max_seq_len):
        super().__init__()
        self.max_seq_len = max_seq_len

    def _execute_c(self, array):
        if array.ndim not in (1, 2):
            raise self._failure(
                f"the input tensor should be of dimension 1 or 2. Got shape {array.shape}."
            )
        return np.array(array[..., : self.max_seq_len].tolist(), _of_kind(array))


class TruncateSequencePair(TextTensorOperation):
    """Cut two arrays off, the longer one first, until they have so many elements together.

    Args:
        max_length: how many elements are kept.

    Raises:
        RuntimeError: On a call: these are not two arrays of one axis.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.TruncateSequencePair.html
    """

    _columns = None

    def __init__(self, max_length):
        super().__init__()
        self.max_length = max_length

    def _execute_c(self, *columns):
        if len(columns) != 2:
            raise self._failure(f"Expected two inputs, but got {len(columns)} inputs.")
        if any(array.ndim != 1 for array in columns):
            raise self._failure(
                f"both data column should be of rank 1. Got {[array.ndim for array in columns]}."
            )
        first, second = columns
        left, right = len(first), len(second)
        while left + right > max(self.max_length, 0):
            left, right = (left - 1, right) if left > right else (left, right - 1)
        return first[:left], second[:right]


class AddToken(TextTensorOperation):
    """Put a token before or behind a sequence, or each of several.

    Args:
        token: the token, a string.
        begin: whether it comes first, not last. Default: True.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: this is no array (length,) or (count, length) of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.AddToken.html
    """

    @checked(token=of_type(str), begin=of_type(bool))
    def __init__(self, token, begin=True):
        super().__init__()
        self.token = token
        self.begin = begin

    def _execute_c(self, tokens):
        self._check_text(tokens)
        if tokens.ndim not in (1, 2):
            raise self._failure(f"input tensor rank should be 1 or 2. Got shape {tokens.shape}.")
        added = np.full((*tokens.shape[:-1], 1), self.token)
        return np.concatenate([added, tokens] if self.begin else [tokens, added], axis=-1)


class ToNumber(TextTensorOperation):
    """Convert strings to numbers.

    What follows a number in its string does not count, as in C: "5a" is 5, and "1.5" as an
    integer is 1.

    Args:
        data_type: the data type of the numbers.

    Raises:
        TypeError: `data_type` is no data type of numbers.
        RuntimeError: On a call: a string begins with no number, or with one out of range.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.ToNumber.html
    """

    @checked(data_type=_number_type)
    def __init__(self, data_type):
        super().__init__()
        self.data_type = dtype_name(data_type)

    def _execute_c(self, texts):
        self._check_text(texts)
        numbers = [self._number(text) for text in texts.reshape(-1).tolist()]
        return np.array(numbers, self.data_type).reshape(texts.shape)

    def _number(self, text: str) -> float:
        kind = np.dtype(self.data_type)
        is_float = kind.kind == "f"
        match = (_FLOAT if is_float else _INTEGER).match(text)
        if not match:
            raise self._failure(f'it is invalid to convert "{text}" to a number.')
        as_number = float if is_float else int
        number, limits = as_number(match[1]), np.finfo(kind) if is_float else np.iinfo(kind)
        low, high = as_number(limits.min), as_number(limits.max)
        fits = low <= number <= high or math.isnan(number)
        if not fits or (kind.itemsize > 2 and is_float and _is_lost(match[1], kind.type(number))):
            raise self._failure(
                f"string input {text} will be out of bounds if cast to {self.data_type}. "
                f"The valid range is: [{low}, {high}]."
            )
        return number


def _is_lost(text: str, number) -> bool:
    """Return whether a number is too small for its dtype."""
    return number == 0 and re.search("[1-9]", text.lower().split("e")[0]) is not None


def _of_kind(array: np.ndarray):
    """Return a dtype for parts of an array: strings are as wide as the longest that is left."""
    return "U" if array.dtype.kind == "U" else array.dtype
