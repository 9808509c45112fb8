"""The scripts of tools/ and the arithmetic of benchmarks/."""

import importlib.util
from pathlib import Path

import pytest

from benchmarks import report, timing

TOOLS = Path(__file__).parent.parent / "tools"


def load(name: str):
    """A script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SOURCE = '''"""A docstring
of two lines."""

# a comment
def f(x):
    """Another."""
    text = """a string
that is code"""
    return x, text  # with a comment
'''


def test_docstrings_and_comments_are_no_code():
    assert load("lines").code_lines(SOURCE) == 4


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("msjax/__init__.py", "msjax"),
        ("msjax/_core/tensor.py", "msjax/_core"),
        ("msjax/nn/probability/normal.py", "msjax/nn"),
        ("tests/_core/test_tensor.py", "tests"),
        ("conftest.py", "."),
    ],
)
def test_lines_are_counted_per_package(path, package):
    assert load("lines").package_of(path) == package


def function(a, /, b: "ints" = (1, 2), *, c=None, d=-1.5, e=False, f=object, **g) -> bool:  # noqa: F821
    pass


def test_stubs_write_signatures():
    stubs = load("stubs")
    assert stubs.signature(function, stubs.KINDS) == (
        "(a, /, b: builtins.int | builtins.tuple[builtins.int, ...] | builtins.list[builtins.int]"
        " = (1, 2), *, c=None, d: Any = -1.5, e=False, f=..., **g) -> builtins.bool"
    )
    assert stubs.signature(lambda *xs, key="k": 0, {}, "Tensor") == (
        "(*xs, key: Any = 'k') -> Tensor"
    )
    assert [stubs.simple(x) for x in (float("inf"), (1, "a"), ({},))] == ["...", "(1, 'a')", "..."]


def test_stubs_write_overloads_and_primitives():
    stubs = load("stubs")
    assert stubs.declared("ops.ReduceMean") == [
        "class ReduceMean(Primitive):",
        "    def __init__(self, keep_dims=False) -> None: ...",
        "    def __call__(self, x, axis: Any = ()) -> Tensor: ...",
    ]
    add = stubs.declared("Tensor.add", "    ")
    assert add[::2] == ["    @overload"] * (len(add) // 2)


def test_typical_time_starts_after_the_quickest_fifth():
    assert timing.typical({"a": [9.0, 1.0, *[5.0] * 7, 4.0]}) == {"a": 5.0}
    assert timing.typical({"a": [3.0, 1.0, 2.0]}) == {"a": 1.0}


def test_every_side_runs_in_every_round():
    calls = []
    blocks = {name: lambda count, name=name: calls.append(name) or 1e-3 * count for name in "ab"}
    times = timing.interleave(blocks, rounds=3, seconds=1e-3)
    assert times == {"a": [1e-3] * 3, "b": [1e-3] * 3}
    assert calls[-6:] == ["a", "b", "b", "a", "a", "b"]


def test_table_tells_what_misses_its_target():
    rows = [
        report.Row("gradients", "six operators", 0.1, "x", "jax", 0.12, {"msjax": 2e-4}),
        report.Row("import", "import msjax", 0.4, "s", "import jax", 0.3),
    ]
    _, _, met, missed = report.table(rows).splitlines()
    assert "0.1 x ok" in met
    assert "msjax 200 us" in met
    assert "0.4 s **missed**" in missed
