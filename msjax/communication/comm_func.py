"""`mindspore.communication.comm_func`: collectives that return their results, of one process.

MindSpore has no kernels of them on CPU, and deprecates them for `mindspore.ops.communication`.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.communication.comm_func.html
"""

from __future__ import annotations

from typing import NoReturn

from msjax._core.tensor import Tensor
from msjax._core.world import HCCL_WORLD_COMM_GROUP
from msjax._core.world import GlobalComm as GlobalComm
from msjax._ops import creation
from msjax._ops.collectives import ReduceOp
from msjax._ops.creation import copy
from msjax.ops.communication import _checks as checks
from msjax.ops.communication._collectives import all_to_all_v_c as _all_to_all_v_c
from msjax.ops.communication._collectives import check_sizes
from msjax.ops.communication._groups import check_group, check_int, members
from msjax.ops.communication._handles import CommHandle, handle_of
from msjax.ops.communication._handles import default_handle as default_handle
from msjax.ops.communication._point_to_point import (
    direction,
    pair,
    refuse_receiving,
    refuse_sending,
)

__all__ = [
    "P2POp",
    "all_gather_into_tensor",
    "all_reduce",
    "all_to_all_single_with_output_shape",
    "all_to_all_v_c",
    "all_to_all_with_output_shape",
    "barrier",
    "batch_isend_irecv",
    "broadcast",
    "gather_into_tensor",
    "irecv",
    "isend",
    "recv",
    "reduce",
    "reduce_scatter_tensor",
    "scatter_tensor",
    "send",
]

_REDUCTIONS = ("sum", "prod", "min", "max")


def _pass_on(name, tensor, group, async_op=False, rank=0):
    """Return what comes out of a collective of one process: a copy."""
    checks.check_tensor(name, tensor)
    check_int(name, "rank", rank)
    checks.enter(group, async_op, rank)
    return copy(tensor)


def all_reduce(tensor, op=ReduceOp.SUM, group=HCCL_WORLD_COMM_GROUP, async_op=False):
    """Combine the tensors of all processes of a group.

    Args:
        tensor: a Tensor.
        op: "sum", "prod", "min" or "max". Default: "sum".
        group: the name of a group. Default: that of all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        (result, handle): a Tensor as the input, and a `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.check_tensor("all_reduce", tensor)
    checks.check_reduction("all_reduce", op, _REDUCTIONS)
    return _pass_on("all_reduce", tensor, group, async_op), handle_of(async_op)


def all_gather_into_tensor(tensor, group=HCCL_WORLD_COMM_GROUP, async_op=False):
    """Join the tensors of all processes of a group along axis 0.

    Args:
        tensor: a Tensor.
        group: the name of a group. Default: that of all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        (result, handle): a Tensor, of one process as the input, and a `CommHandle` if `async_op`,
        else None.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group, or communication has not begun.
    """
    return _pass_on("all_gather_into_tensor", tensor, group, async_op), handle_of(async_op)


def reduce_scatter_tensor(tensor, op=ReduceOp.SUM, group=HCCL_WORLD_COMM_GROUP, async_op=False):
    """Combine the tensors of all processes and give each its part along axis 0.

    Args:
        tensor: a Tensor.
        op: "sum", "prod", "min" or "max". Default: "sum".
        group: the name of a group. Default: that of all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        (result, handle): a Tensor, of one process as the input, and a `CommHandle` if `async_op`,
        else None.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.check_tensor("reduce_scatter_tensor", tensor)
    checks.check_reduction("reduce_scatter_tensor", op, _REDUCTIONS)
    return _pass_on("reduce_scatter_tensor", tensor, group, async_op), handle_of(async_op)


