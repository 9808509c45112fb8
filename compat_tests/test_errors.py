"""The messages of errors: what was given, what was expected, and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import msjax
from compat_tests.cases import (
    errors,
    errors_of_numpy,
    errors_of_operators,
    errors_of_vision,
)

MISUSE = (
    errors.MISUSE | errors_of_operators.MISUSE | errors_of_numpy.MISUSE | errors_of_vision.MISUSE
)
OURS = (str(Path(msjax.__file__).parent), str(Path(__file__).parent), "<msjax ")
EXPECTATION = re.compile(
    r"must|should|expect|missing|takes|unexpected|no attribute|cannot|could not|out of|one of|only"
    r"|for instance|use |need|not recognized|already|support|known are|write |give |requires"
)


def error_of(call):
    """Return what a call raises."""
    try:
        call()
    except Exception as error:
        return error
    pytest.fail("nothing was raised")


@pytest.mark.parametrize("name", MISUSE)
def test_message_names_what_was_given(name):
    """The value, type or shape that was given is in the message, or the argument that is amiss."""
    call, given = MISUSE[name]
    message = str(error_of(call))
    apart = r"(?<![\w.])" if given[0].isdigit() else ""
    assert re.search(rf"{apart}{re.escape(given)}(?!\w)", message), message


@pytest.mark.parametrize("name", MISUSE)
def test_message_says_what_is_expected(name):
    """A message says more than what was wrong."""
    message = str(error_of(MISUSE[name][0]))
    assert EXPECTATION.search(message), message


@pytest.mark.parametrize("name", MISUSE)
def test_error_is_raised_here(name):
    """Errors are raised by msjax, or by Python on calling it: none is JAX's or NumPy's own."""
    traceback = error_of(MISUSE[name][0]).__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    assert traceback.tb_frame.f_code.co_filename.startswith(OURS)
