"""Cut random parts out of images, and resize by chance."""

from __future__ import annotations

import math
import random

import numpy as np

from msjax.dataset.transforms.base import Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, of_type, optional, positive_int32
from msjax.dataset.vision import checks
from msjax.dataset.vision.base import ImageTensorOperation, as_pair, each_image, require_pil
from msjax.dataset.vision.cropping import cropped_pil
from msjax.dataset.vision.decoding import decoded_bgr, red_first
from msjax.dataset.vision.enums import Border, Inter
from msjax.dataset.vision.padding import four_paddings, padded, padded_pil, three_values
from msjax.dataset.vision.resizing import (
    c_size,
    implementation_of,
    pil_filter,
    resized,
    resized_pil,
)


class PaddedCrop(ImageTensorOperation):
    """What RandomCrop with boxes and without do."""

    @checked(
        size=checks.crop_size,
        pad_if_needed=of_type(bool),
        padding=optional(checks.padding),
        fill_value=optional(checks.fill_value),
        padding_mode=optional(of_type(Border)),
    )
    def __init__(
        self,
        size,
        padding=None,
        pad_if_needed=False,
        fill_value=0,
        padding_mode=Border.CONSTANT,
    ):
        super().__init__()
        self.size = as_pair(size)
        self.padding = four_paddings(0 if padding is None else padding)
        self.pad_if_needed = pad_if_needed
        self.fill_value = three_values(fill_value)
        self.padding_mode = padding_mode

    def _padding_for(self, shape) -> tuple[int, int, int, int]:
        """Return the padding of left, upper, right and lower edge of an image of this shape."""
        left, top, right, bottom = self.padding
        down = self.size[0] - (shape[0] + top + bottom)
        across = self.size[1] - (shape[1] + left + right)
        if self.pad_if_needed and down > 0:
            top, bottom = top + down, bottom + down
        if self.pad_if_needed and across > 0:
            left, right = left + across, right + across
        return left, top, right, bottom

    def _place(self, shape, stream) -> tuple[int, int]:
        """Draw (y, x) of the part that is cut out of a padded image of this shape."""
        height, width = self.size
        if height > shape[0] or width > shape[1]:
            raise RuntimeError(
                f"Shape is incorrect. {type(self).__name__}: invalid crop size, crop size is "
                f"bigger than the image dimensions, got crop height: {height}, crop width: "
                f"{width}, and image {shape[:2]}; `pad_if_needed=True` pads it."
            )
        x = stream.integer(0, shape[1] - width)
        return stream.integer(0, shape[0] - height), x

    def _padded(self, image, padding):
        return padded(image, padding, self.fill_value, self.padding_mode, self._failure)


class RandomCrop(PaddedCrop, PyTensorOperation):
    """Cut a part out of an image, at a random place.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomCrop.html

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
        ValueError: A number is out of range; on a call: an image of Pillow is smaller than `size`.
        RuntimeError: On a call: an array is smaller than `size`, or is no image.
    """

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        stream = self._stream()
        return each_image(lambda one: self._crop(one, stream), image)

    def _crop(self, image, stream):
        image = self._padded(image, self._padding_for(image.shape))
        y, x = self._place(image.shape, stream)
        return image[y : y + self.size[0], x : x + self.size[1]]

    def _execute_py(self, img):
        require_pil(img)
        height, width = self.size
        add = padded_pil(img, self.padding, self.fill_value, self.padding_mode)
        if self.pad_if_needed and add.size[0] < width:
            across = width - add.size[0]
            add = padded_pil(add, (across, 0, across, 0), self.fill_value, self.padding_mode)
        if self.pad_if_needed and add.size[1] < height:
            down = height - add.size[1]
            add = padded_pil(add, (0, down, 0, down), self.fill_value, self.padding_mode)
        rows, columns = add.size[1], add.size[0]
        if height > rows or width > columns:
            raise ValueError(
                f"Crop size {self.size} is larger than input image size {(rows, columns)}; use "
                "`pad_if_needed=True`, or Resize before."
            )
        if (height, width) == (rows, columns):
            return cropped_pil(add, 0, 0, rows, columns)
        top = random.randint(0, rows - height)
        return cropped_pil(add, top, random.randint(0, columns - width), height, width)


class ScaledCrop(ImageTensorOperation):
    """What random crops that are resized have in common: their arguments, and how they draw."""

    @checked(
        interpolation=optional(of_type(Inter)),
        size=checks.crop_size,
        scale=optional(checks.scale),
        ratio=optional(checks.ratio),
        max_attempts=optional(positive_int32),
    )
    def __init__(
        self,
        size,
        scale=(0.08, 1.0),
        ratio=(3.0 / 4.0, 4.0 / 3.0),
        interpolation=Inter.BILINEAR,
        max_attempts=10,
    ):
        super().__init__()
        self.size = as_pair(size)
        self.scale = scale
        self.ratio = ratio
        self.interpolation = interpolation
        self.max_attempts = max_attempts

    def _box(self, rows: int, columns: int) -> tuple[int, int, int, int]:
        """Draw (top, left, height, width) of a part, with the arithmetic of MindSpore's C++."""
        stream = self._stream()
        low, high = (np.log(np.float32(ratio)) for ratio in self.ratio)
        for _ in range(self.max_attempts):
            scale = float(stream.real32(*self.scale))
            aspect = float(np.exp(stream.real32(low, high)))
            width = _rounded(math.sqrt(rows * columns * scale * aspect))
            height = _rounded(width / aspect)
            if 0 < width <= columns and 0 < height <= rows:
                left = stream.integer(0, columns - width)
                return stream.integer(0, rows - height), left, height, width
        return _middle(rows, columns, self.ratio, _rounded)

    def _crop(self, image, box):
        top, left, height, width = box
        part = image[top : top + height, left : left + width]
        return resized(part, self.size, self.interpolation, self._failure)