def reduce(tensor, dst, op=ReduceOp.SUM, group=HCCL_WORLD_COMM_GROUP):
    """Combine the tensors of all processes in one of them; return the result.

    Args:
        tensor: a Tensor.
        dst: the world rank of the process that gets the result: 0.
        op: "sum", "prod", "min" or "max". Default: "sum".
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    checks.check_tensor("reduce", tensor)
    checks.check_reduction("reduce", op, _REDUCTIONS)
    return _pass_on("reduce", tensor, group, rank=dst)


def broadcast(tensor, src=0, group=HCCL_WORLD_COMM_GROUP):
    """Return to all processes the tensor of one.

    Args:
        tensor: a Tensor.
        src: the world rank that it comes from: 0.
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    return _pass_on("broadcast", tensor, group, rank=src)


def gather_into_tensor(tensor, dst=0, group=HCCL_WORLD_COMM_GROUP):
    """Join the tensors of all processes along axis 0 in one of them; return the result.

    Args:
        tensor: a Tensor.
        dst: the world rank of the process that gets the result: 0.
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    return _pass_on("gather_into_tensor", tensor, group, rank=dst)


def scatter_tensor(tensor, src=0, group=HCCL_WORLD_COMM_GROUP):
    """Return to each process its part along axis 0 of one process's tensor.

    Args:
        tensor: a Tensor.
        src: the world rank of the process that has the whole: 0.
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    return _pass_on("scatter_tensor", tensor, group, rank=src)


def barrier(group=HCCL_WORLD_COMM_GROUP) -> None:
    """Wait for all processes of a group, which are here.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.enter(group)


def _shape(asked):
    """Return the shape that a Tensor or a tuple of ints stands for."""
    if isinstance(asked, Tensor):
        return asked.shape
    if isinstance(asked, tuple | list) and all(type(n) is int for n in asked):
        return tuple(asked)
    raise TypeError(f"An output's shape must be a Tensor or a tuple of ints, but got {asked!r}.")


def _check_shape(name, asked, x):
    shape = _shape(asked)
    if shape != x.shape:
        raise ValueError(
            f"For {name}, the output's shape must be {x.shape}, as one process gets what it gives, "
            f"but got {shape}."
        )


def all_to_all_with_output_shape(output_shape_list, input_tensor_list, group=None, async_op=False):
    """Give each process one of a list of tensors, and return what comes from each.

    Args:
        output_shape_list: a list with the shape per process, or a Tensor of that shape.
        input_tensor_list: a list with a Tensor per process.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        (results, handle): a tuple of Tensors, and a `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or a list another length.
        ValueError: a shape is not the result's.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "all_to_all_with_output_shape"
    if not isinstance(output_shape_list, list | tuple):
        raise TypeError(f"Expected list or tuple, but got {type(output_shape_list)}.")
    checks.check_tensors(input_tensor_list)
    checks.enter(group, async_op)
    for values in (output_shape_list, input_tensor_list):
        checks.check_length("argument list tensor len", values, group)
    for asked, x in zip(output_shape_list, input_tensor_list, strict=True):
        _check_shape(name, asked, x)
    return tuple([copy(x) for x in input_tensor_list]), handle_of(async_op)


def all_to_all_single_with_output_shape(
    output_shape,
    tensor,
    output_split_sizes=None,
    input_split_sizes=None,
    group=None,
    async_op=False,
):
    """Give each process a part of the tensor along axis 0, and return what comes, joined.

    Args:
        output_shape: the result's shape, or a Tensor of it.
        tensor: a Tensor.
        output_split_sizes: a list of the parts' lengths; of one process, `[len(tensor)]`. Default:
            None.
        input_split_sizes: likewise. Default: None.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        (result, handle): a Tensor, and a `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a shape or length is not the result's.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "all_to_all_single_with_output_shape"
    checks.check_tensor(name, tensor)
    _check_shape(name, output_shape, tensor)
    check_sizes(name, "output_split_sizes", output_split_sizes, tensor)
    check_sizes(name, "input_split_sizes", input_split_sizes, tensor)
    return _pass_on(name, tensor, group, async_op), handle_of(async_op)


all_to_all_v_c = _all_to_all_v_c


