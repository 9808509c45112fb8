"""The beginning and end of communication, ranks, and groups: of one process.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.communication.html
"""

from __future__ import annotations

from msjax._core.world import (
    HCCL_WORLD_COMM_GROUP,
    MCCL_WORLD_COMM_GROUP,
    NCCL_WORLD_COMM_GROUP,
    GlobalComm,
    check_group,
)
from msjax.communication._comm_helper import DEVICE_TO_BACKEND as DEVICE_TO_BACKEND
from msjax.communication._comm_helper import Backend as Backend
from msjax.ops.communication import _groups as groups

__all__ = [
    "HCCL_WORLD_COMM_GROUP",
    "MCCL_WORLD_COMM_GROUP",
    "NCCL_WORLD_COMM_GROUP",
    "GlobalComm",
    "create_group",
    "destroy_group",
    "get_comm_name",
    "get_group_rank_from_world_rank",
    "get_group_size",
    "get_local_rank",
    "get_local_rank_size",
    "get_process_group_ranks",
    "get_rank",
    "get_world_rank_from_group_rank",
    "init",
    "release",
]

DEFAULT_WORLD_COMM_GROUP = HCCL_WORLD_COMM_GROUP


def init(backend_name=None) -> None:
    """Begin communication: msjax's world is this process alone.

    Args:
        backend_name: "hccl", "nccl" or "mccl", which name the group of all processes. Default:
            None, by the device target: "hccl" for Ascend, "nccl" for GPU, "mccl" for CPU.

    Differs: no launcher (`msrun`, `mpirun`) is needed, and every backend is accepted on every
        device.

    Raises:
        TypeError: `backend_name` is no str.
        NotImplementedError: the environment says that several processes run the program, or that
            this one looks after others.
        RuntimeError: there is no such backend.
    """
    groups.start(backend_name)


def release() -> None:
    """End communication; no group is left."""
    groups.stop()


def is_initialized() -> bool:
    """Tell whether communication has begun."""
    return GlobalComm.INITED


def _count(name, group, count):
    """Return a number about a group, which has to exist once communication has begun."""
    check_group(name, group)
    if GlobalComm.INITED:
        groups.members(group)
    return count


def get_rank(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return this process's number in a group: 0.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: communication has begun, and there is no such group.
    """
    return _count("get_rank", group, 0)


def get_local_rank(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return this process's number among those of a group on this machine: 0.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: communication has begun, and there is no such group.
    """
    return _count("get_local_rank", group, 0)


def get_group_size(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return how many processes a group has: 1.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: communication has begun, and there is no such group.
    """
    return _count("get_group_size", group, 1)


def get_local_rank_size(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return how many processes of a group are on this machine: 1.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: communication has begun, and there is no such group.
    """
    return _count("get_local_rank_size", group, 1)


def create_group(group, rank_ids, options=None) -> None:
    """Create a group; one of the same name and ranks may be there.

    Args:
        group: its name, a str.
        rank_ids: a list of world ranks: [0].
        options: None; MindSpore's settings of Ascend's communication.

    Differs: `[1]` and other ranks that do not exist are refused; MindSpore refuses them only beside
        this process's own rank.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `rank_ids` is empty, or has a rank twice, or the group has other ranks.
        RuntimeError: `rank_ids` has another rank than 0, or communication has not begun.
        NotImplementedError: `options` is given.
    """
    check_group("create_group", group)
    if options is not None:
        raise NotImplementedError(
            f"create_group(options={options!r}) is not supported: it sets Ascend's communication; "
            "leave it out."
        )
    groups.create("create_group", group, rank_ids)


def destroy_group(group) -> None:
    """Forget a group.

    Args:
        group: its name, a str.

    Raises:
        TypeError: `group` is no str.
        ValueError: it is the group of all processes.
        KeyError: there is no such group.
        RuntimeError: communication has not begun.
    """
    check_group("destroy_group", group)
    groups.destroy(group)


def get_process_group_ranks(group=HCCL_WORLD_COMM_GROUP) -> list[int]:
    """Return the world ranks of a group: [0].

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is neither None nor a str.
        RuntimeError: there is no such group, or communication has not begun.
    """
    if group is not None:
        check_group("get_process_group_ranks", group)
    return groups.members(group)


def get_world_rank_from_group_rank(group, group_rank_id) -> int:
    """Return the world rank of the process with a number in a group.

    Args:
        group: the name of a group.
        group_rank_id: its number, an int.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: the group does not have it, or communication has not begun.
    """
    check_group("get_world_rank_from_group_rank", group)
    _check_rank("get_world_rank_from_group_rank", "group_rank_id", group_rank_id)
    return groups.world_rank(group, group_rank_id)


def get_group_rank_from_world_rank(world_rank_id, group) -> int:
    """Return the number in a group of the process with a world rank.

    Args:
        world_rank_id: its world rank, an int.
        group: the name of a group.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: the group does not have it, or communication has not begun.
    """
    check_group("get_group_rank_from_world_rank", group)
    _check_rank("get_group_rank_from_world_rank", "world_rank_id", world_rank_id)
    return groups.group_rank(group, world_rank_id)


def _check_rank(name, argument, value):
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(
            f"For '{name}', the argument '{argument}' must be type of int, but got '{argument}' "
            f"type : {type(value)}."
        )


def get_comm_name(group=HCCL_WORLD_COMM_GROUP) -> str:
    """Return the name of a group's communicator: "", as there is none.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: there is no such group, or communication has not begun.
    """
    check_group("get_comm_name", group)
    groups.members(group)
    return ""
