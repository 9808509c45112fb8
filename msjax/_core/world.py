"""The processes that run a program together. msjax runs one; groups have one member.

MindSpore, too, says rank 0 of 1 until `init()` was called.
"""

from __future__ import annotations

import os

HCCL_WORLD_COMM_GROUP = "hccl_world_group"
NCCL_WORLD_COMM_GROUP = "nccl_world_group"
MCCL_WORLD_COMM_GROUP = "mccl_world_group"

_BACKENDS = ("hccl", "nccl", "mccl")
_SIZES = ("RANK_SIZE", "MS_WORKER_NUM", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE")


class GlobalComm:
    """What communication uses: backend, group of all processes, whether `init()` was called."""

    BACKEND: str = "hccl"
    WORLD_COMM_GROUP: str = HCCL_WORLD_COMM_GROUP
    INITED: bool = False
    CHECK_ENVS = True


def init(backend_name=None) -> None:
    """Begin communication: msjax's world is this process alone.

    Args:
        backend_name: "hccl", "nccl" or "mccl", which name the group of all processes. Default:
            None, "hccl".

    Raises:
        TypeError: `backend_name` is no str.
        NotImplementedError: the environment says that several processes run the program.
        RuntimeError: there is no such backend.
    """
    if backend_name is not None and not isinstance(backend_name, str):
        raise TypeError(
            "For 'init', the argument 'backend_name' must be a string, but got the type : "
            f"{type(backend_name)}."
        )
    for name in _SIZES:
        size = os.environ.get(name, "1")
        if size.isdigit() and int(size) > 1:
            raise NotImplementedError(
                f"For 'init', {name}={size} says that {size} processes run this program together, "
                "but msjax runs one: start a single process, without that variable."
            )
    backend = backend_name or "hccl"
    if backend not in _BACKENDS:
        raise RuntimeError(
            f"For 'init', the argument 'backend_name' must be one of {', '.join(_BACKENDS)}, but "
            f"got {backend!r}."
        )
    GlobalComm.BACKEND = backend
    GlobalComm.WORLD_COMM_GROUP = f"{backend}_world_group"
    GlobalComm.INITED = True


def release() -> None:
    """End communication."""
    GlobalComm.INITED = False


def get_rank(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return this process's number in a group: 0.

    Raises:
        TypeError: `group` is no str.
    """
    check_group("get_rank", group)
    return 0


def get_local_rank(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return this process's number among those of the group on this machine: 0.

    Raises:
        TypeError: `group` is no str.
    """
    check_group("get_local_rank", group)
    return 0


def get_group_size(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return how many processes a group has: 1.

    Raises:
        TypeError: `group` is no str.
    """
    check_group("get_group_size", group)
    return 1


def get_local_rank_size(group=HCCL_WORLD_COMM_GROUP) -> int:
    """Return how many processes of a group are on this machine: 1.

    Raises:
        TypeError: `group` is no str.
    """
    check_group("get_local_rank_size", group)
    return 1


def check_group(name, group) -> None:
    """Check that the name of a group is a str."""
    if not isinstance(group, str):
        raise TypeError(
            f"For '{name}', the argument 'group' must be type of string, but got 'group' type : "
            f"{type(group)}."
        )
