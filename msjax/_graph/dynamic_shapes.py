"""`enable_dynamic`: a mark of inputs whose shapes vary from call to call.

Compiled code is made for each shape here, so it is checked and changes no numbers.

Source:
https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.enable_dynamic.html
"""

from __future__ import annotations

import functools

from msjax._core.tensor import Tensor


def enable_dynamic(**kwargs):
    """Declare inputs of a compiled function whose shapes vary, as a decorator.

    Args:
        **kwargs: a Tensor, or a tuple or list of them, by the names of inputs; its shape has None
            for lengths that vary.

    Returns:
        A decorator, which returns a function that runs the decorated one.

    Raises:
        ValueError: nothing is given.
        TypeError: a value is something else. Both are raised when the function is called.
    """

    def decorate(function):
        @functools.wraps(function)
        def run(*args, **options):
            _check_inputs(kwargs)
            return function(*args, **options)

        return run

    return decorate


def _check_inputs(inputs):
    if not inputs:
        raise ValueError(
            "When using decorator enable_dynamic, the input cannot be empty! Write "
            "`@enable_dynamic(x=Tensor(shape=[None, 3], dtype=mindspore.float32))`."
        )
    for name, value in inputs.items():
        items = value if isinstance(value, tuple | list) else (value,)
        if not all(isinstance(item, Tensor) for item in items):
            raise TypeError(
                "The decorator enable_dynamic only supports Tensor or a tuple/list of Tensor, but "
                f"the argument : {name} is type of:{type(value)}."
            )
