"""Operations that change an image and the boxes of the things in it.

They take two columns: an image (height, width, channels), and float32 boxes (number, 4 or more)
whose first numbers are x and y of the upper left corner, width and height, in pixels.
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.transforms.base import Implementation, TensorOperation
from msjax.dataset.transforms.checks import checked, of_type, probability
from msjax.dataset.vision import checks
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import Inter
from msjax.dataset.vision.flipping import flipped
from msjax.dataset.vision.random_cropping import PaddedCrop, ScaledCrop, random_interpolation
from msjax.dataset.vision.resizing import c_size, interpolation, resized


class WithBoxes(ImageTensorOperation):
    """The base class of operations on an image and its boxes."""

    implementation = Implementation.C
    _columns = None

    def _execute_c(self, *columns):
        image, boxes = self._checked_columns(columns)
        return self._change(image, boxes.copy())

    def _change(self, image, boxes):
        raise NotImplementedError

    def _checked_columns(self, columns):
        if len(columns) != 2:
            raise self._failure(
                "invalid input, size of input data should be 2 (including image and bounding box), "
                f"but got: {len(columns)}; name two columns in `input_columns`."
            )
        image, boxes = columns
        self._check_image(image)
        if boxes.ndim != 2:
            raise self._failure(
                "bounding boxes should have to be two-dimensional matrix at least, but got "
                f"{boxes.ndim} dimension."
            )
        if boxes.shape[1] < 4:
            raise self._failure(
                f"bounding boxes should be have at least 4 features, but got: {boxes.shape[1]}"
            )
        if boxes.dtype != np.float32:
            raise self._failure(f"bounding boxes should be float32, but got {boxes.dtype}.")
        height, width = image.shape[:2]
        for x, y, across, down in boxes[:, :4].tolist():
            if x < 0 or y < 0:
                raise self._failure(
                    f"the coordinates of the bounding boxes has negative value, got: ({x},{y}); "
                    "use boxes inside of the image."
                )
            if x + across > width or y + down > height:
                raise self._failure(
                    "bounding boxes is out of bounds of the image, as image width: "
                    f"{width}, bbox width coordinate: {x + across}, and image height: {height}, "
                    f"bbox height coordinate: {y + down}"
                )
        return image, boxes


class _RandomFlipWithBBox(WithBoxes):
    _axis: int

    @checked(prob=probability)
    def __init__(self, prob=0.5):
        super().__init__()
        self.prob = prob

    def _change(self, image, boxes):
        if self._stream().bernoulli(self.prob):
            place, length = (0, 2) if self._axis else (1, 3)
            boxes[:, place] = image.shape[self._axis] - boxes[:, place] - boxes[:, length]
            image = flipped(image, self._axis)
        return image, boxes


class RandomHorizontalFlipWithBBox(_RandomFlipWithBBox):
    """Exchange left and right of an image and its boxes, or leave them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomHorizontalFlipWithBBox.html

    Args:
        prob: the probability that they are exchanged. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: there is no image, or a box reaches out of it.

    Differs: the array of boxes that came in stays as it is; MindSpore writes the result into it.
    """

    _axis = 1


class RandomVerticalFlipWithBBox(_RandomFlipWithBBox):
    """Exchange up and down of an image and its boxes, or leave them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomVerticalFlipWithBBox.html

    Args:
        prob: the probability that they are exchanged. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: there is no image, or a box reaches out of it.

    Differs: the array of boxes that came in stays as it is; MindSpore writes the result into it.
    """

    _axis = 0


class ResizeWithBBox(WithBoxes):
    """Resize an image and its boxes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ResizeWithBBox.html

    Args:
        size: (height, width) in pixels; or the length of the shorter edge, to which the other is
            kept in proportion.
        interpolation: an `Inter`, but ANTIALIAS. Default: Inter.LINEAR.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A length is not positive.
        RuntimeError: On a call: there is no image, or a box reaches out of it.

    Differs: the array of boxes that came in stays as it is; MindSpore writes the result into it.
    """

    @checked(size=checks.resize_size, interpolation=interpolation)
    def __init__(self, size, interpolation=Inter.LINEAR):
        super().__init__()
        self.size = size
        self.interpolation = interpolation

    def _change(self, image, boxes):
        return self._resized(image, boxes, self.interpolation)

    def _resized(self, image, boxes, interpolation):
        size = c_size(self.size, image.shape[:2])
        _scale(boxes, image.shape, size)
        return resized(image, size, interpolation, self._failure), boxes


class RandomResizeWithBBox(ResizeWithBBox):
    """Resize an image and its boxes, with a random interpolation.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomResizeWithBBox.html

    Args:
        size: (height, width) in pixels; or the length of the shorter edge, to which the other is
            kept in proportion.

    Raises:
        TypeError: `size` is neither.
        ValueError: A length is not positive.
        RuntimeError: On a call: there is no image, or a box reaches out of it.

    Differs: the array of boxes that came in stays as it is; MindSpore writes the result into it.
    """

    def __init__(self, size):
        super().__init__(size)

    def _change(self, image, boxes):
        return self._resized(image, boxes, random_interpolation(self._stream()))


class RandomCropWithBBox(WithBoxes, PaddedCrop):
    """Cut a part out of an image, at a random place; boxes are cut with it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomCropWithBBox.html

    Boxes of which nothing is left are dropped.

    Args:
        size: (height, width) in pixels, or one number for both.
        padding: how many pixels are added first: one number for all edges, two for left and right
            and for upper and lower edge, or four for left, upper, right and lower edge.
            Default: None.
        pad_if_needed: whether an image that is smaller is padded. Default: False.
        fill_value: what added pixels are with Border.CONSTANT: one number, or a tuple (R, G, B), of
            0 to 255. Default: 0.
        padding_mode: a `Border`. Default: Border.CONSTANT.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: there is no image, it is too small, or a box reaches out of it.

    Differs: what `pad_if_needed` adds moves the boxes too; MindSpore leaves them behind.
    """

    def _change(self, image, boxes):
        padding = self._padding_for(image.shape)
        image = self._padded(image, padding)
        boxes[:, 0] += padding[0]
        boxes[:, 1] += padding[1]
        y, x = self._place(image.shape, self._stream())
        height, width = self.size
        return image[y : y + height, x : x + width], _cut(boxes, (y, x, height, width))


class RandomResizedCropWithBBox(WithBoxes, ScaledCrop):
    """Cut a random part out of an image and resize it; boxes are cut and resized with it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomResizedCropWithBBox.html

    Boxes of which nothing is left are dropped.

    Args:
        size: (height, width) of the result in pixels, or one number for both.
        scale: (least, largest) part of the image's area. Default: (0.08, 1.0).
        ratio: (least, largest) width by height. Default: (3 / 4, 4 / 3).
        interpolation: an `Inter`, but ANTIALIAS. Default: Inter.BILINEAR.
        max_attempts: how often a part that fits is looked for; then it is the middle. Default: 10.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: there is no image, or a box reaches out of it.

    Differs: the array of boxes that came in stays as it is; MindSpore writes the result into it.
    """

    def _change(self, image, boxes):
        box = self._box(*image.shape[:2])
        boxes = _cut(boxes, box)
        _scale(boxes, box[2:], self.size)
        return self._crop(image, box), boxes


class BoundingBoxAugment(WithBoxes):
    """Apply an operation to the parts of an image that lie in randomly chosen boxes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.BoundingBoxAugment.html

    A part whose size the operation changes is resized to its box.

    Args:
        transform: an operation on arrays.
        ratio: the probability that a box is chosen. Default: 0.3.

    Raises:
        TypeError: `transform` is no operation on arrays, or `ratio` no number.
        ValueError: `ratio` is not within [0, 1].
        RuntimeError: On a call: there is no image, or a box reaches out of it.
    """

    @checked(ratio=probability, transform=lambda value, name: _on_arrays(value, name))
    def __init__(self, transform, ratio=0.3):
        super().__init__()
        self.transform = transform
        self.ratio = ratio

    def _change(self, image, boxes):
        result = image.copy()
        stream = self._stream()
        for x, y, width, height in boxes[:, :4].astype(int).tolist():
            if not stream.real32() < self.ratio:
                continue
            part = self.transform(result[y : y + height, x : x + width])
            if part.shape[:2] != (height, width):
                part = resized(part, (height, width), Inter.LINEAR, self._failure)
            result[y : y + height, x : x + width] = part
        return result, boxes


def _on_arrays(transform, name):
    of_type(TensorOperation)(transform, name)


def _cut(boxes, part):
    """Return what of boxes lies in a part (top, left, height, width), seen from its corner."""
    top, left, height, width = part
    corner, size = (np.array(pair, np.float32) for pair in ([left, top], [width, height]))
    low = boxes[:, :2] - corner
    high = low + boxes[:, 2:4]
    kept = ((low <= size) & (high >= 0)).all(1)
    low, high = np.maximum(low, 0), np.minimum(high, size)
    boxes[:, :2], boxes[:, 2:4] = low, high - low
    return boxes[kept]


def _scale(boxes, shape, size) -> None:
    """Scale boxes in place as an image of a shape (height, width) is resized to `size`."""
    down, across = (size[axis] / shape[axis] for axis in (0, 1))
    boxes[:, :4] *= np.array([across, down, across, down], np.float32)
