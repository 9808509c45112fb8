"""Pooling layers: outputs, positions and gradients over their options; what they refuse."""

from mindspore import nn

from compat_tests.layer_calls import refused, table, values

SQUARE = (1, 2, 5, 4)
LINE = (2, 2, 7)
CUBE = (1, 2, 4, 3, 4)

CASES = {
    **table(
        {
            "AvgPool1d_pad": (lambda: nn.AvgPool1d(3, 2, "pad", 1), LINE),
            "AvgPool1d_pad_not_counted": (
                lambda: nn.AvgPool1d(3, 2, "pad", 1, count_include_pad=False),
                LINE,
            ),
            "AvgPool1d_two_axes": (lambda: nn.AvgPool1d(2, 1), (3, 5)),
            "AvgPool2d_pad_ceil": (
                lambda: nn.AvgPool2d(3, 2, "pad", 1, ceil_mode=True, count_include_pad=False),
                SQUARE,
            ),
            "AvgPool2d_rectangle": (lambda: nn.AvgPool2d((2, 3), (2, 1)), SQUARE),
            "AvgPool2d_three_axes": (lambda: nn.AvgPool2d(2, pad_mode="same"), (2, 4, 4)),
            "AvgPool3d": (lambda: nn.AvgPool3d(2, 1), CUBE),
            "AvgPool3d_same": (lambda: nn.AvgPool3d(3, 2, "same"), CUBE),
            "AvgPool3d_same_not_counted": (
                lambda: nn.AvgPool3d(3, 2, "same", count_include_pad=False),
                CUBE,
            ),
            "AvgPool3d_pad": (lambda: nn.AvgPool3d(3, 2, "pad", 1), CUBE),
            "AvgPool3d_pad_not_counted": (
                lambda: nn.AvgPool3d(3, 2, "pad", (1, 0, 1), count_include_pad=False),
                CUBE,
            ),
            "AvgPool3d_ceil": (lambda: nn.AvgPool3d(2, 2, "pad", ceil_mode=True), CUBE),
            "AvgPool3d_divisor": (
                lambda: nn.AvgPool3d((2, 3, 1), (1, 1, 2), "pad", divisor_override=5),
                CUBE,
            ),
            "AvgPool3d_four_axes": (lambda: nn.AvgPool3d(2), (2, 2, 2, 3)),
            "MaxPool1d_same": (lambda: nn.MaxPool1d(3, 2, "same"), LINE),
            "MaxPool1d_pad_dilation": (lambda: nn.MaxPool1d(2, 2, "pad", 1, 2), LINE),
            "MaxPool2d_rectangle": (lambda: nn.MaxPool2d((2, 3), (1, 2)), SQUARE),
            "MaxPool2d_ceil": (lambda: nn.MaxPool2d(2, 2, "pad", ceil_mode=True), SQUARE),
            "MaxPool3d": (lambda: nn.MaxPool3d(2, 1), CUBE),
            "MaxPool3d_same": (lambda: nn.MaxPool3d(3, 2, "same"), CUBE),
            "MaxPool3d_pad": (lambda: nn.MaxPool3d(2, 2, "pad", 1), CUBE),
            "MaxPool3d_pad_dilation": (
                lambda: nn.MaxPool3d(2, (1, 1, 2), "pad", (1, 0, 1), 2),
                (1, 1, 4, 3, 4),
            ),
            "MaxPool3d_ceil": (lambda: nn.MaxPool3d(2, 2, "pad", ceil_mode=True), CUBE),
            "MaxPool3d_four_axes": (lambda: nn.MaxPool3d(2, pad_mode="pad"), (2, 2, 2, 3)),
            "AdaptiveAvgPool1d": (lambda: nn.AdaptiveAvgPool1d(3), (2, 2, 6)),
            "AdaptiveAvgPool1d_one": (lambda: nn.AdaptiveAvgPool1d(1), LINE),
            "AdaptiveAvgPool2d": (lambda: nn.AdaptiveAvgPool2d((3, 2)), SQUARE),
            "AdaptiveAvgPool2d_kept": (lambda: nn.AdaptiveAvgPool2d((None, 3)), SQUARE),
            "AdaptiveAvgPool3d": (lambda: nn.AdaptiveAvgPool3d((3, 2, 2)), CUBE),
            "AdaptiveAvgPool3d_int": (lambda: nn.AdaptiveAvgPool3d(2), (2, 5, 4, 3)),
            "AdaptiveAvgPool3d_kept": (lambda: nn.AdaptiveAvgPool3d((None, 2, None)), CUBE),
            "AdaptiveMaxPool1d": (lambda: nn.AdaptiveMaxPool1d(3), (2, 2, 6)),
            "AdaptiveMaxPool1d_one": (lambda: nn.AdaptiveMaxPool1d(1), LINE),
            "AdaptiveMaxPool2d": (lambda: nn.AdaptiveMaxPool2d((3, 2)), SQUARE),
            "AdaptiveMaxPool2d_int": (lambda: nn.AdaptiveMaxPool2d(3), (2, 5, 4)),
            "AdaptiveMaxPool2d_kept": (lambda: nn.AdaptiveMaxPool2d((None, 3)), SQUARE),
            "AdaptiveMaxPool2d_indices": (lambda: nn.AdaptiveMaxPool2d((3, 2), True), SQUARE),
            "AdaptiveMaxPool3d": (lambda: nn.AdaptiveMaxPool3d((3, 2, 2)), CUBE),
            "AdaptiveMaxPool3d_int": (lambda: nn.AdaptiveMaxPool3d(2), (2, 5, 4, 3)),
            "AdaptiveMaxPool3d_indices": (lambda: nn.AdaptiveMaxPool3d(2, True), CUBE),
        }
    ),
    **values(
        {
            "MaxPool1d_indices": (
                lambda: nn.MaxPool1d(2, 2, "pad", return_indices=True),
                LINE,
            ),
            "MaxPool2d_indices": (
                lambda: nn.MaxPool2d(3, 2, "pad", 1, return_indices=True),
                SQUARE,
            ),
            "MaxPool3d_indices": (
                lambda: nn.MaxPool3d(2, 2, "pad", 1, return_indices=True),
                CUBE,
            ),
        }
    ),
    **refused(
        {
            "AvgPool1d_kernel": (lambda: nn.AvgPool1d(0),),
            "AvgPool1d_kernel_float": (lambda: nn.AvgPool1d(1.5),),
            "AvgPool1d_padding_in_valid": (lambda: nn.AvgPool1d(3, 1, "valid", 1),),
            "AvgPool1d_rank": (lambda: nn.AvgPool1d(2), SQUARE),
            "AvgPool2d_padding_wide": (lambda: nn.AvgPool2d(2, 1, "pad", 2), SQUARE),
            "AvgPool2d_rank": (lambda: nn.AvgPool2d(2), (3, 4)),
            "AvgPool2d_format": (lambda: nn.AvgPool2d(2, data_format="NWHC"),),
            "AvgPool3d_kernel": (lambda: nn.AvgPool3d((2, 2)),),
            "AvgPool3d_kernel_negative": (lambda: nn.AvgPool3d(-1),),
            "AvgPool3d_kernel_type": (lambda: nn.AvgPool3d("2"),),
            "AvgPool3d_stride": (lambda: nn.AvgPool3d(2, 0),),
            "AvgPool3d_mode": (lambda: nn.AvgPool3d(2, 1, "full"),),
            "AvgPool3d_mode_type": (lambda: nn.AvgPool3d(2, 1, 3),),
            "AvgPool3d_padding": (lambda: nn.AvgPool3d(2, 1, "pad", (1, 1)),),
            "AvgPool3d_padding_in_same": (lambda: nn.AvgPool3d(2, 1, "same", 1),),
            "AvgPool3d_ceil": (lambda: nn.AvgPool3d(2, 1, ceil_mode=1),),
            "AvgPool3d_divisor": (lambda: nn.AvgPool3d(2, 1, "pad", divisor_override=0),),
            "AvgPool3d_rank": (lambda: nn.AvgPool3d(2), LINE),
            "MaxPool1d_kernel": (lambda: nn.MaxPool1d((2, 2)),),
            "MaxPool1d_stride": (lambda: nn.MaxPool1d(2, 1.5),),
            "MaxPool1d_indices_in_valid": (lambda: nn.MaxPool1d(2, return_indices=True),),
            "MaxPool2d_dilation_in_same": (lambda: nn.MaxPool2d(2, 1, "same", dilation=2),),
            "MaxPool2d_padding_wide": (lambda: nn.MaxPool2d(2, 1, "pad", 2), SQUARE),
            "MaxPool3d_kernel": (lambda: nn.MaxPool3d(0),),
            "MaxPool3d_kernel_long": (lambda: nn.MaxPool3d((1, 2, 3, 4)),),
            "MaxPool3d_mode": (lambda: nn.MaxPool3d(2, 1, "other"),),
            "MaxPool3d_ceil_in_valid": (lambda: nn.MaxPool3d(2, 1, ceil_mode=True),),
            "MaxPool3d_rank": (lambda: nn.MaxPool3d(2, pad_mode="pad"), LINE),
            "AdaptiveAvgPool1d_type": (lambda: nn.AdaptiveAvgPool1d(1.5), LINE),
            "AdaptiveAvgPool1d_zero": (lambda: nn.AdaptiveAvgPool1d(0), LINE),
            "AdaptiveAvgPool1d_no_divisor": (lambda: nn.AdaptiveAvgPool1d(3), LINE),
            "AdaptiveAvgPool1d_rank": (lambda: nn.AdaptiveAvgPool1d(2), SQUARE),
            "AdaptiveAvgPool2d_rank": (lambda: nn.AdaptiveAvgPool2d(2), (3, 4)),
            "AdaptiveAvgPool3d_length": (lambda: nn.AdaptiveAvgPool3d((2, 2)), CUBE),
            "AdaptiveAvgPool3d_rank": (lambda: nn.AdaptiveAvgPool3d(2), LINE),
            "AdaptiveMaxPool1d_type": (lambda: nn.AdaptiveMaxPool1d("2"), LINE),
            "AdaptiveMaxPool1d_negative": (lambda: nn.AdaptiveMaxPool1d(-1), LINE),
            "AdaptiveMaxPool1d_no_divisor": (lambda: nn.AdaptiveMaxPool1d(3), LINE),
            "AdaptiveMaxPool2d_rank": (lambda: nn.AdaptiveMaxPool2d(2), (3, 4)),
            "AdaptiveMaxPool2d_length": (lambda: nn.AdaptiveMaxPool2d((1, 2, 3)), SQUARE),
            "AdaptiveMaxPool3d_type": (lambda: nn.AdaptiveMaxPool3d("2"), CUBE),
            "AdaptiveMaxPool3d_rank": (lambda: nn.AdaptiveMaxPool3d(2), LINE),
        }
    ),
}
