"""`mindspore.utils`: exchange with other libraries, dispatch modes."""

from msjax.utils import dlpack

__all__ = ["dlpack"]
