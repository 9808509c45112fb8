"""Which parts of an image a prediction rests on.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.OcclusionSensitivity.html
"""

from __future__ import annotations

import numpy as np

from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.number_checks import check_type
from msjax.train.metrics.inputs import check_inputs, not_updated
from msjax.train.metrics.metric import Metric, rearrange_inputs


class OcclusionSensitivity(Metric):
    """How much the score of a class falls where a window of an image is covered.

    Args:
        pad_val: what covers the window, a float. Default: 0.0.
        margin: the window around position i of an axis is from i - margin to i + margin - 1; an
            int, or a list with an int for each axis after the first. Default: 2.
        n_batch: how many covered images the network is given at a time, an int; all, if it is less
            than 1. Default: 128.
        b_box: a list of the first and the last position of windows for each axis after the first,
            [min1, max1, min2, max2, ...]; negative numbers stand for the ends of the axis.
            Default: None, the whole image.

    Raises:
        TypeError: an argument has the wrong type.

    Differs: `margin` may be a list, and the label an array with one element; MindSpore fails with
    both. No progress is printed.
    """

    def __init__(self, pad_val=0.0, margin=2, n_batch=128, b_box=None):
        super().__init__()
        check_type(pad_val, "pad_val", "", float)
        check_type(margin, "margin", "", int, list)
        check_type(n_batch, "n_batch", "", int)
        if b_box is not None:
            check_type(b_box, "b_box", "", list)
        self.pad_val = pad_val
        self.margin = margin
        self.n_batch = n_batch
        self.b_box = b_box
        self.clear()

    def clear(self):
        """Forget the inputs."""
        self._baseline = 0
        self._sensitivity_im = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Take a network, an image and a class in place of the last ones.

        Args:
            *inputs: a Cell that returns scores (N, C), an image (1, ...) and a class index, the
                last two each a Tensor, a list or an array.

        Raises:
            ValueError: there are not three inputs, or `b_box` or `margin` does not fit the image.
            TypeError: the network is no Cell.
            RuntimeError: there is not one image and one class index.
        """
        owner = "OcclusionSensitivity.update"
        check_inputs(owner, inputs, "classification model", "predicted value", "label")
        model, (image, label) = inputs[0], (self._convert_data(data) for data in inputs[1:])
        check_type(model, "model", "", Cell)
        _check_batch(image, label)
        label = label.reshape(-1)[0]
        first, shape = self._positions(image.shape[1:])
        total = int(np.prod(shape))
        step = self.n_batch if self.n_batch > 0 else total
        scores = []
        for start in range(0, total, step):
            chosen = np.unravel_index(np.arange(start, min(start + step, total)), shape)
            covered = self._covered(image, [i + low for i, low in zip(chosen, first, strict=True)])
            scores.append(_scores(model, covered)[:, label])
        self._baseline = _scores(model, image)[0, label].item()
        self._sensitivity_im = np.concatenate(scores).reshape(shape)
        self._is_update = True

    def _positions(self, sizes):
        """Return the first positions of windows, and how many there are, for each axis."""
        if self.b_box is None:
            return np.zeros(len(sizes), int), sizes
        if len(self.b_box) != 2 * len(sizes):
            raise ValueError(
                "For 'OcclusionSensitivity', the bounding box must contain upper and lower for all "
                f"dimensions (except batch number): expected {2 * len(sizes)} numbers in 'b_box', "
                f"but got {len(self.b_box)}."
            )
        low, high = np.array(self.b_box[::2]), np.array(self.b_box[1::2])
        low, high = np.maximum(low, 0), np.where(high < 0, np.array(sizes) - 1, high)
        if np.any(high >= sizes):
            raise ValueError(
                "For 'OcclusionSensitivity', maximum bounding box must be smaller than image size "
                f"for all values, but got {high.tolist()} and the size {tuple(sizes)}."
            )
        if np.any(low > high):
            raise ValueError(
                "For 'OcclusionSensitivity', minimum bounding box must be smaller than maximum "
                f"bounding box for all values, but got {low.tolist()} and {high.tolist()}."
            )
        return low, tuple(high - low + 1)

    def _covered(self, image, centers):
        """Return copies of the image, each with the window around a center covered."""
        sizes = image.shape[1:]
        margins = self.margin if isinstance(self.margin, list) else [self.margin] * len(sizes)
        if len(margins) != len(sizes):
            raise ValueError(
                f"For 'OcclusionSensitivity', 'margin' needs {len(sizes)} numbers, one for each "
                f"axis of the image but the first, but got {self.margin}."
            )
        window = np.full((len(centers[0]), *sizes), True)
        for axis, (size, center, margin) in enumerate(zip(sizes, centers, margins, strict=True)):
            offset = np.arange(size) - center[:, None]
            inside = (offset >= -margin) & (offset < margin)
            others = [1 if i != axis else size for i in range(len(sizes))]
            window &= inside.reshape(-1, *others)
        return np.where(window, np.array(self.pad_val).astype(image.dtype), image)

    def eval(self):
        """Return how much the score falls for each position, without axes of length 1.

        Raises:
            RuntimeError: there were no inputs.
        """
        if not self._is_update:
            raise not_updated("OcclusionSensitivity")
        return self._baseline - np.squeeze(self._sensitivity_im)


def _scores(model, images):
    return model(Tensor(images)).asnumpy()


def _check_batch(image, label):
    if len(image) != 1:
        raise RuntimeError(
            "For 'OcclusionSensitivity.update', the shape at index 0 of the predicted value "
            f"(input[1]) must be 1, but got {len(image)}: give it one image at a time."
        )
    if label.size != 1:
        raise RuntimeError(
            "For 'OcclusionSensitivity.update', the number of the label (input[2]) must be same as "
            f"the batches, but got the label number {label.size}, and batches 1."
        )
    if label.dtype.kind not in "iu":
        raise IndexError(
            "For 'OcclusionSensitivity.update', the label (input[2]) must be of an integer type, "
            f"but got {label.dtype}; write astype(int)."
        )
