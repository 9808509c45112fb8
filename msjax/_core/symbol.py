"""`Symbol`: a length in the shape of an input that varies from call to call.

Compiled code is made for each shape here, so it is checked, kept, and changes no numbers.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.Symbol.html
"""

from __future__ import annotations


class Symbol:
    """A length that is not known, and what is known of it.

    Args:
        max: its greatest value, an int; not greater than `min` for none. Default: 0.
        min: its least value, an int. Default: 1.
        divisor: a number by which it is divided with `remainder`. Default: 1.
        remainder: an int in [0, divisor). Default: 0.
        unique: whether all axes with this symbol have one length. Default: False.
        **kwargs: kept for later versions of MindSpore; without effect.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of range.
    """

    def __init__(self, max=0, min=1, divisor=1, remainder=0, unique=False, **kwargs):
        numbers = {"max": max, "min": min, "divisor": divisor, "remainder": remainder}
        for name, value in numbers.items():
            _check_class(name, value, int)
        _check_class("unique", unique, bool)
        for name in ("min", "divisor"):
            if numbers[name] <= 0:
                raise ValueError(
                    f"For 'Symbol', the '{name}' value should be positive, but got {numbers[name]}"
                )
        if not 0 <= remainder < divisor:
            raise ValueError(
                f"For 'Symbol', the 'remainder' value should be in the range '[0, {divisor})', but "
                f"got {remainder}"
            )
        self.max, self.min, self.divisor = max, min, divisor
        self.remainder, self.unique = remainder, unique

    def to_dict(self) -> dict:
        """Return what is known, as a dict."""
        found = {"max": self.max} if self.max > self.min else {}
        defaults = {"min": 1, "divisor": 1, "remainder": 0}
        found |= {k: getattr(self, k) for k, v in defaults.items() if getattr(self, k) != v}
        return found | {"id": id(self)} if self.unique else found

    def __str__(self):
        return str(self.to_dict())


def _check_class(name, value, kind):
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For 'Symbol', the argument '{name}' must be {kind.__name__}, but got {type(value)}"
        )
