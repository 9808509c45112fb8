"""Images as the converters store them: JPEG files, made by OpenCV."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import numpy as np


@functools.cache
def _opencv() -> Any:
    try:
        return importlib.import_module("cv2")
    except ImportError as error:
        raise ImportError(
            "Storing images needs the package opencv-python-headless, which cannot be imported "
            f"({error}); install the extra that has it: `pip install 'msjax[dataset]'`."
        ) from error


def jpeg(image: np.ndarray) -> bytes:
    """Return an image as a JPEG file.

    Args:
        image: uint8, [height, width, channels], one channel or three, blue first.
    """
    return _opencv().imencode(".jpeg", image)[1].tobytes()
