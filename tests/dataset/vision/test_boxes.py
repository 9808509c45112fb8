"""Boxes that MindSpore forgets to move."""

import numpy as np

from compat_tests.images import photo
from msjax.dataset import vision

IMAGE = photo(4, 4)
IMAGE[1:3, 1:3] = 255
BOX = np.float32([[1, 1, 2, 2, 9]])


def test_padding_moves_boxes():
    crop = vision.RandomCropWithBBox((8, 8), pad_if_needed=True)
    image, boxes = crop(IMAGE, BOX)
    x, y, width, height = boxes[0, :4].astype(int)
    assert (image[y : y + height, x : x + width] == 255).all()
    assert boxes[0, 4] == 9


def test_boxes_that_came_in_stay_as_they_are():
    boxes = BOX.copy()
    vision.ResizeWithBBox(8)(IMAGE, boxes)
    np.testing.assert_array_equal(boxes, BOX)


def test_boxes_of_which_nothing_is_left_are_dropped():
    image = photo(20, 20)
    crop = vision.RandomResizedCropWithBBox(4, (0.01, 0.01), (1, 1))
    for _ in range(10):
        _, boxes = crop(image, np.float32([[0, 0, 1, 1], [0, 0, 20, 20]]))
        assert boxes[-1].tolist() == [0, 0, 4, 4]
