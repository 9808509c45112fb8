"""Layers of images: similarity, crops, resampling, patches and unpooling; what they refuse."""

import numpy as np
from mindspore import Tensor, nn

from compat_tests.layer_calls import grid, refused, table, values

IMAGE = (1, 2, 6, 5)
SMALL = (1, 1, 4, 4)
NEAR = (np.arange(60) * 11 % 17 / 8 - 0.5).reshape(1, 2, 6, 5).astype(np.float32)
PIXELS = (np.arange(72) * 7 % 23 * 11).reshape(2, 1, 6, 6).astype(np.uint8)
OTHERS = (np.arange(72) * 5 % 19 * 13).reshape(2, 1, 6, 6).astype(np.uint8)
LARGE = (np.arange(2 * 22 * 22) * 7 % 23 / 23).reshape(1, 2, 22, 22).astype(np.float32)
CLOSE = LARGE + (np.arange(2 * 22 * 22) * 5 % 11 / 55).reshape(1, 2, 22, 22).astype(np.float32)
WIDE = np.ones((1, 1, 12, 12), np.float32)
PLACES = np.array([[[[0, 3], [9, 15]]]])
CUBE_PLACES = np.array([[[[[0, 3], [9, 15]], [[16, 30], [40, 63]]]]])

CASES = {
    **table(
        {
            "SSIM": (lambda: nn.SSIM(filter_size=3), IMAGE, NEAR),
            "SSIM_options": (lambda: nn.SSIM(2.0, 4, 0.8, 0.1, 0.2), IMAGE, NEAR),
            "SSIM_int_max": (lambda: nn.SSIM(1), LARGE, CLOSE),
            "MSSSIM": (lambda: nn.MSSSIM(1.0, (0.4, 0.6), 5), LARGE, CLOSE),
            "PSNR": (lambda: nn.PSNR(), IMAGE, NEAR),
            "PSNR_max": (lambda: nn.PSNR(4), IMAGE, NEAR),
            "ImageGradients": (lambda: nn.ImageGradients(), IMAGE),
            "CentralCrop": (lambda: nn.CentralCrop(0.5), IMAGE),
            "CentralCrop_three_axes": (lambda: nn.CentralCrop(0.3), (2, 7, 5)),
            "CentralCrop_whole": (lambda: nn.CentralCrop(1.0), IMAGE),
            "Upsample_size": (lambda: nn.Upsample((5, 3)), SMALL),
            "Upsample_bilinear": (
                lambda: nn.Upsample((7, 6), mode="bilinear", align_corners=True),
                SMALL,
            ),
            "Upsample_bilinear_halves": (lambda: nn.Upsample((7, 6), mode="bilinear"), SMALL),
            "Upsample_bicubic": (lambda: nn.Upsample((3, 5), mode="bicubic"), SMALL),
            "Upsample_linear": (lambda: nn.Upsample(7, mode="linear"), (1, 2, 4)),
            "Upsample_scale": (
                lambda: nn.Upsample(
                    scale_factor=(2.0, 2.0), mode="bilinear", recompute_scale_factor=True
                ),
                SMALL,
            ),
            "Upsample_area": (lambda: nn.Upsample((2, 3), mode="area"), SMALL),
            "LPPool1d": (lambda: nn.LPPool1d(2.0, 3), (1, 2, 7)),
            "LPPool1d_stride": (lambda: nn.LPPool1d(1, 2, 1), (2, 5)),
            "LPPool1d_cubes": (lambda: nn.LPPool1d(3, 2), [[[1.5, 0.25, 2.0, -1.0]]]),
            "LPPool2d": (lambda: nn.LPPool2d(2.0, 2), IMAGE),
            "LPPool2d_options": (lambda: nn.LPPool2d(2, (2, 3), (2, 1), True), IMAGE),
        }
    ),
    **values(
        {
            "MSSSIM_bytes": (lambda: nn.MSSSIM(255, (0.4, 0.6), 3), PIXELS, OTHERS),
            "PSNR_bytes": (lambda: nn.PSNR(255), PIXELS, OTHERS),
            "SSIM_float16": (
                lambda: nn.SSIM(filter_size=3),
                NEAR.astype(np.float16),
                NEAR.astype(np.float16) / 2,
            ),
            "ImageGradients_ints": (lambda: nn.ImageGradients(), np.arange(8).reshape(1, 1, 2, 4)),
            "ImageGradients_line": (lambda: nn.ImageGradients(), (1, 1, 1, 4)),
            "CentralCrop_ints": (lambda: nn.CentralCrop(0.5), np.arange(16).reshape(1, 4, 4)),
            "Unfold": (
                lambda: nn.Unfold([1, 2, 3, 1], [1, 1, 2, 1], [1, 2, 1, 1]),
                (1, 1, 5, 6),
            ),
            "MaxUnpool1d": (lambda: nn.MaxUnpool1d(2), [[[1.0, 2.0]]], np.array([[[1, 2]]])),
            "MaxUnpool2d": (lambda: nn.MaxUnpool2d(2), [[[[1.0, 2.0], [3.0, 4.0]]]], PLACES),
            "MaxUnpool2d_padding": (
                lambda: nn.MaxUnpool2d(3, 2, 1),
                [[[[1.0, 2.0], [3.0, 4.0]]]],
                np.array([[[[0, 2], [6, 8]]]]),
            ),
            "MaxUnpool3d": (
                lambda: nn.MaxUnpool3d(2),
                np.arange(8, dtype=np.float32).reshape(1, 1, 2, 2, 2) + 1,
                CUBE_PLACES,
            ),
        }
    ),
    **refused(
        {
            "SSIM_max": (lambda: nn.SSIM(0.0),),
            "SSIM_max_type": (lambda: nn.SSIM("1"),),
            "SSIM_size": (lambda: nn.SSIM(filter_size=0),),
            "SSIM_sigma": (lambda: nn.SSIM(filter_sigma=-1.0),),
            "SSIM_sigma_type": (lambda: nn.SSIM(filter_sigma=1),),
            "SSIM_k1": (lambda: nn.SSIM(k1=1),),
            "SSIM_small": (lambda: nn.SSIM(), IMAGE, NEAR),
            "SSIM_rank": (lambda: nn.SSIM(filter_size=2), (2, 3), (2, 3)),
            "SSIM_shapes": (lambda: nn.SSIM(filter_size=2), SMALL, (1, 1, 4, 5)),
            "SSIM_bytes": (lambda: nn.SSIM(filter_size=3), PIXELS, OTHERS),
            "MSSSIM_factors": (lambda: nn.MSSSIM(power_factors=0.5),),
            "MSSSIM_k2": (lambda: nn.MSSSIM(k2=0),),
            "MSSSIM_ints": (lambda: nn.MSSSIM(filter_size=2), WIDE.astype(int), WIDE.astype(int)),
            "PSNR_max": (lambda: nn.PSNR(-1),),
            "PSNR_max_type": (lambda: nn.PSNR(None),),
            "PSNR_rank": (lambda: nn.PSNR(), (2, 3), (2, 3)),
            "PSNR_shapes": (lambda: nn.PSNR(), SMALL, (1, 1, 4, 5)),
            "PSNR_dtypes": (lambda: nn.PSNR(), WIDE, WIDE.astype(np.float16)),
            "ImageGradients_rank": (lambda: nn.ImageGradients(), (2, 3, 4)),
            "CentralCrop_zero": (lambda: nn.CentralCrop(0.0),),
            "CentralCrop_type": (lambda: nn.CentralCrop(1),),
            "CentralCrop_rank": (lambda: nn.CentralCrop(0.5), (3, 4)),
            "Upsample_nothing": (lambda: nn.Upsample(), SMALL),
            "Upsample_both": (lambda: nn.Upsample((2, 2), (1.0, 1.0)), SMALL),
            "Upsample_mode": (lambda: nn.Upsample((2, 2), mode="cubic"), SMALL),
            "Upsample_corners": (lambda: nn.Upsample((2, 2), align_corners=True), SMALL),
            "LPPool1d_norm": (lambda: nn.LPPool1d(0, 2), (1, 2, 7)),
            "LPPool1d_rank": (lambda: nn.LPPool1d(2, 2), SMALL),
            "LPPool2d_kernel": (lambda: nn.LPPool2d(2, 0), IMAGE),
            "Unfold_type": (lambda: nn.Unfold(2, [1, 1, 1, 1], [1, 1, 1, 1]),),
            "Unfold_ends": (lambda: nn.Unfold([2, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1]),),
            "Unfold_stride": (lambda: nn.Unfold([1, 2, 2, 1], [1, 0, 1, 1], [1, 1, 1, 1]),),
            "Unfold_padding": (
                lambda: nn.Unfold([1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "full"),
                IMAGE,
            ),
            "MaxUnpool2d_shapes": (lambda: nn.MaxUnpool2d(2), SMALL, PLACES),
            "MaxUnpool2d_stride": (lambda: nn.MaxUnpool2d(2, -1), [[[[1.0, 2.0]]]], [[[[0, 1]]]]),
        }
    ),
}


def case_MaxUnpool2d_output_size():
    x, places = Tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), Tensor(PLACES)
    return nn.MaxUnpool2d(2)(x, places, (1, 1, 5, 4))


