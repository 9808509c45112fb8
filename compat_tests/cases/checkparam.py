"""Checks of arguments that programs import from an inner module."""

import mindspore as ms
from mindspore import _checkparam as v

MODES = ("pynative",)


@v.args_type_check(a=int, b=(str, list))
def typed(a, b="x", c=3):
    return a, b, c


CASES = {
    "positive_int": lambda: v.check_positive_int(3),
    "positive_int_zero": lambda: v.check_positive_int(0, "a", "Op"),
    "positive_int_float": lambda: v.check_positive_int(1.0, "a", "Op"),
    "positive_int_bool": lambda: v.check_positive_int(True, "a", "Op"),
    "positive_int_none": lambda: v.check_positive_int(None),
    "non_negative_int": lambda: v.check_non_negative_int(0),
    "non_negative_int_wrong": lambda: v.check_non_negative_int(-1, "a"),
    "negative_int": lambda: v.check_negative_int(1, "a", "Op"),
    "non_positive_int": lambda: v.check_non_positive_int(1, "a", "Op"),
    "int_equal": lambda: v.check_int(3, 3, v.EQ, "a", "Op"),
    "int_unequal": lambda: v.check_int(3, 4, v.EQ, "a", "Op"),
    "int_in": lambda: v.check_int(3, [4, 5], v.IN, "a", "Op"),
    "int_str": lambda: v.check_int("3", 3, v.EQ, "a", "Op"),
    "equal_int": lambda: v.check_equal_int(3, 4, "a", "Op"),
    "int_range": lambda: v.check_int_range(3, 0, 5, v.INC_BOTH, "a", "Op"),
    "int_range_above": lambda: v.check_int_range(5, 0, 5, v.INC_LEFT, "a", "Op"),
    "int_range_below": lambda: v.check_int_range(0, 0, 5, v.INC_RIGHT, "a"),
    "int_range_float": lambda: v.check_int_range(1.0, 0, 5, v.INC_BOTH, "a", "Op"),
    "int_range_bool": lambda: v.check_int_range(True, 0, 5, v.INC_BOTH, "a", "Op"),
    "float_range": lambda: v.check_float_range(0.5, 0, 1, v.INC_NEITHER, "a", "Op"),
    "float_range_above": lambda: v.check_float_range(1.5, 0.0, 1.0, v.INC_BOTH, "a", "Op"),
    "float_range_int": lambda: v.check_float_range(1, 0.0, 1.0, v.INC_BOTH, "a", "Op"),
    "number_range": lambda: v.check_number_range(4.5, 4, 5, v.INC_BOTH, (int, float), "a", "Op"),
    "number": lambda: v.check_number("a", 3, 4, v.GE, "Op"),
    "positive_float": lambda: v.check_positive_float(1.0),
    "positive_float_zero": lambda: v.check_positive_float(0.0, "a", "Op"),
    "positive_float_int": lambda: v.check_positive_float(1, "a", "Op"),
    "positive_float_bool": lambda: v.check_positive_float(True, "a"),
    "non_negative_float": lambda: v.check_non_negative_float(-1.0, "a", "Op"),
    "is_int": lambda: v.check_is_int(1, "a", "Op"),
    "is_int_bool": lambda: v.check_is_int(True, "a", "Op"),
    "is_float": lambda: v.check_is_float(1, "a", "Op"),
    "is_float_nan": lambda: v.check_is_float(float("nan"), "a", "Op"),
    "bool": lambda: v.check_bool(True),
    "bool_int": lambda: v.check_bool(1, "a", "Op"),
    "string": lambda: v.check_string("a", ["a", "b"], "x", "Op"),
    "string_other": lambda: v.check_string("c", ["a", "b"]),
    "value_type": lambda: v.check_value_type("x", 1, [int, float], "Op"),
    "value_type_one": lambda: v.check_value_type("x", "s", int),
    "value_type_several": lambda: v.check_value_type("x", "s", [int, float], "Op"),
    "value_type_bool": lambda: v.check_value_type("x", True, [int], "Op"),
    "isinstance": lambda: v.check_isinstance("x", True, int),
    "isinstance_other": lambda: v.check_isinstance("x", 1, (str, list)),
    "iterable": lambda: v.check_element_type_of_iterable("a", [1, "s"], [int], "Op"),
    "dict": lambda: v.check_element_type_of_dict("a", {"k": 1}, [str], [str], "Op"),
    "type_name": lambda: v.check_type_name("x", ms.int32, [ms.float32, ms.float16], "Op"),
    "type_name_one": lambda: v.check_type_name("x", int, (float,), "Op"),
    "sequence": lambda: v.check_positive_int_sequence((1, 2), "a", "Op"),
    "sequence_zero": lambda: v.check_positive_int_sequence((1, 0), "a", "Op"),
    "check": lambda: v.check("a", 3, "b", 4, v.GE, "Op"),
    "check_class": lambda: v.check("a", 3, "b", 4, v.GT, "Op", TypeError),
    "axis": lambda: v.check_axis_in_range(-1, 2),
    "axis_outside": lambda: v.check_axis_in_range(3, 2),
    "file_name": lambda: v.check_file_name_by_regular("a.txt"),
    "file_name_wrong": lambda: v.check_file_name_by_regular("a?"),
    "words": lambda: v.check_str_by_regular("a b"),
    "twice": lambda: (v.twice(2), v.twice((1, 2)), v.triple(2), v.once(2)),
    "args_right": lambda: (typed(1), typed(b="x", a=2), typed(None), typed(True)),
    "args_wrong": lambda: typed(1, 2),
}
