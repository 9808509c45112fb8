"""Fixtures of the tests of the drop-in import."""

import pytest

import msjax


@pytest.fixture
def installed():
    """`mindspore` is msjax for the length of a test."""
    msjax.install_as_mindspore()
    yield msjax
    msjax.uninstall_as_mindspore()
