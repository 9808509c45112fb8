"""`msjax doctor`: what this installation is, and what it runs on."""

from __future__ import annotations

import platform
from importlib import metadata

import msjax

_TARGETS = ("CPU", "GPU", "Ascend")
_PACKAGES = ("jax", "jaxlib", "flax", "numpy")


def own_version() -> str:
    """Return the version of msjax's distribution."""
    return _version("msjax", "not installed: a source tree")


def version_line() -> str:
    """Return the one line of `--version`."""
    return f"msjax {own_version()} (MindSpore {msjax.__version__} API)"


def report() -> str:
    """Describe versions, backend, devices, and what each device_target becomes here.

    This starts the JAX backend.
    """
    import jax

    from msjax._core.devices import resolve_device_target
    from msjax.cli.run import FOR_CHILDREN

    wide = jax.dtypes.canonicalize_dtype("int64").itemsize == 8
    lines = [version_line(), f"python {platform.python_version()} ({platform.platform()})"]
    lines += [f"{name} {_version(name, 'not installed')}" for name in _PACKAGES]
    lines += [
        f"backend: {jax.default_backend()}",
        f"devices: {', '.join(_describe(d) for d in jax.devices())}",
        f"64-bit numbers: {'on' if wide else 'off'}",
    ]
    lines += [f"device_target {t!r} runs on: {resolve_device_target(t)}" for t in _TARGETS]
    lines.append(f"mindspore for type checkers: {FOR_CHILDREN}")
    return "\n".join(lines)


def _describe(device) -> str:
    return f"{device} ({device.device_kind})"


def _version(distribution: str, otherwise: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return otherwise
