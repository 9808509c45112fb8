"""load_checkpoint and load_param_into_net: what facts of MindSpore do not say."""

from pathlib import Path

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn
from msjax.train import serialization


@pytest.fixture
def path(tmp_path):
    path = str(tmp_path / "net.ckpt")
    ms.save_checkpoint(nn.Dense(2, 3), path)
    return path


def test_only_what_is_chosen_is_read(path, monkeypatch):
    read = []
    entry = serialization.loading.checkpoint_file.Entry
    original = entry.read
    monkeypatch.setattr(entry, "read", lambda self: read.append(self.tag) or original(self))
    ms.load_checkpoint(path, choice_func="bias".__eq__)
    assert read == ["bias"]


def test_reason_of_a_failure(path, tmp_path):
    spoilt = tmp_path / "spoilt.ckpt"
    spoilt.write_bytes(Path(path).read_bytes()[:-3])
    with pytest.raises(ValueError, match=r"Failed to read the checkpoint file .*spoilt.ckpt"):
        ms.load_checkpoint(str(spoilt))


def test_parameters_stay_the_same_objects(path):
    net = nn.Dense(2, 3)
    weight = net.weight
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    ms.load_checkpoint(path, net)
    assert net.weight is weight
    assert optimizer.parameters[0] is weight


def test_two_parameters_of_a_name():
    """Both take the value; MindSpore stops with an error of a list."""

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = Parameter(Tensor([1.0]), name="p")
            self.b = Parameter(Tensor([2.0]), name="p")

    net = Net()
    for name in ("p", "net.p"):
        value = Parameter(Tensor([float(len(name))]), name=name)
        missing, unused = ms.load_param_into_net(net, {name: value})
        assert not missing
        assert unused == ([] if name == "p" else [name])
        assert net.a.asnumpy() == net.b.asnumpy() == len(name)


def test_prefixes_of_strs_come_to_an_end():
    table = {"x.weight": "text", "y.bias": "text"}
    missing, unused = ms.load_param_into_net(nn.Dense(1, 1), table)
    assert missing == ["weight", "bias"]
    assert unused == list(table)


def test_ones_that_are_not_at_the_end():
    net = nn.Dense(2, 3)
    value = Parameter(Tensor(np.ones((1, 3, 2), np.float32)), name="weight")
    with pytest.raises(RuntimeError, match=r"shape \(3, 2\) .* shape \(1, 3, 2\)"):
        ms.load_param_into_net(net, {"weight": value})


def test_legacy_paths():
    assert serialization.load_checkpoint is ms.train.load_checkpoint is ms.load_checkpoint
    assert serialization.context is ms.context


@pytest.mark.parametrize(
    "call",
    [
        lambda: ms.export(nn.Dense(1, 1), file_name="net", file_format="MINDIR"),
        lambda: ms.load("net.mindir"),
        lambda: ms.export_split_mindir("net.mindir"),
        lambda: ms.get_ckpt_path_with_strategy("net.ckpt", "strategy.ckpt"),
        lambda: ms.merge_sliced_parameter([]),
        lambda: ms.load_distributed_checkpoint(nn.Dense(1, 1)),
        lambda: ms.build_searched_strategy("strategy.ckpt"),
        lambda: ms.restore_group_info_list("group"),
    ],
)
def test_refused(call):
    with pytest.raises(NotImplementedError, match=r"is not supported: .* `(load|save)_checkpoint`"):
        call()


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def test_a_compiled_step_goes_on_from_a_checkpoint(mode, tmp_path):
    """Values are set in place, and those of the loaded dict stay as they are.

    Deterministic, because a backward pass that is compiled when it comes again may round otherwise.
    """
    ms.set_context(mode=mode)
    ms.set_deterministic(True)
    try:
        net = nn.Dense(2, 3)
        optimizer = nn.Adam(net.trainable_params(), learning_rate=0.1)
        cell = nn.TrainOneStepCell(nn.WithLossCell(net, nn.MSELoss()), optimizer)
        x, y = Tensor(np.ones((4, 2), np.float32)), Tensor(np.zeros((4, 3), np.float32))
        cell(x, y)
        path = str(tmp_path / "cell.ckpt")
        ms.save_checkpoint(cell, path)
        losses = [cell(x, y).item() for _ in range(3)]
        table = ms.load_checkpoint(path)
        for _ in range(2):
            assert ms.load_param_into_net(cell, table, strict_load=True) == ([], [])
            assert [cell(x, y).item() for _ in range(3)] == losses
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
        ms.set_deterministic(False)
