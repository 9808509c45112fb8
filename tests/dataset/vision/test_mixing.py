"""Mixed batches: shapes, shares, and the distribution that shares come from."""

import numpy as np
import pytest

from msjax.dataset import config
from msjax.dataset.engine.random import Stream
from msjax.dataset.vision import CutMixBatch, ImageBatchFormat, MixUp, MixUpBatch
from msjax.dataset.vision.mixing import _Gamma, _rectangle

IMAGES = np.stack([np.full((6, 4, 3), 40 * i, np.uint8) for i in range(4)])
LABELS = np.eye(4, dtype=np.float32)


@pytest.fixture(autouse=True)
def seed():
    before = config.get_seed()
    config.set_seed(3)
    yield
    config.set_seed(before)


@pytest.mark.parametrize("alpha", [0.4, 1.0, 3.0])
def test_gamma_has_its_moments(alpha):
    gamma = _Gamma(Stream(1), alpha)
    drawn = np.array([gamma() for _ in range(2000)], float)
    assert drawn.min() > 0
    assert drawn.mean() == pytest.approx(alpha, rel=0.1)
    assert drawn.var() == pytest.approx(alpha, rel=0.2)


def test_labels_have_the_share_of_the_pixels():
    mixed, labels = CutMixBatch(ImageBatchFormat.NHWC)(IMAGES, LABELS)
    shares = np.stack([(mixed == 40 * i).all(-1).mean((1, 2)) for i in range(4)], axis=1)
    np.testing.assert_allclose(labels, shares, atol=1e-6)
    assert (labels.sum(1) == 1).all()


def test_nothing_is_cut_without_chance():
    mixed, labels = CutMixBatch(ImageBatchFormat.NHWC, prob=0)(IMAGES, LABELS)
    np.testing.assert_array_equal(mixed, IMAGES)
    np.testing.assert_array_equal(labels, LABELS)


def test_rectangle_is_within_the_image():
    stream = Stream(2)
    for share in np.linspace(0, 1, 50, dtype=np.float32):
        rows, columns = _rectangle(stream, 6, 4, share)
        assert 0 <= rows.start < rows.stop <= 6
        assert 0 <= columns.start < columns.stop <= 4


def test_blend_of_labels_is_that_of_images():
    mixed, labels = MixUpBatch(2.0)(IMAGES.astype(np.float64), LABELS)
    np.testing.assert_allclose(mixed[:, 0, 0, 0], labels @ [0, 40, 80, 120], rtol=1e-5)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ((IMAGES,), "size of input data should be 2"),
        ((IMAGES[0], LABELS), "input image is not in shape"),
        ((IMAGES, LABELS[0]), "input label is not in shape"),
        ((IMAGES, LABELS[:2]), "batch sizes of image and label must be the same"),
        ((IMAGES[..., :2], LABELS), "input image is not in channel of 1 or 3"),
    ],
)
@pytest.mark.parametrize("operation", [MixUpBatch(), CutMixBatch(ImageBatchFormat.NHWC)])
def test_what_is_no_batch(operation, columns, said):
    with pytest.raises(RuntimeError, match=said):
        operation(*columns)


def test_shares_that_are_lost_in_float32():
    config.set_seed(9)  # both draws are about 1e-10
    with pytest.raises(RuntimeError, match="larger `alpha`"):
        MixUpBatch(0.2)(IMAGES, LABELS)


def test_the_first_batch_stays_when_batches_are_mixed():
    mix = MixUp(4, 0.5, is_single=False)
    images, labels = mix(IMAGES, LABELS)
    np.testing.assert_array_equal(images, IMAGES)
    mixed, _ = mix(IMAGES[::-1], LABELS[::-1])
    assert ((mixed >= 0) & (mixed <= 120)).all()
    np.testing.assert_array_equal(labels, LABELS)
