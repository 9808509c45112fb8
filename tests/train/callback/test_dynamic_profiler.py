"""Recordings that a file asks for; which steps they take is recorded from MindSpore 2.10.0."""

import json

import pytest

from compat_tests.trainings import data, model
from msjax.profiler import DynamicProfilerMonitor
from msjax.profiler.recording import RECORDING


@pytest.fixture
def traces(monkeypatch):
    """JAX's profiler, without recording anything."""
    made = []
    monkeypatch.setattr("jax.profiler.start_trace", lambda path: made.append(path))
    monkeypatch.setattr("jax.profiler.stop_trace", lambda: made.append("stop"))
    yield made
    if RECORDING.path is not None:
        RECORDING.stop()


def ask(folder, first, last, **options):
    folder.mkdir(exist_ok=True)
    text = json.dumps({"start_step": first, "stop_step": last, **options})
    (folder / "profiler_config.json").write_text(text)


def test_steps(traces, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ask(tmp_path, 2, 5, prof_path=str(tmp_path / "data"))
    monitor = DynamicProfilerMonitor(cfg_path=str(tmp_path))
    seen = []
    for i in range(15):
        if i == 5:
            ask(tmp_path, 6, 7)
        monitor.step()
        seen += [i] * (len(traces) - len(seen))
    assert seen == [1, 5, 6, 8]
    first, second = (
        str(tmp_path / "data/rank0_start2_stop5"),
        "./dyn_profile_data/rank0_start6_stop7",
    )
    assert traces == [first, "stop", second, "stop"]


def test_asks_for_nothing_at_first(traces, tmp_path):
    monitor = DynamicProfilerMonitor(str(tmp_path / "new"), str(tmp_path), poll_interval=5)
    config = json.loads((tmp_path / "new/profiler_config.json").read_text())
    assert config["start_step"] == config["stop_step"] == -1
    monitor.step()
    (tmp_path / "new/profiler_config.json").write_text("{")
    monitor.step()
    assert traces == []


def test_as_a_callback(traces, tmp_path):
    ask(tmp_path, 1, 99)
    monitor = DynamicProfilerMonitor(str(tmp_path), str(tmp_path / "out"))
    model().train(1, data(), callbacks=[monitor], dataset_sink_mode=False)
    assert traces == [str(tmp_path / "out/rank0_start1_stop99"), "stop"]


def test_wrong_path():
    with pytest.raises(TypeError, match="cfg_path must be a string, but got 1"):
        DynamicProfilerMonitor(1)
