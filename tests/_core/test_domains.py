"""Domains of the arguments that Primitives are made with."""

import inspect
import re

import pytest

import msjax as ms
from msjax import ops
from msjax._core.domains import WORDS


def domain(text, **parameters):
    return eval(text, WORDS | parameters)


@pytest.mark.parametrize(
    ("text", "accepted", "type_errors", "value_errors"),
    [
        ("bool", [True, False], [1, None, "a"], []),
        ("int", [0, -3, 2**70], [True, 1.0, None], []),
        ("int >= 1", [1, 7], [True, "a"], [0, -1]),
        ("float.within(0, 1)", [0.0, 1.0], [1, True], [-0.1, float("nan")]),
        ("None | (int >= 0)", [None, 0], ["a"], [-1]),
        ("among(1, 2)", [1, 2], [True, 1.0], [3]),
        ("exactly('a', 'b')", ["a"], [], ["c", 1, None, []]),
        ("word('none', 'mean')", ["none", "MEAN"], [None, 1], ["sum"]),
        ("types(int32, int64)", [ms.int32], [ms.float32, "int32", None], []),
        ("sizes(2)", [3, (1, 2)], [1.5, [1, 2], None, True], [0, (1,), (1, 0), (1.5, 2), ("a", 1)]),
        ("each(int >= 0, 2, lists=True)", [0, [1, 2]], [(1, "a")], [(1,), (1, -1)]),
        ("tuple_of(float) & tuple_of(anything, 2)", [(1.0, 2.0)], [(1,), 1.0], [(1.0,)]),
        ("list_of(float)", [[], [1.0]], [(1.0,), [1]], []),
        ("else_value(int)", [1], [], ["a", None]),
        ("else_type(int >= 1)", [1], [0, "a"], []),
        ("unset(bool)", [None], [1], [True]),
        ("divides(6)", [1, 3], [2.0], [4, 0]),
        ("pads('pad', 2)", [0, 1, (1, 2)], ["a"], [-1, (1,)]),
        ("pads('same', 2)", [0, (0, 0)], ["a"], [1, (1, 0)]),
    ],
)
def test_refusals(text, accepted, type_errors, value_errors):
    made = domain(text)
    for value in accepted:
        made.check("Name", "parameter", value)
    for kind, values in ((TypeError, type_errors), (ValueError, value_errors)):
        for value in values:
            with pytest.raises(kind, match="For 'Name', the 'parameter' must be"):
                made.check("Name", "parameter", value)


def test_a_word_is_kept_as_it_is_listed():
    assert ops.BCEWithLogitsLoss("SUM").reduction == "sum"


def test_a_message_says_how_to_mend():
    message = (
        "For 'MaxPool', the 'kernel_size' must be an int of at least 1 or a tuple of 2 elements, "
        "each an int of at least 1, but got (1, 2, 3); write for instance kernel_size=1."
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.MaxPool((1, 2, 3))


def test_a_domain_may_use_other_parameters():
    ops.Histogram(min=2.0, max=3.0)
    with pytest.raises(ValueError, match=r"'max' must be a float of at least 0\.0"):
        ops.Histogram(max=-1.0)


def test_a_parameter_named_as_what_the_constructor_uses():
    with pytest.raises(TypeError, match="'base' must be an int"):
        ops.LogSpace(base="a")


def test_signature_shows_no_domains():
    assert str(inspect.signature(ops.ReduceMean)) == "(keep_dims=False)"
