"""The context: what is accepted, what has an effect, what is refused."""

import csv
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

import msjax as ms
from msjax._core import context, devices


@pytest.fixture(autouse=True)
def restored_context():
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)
    ms.reset_auto_parallel_context()


def test_mode_switches_compilation_of_cells():
    calls = []

    class Net(ms.nn.Cell):
        def construct(self, x):
            calls.append(1)
            return x * 2.0

    net, x = Net(), ms.Tensor([1.0])
    ms.set_context(mode=ms.GRAPH_MODE)
    net(x)
    traced = len(calls)
    net(x)
    assert len(calls) == traced
    ms.set_context(mode=ms.PYNATIVE_MODE)
    net(x)
    net(x)
    assert len(calls) == traced + 2
    assert ms.get_context("mode") == ms.PYNATIVE_MODE


@pytest.mark.parametrize("name", sorted(context._OPTIONS))
def test_every_option_has_a_default(name):
    context.get_context(name)


def test_options_without_effect_are_said_once(caplog):
    context._logged.discard("max_call_depth")
    with caplog.at_level(logging.INFO, "msjax"):
        ms.set_context(max_call_depth=2000)
        ms.set_context(max_call_depth=3000)
    assert [r.getMessage() for r in caplog.records] == [
        "set_context(max_call_depth=2000) has no effect in msjax"
    ]
    assert ms.get_context("max_call_depth") == 3000


REFUSED = [
    ({"foo": 1}, ValueError, "not recognized"),
    ({"mode": 7}, ValueError, "should be context.GRAPH_MODE"),
    ({"device_target": "TPU"}, ValueError, "must be one of"),
    ({"device_id": -1}, ValueError, "in range"),
    ({"save_graphs": 9}, ValueError, "should be 0-3"),
    ({"max_call_depth": "a"}, TypeError, "max_call_depth"),
]


@pytest.mark.parametrize(("options", "error", "text"), REFUSED)
def test_refused(options, error, text):
    with pytest.raises(error, match=text):
        ms.set_context(**options)


def test_parallel_context():
    ms.set_auto_parallel_context(parallel_mode="data_parallel", gradients_mean=True)
    assert ms.get_auto_parallel_context("parallel_mode") == ms.ParallelMode.DATA_PARALLEL
    assert ms.get_auto_parallel_context("gradients_mean") is True
    with pytest.raises(ValueError, match="only support"):
        ms.set_auto_parallel_context(parallel_mode="x")
    with pytest.raises(ValueError, match="not recognized"):
        ms.set_auto_parallel_context(foo=1)


@pytest.mark.skipif(devices.has_accelerator(), reason="the wish is fulfilled on an accelerator")
def test_a_missing_device_is_said_once():
    devices._told.clear()
    with pytest.warns(devices.DeviceTargetWarning, match="GPU is not available"):
        ms.set_context(device_target="GPU")
    ms.set_context(device_target="GPU")
    assert ms.get_context("device_target") == "GPU"
    ms.set_context(device_target="CPU")


@pytest.mark.skipif(devices.has_accelerator(), reason="the wish is fulfilled on an accelerator")
def test_a_missing_device_is_an_error_where_asked():
    code = "import msjax as ms; ms.set_context(device_target='Ascend')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MSJAX_STRICT_DEVICE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Unsupported device target Ascend" in done.stderr


def test_import_and_set_context_start_no_backend():
    code = (
        "import msjax as ms; from msjax import nn, ops, Tensor; ms.set_context(mode=0);"
        "import jax; from jax._src import xla_bridge; print(len(xla_bridge._backends))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


OPTIONS = Path(__file__).parent / "client_context_options.tsv"


def client_options():
    with OPTIONS.open() as file:
        yield from csv.DictReader(file, delimiter="\t")


@pytest.mark.parametrize(
    "row", list(client_options()), ids=lambda r: f"{r['function']}-{r['option']}"
)
def test_options_that_clients_use_are_accepted(row):
    """The options found in public MindSpore programs; the odd one is a misspelling there."""
    known = {
        "set_context": context._OPTIONS,
        "set_auto_parallel_context": context._PARALLEL_OPTIONS,
    }[row["function"]]
    assert row["option"] in known
