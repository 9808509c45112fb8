"""Calls of communication in a world of one process: what both sides are asked.

MindSpore starts communication only under its launcher, so `record_one_process.py` records these
facts in a cluster of one process, and not `record.py`.
"""

from __future__ import annotations

from functools import partial

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, communication, mint, nn, ops
from mindspore.ops import communication as collectives

from compat_tests import data_parallel, harness

FACTS = harness.FACTS / "one_process.json"
D = mint.distributed


def x():
    return Tensor(np.array([1.0, 2.0, 3.0], np.float32))


def empty(*shape, dtype=ms.float32):
    return Tensor(np.zeros(shape or (3,)), dtype)


def written(function, *args, **kwargs):
    """Return what a collective returns, and its arguments afterwards."""
    return function(*args, **kwargs), args


def tensors(module):
    """Return calls that write, of one of the two modules that have them."""
    m = module
    rows = {
        "all_reduce": lambda: written(m.all_reduce, x()),
        "all_reduce_max_async": lambda: written(m.all_reduce, x(), "max", async_op=True),
        "all_reduce_wait": lambda: m.all_reduce(x(), async_op=True).wait(),
        "all_reduce_int": lambda: written(m.all_reduce, Tensor([1, 2])),
        "all_reduce_op": lambda: m.all_reduce(x(), "median"),
        "all_reduce_op_type": lambda: m.all_reduce(x(), 3),
        "all_reduce_list": lambda: m.all_reduce([1.0]),
        "all_reduce_group_type": lambda: m.all_reduce(x(), group=3),
        "all_reduce_async_type": lambda: m.all_reduce(x(), async_op=1),
        "barrier": lambda: m.barrier(),
        "barrier_async": lambda: m.barrier(async_op=True),
        "barrier_group_type": lambda: m.barrier(3),
        "broadcast": lambda: written(m.broadcast, x(), 0),
        "broadcast_async": lambda: m.broadcast(x(), 0, async_op=True),
        "broadcast_other_rank": lambda: m.broadcast(x(), 1),
        "broadcast_src_type": lambda: m.broadcast(x(), "a"),
        "broadcast_number": lambda: m.broadcast(3, 0),
        "reduce_op": lambda: m.reduce(x(), 0, "median"),
        "reduce_number": lambda: m.reduce(3, 0),
        "gather": lambda: written(m.gather, x(), [empty()]),
        "gather_other_rank": lambda: m.gather(x(), [empty()], 1),
        "gather_shape": lambda: m.gather(x(), [empty(2)]),
        "gather_length": lambda: m.gather(x(), [empty(), empty()]),
        "gather_none": lambda: m.gather(x(), None),
        "gather_number": lambda: m.gather(3, [empty()]),
        "scatter": lambda: written(m.scatter, empty(), [x()]),
        "scatter_other_rank": lambda: m.scatter(empty(), [x()], 1),
        "scatter_shape": lambda: m.scatter(empty(2), [x()]),
        "scatter_length": lambda: m.scatter(empty(), []),
        "all_gather_length": lambda: m.all_gather([empty(), empty()], x()),
        "all_gather_tensor": lambda: m.all_gather(empty(), x()),
        "all_gather_into_tensor_shape": lambda: m.all_gather_into_tensor(empty(2), x()),
        "all_gather_into_tensor_dtype": lambda: m.all_gather_into_tensor(
            empty(dtype=ms.int32), x()
        ),
        "all_gather_into_tensor_output": lambda: m.all_gather_into_tensor(3, x()),
        "all_gather_into_tensor_input": lambda: m.all_gather_into_tensor(empty(), 3),
        "reduce_scatter_tensor_shape": lambda: m.reduce_scatter_tensor(empty(2), x()),
        "reduce_scatter_length": lambda: m.reduce_scatter(empty(), [x(), x()]),
        "all_to_all_number": lambda: m.all_to_all(3, [x()]),
        "all_to_all_empty": lambda: m.all_to_all([empty()], []),
        "send_number": lambda: m.send(3, 1),
        "send_dst_type": lambda: m.send(x(), "a"),
        "batch_empty": lambda: m.batch_isend_irecv([]),
        "batch_number": lambda: m.batch_isend_irecv(3),
        "batch_numbers": lambda: m.batch_isend_irecv([3]),
        "message": lambda: vars(m.P2POp("irecv", x(), 0)),
        "message_op": lambda: m.P2POp("send", x(), 0),
        "message_tensor": lambda: m.P2POp("isend", 3, 0),
        "message_peer": lambda: m.P2POp("isend", x(), "a"),
        "destroy_unknown": lambda: m.destroy_process_group("unknown"),
        "destroy_type": lambda: m.destroy_process_group(3),
    }
    name = module.__name__.rpartition(".")[2]
    return {f"{name}_{key}": call for key, call in rows.items()}


def created(*ranks):
    communication.create_group("some", list(ranks))


def in_group(function):
    """Return what a function says in a group, which is gone afterwards."""
    created(0)
    try:
        return function()
    finally:
        communication.destroy_group("some")


