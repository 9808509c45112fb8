"""COCO: images with boxes, segmentations, keypoints or captions.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CocoDataset.html
"""

from __future__ import annotations

import functools
import json
from typing import Any

import numpy as np

from msjax.dataset.engine.samplers import PKSampler
from msjax.dataset.sources.arguments import check_file
from msjax.dataset.sources.folders import FolderSource, ImageReader
from msjax.dataset.transforms.checks import of_type
from msjax.mindrecord.common.exceptions import pipeline_error

FILE_NAME = "_meta-filename"

_COLUMNS = {
    "Detection": ("bbox", "category_id", "iscrowd"),
    "Stuff": ("segmentation", "iscrowd"),
    "Keypoint": ("keypoints", "num_keypoints"),
    "Panoptic": ("bbox", "category_id", "iscrowd", "area"),
    "Captioning": ("captions",),
}
_REALS = {"bbox", "segmentation", "keypoints"}
_KEYS = {"captions": "caption"}  # where an annotation calls a column something else


class CocoDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, annotation_file, task='Detection', *images, extra_metadata=False, "
    "decrypt=None",
):
    """Read COCO; images without annotations are left out.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and, with
    n annotations of an image:

    - "Detection": bbox, float32 [n, 4]; category_id and iscrowd, uint32 [n, 1].
    - "Stuff": segmentation, float32 [m, longest], filled up with -1; iscrowd, uint32 [n, 1].
    - "Keypoint": keypoints, float32 [n, longest], filled up with -1; num_keypoints, uint32 [n, 1].
    - "Panoptic": bbox, float32 [n, 4]; category_id, iscrowd and area, uint32 [n, 1].
    - "Captioning": captions, str [n, 1].

    Args:
        dataset_dir: the folder that has the images.
        annotation_file: the annotations, a file of JSON.
        task: "Detection", "Stuff", "Panoptic", "Keypoint" or "Captioning". Default: "Detection".
        sampler: a sampler, not a PKSampler. Default: None.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, file or task, or an argument is outside of its
            interval.
        RuntimeError: arguments do not go together; on reading: an annotation lacks something.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CocoDataset.html
    """

    def _set_up(self, annotation_file, task, sampler, extra_metadata, **others):
        check_file(annotation_file)
        of_type(str)(task, "task")
        if task not in _COLUMNS:
            raise ValueError(f"Invalid task type: {task}. There are {', '.join(_COLUMNS)}.")
        if isinstance(sampler, PKSampler):
            raise ValueError("CocoDataset doesn't support PKSampler. It has no single classes.")
        self.annotation_file = annotation_file
        self.task = task
        self.extra_metadata = bool(extra_metadata)
        self.columns = ("image", *_COLUMNS[task], *[FILE_NAME] * self.extra_metadata)
        super()._set_up(sampler=sampler, **others)

    @functools.cached_property
    def _content(self) -> dict[str, Any]:
        try:
            with open(self.annotation_file, encoding="utf-8") as file:
                return json.load(file)
        except ValueError as error:
            raise pipeline_error(
                f"Invalid annotation file, Coco Dataset annotation file:{self.annotation_file} "
                f"load failed, error description: {error}."
            ) from None

    def _missing(self, name) -> RuntimeError:
        return pipeline_error(
            f"Invalid annotation, the attribute of '{name}' is missing in annotation file: "
            f"{self.annotation_file}."
        )

    def _get(self, holder, name):
        if name not in holder:
            raise self._missing(name)
        return holder[name]

    @functools.cached_property
    def _categories(self) -> dict[int, dict]:
        if self.task == "Captioning":
            return {}
        entries = self._get(self._content, "categories")
        return {self._get(entry, "id"): entry for entry in entries}

    def _annotations(self):
        """Yield image and entry of each annotation."""
        for annotation in self._get(self._content, "annotations"):
            image = self._get(annotation, "image_id")
            if self.task == "Panoptic":
                for entry in self._get(annotation, "segments_info"):
                    yield image, entry
            else:
                yield image, annotation

    def _find(self):
        images = {
            self._get(entry, "id"): (self._get(entry, "file_name"), [])
            for entry in self._get(self._content, "images")
        }
        for number, entry in self._annotations():
            if number not in images:
                raise pipeline_error(
                    f"Invalid annotation, the attribute of 'image_id': {number} is missing in the "
                    f"node of 'image' from annotation file: {self.annotation_file}."
                )
            self._check_category(entry)
            images[number][1].append(entry)
        return [record for record in images.values() if record[1]]

    def _check_category(self, entry):
        if "category_id" in _COLUMNS[self.task]:
            number = self._get(entry, "category_id")
            if number not in self._categories:
                raise pipeline_error(
                    f"Invalid annotation, the attribute of 'category_id': {number} is missing in "
                    f"the node of 'categories' from annotation file: {self.annotation_file}."
                )
        for name in _COLUMNS[self.task]:
            if name != "iscrowd" or self.task != "Detection":
                self._get(entry, _KEYS.get(name, name))

    def _read(self, record):
        name, entries = record
        columns = [self._column(column, entries) for column in _COLUMNS[self.task]]
        extra = [np.array(name)] * self.extra_metadata
        return self._image(self._path(name)), *columns, *extra

    def _column(self, name, entries) -> np.ndarray:
        if name not in _REALS:
            values = [entry.get(_KEYS.get(name, name), 0) for entry in entries]
            return np.array(values, np.str_ if name == "captions" else np.uint32)[:, None]
        lists = [entry[name] for entry in entries]
        if name == "segmentation":
            lists = [part for parts in lists for part in _polygons(parts)]
        values = np.full((len(lists), max(map(len, lists))), -1, np.float32)
        for line, numbers in zip(values, lists, strict=True):
            line[: len(numbers)] = numbers
        return values

    def get_class_indexing(self):
        """Return the categories by their names: [id], or for "Panoptic" [id, isthing].

        Raises:
            NotImplementedError: the task has no categories.
        """
        if self.task not in ("Detection", "Panoptic"):
            raise NotImplementedError(
                "Only 'Detection' and 'Panoptic' support get_class_indexing. The task is "
                f"{self.task}, whose rows have no category_id."
            )
        more = ["isthing"] if self.task == "Panoptic" else []
        return {
            self._get(entry, "name"): [number, *(self._get(entry, key) for key in more)]
            for number, entry in self._categories.items()
        }


def _polygons(segmentation) -> list[list[float]]:
    """Return the polygons of a segmentation, or of a crowd the lengths of its runs."""
    return [segmentation["counts"]] if isinstance(segmentation, dict) else segmentation