def case_error_MaxUnpool_output_size():
    return nn.MaxUnpool1d(2)(Tensor([[[1.0, 2.0]]]), Tensor([[[1, 2]]]), [1, 1, 4])


def case_error_MaxUnpool_output_size_empty():
    return nn.MaxUnpool3d(2)(Tensor([[[[[1.0]]]]]), Tensor([[[[[0]]]]]), ())


def case_MaxPool_and_back():
    x = Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4))
    y, places = nn.MaxPool2d(2, 2, pad_mode="pad", return_indices=True)(x)
    return nn.MaxUnpool2d(2)(y, places)


def case_names_of_similarity():
    layers = nn.SSIM(), nn.MSSSIM(power_factors=(0.5, 0.5))
    return [[(q.name, q.requires_grad) for q in layer.get_parameters()] for layer in layers]


def _patches():
    """Return 2 x 3 patches of every other row, one and two pixels apart, as channels."""
    x = grid(1, 1, 5, 6).asnumpy()[0, 0]
    found = [[x[top : top + 3 : 2, left : left + 3].ravel() for left in (0, 2)] for top in range(3)]
    return Tensor(np.array(found).transpose(2, 0, 1)[None])


_FAILS = "MindSpore's PyNative mode fails to convert a number"
INTENDED = {
    **dict.fromkeys(
        [
            "SSIM",
            "SSIM_options",
            "SSIM_int_max",
            "SSIM_float16",
            "MSSSIM",
            "MSSSIM_bytes",
            "PSNR",
            "PSNR_max",
            "PSNR_bytes",
        ],
        ("graph", _FAILS),
    ),
    "Unfold": (_patches, "MindSpore has its operator on no CPU: the patches, in NumPy"),
}
