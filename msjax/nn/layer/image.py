"""Layers that compare, crop and resize images."""

from __future__ import annotations

import math

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.containers import CellList
from msjax.nn.layer.conv import Conv2d
from msjax.nn.layer.plain import PlainCell
from msjax.nn.layer.pooling import AvgPool2d
from msjax.nn.layer.validation import check_dtype, check_int, check_range, check_type

__all__ = ["MSSSIM", "PSNR", "SSIM", "CentralCrop", "ImageGradients", "ResizeBilinear"]


def _check_images(name, *images):
    """Refuse images that are not 4-dimensional, or not alike."""
    for x in images:
        if x.ndim != 4:
            raise ValueError(f"For '{name}', the images must have 4 axes, but got {x.ndim}.")
        if x.dtype != images[0].dtype:
            raise TypeError(
                f"For '{name}', the images must have the same data type, but got "
                f"{images[0].dtype} and {x.dtype}."
            )
        if x.shape != images[0].shape:
            raise ValueError(
                f"For '{name}', the images must have the same shape, but got {images[0].shape} and "
                f"{x.shape}."
            )


def _check_max_val(name, max_val):
    check_type(name, "max_val", max_val, int, float)
    if max_val <= 0:
        raise ValueError(f"For '{name}', the 'max_val' must be > 0, but got {max_val}.")


def _scaled(x, max_val):
    """Return an image and its greatest value in float32; integers are divided by their range."""
    kind = np.dtype(str(x.dtype).lower())
    top = np.iinfo(kind).max if kind.kind in "iu" else 1
    return x.astype(mstype.float32) / top, max_val / top


class ImageGradients(PlainCell):
    """Computes the differences of neighbouring pixels of (N, C, H, W).

    Returns:
        A tuple of the differences along H and along W, of the images' shape; the last ones are 0.
    """

    def construct(self, images):
        if images.ndim != 4:
            raise ValueError(
                f"For 'ImageGradients', the images must have 4 axes, but got {images.ndim}."
            )
        rows = ops.pad(images[:, :, 1:] - images[:, :, :-1], (0, 0, 0, 1))
        columns = ops.pad(images[..., 1:] - images[..., :-1], (0, 1))
        return rows, columns


class _Similarity(Cell):
    """What SSIM and MSSSIM share: means of Gaussian windows."""

    def __init__(self, max_val, filter_size, filter_sigma, k1, k2):
        super().__init__()
        name = type(self).__name__
        _check_max_val(name, max_val)
        check_int(name, "filter_size", filter_size)
        check_type(name, "filter_sigma", filter_sigma, float)
        if filter_sigma <= 0:
            raise ValueError(f"For '{name}', the 'filter_sigma' must be > 0, not {filter_sigma}.")
        check_type(name, "k1", k1, float)
        check_type(name, "k2", k2, float)
        self.max_val = max_val
        self.filter_size = filter_size
        self.filter_sigma = filter_sigma
        self.k1 = k1
        self.k2 = k2

    def _window(self):
        """Return a convolution of one channel by a Gaussian, whose weight is not trained."""
        half = self.filter_size // 2
        offsets = np.arange(self.filter_size) - (self.filter_size - half - 1)
        line = np.exp(-(offsets**2) / (2 * self.filter_sigma**2))
        window = np.outer(line, line) / line.sum() ** 2
        weight = Tensor(window[None, None].astype(np.float32))
        conv = Conv2d(1, 1, self.filter_size, pad_mode="valid", weight_init=weight)
        conv.weight.requires_grad = False
        return conv

    def _compare(self, conv, x, y, max_val):
        """Return the similarity and the contrast's part of it, of shape (N, C)."""
        shape = x.shape
        if min(shape[2:]) < self.filter_size:
            raise ValueError(
                f"For '{type(self).__name__}', the images must be at least as large as the window, "
                f"{self.filter_size}, but got shape {shape}."
            )
        x, y = (t.reshape(-1, 1, *shape[2:]) for t in (x, y))
        mean_x, mean_y = conv(x), conv(y)
        both = mean_x * mean_y
        squares = mean_x * mean_x + mean_y * mean_y
        covariance = conv(x * y) - both
        variances = conv(x * x) + conv(y * y) - squares
        c1, c2 = (self.k1 * max_val) ** 2, (self.k2 * max_val) ** 2
        contrast = (2 * covariance + c2) / (variances + c2)
        similarity = (2 * both + c1) / (squares + c1) * contrast
        return [t.mean((1, 2, 3)).reshape(shape[:2]) for t in (similarity, contrast)]


class SSIM(_Similarity):
    """Computes the structural similarity of two images.

    Args:
        max_val: the greatest possible pixel. Default: 1.0.
        filter_size: the size of the Gaussian window. Default: 11.
        filter_sigma: its standard deviation. Default: 1.5.
        k1: the stabilizer of means. Default: 0.01.
        k2: the stabilizer of variances. Default: 0.03.

    Inputs:
        - **img1**, **img2** - float16 or float32 Tensors of shape (N, C, H, W).

    Outputs:
        Tensor of shape (N,), float32.

    Raises:
        TypeError: an argument or an image has the wrong type.
        ValueError: a number is out of its range, or the images do not fit together.
    """

    def __init__(self, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03):
        super().__init__(max_val, filter_size, filter_sigma, k1, k2)
        self.conv = self._window()

    def construct(self, img1, img2):
        check_dtype("SSIM", img1, mstype.float32, mstype.float16)
        _check_images("SSIM", img1, img2)
        (x, max_val), (y, _) = (_scaled(img, self.max_val) for img in (img1, img2))
        return self._compare(self.conv, x, y, max_val)[0].mean(-1)


