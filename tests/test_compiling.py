"""What tests compile is compiled as their file asks, and forgotten when it is of no more use."""

from types import SimpleNamespace

import jax
import pytest

from tests.compiling import CHEAP, Compilations

OPERATORS = "compat_tests/ops/test_operators.py::test_value[abs]"
LAYERS = "compat_tests/test_cases.py::test_case[layers::dense-pynative]"
PROGRAMS = "compat_tests/test_cases.py::test_case[layers::dense-graph]"


@pytest.fixture
def made(monkeypatch):
    """A function that makes the plugin, with JAX's part of it replaced."""
    monkeypatch.setenv("JAX_PLATFORMS", "cpu")
    cleared = []
    monkeypatch.setattr(jax, "clear_caches", lambda: cleared.append(True))

    def make(all_as_users=False, given=()):
        plugin = Compilations(lambda nodeid: nodeid.partition("::")[0], all_as_users)
        plugin.options_of_users = lambda: SimpleNamespace(env_option_overrides=list(given))
        plugin.cleared = cleared
        return plugin

    return make


def overrides(plugin, nodeid):
    plugin.pytest_runtest_logstart(nodeid)
    return dict(plugin._options().env_option_overrides)


def test_operators_and_whole_programs_are_compiled_as_users_do(made):
    assert overrides(made(), OPERATORS) == {}
    assert overrides(made(), PROGRAMS) == {}
    assert overrides(made(), LAYERS) == CHEAP
    assert overrides(made(all_as_users=True), LAYERS) == {}


def test_an_option_that_a_test_gives_is_kept(made):
    option = "xla_backend_optimization_level"
    assert overrides(made(given=[(option, 2)]), LAYERS) == CHEAP | {option: 2}


@pytest.mark.parametrize(
    ("count", "after", "forgotten"),
    [
        (199, "compat_tests/test_torch.py::test_x", False),
        (200, "compat_tests/test_torch.py::test_x", True),
        (200, LAYERS, False),
        (500, LAYERS, True),
        (200, PROGRAMS, False),
        (1, OPERATORS, True),
        (0, OPERATORS, False),
    ],
)
def test_forgetting(made, count, after, forgotten):
    plugin = made()
    plugin.pytest_runtest_logstart(LAYERS)
    for _ in range(count):
        plugin._count("/jax/core/compile/backend_compile_duration", 0.1)
    plugin._count("/jax/core/compile/jaxpr_trace_duration", 0.1)
    plugin.pytest_runtest_logstart(after)
    assert bool(plugin.cleared) is forgotten
    assert plugin.count == (0 if forgotten else count)
