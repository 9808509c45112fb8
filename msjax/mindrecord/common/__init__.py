"""What the parts of mindrecord share: the exceptions."""

from msjax.mindrecord.common import exceptions

__all__ = ["exceptions"]
