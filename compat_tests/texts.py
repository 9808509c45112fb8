"""How results of the cases of `mindspore.dataset.text` are told."""

from __future__ import annotations

import numpy as np


def told(result):
    """Tell arrays of strings by dtype and elements; other results as they are."""
    if isinstance(result, tuple | list):
        return [told(part) for part in result]
    if isinstance(result, np.ndarray) and result.dtype.kind in "US":
        return [result.dtype.str, list(result.shape), list(map(str, result.reshape(-1)))]
    return result


def outcomes(calls):
    """Return a case of several calls: what each gives, or the class of its exception."""

    def run():
        results = []
        for call in calls:
            try:
                results.append(told(call()))
            except (TypeError, ValueError, RuntimeError) as error:
                results.append(type(error).__name__)
        return results

    return run
