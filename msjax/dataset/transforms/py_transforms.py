"""`mindspore.dataset.transforms.py_transforms` of MindSpore 1.x."""

import numpy as np

from msjax.dataset.transforms import combining
from msjax.dataset.transforms.base import Implementation, PyTensorOperation, not_random
from msjax.dataset.transforms.checks import checked, integer, probability
from msjax.dataset.transforms.combining import RandomOrder
from msjax.dataset.transforms.versions import in_python

__all__ = [
    "Compose",
    "OneHotOp",
    "PyTensorOperation",
    "RandomApply",
    "RandomChoice",
    "RandomOrder",
    "not_random",
]

Compose = in_python(combining.Compose, __name__)
RandomApply = in_python(combining.RandomApply, __name__)
RandomChoice = in_python(combining.RandomChoice, __name__)


class OneHotOp(PyTensorOperation):
    """Turn class numbers into vectors of float64 that have a 1 at that place.

    Source: https://www.mindspore.cn/docs/en/r1.10/api_python/dataset_transforms/mindspore.dataset.transforms.py_transforms.OneHotOp.html

    Args:
        num_classes: how many classes there are.
        smoothing_rate: how much of the 1 is spread over all classes. Default: 0.0.

    Raises:
        TypeError: `num_classes` is no int or `smoothing_rate` no number.
        ValueError: A number is out of range; on a call: the labels are no array of ints, or there
            is no such class.
    """

    random = False
    implementation = Implementation.PY

    @checked(num_classes=integer(1, 2**31 - 1), smoothing_rate=probability)
    def __init__(self, num_classes, smoothing_rate=0.0):
        super().__init__()
        self.num_classes = num_classes
        self.smoothing_rate = smoothing_rate

    def _execute_py(self, img):
        if not isinstance(img, np.ndarray) or img.dtype.kind not in "iu":
            raise ValueError(f"the input numpy type should be int, but the input is: {img!r}")
        if img.size and not 0 <= img.min() <= img.max() < self.num_classes:
            raise ValueError(
                f"the num_classes:{self.num_classes} is smaller than the category number: "
                f"{img.max()}; labels start from 0."
            )
        vectors = np.eye(self.num_classes, dtype=np.int64)[img]
        return (1 - self.smoothing_rate) * vectors + self.smoothing_rate / self.num_classes
