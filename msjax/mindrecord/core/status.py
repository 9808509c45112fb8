"""The two outcomes that MindSpore's functions return."""

from __future__ import annotations

import enum


class MSRStatus(enum.Enum):
    """Whether something worked."""

    SUCCESS = 0
    FAILED = 1


SUCCESS, FAILED = MSRStatus
