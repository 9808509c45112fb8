"""Layers that rearrange channels."""

from __future__ import annotations

from msjax import ops
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_type

__all__ = ["ChannelShuffle", "PixelShuffle", "PixelUnshuffle"]


class PixelShuffle(Cell):
    """Moves groups of upscale_factor ** 2 channels into larger planes.

    Args:
        upscale_factor: a positive int.
    """

    def __init__(self, upscale_factor):
        super().__init__()
        self.upscale_factor = upscale_factor

    def construct(self, input):
        check_type("PixelShuffle", "upscale_factor", self.upscale_factor, int)
        return ops.pixel_shuffle(input, self.upscale_factor)


class PixelUnshuffle(Cell):
    """Moves blocks of downscale_factor ** 2 pixels into channels.

    Args:
        downscale_factor: a positive int.
    """

    def __init__(self, downscale_factor):
        super().__init__()
        self.downscale_factor = downscale_factor

    def construct(self, input):
        check_type("PixelUnshuffle", "downscale_factor", self.downscale_factor, int)
        return ops.pixel_unshuffle(input, self.downscale_factor)


class ChannelShuffle(Cell):
    """Interleaves groups of channels (axis 1).

    Args:
        groups: the number of groups, a divisor of the number of channels.

    Raises:
        TypeError: `groups` is no int.
        ValueError: it is not positive.
    """

    def __init__(self, groups):
        super().__init__()
        if isinstance(groups, bool) or not isinstance(groups, int):
            raise TypeError(
                f"For ChannelShuffle, the param `groups` must be int, but got {type(groups)}."
            )
        if groups < 1:
            raise ValueError(
                f"For ChannelShuffle, the param `groups` must be larger than 0, but got {groups}."
            )
        self.groups = groups

    def construct(self, x):
        return ops.channel_shuffle(x, self.groups)
