"""Images as the converters store them: JPEG files, made by OpenCV."""

from __future__ import annotations

import numpy as np

from msjax.mindrecord.core.libraries import opencv


def jpeg(image: np.ndarray) -> bytes:
    """Return an image as a JPEG file.

    Args:
        image: uint8, [height, width, channels], one channel or three, blue first.
    """
    return opencv().imencode(".jpeg", image)[1].tobytes()
