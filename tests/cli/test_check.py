"""`msjax check`: names are followed through a program's text, which is never run."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from msjax.__main__ import main

ROOT = Path(__file__).parents[2]

# The style of 2021: names of the script below that msjax must find by what they mean.
OLD_STYLE = """
    import mindspore.dataset as ds
    import mindspore.nn as nn
    from mindspore import context, Tensor
    from mindspore.common import dtype as mstype
    from mindspore.common.initializer import Normal
    from mindspore.no_such_module import thing
    from mindspore.ops import composite as C, functional as F, operations as P
    from mindspore.train.serialization import load_no_such_thing

    context.set_context(mode=context.GRAPH_MODE, device_target="Ascend", save_graph=True)
    raise SystemExit("a program that is checked is not run")

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.mean = P.ReduceMean(keep_dims=True)
            self.fc = nn.Dense(3, 4, weight_init=Normal(0.02), weigth=3)
            self.grad = C.GradOperation(get_all=True)

        def construct(self, x):
            self.set_train()
            self.mean(x)
            return F.tensor_pow(x, Tensor(2, mstype.float32))

    print(Tensor([1.0]).asnumpy(), ds.NoSuchDataset)
"""


def check(capsys, *words):
    """Return the exit code and the document of `check --json`."""
    code = main(["check", "--json", *map(str, words)])
    return code, json.loads(capsys.readouterr().out)


def statuses(capsys, folder, text):
    """Return {name: status} of a program."""
    path = folder / "program.py"
    path.write_text(textwrap.dedent(text))
    return {n["name"]: n["status"] for n in check(capsys, path)[1]["names"]}


def test_old_style(capsys, tmp_path):
    found = statuses(capsys, tmp_path, OLD_STYLE)
    assert {name for name, status in found.items() if status == "missing"} == {
        "mindspore.context.set_context(save_graph=)",
        "mindspore.dataset.NoSuchDataset",
        "mindspore.nn.Dense(weigth=)",
        "mindspore.no_such_module",
        "mindspore.train.serialization.load_no_such_thing",
    }
    supported = {name for name, status in found.items() if status == "supported"}
    assert supported >= {
        "mindspore.common.dtype.float32",
        "mindspore.common.initializer.Normal",
        "mindspore.context.GRAPH_MODE",
        "mindspore.nn.Cell.set_train",
        "mindspore.ops.composite.GradOperation",
        "mindspore.ops.functional.tensor_pow",
        "mindspore.ops.operations.ReduceMean",
    }
    assert found["mindspore.Tensor.asnumpy"] == "differs"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("import mindspore\nmindspore.ops.no_such_op(1)", "mindspore.ops.no_such_op"),
        ("import mindspore as ms\nf = ms.ops\ng = f\ng.no_such_op", "mindspore.ops.no_such_op"),
        ("import mindspore.ops as P\nlambda x: P.no_such_op(x)", "mindspore.ops.no_such_op"),
        ("from mindspore import nn\n[nn.NoSuchLayer for _ in ()]", "mindspore.nn.NoSuchLayer"),
        ("from msjax import nn\nnn.NoSuchLayer", "mindspore.nn.NoSuchLayer"),
        ("def f():\n    from mindspore import nn\n    nn.NoSuchLayer", "mindspore.nn.NoSuchLayer"),
        ("import mindspore as ms\nms.Tensor(1).set_device_address()", "set_device_address"),
        ("import mindspore as ms\nx = ms.Tensor(1)\nx.set_device_address()", "set_device_address"),
        ("import mindspore as ms\nms.ops.mean(1, no_such=1)", "mindspore.ops.mean(no_such=)"),
        ("import mindspore as ms\nms.nn.Adam([], use_offload=True)", "nn.Adam(use_offload=)"),
        ("from mindspore.rewrite import sparsify", "mindspore.rewrite.sparsify"),
        ("import mindspore as ms\nms.set_context(mode=7)", "mindspore.set_context(mode=)"),
        (
            "import mindspore as ms\nms.set_auto_parallel_context(parallel_mode='no')",
            "set_auto_parallel_context(parallel_mode=)",
        ),
        (
            "from mindspore import nn\nclass A(nn.Cell): pass\nclass B(A):\n"
            "    def f(self): self.set_mixed_precision_type()",
            "mindspore.nn.Cell.set_mixed_precision_type",
        ),
    ],
)
def test_missing_names_are_followed(capsys, tmp_path, program, name):
    found = statuses(capsys, tmp_path, program)
    assert [n for n, status in found.items() if status == "missing" and n.endswith(name)]


@pytest.mark.parametrize(
    "program",
    [
        "import mindspore as ms\ndef f(ms): ms.no_such",
        "from mindspore import nn\ndef f():\n    nn = object()\n    nn.no_such",
        "from mindspore import nn\n[nn.no_such for nn in ()]",
        "from mindspore import nn\nclass N(nn.Cell):\n    def f(self):\n"
        "        self.cell_init_args = 1\n        self.cell_init_args",
        "from mindspore import nn\nnn.Adam([], use_offload=False)",
        "import mindspore as ms\nms.set_context(mode=choose(), device_target=target)",
        "from .mindspore import nothing",
        "import mindspore as ms\nms.float32.itemsize.no_such",
        "x = x.no_such\ny = y",
    ],
)
def test_nothing_is_missing(capsys, tmp_path, program):
    assert "missing" not in statuses(capsys, tmp_path, program).values()


def test_star_imports(capsys, tmp_path):
    text = "from mindspore.ops import *\nrelu(1)\nprint(len([]))\nReduceMean()\nno_such_op"
    assert statuses(capsys, tmp_path, text) == {
        "mindspore.ops.ReduceMean": "supported",
        "mindspore.ops.relu": "supported",
    }


def test_what_the_program_handles_does_not_count(capsys, tmp_path):
    path = tmp_path / "program.py"
    guarded = "try:\n    from mindspore.nn import NoSuch\nexcept ImportError:\n    NoSuch = None\n"
    path.write_text(guarded)
    code, document = check(capsys, path)
    assert code == 0
    assert document["summary"]["handled"] == 1
    path.write_text(guarded + "import mindspore.nn as nn\nnn.NoSuch\n")
    code, document = check(capsys, path)
    assert code == 1
    assert document["summary"]["missing"] == 1


def test_text_tells_places_reason_and_summary(capsys, tmp_path):
    path = tmp_path / "program.py"
    path.write_text("import mindspore as ms\nms.ops.reduce_maen\n" + "ms.nn.ReLU()\n" * 5)
    assert main(["check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"supported  mindspore.nn.ReLU  {path}:3, 4, 5 (+2)"
    assert lines[1] == f"missing    mindspore.ops.reduce_maen  {path}:2"
    assert "did you mean: mindspore.ops." in lines[2]
    assert lines[3] == "2 names in 1 file: 1 supported, 0 differing, 1 missing"
    assert main(["check", "--missing", str(path)]) == 1
    assert "supported  " not in capsys.readouterr().out


def test_notebook_places_are_cells(capsys, tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["not python"]},
        {"cell_type": "code", "source": ["%load_ext msjax\n", "!ls\n", "import mindspore as ms\n"]},
        {"cell_type": "code", "source": "%%bash\nls -l"},
        {"cell_type": "code", "source": "x = (7\n  % 4)\nms.ops.no_such_op"},
    ]
    path = tmp_path / "story.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    code, document = check(capsys, path)
    assert code == 1
    assert document["names"][0]["uses"] == [{"file": str(path), "cell": 4, "line": 3}]


def test_folders_and_unreadable_files(capsys, tmp_path):
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    (tmp_path / "env" / "skipped.py").write_text("x =")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "good.py").write_text("from mindspore import nn\nnn.ReLU")
    assert check(capsys, tmp_path)[0] == 0
    (tmp_path / "pkg" / "bad.py").write_text("x = 1\nx =")
    (tmp_path / "pkg" / "bad.ipynb").write_text("{}")
    code, document = check(capsys, tmp_path, tmp_path / "absent.py")
    assert code == 2
    assert document["summary"]["supported"] == 1
    absent, notebook, script = document["errors"]
    assert absent.endswith("absent.py: no such file or folder")
    assert notebook.endswith("bad.ipynb: no notebook: it has no cells")
    assert script.endswith("bad.py:2: invalid syntax")


def test_long_chains(capsys, tmp_path):
    path = tmp_path / "program.py"
    for count, code, errors in ((900, 1, []), (30_000, 2, [f"{path}: nested too deeply"])):
        chain = "ms.Tensor(1)" + ".abs()" * count
        path.write_text(f"import mindspore as ms\n{chain}\nms.ops.no_such_op\n")
        outcome = check(capsys, path)
        assert (outcome[0], outcome[1]["errors"]) == (code, errors)


def test_own_programs_are_supported(capsys):
    places = [ROOT / "examples", ROOT / "notebooks", ROOT / "compat_tests" / "programs"]
    code, document = check(capsys, *places)
    assert code == 0
    assert document["summary"]["missing"] == 0
    assert document["summary"]["supported"] > 40


def test_no_backend_is_started():
    script = (
        "import sys, jax._src.xla_bridge as bridge\n"
        "from msjax.__main__ import main\n"
        "code = main(['check', 'examples', 'notebooks', 'compat_tests/cases'])\n"
        "assert not bridge.backends_are_initialized(), 'checking started a JAX backend'"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True)


@pytest.mark.parametrize("command", ["check", "doctor"])
def test_help(capsys, command):
    try:
        code = main([command, "--help"])
    except SystemExit as stop:  # argparse's way
        code = stop.code
    assert not code
    assert f"usage: msjax {command}" in capsys.readouterr().out
