"""Collectives that write their results into tensors that are given.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.communication.html.
"""

from __future__ import annotations

from msjax._ops.assignment import copy_
from msjax.ops.communication import _checks as checks
from msjax.ops.communication._groups import GlobalComm, check_int, members
from msjax.ops.communication._handles import handle_of


def all_reduce(tensor, op="sum", group=None, async_op=False):
    """Combine the tensors of all processes, in place: of one, the tensor is the result.

    Args:
        tensor: a Tensor, input and output.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Differs: a group that does not exist is an error; MindSpore's CPU backend takes no notice of it.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no such group.
    """
    checks.check_tensor("all_reduce", tensor)
    checks.check_reduction("all_reduce", op)
    checks.check_call(group, async_op)
    if GlobalComm.INITED:
        members(group)
    return handle_of(async_op)


def barrier(group=None, async_op=False, device_ids=None):
    """Wait for all processes of a group, which are here.

    Args:
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.
        device_ids: unused, in MindSpore too.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group.
    """
    checks.check_call(group, async_op)
    if GlobalComm.INITED:
        members(group)
    return handle_of(async_op)


def broadcast(tensor, src, group=None, async_op=False):
    """Give all processes the tensor of one, in place.

    Args:
        tensor: a Tensor, input and output.
        src: the world rank that it comes from: 0.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    checks.check_tensor("broadcast", tensor)
    check_int("broadcast", "src", src)
    checks.enter(group, async_op, src)
    return handle_of(async_op)


def reduce(tensor, dst, op="sum", group=None, async_op=False):
    """Combine the tensors of all processes in one of them, in place.

    Args:
        tensor: a Tensor, input and output.
        dst: the world rank of the process that gets the result: 0.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    checks.check_tensor("reduce", tensor)
    checks.check_reduction("reduce", op)
    check_int("reduce", "dst", dst)
    checks.enter(group, async_op, dst)
    return handle_of(async_op)


def _pass_on(name, output, x, group, async_op, rank=0):
    """Write what one process gives to all into an output of the same shape and dtype."""
    checks.check_tensor(name, x)
    checks.check_tensor(name, output, "output")
    checks.enter(group, async_op, rank)
    checks.check_alike(name, output, x, ValueError)
    copy_(output, x)
    return handle_of(async_op)


def all_gather_into_tensor(output_tensor, input_tensor, group=None, async_op=False):
    """Join the tensors of all processes along axis 0.

    Args:
        output_tensor: the Tensor that is written; of one process, shaped as the input.
        input_tensor: a Tensor.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's.
        RuntimeError: there is no such group, or communication has not begun.
    """
    return _pass_on("all_gather_into_tensor", output_tensor, input_tensor, group, async_op)


def all_gather_into_tensor_uneven(
    output, input, output_split_sizes=None, group=None, async_op=False
):
    """Join tensors of several lengths along axis 0.

    Args:
        output: the Tensor that is written.
        input: a Tensor.
        output_split_sizes: a list of the lengths; of one process, `[len(input)]`. Default: None.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's, or the sizes do not fit.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "all_gather_into_tensor_uneven"
    checks.check_tensor(name, input)
    check_sizes(name, "output_split_sizes", output_split_sizes, input)
    return _pass_on(name, output, input, group, async_op)


def reduce_scatter_tensor(output, input, op="sum", group=None, async_op=False):
    """Combine the tensors of all processes and give each its part along axis 0.

    Args:
        output: the Tensor that is written; of one process, shaped as the input.
        input: a Tensor.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        ValueError: the output's shape or dtype is not the result's.
        RuntimeError: there is no such group, or communication has not begun.
    """
    checks.check_reduction("reduce_scatter_tensor", op)
    return _pass_on("reduce_scatter_tensor", output, input, group, async_op)


def reduce_scatter_tensor_uneven(
    output, input, input_split_sizes=None, op="sum", group=None, async_op=False
):
    """Combine the tensors of all processes and give each a part of its own length along axis 0.

    Args:
        output: the Tensor that is written.
        input: a Tensor.
        input_split_sizes: a list of the lengths; of one process, `[len(input)]`. Default: None.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        ValueError: the output's shape or dtype is not the result's, or the sizes do not fit.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "reduce_scatter_tensor_uneven"
    checks.check_reduction(name, op)
    checks.check_tensor(name, input)
    check_sizes(name, "input_split_sizes", input_split_sizes, input)
    return _pass_on(name, output, input, group, async_op)


