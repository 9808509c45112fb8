"""Resize where MindSpore reads wrong memory."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import Inter, Resize


def test_pillows_cubic_filter_is_for_bytes():
    with pytest.raises(RuntimeError, match="PILCUBIC only supports uint8, but got: float32"):
        Resize((4, 5), Inter.PILCUBIC)(photo(dtype=np.float32))
