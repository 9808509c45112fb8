"""`msjax doctor`: what this installation is, and what it runs on."""

from __future__ import annotations

import platform
import re
from importlib import metadata

import msjax

_TARGETS = ("CPU", "GPU", "Ascend")
_PACKAGES = ("jax", "jaxlib", "flax", "numpy")
# What each extra is for.
_EXTRAS = {
    "graph": "`if` and `while` over tensors in compiled code",
    "dataset": "images, processes of pipelines",
    "safetensors": "files of safetensors",
    "summary": "SummaryRecord",
}


def own_version() -> str:
    """Return the version of msjax's distribution."""
    return _version("msjax", "not installed: a source tree")


def version_line() -> str:
    """Return the one line of `--version`."""
    return f"msjax {own_version()} (MindSpore {msjax.__version__} API)"


def report() -> str:
    """Describe versions, extras, backend, devices, and what each device_target becomes here.

    This starts the JAX backend.
    """
    import jax

    from msjax._core._jaxcompat import config
    from msjax._core.devices import resolve_device_target
    from msjax.cli.run import FOR_CHILDREN

    wide = jax.dtypes.canonicalize_dtype("int64").itemsize == 8
    lines = [version_line(), f"python {platform.python_version()} ({platform.platform()})"]
    lines += [f"{name} {_version(name, 'not installed')}" for name in _PACKAGES]
    lines += [f"extra {name} {_extra(name)} ({purpose})" for name, purpose in _EXTRAS.items()]
    lines += [
        f"backend: {jax.default_backend()}",
        f"devices: {', '.join(_describe(d) for d in jax.devices())}",
        f"64-bit numbers: {'on' if wide else 'off'}",
        f"compiled programs are kept in: {config.jax_compilation_cache_dir or 'no folder'}",
    ]
    lines += [f"device_target {t!r} runs on: {resolve_device_target(t)}" for t in _TARGETS]
    lines.append(f"mindspore for type checkers: {FOR_CHILDREN}")
    return "\n".join(lines)


def _extra(name: str) -> str:
    """Say whether what an extra needs is installed."""
    try:
        requirements = metadata.requires("msjax") or ()
    except metadata.PackageNotFoundError:
        return "is unknown: msjax is a source tree"
    needed = [r for r in requirements if re.search(rf"extra == ['\"]{name}['\"]", r)]
    packages = [re.split(r"[^\w-]", requirement)[0] for requirement in needed]
    absent = [package for package in packages if not _version(package, "")]
    return f"needs {', '.join(absent)}: pip install 'msjax[{name}]'" if absent else "is installed"


def _describe(device) -> str:
    return f"{device} ({device.device_kind})"


def _version(distribution: str, otherwise: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return otherwise
