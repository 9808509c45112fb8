"""Inner helpers that programs read."""

import pytest

from msjax import communication
from msjax.communication import _comm_helper as helper


def test_backends():
    assert helper.Backend("hccl") == "hccl"
    assert type(helper.Backend("nccl")) is str
    with pytest.raises(ValueError, match="'name' gloo is not supported"):
        helper.Backend("gloo")
    with pytest.raises(TypeError, match="must be a string"):
        helper.Backend(3)


def test_state():
    assert helper._is_available()
    assert not helper._is_initialized()
    communication.init("nccl")
    assert helper._is_initialized()
    assert helper._get_backend() == "nccl"
    communication.release()
    assert helper._get_backend() == "hccl"
