"""Padding layers: outputs and gradients for ints, tuples and cuts; what they refuse."""

from mindspore import nn

from compat_tests.layer_calls import refused, table, values

LINE, SQUARE, CUBE = (2, 4), (1, 2, 3, 4), (1, 2, 2, 3, 4)

CASES = {
    **table(
        {
            "ConstantPad1d": (lambda: nn.ConstantPad1d(2, 1.5), LINE),
            "ConstantPad1d_tuple": (lambda: nn.ConstantPad1d((0, 3), -1), LINE),
            "ConstantPad1d_cut": (lambda: nn.ConstantPad1d((-1, 2), 0.5), LINE),
            "ConstantPad1d_four_axes": (lambda: nn.ConstantPad1d(1, 2.0), SQUARE),
            "ConstantPad2d": (lambda: nn.ConstantPad2d(1, 0.25), SQUARE),
            "ConstantPad2d_tuple": (lambda: nn.ConstantPad2d((1, 0, 2, 1), 3), SQUARE),
            "ConstantPad2d_cut": (lambda: nn.ConstantPad2d((1, -1, 0, -1), 3.5), SQUARE),
            "ConstantPad2d_pair": (lambda: nn.ConstantPad2d((1, 2), 0.5), SQUARE),
            "ConstantPad3d": (lambda: nn.ConstantPad3d(1, 0.5), CUBE),
            "ConstantPad3d_tuple": (lambda: nn.ConstantPad3d((1, 0, 0, 2, 1, 1), -2.5), CUBE),
            "ConstantPad3d_cut": (lambda: nn.ConstantPad3d((-1, 1, 0, -2, 0, 1), 1), CUBE),
            "ZeroPad2d": (lambda: nn.ZeroPad2d(2), SQUARE),
            "ZeroPad2d_tuple": (lambda: nn.ZeroPad2d((0, 1, 2, 0)), SQUARE),
            "ZeroPad2d_cut": (lambda: nn.ZeroPad2d((-1, 1, 0, -1)), SQUARE),
            "ReflectionPad1d": (lambda: nn.ReflectionPad1d(2), LINE),
            "ReflectionPad1d_tuple": (lambda: nn.ReflectionPad1d((3, 1)), (2, 2, 4)),
            "ReflectionPad2d": (lambda: nn.ReflectionPad2d(1), SQUARE),
            "ReflectionPad2d_tuple": (lambda: nn.ReflectionPad2d((1, 2, 0, 1)), (2, 3, 4)),
            "ReflectionPad3d": (lambda: nn.ReflectionPad3d(1), CUBE),
            "ReflectionPad3d_tuple": (
                lambda: nn.ReflectionPad3d((1, 2, 0, 1, 1, 0)),
                (2, 2, 3, 4),
            ),
            "ReplicationPad1d": (lambda: nn.ReplicationPad1d(2), LINE),
            "ReplicationPad1d_tuple": (lambda: nn.ReplicationPad1d((0, 5)), (2, 2, 4)),
            "ReplicationPad2d": (lambda: nn.ReplicationPad2d(1), SQUARE),
            "ReplicationPad2d_tuple": (lambda: nn.ReplicationPad2d((1, 5, 0, 1)), (2, 3, 4)),
            "ReplicationPad3d": (lambda: nn.ReplicationPad3d(1), CUBE),
            "ReplicationPad3d_tuple": (
                lambda: nn.ReplicationPad3d((1, 2, 0, 1, 3, 0)),
                (2, 2, 3, 4),
            ),
            "Pad_symmetric": (lambda: nn.Pad(((1, 1), (2, 0)), "SYMMETRIC"), LINE),
            "Pad_reflect": (lambda: nn.Pad(((1, 0), (2, 3)), "REFLECT"), LINE),
        }
    ),
    **values(
        {
            "ConstantPad1d_ints": (lambda: nn.ConstantPad1d(1, 7), [[1, 2], [3, 4]]),
            "ConstantPad2d_float_in_ints": (lambda: nn.ConstantPad2d(1, 1.5), [[1, 2], [3, 4]]),
            "ReplicationPad1d_ints": (lambda: nn.ReplicationPad1d(1), [[1, 2], [3, 4]]),
        }
    ),
    **refused(
        {
            "ConstantPad1d_type": (lambda: nn.ConstantPad1d("1", 0),),
            "ConstantPad1d_value": (lambda: nn.ConstantPad1d(1, "0"),),
            "ConstantPad1d_list": (lambda: nn.ConstantPad1d([1, 2], 0), LINE),
            "ConstantPad1d_length": (lambda: nn.ConstantPad1d((1, 2, 3, 4), 0), LINE),
            "ConstantPad1d_odd": (lambda: nn.ConstantPad1d((1, 2, 3), 0), LINE),
            "ConstantPad1d_cut_all": (lambda: nn.ConstantPad1d((-3, -3), 0), LINE),
            "ConstantPad2d_length": (lambda: nn.ConstantPad2d((1,) * 6, 0), SQUARE),
            "ConstantPad2d_float": (lambda: nn.ConstantPad2d(1.5, 0),),
            "ConstantPad3d_length": (lambda: nn.ConstantPad3d((1,) * 8, 0), CUBE),
            "ConstantPad3d_value": (lambda: nn.ConstantPad3d(1, None),),
            "ZeroPad2d_type": (lambda: nn.ZeroPad2d(1.0),),
            "ZeroPad2d_length": (lambda: nn.ZeroPad2d((1, 2, 3)), SQUARE),
            "ReflectionPad1d_wide": (lambda: nn.ReflectionPad1d(4), LINE),
            "ReflectionPad1d_negative": (lambda: nn.ReflectionPad1d(-1), LINE),
            "ReflectionPad1d_type": (lambda: nn.ReflectionPad1d("1"),),
            "ReflectionPad1d_rank": (lambda: nn.ReflectionPad1d(1), SQUARE),
            "ReflectionPad2d_length": (lambda: nn.ReflectionPad2d((1, 2)), SQUARE),
            "ReflectionPad2d_rank": (lambda: nn.ReflectionPad2d(1), CUBE),
            "ReflectionPad3d_wide": (lambda: nn.ReflectionPad3d(2), CUBE),
            "ReflectionPad3d_length": (lambda: nn.ReflectionPad3d((1, 1, 1, 1)), CUBE),
            "ReplicationPad1d_negative": (lambda: nn.ReplicationPad1d(-1), LINE),
            "ReplicationPad1d_float": (lambda: nn.ReplicationPad1d(1.0),),
            "ReplicationPad2d_length": (lambda: nn.ReplicationPad2d((1, 2)), SQUARE),
            "ReplicationPad2d_rank": (lambda: nn.ReplicationPad2d(1), CUBE),
            "ReplicationPad3d_length": (lambda: nn.ReplicationPad3d((1, 1, 1, 1)), CUBE),
            "ReplicationPad3d_type": (lambda: nn.ReplicationPad3d(None),),
            "Pad_mode": (lambda: nn.Pad(((1, 1),), "WRAP"),),
            "Pad_type": (lambda: nn.Pad([[1, 1]]),),
        }
    ),
}
