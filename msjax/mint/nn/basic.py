"""Layers that reshape, take patches and resize, in PyTorch's manner."""

from __future__ import annotations

from msjax.mint.nn import functional
from msjax.nn.cell import Cell
from msjax.nn.layer.unpooling import Upsample

__all__ = [
    "Flatten",
    "Fold",
    "PixelShuffle",
    "UnfoldExt",
    "UpsampleExt",
    "UpsamplingBilinear2d",
    "UpsamplingNearest2d",
]


class Flatten(Cell):
    """Joins neighbouring axes to one.

    Args:
        start_dim: the first axis. Default: 1.
        end_dim: the last axis. Default: -1.
    """

    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def construct(self, input):
        return functional.flatten(input, self.start_dim, self.end_dim)


class UnfoldExt(Cell):
    """Takes the patches of images out, as columns; `mint.nn.Unfold`.

    Args:
        kernel_size: the size of a patch: an int, or one per axis.
        dilation: how far the pixels of a patch lie apart: an int, or one per axis. Default: 1.
        padding: the zeros at both ends of an axis: an int, or one per axis. Default: 0.
        stride: how far patches lie apart: an int, or one per axis. Default: 1.

    Inputs:
        - **input** - Tensor of shape (N, C, H, W) or (C, H, W).
    """

    def __init__(self, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def construct(self, input):
        return functional.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)


class Fold(Cell):
    """Sums patches, given as columns, back to images.

    Args:
        output_size: the size of the images: an int, or one per axis.
        kernel_size: the size of a patch: an int, or one per axis.
        dilation: how far the pixels of a patch lie apart: an int, or one per axis. Default: 1.
        padding: the zeros at both ends of an axis: an int, or one per axis. Default: 0.
        stride: how far patches lie apart: an int, or one per axis. Default: 1.

    Inputs:
        - **input** - Tensor of shape (N, channels and pixels of a patch, patches), or without N.
    """

    def __init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1):
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def construct(self, input):
        return functional.fold(
            input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride
        )


class PixelShuffle(Cell):
    """Moves groups of channels into larger planes.

    Args:
        upscale_factor: by how much the planes grow along each axis.
    """

    def __init__(self, upscale_factor):
        super().__init__()
        self.upscale_factor = upscale_factor

    def construct(self, input):
        return functional.pixel_shuffle(input, self.upscale_factor)


class UpsampleExt(Upsample):
    """Resizes the axes after the second; `mint.nn.Upsample`.

    Args:
        size: the new lengths: an int, or one per axis. Default: None.
        scale_factor: instead, by how much they grow: a number, or one per axis. Default: None.
        mode: "nearest", "linear", "bilinear", "trilinear" or "bicubic". Default: "nearest".
        align_corners: whether the outermost pixels lie on each other. Default: None, False.
        recompute_scale_factor: whether the new lengths alone say how far pixels lie apart, and not
            the factor. Default: None, False.

    Raises:
        ValueError: neither or both of `size` and `scale_factor` are given, `mode` does not fit the
            input, or `align_corners` does not fit the mode.
    """

    def construct(self, input):
        return functional.interpolate(
            input,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            self.recompute_scale_factor,
        )


class _Upsampling2d(Cell):
    """What layers that resize the planes of (N, C, H, W) share."""

    def __init__(self, size=None, scale_factor=None):
        super().__init__()
        self.size = size
        self.scale_factor = scale_factor

    def _resized(self, input, mode, align_corners):
        if input.ndim != 4:
            raise ValueError(
                f"For '{type(self).__name__}', the input must have 4 axes, (N, C, H, W), but its "
                f"shape is {input.shape}."
            )
        return functional.interpolate(input, self.size, self.scale_factor, mode, align_corners)


class UpsamplingNearest2d(_Upsampling2d):
    """Resizes the planes of (N, C, H, W), taking the nearest pixel.

    Args:
        size: the new lengths: an int, or one per axis. Default: None.
        scale_factor: instead, by how much they grow: a number, or one per axis. Default: None.
    """

    def construct(self, input):
        return self._resized(input, "nearest", None)


class UpsamplingBilinear2d(_Upsampling2d):
    """Resizes the planes of (N, C, H, W), mixing four pixels; the corners lie on each other.

    Args:
        size: the new lengths: an int, or one per axis. Default: None.
        scale_factor: instead, by how much they grow: a number, or one per axis. Default: None.
    """

    def construct(self, input):
        return self._resized(input, "bilinear", True)
