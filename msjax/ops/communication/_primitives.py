"""Primitives of communication that give, in one process, what they get.

They work before communication has begun, as `ops.AllReduce` does.

Each follows https://www.mindspore.cn/docs/en/master/api_python/mindspore.ops.primitive.html.
"""

from __future__ import annotations

from typing import NoReturn

from msjax._core.errors import describe
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor
from msjax._core.world import HCCL_WORLD_COMM_GROUP, GlobalComm, check_group
from msjax._ops.creation import copy
from msjax.ops.communication._checks import check_reduction
from msjax.ops.communication._groups import ONE_PROCESS, members


class _Exchange(Primitive):
    """What the Primitives here share: a group, and ranks that have to be 0."""

    def __init__(self, **given):
        super().__init__(type(self).__name__)
        for name, value in given.items():
            if name.startswith("group"):
                check_group(self.name, value)
            self.add_prim_attr(name, value)

    def _passed_on(self, x, rank=0):
        """Return a copy of the operand."""
        if not isinstance(x, Tensor):
            raise TypeError(
                f"For '{self.name}', the input must be a Tensor, but got {describe(x)}."
            )
        self._enter(rank)
        return copy(x)

    def _enter(self, rank=0):
        if GlobalComm.INITED:
            members(self.attrs["group"])
        if rank != 0:
            self._refuse(rank)

    def _refuse(self, rank) -> NoReturn:
        raise RuntimeError(
            f"For '{self.name}', there is no process of rank {rank} to communicate with: "
            f"{ONE_PROCESS}. Leave it out where `mindspore.communication.get_group_size()` is 1."
        )

    def _check_ints(self, **given):
        for name, value in given.items():
            if type(value) is not int:
                raise TypeError(
                    f"For '{self.name}', the type of '{name}' should be 'int', but got "
                    f"{describe(value)}."
                )

    def _check_parts(self, x, **given):
        """Check lists with the one part of one process: all elements of a vector."""
        if isinstance(x, Tensor) and x.ndim != 1:
            raise ValueError(
                f"For '{self.name}', the input must be a vector, but its shape is {x.shape}; "
                "flatten it with `x.reshape(-1)`."
            )
        for name, sizes in given.items():
            values = sizes.tolist() if isinstance(sizes, Tensor) else list(sizes)
            expected = [len(x) // self.attrs.get("block_size", 1)]
            if values != expected:
                raise ValueError(
                    f"For '{self.name}', '{name}' must be {expected}, all that the one process "
                    f"has, but got {values}."
                )


class AllGatherV(_Exchange):
    """Join vectors of several lengths.

    Args:
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a vector, and `output_split_sizes`, the lengths: of one process
    `[len(input_x)]`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the lengths do not fit.
    """

    def __init__(self, group=HCCL_WORLD_COMM_GROUP):
        super().__init__(group=group)

    def __call__(self, input_x, output_split_sizes):
        """Return the vector."""
        self._check_parts(input_x, output_split_sizes=output_split_sizes)
        return self._passed_on(input_x)


class ReduceScatterV(_Exchange):
    """Combine vectors and give each process a part of its own length.

    Args:
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a vector, and `input_split_sizes`, the lengths: of one process
    `[len(input_x)]`.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        ValueError: the lengths do not fit.
    """

    def __init__(self, op="sum", group=HCCL_WORLD_COMM_GROUP):
        super().__init__(op=op, group=group)
        check_reduction(self.name, op)

    def __call__(self, input_x, input_split_sizes):
        """Return the vector."""
        self._check_parts(input_x, input_split_sizes=input_split_sizes)
        return self._passed_on(input_x)


class AlltoAll(_Exchange):
    """Split a tensor, give each process a part, and join what comes.

    Args:
        split_count: the number of processes: 1.
        split_dim: the axis that is split, an int.
        concat_dim: the axis that is joined along, an int.
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a Tensor.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `split_count` is not 1.
        IndexError: there is no such axis.
    """

    def __init__(self, split_count, split_dim, concat_dim, group=HCCL_WORLD_COMM_GROUP):
        super().__init__(
            split_count=split_count, split_dim=split_dim, concat_dim=concat_dim, group=group
        )
        self._check_ints(split_count=split_count, split_dim=split_dim, concat_dim=concat_dim)

    def __call__(self, input_x):
        """Return the tensor."""
        out = self._passed_on(input_x)
        if self.attrs["split_count"] != 1:
            raise ValueError(
                "For 'AlltoAll', 'split_count' must be the number of processes of the group, 1, "
                f"but got {self.attrs['split_count']}."
            )
        for name in ("split_dim", "concat_dim"):
            axis = self.attrs[name]
            if not 0 <= axis < out.ndim:
                raise IndexError(
                    f"For 'AlltoAll', '{name}' must be an axis of the input, in [0, {out.ndim}), "
                    f"but got {axis}."
                )
        return out


class AlltoAllV(_Exchange):
    """Give each process a part of a vector, and join what comes.

    Args:
        group: the name of a group. Default: that of all processes.
        block_size: what lengths are multiplied by, an int. Default: 1.

    Inputs: `input_x`, a vector, `send_numel_list` and `recv_numel_list`, the lengths: of one
    process `[len(input_x) // block_size]`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the lengths do not fit.
    """

    def __init__(self, group=HCCL_WORLD_COMM_GROUP, block_size=1):
        super().__init__(group=group, block_size=block_size)
        self._check_ints(block_size=block_size)

    def __call__(self, input_x, send_numel_list, recv_numel_list):
        """Return the vector."""
        self._check_parts(input_x, send_numel_list=send_numel_list, recv_numel_list=recv_numel_list)
        return self._passed_on(input_x)


class AlltoAllVC(_Exchange):
    """Give each process a part of a vector, by a matrix of lengths, and join what comes.

    Args:
        group: the name of a group. Default: that of all processes.
        block_size: what lengths are multiplied by, an int. Default: 1.
        transpose: whether the matrix has receivers in its rows; one element has no order. Default:
            False.

    Inputs: `input_x`, a vector, and `send_count_matrix`, the lengths that each process sends to
    each: of one process `[len(input_x) // block_size]`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the lengths do not fit.
    """

    def __init__(self, group=HCCL_WORLD_COMM_GROUP, block_size=1, transpose=False):
        super().__init__(group=group, block_size=block_size, transpose=transpose)
        self._check_ints(block_size=block_size)

    def __call__(self, input_x, send_count_matrix):
        """Return the vector."""
        self._check_parts(input_x, send_count_matrix=send_count_matrix)
        return self._passed_on(input_x)


class Barrier(_Exchange):
    """Wait for all processes of a group, which are here.

    Args:
        group: the name of a group. Default: that of all processes.

    Raises:
        TypeError: `group` is no str.
    """

    def __init__(self, group=HCCL_WORLD_COMM_GROUP):
        super().__init__(group=group)

    def __call__(self) -> None:
        """Return at once."""
        self._enter()


class CollectiveGather(_Exchange):
    """Join the tensors of all processes along axis 0, in one process.

    Args:
        dest_rank: the rank of that process: 0.
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a Tensor.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no process of that rank.
    """

    def __init__(self, dest_rank, group=HCCL_WORLD_COMM_GROUP):
        super().__init__(dest_rank=dest_rank, group=group)

    def __call__(self, input_x):
        """Return the tensor."""
        return self._passed_on(input_x, self.attrs["dest_rank"])


class CollectiveScatter(_Exchange):
    """Give each process its part along axis 0 of one process's tensor.

    Args:
        src_rank: the rank of that process: 0. Default: 0.
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a Tensor.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: there is no process of that rank.
    """

    def __init__(self, src_rank=0, group=HCCL_WORLD_COMM_GROUP):
        super().__init__(src_rank=src_rank, group=group)

    def __call__(self, input_x):
        """Return the tensor."""
        return self._passed_on(input_x, self.attrs["src_rank"])


class Reduce(_Exchange):
    """Combine the tensors of all processes, in one process.

    Args:
        dest_rank: the rank of that process: 0.
        op: "sum", "prod", "min", "max" or "avg". Default: "sum".
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a Tensor.

    Raises:
        TypeError: an argument has the wrong type, or there is no such `op`.
        RuntimeError: there is no process of that rank.
    """

    def __init__(self, dest_rank, op="sum", group=HCCL_WORLD_COMM_GROUP):
        super().__init__(dest_rank=dest_rank, op=op, group=group)
        check_reduction(self.name, op)

    def __call__(self, input_x):
        """Return the tensor."""
        return self._passed_on(input_x, self.attrs["dest_rank"])


class NeighborExchangeV2(_Exchange):
    """Exchange the borders of images with the processes around; one process has none around.

    Args:
        send_rank_ids: the ranks of the 8 neighbours that borders go to: -1 each, nobody.
        send_lens: how much goes to the top, bottom, left and right, 4 ints.
        recv_rank_ids: the ranks of the 8 neighbours that borders come from: -1 each, nobody.
        recv_lens: how much comes from the top, bottom, left and right, 4 ints.
        data_format: "NCHW".
        group: the name of a group. Default: that of all processes.

    Inputs: `input_x`, a Tensor of shape (N, C, H, W).

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: a neighbour is named.
    """

    def __init__(
        self,
        send_rank_ids,
        send_lens,
        recv_rank_ids,
        recv_lens,
        data_format,
        group=HCCL_WORLD_COMM_GROUP,
    ):
        super().__init__(
            send_rank_ids=send_rank_ids,
            send_lens=send_lens,
            recv_rank_ids=recv_rank_ids,
            recv_lens=recv_lens,
            data_format=data_format,
            group=group,
        )

    def __call__(self, input_x):
        """Return the images."""
        for rank in (*self.attrs["send_rank_ids"], *self.attrs["recv_rank_ids"]):
            if rank != -1:
                self._refuse(rank)
        return self._passed_on(input_x)


class Send(_Exchange):
    """Send a tensor to another process, of which there is none.

    Args:
        sr_tag: the number of the message, an int.
        dest_rank: the rank of the other process.
        group: the name of a group. Default: that of all processes.
        group_back: the group of the gradient's message. Default: that of all processes.

    Inputs: `input_x`, a Tensor.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: it is called.
    """

    def __init__(
        self, sr_tag, dest_rank, group=HCCL_WORLD_COMM_GROUP, group_back=HCCL_WORLD_COMM_GROUP
    ):
        super().__init__(sr_tag=sr_tag, dest_rank=dest_rank, group=group, group_back=group_back)

    def __call__(self, input_x) -> NoReturn:
        """Refuse."""
        self._refuse(self.attrs["dest_rank"])


class Receive(_Exchange):
    """Receive a tensor from another process, of which there is none.

    Args:
        sr_tag: the number of the message, an int.
        src_rank: the rank of the other process.
        shape: the tensor's shape, a list or tuple of ints.
        dtype: the tensor's dtype.
        group: the name of a group. Default: that of all processes.
        group_back: the group of the gradient's message. Default: that of all processes.

    Raises:
        TypeError: an argument has the wrong type.
        RuntimeError: it is called.
    """

    def __init__(
        self,
        sr_tag,
        src_rank,
        shape,
        dtype,
        group=HCCL_WORLD_COMM_GROUP,
        group_back=HCCL_WORLD_COMM_GROUP,
    ):
        super().__init__(
            sr_tag=sr_tag,
            src_rank=src_rank,
            shape=shape,
            dtype=dtype,
            group=group,
            group_back=group_back,
        )

    def __call__(self, input_x=None) -> NoReturn:
        """Refuse."""
        self._refuse(self.attrs["src_rank"])


class _VirtualDataset(Primitive):
    """Marks the inputs that MindSpore's compiler splits over devices; one device gets them all."""

    def __init__(self):
        super().__init__("_VirtualDataset")

    def __call__(self, *inputs):
        """Return the inputs, a tuple."""
        return inputs
