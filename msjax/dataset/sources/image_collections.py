"""Collections of images in folders that mean something.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np

from msjax.dataset.sources.folders import FolderSource, existing
from msjax.dataset.sources.image_folders import ClassSource
from msjax.dataset.transforms.checks import list_of, of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error

_IMAGES = (".jpg", ".jpeg", ".png", ".bmp")


def folders_in(path: str) -> list[str]:
    """Return the names of the folders in a folder, sorted; none where there is no such folder."""
    if not os.path.isdir(path):
        return []
    return sorted(entry.name for entry in os.scandir(path) if entry.is_dir())


def images_in(path: str) -> Iterator[str]:
    """Yield the paths of the images in a folder, sorted by name."""
    for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
        if os.path.splitext(name)[1].lower() in _IMAGES:
            yield os.path.join(path, name)


class ImageCollection(ClassSource, FolderSource, parameters="dataset_dir, usage=None, *images"):
    """A source of images in a folder, of which a part can be chosen."""

    def num_classes(self):
        """Return the number of classes."""
        return len(set(self._labels()))

    def get_class_indexing(self):
        """Return an empty dict: MindSpore does not tell the classes of this source."""
        return {}


class WholeImageCollection(ImageCollection, parameters="dataset_dir, *images"):
    """An `ImageCollection` without parts."""


class Caltech256Dataset(WholeImageCollection):
    """Read Caltech 256; the columns are image, uint8, and label, int32: the number of the folder.

    Args:
        dataset_dir: the folder that has the classes' folders, 001.ak47 …

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Caltech256Dataset.html
    """

    def _find(self):
        names = folders_in(self.dataset_dir)
        return [(path, i) for i, name in enumerate(names) for path in images_in(self._path(name))]


class SUN397Dataset(WholeImageCollection):
    """Read SUN397, scenes; the columns are image, uint8, and label, uint32: the line of the class.

    The arguments are those of `Caltech256Dataset`; `dataset_dir` has ClassName.txt, whose lines are
    the classes' folders.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SUN397Dataset.html
    """

    _label_dtype = np.uint32

    def _find(self):
        path = existing(self._path("ClassName.txt"), "SUN397 class")
        with open(path, encoding="utf-8") as file:
            names = [line.strip().strip("/") for line in file if line.strip()]
        return [(path, i) for i, name in enumerate(names) for path in images_in(self._path(name))]

    def num_classes(self):
        """Return None: MindSpore does not count the classes of this source."""


class Food101Dataset(ImageCollection):
    """Read Food101, dishes; the columns are image, uint8, and label, a str: the name of the dish.

    Args:
        dataset_dir: the folder that has images and meta.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Food101Dataset.html
    """

    _label_dtype = np.str_

    def _find(self):
        if not os.path.isdir(self._path("images")):
            raise pipeline_error(
                f"Invalid path, Food101 image path: {self._path('images')} does not exist."
            )
        names = []
        for part in ("train", "test") if self.usage == "all" else (self.usage,):
            with open(existing(self._path("meta", f"{part}.txt"), "Food101 list")) as file:
                names += [line.strip() for line in file if line.strip()]
        return [(self._path("images", f"{name}.jpg"), name.split("/")[0]) for name in names]

    def num_classes(self):
        """Return None: MindSpore does not count the classes of this source."""
        return


class RenderedSST2Dataset(ImageCollection):
    """Read Rendered SST2, pictures of sentences; columns image, uint8, and label, uint32.

    The arguments are those of `Food101Dataset`; `dataset_dir` has {train,valid,test} with
    {negative,positive}, and `usage` may be "val".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.RenderedSST2Dataset.html
    """

    _usages = ("val", "train", "test", "all")
    _label_dtype = np.uint32

    def _find(self):
        chosen = "valid" if self.usage == "val" else self.usage
        parts = ("test", "train", "valid") if chosen == "all" else (chosen,)
        return [
            (path, label)
            for part in parts
            for label, name in enumerate(("negative", "positive"))
            for path in images_in(self._path(part, name))
        ]


_LSUN = (
    "bedroom bridge church_outdoor classroom conference_room dining_room kitchen living_room "
    "restaurant tower"
).split()


class LSUNDataset(ImageCollection, parameters="dataset_dir, usage=None, classes=None, *images"):
    """Read LSUN, rooms; the columns are image, uint8, and label, uint32: the number of the folder.

    Args:
        dataset_dir: the folder that has test and CLASS_{train,val}.
        usage: "train", "test", "valid" or "all", which is "train" and "valid". Default: None:
            "all".
        classes: the classes to read, a list of str. Default: None: all.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or class, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.LSUNDataset.html

    Differs: with usage "test", `get_dataset_size` counts the rows; MindSpore gives 0.
    """

    _usages = ("train", "test", "valid", "all")
    _label_dtype = np.uint32

    def _set_up(self, classes, **others):
        optional(of_type(list), list_of(str))(classes, "classes")
        for name in classes or ():
            one_of(*_LSUN)(name, "classes")
        self.classes = classes
        super()._set_up(**others)

    def _find(self):
        if self.usage == "test":
            return [(path, 0) for path in images_in(self._path("test"))]
        ends = {"train": ("_train",), "valid": ("_val",), "all": ("_train", "_val")}[self.usage]
        names = [
            name
            for name in folders_in(self.dataset_dir)
            if name.endswith(ends) and name.rpartition("_")[0] in (self.classes or _LSUN)
        ]
        self._class_count = len({name.rpartition("_")[0] for name in names})
        return [(path, i) for i, name in enumerate(names) for path in images_in(self._path(name))]

    def num_classes(self):
        """Return the number of classes; with usage "all", a class has two labels."""
        return self._class_count if self._num_rows() and self.usage != "test" else 0


class OmniglotDataset(ImageCollection, parameters="dataset_dir, background=None, *images"):
    """Read Omniglot, characters; columns image, uint8, and label, int32: the number of the folder.

    Args:
        dataset_dir: the folder that has images_background and images_evaluation.
        background: whether the first of them is read. Default: None: True.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.OmniglotDataset.html
    """

    def _set_up(self, background, **others):
        optional(of_type(bool))(background, "background")
        self.background = background is not False
        super()._set_up(**others)

    def _find(self):
        name = "images_background" if self.background else "images_evaluation"
        root = self._path(name)
        alphabets = [os.path.join(root, alphabet) for alphabet in folders_in(root)]
        characters = [os.path.join(a, character) for a in alphabets for character in folders_in(a)]
        return [(path, i) for i, folder in enumerate(characters) for path in images_in(folder)]
