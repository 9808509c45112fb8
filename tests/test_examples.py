"""The examples run unmodified under `python -m msjax`, in both modes, and reach their marks."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> str:
    """What `python -m msjax` prints for an example."""
    command = [sys.executable, "-m", "msjax", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("mode", ["pynative", "graph"])
def test_digits(mode):
    output = run("examples/digits.py", "--epochs", "4", "--mode", mode)
    accuracy = float(re.search(r"test accuracy: ([\d.]+)%", output)[1])
    assert accuracy >= 95


@pytest.mark.parametrize("mode", ["pynative", "graph"])
def test_pinn(mode):
    output = run("examples/pinn.py", "--steps", "300", "--mode", mode)
    error = float(re.search(r"largest error: ([\d.]+)", output)[1])
    assert error <= 0.02


@pytest.mark.parametrize("mode", ["pynative", "graph"])
def test_digits_model(mode):
    """Losses as MindSpore 2.10.0 printed them on a CPU, with the same seed."""
    output = run("examples/digits_model.py", "--epochs", "3", "--mode", mode)
    losses = [float(loss) for loss in re.findall(r"step: 44, loss is ([\d.]+)", output)]
    np.testing.assert_allclose(losses, [1.6655424, 0.4323012, 0.1731444], rtol=1e-3)
    accuracy = float(re.search(r"test accuracy: ([\d.]+)%", output)[1])
    assert accuracy == pytest.approx(95.56, abs=0.3)
