"""Tests of hardware that is not there; recorded from MindSpore 2.10.0 on a CPU."""

import pytest

from msjax import nn, ops, tools, utils


def test_no_checksums():
    tools.sdc_detect_start()
    assert tools.get_sdc_detect_result() is False
    tools.sdc_detect_stop()
    assert utils.sdc_detect_start is tools.sdc_detect_start


def test_stress():
    with pytest.raises(RuntimeError, match="Stress detection is not supported"):
        tools.stress_detect()
    assert tools.stress_detect("memory") == 1


def test_dumps():
    for target in (nn.ReLU(), ops.ReLU()):
        with pytest.warns(UserWarning, match="set_dump has no effect"):
            tools.set_dump(target)
    with pytest.raises(ValueError, match='The "target" parameter must be an instance of Cell or'):
        tools.set_dump(1)
    with pytest.raises(ValueError, match='The "enabled" parameter must be bool, but got 1'):
        tools.set_dump(nn.ReLU(), 1)