def send(tensor, dst=0, group=HCCL_WORLD_COMM_GROUP, tag=0) -> None:
    """Send a tensor to another process, of which there is none.

    Args:
        tensor: a Tensor.
        dst: the world rank of the other process. Default: 0.
        group: the name of a group. Default: that of all processes.
        tag: an int.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `dst` is this process.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _send("send", tensor, dst, group)


def isend(tensor, dst=0, group=HCCL_WORLD_COMM_GROUP, tag=0) -> CommHandle:
    """Send a tensor to another process, of which there is none, without waiting.

    Args:
        tensor: a Tensor.
        dst: the world rank of the other process. Default: 0.
        group: the name of a group. Default: that of all processes.
        tag: an int.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `dst` is this process.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _send("isend", tensor, dst, group)


def _send(name, tensor, dst, group) -> NoReturn:
    checks.check_tensor(name, tensor)
    check_int(name, "dst", dst)
    check_group(group)
    members(group)
    refuse_sending(name, dst, group)


def recv(tensor, src=0, group=HCCL_WORLD_COMM_GROUP, tag=0):
    """Receive a tensor from another process, of which there is none.

    Args:
        tensor: a Tensor of the shape and dtype that would come.
        src: the world rank of the other process. Default: 0.
        group: the name of a group. Default: that of all processes.
        tag: an int.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _receive("recv", tensor, src, group)


def irecv(tensor, src=0, group=HCCL_WORLD_COMM_GROUP, tag=0):
    """Receive a tensor from another process, of which there is none, without waiting.

    Args:
        tensor: a Tensor of the shape and dtype that would come.
        src: the world rank of the other process. Default: 0.
        group: the name of a group. Default: that of all processes.
        tag: an int.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no other process, or communication has not begun.
    """
    _receive("irecv", tensor, src, group)


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
        tensor: the Tensor that is sent; of what is received, a Tensor or its shape, a tuple.
        peer: the world rank of the other side.
        group: the name of a group. Default: None, all processes.
        tag: 0.
        recv_dtype: the dtype of what is received, where `tensor` is a shape. Default: None.

    Raises:
        ValueError: there is no such `op`.
        TypeError: an argument has the wrong type.
        NotImplementedError: `tag` is not 0.
    """

    def __init__(self, op, tensor, peer, group=None, tag=0, recv_dtype=None):
        if _direction(op) is None:
            raise ValueError(f"Expected ``op`` to be of type ``isend`` or `irecv``, but got {op}")
        if not isinstance(tensor, Tensor | tuple):
            raise TypeError(
                f"Expected ``tensor`` to be type of tuple or Tensor, but got {type(tensor)}."
            )
        if isinstance(peer, bool) or not isinstance(peer, int):
            raise TypeError(f"peer must be type of int, but got type of {type(peer)}")
        if tag != 0:
            raise NotImplementedError(f"P2POp(tag={tag!r}) is not supported; leave it out.")
        self.op = op
        self.tensor = tensor
        self.peer = peer
        self.group = group
        self.tag = tag
        self.recv_dtype = recv_dtype


def _direction(op):
    return op.__name__ if op is isend or op is irecv else direction(op)


def batch_isend_irecv(p2p_op_list):
    """Exchange several messages; this process can only send to itself.

    Args:
        p2p_op_list: a list of `P2POp`; the n-th that is sent goes to the n-th that receives.

    Returns:
        A tuple with a Tensor per message: what is received; of what is sent, a scalar 0.

    Raises:
        TypeError: it is none, or is empty.
        AttributeError: an element is no `P2POp`.
        ValueError: what is sent has not the shape that is received.
        RuntimeError: a message is for another process, or has no other side.
    """
    if not isinstance(p2p_op_list, list):
        raise TypeError(f"p2p_op_list must be type of list, but got type of {p2p_op_list}.")
    if not p2p_op_list:
        raise TypeError("p2p_op_list can not be empty list.")
    arriving = {}
    for source, target in pair("batch_isend_irecv", p2p_op_list, _direction):
        _check_shape("batch_isend_irecv", target.tensor, source.tensor)
        arriving[id(target)] = copy(source.tensor)
    return tuple([arriving.get(id(m), creation.zeros(())) for m in p2p_op_list])
