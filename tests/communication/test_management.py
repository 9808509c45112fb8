"""Communication of one process: ranks, groups, collectives and the reducer of gradients."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, communication, context, nn, ops


@pytest.fixture(autouse=True)
def released():
    yield
    communication.release()


def test_one_process():
    assert communication.get_rank() == communication.get_local_rank() == 0
    assert communication.get_group_size() == communication.get_local_rank_size() == 1
    assert not communication.GlobalComm.INITED
    communication.init("nccl")
    assert communication.GlobalComm.INITED
    assert communication.GlobalComm.WORLD_COMM_GROUP == communication.NCCL_WORLD_COMM_GROUP
    with pytest.raises(TypeError, match="must be type of string"):
        communication.get_rank(3)


def test_the_device_target_chooses_the_backend(monkeypatch):
    for target, backend in (("CPU", "mccl"), ("GPU", "nccl"), ("Ascend", "hccl")):
        monkeypatch.setitem(context._values, "device_target", target)
        communication.init()
        assert backend == communication.GlobalComm.BACKEND
        assert f"{backend}_world_group" == communication.GlobalComm.WORLD_COMM_GROUP
        communication.release()
        assert communication.GlobalComm.WORLD_COMM_GROUP == "hccl_world_group"


def test_several_processes_are_refused(monkeypatch):
    monkeypatch.setenv("RANK_SIZE", "8")
    with pytest.raises(NotImplementedError, match="RANK_SIZE=8"):
        communication.init()
    monkeypatch.delenv("RANK_SIZE")
    with pytest.raises(RuntimeError, match="gloo"):
        communication.init("gloo")


def test_a_process_that_looks_after_others_is_refused(monkeypatch):
    monkeypatch.setenv("MS_ROLE", "MS_SCHED")
    with pytest.raises(NotImplementedError, match="MS_ROLE=MS_SCHED"):
        communication.init()
    monkeypatch.setenv("MS_ROLE", "MS_WORKER")
    communication.init()


def test_groups_end_with_communication():
    communication.init()
    communication.create_group("some", [0])
    assert communication.get_rank("some") == 0
    communication.release()
    communication.init()
    with pytest.raises(RuntimeError, match="'some' does not exist"):
        communication.get_rank("some")


@pytest.mark.parametrize("ranks", [[1], [0, 1], [-1]])
def test_absent_ranks_are_refused(ranks):
    communication.init()
    with pytest.raises(RuntimeError, match="msjax runs one process"):
        communication.create_group("some", ranks)


def test_settings_of_groups_are_refused():
    communication.init()
    with pytest.raises(NotImplementedError, match="options=3"):
        communication.create_group("some", [0], 3)


def test_every_name_of_the_world_is_the_world():
    communication.init("nccl")
    for name in ("hccl_world_group", "nccl_world_group", "mccl_world_group"):
        assert communication.get_process_group_ranks(name) == [0]


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
    from msjax.communication.management import Backend, get_group_size, init
    from msjax.nn.wrap.grad_reducer import DistributedGradReducer
    from msjax.parallel._utils import _get_device_num, _get_gradients_mean, _get_parallel_mode

    assert init is communication.init
    assert Backend("mccl") == "mccl"
    assert get_group_size is communication.get_group_size
    assert DistributedGradReducer is nn.DistributedGradReducer
    assert (_get_device_num(), _get_parallel_mode(), _get_gradients_mean()) == (
        1,
        "stand_alone",
        False,
    )
