"""The life of process groups, in PyTorch's words.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.communication.html.
"""

from __future__ import annotations

from datetime import timedelta

from msjax.ops.communication import _groups as groups
from msjax.ops.communication._groups import GlobalComm, check_group, check_int
from msjax.ops.communication._store import TCPStore

_OPTIONS = {
    "init_method": str,
    "timeout": timedelta,
    "world_size": int,
    "rank": int,
    "store": TCPStore,
    "group_name": str,
}


def is_available() -> bool:
    """Tell that communication is there: always."""
    return True


def is_initialized() -> bool:
    """Tell whether communication has begun."""
    return GlobalComm.INITED


def init_process_group(
    backend="hccl",
    init_method=None,
    timeout=None,
    world_size=-1,
    rank=-1,
    store=None,
    group_name="",
    pg_options=None,
    device_id=None,
) -> None:
    """Begin communication: msjax's world is this process alone.

    Args:
        backend: "hccl".
        init_method: a str, the address where processes meet; nobody is met. Default: None.
        timeout: a timedelta; nothing is waited for. Default: None.
        world_size: the number of processes, 1; -1 leaves it open. Default: -1.
        rank: this process's number, 0; -1 leaves it open. Default: -1.
        store: a `TCPStore` to meet in. Default: None.
        group_name: a str; "" or a name of the group of all processes. Default: "".
        pg_options: unused, in MindSpore too.
        device_id: unused, in MindSpore too.

    Differs: it works on every device; MindSpore's needs an Ascend processor.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: there is no such backend, or the number of processes is not 1.
        NotImplementedError: the environment says that several processes run the program, or
            `group_name` is another.
    """
    if backend != "hccl":
        raise ValueError(
            "Only support hccl now, please setting backend to hccl or using default value, but got "
            f"{backend!r}."
        )
    given = {
        "init_method": init_method,
        "timeout": timeout,
        "world_size": world_size,
        "rank": rank,
        "store": store,
        "group_name": group_name,
    }
    _check_types(given)
    _check_meeting(init_method, store, world_size, rank)
    if group_name and group_name not in groups.WORLDS:
        raise NotImplementedError(
            f"init_process_group(group_name={group_name!r}) is not supported; leave it out: all "
            "processes are the group None."
        )
    groups.start("hccl")


def _check_types(given):
    for name, value in given.items():
        kind = _OPTIONS[name]
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")


def _check_meeting(init_method, store, world_size, rank):
    if init_method is not None and store is not None:
        raise ValueError(
            f"Cannot specify both init_method and store, but got {init_method!r} and {store!r}."
        )
    if init_method is not None or store is not None:
        if world_size < 1:
            raise ValueError(f"Specified world_size must be a positive integer, not {world_size}.")
        if rank < 0:
            raise ValueError(f"Specified rank must be a non-negative integer, but got {rank}.")
    if world_size not in (-1, 1) or rank not in (-1, 0):
        raise ValueError(
            f"The world_size must be 1 and the rank 0 (or -1, unset), but got {world_size} and "
            f"{rank}: {groups.ONE_PROCESS}."
        )


def destroy_process_group(group=None) -> None:
    """Forget a group; without a name, all groups, and end communication.

    Args:
        group: a str. Default: None, all processes.

    Raises:
        TypeError: `group` is no str.
        KeyError: there is no such group.
        RuntimeError: communication has not begun.
    """
    if group is not None and not isinstance(group, str):
        raise TypeError(
            "For 'destroy_group', the argument 'group' must be type of string or None, but got "
            f"'group' type : {type(group)}."
        )
    if group is None or group in groups.WORLDS:
        groups.stop()
    else:
        groups.destroy(group)


def get_rank(group=None) -> int:
    """Return this process's number in a group: 0; -1 if there is no such group.

    Args:
        group: a str. Default: None, all processes.

    Raises:
        TypeError: `group` is no str.
    """
    return 0 if _exists("get_rank", group) else -1


