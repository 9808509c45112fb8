"""`mindspore.ops.communication`: collectives that write their results, of one process.

msjax runs one process, so every group has one member, of rank 0: what goes in comes out.
"""

from msjax.ops.communication import _collectives, _lists
from msjax.ops.communication._collectives import barrier
from msjax.ops.communication._inplace import (
    like_input,
    register,
    set_comm_ops_inplace,
    switchable,
)
from msjax.ops.communication._objects import (
    all_gather_object,
    broadcast_object_list,
    gather_object,
    recv_object_list,
    scatter_object_list,
    send_object_list,
)
from msjax.ops.communication._point_to_point import (
    P2POp,
    batch_isend_irecv,
    irecv,
    isend,
    recv,
    send,
)
from msjax.ops.communication._primitives import (
    AllGatherV,
    AlltoAll,
    AlltoAllV,
    AlltoAllVC,
    Barrier,
    CollectiveGather,
    CollectiveScatter,
    NeighborExchangeV2,
    Receive,
    Reduce,
    ReduceScatterV,
    Send,
)
from msjax.ops.communication._process_groups import (
    destroy_process_group,
    get_backend,
    get_global_rank,
    get_group_rank,
    get_process_group_ranks,
    get_rank,
    get_world_size,
    init_process_group,
    is_available,
    is_initialized,
    new_group,
)
from msjax.ops.communication._store import TCPStore

all_reduce = switchable(_collectives.all_reduce, like_input("tensor", "tensor"))
all_gather_into_tensor = switchable(
    _collectives.all_gather_into_tensor, like_input("output_tensor", "input_tensor")
)
reduce_scatter_tensor = switchable(
    _collectives.reduce_scatter_tensor, like_input("output", "input")
)
all_to_all_single = switchable(
    _collectives.all_to_all_single, like_input("output", "input", heeded=True)
)
all_to_all = switchable(
    _lists.all_to_all, like_input("output_tensor_list", "input_tensor_list", heeded=True)
)
all_gather = switchable(_lists.all_gather)
gather = switchable(_lists.gather)
scatter = switchable(_lists.scatter)
reduce_scatter = switchable(_lists.reduce_scatter)
broadcast = switchable(_collectives.broadcast)
reduce = switchable(_collectives.reduce)
gather_into_tensor = switchable(_collectives.gather_into_tensor)
scatter_tensor = switchable(_collectives.scatter_tensor)
all_to_all_v_c = switchable(_collectives.all_to_all_v_c)
all_gather_into_tensor_uneven = switchable(_collectives.all_gather_into_tensor_uneven)
reduce_scatter_tensor_uneven = switchable(_collectives.reduce_scatter_tensor_uneven)

register(barrier, send, isend, recv, irecv, batch_isend_irecv)

__all__ = [
    "P2POp",
    "TCPStore",
    "all_gather",
    "all_gather_into_tensor",
    "all_gather_into_tensor_uneven",
    "all_gather_object",
    "all_reduce",
    "all_to_all",
    "all_to_all_single",
    "all_to_all_v_c",
    "barrier",
    "batch_isend_irecv",
    "broadcast",
    "broadcast_object_list",
    "destroy_process_group",
    "gather",
    "gather_into_tensor",
    "gather_object",
    "get_backend",
    "get_global_rank",
    "get_group_rank",
    "get_process_group_ranks",
    "get_rank",
    "get_world_size",
    "init_process_group",
    "irecv",
    "is_available",
    "is_initialized",
    "isend",
    "new_group",
    "recv",
    "recv_object_list",
    "reduce",
    "reduce_scatter",
    "reduce_scatter_tensor",
    "reduce_scatter_tensor_uneven",
    "scatter",
    "scatter_object_list",
    "scatter_tensor",
    "send",
    "send_object_list",
    "set_comm_ops_inplace",
]

_PRIMITIVES = (
    AllGatherV,
    AlltoAll,
    AlltoAllV,
    AlltoAllVC,
    Barrier,
    CollectiveGather,
    CollectiveScatter,
    NeighborExchangeV2,
    Receive,
    Reduce,
    ReduceScatterV,
    Send,
)


def shown_by_ops() -> dict:
    """Return what `mindspore.ops` shows too: `gather` and `scatter` are other operators there."""
    functions = {name: globals()[name] for name in __all__ if name not in ("gather", "scatter")}
    return {**functions, **{kind.__name__: kind for kind in _PRIMITIVES}}
