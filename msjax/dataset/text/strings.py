"""Strings to bytes and back."""

from __future__ import annotations

import numpy as np


def to_bytes(array, encoding="utf8"):
    """Encode the strings of an array.

    Args:
        array: array of strings.
        encoding: the name of the encoding. Default: "utf8".

    Returns:
        Array of bytes.

    Raises:
        ValueError: `array` is no array.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.to_bytes.html
    """
    if not isinstance(array, np.ndarray):
        raise ValueError(f"input should be a NumPy array. Got {type(array)}.")
    return np.char.encode(array, encoding)


def to_str(array, encoding="utf8"):
    """Decode the bytes of an array.

    Args:
        array: array of bytes.
        encoding: the name of the encoding. Default: "utf8".

    Returns:
        Array of strings.

    Raises:
        TypeError: `array` is no array.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.to_str.html
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(f"input should be a NumPy array. Got {type(array)}.")
    return np.char.decode(array, encoding)
