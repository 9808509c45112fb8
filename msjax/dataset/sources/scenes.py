"""Collections of images with annotations in files of their own.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import functools
import json
import os

import numpy as np

from msjax.dataset.sources.arguments import check_folder
from msjax.dataset.sources.files import FileSource
from msjax.dataset.sources.folders import FolderSource, ImageReader, decoded, existing, file_bytes
from msjax.dataset.sources.image_collections import folders_in
from msjax.dataset.sources.image_folders import ClassSource
from msjax.dataset.transforms.checks import of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error


def existing_folder(path: str, what: str) -> str:
    """Return the path of a folder that a source needs.

    Raises:
        RuntimeError: there is no such folder.
    """
    if not os.path.isdir(path):
        raise pipeline_error(f"Invalid path, {what} folder: {path} does not exist.")
    return path


def fields_of(path: str, what: str) -> list[list[str]]:
    """Return the words of each line of a file that is not empty."""
    with open(existing(path, what), encoding="utf-8") as file:
        return [line.split() for line in file if line.strip()]


def whole(text: str, path: str) -> int:
    """Return a number that a file has.

    Raises:
        RuntimeError: it is none.
    """
    try:
        return int(text)
    except ValueError:
        raise pipeline_error(
            f"Invalid file, {path} has {text!r} where a number is expected."
        ) from None


_CITYSCAPES = {
    "instance": "instanceIds.png",
    "semantic": "labelIds.png",
    "polygon": "polygons.json",
    "color": "color.png",
}


class CityscapesDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, usage='train', quality_mode='fine', task='instance', "
    "*images_decode_none",
):
    """Read Cityscapes, streets.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and task:
    an image too, or a str of JSON for "polygon".

    Args:
        dataset_dir: the folder that has leftImg8bit, and gtFine or gtCoarse.
        usage: "train", "val", "all", with "fine" also "test", with "coarse" "train_extra". Default:
            "train".
        quality_mode: "fine" or "coarse". Default: "fine".
        task: "instance", "semantic", "polygon" or "color". Default: "instance".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CityscapesDataset.html
    """

    columns = ("image", "task")

    def _set_up(self, usage, quality_mode, task, **others):
        one_of(*_CITYSCAPES)(task, "task")
        one_of("fine", "coarse")(quality_mode, "quality_mode")
        fine = quality_mode == "fine"
        self._usages = ("train", "test", "val", "all") if fine else _COARSE
        of_type(str)(usage, "usage")
        self.quality_mode = quality_mode
        self.task = task
        super()._set_up(usage=usage, **others)

    def _find(self):
        truth = "gtFine" if self.quality_mode == "fine" else "gtCoarse"
        parts = self._usages[:-1] if self.usage == "all" else (self.usage,)
        end = f"{truth}_{_CITYSCAPES[self.task]}"
        records = []
        for part in parts:
            folder = existing_folder(self._path("leftImg8bit", part), "Cityscapes image")
            for city in folders_in(folder):
                for name in sorted(os.listdir(os.path.join(folder, city))):
                    if name.endswith("_leftImg8bit.png"):
                        stem = name.removesuffix("leftImg8bit.png")
                        other = self._path(truth, part, city, stem + end)
                        image = os.path.join(folder, city, name)
                        records.append((image, existing(other, "Cityscapes task")))
        return records

    def _read(self, record):
        image, other = record
        if self.task != "polygon":
            return self._image(image), self._image(other)
        try:
            with open(other, encoding="utf-8") as file:
                content = json.load(file)
        except ValueError as error:
            raise pipeline_error(f"Invalid json, failed to parse {other}, {error}.") from None
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return self._image(image), np.array(text)


_COARSE = ("train", "train_extra", "val", "all")

# The columns of KITTI after the label, with how many numbers of a line each has.
_KITTI = {
    "truncated": 1,
    "occluded": 1,
    "alpha": 1,
    "bbox": 4,
    "dimensions": 3,
    "location": 3,
    "rotation_y": 1,
}


class KITTIDataset(ImageReader, FolderSource, parameters="dataset_dir, usage=None, *images"):
    """Read KITTI, things in streets; images without things are left out.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and, for
    "train", with n things in an image: label and occluded, uint32 [n, 1]; truncated, alpha and
    rotation_y, float32 [n, 1]; bbox, float32 [n, 4]; dimensions and location, float32 [n, 3].

    Args:
        dataset_dir: the folder that has data_object_image_2 and data_object_label_2.
        usage: "train" or "test". Default: None: "train".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.KITTIDataset.html
    """

    def _set_up(self, usage, **others):
        optional(one_of("train", "test"))(usage, "usage")
        super()._set_up(**others)
        self.usage = usage or "train"
        self.columns = ("image", "label", *_KITTI) if self.usage == "train" else ("image",)

    def _find(self):
        part = "training" if self.usage == "train" else "testing"
        folder = self._path("data_object_image_2", part, "image_2")
        names = sorted(os.listdir(existing_folder(folder, "KITTI image")))
        pictures = [name for name in names if name.endswith(".png")]
        if self.usage == "test":
            return [(os.path.join(folder, name), []) for name in pictures]
        labels = self._path("data_object_label_2", "training", "label_2")
        records = []
        for name in pictures:
            lines = fields_of(os.path.join(labels, f"{name[:-4]}.txt"), "KITTI label")
            if any(len(line) != 1 + sum(_KITTI.values()) for line in lines):
                raise pipeline_error(
                    f"Invalid file, a line for {name} in {labels} has not a name and 14 numbers."
                )
            if lines:
                records.append((os.path.join(folder, name), lines))
        return records

    @functools.cached_property
    def _classes(self) -> dict[str, int]:
        names = sorted({line[0] for _, lines in self._records for line in lines})
        return {name: i for i, name in enumerate(names)}

    def _read(self, record):
        path, lines = record
        if not lines:
            return (self._image(path),)
        row: list[np.ndarray] = [np.array([[self._classes[line[0]]] for line in lines], np.uint32)]
        at = 1
        for name, count in _KITTI.items():
            dtype = np.uint32 if name == "occluded" else np.float32
            try:
                row.append(np.array([line[at : at + count] for line in lines]).astype(dtype))
            except ValueError as error:
                raise pipeline_error(f"Invalid file, the labels of {path}: {error}.") from None
            at += count
        return self._image(path), *row


_PHOTO_TOURS = (
    *("notredame", "yosemite", "liberty"),
    *("notredame_harris", "yosemite_harris", "liberty_harris"),
)


class PhotoTourDataset(FolderSource, parameters="dataset_dir, name, usage=None, *sampling"):
    """Read Photo Tour, patches of photos of places, 64 pixels high and wide.

    The columns are for "train" image, uint8 [64, 64, 1]; for "test" image1, image2, and matches,
    uint32: 1 where both show the same point.

    Args:
        dataset_dir: the folder that has the folder `name`.
        name: "notredame", "yosemite", "liberty", or one of these with _harris.
        usage: "train" or "test". Default: None: "train".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.PhotoTourDataset.html
    """

    _SIDE = 64
    _PER_LINE = 16
    _PER_FILE = _PER_LINE**2

    def _set_up(self, name, usage, **others):
        optional(one_of("train", "test"))(usage, "usage")
        one_of(*_PHOTO_TOURS)(name, "name")
        self.name = name
        super()._set_up(**others)
        self.usage = usage or "train"
        train = self.usage == "train"
        self.columns = ("image",) if train else ("image1", "image2", "matches")

    @functools.lru_cache(maxsize=4)  # noqa: B019, as many pictures as a pair's neighbours need
    def _patches(self, number: int) -> np.ndarray:
        path = existing(self._path(self.name, f"patches{number:04}.bmp"), "PhotoTour image")
        return decoded(file_bytes(path), path)

    def _patch(self, i: int) -> np.ndarray:
        picture, place = divmod(i, self._PER_FILE)
        top, left = (self._SIDE * place for place in divmod(place, self._PER_LINE))
        patches = self._patches(picture)
        return patches[top : top + self._SIDE, left : left + self._SIDE, :1].copy()

    def _find(self):
        folder = existing_folder(self._path(self.name), "PhotoTour")
        points = fields_of(os.path.join(folder, "info.txt"), "PhotoTour info")
        if self.usage == "train":
            return [(i,) for i in range(len(points))]
        path = os.path.join(folder, "m50_100000_100000_0.txt")
        lines = fields_of(path, "PhotoTour matches")
        return [
            (whole(line[0], path), whole(line[3], path), int(line[1] == line[4])) for line in lines
        ]

    def _read(self, record):
        patches = [self._patch(i) for i in record[:2]]
        return *patches, *(np.array(matches, np.uint32) for matches in record[2:])


def _pairs(path: str) -> list[list[str]]:
    lines = fields_of(path, "Places365")
    for line in lines:
        if len(line) != 2:
            raise pipeline_error(
                f"Invalid file, a line of {path} is not a name and a number: {line}."
            )
    return lines


class Places365Dataset(
    ClassSource,
    FileSource,
    parameters="dataset_dir, usage=None, small=True, decode=False, *sampling",
):
    """Read Places365, scenes; the columns are image, uint8, and label, uint32.

    Args:
        dataset_dir: the folder that has categories_places365.txt, the list places365_val.txt or
            places365_train_….txt, and the images' folder.
        usage: "train-standard", "train-challenge" or "val". Default: None: "train-standard".
        small: whether images of 256 by 256 are read, else the large ones. Default: True.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Places365Dataset.html

    Differs: the list may also be called as it is published, with places365_train-standard in its
    name.
    """

    _label_dtype = np.uint32

    def _set_up(self, dataset_dir, usage, small, **others):
        check_folder(dataset_dir)
        optional(one_of("train-standard", "train-challenge", "val"))(usage, "usage")
        of_type(bool)(small, "small")
        self.dataset_dir = dataset_dir
        self.usage = usage or "train-standard"
        self.small = small
        super()._set_up(**others)

    @functools.cached_property
    def _classes(self):
        path = os.path.join(self.dataset_dir, "categories_places365.txt")
        return {name: whole(label, path) for name, label in _pairs(path)}

    def _list(self) -> str:
        path = os.path.join(self.dataset_dir, f"places365_{self.usage}.txt")
        return path if os.path.isfile(path) else path.replace("train-", "train_")

    def _find(self):
        part = self.usage.removeprefix("train-")
        size = "256" if self.small else "large"
        folder = f"val_{size}" if part == "val" else f"data_{size}_{part}"
        _ = self._classes  # a missing file is told first, as in MindSpore
        path = self._list()
        return [
            (existing(f"{self.dataset_dir}/{folder}/{name.lstrip('/')}", "Places365"), label)
            for name, label in ((name, whole(label, path)) for name, label in _pairs(path))
        ]
