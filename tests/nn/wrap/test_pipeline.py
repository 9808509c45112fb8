"""Cells for pipelines of devices, of which one runs all stages."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn
from msjax.nn.wrap.cell_wrapper import WithLossCell, _VirtualDatasetCell
from msjax.parallel.nn import Pipeline


def net():
    return nn.SequentialCell(nn.Dense(2, 2), nn.ReLU(), nn.Dense(2, 1))


def test_segments_are_noted():
    layers = net()
    Pipeline(layers, 2, stage_config={"0": 1}, segment_config={"2": 3})
    assert layers[0].pipeline_stage == 1
    assert layers[2].pipeline_segment == 3


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"stage_config": {"5": 0}}, KeyError, "'5': 0.*Known are 0, 1, 2"),
        ({"segment_config": 3}, TypeError, "'segment_config' must be a dict.*int 3"),
        ({"stage_config": {"0": -1}}, ValueError, "can not be less than 0"),
    ],
)
def test_refused(arguments, error, text):
    with pytest.raises(error, match=text):
        nn.PipelineCell(net(), 2, **arguments)


def test_gradients_are_divided():
    parameters = nn.SGD(nn.Dense(2, 1).trainable_params()).parameters
    gradients = (Tensor([[2.0, 4.0]]), Tensor([6.0]))
    first, second = nn.PipelineGradReducer(parameters, 2.0)(gradients)
    np.testing.assert_array_equal(first, [[1, 2]])
    np.testing.assert_array_equal(second, [3])
    with pytest.raises(TypeError, match="'scale_sense' must be a number, but got str 'a'"):
        nn.PipelineGradReducer(parameters, "a")


def test_marked_inputs():
    x = Tensor([[1.0, 2.0]])
    loss = _VirtualDatasetCell(WithLossCell(nn.ReLU(), nn.MSELoss()))
    assert float(loss(x, x)) == 0
    three = nn.VirtualDatasetCellTriple(lambda a, b, c: a * b + c)
    np.testing.assert_array_equal(three(x, x, x), [[2, 6]])
    np.testing.assert_array_equal(ms.grad(lambda x: three(x, x, x).sum())(x), [[3, 5]])


@pytest.mark.parametrize("cell", [nn.AdaSumByGradWrapCell, nn.AdaSumByDeltaWeightWrapCell])
def test_too_few_devices_for_adasum(cell):
    optimizer = nn.SGD(nn.Dense(2, 1).trainable_params())
    with pytest.raises(RuntimeError, match="needs 16 devices, but msjax runs one"):
        cell(optimizer)
    ms.set_auto_parallel_context(parallel_mode="data_parallel")
    try:
        with pytest.raises(RuntimeError, match=r"at least 16.*got 1"):
            cell(optimizer)
    finally:
        ms.reset_auto_parallel_context()
