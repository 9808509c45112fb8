"""Communication of one process: ranks, groups, collectives and the reducer of gradients."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, communication, nn, ops


@pytest.fixture(autouse=True)
def released():
    yield
    communication.release()
    communication.GlobalComm.BACKEND = "hccl"
    communication.GlobalComm.WORLD_COMM_GROUP = "hccl_world_group"


def test_one_process():
    assert communication.get_rank() == communication.get_local_rank() == 0
    assert communication.get_group_size() == communication.get_local_rank_size() == 1
    assert not communication.GlobalComm.INITED
    communication.init("nccl")
    assert communication.GlobalComm.INITED
    assert communication.GlobalComm.WORLD_COMM_GROUP == communication.NCCL_WORLD_COMM_GROUP
    with pytest.raises(TypeError, match="must be type of string"):
        communication.get_rank(3)


def test_several_processes_are_refused(monkeypatch):
    monkeypatch.setenv("RANK_SIZE", "8")
    with pytest.raises(NotImplementedError, match="RANK_SIZE=8"):
        communication.init()
    monkeypatch.delenv("RANK_SIZE")
    with pytest.raises(RuntimeError, match="gloo"):
        communication.init("gloo")


def test_collectives_copy():
    x = Tensor([1.0, 2.0])
    for op in (ops.AllReduce(ops.ReduceOp.SUM), ops.AllGather(), ops.ReduceScatter("max")):
        out = op(x)
        assert out is not x
        np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(ops.Broadcast(0)((x,))[0], x)
    np.testing.assert_array_equal(ms.grad(lambda x: (ops.AllReduce()(x) * x).sum())(x), [2, 4])
    with pytest.raises(ValueError, match="'median'"):
        ops.AllReduce("median")(x)
    with pytest.raises(ValueError, match="root_rank"):
        ops.Broadcast(1)((x,))


def test_reducer():
    parameters = [Parameter(Tensor([1.0]), name="w")]
    gradients = (Tensor([4.0]), None)
    assert nn.DistributedGradReducer(parameters)(gradients) is gradients
    mean = nn.DistributedGradReducer(parameters, mean=True, degree=2)(gradients)
    np.testing.assert_array_equal(mean[0], [2.0])
    assert mean[1] is None
    with pytest.raises(ValueError, match="degree"):
        nn.DistributedGradReducer(parameters, degree=0)


def test_paths_of_programs():
    from msjax.communication.management import get_group_size, init
    from msjax.nn.wrap.grad_reducer import DistributedGradReducer
    from msjax.parallel._utils import _get_device_num, _get_gradients_mean, _get_parallel_mode

    assert init is communication.init
    assert get_group_size is communication.get_group_size
    assert DistributedGradReducer is nn.DistributedGradReducer
    assert (_get_device_num(), _get_parallel_mode(), _get_gradients_mean()) == (
        1,
        "stand_alone",
        False,
    )
