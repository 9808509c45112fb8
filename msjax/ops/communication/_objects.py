"""Collectives of Python objects, which go through pickle.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.communication.html.
"""

from __future__ import annotations

import pickle

from msjax.ops.communication import _checks as checks
from msjax.ops.communication._groups import check_group, check_int, members
from msjax.ops.communication._point_to_point import refuse_receiving, refuse_sending


def _sent(obj):
    """Return what arrives of an object: a copy."""
    return pickle.loads(pickle.dumps(obj))


def _check_list(name, values):
    if not isinstance(values, list) or not values:
        raise TypeError(f"The {name} can not be empty, and must be a list, but got {values!r}.")


def all_gather_object(object_list, obj, group=None) -> None:
    """Give every process the objects of all.

    Args:
        object_list: a list with an element per process, which are replaced by copies.
        obj: an object that pickle takes.
        group: the name of a group. Default: None, all processes.

    Raises:
        TypeError: an argument has the wrong type, or the list another length.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.enter(group)
    checks.check_length("len of argument object_list", object_list, group)
    object_list[0] = _sent(obj)


def broadcast_object_list(object_list, src=0, group=None, device=None) -> None:
    """Give all processes the objects of one, in place.

    Args:
        object_list: a list of objects that pickle takes.
        src: the world rank that they come from: 0.
        group: the name of a group. Default: None, all processes.
        device: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type, or the list is empty.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    _check_list("object_list", object_list)
    check_int("broadcast_object_list", "src", src)
    checks.enter(group, rank=src)
    pickle.dumps(object_list)  # an object that cannot be sent is an error on the sender


def gather_object(obj, object_gather_list=None, dst=0, group=None) -> None:
    """Give one process the objects of all.

    Args:
        obj: an object that pickle takes.
        object_gather_list: a list with an element per process, which are replaced by copies.
        dst: the world rank of the process that gets them: 0.
        group: the name of a group. Default: None, all processes.

    Raises:
        TypeError: an argument has the wrong type, or the list another length.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    check_int("gather_object", "dst", dst)
    checks.enter(group, rank=dst)
    if not isinstance(object_gather_list, list):
        raise TypeError(
            "For gather_object, the object_gather_list must be a list with an element per process "
            f"on rank {dst}, but got {object_gather_list!r}; for instance [None]."
        )
    checks.check_length("len of object_gather_list", object_gather_list, group)
    object_gather_list[0] = _sent(obj)


def scatter_object_list(
    scatter_object_output_list, scatter_object_input_list, src=0, group=None
) -> None:
    """Give each process one of a list of objects.

    Args:
        scatter_object_output_list: a list; its first element becomes a copy of the object.
        scatter_object_input_list: a list with an object per process, which pickle takes.
        src: the world rank of the process that has the list: 0.
        group: the name of a group. Default: None, all processes.

    Raises:
        TypeError: an argument has the wrong type, or a list another length.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    _check_list("scatter_object_output_list", scatter_object_output_list)
    check_int("scatter_object_list", "src", src)
    checks.enter(group, rank=src)
    _check_list("scatter_object_input_list", scatter_object_input_list)
    checks.check_length("len of scatter_object_input_list", scatter_object_input_list, group)
    scatter_object_output_list[0] = _sent(scatter_object_input_list[0])


def send_object_list(object_list, dst, group=None, device=None) -> None:
    """Send objects to another process, of which there is none.

    Args:
        object_list: a list of objects.
        dst: the world rank of the other process.
        group: the name of a group. Default: None, all processes.
        device: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `dst` is this process.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _check_list("object_list", object_list)
    check_int("send_object_list", "dst", dst)
    check_group(group)
    refuse_sending("send_object_list", dst, group)


def recv_object_list(object_list, src=0, group=None, device=None) -> None:
    """Receive objects from another process, of which there is none.

    Args:
        object_list: a list of objects, which would be replaced.
        src: the world rank of the other process. Default: 0.
        group: the name of a group. Default: None, all processes.
        device: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _check_list("object_list", object_list)
    check_int("recv_object_list", "src", src)
    check_group(group)
    members(group)
    refuse_receiving("recv_object_list", src)
