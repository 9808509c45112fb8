"""Cut parts out of images, at places that do not depend on chance."""

from __future__ import annotations

from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, of_type, optional
from msjax.dataset.vision.base import ImageTensorOperation, as_pair, each_image, require_pil
from msjax.dataset.vision.checks import coordinates, crop_size
from msjax.dataset.vision.enums import Border
from msjax.dataset.vision.flipping import flipped_pil
from msjax.dataset.vision.padding import padded


class CenterCrop(ImageTensorOperation, PyTensorOperation):
    """Cut the middle out of an image; where the image is smaller, black is added around it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.CenterCrop.html

    Args:
        size: (height, width) in pixels, or one number for both.

    Raises:
        TypeError: `size` is neither.
        ValueError: A length is not positive.
        RuntimeError: On a call: the array is no image, or much smaller than `size`.
    """

    random = False

    @checked(size=crop_size)
    def __init__(self, size):
        super().__init__()
        self.size = as_pair(size)

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        return each_image(self._crop, image)

    def _crop(self, image):
        height, width = self.size
        down, right = height - image.shape[0], width - image.shape[1]
        if down > 3 * image.shape[0] or right > 3 * image.shape[1]:
            raise self._failure(
                "Padding size cannot be more than 3 times of the original image size, got top "
                f"padding: {down}, left padding: {right}, while the original image size: "
                f"{image.shape[0]}, {image.shape[1]}"
            )
        down, right = max(down, 0), max(right, 0)
        if down or right:
            left_top = (right - right // 2, down - down // 2)
            image = padded(
                image, (*left_top, right // 2, down // 2), (0, 0, 0), Border.CONSTANT, self._failure
            )
        top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
        return image[top : top + height, left : left + width]

    def _execute_py(self, img):
        return center_cropped(img, self.size)


class Crop(DeviceChoice, ImageTensorOperation):
    """Cut a part out of an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Crop.html

    Args:
        coordinates: (y, x) of the part's upper left pixel.
        size: (height, width) in pixels, or one number for both.

    Raises:
        TypeError: An argument is no number or pair of them.
        ValueError: A coordinate is negative, or a length not positive.
        RuntimeError: On a call: the part reaches out of the image, or the array is no image.
    """

    implementation = Implementation.C

    @checked(coordinates=coordinates, size=crop_size)
    def __init__(self, coordinates, size):
        super().__init__()
        self.coordinates = coordinates
        self.size = as_pair(size)

    def _execute_c(self, image):
        self._check_image(image)
        (top, left), (height, width) = self.coordinates, self.size
        for edge, end, length in (
            ("height", top + height, image.shape[0]),
            ("width", left + width, image.shape[1]),
        ):
            if end > length:
                raise self._failure(
                    f"Crop {edge} dimension: {end} exceeds image {edge}: {length}; the part must "
                    "lie inside."
                )
        return image[top : top + height, left : left + width]


class FiveCrop(PyTensorOperation):
    """Cut the four corners and the middle out of an image of Pillow.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.FiveCrop.html

    A call returns a tuple of upper left, upper right, lower left, lower right and middle.

    Args:
        size: (height, width) of each in pixels, or one number for both.

    Raises:
        TypeError: `size` is neither; on a call: this is no image of Pillow.
        ValueError: A length is not positive; on a call: the image is smaller.
    """

    random = False
    implementation = Implementation.PY

    @checked(size=crop_size)
    def __init__(self, size):
        super().__init__()
        self.size = size

    def _execute_py(self, img):
        return _five(img, as_pair(self.size))


class TenCrop(PyTensorOperation):
    """Cut the four corners and the middle out of an image of Pillow and out of its mirror image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.TenCrop.html

    A call returns a tuple of ten images.

    Args:
        size: (height, width) of each in pixels, or one number for both.
        use_vertical_flip: whether up and down are exchanged, not left and right. Default: False.

    Raises:
        TypeError: An argument is of another type; on a call: this is no image of Pillow.
        ValueError: A length is not positive; on a call: the image is smaller.
    """

    random = False
    implementation = Implementation.PY

    @checked(size=crop_size, use_vertical_flip=optional(of_type(bool)))
    def __init__(self, size, use_vertical_flip=False):
        super().__init__()
        self.size = as_pair(size)
        self.use_vertical_flip = use_vertical_flip

    def _execute_py(self, img):
        axis = 0 if self.use_vertical_flip else 1
        return _five(img, self.size) + _five(flipped_pil(img, axis), self.size)


def cropped_pil(image, top, left, height, width):
    """Cut a part out of an image of Pillow; what lies outside is black."""
    require_pil(image)
    return image.crop((left, top, left + width, top + height))


def center_cropped(image, size):
    """Cut the middle out of an image of Pillow."""
    require_pil(image)
    width, height = image.size
    top, left = round((height - size[0]) / 2), round((width - size[1]) / 2)
    return cropped_pil(image, top, left, *size)


def _five(image, size):
    require_pil(image)
    (height, width), (whole_width, whole_height) = size, image.size
    if height > whole_height or width > whole_width:
        raise ValueError(
            f"Crop size {size} is larger than input image size {(whole_height, whole_width)}; use "
            "Resize or Pad before."
        )
    corners = [
        cropped_pil(image, top, left, height, width)
        for top in (0, whole_height - height)
        for left in (0, whole_width - width)
    ]
    return (*corners, center_cropped(image, size))
