"""What programs read of MindSpore's inner helpers of communication."""

from __future__ import annotations

from msjax._core.world import (
    HCCL_WORLD_COMM_GROUP,
    MCCL_WORLD_COMM_GROUP,
    NCCL_WORLD_COMM_GROUP,
    GlobalComm,
)
from msjax.ops.communication._groups import DEVICE_TO_BACKEND

__all__ = [
    "DEFAULT_BACKEND",
    "DEVICE_TO_BACKEND",
    "HCCL_WORLD_COMM_GROUP",
    "MCCL_WORLD_COMM_GROUP",
    "NCCL_WORLD_COMM_GROUP",
    "Backend",
    "GlobalComm",
]


class Backend(str):
    """The name of a backend; an instance is a plain str.

    Args:
        name: "hccl", "nccl" or "mccl".

    Raises:
        TypeError: `name` is no str.
        ValueError: there is no such backend.
    """

    UNDEFINED = "undefined"
    HCCL = "hccl"
    NCCL = "nccl"
    MCCL = "mccl"

    def __new__(cls, name):
        """Return the name."""
        if not isinstance(name, str):
            raise TypeError(
                "For 'Backend', the class variable 'name' must be a string, but got the type : "
                f"{type(name)}"
            )
        if name not in DEVICE_TO_BACKEND.values():
            raise ValueError(
                f"For 'Backend', the class variable 'name' {name} is not supported, please use "
                "hccl, nccl or mccl."
            )
        return name


DEFAULT_BACKEND = Backend("hccl")


def _is_available() -> bool:
    """Tell that communication is there."""
    return True


def _is_initialized() -> bool:
    """Tell whether communication has begun."""
    return GlobalComm.INITED


def _get_backend() -> str:
    """Return the backend in use."""
    return GlobalComm.BACKEND
