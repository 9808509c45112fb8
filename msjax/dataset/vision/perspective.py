"""Perspective maps of images, given or random."""

from __future__ import annotations

import random

import numpy as np

from msjax.dataset.libraries import opencv, pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import (
    INT32_MAX,
    INT32_MIN,
    checked,
    elements,
    integer,
    list_of,
    of_length,
    of_type,
    within,
)
from msjax.dataset.vision.affine import require_pillow_image
from msjax.dataset.vision.base import ImageTensorOperation, require_pil
from msjax.dataset.vision.enums import Inter
from msjax.dataset.vision.pixels import as_bytes
from msjax.dataset.vision.resizing import implementation_of, pil_filter
from msjax.dataset.vision.takes import SMOOTHED, STEPPED
from msjax.dataset.vision.warping import warp_perspective


def _points(value, name: str) -> None:
    list_of(list, tuple)(value, name)
    of_length(4, text="{} should be a list or tuple of length 4.")(value, name)
    for index, point in enumerate(value):
        text = "{} should be a list or tuple of length 2."
        of_length(2, text=text)(point, f"{name}[{index}]")
        elements(integer(INT32_MIN, INT32_MAX))(point, f"{name}[{index}]")


class Perspective(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """See an image in another perspective: four points move to four others.

    Args:
        start_points: list or tuple of four points (x, y) of the image, ints in pixels.
        end_points: list or tuple of the four points that these become.
        interpolation: an `Inter`; arrays have no ANTIALIAS, images of Pillow neither AREA nor
            PILCUBIC. Default: Inter.BILINEAR.

    Raises:
        TypeError: An argument is of another type or length; on a call: `interpolation` does not
            suit it.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image, or `interpolation` does not suit it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Perspective.html
    """

    random = False

    @checked(start_points=_points, end_points=_points, interpolation=of_type(Inter))
    def __init__(self, start_points, end_points, interpolation=Inter.BILINEAR):
        super().__init__()
        self.start_points = start_points
        self.end_points = end_points
        self.interpolation = interpolation
        self.implementation = implementation_of(interpolation)

    def _execute_c(self, image):
        # OpenCV knows no PILCUBIC, and MindSpore takes LINEAR for it here.
        pil_cubic = self.interpolation == Inter.PILCUBIC
        interpolation = Inter.LINEAR if pil_cubic else self.interpolation
        (STEPPED if interpolation == Inter.NEAREST else SMOOTHED).check(self, image)
        matrix = opencv().getPerspectiveTransform(
            np.array(self.start_points, np.float32), np.array(self.end_points, np.float32)
        )
        return warp_perspective(as_bytes(image), matrix, interpolation, (0, 0, 0))

    def _execute_py(self, img):
        interpolation = pil_filter(self.interpolation)
        require_pil(img)
        return _pil_perspective(img, self.start_points, self.end_points, interpolation)


class RandomPerspective(PyTensorOperation):
    """See an image of Pillow in a random perspective, or leave it.

    Args:
        distortion_scale: how far the corners move at most, in half widths and heights: a float
            within [0.0, 1.0]. Default: 0.5.
        prob: the probability that the image is changed, a float. Default: 0.5.
        interpolation: an `Inter`; neither AREA nor PILCUBIC. Default: Inter.BICUBIC.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range; on a call: it is no image of Pillow.
        RuntimeError: On a call: Pillow has no such interpolation.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomPerspective.html
    """

    implementation = Implementation.PY

    @checked(
        distortion_scale=[of_type(float), within(0.0, 1.0)],
        prob=[of_type(float), within(0.0, 1.0)],
        interpolation=of_type(Inter),
    )
    def __init__(self, distortion_scale=0.5, prob=0.5, interpolation=Inter.BICUBIC):
        super().__init__()
        self.distortion_scale = distortion_scale
        self.prob = prob
        self.interpolation = interpolation

    def _execute_py(self, img):
        require_pillow_image(img)
        if self.prob <= random.random():
            return img
        width, height = img.size
        right, bottom = width - 1, height - 1
        dx, dy = (int(length / 2 * self.distortion_scale) for length in img.size)
        corners = [(0, 0), (right, 0), (right, bottom), (0, bottom)]
        moved = [
            (
                random.randint(right - dx, right) if x else random.randint(0, dx),
                random.randint(bottom - dy, bottom) if y else random.randint(0, dy),
            )
            for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
        ]
        return _pil_perspective(img, corners, moved, Inter.to_python_type(self.interpolation))


def _pil_perspective(img, start_points, end_points, interpolation):
    rows, places = [], []
    for (x, y), (u, v) in zip(end_points, start_points, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        places += [u, v]
    matrix, target = np.array(rows, float), np.array(places, float)
    coefficients = np.linalg.lstsq(matrix, target, rcond=None)[0].tolist()
    transform = pillow().Transform.PERSPECTIVE
    return img.transform(img.size, transform, coefficients, interpolation)
