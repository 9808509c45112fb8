"""Dumps of what parts of a network compute: Ascend's runtime writes them.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.tools.html
"""

from __future__ import annotations

import warnings

from msjax._core.primitive import Primitive
from msjax.nn import Cell


def set_dump(target, enabled=True) -> None:
    """Warn that nothing is dumped, as MindSpore does on a CPU.

    Args:
        target: a Cell or Primitive.
        enabled: a bool. Default: True.

    Raises:
        ValueError: an argument is something else.
    """
    if not isinstance(target, Cell | Primitive):
        raise ValueError(
            'The "target" parameter must be an instance of Cell or Primitive, but got an instance '
            f"of {type(target)}."
        )
    if not isinstance(enabled, bool):
        raise ValueError(f'The "enabled" parameter must be bool, but got {enabled!r}.')
    warnings.warn(
        "set_dump has no effect: Ascend's runtime writes these dumps. Cell.register_forward_hook "
        "shows what a Cell computes, and ops.TensorDump writes it.",
        stacklevel=2,
    )
