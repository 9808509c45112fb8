"""Recordings: begun, ended, written; what MindSpore takes with a warning is taken here, too."""

import json

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, profiler
from msjax.profiler.recording import RECORDING
from msjax.profiler.schedules import ProfilerAction


@pytest.fixture
def traces(monkeypatch):
    """JAX's profiler, without recording anything."""
    made = []
    monkeypatch.setattr("jax.profiler.start_trace", lambda path: made.append(["start", path]))
    monkeypatch.setattr("jax.profiler.stop_trace", lambda: made.append(["stop"]))
    yield made
    if RECORDING.path is not None:
        RECORDING.stop()


def test_a_recording_is_written(tmp_path):
    recorder = ms.Profiler(output_path=str(tmp_path), profiler_level=profiler.ProfilerLevel.Level0)
    recorder.add_metadata("seed", "1")
    recorder.add_metadata_json("sizes", "[1, 2]")
    number = profiler.mstx.range_start("sum")
    (Tensor(np.ones(3, np.float32)) * 2).sum().asnumpy()
    profiler.mstx.range_end(number)
    profiler.mstx.mark("after")
    recorder.step()
    recorder.analyse()
    assert list(tmp_path.glob("plugins/profile/*/*.xplane.pb"))
    metadata = json.loads((tmp_path / "profiler_metadata.json").read_text())
    assert metadata == {"seed": "1", "sizes": [1, 2]}


def test_starts_when_it_is_told_to(traces, tmp_path):
    recorder = ms.Profiler(output_path=str(tmp_path), start_profile=False)
    assert traces == []
    recorder.start()
    recorder.start()
    recorder.stop()
    recorder.stop()
    assert traces == [["start", str(tmp_path)], ["stop"]]


def test_a_schedule():
    """Recorded from MindSpore 2.10.0."""
    plan = profiler.schedule(wait=1, warmup=1, active=2, repeat=1, skip_first=1)
    names = [plan(i).name for i in range(8)]
    rest = ["NONE"] * 3
    assert names == ["NONE", "NONE", "WARM_UP", "RECORD", "RECORD_AND_SAVE", *rest]
    lenient = profiler.schedule(wait=-1, active=0)
    assert repr(lenient) == "Schedule(wait=0, active=1, warmup=0, repeat=0, skip_first=0)"
    assert lenient(0) is ProfilerAction.RECORD_AND_SAVE


@pytest.mark.parametrize("make", [profiler.profile, ms.Profiler])
def test_steps_that_a_schedule_chooses(traces, tmp_path, make):
    ready = []
    handler = profiler.tensorboard_trace_handler(str(tmp_path))
    plan = profiler.schedule(wait=1, active=2, repeat=2)
    with make(schedule=plan, on_trace_ready=handler) as recorder:
        for step in range(8):
            ready.append((step, len(traces)))
            recorder.step()
    started, stopped = ["start", str(tmp_path)], ["stop"]
    assert traces == [started, stopped, started, stopped]
    assert [n for _, n in ready] == [0, 1, 1, 2, 3, 3, 4, 4]


def test_what_is_called_at_the_end(traces, tmp_path):
    ended = []
    recorder = ms.Profiler(output_path=str(tmp_path), on_trace_ready=ended.append)
    recorder.stop()
    assert ended == [recorder]


def test_what_only_mindspore_has(traces, tmp_path):
    recorder = ms.Profiler(output_path=str(tmp_path), start_profile=False)
    with pytest.raises(NotImplementedError, match="perfetto"):
        recorder.op_analyse("Add")
    with pytest.raises(NotImplementedError, match="offline_path='x'"):
        recorder.analyse(offline_path="x")
    with pytest.raises(NotImplementedError, match="MindSpore's own recordings"):
        ms.Profiler.offline_analyse("x")


def test_unknown_options_are_warned_of(traces, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("msjax.log.warning", lambda text, *values: said.append(text % values))
    ms.Profiler(output_path=str(tmp_path), start_profile=False, foo=1)
    assert said == ["Profiler has no parameters foo; they are not used."]
