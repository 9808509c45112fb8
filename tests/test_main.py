"""`python -m msjax`: programs run as Python itself runs them."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

import msjax

ROOT = Path(msjax.__file__).parent.parent
ENV = {
    **{k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    "PYTHONPATH": str(ROOT),
    "PYTHONSAFEPATH": "",
}


def python(*args, cwd, **options):
    """Run Python; return the finished process, its output as text."""
    return subprocess.run(
        [sys.executable, *map(str, args)],
        cwd=cwd,
        env=ENV,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def both(*args, cwd, **options):
    """Run the same words by `python` and by `python -m msjax`."""
    theirs = python(*args, cwd=cwd, **options)
    ours = python("-m", "msjax", *args, cwd=cwd, **options)
    return theirs, ours


def write(folder, **files):
    for name, text in files.items():
        path = folder / (name.replace("__in__", "/") + ".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))


SHOW = """
    import os, sys
    main = sys.modules["__main__"]
    assert main.__dict__ is globals()
    own = os.path.join("msjax", "compat", "child")
    print(sys.argv, [p for p in sys.path if not p.endswith(own)])
    spec = __spec__ and (__spec__.name, __spec__.origin)
    print(__name__, globals().get("__file__"), __package__, spec, type(__loader__).__name__)
    print(globals().get("__cached__"), __doc__, __builtins__)
