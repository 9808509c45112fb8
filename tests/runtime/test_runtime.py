"""Waiting for the device, its memory, streams and settings."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, runtime
from msjax.runtime import keeping


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(keeping, "_kept", {})


COUNTS = ("memory_allocated", "memory_reserved", "max_memory_allocated", "max_memory_reserved")


def test_memory_of_a_cpu():
    """MindSpore says 0 on a CPU, too."""
    assert [getattr(runtime, name)() for name in COUNTS] == [0, 0, 0, 0]
    stats = ms.memory_stats()
    assert stats["total_allocated_memory"] == stats["max_reserved_memory"] == 0
    assert "Reserved memory" in ms.memory_summary()
    ms.empty_cache()
    ms.reset_peak_memory_stats()


class Device:
    def memory_stats(self):
        return {"bytes_in_use": 5 << 20, "peak_bytes_in_use": 7 << 20, "pool_bytes": 8 << 20}


def test_memory_of_a_device_that_counts(monkeypatch):
    monkeypatch.setattr("jax.local_devices", lambda: [Device()])
    assert ms.memory_allocated() == 5 << 20
    assert ms.max_memory_allocated() == 7 << 20
    assert ms.memory_stats()["total_idle_memory"] == 3 << 20
    assert "8 MB" in ms.memory_summary()
    with pytest.raises(NotImplementedError, match="since the start of the process"):
        ms.reset_max_memory_allocated()


def test_streams_and_events():
    start, end = ms.Event(enable_timing=True), ms.Event(enable_timing=True)
    stream = ms.Stream()
    start.record()
    with ms.StreamCtx(stream):
        x = Tensor(np.ones(3, np.float32)) * 2
    end.record(stream)
    end.synchronize()
    assert start.elapsed_time(end) >= 0
    assert stream.query()
    assert ms.current_stream() == stream == ms.default_stream()
    ms.synchronize()
    np.testing.assert_array_equal(x.asnumpy(), [2, 2, 2])
    with pytest.raises(RuntimeError, match="enable_timing=True"):
        ms.Event().elapsed_time(end)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ms.Stream("high"), "'priority' must be int"),
        (lambda: ms.StreamCtx(1), "'ctx_stream' must be Stream"),
        (lambda: ms.set_cur_stream(1), "'stream' must be Stream"),
        (lambda: ms.set_memory(init_size=2), "'init_size' must be str"),
        (lambda: ms.dispatch_threads_num("2"), "'threads_num' must be int"),
        (lambda: ms.set_cpu_affinity(1), "'enable_affinity' must be bool"),
        (lambda: runtime.set_kernel_launch_group("2"), "'thread_num' must be int"),
        (lambda: runtime.set_kernel_launch_capture(1), "'enable_capture_graph' must be bool"),
        (lambda: runtime.set_kernel_launch_capture(True, "x"), "'op_capture_skip' must be list"),
        (lambda: runtime.set_kernel_launch_capture(True, [1]), "'op_capture_skip' must be str"),
        (lambda: runtime.get_device_limit("CPU"), "'device' must be int"),
        (lambda: runtime.set_device_limit(0, "8"), "'cube_num' must be int"),
        (lambda: runtime.set_stream_limit(None), "'stream' must be Stream"),
        (lambda: runtime.StreamLimitCtx(None), "'stream' must be Stream"),
    ],
)
def test_refused(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_settings_are_taken():
    assert ms.set_memory(max_size="4GB") is ms.launch_blocking() is None
    assert ms.dispatch_threads_num(2) is ms.set_cpu_affinity(True) is None


def test_limits_are_kept():
    none = {"cube_core_num": -1, "vector_core_num": -1}
    eight = {"cube_core_num": 8, "vector_core_num": 4}
    runtime.set_device_limit(0, 8, 4)
    assert runtime.get_device_limit(0) == eight
    assert runtime.get_device_limit(1) == none
    stream = runtime.current_stream()
    with runtime.StreamLimitCtx(stream, 8, 4):
        assert runtime.get_stream_limit(stream) == eight
    assert runtime.get_stream_limit(stream) == none
    runtime.set_stream_limit(stream, 8, 4)
    runtime.reset_stream_limit(stream)
    assert runtime.get_stream_limit(stream) == none


def test_launches_of_kernels():
    with pytest.raises(ValueError, match="should be at least 1, but got 0"):
        runtime.set_kernel_launch_group(0)
    with pytest.raises(ValueError, match="cannot be evenly divisible by thread_num: 2"):
        runtime.set_kernel_launch_group(2, 7)
    runtime.set_kernel_launch_group(2, 8)
    with pytest.raises(RuntimeError, match="'kernel_launch_group' can not be set repeatedly"):
        runtime.set_kernel_launch_group(2, 8)
    with pytest.raises(RuntimeError, match="can not be set together"):
        runtime.set_kernel_launch_capture(True)


def test_captured_launches():
    runtime.set_kernel_launch_capture(True, ["MatMul"])
    with pytest.raises(RuntimeError, match="can not be set together"):
        runtime.set_kernel_launch_group()
