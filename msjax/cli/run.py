"""Run a program as Python itself would, with `mindspore` being msjax."""

from __future__ import annotations

import builtins
import io
import marshal
import os
import sys
from collections.abc import Callable
from importlib.machinery import BuiltinImporter, ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from types import CodeType, ModuleType, TracebackType
from zipimport import ZipImportError, zipimporter

import msjax

# The directory of the `mindspore` package that child processes find, and type checkers if told.
FOR_CHILDREN = os.path.join(os.path.dirname(msjax.__file__), "compat", "child")
_PYC_HEADER = 16  # bytes before the code in a .pyc file (PEP 552)


class CannotStart(Exception):
    """The program cannot be found; `code` is the exit code Python gives then."""

    def __init__(self, message: str, code: int = 1):
        super().__init__(message)
        self.code = code


def run(first: str, rest: list[str]) -> None:
    """Run what the words of a command line name: `-m module`, `-c code`, or a script.

    Raises:
        CannotStart: there is no such program.
    """
    launcher = sys.modules["__main__"]
    try:
        if first == "-m":
            run_module(rest[0], rest[1:])
        elif first == "-c":
            run_code(rest[0], rest[1:])
        else:
            run_script(first, rest)
    except (SystemExit, CannotStart):
        raise
    except BaseException:
        _hide_own_frames(launcher)
        raise


def run_script(path: str, args: list[str]) -> None:
    """Run a script, a directory or zip file with a `__main__.py`, or `-` for standard input."""
    sys.argv[:] = [path, *args]
    if path == "-":
        _begin("")
        _execute({"__loader__": BuiltinImporter}, lambda: _compile(sys.stdin.read(), "<stdin>"))
    elif os.path.isdir(path) or _is_zip(path):
        place = os.path.abspath(path)
        _begin(place, even_if_safe=True)
        spec = PathFinder.find_spec("__main__", [place])
        if spec is None or spec.loader is None:
            raise CannotStart(f"can't find '__main__' module in {place!r}")
        _execute(_names(spec), lambda: _code(spec))
    else:
        _run_file(os.path.join(os.getcwd(), path))


def _run_file(path: str) -> None:
    try:
        with io.open_code(path) as file:
            content = file.read()
    except OSError as error:
        text = f"can't open file {path!r}: [Errno {error.errno}] {error.strerror}"
        raise CannotStart(text, 2) from None
    _begin(os.path.dirname(os.path.realpath(path)))
    names = {"__file__": path, "__cached__": None, "__loader__": SourceFileLoader("__main__", path)}
    if path.endswith(".pyc"):
        _execute(names, lambda: marshal.loads(content[_PYC_HEADER:]))
    else:
        _execute(names, lambda: _compile(content, path))


def run_module(name: str, args: list[str]) -> None:
    """Run a module, or a package's `__main__`, as `python -m name` does."""
    sys.argv[:] = ["-m", *args]
    _begin(os.getcwd())
    spec = _main_spec(name)
    sys.argv[0] = spec.origin or name
    _execute(_names(spec), lambda: _code(spec))


def run_code(source: str, args: list[str]) -> None:
    """Run source text as `python -c source` does."""
    sys.argv[:] = ["-c", *args]
    _begin("")
    _execute({"__loader__": BuiltinImporter}, lambda: _compile(source, "<string>"))


def _begin(place: str, even_if_safe: bool = False) -> None:
    """Set `sys.path` as Python would, and make `mindspore` msjax here and in child processes."""
    if not sys.flags.safe_path:
        sys.path[0:1] = [place]
    elif even_if_safe:
        sys.path.insert(0, place)
    msjax.install_as_mindspore()
    if FOR_CHILDREN not in sys.path:
        # Where PYTHONPATH would have put it: multiprocessing hands sys.path to its children, and
        # any other Python that the program starts reads the environment.
        sys.path.insert(0 if sys.flags.safe_path else 1, FOR_CHILDREN)
        inherited = os.environ.get("PYTHONPATH")
        places = [FOR_CHILDREN, inherited] if inherited else [FOR_CHILDREN]
        os.environ["PYTHONPATH"] = os.pathsep.join(places)
        os.environ["MSJAX_PREFIX"] = sys.prefix  # a Python of another environment is left alone


def _execute(names: dict[str, object], get_code: Callable[[], CodeType]) -> None:
    """Make the program's `__main__` module and run its code there."""
    main = ModuleType("__main__")
    main.__dict__.update(names, __builtins__=builtins)
    sys.modules["__main__"] = main
    exec(get_code(), main.__dict__)


def _hide_own_frames(launcher: ModuleType) -> None:
    """Let the hook that prints an uncaught exception see the program's frames only."""
    hook = sys.excepthook
    own = [launcher.__dict__, globals()]

    def excepthook(kind, error, trace: TracebackType | None):
        while trace is not None and (
            any(trace.tb_frame.f_globals is names for names in own)
            or trace.tb_frame.f_code.co_filename.startswith("<frozen ")
            or trace.tb_frame.f_globals.get("__name__") == "msjax.__main__"
        ):
            trace = trace.tb_next
        hook(kind, error.with_traceback(trace), trace)

    sys.excepthook = excepthook


def _names(spec: ModuleSpec) -> dict[str, object]:
    """Return what Python sets in a `__main__` that it found as a module."""
    return {
        "__spec__": spec,
        "__loader__": spec.loader,
        "__package__": spec.parent,
        "__file__": spec.origin,
        "__cached__": spec.cached,
    }


def _main_spec(name: str) -> ModuleSpec:
    """Find what `-m name` runs."""
    parent = name.rpartition(".")[0]
    try:
        if parent:
            __import__(parent)
        spec = find_spec(name)
    except ImportError as error:
        if error.name is None or not f"{parent}.".startswith(f"{error.name}."):
            raise  # the package was found and failed: that is the program's own error
        raise CannotStart(_finding_failed(name, error)) from None
    except (AttributeError, TypeError, ValueError) as error:
        raise CannotStart(_finding_failed(name, error)) from None
    if spec is None:
        raise CannotStart(f"No module named {name}")
    if spec.submodule_search_locations is None:
        return spec
    if name.endswith(".__main__"):
        raise CannotStart(f"Cannot use package as __main__ module; {name!r} is a package")
    try:
        return _main_spec(f"{name}.__main__")
    except CannotStart as error:
        text = f"{error}; {name!r} is a package and cannot be directly executed"
        raise CannotStart(text) from None


def _finding_failed(name: str, error: Exception) -> str:
    kind = type(error).__name__
    return f"Error while finding module specification for {name!r} ({kind}: {error})"


def _code(spec: ModuleSpec) -> CodeType:
    get_code = getattr(spec.loader, "get_code", lambda name: None)
    code = get_code(spec.name)
    if code is None:
        raise CannotStart(f"No code object available for {spec.name}")
    return code


def _compile(source: str | bytes, filename: str) -> CodeType:
    return compile(source, filename, "exec", dont_inherit=True)


def _is_zip(path: str) -> bool:
    try:
        zipimporter(path)
    except ZipImportError:
        return False
    return True