"""


def test_script_sees_what_python_gives(tmp_path):
    write(tmp_path, show=SHOW)
    (tmp_path / "elsewhere").mkdir()
    for cwd, path in ((tmp_path, "show.py"), (tmp_path / "elsewhere", "../show.py")):
        theirs, ours = both(path, "--flag", "run", "-m", cwd=cwd)
        assert theirs.returncode == ours.returncode == 0, ours.stderr
        assert ours.stdout == theirs.stdout


def test_module_and_package_see_what_python_gives(tmp_path):
    write(tmp_path, show=SHOW, pkg__in____init__="", pkg__in____main__=SHOW, pkg__in__inner=SHOW)
    for name in ("show", "pkg", "pkg.inner"):
        theirs, ours = both("-m", name, "a", "-c", cwd=tmp_path)
        assert theirs.returncode == ours.returncode == 0, ours.stderr
        assert ours.stdout == theirs.stdout


def test_code_and_standard_input_see_what_python_gives(tmp_path):
    source = textwrap.dedent(SHOW)
    theirs, ours = both("-c", source, "a", cwd=tmp_path)
    assert ours.stdout.replace("<class ", "") == theirs.stdout.replace("<class ", "")
    theirs, ours = both("-", "a", cwd=tmp_path, input=source)
    assert theirs.returncode == ours.returncode == 0, ours.stderr
    assert ours.stdout.splitlines()[0] == theirs.stdout.splitlines()[0]


def test_folder_and_zip_are_run(tmp_path):
    write(tmp_path, app__in____main__=SHOW)
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.write(tmp_path / "app" / "__main__.py", "__main__.py")
    for path in ("app", "app.zip"):
        theirs, ours = both(path, "a", cwd=tmp_path)
        assert theirs.returncode == ours.returncode == 0, ours.stderr
        assert ours.stdout.splitlines()[0] == theirs.stdout.splitlines()[0]
        assert "__main__" in ours.stdout


@pytest.mark.parametrize("extra", [(), ("run",)], ids=["bare", "run"])
def test_mindspore_is_msjax(tmp_path, extra):
    write(
        tmp_path,
        train="""
        import inspect
        import mindspore as ms
        import mindspore.common.dtype as mstype
        from mindspore.common.tensor import Tensor
        import msjax

        def double(x):
            return x + x

        assert ms is msjax and Tensor is msjax.Tensor and mstype.float32 is msjax.float32
        print(inspect.getsource(double))
        """,
    )
    done = python("-m", "msjax", *extra, "train.py", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "return x + x" in done.stdout


FAILING = {
    "error": "def f():\n    raise ValueError('no')\nf()\n",
    "chained": "try:\n    1 / 0\nexcept ArithmeticError as e:\n    raise ValueError('no') from e\n",
    "syntax": "print('a')\nx = = 1\n",
    "exit_code": "import sys\nsys.exit(7)\n",
    "exit_text": "import sys\nsys.exit('stopped here')\n",
    "exit_none": "raise SystemExit\n",
    "interrupt": "def f():\n    raise KeyboardInterrupt\nf()\n",
    "import_error": "import no_such_module_at_all\n",
    "own_hook": "import sys\nsys.excepthook = lambda *e: print('hook', e[2].tb_lineno)\n1 / 0\n",
    "at_exit": "import atexit\natexit.register(print, 'bye', __name__)\n1 / 0\n",
    "future": "def f(x: no_such_name): pass\n",
}


@pytest.mark.parametrize("case", FAILING)
def test_ends_as_under_python(tmp_path, case):
    (tmp_path / "program.py").write_text(FAILING[case])
    theirs, ours = both("program.py", cwd=tmp_path)
    assert ours.returncode == theirs.returncode
    assert ours.stdout == theirs.stdout
    assert ours.stderr == theirs.stderr


def test_failing_package_shows_its_own_frames(tmp_path):
    write(tmp_path, bad__in____init__="def f():\n    raise ImportError('inner')\nf()\n")
    ours = python("-m", "msjax", "-m", "bad.mod", cwd=tmp_path)
    assert ours.returncode == 1
    assert "ImportError: inner" in ours.stderr
    assert "msjax" not in ours.stderr


def test_interrupt_from_outside(tmp_path):
    write(tmp_path, wait="import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint('late')\n")
    ours = python("-m", "msjax", "wait.py", cwd=tmp_path)
    assert ours.returncode == -signal.SIGINT
    assert ours.stderr.endswith("KeyboardInterrupt\n")
    assert "cli/run.py" not in ours.stderr


@pytest.mark.parametrize(
    "words",
    [("absent.py",), ("-m", "absent"), ("-m", "absent.inner"), ("folder",)],
    ids=" ".join,
)
def test_what_cannot_be_found(tmp_path, words):
    (tmp_path / "folder").mkdir()
    theirs, ours = both(*words, cwd=tmp_path)
    assert ours.returncode == theirs.returncode
    assert ours.stderr == theirs.stderr


def test_children_get_mindspore_too(tmp_path):
    """Spawned workers, and a Python that the program starts in another folder."""
    write(
        tmp_path,
        worker="""
        import mindspore

        def where(_):
            return mindspore.__name__, mindspore.common.dtype.__name__
        """,
        program="""
        import multiprocessing, subprocess, sys
        import worker

        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.map(worker.where, [0]))
            code = "import mindspore.common.dtype as d; print(d.__name__)"
            done = subprocess.run([sys.executable, "-c", code], cwd="/", check=True, text=True,
                                  stdout=subprocess.PIPE)
            print(done.stdout)
        """,
    )
    done = python("-m", "msjax", "program.py", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "[('msjax', 'msjax.common.dtype')]",
        "msjax.common.dtype",
        "",
    ]


def test_child_finds_msjax_without_pythonpath(tmp_path):
    """`python -m msjax` may have found msjax in the working directory only."""
    code = "import os; os.chdir('/'); os.system('%s -c \"import mindspore; print(mindspore)\"')"
    env = {k: v for k, v in ENV.items() if k not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    done = subprocess.run(
        [sys.executable, "-m", "msjax", "-c", code % sys.executable],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("<module 'msjax'")


def test_python_of_another_environment_keeps_its_mindspore(tmp_path):
    write(tmp_path, other__in____init__="", mindspore__in____init__="name = 'its own'")
    (tmp_path / "mindspore").rename(tmp_path / "other" / "mindspore")
    code = "import sys; sys.path.append(sys.argv[1]); import mindspore; print(mindspore.name)"
    child = ROOT / "msjax" / "compat" / "child"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "other"],
        env={**ENV, "PYTHONPATH": str(child), "MSJAX_PREFIX": "/another/environment"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "its own\n"


def test_doctor(tmp_path):
    done = python("-m", "msjax", "doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for word in ("msjax ", "python 3.", "jax ", "jaxlib ", "flax ", "numpy ", "backend: "):
        assert f"\n{word}" in f"\n{done.stdout}"
    for target in ("CPU", "GPU", "Ascend"):
        assert f"device_target '{target}' runs on: " in done.stdout
    assert "64-bit numbers: on" in done.stdout
    for extra in ("graph", "dataset", "safetensors", "summary"):
        assert f"\nextra {extra} is installed (" in done.stdout
    stubs = re.search("^mindspore for type checkers: (.*)$", done.stdout, re.MULTILINE)
    assert stubs is not None
    assert (Path(stubs[1]) / "mindspore" / "__init__.pyi").is_file()


def test_version_and_help(tmp_path):
    done = python("-m", "msjax", "--version", cwd=tmp_path)
    assert done.stdout.startswith("msjax ")
    assert "MindSpore 2.10.0 API" in done.stdout
    done = python("-m", "msjax", "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "python -m msjax [run] script.py" in done.stdout


@pytest.mark.parametrize("words", [(), ("--zork",), ("-m",), ("-c",), ("doctor", "x")], ids=str)
def test_misuse_shows_the_usage(tmp_path, words):
    done = python("-m", "msjax", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert "python -m msjax [run] script.py" in done.stderr
