"""The checks of arguments under their names of MindSpore 1.x and 2.x."""

import importlib

import pytest

import msjax


@pytest.fixture
def mindspore_module():
    """Import a module of MindSpore's under msjax."""
    return lambda path: importlib.import_module(f"{msjax.__name__}.{path}")


def test_programs_of_1_x_find_the_validator(mindspore_module):
    module = mindspore_module("_checkparam")
    assert module.Validator.check_positive_int(3, "k", "Net") == 3
    assert module.Validator.check("k", 3, "m", 4, module.Rel.LE, "Net") == 3
    assert module.Rel.INC_LEFT == module.INC_LEFT


def test_messages_name_the_argument_and_the_class(mindspore_module):
    validator = mindspore_module("_checkparam")
    with pytest.raises(ValueError, match=r"For 'Net', the 'k' must be in range of \[0, 2\)"):
        validator.check_int_range(2, 0, 2, validator.INC_LEFT, "k", "Net")
    with pytest.raises(TypeError, match="For 'Net', the type of 'k' should be one of"):
        validator.check_value_type("k", 1.5, [int, str], "Net")
    shapes = mindspore_module("ops._utils")
    with pytest.raises(ValueError, match=r"x.shape\[-1\] = 3 of \[2, 3\] and y.shape\[-1\] = 4"):
        shapes.get_broadcast_shape([2, 3], [4], "Net")
