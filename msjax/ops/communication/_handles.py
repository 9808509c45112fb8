"""What asynchronous communication returns; with one process it is done when the call returns."""

from __future__ import annotations


class CommHandle:
    """Something to wait for; JAX runs asynchronously anyway, so nothing is left to wait for.

    Args:
        handle: what the handle stands for. Default: None.
        exec_sync: whether `wait` waits for the device. Default: False.
    """

    def __init__(self, handle=None, exec_sync=False):
        self.handle = handle
        self.exec_sync = exec_sync

    def wait(self) -> None:
        """Return when the communication is over, which is at once."""

    def __repr__(self) -> str:
        return f"CommHandle(handle={self.handle!r})"


default_handle = CommHandle()


def handle_of(async_op) -> CommHandle | None:
    """Return what a collective returns: a handle if it is asynchronous, else None."""
    return CommHandle() if async_op else None
