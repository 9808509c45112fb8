"""What the collectives ask of their arguments, with the errors that MindSpore raises."""

from __future__ import annotations

from msjax._core.errors import describe
from msjax._core.tensor import Tensor
from msjax.ops.communication._groups import check_group, group_rank, members

REDUCTIONS = ("sum", "prod", "min", "max", "avg")


def check_tensor(name, x, role="input") -> None:
    """Refuse what is no Tensor.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(x, Tensor):
        raise TypeError(f"For {name}, the {role} tensor must be tensor, but got {describe(x)}.")


def check_reduction(name, op, known=REDUCTIONS) -> None:
    """Refuse what names no reduction.

    Raises:
        TypeError: it does not.
    """
    if not isinstance(op, str):
        raise TypeError(
            f"For {name}, the input op type must be str, but got {describe(op)}; for instance "
            "`ops.ReduceOp.SUM`."
        )
    if op not in known:
        raise TypeError(
            f"For {name}, the input op value must be one of {', '.join(known)}, but got {op!r}."
        )


def check_call(group, async_op) -> None:
    """Check what every collective has.

    Raises:
        TypeError: `group` is no str, or `async_op` is no bool.
    """
    check_group(group)
    if not isinstance(async_op, bool):
        raise TypeError(f"The argument 'async_op' must be a bool, but got {type(async_op)}.")


def enter(group, async_op=False, rank=0) -> None:
    """Check a group and the world rank that a collective has as its source or destination.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: communication has not begun, or the group or its rank does not exist.
    """
    check_call(group, async_op)
    members(group)
    group_rank(group, rank)


def check_length(what, values, group) -> None:
    """Refuse a list that has not one element per process of a group.

    Raises:
        TypeError: it has not.
    """
    size = len(members(group))
    if len(values) != size:
        raise TypeError(
            f"The {what} must be equal to group rank size, but got {len(values)}: the group has "
            f"{size} process."
        )


def check_tensors(values) -> None:
    """Refuse what is no list of Tensors.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(values, list | tuple):
        raise TypeError(f"Expected list or tuple, but got {type(values)}.")
    for x in values:
        if not isinstance(x, Tensor):
            raise TypeError(f"Expected a list of Tensors, but it has {describe(x)}.")


def check_alike(name, output, x, error: type[Exception] = TypeError) -> None:
    """Refuse an output that does not have the shape and dtype of what goes into it.

    Raises:
        TypeError: it has not; for some collectives ValueError, which is passed as `error`.
    """
    for what in ("shape", "dtype"):
        got, expected = getattr(output, what), getattr(x, what)
        if got != expected:
            raise error(
                f"For {name}, the output {what} should be {expected}, as the result's, but got "
                f"{got}."
            )
