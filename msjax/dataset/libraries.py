"""The image libraries, imported when they are first needed: they are the extra `dataset`."""

from __future__ import annotations

import functools
import sys
from typing import Any

from msjax.mindrecord.core.libraries import extra, opencv


@functools.cache
def pillow(name: str = "Image") -> Any:
    """Return a module of Pillow, by default `PIL.Image`: the Python operations stand on it."""
    return extra(f"PIL.{name}", "pillow")


def is_pil(image: object) -> bool:
    """Return whether this is an image of Pillow; Pillow is not imported for that."""
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(image, module.Image)


__all__ = ["is_pil", "opencv", "pillow"]
