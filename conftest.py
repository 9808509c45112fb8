"""What every test runs under."""

import gc
import os
import re

import pytest

# Facts are recorded on CPU; set JAX_PLATFORMS to run the tests elsewhere.
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.monitoring


def pytest_addoption(parser):
    parser.addoption(
        "--check-leaks", action="store_true", help="run every test under jax.checking_leaks"
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


class Compilations:
    """Forgets what was compiled, from time to time.

    Programs stay in JAX's caches, each with a megabyte and fifteen mappings of memory, and what is
    compiled later takes longer: after 1600 programs nearly twice as long.
    """

    AT_THE_END_OF_A_SCOPE = 200  # what a scope compiled is of little use to the next
    AT_MOST = 500

    def __init__(self):
        self.count = 0
        jax.monitoring.register_event_duration_secs_listener(self._count)

    def _count(self, event, duration, **_):
        self.count += event == "/jax/core/compile/backend_compile_duration"

    def pytest_runtest_logfinish(self, nodeid):
        """Remember what ran last."""
        self.scope = _compiling(nodeid)

    def pytest_runtest_logstart(self, nodeid):
        """Forget, before a test, what tests before it compiled."""
        if self.count >= self.AT_MOST or (
            self.count >= self.AT_THE_END_OF_A_SCOPE and self.scope != _compiling(nodeid)
        ):
            jax.clear_caches()
            self.count = 0


def pytest_configure(config):
    """Watch what is compiled, where tests run: not in the process that only hands them out."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Compilations())


@pytest.fixture(autouse=True)
def checked_for_leaks(request):
    """A tracer that outlives its trace is an error, where --check-leaks asks."""
    if not request.config.getoption("--check-leaks"):
        yield
        return
    with jax.checking_leaks():
        yield