class MSSSIM(_Similarity):
    """Computes the structural similarity of two images at several scales.

    Args:
        max_val: the greatest possible pixel. Default: 1.0.
        power_factors: a tuple or list: the exponent of each scale, the finest first. Default:
            (0.0448, 0.2856, 0.3001, 0.2363, 0.1333).
        filter_size: the size of the Gaussian window. Default: 11.
        filter_sigma: its standard deviation. Default: 1.5.
        k1: the stabilizer of means. Default: 0.01.
        k2: the stabilizer of variances. Default: 0.03.

    Inputs:
        - **img1**, **img2** - Tensors of shape (N, C, H, W), of floats or uint8.

    Outputs:
        Tensor of shape (N,), float32.

    Raises:
        TypeError: an argument or an image has the wrong type.
        ValueError: a number is out of its range, or the images do not fit together.
    """

    def __init__(
        self,
        max_val=1.0,
        power_factors=(0.0448, 0.2856, 0.3001, 0.2363, 0.1333),
        filter_size=11,
        filter_sigma=1.5,
        k1=0.01,
        k2=0.03,
    ):
        check_type("MSSSIM", "power_factors", power_factors, tuple, list)
        super().__init__(max_val, filter_size, filter_sigma, k1, k2)
        self.level = len(power_factors)
        self.multi_convs_list = CellList([self._window() for _ in power_factors])
        self.weight_tensor = Tensor(np.array(power_factors, np.float32))
        self.avg_pool = AvgPool2d(kernel_size=2, stride=2, pad_mode="valid")

    def construct(self, img1, img2):
        _check_images("MSSSIM", img1, img2)
        floats = mstype.float64, mstype.float32, mstype.float16
        check_dtype("MSSSIM", img1, *floats, mstype.uint8)
        (x, max_val), (y, _) = (_scaled(img, self.max_val) for img in (img1, img2))
        factors = []
        for level, conv in enumerate(self.multi_convs_list):
            similarity, contrast = self._compare(conv, x, y, max_val)
            last = level == self.level - 1
            factors.append(ops.relu(similarity if last else contrast))
            x, y = self.avg_pool(x), self.avg_pool(y)
        return ops.prod(ops.stack(factors, -1) ** self.weight_tensor, -1).mean(-1)


class PSNR(Cell):
    """Computes the peak signal-to-noise ratio of two images, in decibels.

    Args:
        max_val: the greatest possible pixel. Default: 1.0.

    Inputs:
        - **img1**, **img2** - Tensors of shape (N, C, H, W).

    Outputs:
        Tensor of shape (N,), float32.

    Raises:
        TypeError: `max_val` is no number, or the images have different data types.
        ValueError: `max_val` is not positive, or the images do not fit together.
    """

    def __init__(self, max_val=1.0):
        super().__init__()
        _check_max_val("PSNR", max_val)
        self.max_val = max_val

    def construct(self, img1, img2):
        _check_images("PSNR", img1, img2)
        (x, max_val), (y, _) = (_scaled(img, self.max_val) for img in (img1, img2))
        error = ops.square(x - y).mean((-3, -2, -1))
        return 10 / math.log(10) * ops.log(max_val**2 / error)


class CentralCrop(Cell):
    """Cuts the centre out of (C, H, W) or (N, C, H, W).

    Args:
        central_fraction: a float in (0, 1]: the share of height and width that is kept.

    Raises:
        TypeError: `central_fraction` is no float.
        ValueError: it is out of its range, or the input has another rank.
    """

    def __init__(self, central_fraction):
        super().__init__()
        check_type("CentralCrop", "central_fraction", central_fraction, float)
        check_range("CentralCrop", "central_fraction", central_fraction, 0.0, 1.0, "right")
        self.central_fraction = central_fraction

    def construct(self, image):
        if image.ndim not in (3, 4):
            raise ValueError(
                f"For 'CentralCrop', the image must be 3d or 4d, but got shape {image.shape}."
            )
        rows, columns = (int((n - n * self.central_fraction) / 2) for n in image.shape[-2:])
        height, width = image.shape[-2:]
        return image[..., rows : height - rows, columns : width - columns]


class ResizeBilinear(PlainCell):
    """Resizes images (N, C, H, W) by bilinear interpolation; MindSpore had it until 2.0.

    Called with the images, and with either `size`, a tuple or list of 2 ints, or `scale_factor`, an
    int that multiplies H and W; `align_corners` (default: False) says whether the corners' pixels
    stay in the corners.

    Args:
        half_pixel_centers: whether a pixel's place is its centre. Default: False.

    Returns:
        Tensor (N, C, new H, new W).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `size` and `scale_factor` are both given or both missing, or not positive.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/nn/mindspore.nn.ResizeBilinear.html
    """

    def __init__(self, half_pixel_centers=False):
        super().__init__()
        check_type("ResizeBilinear", "half_pixel_centers", half_pixel_centers, bool)
        self.half_pixel_centers = half_pixel_centers

    def construct(self, x, size=None, scale_factor=None, align_corners=False):
        if x.ndim != 4:
            raise ValueError(
                f"For 'ResizeBilinear', the images must have 4 axes, but got {x.ndim}."
            )
        if (size is None) == (scale_factor is None):
            raise ValueError(
                "For 'ResizeBilinear', either 'size' or 'scale_factor' must be given, but got "
                f"size={size} and scale_factor={scale_factor}."
            )
        if size is None:
            check_int("ResizeBilinear", "scale_factor", scale_factor, 1)
            size = tuple(scale_factor * n for n in x.shape[2:])
        return ops.ResizeBilinear(tuple(size), align_corners, self.half_pixel_centers)(x)
