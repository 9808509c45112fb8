"""The examples run unmodified under `python -m msjax`, in both modes, and reach their marks."""

import re
import subprocess
import sys
from pathlib import Path

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
