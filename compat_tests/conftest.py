"""Make `import mindspore` mean msjax for every test of this folder."""

import pytest

import msjax

msjax.install_as_mindspore()


@pytest.fixture(autouse=True)
def mindspore_is_msjax():
    """Other tests of the same process may have taken the alias away again."""
    msjax.install_as_mindspore()
