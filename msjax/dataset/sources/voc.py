"""PASCAL VOC: images with boxes or segmentations.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.VOCDataset.html
"""

from __future__ import annotations

import functools
import os
from xml.etree import ElementTree

import numpy as np

from msjax.dataset.sources.arguments import check_file, check_folder
from msjax.dataset.sources.coco import FILE_NAME
from msjax.dataset.sources.folders import FolderSource, ImageReader, existing
from msjax.dataset.sources.image_folders import check_class_indexing
from msjax.dataset.transforms.checks import of_type
from msjax.mindrecord.common.exceptions import pipeline_error

_COLUMNS = {
    "Segmentation": ("image", "target"),
    "Detection": ("image", "bbox", "label", "difficult", "truncate"),
}
_FOLDERS = {"Segmentation": "Segmentation", "Detection": "Main"}


class VOCDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, task='Segmentation', usage='train', class_indexing=None, *images, "
    "extra_metadata=False, decrypt=None",
):
    """Read PASCAL VOC.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and, with
    n objects in an image:

    - "Segmentation": target, uint8, an image too.
    - "Detection": bbox, float32 [n, 4]: left, top, width, height; label, difficult and truncate,
      uint32 [n, 1].

    Args:
        dataset_dir: the folder that has JPEGImages, ImageSets, and Annotations or
            SegmentationClass.
        task: "Segmentation" or "Detection". Default: "Segmentation".
        usage: which list of ImageSets to read: "train", "val", "trainval" … Default: "train".
        class_indexing: for "Detection", the classes to read and their labels, a dict of str to int.
            Default: None: all, from 0 in the order of their names.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, task or list, or an argument is outside of its
            interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.VOCDataset.html
    """

    def _set_up(self, dataset_dir, task, usage, class_indexing, extra_metadata, **others):
        check_folder(dataset_dir)
        of_type(str)(task, "task")
        of_type(str)(usage, "usage")
        if task not in _COLUMNS:
            raise ValueError(f"Invalid task : {task}. There are {', '.join(_COLUMNS)}.")
        if task == "Segmentation" and class_indexing is not None:
            raise ValueError("class_indexing is not supported in Segmentation task.")
        self._list = os.path.join(dataset_dir, "ImageSets", _FOLDERS[task], f"{usage}.txt")
        check_file(self._list)
        check_class_indexing(class_indexing)
        self.task = task
        self.class_indexing = class_indexing or {}
        self.extra_metadata = bool(extra_metadata)
        self.columns = (*_COLUMNS[task], *[FILE_NAME] * self.extra_metadata)
        super()._set_up(dataset_dir=dataset_dir, **others)
        self.usage = usage

    @functools.cached_property
    def _listed(self) -> list[str]:
        with open(self._list, encoding="utf-8") as file:
            return [line.rstrip("\r\n") for line in file if line.strip()]

    @functools.cached_property
    def _objects(self) -> dict[str, list[tuple]]:
        """The objects of each image: class, box, difficult, truncated."""
        return {name: self._annotated(name) for name in self._listed}

    def _annotated(self, name) -> list[tuple]:
        path = existing(self._path("Annotations", f"{name}.xml"), "VOC annotation")
        try:
            found = ElementTree.parse(path).getroot().findall("object")
        except ElementTree.ParseError as error:
            raise pipeline_error(f"Invalid xml, {path} cannot be read: {error}.") from None
        if not found:
            raise pipeline_error(f"Invalid xml, the node of object is missing in {path}.")
        return [_object(element, path) for element in found]

    @functools.cached_property
    def _classes(self) -> dict[str, int]:
        names = sorted({entry[0] for objects in self._objects.values() for entry in objects})
        return self.class_indexing or {name: i for i, name in enumerate(names)}

    def _find(self):
        if self.task == "Segmentation":
            return [(name, ()) for name in self._listed]
        classes = self._classes
        records = []
        for name, objects in self._objects.items():
            chosen = [(classes[entry[0]], *entry[1:]) for entry in objects if entry[0] in classes]
            if chosen:
                records.append((name, chosen))
        return records

    def _read(self, record):
        name, objects = record
        image = self._image(self._path("JPEGImages", f"{name}.jpg"))
        extra = [np.array(name)] * self.extra_metadata
        if self.task == "Segmentation":
            target = self._image(self._path("SegmentationClass", f"{name}.png"))
            return image, target, *extra
        labels, boxes, *marks = zip(*objects, strict=True)
        columns = [np.array(values, np.uint32)[:, None] for values in (labels, *marks)]
        return image, np.array(boxes, np.float32), *columns, *extra

    def get_class_indexing(self):
        """Return the label of each class, by the classes' names.

        Raises:
            NotImplementedError: the task is "Segmentation".
        """
        if self.task != "Detection":
            raise NotImplementedError(
                f"Only 'Detection' support get_class_indexing. The task is {self.task}."
            )
        return dict(self._classes)


def _object(element, path) -> tuple:
    """Return class, box, difficult and truncated of an object."""
    box = element.find("bndbox")
    names = ("xmin", "ymin", "xmax", "ymax")
    if box is None or element.find("name") is None or any(box.find(n) is None for n in names):
        raise pipeline_error(f"Invalid xml, the node of name or bndbox is missing in {path}.")
    left, top, right, bottom = (float(box.findtext(name)) for name in names)
    if not (0 < left < right and 0 < top < bottom):
        raise pipeline_error(
            f"Invalid bndbox, the coordinate of bndbox in {path} should be greater than 0, but got "
            f"{{{left}, {top}, {right}, {bottom}}}; the second corner is right of and below the "
            "first."
        )
    marks = (int(element.findtext(name) or 0) for name in ("difficult", "truncated"))
    return element.findtext("name"), (left, top, right - left, bottom - top), *marks
