"""Streams: JAX runs what a program asks for in order, so there is one.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.runtime.html
"""

from __future__ import annotations

import time

import jax


def synchronize() -> None:
    """Wait until the device has computed everything that was asked of it."""
    for array in jax.live_arrays():
        array.block_until_ready()
    jax.effects_barrier()


class Stream:
    """A queue of work of the device; all of them are the one that JAX has.

    Args:
        priority: an int, without effect: there is no other stream to come before. Default: 0.
        **kwargs: MindSpore's `stream`, `stream_id`; without effect.

    Raises:
        TypeError: `priority` is no int.
    """

    def __init__(self, priority=0, **kwargs):
        if not isinstance(priority, int) or isinstance(priority, bool):
            raise TypeError(
                f"For 'Stream', the argument 'priority' must be int, but got {type(priority)}."
            )

    def synchronize(self) -> None:
        """Wait until the device has computed everything."""
        synchronize()

    def query(self) -> bool:
        """Whether everything is computed; waits until it is."""
        synchronize()
        return True

    def record_event(self, event=None) -> Event:
        """Note this moment in an Event, and return it."""
        event = Event() if event is None else event
        event.record(self)
        return event

    def wait_event(self, event) -> None:
        """Do nothing: what comes later in the program runs later."""

    def wait_stream(self, stream) -> None:
        """Do nothing: what comes later in the program runs later."""

    def __eq__(self, other):
        return isinstance(other, Stream)

    def __hash__(self):
        return hash(Stream)

    def __repr__(self):
        device = jax.local_devices()[0]
        return f"Stream(device_name={device.platform.upper()}, device_id:{device.id}, stream id:0)"


class StreamCtx:
    """A `with` block whose work goes to a stream: there is one, so nothing changes.

    Args:
        ctx_stream: a Stream, or None.

    Raises:
        TypeError: it is something else.
    """

    def __init__(self, ctx_stream):
        if ctx_stream is not None and not isinstance(ctx_stream, Stream):
            raise TypeError(
                f"For 'StreamCtx', the argument 'ctx_stream' must be Stream, but got "
                f"{type(ctx_stream)}."
            )

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None


class Event:
    """A moment in the work of the device.

    Args:
        enable_timing: whether `elapsed_time` is asked for. Default: False.
        blocking: without effect. Default: False.
    """

    def __init__(self, enable_timing=False, blocking=False):
        self._timing = enable_timing
        self._moment = None

    def record(self, stream=None) -> None:
        """Note the moment when everything so far is computed; waits until it is."""
        synchronize()
        self._moment = time.perf_counter()

    def wait(self, stream=None) -> None:
        """Do nothing: what comes later in the program runs later."""

    def synchronize(self) -> None:
        """Wait until the device has computed everything."""
        synchronize()

    def query(self) -> bool:
        """Whether the moment has come."""
        return True

    def elapsed_time(self, end_event) -> float:
        """Return the milliseconds from this event to another.

        Raises:
            RuntimeError: one of them was not recorded, or made without `enable_timing`.
        """
        for event in (self, end_event):
            if event._moment is None or not event._timing:
                raise RuntimeError(
                    "elapsed_time needs two events that were made with `enable_timing=True` and "
                    "recorded."
                )
        return (end_event._moment - self._moment) * 1000


_stream = Stream()


def current_stream() -> Stream:
    """Return the stream."""
    return _stream


def default_stream() -> Stream:
    """Return the stream."""
    return _stream


def communication_stream() -> Stream:
    """Return the stream."""
    return _stream


def set_cur_stream(stream) -> None:
    """Choose a stream: there is one, so nothing changes.

    Raises:
        TypeError: it is no Stream.
    """
    if not isinstance(stream, Stream):
        raise TypeError(
            f"For 'set_cur_stream', the argument 'stream' must be Stream, but got {type(stream)}."
        )


class _Executor:
    """What MindSpore runs eager operators with; programs wait for it."""

    def sync(self) -> None:
        """Wait until the device has computed everything."""
        synchronize()


_pynative_executor = _Executor()
