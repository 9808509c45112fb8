"""The image libraries, imported when they are first needed: they are the extra `dataset`."""

from __future__ import annotations

import functools
import importlib
import sys
import threading
from types import ModuleType
from typing import Any

_thread = threading.local()


def opencv() -> Any:
    """Return the module `cv2`: it computes what MindSpore's C++ operations compute.

    MindSpore's OpenCV is built without Intel's IPP, whose interpolation rounds otherwise, so IPP is
    switched off, which OpenCV does per thread.
    """
    cv2 = getattr(_thread, "cv2", None)
    if cv2 is None:
        cv2 = _thread.cv2 = _extra("cv2", "opencv-python-headless")
        cv2.ipp.setUseIPP(False)
    return cv2


@functools.cache
def pillow(name: str = "Image") -> Any:
    """Return a module of Pillow, by default `PIL.Image`: the Python operations stand on it."""
    return _extra(f"PIL.{name}", "pillow")


def is_pil(image: object) -> bool:
    """Return whether this is an image of Pillow; Pillow is not imported for that."""
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(image, module.Image)


def _extra(module: str, package: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"Operations on images need the package {package}, which cannot be imported ({error}); "
            "install the extra that has it: `pip install 'msjax[dataset]'`."
        ) from error