def gather_into_tensor(output_tensor, input_tensor, dst=0, group=None, async_op=False):
    """Join the tensors of all processes along axis 0, in one process.

    Args:
        output_tensor: the Tensor that is written.
        input_tensor: a Tensor.
        dst: the world rank of the process that gets the result: 0.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    check_int("gather_into_tensor", "dst", dst)
    return _pass_on("gather_into_tensor", output_tensor, input_tensor, group, async_op, dst)


def scatter_tensor(output_tensor, input_tensor, src=0, group=None, async_op=False):
    """Give each process its part along axis 0 of one process's tensor.

    Args:
        output_tensor: the Tensor that is written.
        input_tensor: a Tensor.
        src: the world rank of the process that has the whole: 0.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's.
        RuntimeError: there is no such group or process, or communication has not begun.
    """
    check_int("scatter_tensor", "src", src)
    return _pass_on("scatter_tensor", output_tensor, input_tensor, group, async_op, src)


def all_to_all_single(
    output, input, output_split_sizes=None, input_split_sizes=None, group=None, async_op=False
):
    """Give each process a part of the tensor and join what comes from each.

    Args:
        output: the Tensor that is written; of one process, shaped as the input.
        input: a Tensor.
        output_split_sizes: a list of the parts' lengths; of one process, `[len(input)]`. Default:
            None.
        input_split_sizes: likewise. Default: None.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's, or the sizes do not fit.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "all_to_all_single"
    checks.check_tensor(name, input)
    check_sizes(name, "output_split_sizes", output_split_sizes, input)
    check_sizes(name, "input_split_sizes", input_split_sizes, input)
    return _pass_on(name, output, input, group, async_op)


def all_to_all_v_c(output, input, send_count_matrix, group=None, async_op=False):
    """Give each process a part of the tensor, by a matrix of lengths, and join what comes.

    Args:
        output: the Tensor that is written.
        input: a Tensor.
        send_count_matrix: a list of the lengths along axis 0 that each process sends to each; of
            one process, `[len(input)]`.
        group: the name of a group. Default: None, all processes.
        async_op: whether a handle is returned. Default: False.

    Returns:
        A `CommHandle` if `async_op`, else None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the output's shape or dtype is not the result's, or the matrix does not fit.
        RuntimeError: there is no such group, or communication has not begun.
    """
    name = "all_to_all_v_c"
    checks.check_tensor(name, input)
    check_sizes(name, "send_count_matrix", send_count_matrix, input)
    return _pass_on(name, output, input, group, async_op)


def check_sizes(name, argument, sizes, x) -> None:
    """Refuse lengths of parts that are not those of one process: all of the tensor.

    Raises:
        TypeError: they are no list or tuple of ints.
        ValueError: they do not fit.
    """
    if sizes is None or (isinstance(sizes, list | tuple) and not sizes):
        return
    if not isinstance(sizes, list | tuple) or not all(type(n) is int for n in sizes):
        raise TypeError(f"For {name}, '{argument}' must be a list of ints, but got {sizes!r}.")
    length = x.shape[0] if x.ndim else 1
    if list(sizes) != [length]:
        raise ValueError(
            f"For {name}, '{argument}' must be [{length}], the tensor's length for the one "
            f"process of the group, but got {list(sizes)}."
        )
