"""How many cores of an Ascend processor a device or a stream may use: there are none to count.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.runtime.html
"""

from __future__ import annotations

from msjax.runtime.keeping import check_kind, drop, keep, kept
from msjax.runtime.streams import Stream

_NONE = {"cube_core_num": -1, "vector_core_num": -1}
_DEVICE, _STREAM = "runtime.set_device_limit", "runtime.set_stream_limit"
_REASON = "it counts cores of Ascend processors, which JAX does not have"


def set_device_limit(device, cube_num=-1, vector_num=-1) -> None:
    """Keep a limit of the cores a device uses; without effect.

    Args:
        device: an int, the device's index.
        cube_num: an int. Default: -1, none.
        vector_num: an int. Default: -1, none.

    Raises:
        TypeError: an argument is no int.
    """
    check_kind("set_device_limit", "device", device, int)
    _set(_DEVICE, cube_num, vector_num, f"[{device}]")


def get_device_limit(device) -> dict[str, int]:
    """Return the limit that was kept: a dict of `cube_core_num` and `vector_core_num`.

    Args:
        device: an int, the device's index.

    Raises:
        TypeError: it is no int.

    Differs: -1 where none was set; MindSpore on a CPU gives numbers that were never set.
    """
    check_kind("get_device_limit", "device", device, int)
    return dict(kept(f"{_DEVICE}[{device}]", _NONE))


def set_stream_limit(stream, cube_num=-1, vector_num=-1) -> None:
    """Keep a limit of the cores a stream uses; without effect.

    Args:
        stream: a Stream; all of them are the one that JAX has.
        cube_num: an int. Default: -1, none.
        vector_num: an int. Default: -1, none.

    Raises:
        TypeError: `stream` is no Stream, or a number no int.
    """
    check_kind("set_stream_limit", "stream", stream, Stream)
    _set(_STREAM, cube_num, vector_num)


def get_stream_limit(stream) -> dict[str, int]:
    """Return the limit that was kept: a dict of `cube_core_num` and `vector_core_num`.

    Args:
        stream: a Stream.

    Raises:
        TypeError: it is none.
    """
    check_kind("get_stream_limit", "stream", stream, Stream)
    return dict(kept(_STREAM, _NONE))


def reset_stream_limit(stream) -> None:
    """Forget the limit of a stream.

    Args:
        stream: a Stream.

    Raises:
        TypeError: it is none.
    """
    check_kind("reset_stream_limit", "stream", stream, Stream)
    drop(_STREAM)


class StreamLimitCtx:
    """A `with` block in which a stream has a limit of cores; without effect.

    Args:
        stream: a Stream.
        cube_num: an int. Default: -1, none.
        vector_num: an int. Default: -1, none.

    Raises:
        TypeError: `stream` is no Stream.
    """

    def __init__(self, stream, cube_num=-1, vector_num=-1):
        check_kind("StreamLimitCtx", "stream", stream, Stream)
        self.stream = stream
        self.limit = (cube_num, vector_num)

    def __enter__(self):
        self._former = get_stream_limit(self.stream)
        set_stream_limit(self.stream, *self.limit)
        return self

    def __exit__(self, *exc):
        set_stream_limit(self.stream, *self._former.values())


def _set(name, cube_num, vector_num, of=""):
    for argument, value in (("cube_num", cube_num), ("vector_num", vector_num)):
        check_kind(name.rpartition(".")[2], argument, value, int)
    keep(name + of, {"cube_core_num": cube_num, "vector_core_num": vector_num}, _REASON)
