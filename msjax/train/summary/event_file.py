"""Files of events: records of TensorFlow's format, each a message with two checksums."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Any

from msjax import log as logger
from msjax.train.summary.messages import missing_extra

MINDSPORE, TENSORBOARD = "MindSpore.Event:1", "brain.Event:2"
_RECORD = 16  # bytes of a record besides the message: its length and the two checksums


class EventFile:
    """A file that events are appended to; it is made with the first.

    Args:
        path: the file.
        version: what the first event says of the format, `MINDSPORE` or `TENSORBOARD`.
        max_size: the most bytes that it may have; None: any number.
        raise_exception: whether a failure to write is raised; it is logged otherwise.
    """

    def __init__(self, path: Path, version: str, max_size: int | None, raise_exception: bool):
        self.path = path
        self._version = version
        self._left = max_size
        self._raises = raise_exception
        self._file: Any = None
        self._checksum = checksum()
        self._is_closed = False

    def write(self, event) -> None:
        """Append an event."""
        if self._is_closed:
            return
        try:
            if self._file is None:
                self._file = open(self.path, "wb")  # noqa: SIM115  closed by `close`
                self.path.chmod(0o600)
                self._append(type(event)(wall_time=time.time(), version=self._version))
            self._append(event)
        except OSError as error:
            self.close()
            if self._raises:
                raise
            logger.error("Nothing more is written to %s: %s", self.path, error)

    def _append(self, event):
        if self._is_closed:
            return
        data = event.SerializeToString()
        if self._left is not None:
            self._left -= len(data) + _RECORD
            if self._left < 0:
                logger.warning("'max_file_size' reached: nothing more is written to %s.", self.path)
                self.close()
                return
        length = struct.pack("<Q", len(data))
        for part in (length, data):
            self._file.write(part)
            self._file.write(struct.pack("<I", self._masked(part)))

    def _masked(self, data) -> int:
        crc = self._checksum(data)
        return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF

    def flush(self) -> None:
        """Hand what was written to the system."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Close the file, which is read-only from then on."""
        self._is_closed = True
        if self._file is not None:
            self._file.close()
            self._file = None
            if self.path.exists():
                self.path.chmod(0o400)


def checksum():
    """Return the function that computes CRC-32C of bytes.

    Raises:
        ModuleNotFoundError: google-crc32c is not installed.
    """
    try:
        from google_crc32c import value
    except ModuleNotFoundError:
        raise missing_extra("google-crc32c") from None
    return value
