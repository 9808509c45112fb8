"""What operations say when they refuse an array."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import Equalize, RandomInvert

IMAGE = photo()


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (photo(dtype=np.float32), "data type of .bool, uint8.. But got data type float32. Convert"),
        (IMAGE[0, 0], "dimension of .2, 3.. But got dimension 1. .*perform Decode first"),
        (IMAGE[None], "dimension of .2, 3.. But got dimension 4. .*<H, W> or <H, W, C>"),
        (photo(channels=2), "channel of .1, 3.. But got channel 2. Convert it with ConvertColor"),
        (IMAGE[:0], "Input Tensor has no data: its shape is .0, 30, 3."),
    ],
)
def test_words(image, said):
    with pytest.raises(RuntimeError, match=f"Equalize: .*{said}"):
        Equalize()(image)


def test_chance_does_not_decide_what_is_refused():
    with pytest.raises(RuntimeError, match="RandomInvert: "):
        RandomInvert(0.0)(IMAGE[..., 0])
