"""Collective communication of a group of one process: what comes in goes out."""

from __future__ import annotations

from msjax._core.errors import describe
from msjax._core.operator import composite
from msjax._core.tensor import Tensor
from msjax._core.world import check_group
from msjax._ops.creation import copy

_REDUCTIONS = ("sum", "max", "min", "prod", "avg")


class ReduceOp:
    """How values of several processes become one."""

    SUM = "sum"
    MAX = "max"
    MIN = "min"
    PROD = "prod"
    AVG = "avg"


def _check_reduction(name, op):
    if not isinstance(op, str):
        raise TypeError(
            f"For '{name}', the 'op' must be str, but got {describe(op)}; for instance "
            "`ops.ReduceOp.SUM`."
        )
    if op not in _REDUCTIONS:
        raise ValueError(
            f"For '{name}', the 'op' must be one of {', '.join(_REDUCTIONS)}, but got {op!r}."
        )


@composite(
    "ops.AllReduce(op: str = 'sum', group: str = 'hccl_world_group')(input_x) -> ('AllReduce',"
    " input_x, group, op)",
    "ops.ReduceScatter(op: str = 'sum', group: str = 'hccl_world_group')(input_x) ->"
    " ('ReduceScatter', input_x, group, op)",
    "ops.AllGather(group: str = 'hccl_world_group')(input_x) -> ('AllGather', input_x, group)",
    samples=("f32[2, 3]",),
)
def exchange(name, x, group, op="sum"):
    """Combine the tensors of all processes of a group: of one process, a copy of its own."""
    check_group(name, group)
    _check_reduction(name, op)
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{name}', the input must be a Tensor, but got {describe(x)}.")
    return copy(x)


@composite(
    "ops.Broadcast(root_rank: int, group: str = 'hccl_world_group')(input_x) -> (root_rank,"
    " input_x, group)",
    samples=("(f32[2, 3],), root_rank=0",),
)
def broadcast_to_all(root_rank, tensors, group):
    """Give every process of a group the tensors of one: here, copies of its own."""
    check_group("Broadcast", group)
    if root_rank != 0:
        raise ValueError(
            f"For 'Broadcast', the 'root_rank' must be 0, the one process, but got {root_rank}."
        )
    return tuple([copy(t) for t in tensors])
