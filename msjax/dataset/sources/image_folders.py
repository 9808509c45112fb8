"""Images that are files, with labels by folder, by a manifest, or by a table of attributes.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import functools
import json
import os

import numpy as np

from msjax.dataset.engine.samplers import PKSampler
from msjax.dataset.sources.arguments import check_file
from msjax.dataset.sources.folders import FolderSource, ImageReader, existing
from msjax.dataset.transforms.checks import of_type, optional
from msjax.mindrecord.common.exceptions import pipeline_error


def check_class_indexing(indexing) -> None:
    """Raise a TypeError for what does not map names of classes to ints."""
    optional(of_type(dict))(indexing, "class_indexing")
    for name, number in (indexing or {}).items():
        if not isinstance(name, str) or not isinstance(number, int):
            raise TypeError(
                f"class_indexing maps names of classes, str, to labels, int; it has {name!r}: "
                f"{number!r}."
            )


class ClassSource(ImageReader):
    """A source of images of classes: records are pairs of path and label.

    Subclasses have `_classes`, the label of each class.
    """

    columns = ("image", "label")
    _label_dtype: type = np.int32

    @functools.cached_property
    def _classes(self) -> dict[str, int]:
        raise NotImplementedError(f"{type(self).__name__} has to have _classes.")

    def _labels(self):
        return [label for _, label in self._records]

    def _read(self, record):
        path, label = record
        return self._image(path), np.array(label, self._label_dtype)

    def num_classes(self):
        """Return the number of classes."""
        return len(self._classes)

    def get_class_indexing(self):
        """Return the label of each class, by the classes' names."""
        return dict(self._classes)


class ImageFolderDataset(
    ClassSource,
    FolderSource,
    parameters="dataset_dir, num_samples=None, num_parallel_workers=None, shuffle=None, "
    "sampler=None, extensions=None, class_indexing=None, decode=False, num_shards=None, "
    "shard_id=None, cache=None, decrypt=None",
):
    """Read images in folders, one for each class.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and label,
    int32: the number of the folder among those of the same place, in the order of their names.

    Args:
        dataset_dir: the folder that has the classes' folders.
        extensions: how names of files may end, a list of str with their dots. Default: None: as
            they like.
        class_indexing: the classes to read and their labels, a dict of str to int. Default: None:
            all, from 0.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no image, a file cannot be
            read or decoded, or no folder is there for a class.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.ImageFolderDataset.html

    Differs: with `class_indexing` or `extensions`, `get_dataset_size` counts the rows that are
    read; MindSpore counts all files.
    """

    def _set_up(self, extensions, class_indexing, **others):
        optional(of_type(list))(extensions, "extensions")
        check_class_indexing(class_indexing)
        self.extensions = tuple(extensions or ())
        self.class_indexing = class_indexing or {}
        super()._set_up(**others)

    @functools.cached_property
    def _classes(self):
        entries = sorted(os.scandir(self.dataset_dir), key=lambda entry: entry.name)
        names = [entry.name for entry in entries if entry.is_dir()]
        for name in self.class_indexing:
            if name not in names:
                raise pipeline_error(
                    f"Invalid subdirectory, class: {name} doesn't exist in folder "
                    f"{self.dataset_dir}; there are {names}."
                )
        return self.class_indexing or {name: i for i, name in enumerate(names)}

    def _find(self):
        return [
            (self._path(name, file), label)
            for name, label in sorted(self._classes.items())
            for file in sorted(os.listdir(self._path(name)))
            if not self.extensions or os.path.splitext(file)[1] in self.extensions
        ]


