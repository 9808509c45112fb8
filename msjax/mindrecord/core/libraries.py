"""The libraries of the extra `dataset`, imported when they are first needed."""

from __future__ import annotations

import importlib
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
        cv2 = _thread.cv2 = extra("cv2", "opencv-python-headless")
        cv2.ipp.setUseIPP(False)
    return cv2


def extra(module: str, package: str) -> ModuleType:
    """Import a module that a package of the extra has.

    Raises:
        ImportError: it cannot be imported.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"Operations on images need the package {package}, which cannot be imported ({error}); "
            "install the extra that has it: `pip install 'msjax[dataset]'`."
        ) from error
