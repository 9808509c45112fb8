"""What `mindspore._checkparam` and `mindspore.ops._utils` check, for programs that import them."""

import mindspore as ms
from mindspore import _checkparam as validator
from mindspore import nn
from mindspore.ops._utils import get_broadcast_shape


def outcomes(*calls):
    """Return what each call returns, or the class of its error."""
    results = []
    for call, *args in calls:
        try:
            results.append(call(*args))
        except (TypeError, ValueError) as error:
            results.append(type(error).__name__)
    return results


def case_integers():
    return outcomes(
        (validator.check_positive_int, 3, "k", "Foo"),
        (validator.check_positive_int, -1, "k", "Foo"),
        (validator.check_positive_int, 0),
        (validator.check_positive_int, True, "k", "Foo"),
        (validator.check_positive_int, 2.0, "k"),
        (validator.check_non_negative_int, 0, "k"),
        (validator.check_non_negative_int, -1, "k"),
        (validator.check_negative_int, 1, "k"),
        (validator.check_non_positive_int, 1, "k"),
        (validator.check_equal_int, 2, 3, "k"),
        (validator.check_is_int, 1.0, "k"),
        (validator.check_int, 3, 4, validator.GE, "k"),
        (validator.check_int, 3, 3, validator.NE, "k"),
        (validator.check_int, 3, [1, 2], validator.IN, "k"),
        (validator.check_int, 1, [1, 2], validator.IN, "k"),
        (validator.check_positive_int_sequence, [1, 2], "k"),
        (validator.check_positive_int_sequence, (1, 0), "k"),
    )


def case_ranges():
    return outcomes(
        *(
            (validator.check_int_range, value, 0, 2, rel, "k", "Foo")
            for value in (0, 1, 2)
            for rel in (
                validator.INC_NEITHER,
                validator.INC_LEFT,
                validator.INC_RIGHT,
                validator.INC_BOTH,
            )
        ),
        (validator.check_float_range, 0.5, 0.6, 1, validator.INC_BOTH, "k"),
        (validator.check_float_range, 1, 0.6, 1.0, validator.INC_BOTH, "k"),
        (validator.check_float_range, "a", 0.6, 1.0, validator.INC_BOTH, "k"),
        (validator.check_number_range, 5, 1, 4, validator.INC_BOTH, int, "k"),
    )


def case_floats():
    return outcomes(
        (validator.check_positive_float, 1.5, "k"),
        (validator.check_positive_float, -1.0, "k"),
        (validator.check_positive_float, 1, "k"),
        (validator.check_non_negative_float, -1.0, "k"),
        (validator.check_float, 1.0, 2.0, validator.LT, "k"),
        (validator.check_float, 3.0, 2.0, validator.LT, "k"),
        (validator.check_is_float, 1, "k"),
        (validator.check_is_number, float("nan"), float, "k"),
        (validator.check_number, "k", 3, 4, validator.LT, "Foo"),
        (validator.check_number, "k", 5, 4, validator.LT, "Foo"),
        (validator.check, "k", 4, "m", 4, validator.GE, "Foo"),
        (validator.check, "k", 3, "m", 4, validator.EQ, "Foo"),
        (validator.check, "k", 3, "m", 4, validator.GE, "Foo", TypeError),
    )


def case_types():
    return outcomes(
        (validator.check_value_type, "k", 1, int, "Foo"),
        (validator.check_value_type, "k", 1.5, [int], "Foo"),
        (validator.check_value_type, "k", 1.5, (int, str), "Foo"),
        (validator.check_value_type, "k", True, [int], "Foo"),
        (validator.check_value_type, "k", True, [int, bool], "Foo"),
        (validator.check_value_type, "k", None, [int, type(None)], "Foo"),
        (validator.check_value_type, "k", "a", nn.Cell),
        (validator.check_isinstance, "k", 1, str),
        (validator.check_isinstance, "k", 1, int),
        (validator.check_bool, True, "k"),
        (validator.check_bool, 1, "k"),
        (validator.check_string, "b", ["b", "c"], "k"),
        (validator.check_string, "a", ["b", "c"], "k"),
        (validator.check_string, 3, ["b", "c"]),
        (validator.check_type_name, "k", ms.float32, [ms.int32, ms.int64], "Foo"),
        (validator.check_str_by_regular, "a b"),
    )


def case_axes_and_pairs():
    return outcomes(
        (validator.check_axis_in_range, -1, 2),
        (validator.check_axis_in_range, 3, 2),
        (validator.twice, 3),
        (validator.twice, (1, 2)),
        (validator.triple, 3),
    )


def case_positive_int_error():
    return validator.check_positive_int(-1, "k", "Foo")


def case_value_type_error():
    return validator.check_value_type("k", 1.5, [int], "Foo")


def case_broadcast_shapes():
    return outcomes(
        (get_broadcast_shape, [2, 3], [3], "Foo"),
        (get_broadcast_shape, [2, 1], [1, 4], "Foo"),
        (get_broadcast_shape, (2, 3), (2, 3), "Foo"),
        (get_broadcast_shape, [], [2], "Foo"),
        (get_broadcast_shape, [-1, 3], [2, 3], "Foo"),
        (get_broadcast_shape, [-1, 1], [-1, 5], "Foo"),
        (get_broadcast_shape, [2, 3], [4], "Foo"),
    )