def _rounded(number: float) -> int:
    """Round as C does, halves away from 0."""
    return math.floor(number + 0.5)


def _middle(rows, columns, ratio, rounded):
    """Return the box in the middle that is as large as the ratio of width to height permits."""
    height, width = rows, columns
    if columns / rows < ratio[0]:
        height = rounded(width / ratio[0])
    elif columns / rows > ratio[1]:
        width = rounded(height * ratio[1])
    return rounded((rows - height) / 2), rounded((columns - width) / 2), height, width


class RandomResizedCrop(ScaledCrop, PyTensorOperation):
    """Cut a random part out of an image and resize it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomResizedCrop.html

    Args:
        size: (height, width) of the result in pixels, or one number for both.
        scale: (least, largest) part of the image's area. Default: (0.08, 1.0).
        ratio: (least, largest) width by height. Default: (3 / 4, 4 / 3).
        interpolation: an `Inter`; arrays do not have ANTIALIAS, images of Pillow neither AREA nor
            PILCUBIC. Default: Inter.BILINEAR.
        max_attempts: how often a part that fits is looked for; then it is the middle. Default: 10.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image.
    """

    def __init__(
        self,
        size,
        scale=(0.08, 1.0),
        ratio=(3.0 / 4.0, 4.0 / 3.0),
        interpolation=Inter.BILINEAR,
        max_attempts=10,
    ):
        super().__init__(size, scale, ratio, interpolation, max_attempts)
        self.implementation = implementation_of(interpolation)

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        shape = image.shape if image.ndim <= 3 else image.shape[-3:]
        box = self._box(*shape[:2])
        return each_image(lambda one: self._crop(one, box), image)

    def _execute_py(self, img):
        require_pil(img)
        resample = pil_filter(self.interpolation)
        return resized_pil(cropped_pil(img, *self._box_of_pil(img)), self.size, resample)

    def _box_of_pil(self, image):
        columns, rows = image.size
        low, high = (math.log(ratio) for ratio in self.ratio)
        for _ in range(self.max_attempts):
            area = random.uniform(*self.scale) * columns * rows
            aspect = math.exp(random.uniform(low, high))
            width = round(math.sqrt(area * aspect))
            height = round(width / aspect)
            if 0 < width <= columns and 0 < height <= rows:
                top = random.randint(0, rows - height)
                return top, random.randint(0, columns - width), height, width
        return _middle(rows, columns, self.ratio, round)


class RandomCropDecodeResize(ScaledCrop):
    """Decode a random part of an image file, and resize it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomCropDecodeResize.html

    Args:
        size: (height, width) of the result in pixels, or one number for both.
        scale: (least, largest) part of the image's area. Default: (0.08, 1.0).
        ratio: (least, largest) width by height. Default: (3 / 4, 4 / 3).
        interpolation: an `Inter`, but ANTIALIAS. Default: Inter.BILINEAR.
        max_attempts: how often a part that fits is looked for; then it is the middle. Default: 10.

    Raises:
        TypeError: An argument is of another type; on a call: this is no array of one axis of uint8.
        ValueError: A number is out of range.
        RuntimeError: On a call: the bytes are no image.

    Differs: of JPEG files with half the color resolution, colors differ in the outermost columns of
    about every second part: MindSpore decodes the part alone, msjax the whole image.
    """

    implementation = Implementation.C

    def __call__(self, img):
        """Decode an image.

        Args:
            img: array of uint8 of one axis: the bytes of the file.

        Returns:
            The image (height, width, 3).

        Raises:
            TypeError: `img` is something else.
            RuntimeError: The bytes are no image.
        """
        if not isinstance(img, np.ndarray):
            raise TypeError(
                f"Input should be an encoded image in 1-D NumPy format, got {type(img)}."
            )
        if img.ndim != 1 or img.dtype.type is not np.uint8:
            raise TypeError(
                "Input should be an encoded image with uint8 type in 1-D NumPy format, got "
                f"{img.ndim} axes of {img.dtype}; read the file with `numpy.fromfile`."
            )
        return super().__call__(img)

    def _execute_c(self, encoded):
        image = decoded_bgr(encoded)
        if image is None:
            raise self._failure("image decode failed; the bytes must be those of an image file.")
        return red_first(self._crop(image, self._box(*image.shape[:2])))


class RandomResize(ImageTensorOperation):
    """Resize an image with a random interpolation.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomResize.html

    Args:
        size: (height, width) in pixels; or the length of the shorter edge, to which the other is
            kept in proportion.

    Raises:
        TypeError: `size` is neither.
        ValueError: A length is not positive.
        RuntimeError: On a call: the array is no image.
    """

    implementation = Implementation.C

    @checked(size=checks.resize_size)
    def __init__(self, size):
        super().__init__()
        self.size = size

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        interpolation = random_interpolation(self._stream())

        def resize(one):
            return resized(one, c_size(self.size, one.shape[:2]), interpolation, self._failure)

        return each_image(resize, image)


_INTERPOLATIONS = (Inter.LINEAR, Inter.NEAREST, Inter.CUBIC, Inter.AREA)


def random_interpolation(stream) -> Inter:
    """Draw one of the interpolations that OpenCV has."""
    return _INTERPOLATIONS[stream.integer(0, len(_INTERPOLATIONS) - 1)]