def get_world_size(group=None) -> int:
    """Return how many processes a group has: 1; -1 if there is no such group.

    Args:
        group: a str. Default: None, all processes.

    Raises:
        TypeError: `group` is no str.
    """
    return 1 if _exists("get_world_size", group) else -1


def _exists(name, group):
    if group is not None and not isinstance(group, str):
        raise TypeError(
            f"For '{name}', the argument 'group' must be type of string, but got 'group' type : "
            f"{type(group)}."
        )
    try:
        return not GlobalComm.INITED or bool(groups.members(group))
    except RuntimeError:
        return False


def get_backend(group=None) -> str:
    """Return the backend of a group: "hccl", "nccl" or "mccl", of which none does anything here.

    Args:
        group: a str. Default: None, all processes, of which it is "hccl".

    Raises:
        TypeError: `group` is no str.
    """
    if group is not None and not isinstance(group, str):
        raise TypeError(
            "For 'get_backend', the argument 'group' must be type of string or None, but got "
            f"'group' type : {type(group)}."
        )
    named = "hccl" if group is None else group.partition("_")[0]
    return named if named in ("hccl", "nccl", "mccl") else GlobalComm.BACKEND


def get_global_rank(group, group_rank) -> int:
    """Return the world rank of the process with a number in a group.

    Args:
        group: a str, or None for all processes, where both numbers are the same.
        group_rank: an int.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: the group does not have it, or communication has not begun.
    """
    check_group(group)
    check_int("get_global_rank", "group_rank", group_rank)
    return group_rank if _is_world(group) else groups.world_rank(group, group_rank)


def get_group_rank(group, global_rank) -> int:
    """Return the number in a group of the process with a world rank.

    Args:
        group: a str, or None for all processes, where both numbers are the same.
        global_rank: an int.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: the group does not have it, or communication has not begun.
    """
    check_group(group)
    check_int("get_group_rank", "global_rank", global_rank)
    groups.require_started()
    return global_rank if _is_world(group) else groups.group_rank(group, global_rank)


def _is_world(group):
    return group is None or (GlobalComm.INITED and group == GlobalComm.WORLD_COMM_GROUP)


def get_process_group_ranks(group=None) -> list[int]:
    """Return the world ranks of a group: [0].

    Args:
        group: a str. Default: None, all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: there is no such group, or communication has not begun.
    """
    if group is not None and not isinstance(group, str):
        raise TypeError(
            f"The parameter 'group' should be str or None, but got the type : {type(group)}."
        )
    return groups.members(group)


def new_group(
    ranks=None,
    timeout=None,
    backend=None,
    pg_options=None,
    use_local_synchronization=False,
    group_desc=None,
) -> str:
    """Create a group and return its name; "" before communication has begun.

    Args:
        ranks: a list of world ranks: [0]. Default: None, the group of all processes.
        timeout: unused, in MindSpore too.
        backend: "hccl" or "mccl", the start of the name. Default: None, "hccl".
        pg_options: None.
        use_local_synchronization: unused, in MindSpore too.
        group_desc: unused, in MindSpore too.

    Differs: ranks of processes that do not exist raise an error, where MindSpore returns "".

    Raises:
        TypeError: an argument has the wrong type, or there is no such backend.
        ValueError: `ranks` is empty or has a rank twice.
        RuntimeError: `ranks` has another rank than 0.
    """
    if ranks is not None and not isinstance(ranks, list):
        raise TypeError(f"ranks must be list, but got {type(ranks)}; for instance [0].")
    if backend not in (None, "hccl", "mccl"):
        raise TypeError(f"the input backend must be hccl or mccl, but got {backend}")
    if pg_options is not None:
        raise TypeError(f"pg_options must be type GroupOptions, but got {type(pg_options)}")
    if ranks is None:
        return GlobalComm.WORLD_COMM_GROUP
    if not GlobalComm.INITED:
        return ""
    name = groups.derived_name(backend or "hccl", ranks)
    groups.create("create_group", name, ranks)
    return name
