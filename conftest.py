"""What every test runs under."""

import os

import pytest

# Facts are recorded on CPU; set JAX_PLATFORMS to run the tests elsewhere.
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax


def pytest_addoption(parser):
    parser.addoption(
        "--check-leaks", action="store_true", help="run every test under jax.checking_leaks"
    )


@pytest.fixture(autouse=True)
def checked_for_leaks(request):
    """A tracer that outlives its trace is an error, where --check-leaks asks."""
    if not request.config.getoption("--check-leaks"):
        yield
        return
    with jax.checking_leaks():
        yield
