"""The checkpoint files of a training: their names, and which are removed."""

from __future__ import annotations

import os
import stat

from msjax import log as logger

_BREAKPOINT = "_breakpoint.ckpt"


def free_prefix(folder: str, prefix: str, exception: bool = False) -> str:
    """Return a prefix that no file in a folder has: the one given, or with "_1", "_2" and so on.

    Args:
        folder: where the files are.
        prefix: what their names begin with.
        exception: whether files are meant that were saved when a training failed, and only they.
    """
    used = -1
    for name in os.listdir(folder):
        of_failure = name.endswith(_BREAKPOINT)
        is_checkpoint = os.path.splitext(name)[1] in (".ckpt", ".safetensors")
        if of_failure is exception and is_checkpoint and name.startswith(prefix):
            used = max(used, _number(name[len(prefix) :]))
    return prefix if used < 0 else f"{prefix}_{used + 1}"


def _number(rest: str) -> int:
    """Return N of "_N-1_2.ckpt", 0 of "-1_2.ckpt"; -1: it is a file of another prefix."""
    middle, dash, _ = rest.partition("-")
    if not dash or rest[0].isalpha():
        return -1
    if not middle:
        return 0
    return int(middle[1:]) if middle[1:].isdigit() else -1


class CheckpointManager:
    """The checkpoint files of one prefix in a folder.

    Args:
        format: "ckpt" or "safetensors". Default: "ckpt".
    """

    def __init__(self, format="ckpt"):
        self._ckpoint_filelist = []
        self._format = format

    @property
    def ckpoint_filelist(self) -> list[str]:
        """The paths of the files."""
        return self._ckpoint_filelist

    @property
    def ckpoint_num(self) -> int:
        """How many files there are."""
        return len(self._ckpoint_filelist)

    def update_ckpoint_filelist(self, directory, prefix) -> None:
        """Find the files named PREFIX-EPOCH_STEP in a folder."""
        self._ckpoint_filelist = [
            os.path.join(directory, name)
            for name in os.listdir(directory)
            if name.startswith(f"{prefix}-")
            and os.path.splitext(name)[1] == f".{self._format}"
            and not any(c.isalpha() for c in name[len(prefix) : -len(self._format) - 1])
        ]

    def remove_ckpoint_file(self, file_name) -> None:
        """Remove a file; that it cannot be removed is logged."""
        try:
            os.chmod(file_name, stat.S_IWRITE)
            os.remove(file_name)
            self._ckpoint_filelist.remove(file_name)
        except (OSError, ValueError) as error:
            logger.warning("Failed to remove the older checkpoint %s: %s", file_name, error)

    def remove_oldest_ckpoint_file(self) -> None:
        """Remove the file that was changed first."""
        self.remove_ckpoint_file(min(self._ckpoint_filelist, key=os.path.getmtime))

    def keep_one_ckpoint_per_minutes(self, minutes, cur_time) -> None:
        """Remove all files of the last minutes but the oldest of them.

        Args:
            minutes: how many.
            cur_time: the time now, in seconds.
        """
        changed = {path: os.path.getmtime(path) for path in self._ckpoint_filelist}
        recent = [path for path, t in changed.items() if cur_time - t < 60 * minutes]
        for path in sorted(recent, key=lambda path: changed[path])[1:]:
            self.remove_ckpoint_file(path)
