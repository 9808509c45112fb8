"""Collections of images whose annotations are MATLAB's files.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from msjax.dataset.sources.arguments import check_file, check_folder
from msjax.dataset.sources.files import ArraySource
from msjax.dataset.sources.folders import FolderSource, ImageReader, existing
from msjax.dataset.sources.image_collections import folders_in, images_in
from msjax.dataset.transforms.checks import of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error


def read_matlab(path: str, name: str) -> Any:
    """Return a variable of a file of MATLAB.

    Raises:
        RuntimeError: there is no such file or variable, or the file is none of MATLAB's.
    """
    from scipy.io import loadmat
    from scipy.io.matlab import MatReadError

    try:
        return loadmat(existing(path, "MATLAB"), variable_names=[name])[name]
    except (MatReadError, ValueError, KeyError, NotImplementedError, TypeError) as error:
        raise pipeline_error(
            f"Invalid file, {path} has no variable {name} that can be read: {error!r}; it has to be"
            " a file of MATLAB of a version before 7.3."
        ) from None


# Folders of annotations that are not called as those of the images.
_CALTECH = {
    "Faces": "Faces_2",
    "Faces_easy": "Faces_3",
    "Motorbikes": "Motorbikes_16",
    "airplanes": "Airplanes_Side_2",
}


class Caltech101Dataset(
    ImageReader, FolderSource, parameters="dataset_dir, target_type=None, *one_worker_images"
):
    """Read Caltech 101, objects.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; category,
    int64: the number of the folder; and annotation, float64 [2, points], the object's outline.

    Args:
        dataset_dir: the folder that has 101_ObjectCategories and Annotations.
        target_type: "category", "annotation" or "all": both. Default: None: "category".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: an annotation is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Caltech101Dataset.html

    Differs: `get_class_indexing` tells the classes whose folders are there; MindSpore those of the
    original.
    """

    _targets = ("category", "annotation", "all")

    def _set_up(self, target_type, **others):
        optional(one_of(*self._targets))(target_type, "target_type")
        self.target_type = target_type or "category"
        chosen = self._targets[:2] if target_type == "all" else (self.target_type,)
        self.columns = ("image", *chosen)
        super()._set_up(**others)

    def _folders(self):
        names = folders_in(self._path("101_ObjectCategories"))
        return [name for name in names if name != "BACKGROUND_Google"]

    def _find(self):
        return [
            (path, name, label)
            for label, name in enumerate(self._folders())
            for path in images_in(self._path("101_ObjectCategories", name))
        ]

    def _read(self, record):
        path, name, label = record
        row = [self._image(path)]
        if "category" in self.columns:
            row.append(np.array(label, np.int64))
        if "annotation" in self.columns:
            number = os.path.splitext(os.path.basename(path))[0].rpartition("_")[2]
            folder = _CALTECH.get(name) or name
            file = self._path("Annotations", folder, f"annotation_{number}.mat")
            row.append(read_matlab(file, "obj_contour"))
        return tuple(row)

    def get_class_indexing(self):
        """Return the label of each class, by the classes' names."""
        return {name: label for label, name in enumerate(self._folders())}


