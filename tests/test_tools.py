"""The scripts of tools/ and the arithmetic of benchmarks/."""

import importlib

import pytest

import msjax
from benchmarks import report, timing
from compat_tests import harness


def load(name: str):
    """A script of tools/ as a module."""
    return importlib.import_module(f"tools.{name}")


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


def row(report, path, kind, *recorded):
    namespace, _, name = path.rpartition(".")
    found = report._resolve(f"mindspore.{path}")
    return report.Row(namespace, name, kind, recorded, found)


def test_report_compares_signatures():
    report = load("report")
    reduce_mean = row(report, "ops.ReduceMean", "primitive", "(keep_dims=False)(x, axis=())")
    assert reduce_mean.status == "supported"
    assert reduce_mean.comparison() is True
    assert (
        row(report, "ops.ReduceMean", "primitive", "(keep_dims=True)(*args)").comparison() is False
    )
    assert (
        row(report, "ops.ReduceMean", "primitive", "(keep_dims=False)(*args)").comparison() is True
    )
    overloads = ("(axis=None, keep_dims=False)", "(dim=None, keepdim=False, *, dtype=None)")
    assert row(report, "Tensor.mean", "function", *overloads).comparison() is True
    assert row(report, "Tensor.from_numpy", "function", "(array)").comparison() is True
    assert row(report, "Tensor.from_numpy", "function", "(*args, **kwargs)").comparison() is None
    assert row(report, "ops.no_such_op", "function", "(x)").status == "missing"


def test_report_counts_the_facts_of_operators(monkeypatch):
    report = load("report")
    rows = {
        "a": {"calls": {"f(t0)": {}, "g(t0)": {"raises": "ValueError"}}, "gradient": {"f(t0)": {}}},
        "b": {"calls": {"f(t0)": "same"}, "graph": {"f(t0)": {"raises": "TypeError"}}},
    }
    monkeypatch.setattr(report.running, "families", lambda: ["made_up"])
    monkeypatch.setattr(report.running, "read_facts", lambda family: rows)
    assert [counts[1:] for counts in report._operator_facts()] == [[2, 1], [1, 0], [0, 1]]


def test_headline_is_a_row_of_the_measurements():
    seconds = {"msjax": 0.0021, "jax.jit": 0.002, "mindspore": 0.0146}
    step = {"family": "compiled step", "name": "MLP", "against": "jax.jit", "value": 1.05}
    results = {"rows": [step | {"seconds": seconds}], "versions": {"jax": "0.10"}}
    assert load("headline").headline(results) == (
        "Measured: a compiled training step (MLP) takes 2.1 ms, 1.05 times hand-written JAX;"
        " MindSpore takes 15 ms (CPU, jax 0.10; `make bench`).\n"
    )


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


def junit(path, *cases):
    body = "".join(f'<testcase name="{name}">{inside}</testcase>' for name, inside in cases)
    path.write_text(f"<testsuites><testsuite>{body}</testsuite></testsuites>")
    return path


def test_the_report_asks_for_the_tests_of_all_facts(tmp_path, monkeypatch):
    proofs = load("proofs")
    monkeypatch.setattr(proofs, "_wanted", lambda: {"test_value": 2, "test_case": 1})
    passed = [("test_value[a]", ""), ("test_value[b]", '<skipped type="pytest.xfail"/>')]
    case = ("test_case[c]", "")
    assert proofs.shown(junit(tmp_path / "all.xml", *passed, case)) == []
    lacking = proofs.shown(junit(tmp_path / "few.xml", passed[0], ("test_case[c]", "<failure/>")))
    assert lacking == [
        "test_value: 1 of 2 recorded facts have been tested",
        "test_case: 0 of 1 recorded facts have been tested",
    ]


def outer():
    def inner():
        return msjax.nn.Dense

    return inner


def test_the_report_finds_what_a_case_uses():
    names, paths = load("proofs").used(outer())
    assert "nn.Dense" in paths
    assert {"msjax", "nn", "Dense"} <= names


def test_the_report_reads_what_cases_share_in_other_files():
    case, _modes = harness.load("pooling_layers")["MaxPool3d"]  # made in compat_tests.layer_calls
    names, paths = load("proofs").used(case)
    assert "nn.MaxPool3d" in paths
    assert "grad" in names
