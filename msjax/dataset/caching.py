"""`DatasetCache`: refused, with what to do instead."""

from __future__ import annotations

__all__ = ["DatasetCache"]


class DatasetCache:
    """A cache in a server of MindSpore's (refused).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DatasetCache.html

    Args:
        session_id: the session of the server.
        size: how much memory is used, in MB. Default: 0.
        spilling: whether files are used beyond that. Default: False.
        hostname: where the server runs. Default: None.
        port: its port. Default: None.
        num_connections: how many connections there are. Default: None.
        prefetch_size: how many rows are fetched ahead. Default: None.

    Raises:
        NotImplementedError: always.
    """

    def __init__(
        self,
        session_id,
        size=0,
        spilling=False,
        hostname=None,
        port=None,
        num_connections=None,
        prefetch_size=None,
    ):
        raise NotImplementedError(
            f"DatasetCache(session_id={session_id!r}) is not supported: it needs the cache "
            "server of MindSpore. Leave `cache` out; to keep rows in memory, read them once and "
            "give them to `NumpySlicesDataset`."
        )
