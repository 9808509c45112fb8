"""SummaryCollector: which steps it records, and what of them: the same as MindSpore 2.10."""

import numpy as np
import pytest

import msjax as ms
from compat_tests import summaries
from compat_tests.trainings import Batches, data, model
from msjax import Tensor, nn, ops
from msjax.train import SummaryCollector
from msjax.train.summary.messages import message_classes


def steps(folder):
    """Return {step: tags} of what was recorded."""
    (path,) = folder.glob("*.summary.*")
    events = summaries.read(path, message_classes().Event)[1:]
    return {int(e["step"]): [v["tag"] for v in e["summary"]["value"]] for e in events}


def recorded(folder, epochs=2, m=None, batches=None, **kwargs):
    collector = SummaryCollector(str(folder), **kwargs)
    (m or model()).train(epochs, batches or data(), collector)
    return steps(folder)


def test_the_first_step_and_multiples(tmp_path):
    assert list(recorded(tmp_path, 3, collect_freq=4)) == [1, 4, 8]


def test_losses_and_weights(tmp_path):
    assert recorded(tmp_path, 1) == {1: ["loss/auto", "w/auto"]}


@pytest.mark.parametrize(
    ("chosen", "tags"),
    [
        ({"collect_metric": False}, ["w/auto"]),
        ({"histogram_regular": "b"}, ["loss/auto"]),
        ({"histogram_regular": "w$"}, ["loss/auto", "w/auto"]),
    ],
)
def test_what_is_chosen(tmp_path, chosen, tags):
    assert recorded(tmp_path, 1, collect_specified_data=chosen)[1] == tags


def test_only_what_is_chosen(tmp_path):
    chosen = {"collect_metric": True}
    found = recorded(tmp_path, 1, collect_specified_data=chosen, keep_default_action=False)
    assert found == {1: ["loss/auto"]}


def test_images(tmp_path):
    net = nn.SequentialCell(nn.Conv2d(3, 1, 1), nn.Flatten())
    m = ms.Model(net, nn.L1Loss(), nn.SGD(net.trainable_params()))
    batches = Batches(np.ones((1, 2, 3, 4, 4)), np.ones((1, 2, 16)))
    found = recorded(tmp_path, 1, m, batches)
    assert [tag for tag in found[1] if "/auto" in tag][:2] == ["input_data/auto", "loss/auto"]


class Told(nn.Cell):
    """A line that tells a summary operator of its weight."""

    def __init__(self):
        super().__init__()
        self.w = ms.Parameter(Tensor([0.25], ms.float32), name="w")
        self.tensor = ops.TensorSummary()

    def construct(self, x):
        self.tensor("weight", self.w)
        return self.w * x


def test_operators_are_recorded_with_a_rate_of_their_own(tmp_path):
    net = Told()
    m = ms.Model(net, nn.L1Loss(), nn.SGD(net.trainable_params(), 0.125))
    options = {"collect_freq": 4, "collect_tensor_freq": 3}
    found = recorded(tmp_path, 3, m, **options)
    assert {step: "weight" in tags for step, tags in found.items()} == {
        1: True,
        3: True,
        4: False,
        6: True,
        8: False,
        9: True,
    }
    assert [step for step, tags in found.items() if "loss/auto" in tags] == [1, 4, 8]


def test_an_evaluation_records_nothing(tmp_path):
    m = model(metrics={"mae": nn.MAE()})
    m.eval(data(), SummaryCollector(str(tmp_path)))
    assert list(tmp_path.iterdir()) == []
