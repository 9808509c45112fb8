"""Training: so far what records it."""

from msjax.train.summary import SummaryRecord

__all__ = ["SummaryRecord"]
