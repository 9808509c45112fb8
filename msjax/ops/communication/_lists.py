"""Collectives over lists that have a tensor per process.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.communication.html.
"""

from __future__ import annotations

from msjax._ops.assignment import copy_
from msjax.ops.communication import _checks as checks
from msjax.ops.communication._groups import check_int
from msjax.ops.communication._handles import handle_of

_LENGTH = "argument list tensor len"


def all_gather(tensor_list, tensor, group=None, async_op=False):
    """Give every process the tensors of all.

    Args:
        tensor_list: a list with a Tensor per process, which are written.
        tensor: a Tensor.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or the list another length, or its Tensors
            another shape or dtype.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.check_tensors(tensor_list)
    checks.check_tensor("all_gather", tensor)
    checks.enter(group, async_op)
    checks.check_length(_LENGTH, tensor_list, group)
    return _write("all_gather", tensor_list[0], tensor, async_op)


def gather(tensor, gather_list, dst=0, group=None, async_op=False):
    """Give one process the tensors of all.

    Args:
        tensor: a Tensor.
        gather_list: a list with a Tensor per process, which are written.
        dst: the world rank of the process that gets them: 0.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or the list another length, or its Tensors
            another shape or dtype.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    checks.check_tensor("gather", tensor)
    checks.check_tensors(gather_list)
    check_int("gather", "dst", dst)
    checks.enter(group, async_op, dst)
    checks.check_length(_LENGTH, gather_list, group)
    return _write("gather", gather_list[0], tensor, async_op)


def scatter(tensor, scatter_list, src=0, group=None, async_op=False):
    """Give each process one of a list of tensors.

    Args:
        tensor: the Tensor that is written.
        scatter_list: a list with a Tensor per process.
        src: the world rank of the process that has the list: 0.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or the list another length, or its Tensors
            another shape or dtype.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    checks.check_tensor("scatter", tensor)
    checks.check_tensors(scatter_list)
    check_int("scatter", "src", src)
    checks.enter(group, async_op, src)
    checks.check_length(_LENGTH, scatter_list, group)
    return _write("scatter", tensor, scatter_list[0], async_op)


def reduce_scatter(output, input_list, op="sum", group=None, async_op=False):
    """Combine the lists of all processes and give each its element.

    Args:
        output: the Tensor that is written.
        input_list: a list with a Tensor per process.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or the list another length, or its Tensors
            another shape or dtype, or there is no such `op`.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.check_tensor("reduce_scatter", output, "output")
    checks.check_tensors(input_list)
    checks.check_reduction("reduce_scatter", op)
    checks.enter(group, async_op)
    checks.check_length(_LENGTH, input_list, group)
    return _write("reduce_scatter", output, input_list[0], async_op)


def all_to_all(output_tensor_list, input_tensor_list, group=None, async_op=False):
    """Give each process one of a list of tensors, and keep what comes from each.

    Args:
        output_tensor_list: a list with a Tensor per process, which are written.
        input_tensor_list: a list with a Tensor per process.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or a list another length, or its Tensors
            another shape or dtype.
        ValueError: a list is empty.
        RuntimeError: there is no such group, or communication has not begun.
    """
    for values in (output_tensor_list, input_tensor_list):
        checks.check_tensors(values)
        if not values:
            raise ValueError("For all_to_all, the lists must have a tensor per process, not [].")
    checks.enter(group, async_op)
    for values in (output_tensor_list, input_tensor_list):
        checks.check_length(_LENGTH, values, group)
    return _write("all_to_all", output_tensor_list[0], input_tensor_list[0], async_op)


def _write(name, output, x, async_op):
    checks.check_alike(name, output, x)
    copy_(output, x)
    return handle_of(async_op)
