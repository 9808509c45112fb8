"""Gradients summed over steps; recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, boost, nn


class Line(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.float32([1, 2])), name="w")

    def construct(self, x):
        return (self.w * x).sum()


@pytest.mark.parametrize("compiled", [False, True])
def test_gradient_accumulation(compiled):
    net = Line()
    cell = boost.GradientAccumulation(3, nn.SGD(net.trainable_params(), 0.1))
    run = ms.jit(cell) if compiled else cell
    grads = (Tensor(np.float32([1, 1])),)
    seen = []
    for i in range(7):
        assert run(Tensor(float(i)), grads) == i
        seen.append(net.w.asnumpy()[0])
    np.testing.assert_allclose(seen, [1, 1, 0.9, 0.9, 0.9, 0.8, 0.8], rtol=1e-6)


def test_operators():
    from msjax.boost.grad_accumulation import gradient_accumulation_op, gradient_clear_op

    total = Parameter(Tensor(np.float32([1, 1])))
    gradient_accumulation_op(4, total, Tensor(np.float32([4, 8])))
    assert total.asnumpy().tolist() == [2, 3]
    assert gradient_clear_op(total).asnumpy().tolist() == [0, 0]
    assert total.asnumpy().tolist() == [0, 0]


def test_training_step():
    net, same = Line(), Line()
    x = Tensor(np.float32([1, 3]))
    for n, cell in ((net, boost.BoostTrainOneStepCell), (same, nn.TrainOneStepCell)):
        assert cell(n, nn.SGD(n.trainable_params(), 0.1))(x) == 7
    np.testing.assert_array_equal(net.w.asnumpy(), same.w.asnumpy())
    scaled = boost.BoostTrainOneStepWithLossScaleCell(
        net, nn.SGD(net.trainable_params(), 0.1), Tensor(2.0, ms.float32)
    )
    assert scaled(x)[2] == 2


def test_refused():
    optimizer = nn.SGD(Line().trainable_params(), 0.1)
    optimizer.adasum = True
    with pytest.raises(NotImplementedError, match="BoostTrainOneStepCell: adasum=True"):
        boost.BoostTrainOneStepCell(Line(), optimizer)
    with pytest.raises(ImportError, match="it changes a training for Ascend's clusters"):
        from msjax.boost.grad_freeze import freeze_cell  # noqa: F401
    with pytest.raises(ValueError, match="max_accumulation_step"):
        boost.GradientAccumulation(0, optimizer)


def test_groups_of_parameters():
    net = nn.SequentialCell(nn.Dense(1, 1), nn.Dense(1, 1))
    params = net.trainable_params()
    process = boost.ParameterProcess()
    fusions = [p.comm_fusion for p in process.assign_parameter_group(params)]
    assert fusions == [1, 1, 2, 2]
    assert [p.comm_fusion for p in process.assign_parameter_group(params, [1, 2])] == [2, 3, 4, 4]
    assert process.assign_parameter_group([]) == []

    def names(groups):
        return [[p.name for p in g.get("params", g.get("order_params"))] for g in groups]

    generate = boost.ParameterProcess.generate_group_params
    every = [p.name for p in params]
    assert names(generate(params[:1], params)) == [every[:1]]
    groups = [{"params": params[:2], "lr": 0.1}, {"params": params[2:]}, {"order_params": params}]
    found = generate(params[:3], groups)
    assert names(found) == [every[:2], every[2:3], every[:3]]
    assert found[0]["lr"] == 0.1
