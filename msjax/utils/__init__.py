"""`mindspore.utils`: exchange with other libraries."""

from msjax.utils import dlpack

__all__ = ["dlpack"]