GROUPS = {
    "init_again": lambda: communication.init("mccl"),
    "init_unknown": lambda: communication.init("unknown"),
    "started": lambda: (communication.GlobalComm.INITED, D.is_initialized(), D.is_available()),
    "world": lambda: (communication.get_rank(), communication.get_group_size()),
    "world_group": lambda: communication.GlobalComm.WORLD_COMM_GROUP,
    "world_ranks": lambda: communication.get_process_group_ranks(),
    "world_backend": lambda: (D.get_backend(), D.get_backend("mccl_world_group")),
    "group": lambda: in_group(
        lambda: (
            communication.get_rank("some"),
            communication.get_group_size("some"),
            communication.get_local_rank("some"),
            communication.get_local_rank_size("some"),
            communication.get_process_group_ranks("some"),
            communication.get_world_rank_from_group_rank("some", 0),
            communication.get_group_rank_from_world_rank(0, "some"),
            communication.get_comm_name("some"),
            D.get_rank("some"),
            D.get_world_size("some"),
            D.get_global_rank("some", 0),
            D.get_group_rank("some", 0),
        )
    ),
    "group_again": lambda: in_group(lambda: created(0)),
    "group_of_others": lambda: in_group(lambda: created(0, 1)),
    "group_empty": lambda: created(),
    "group_twice": lambda: created(0, 0),
    "group_absent_rank": lambda: communication.create_group("more", [0, 1]),
    "group_name_type": lambda: communication.create_group(3, [0]),
    "group_rank_type": lambda: communication.create_group("letters", ["a"]),
    "group_rank_unknown": lambda: communication.get_rank("unknown"),
    "group_size_unknown": lambda: communication.get_group_size("unknown"),
    "group_ranks_unknown": lambda: communication.get_process_group_ranks("unknown"),
    "group_ranks_type": lambda: communication.get_process_group_ranks(3),
    "world_rank_absent": lambda: communication.get_world_rank_from_group_rank(
        "mccl_world_group", 1
    ),
    "world_rank_unknown": lambda: communication.get_world_rank_from_group_rank("unknown", 0),
    "world_rank_type": lambda: communication.get_world_rank_from_group_rank("unknown", "a"),
    "group_rank_absent": lambda: communication.get_group_rank_from_world_rank(
        1, "mccl_world_group"
    ),
    "group_rank_of_type": lambda: communication.get_group_rank_from_world_rank("a", "unknown"),
    "destroy_unknown": lambda: communication.destroy_group("unknown"),
    "destroy_world": lambda: communication.destroy_group("mccl_world_group"),
    "destroy_type": lambda: communication.destroy_group(3),
    "mint_unknown": lambda: (D.get_rank("unknown"), D.get_world_size("unknown")),
    "mint_rank_type": lambda: D.get_rank(3),
    "mint_backend_type": lambda: D.get_backend(3),
    "mint_ranks_beyond": lambda: (D.get_global_rank(None, 1), D.get_group_rank(None, 1)),
    "new_group_world": lambda: D.new_group(),
    "new_group": lambda: [D.new_group([0]), D.new_group([0], backend="mccl")],
    "new_group_twice": lambda: D.new_group([0, 0]),
    "new_group_empty": lambda: D.new_group([]),
    "new_group_number": lambda: D.new_group(0),
    "new_group_tuple": lambda: D.new_group((0,)),
    "new_group_letters": lambda: D.new_group(["a"]),
    "new_group_backend": lambda: D.new_group([0], backend="unknown"),
    "new_group_options": lambda: D.new_group([0], pg_options=3),
}

VALUES = {
    "AllReduce": lambda: ops.AllReduce()(x()),
    "AllGather": lambda: ops.AllGather()(x()),
    "Broadcast": lambda: ops.Broadcast(0)((x(),)),
    "mint_all_gather": lambda: written(D.all_gather, [empty()], x()),
    "mint_all_gather_shape": lambda: D.all_gather([empty(2)], x()),
    "mint_all_gather_dtype": lambda: D.all_gather([empty(dtype=ms.int32)], x()),
    "mint_reduce_scatter_shape": lambda: D.reduce_scatter(empty(2), [x()]),
    "mint_all_gather_object_length": lambda: D.all_gather_object([None, None], 1),
    "mint_broadcast_object_list_empty": lambda: D.broadcast_object_list([]),
    "mint_scatter_object_list_empty": lambda: D.scatter_object_list([], [7]),
    "ops_gather_into_tensor_rank": lambda: collectives.gather_into_tensor(empty(), x(), 1),
    "ops_inplace_names": lambda: collectives.set_comm_ops_inplace(True, ["unknown"]),
    "ops_inplace_str": lambda: collectives.set_comm_ops_inplace(True, "all_reduce"),
    "ops_inplace_type": lambda: collectives.set_comm_ops_inplace(3),
    "gradient": lambda: ms.grad(reduced)(x()),
    "reducer": lambda: nn.DistributedGradReducer([Parameter(x(), name="w")], True, 2)((x(),)),
}


def reduced(x):
    y = x * x
    D.all_reduce(y)
    return y.sum()


def not_in_place(call):
    """Return a case: a call while collectives are asked to return their results."""

    def case():
        collectives.set_comm_ops_inplace(False)
        try:
            return call()
        finally:
            collectives.set_comm_ops_inplace(True)

    return case


RETURNED = {
    "returned_broadcast": not_in_place(partial(collectives.broadcast, x(), 0)),
    "returned_all_gather": not_in_place(partial(collectives.all_gather, [empty()], x())),
    "returned_gather": not_in_place(partial(collectives.gather, x(), [empty()])),
    "returned_scatter": not_in_place(partial(collectives.scatter, empty(), [x()])),
    "returned_barrier": not_in_place(lambda: collectives.barrier()),
}

TRAININGS = {
    "training_of_2021": data_parallel.of_2021,
    "training_of_2024": data_parallel.of_2024,
}

CALLS = {**GROUPS, **tensors(D), **tensors(collectives), **VALUES, **RETURNED, **TRAININGS}


def outcome(name):
    """Return the fact of one call; communication has begun."""
    return harness.run(ms, CALLS[name], "pynative")