class ManifestDataset(
    ClassSource,
    parameters="dataset_file, usage='train', num_samples=None, num_parallel_workers=None, "
    "shuffle=None, sampler=None, class_indexing=None, decode=False, num_shards=None, "
    "shard_id=None, cache=None",
):
    """Read images that a manifest lists, a file of JSON, one line for each image.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and label,
    int32, or an array of it where an image has several.

    Args:
        dataset_file: the manifest.
        usage: "train", "eval" or "inference". Default: "train".
        class_indexing: the classes to read and their labels, a dict of str to int. Default: None:
            all, from 0 in the order of their names.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together, or there is no such usage; on reading: there is
            no image, or a line cannot be read.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.ManifestDataset.html
    """

    def _set_up(self, dataset_file, usage, class_indexing, **others):
        check_file(dataset_file)
        optional(of_type(str))(usage, "usage")
        check_class_indexing(class_indexing)
        self.dataset_file = dataset_file
        self.usage = usage
        self.class_indexing = class_indexing or {}
        super()._set_up(**others)

    @functools.cached_property
    def _listed(self) -> list[tuple[str, list[str]]]:
        """The path and the classes of each image."""
        if self.usage not in ("train", "eval", "inference"):
            raise RuntimeError(
                f"ManifestDataset: {self.usage} does not match any mode in [ inference eval train ]"
            )
        with open(self.dataset_file, encoding="utf-8") as file:
            entries = [self._entry(line, i) for i, line in enumerate(file, 1)]
        return [(path, names) for usage, path, names in entries if usage == self.usage]

    def _entry(self, line, number):
        where = f"file: {self.dataset_file} at line {number}"
        try:
            content = json.loads(line)
            for key in ("source", "usage", "annotation"):
                if key not in content:
                    raise pipeline_error(f"Invalid manifest file, '{key}' is missing in {where}.")
            names = [annotation["name"] for annotation in content["annotation"]]
        except (ValueError, KeyError, TypeError) as error:
            raise pipeline_error(
                f"Invalid manifest file, parse ManiFest {where} failed: {error!r}; a line is a JSON"
                " object with source, usage and annotation."
            ) from None
        return content["usage"].lower(), existing(content["source"], "Manifest data"), names

    @functools.cached_property
    def _classes(self):
        names = sorted({name for _, names in self._listed for name in names})
        return self.class_indexing or {name: i for i, name in enumerate(names)}

    def num_classes(self):
        """Return the number of classes that occur."""
        return len({name for _, names in self._listed for name in names} & set(self._classes))

    def _find(self):
        classes = self._classes
        records = []
        for path, names in self._listed:
            labels = [classes[name] for name in names if name in classes]
            if labels:
                records.append((path, labels[0] if len(labels) == 1 else labels))
        return records


_PARTS = {"train": "0", "valid": "1", "test": "2"}


class CelebADataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, num_parallel_workers=None, shuffle=None, usage='all', sampler=None, "
    "decode=False, extensions=None, num_samples=None, num_shards=None, shard_id=None, cache=None, "
    "decrypt=None",
):
    """Read CelebA, faces with their attributes.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and attr,
    uint32 [40], 1 for what a face has.

    Args:
        dataset_dir: the folder that has the images, list_attr_celeba.txt and, for a `usage`,
            list_eval_partition.txt.
        usage: "all", "train", "valid" or "test". Default: "all".
        sampler: a sampler, not a PKSampler. Default: None.
        extensions: how names of files may end, a list of str with their dots. Default: None: as
            they like.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or usage, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CelebADataset.html
    """

    columns = ("image", "attr")
    _usages = (*_PARTS, "all")

    def _set_up(self, usage, sampler, extensions, **others):
        optional(of_type(list))(extensions, "extensions")
        if usage not in (None, "all", *_PARTS):
            raise ValueError(f"usage should be 'all', 'train', 'valid' or 'test'. It is {usage!r}.")
        if isinstance(sampler, PKSampler):
            raise ValueError("CelebADataset doesn't support PKSampler. It has no classes.")
        self.extensions = tuple(extensions or ())
        super()._set_up(usage=usage, sampler=sampler, **others)

    def _find(self):
        path = existing(self._path("list_attr_celeba.txt"), "CelebA attribute")
        chosen = self._chosen()
        with open(path, encoding="utf-8") as file:
            lines = [line.split() for line in file][2:]
        return [
            (self._path(name), [value == "1" for value in values])
            for name, *values in filter(None, lines)
            if (chosen is None or name in chosen)
            and (not self.extensions or os.path.splitext(name)[1] in self.extensions)
        ]

    def _chosen(self) -> set[str] | None:
        if self.usage == "all":
            return None
        path = self._path("list_eval_partition.txt")
        if not os.path.isfile(path):
            raise RuntimeError(
                f"Partition file can not be found when usage is not 'all'. {path} is missing."
            )
        with open(path, encoding="utf-8") as file:
            pairs = [line.split() for line in file if line.strip()]
        return {name for name, part in pairs if part == _PARTS[self.usage]}

    def _read(self, record):
        path, values = record
        return self._image(path), np.array(values, np.uint32)
