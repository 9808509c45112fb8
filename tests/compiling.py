"""How tests compile: what is compiled is forgotten from time to time, and much of it made cheaply.

Operators on their samples, recorded cases in graph mode, and the tests of graph mode and training
are tested as users have them compiled. What else tests compile is made of those operators; it is
compiled in less than half the time, with the same passes over the program as a whole, but by XLA's
older way to write code for a fusion, and with little optimization. `--compile-as-users` compiles
all as users do.
"""

from __future__ import annotations

import os

import jax
import jax.monitoring
from jax._src import compiler

AS_USERS = ("tests/_ops/test_operators.py", "compat_tests/ops/", "tests/_graph/", "tests/train/")
WHOLE_PROGRAMS = "-graph]"  # how the ids of recorded cases in graph mode end
CHEAP = {
    "xla_backend_optimization_level": 0,
    "xla_llvm_disable_expensive_passes": True,
    "xla_cpu_use_fusion_emitters": False,
}


class Compilations:
    """A plugin that sets how the next test compiles, and forgets what tests before it compiled.

    Programs stay in JAX's caches, each with a megabyte and fifteen mappings of memory, and what is
    compiled later takes longer: after 1600 programs nearly twice as long.

    Args:
        scope_of: a function from a test's id to the scope that it shares compiled programs with.
        all_as_users: whether nothing is compiled cheaply.
    """

    AT_THE_END_OF_A_SCOPE = 200  # what a scope compiled is of little use to the next
    AT_MOST = 500

    def __init__(self, scope_of, all_as_users):
        self.scope_of = scope_of
        self.all_as_users = all_as_users or os.environ["JAX_PLATFORMS"] != "cpu"
        self.scope = None
        self.as_users = self.cheap = False
        self.count = 0
        self.options_of_users = compiler.get_compile_options

    def pytest_sessionstart(self):
        """Watch what is compiled, and say how."""
        jax.monitoring.register_event_duration_secs_listener(self._count)
        compiler.get_compile_options = self._options

    def pytest_sessionfinish(self):
        """Leave JAX as it was."""
        compiler.get_compile_options = self.options_of_users
        jax.monitoring.unregister_event_duration_listener(self._count)

    def pytest_runtest_logstart(self, nodeid):
        """Before a test, decide how it compiles and whether earlier programs are of use to it."""
        scope, as_users = self.scope_of(nodeid), nodeid.startswith(AS_USERS)
        most = self.AT_THE_END_OF_A_SCOPE if scope != self.scope else self.AT_MOST
        if self.count >= most or (self.count and as_users != self.as_users):
            jax.clear_caches()
            self.count = 0
        self.scope, self.as_users = scope, as_users
        self.cheap = not (self.all_as_users or as_users or nodeid.endswith(WHOLE_PROGRAMS))

    def _count(self, event, duration, **_):
        self.count += event == "/jax/core/compile/backend_compile_duration"

    def _options(self, *args, **kwargs):
        options = self.options_of_users(*args, **kwargs)
        if self.cheap:
            given = dict(options.env_option_overrides)
            options.env_option_overrides = list((CHEAP | given).items())
        return options
