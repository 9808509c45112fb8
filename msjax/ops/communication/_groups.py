"""The groups of processes of a program, each with one member: this process, of rank 0."""

from __future__ import annotations

import hashlib
import os

from msjax._core import world
from msjax._core.context import get_context
from msjax._core.errors import describe
from msjax._core.world import GlobalComm

WORLDS = (world.HCCL_WORLD_COMM_GROUP, world.NCCL_WORLD_COMM_GROUP, world.MCCL_WORLD_COMM_GROUP)
ONE_PROCESS = "msjax runs one process, of rank 0"

DEVICE_TO_BACKEND = {"Ascend": "hccl", "GPU": "nccl", "CPU": "mccl"}

_created: dict[str, list[int]] = {}


def start(backend_name=None) -> None:
    """Begin communication; without a name, by the backend of the device target.

    Raises:
        NotImplementedError: a launcher has started this process to look after others, or several.
    """
    role = os.environ.get("MS_ROLE", "MS_WORKER")
    if role != "MS_WORKER":
        raise NotImplementedError(
            f"For 'init', MS_ROLE={role} says that this process looks after others, of which msjax "
            "has none: start the program without a launcher."
        )
    if backend_name is None:
        backend_name = DEVICE_TO_BACKEND[get_context("device_target")]
    world.init(backend_name)


def stop() -> None:
    """End communication; no group is left."""
    _created.clear()
    world.release()
    GlobalComm.BACKEND = "hccl"
    GlobalComm.WORLD_COMM_GROUP = world.HCCL_WORLD_COMM_GROUP


def require_started() -> None:
    """Raise the error of what was called too early, if communication has not begun.

    Raises:
        RuntimeError: `init` was not called.
    """
    if not GlobalComm.INITED:
        raise RuntimeError(
            "Distributed Communication has not been inited. Call `mindspore.communication.init()` "
            "first; in msjax one process is enough."
        )


def members(group) -> list[int]:
    """Return the ranks of a group; None is the group of all processes.

    Raises:
        RuntimeError: there is no such group, or communication has not begun.
    """
    require_started()
    if group is None or group in WORLDS:
        return [0]
    if group not in _created:
        raise RuntimeError(
            f"The group {group!r} does not exist; create it with "
            f"`mindspore.communication.create_group({group!r}, [0])`."
        )
    return list(_created[group])


def group_rank(group, world_rank) -> int:
    """Return the number in a group of the process with a world rank.

    Raises:
        RuntimeError: the group does not have it.
    """
    ranks = members(group)
    if world_rank not in ranks:
        raise RuntimeError(
            f"Group {shown(group)} doesn't contain the global rank {world_rank}: {ONE_PROCESS}."
        )
    return ranks.index(world_rank)


def world_rank(group, rank) -> int:
    """Return the world rank of the process with a number in a group.

    Raises:
        RuntimeError: the group does not have it.
    """
    ranks = members(group)
    if rank not in range(len(ranks)):
        raise RuntimeError(
            f"Group {shown(group)} doesn't contain the group rank {rank}: {ONE_PROCESS}."
        )
    return ranks[rank]


def shown(group) -> str:
    """Return the name of a group for a message."""
    return GlobalComm.WORLD_COMM_GROUP if group is None else group


def create(name, group, ranks) -> None:
    """Create a group for `name`, the function that was called; the same one may be created again.

    Raises:
        TypeError: `ranks` is no list of ints.
        ValueError: it is empty, has a rank twice, or a group of the name has other ranks.
        RuntimeError: it has another rank than 0, or communication has not begun.
    """
    require_started()
    if group in _created and _created[group] != ranks:
        raise ValueError(
            f"The group {group} has been created, the rank_list is {_created[group]}, but current "
            f"rank_list for the group is {ranks}; give it another name."
        )
    _check_ranks(name, group, ranks)
    _created[group] = list(ranks)


def _check_ranks(name, group, ranks):
    if not isinstance(ranks, list) or not all(type(r) is int for r in ranks):
        raise TypeError(
            f"For '{name}', the argument 'rank_ids' must be a list of ints, but got "
            f"{ranks!r}; for instance [0]."
        )
    if not ranks:
        raise ValueError(
            f"For '{name}', the argument 'rank_ids' size should be greater than 1, but got "
            "'rank_ids' size : 0; give [0]."
        )
    if len(set(ranks)) != len(ranks):
        raise ValueError(f"List rank_ids in Group {group} has duplicate data! Got {ranks}.")
    if ranks != [0]:
        raise RuntimeError(
            f"Failed to create communication group for {group} with rank ids {ranks}: "
            f"{ONE_PROCESS}, so groups have the ranks [0]; take the number of processes from "
            "`mindspore.communication.get_group_size()`."
        )


def destroy(group) -> None:
    """Forget a group.

    Raises:
        ValueError: it is the group of all processes.
        KeyError: there is no such group.
        RuntimeError: communication has not begun.
    """
    require_started()
    if group == GlobalComm.WORLD_COMM_GROUP:
        raise ValueError(
            f"The world_group does not support destruction, but got {group!r}; call "
            "`mindspore.communication.release()`."
        )
    if group not in _created:
        raise KeyError(f"The group {group!r} does not exist; known are {sorted(_created)}.")
    del _created[group]


def derived_name(backend, ranks) -> str:
    """Return the name that MindSpore gives to a new group of some ranks."""
    digest = hashlib.sha1("_".join(map(str, ranks)).encode()).hexdigest()
    return f"{backend}_{len(ranks)}_{digest}"


def check_group(group) -> None:
    """Refuse what is no name of a group.

    Raises:
        TypeError: `group` is neither None nor a str.
    """
    if group is not None and not isinstance(group, str):
        raise TypeError(
            "The argument 'group' must be type of string, but got 'group' type : "
            f"{type(group)}; leave it out for all processes."
        )


def check_int(name, argument, value) -> None:
    """Refuse what is no rank.

    Raises:
        TypeError: `value` is no int.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For {name}, the {argument} must be int, but got {describe(value)}.")
