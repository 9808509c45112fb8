"""Values in the place of computed ones; recorded from MindSpore 2.10.0."""

import os

import numpy as np
import pytest

from msjax import Tensor, ops
from msjax.utils import dryrun


@pytest.fixture(autouse=True)
def no_simulation(monkeypatch):
    monkeypatch.setattr(os, "environ", {})


def test_what_it_stands_for():
    x = Tensor(np.float32([1]))
    assert dryrun.mock(1, 2) == 2
    assert dryrun.mock(1, lambda: 5) == 5
    assert dryrun.mock(1, ops.add, 2, 3) == 5
    assert dryrun.mock(False, (x > 0.5).any)
    with pytest.raises(TypeError, match="'int' object is not callable"):
        dryrun.mock(1, 2, 3)


def test_simulation():
    dryrun.set_simulation()
    assert os.environ["MS_SIMULATION_LEVEL"] == "1"
    assert dryrun.mock(1, ops.add, 2, 3) == 1
