"""Messages from one process to another: msjax runs one, which can only tell itself something.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.communication.html.
"""

from __future__ import annotations

from typing import NoReturn

from msjax._core.errors import describe
from msjax._core.tensor import Tensor
from msjax._ops.assignment import copy_
from msjax.ops.communication import _checks as checks
from msjax.ops.communication._groups import ONE_PROCESS, check_group, check_int, group_rank, members
from msjax.ops.communication._handles import CommHandle


def refuse_sending(name, dst, group=None) -> NoReturn:
    """Raise the error of a message to a process.

    Raises:
        ValueError: it is this one.
        RuntimeError: it does not exist, or communication has not begun.
    """
    if dst == 0:
        raise ValueError(
            "Invalid destination rank: destination rank should not be the same as the rank of the "
            f"current process, but {name} got dst={dst}."
        )
    group_rank(group, dst)
    raise RuntimeError(f"For {name}, there is no process of rank {dst}: {ONE_PROCESS}.")


def refuse_receiving(name, src) -> NoReturn:
    """Raise the error of waiting for a message that nobody sends.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError(
        f"Recv failed: for {name}, nobody sends from rank {src}; {ONE_PROCESS}. Leave it out where "
        "`mindspore.communication.get_group_size()` is 1."
    )


def send(tensor, dst=0, group=None, tag=0) -> None:
    """Send a tensor to another process, of which there is none.

    Args:
        tensor: a Tensor.
        dst: the world rank of the other process. Default: 0.
        group: the name of a group. Default: None, all processes.
        tag: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `dst` is this process.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _send("send", tensor, dst, group)


def isend(tensor, dst=0, group=None, tag=0) -> CommHandle:
    """Send a tensor to another process, of which there is none, without waiting.

    Args:
        tensor: a Tensor.
        dst: the world rank of the other process. Default: 0.
        group: the name of a group. Default: None, all processes.
        tag: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `dst` is this process.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _send("isend", tensor, dst, group)


def recv(tensor, src=0, group=None, tag=0) -> int:
    """Receive a tensor from another process, of which there is none.

    Args:
        tensor: the Tensor that would be written.
        src: the world rank of the other process. Default: 0.
        group: the name of a group. Default: None, all processes.
        tag: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _receive("recv", tensor, src, group)


def irecv(tensor, src=0, group=None, tag=0) -> CommHandle:
    """Receive a tensor from another process, of which there is none, without waiting.

    Args:
        tensor: the Tensor that would be written.
        src: the world rank of the other process. Default: 0.
        group: the name of a group. Default: None, all processes.
        tag: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _receive("irecv", tensor, src, group)


def _send(name, tensor, dst, group) -> NoReturn:
    checks.check_tensor(name, tensor)
    check_int(name, "dst", dst)
    check_group(group)
    refuse_sending(name, dst, group)


def _receive(name, tensor, src, group) -> NoReturn:
    checks.check_tensor(name, tensor)
    check_int(name, "src", src)
    check_group(group)
    members(group)
    refuse_receiving(name, src)


class P2POp:
    """One message of `batch_isend_irecv`.

    Args:
        op: "isend" or "irecv", or the function.
        tensor: the Tensor that is sent or written.
        peer: the world rank of the other side.
        group: the name of a group. Default: None, all processes.
        tag: unused, in MindSpore too.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
    """

    def __init__(self, op, tensor, peer, group=None, tag=0):
        if direction(op) is None:
            raise TypeError(f"Expected op to be of type isend or irecv, but got {op}")
        if not isinstance(tensor, Tensor):
            raise TypeError(f"Expected tensor to be Tensor, but got {type(tensor)}.")
        check_int("P2POp", "peer", peer)
        check_group(group)
        self.op = op
        self.tensor = tensor
        self.peer = peer
        self.group = group
        self.tag = tag


def direction(op) -> str | None:
    """Return "isend" or "irecv" for a name or one of the functions; else None."""
    if op is isend or op is irecv:
        return op.__name__
    return op if isinstance(op, str) and op in ("isend", "irecv") else None


def pair(name, messages, direction=direction):
    """Return (what is sent, who receives it) for messages from this process to itself.

    Args:
        name: the function that was called.
        messages: `P2POp`s.
        direction: tells "isend" from "irecv".

    Raises:
        RuntimeError: a message is for another process, or has no other side.
    """
    for m in messages:
        group_rank(m.group, m.peer)
    sent = [m for m in messages if direction(m.op) == "isend"]
    received = [m for m in messages if direction(m.op) == "irecv"]
    if len(sent) != len(received):
        raise RuntimeError(
            f"For {name}, {len(sent)} isend and {len(received)} irecv of one process do not match: "
            f"{ONE_PROCESS}."
        )
    return list(zip(sent, received, strict=True))


def batch_isend_irecv(p2p_op_list) -> list[CommHandle]:
    """Exchange several messages; this process can only send to itself.

    Args:
        p2p_op_list: a list of `P2POp`; the n-th that is sent goes to the n-th that receives.

    Returns:
        A list of one `CommHandle`.

    Raises:
        TypeError: it is none, or is empty, or has messages of several groups.
        ValueError: the two Tensors of a message have not one shape and dtype.
        RuntimeError: a message is for another process, or has no other side.
    """
    if not isinstance(p2p_op_list, list | tuple):
        raise TypeError(f"p2p_op_list must be a list of P2POp, but got {describe(p2p_op_list)}.")
    if not p2p_op_list:
        raise TypeError("p2p_op_list can not be empty list.")
    for m in p2p_op_list:
        if not isinstance(m, P2POp):
            raise TypeError(
                f"The elements in p2p_op_list must be type of P2POp, but got {describe(m)}."
            )
    if len({m.group for m in p2p_op_list}) > 1:
        raise TypeError(
            "The group name in p2p_op_list must be one, but got "
            f"{sorted({str(m.group) for m in p2p_op_list})}."
        )
    pairs = pair("batch_isend_irecv", p2p_op_list)
    for source, target in pairs:
        checks.check_alike("batch_isend_irecv", target.tensor, source.tensor, ValueError)
    arriving = [source.tensor for source, _ in pairs]
    for (_, target), x in zip(pairs, arriving, strict=True):
        copy_(target.tensor, x)
    return [CommHandle()]
