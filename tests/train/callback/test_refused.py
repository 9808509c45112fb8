"""Callbacks that are refused say why."""

import pytest

import msjax as ms


def test_fault_tolerance_is_refused():
    with pytest.raises(NotImplementedError, match="exception_save=True"):
        ms.TrainFaultTolerance("there")
    with pytest.raises(NotImplementedError, match="MindIO"):
        ms.TrainFaultTolerance.get_optimizer_wrapper(ms.nn.SGD)


def test_landscapes_are_refused():
    with pytest.raises(NotImplementedError, match="SummaryRecord"):
        ms.SummaryLandscape("there")