class Flowers102Dataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, task='Classification', usage='all', *one_worker_images",
):
    """Read Flowers 102.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; for
    "Segmentation" segmentation, uint8, an image too; and label, uint32.

    Args:
        dataset_dir: the folder that has jpg, segmim, imagelabels.mat and setid.mat.
        task: "Classification" or "Segmentation". Default: "Classification".
        usage: "train", "valid", "test" or "all". Default: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: an image is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Flowers102Dataset.html

    Differs: `get_class_indexing` is refused: the files have no names of classes.
    """

    _usages = ("train", "valid", "test", "all")

    def _set_up(self, dataset_dir, task, usage, **others):
        check_folder(dataset_dir)
        check_folder(os.path.join(dataset_dir, "jpg"))
        one_of("Classification", "Segmentation")(task, "task")
        of_type(str)(usage, "usage")
        if task == "Segmentation":
            check_folder(os.path.join(dataset_dir, "segmim"))
        for name in ("imagelabels.mat", "setid.mat"):
            check_file(os.path.join(dataset_dir, name))
        self.task = task
        more = ["segmentation"] * (task == "Segmentation")
        self.columns = ("image", *more, "label")
        super()._set_up(dataset_dir=dataset_dir, usage=usage, **others)

    def _find(self):
        labels = read_matlab(self._path("imagelabels.mat"), "labels")[0]
        names = {"train": "trnid", "test": "tstid", "valid": "valid"}
        chosen = names.values() if self.usage == "all" else [names[self.usage]]
        numbers = np.concatenate([read_matlab(self._path("setid.mat"), n)[0] for n in chosen])
        return [(int(number), int(labels[number - 1]) - 1) for number in numbers]

    def _read(self, record):
        number, label = record
        paths = [self._path("jpg", f"image_{number:05}.jpg")]
        if self.task == "Segmentation":
            paths.append(self._path("segmim", f"segmim_{number:05}.jpg"))
        return *(self._image(path) for path in paths), np.array(label, np.uint32)

    def get_class_indexing(self):
        """Refuse to tell the classes' names.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            "Flowers102Dataset.get_class_indexing() is not supported: the files of the collection "
            "have no names of classes; a label is the number in imagelabels.mat less 1."
        )


class SBDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, task='Boundaries', usage='all', num_samples=None, "
    "num_parallel_workers=1, shuffle=None, decode=None, sampler=None, num_shards=None, "
    "shard_id=None",
):
    """Read SBD, the semantic boundaries of things in images of PASCAL VOC.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and task:
    boundaries, float64 [20, height, width], or segments, uint8 [height, width].

    Args:
        dataset_dir: the folder that has img, cls and {train,val,train_noval}.txt.
        task: "Boundaries" or "Segmentation". Default: "Boundaries".
        usage: "train", "val", "train_noval" or "all", which is "train" and "val". Default: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        FileNotFoundError: there is no list for `usage`.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SBDataset.html
    """

    columns = ("image", "task")
    _usages = ("train", "val", "train_noval", "all")

    def _set_up(self, dataset_dir, task, usage, **others):
        check_folder(dataset_dir)
        one_of("Boundaries", "Segmentation")(task, "task")
        one_of(*self._usages)(usage, "usage")
        parts = ("train", "val") if usage == "all" else (usage,)
        self._lists = [os.path.join(dataset_dir, f"{part}.txt") for part in parts]
        for path in self._lists:
            if not os.path.isfile(path):
                raise FileNotFoundError(
                    f"SBDataset: {path} not found; it lists the images for usage={usage!r}."
                )
        self.task = task
        super()._set_up(dataset_dir=dataset_dir, usage=usage, **others)

    def _find(self):
        names = []
        for path in self._lists:
            with open(path, encoding="utf-8") as file:
                names += [line.strip() for line in file if line.strip()]
        return names

    def _read(self, record):
        path = self._path("cls", f"{record}.mat")
        found = read_matlab(path, "GTcls")[self.task][0][0]
        if self.task == "Boundaries":
            found = np.stack([plane[0].toarray() for plane in found])
        return self._image(self._path("img", f"{record}.jpg")), found


class SVHNDataset(FolderSource, ArraySource, parameters="dataset_dir, usage=None, *one_worker"):
    """Read SVHN, numbers of houses; columns image, uint8 [32, 32, 3], and label, uint32.

    Args:
        dataset_dir: the folder that has {train,test,extra}_32x32.mat.
        usage: "train", "test", "extra" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SVHNDataset.html
    """

    columns = ("image", "label")
    _usages = ("train", "test", "extra", "all")

    def _set_up(self, **others):
        super()._set_up(**others)
        parts = self._usages[:-1] if self.usage == "all" else (self.usage,)
        self._files = [self._path(f"{part}_32x32.mat") for part in parts]
        for path in self._files:
            check_file(path)

    def _load(self):
        images = [read_matlab(path, "X").transpose(3, 0, 1, 2) for path in self._files]
        labels = [read_matlab(path, "y").ravel() for path in self._files]
        return np.concatenate(images), (np.concatenate(labels) % 10).astype(np.uint32)
