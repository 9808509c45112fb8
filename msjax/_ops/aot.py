"""Functions of shared libraries, with MindSpore's C signature, called on NumPy arrays.

int name(int nparam, void **params, int *ndims, int64_t **shapes, const char **dtypes,
         void *stream, void *extra)
"""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

_SOURCES = (".cc", ".cpp")
_CXX_HOOKS = ("Init", "InferShape", "InferType")


def check_path(prefix: str, func, out_shape) -> None:
    """Check the form "file:function", and that the file may be loaded.

    Raises:
        TypeError: `func` is no str of that form, or outside of `MS_CUSTOM_AOT_WHITE_LIST`.
    """
    if not isinstance(func, str):
        raise TypeError(f"{prefix}, 'func' must be of type str, but got {type(func)}")
    if len(func.split(":")) != 2:
        if callable(out_shape):  # said when it is called, with another class, as in MindSpore
            return
        raise TypeError(f"{prefix}, 'func' should be like 'file_name:func_name', but got {func}")
    allowed = os.environ.get("MS_CUSTOM_AOT_WHITE_LIST")
    file = os.path.realpath(func.split(":")[0])
    if allowed is not None:
        allowed = os.path.realpath(allowed)
        if os.path.commonpath([file, allowed]) != allowed:
            raise TypeError(
                f"{prefix}, the legal path for the file is {allowed}, but the file is {file}; "
                "MS_CUSTOM_AOT_WHITE_LIST says so."
            )


def load(func: str):
    """Return a function of a library as one of (inputs, results), lists of arrays.

    Args:
        func: "file:function"; the file is a shared library or a source in C++.

    Raises:
        RuntimeError: the form is another, or the file or function is not there or not compiled.
        NotImplementedError: the file is written in CUDA, or the function needs C++ of MindSpore.
    """
    parts = func.split(":")
    if len(parts) != 2:
        raise RuntimeError(
            f"For 'Custom' on CPU, user defined function path '{func}' is illegal. Proper function "
            "path should follow the format of 'dir_path/file_name:func_name'"
        )
    path, name = Path(parts[0]), parts[1]
    if path.suffix == ".cu":
        raise NotImplementedError(
            f"For 'Custom', 'func' is {func!r}, written in CUDA, but msjax calls functions on the "
            "host: write the function in C++ ('.cc'), or compile it to a library for the CPU."
        )
    library = path.resolve()
    if path.suffix in _SOURCES:
        changed = library.stat().st_mtime_ns if library.exists() else 0
        library = _compiled(library, changed)
    if not library.exists():
        raise RuntimeError(f"For 'Custom' on CPU, couldn't find the AOT binary file: {path}")
    return _function(ctypes.CDLL(str(library)), library, name)


def _function(library, path, name):
    try:
        function = getattr(library, name)
    except AttributeError as error:
        raise RuntimeError(
            f"For 'Custom' on CPU, error occurs when fetching function '{name}'. Error info: "
            f"{error}; a function in C++ must be declared 'extern \"C\"'."
        ) from None
    for hook in _CXX_HOOKS:
        if hasattr(library, name + hook):
            raise NotImplementedError(
                f"For 'Custom', 'func' is {name!r} with a '{name}{hook}', which uses MindSpore's "
                "C++ class AotExtra; pass what it needs as inputs, and give 'out_shape' and "
                "'out_dtype' in Python."
            )
    function.restype = ctypes.c_int
    return functools.partial(_call, function, path, name)


def _call(function, path, name, inputs, results):
    """Call the function; it writes into `results`."""
    # An array without axes stays one: `np.ascontiguousarray` would give it an axis.
    arrays = [np.require(a, requirements="C") for a in inputs] + list(results)
    count = len(arrays)
    axes = [(ctypes.c_int64 * max(a.ndim, 1))(*a.shape) for a in arrays]
    int64s = ctypes.POINTER(ctypes.c_int64)
    code = function(
        ctypes.c_int(count),
        (ctypes.c_void_p * count)(*[a.ctypes.data for a in arrays]),
        (ctypes.c_int * count)(*[a.ndim for a in arrays]),
        (int64s * count)(*[ctypes.cast(a, int64s) for a in axes]),
        (ctypes.c_char_p * count)(*[a.dtype.name.encode() for a in arrays]),
        None,
        None,
    )
    if code != 0:
        raise RuntimeError(
            f"Return value from CPU AOT kernel({path})'s function({name}) is {code}. Any return "
            "value not equal to 0 is an error code of that function; return 0 where all is well."
        )


@functools.cache
def _folder() -> str:
    """Return where compiled sources are kept as long as the process lives."""
    import atexit

    folder = tempfile.mkdtemp(prefix="msjax_aot_")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def _compiled(source: Path, changed: int) -> Path:
    """Compile a source in C++, last changed at that time, to a shared library; return its path.

    Raises:
        RuntimeError: there is no compiler, or it fails.
    """
    compiler = shutil.which("g++") or shutil.which("c++")
    if compiler is None:
        raise RuntimeError(
            f"Compilation error in compiling {source}: neither g++ nor c++ is there; install one, "
            "or give a compiled library, 'file.so:function'."
        )
    library = Path(_folder()) / f"{source.name}.{abs(hash((source, changed)))}.so"
    command = [compiler, "-std=c++17", "-shared", "-fPIC", "-O2", f"-I{source.parent}"]
    result = subprocess.run(
        [*command, "-o", str(library), str(source)], capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        hint = ""
        if "custom_aot_extra.h" in result.stderr:
            hint = "custom_aot_extra.h is MindSpore's C++, which msjax does not have.\n"
        raise RuntimeError(f"Compilation error in compiling {source}:\n{hint}{result.stderr}")
    return library
