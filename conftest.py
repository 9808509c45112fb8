"""What every test runs under."""

import gc
import os
import re

import pytest

# Facts are recorded on CPU; set JAX_PLATFORMS to run the tests elsewhere.
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax

from tests.compiling import Compilations


def pytest_addoption(parser):
    parser.addoption(
        "--check-leaks", action="store_true", help="run every test under jax.checking_leaks"
    )
    parser.addoption(
        "--compile-as-users", action="store_true", help="compile nothing cheaply for a test"
    )


def pytest_collection():
    """Collect no garbage while tests are collected: nothing of it is any."""
    gc.disable()


def pytest_collection_finish():
    """Exempt facts and tests from garbage collection: each full one would go through them all."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's; without it there is one process
def pytest_xdist_make_scheduler(config, log):
    """Keep tests that compile the same code in one worker: most of a test's time is compiling."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class SharedCompilations(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return _compiling(nodeid)

    return SharedCompilations(config, log)


def _compiling(nodeid):
    """Return what tests compile together: an operator, an area of cases, otherwise a file."""
    file, _, test = nodeid.partition("::")
    parameters = test.partition("[")[2]
    if parameters and file.endswith(("/test_operators.py", "/test_cases.py")):
        return re.match(r"\w*", parameters)[0]
    return file


def pytest_configure(config):
    """Say how tests compile, where they run: not in the process that only hands them out."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        plugin = Compilations(_compiling, config.getoption("--compile-as-users"))
        config.pluginmanager.register(plugin)


@pytest.fixture(autouse=True)
def checked_for_leaks(request):
    """A tracer that outlives its trace is an error, where --check-leaks asks."""
    if not request.config.getoption("--check-leaks"):
        yield
        return
    with jax.checking_leaks():
        yield
