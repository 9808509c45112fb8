"""The compile cache: programs are on disk, a second process compiles none of them again."""

import subprocess
import sys

import jax
import pytest

import msjax as ms
from msjax import Tensor, ops

PROGRAM = """
import jax
import numpy as np
import msjax as ms
{setting}
hits = []
jax.monitoring.register_event_listener(
    lambda event, **kwargs: hits.append(event) if event.endswith("/cache_hits") else None
)
ms.ops.erfinv(ms.Tensor(np.zeros(7, np.float32))).asnumpy()
print(len(hits))
"""


def hits(folder, setting="", **environment):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(setting=setting)],
        cwd=folder,
        env={"JAX_PLATFORMS": "cpu", "PATH": "", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def entries(folder):
    return [path.name for path in folder.glob("rank_0/graph_cache/*-cache")]


@pytest.mark.parametrize(
    ("setting", "environment", "place"),
    [
        ("", {"MS_COMPILER_CACHE_ENABLE": "1", "MS_COMPILER_CACHE_PATH": "there"}, "there"),
        ("ms.set_context(enable_compile_cache=True)", {}, "."),
    ],
)
def test_the_next_process_finds_what_was_compiled(tmp_path, setting, environment, place):
    assert hits(tmp_path, setting, **environment) == 0
    assert any("erfinv" in name for name in entries(tmp_path / place))
    assert hits(tmp_path, setting, **environment) > 0


def test_the_context_wins_over_the_environment(tmp_path):
    hits(tmp_path, "ms.set_context(enable_compile_cache=False)", MS_COMPILER_CACHE_ENABLE="1")
    assert not entries(tmp_path)


def test_it_is_switched_and_moved_while_a_program_runs(tmp_path):
    before = jax.config.jax_compilation_cache_dir
    first, second = tmp_path / "first", tmp_path / "second"
    try:
        for folder, size in ((first, 11), (second, 13)):
            ms.set_context(enable_compile_cache=True, compile_cache_path=str(folder))
            ops.zeros(size) + Tensor(1.5)
            assert entries(folder)
        counts = len(entries(first)), len(entries(second))
    finally:
        ms.set_context(enable_compile_cache=False, compile_cache_path="")
    ops.zeros(17) + Tensor(1.5)
    assert (len(entries(first)), len(entries(second))) == counts
    assert jax.config.jax_compilation_cache_dir == before
