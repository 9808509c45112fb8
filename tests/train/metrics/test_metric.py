"""Metric and EvaluationBase: what a subclass gets from them, and where they are found."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, train
from msjax.train.metrics.metric import EvaluationBase


class Mean(train.Metric):
    """A metric of a user's."""

    def __init__(self):
        super().__init__()
        self.clear()

    def clear(self):
        self.seen = []

    @train.rearrange_inputs
    def update(self, *inputs):
        self.seen += [self._convert_data(data) for data in inputs]

    def eval(self):
        return np.mean(np.concatenate(self.seen))


def test_own_metric():
    metric = Mean()
    metric.update(Tensor([1.0, 2.0]), [3.0])
    metric.update(np.array([4.0]))
    assert metric.eval() == 2.5
    assert metric([7.0]) == 7.0
    assert metric.set_indexes([1]) is metric
    assert metric([1.0], [5.0]) == 5.0


def test_too_few_inputs_for_the_indexes():
    with pytest.raises(IndexError, match=r"For 'Mean\.update'.*\[0, 3\].*among 2 inputs"):
        Mean().set_indexes([0, 3])([1.0], [2.0])


def test_what_a_subclass_does_not_define():
    base = EvaluationBase("multilabel")
    for call in (base.clear, base.update, base.eval):
        with pytest.raises(NotImplementedError):
            call()


def test_outputs_of_a_network_in_both_modes():
    net = nn.Dense(4, 3)
    x, labels = Tensor(np.eye(4), ms.float32), Tensor([0, 1, 2, 0])
    eager = train.Accuracy()(net(x), labels)
    compiled = train.Accuracy()(ms.jit(net)(x), labels)
    assert eager == compiled


def test_bfloat16():
    scores = Tensor([[0.25, 0.75], [1.0, 0.5]], ms.bfloat16)
    assert train.Accuracy()(scores, Tensor([1, 0])) == 1.0
    assert train.Loss()(scores[0]) == 0.5
    assert train.MAE()(scores, scores + 1) == 2.0
    assert train.Top1CategoricalAccuracy()(scores, [1, 1]) == 0.5


def test_paths():
    from msjax.nn.metrics import Accuracy, get_metrics
    from msjax.nn.metrics.metric import rearrange_inputs
    from msjax.train.metrics.accuracy import Accuracy as nearest

    assert Accuracy is nearest is nn.Accuracy is train.Accuracy is ms.Accuracy
    assert get_metrics is nn.get_metrics
    assert rearrange_inputs is ms.rearrange_inputs
    assert {"Accuracy", "auc", "get_metrics"} <= set(dir(nn))
    assert not hasattr(train, "get_metrics")  # as in MindSpore
