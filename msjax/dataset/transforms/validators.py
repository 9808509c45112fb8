"""Checks of arguments that programs take from MindSpore's module of this name.

Operations of msjax check theirs by `transforms/checks.py`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable

from msjax.dataset.transforms.combining import check_operations


def check_random_transform_ops(method: Callable) -> Callable:
    """Have a method check its argument `transforms`: a list of operations or functions, not empty.

    Args:
        method: the method; it has a parameter `transforms`.

    Returns:
        The method with the check. It raises TypeError for what is no such list, and ValueError for
        an empty one.
    """
    signature = inspect.signature(method)

    @functools.wraps(method)
    def checked(self, *args, **kwargs):
        given = signature.bind(self, *args, **kwargs)
        given.apply_defaults()
        check_operations(given.arguments["transforms"], "transforms")
        return method(self, *args, **kwargs)

    return checked
