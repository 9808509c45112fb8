"""Records of a training: numbers, images, tensors and histograms in files for MindInsight."""

from msjax.train.summary.summary_record import SummaryRecord

__all__ = ["SummaryRecord"]
