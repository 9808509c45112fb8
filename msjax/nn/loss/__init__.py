"""Losses."""

from msjax.nn.loss import alignment as _alignment
from msjax.nn.loss import loss as _loss
from msjax.nn.loss import sampled as _sampled
from msjax.nn.loss import segmentation as _segmentation
from msjax.nn.loss.alignment import *  # noqa: F403
from msjax.nn.loss.loss import *  # noqa: F403
from msjax.nn.loss.sampled import *  # noqa: F403
from msjax.nn.loss.segmentation import *  # noqa: F403

__all__ = sorted((*_alignment.__all__, *_loss.__all__, *_sampled.__all__, *_segmentation.__all__))
