"""MindSpore's compile cache: JAX's persistent cache of what XLA compiled, in MindSpore's folder.

It holds every program, also the small ones of single operators: a script that runs again compiles
next to nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jax
from jax.experimental.compilation_cache.compilation_cache import reset_cache

_config: Any = jax.config  # its attributes are made at run time
_WHATEVER_ITS_COST = {
    "jax_persistent_cache_min_compile_time_secs": 0.0,
    "jax_persistent_cache_min_entry_size_bytes": 0,
}
_before: dict[str, object] = {}


def use_compile_cache(enabled: bool | None = None, path: str = "") -> None:
    """Keep compiled programs on disk, or no longer.

    Args:
        enabled: whether to; None asks MS_COMPILER_CACHE_ENABLE, which has to be "1".
        path: the folder in which "rank_0/graph_cache" is made; "" asks MS_COMPILER_CACHE_PATH,
            then takes the working directory.
    """
    if enabled is None:
        enabled = os.environ.get("MS_COMPILER_CACHE_ENABLE") == "1"
    if not enabled:
        _update(_before)
        _before.clear()
        return
    folder = Path(path or os.environ.get("MS_COMPILER_CACHE_PATH") or ".") / "rank_0/graph_cache"
    settings = {"jax_compilation_cache_dir": str(folder.absolute()), **_WHATEVER_ITS_COST}
    for name in settings:
        _before.setdefault(name, getattr(_config, name))
    _update(settings)


def _update(settings) -> None:
    for name, value in settings.items():
        _config.update(name, value)
    if settings:
        reset_cache()  # it would go on with the folder of its first program
