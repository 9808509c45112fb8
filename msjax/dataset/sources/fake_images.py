"""Images without meaning, to try a pipeline without files.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.FakeImageDataset.html
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.engine.random import Stream
from msjax.dataset.sources.files import FileSource
from msjax.dataset.transforms.checks import list_of, of_type, positive_int32


class FakeImageDataset(
    FileSource,
    parameters="num_images=1000, image_size=(224, 224, 3), num_classes=10, base_seed=0, *sampling",
):
    """Make random images; the columns are image, uint8 of `image_size`, and label, uint32.

    Args:
        num_images: how many images there are. Default: 1000.
        image_size: height, width and channels. Default: (224, 224, 3).
        num_classes: how many labels there are. Default: 10.
        base_seed: what is drawn from: row i from `base_seed + i`. Default: 0.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: an argument is outside of its interval.
        RuntimeError: arguments do not go together.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.FakeImageDataset.html

    Differs: labels are MindSpore's, pixels are others, uniformly distributed; in MindSpore some
    images are what happens to be in memory.
    """

    columns = ("image", "label")

    def _set_up(self, num_images, image_size, num_classes, base_seed, **sampling):
        of_type(int)(base_seed, "base_seed")
        positive_int32(num_images, "num_images")
        list_of(int)(image_size, "image_size")
        if len(image_size) != 3:
            raise ValueError(
                f"image_size should be a list or tuple of length 3, but got {len(image_size)}"
            )
        for i, size in enumerate(image_size):
            positive_int32(size, f"image_size[{i}]")
        positive_int32(num_classes, "num_classes")
        self.num_images = num_images
        self.image_size = tuple(image_size)
        self.base_seed = base_seed
        self._class_count = num_classes
        super()._set_up(**sampling)

    def _find(self):
        return range(self.num_images)

    def _read(self, record):
        seed = (self.base_seed + record) % (1 << 32)
        label = Stream(seed).integer(0, self._class_count - 1)
        pixels = np.random.RandomState(seed).randint(0, 256, self.image_size, np.uint8)
        return pixels, np.array(label, np.uint32)

    def _labels(self):
        return [int(self._read(i)[1]) for i in range(self.num_images)]

    def num_classes(self):
        """Return the number of classes."""
        return self._class_count
