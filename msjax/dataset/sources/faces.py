"""Collections of faces.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os

import numpy as np

from msjax.dataset.sources.folders import FolderSource, ImageReader
from msjax.dataset.sources.image_collections import folders_in
from msjax.dataset.sources.scenes import existing_folder, fields_of, whole
from msjax.dataset.transforms.checks import one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error

_LFW = {"original": "lfw", "funneled": "lfw_funneled", "deepfunneled": "lfw-deepfunneled"}
_LFW_PARTS = {"10fold": "", "train": "DevTrain", "test": "DevTest"}


class LFWDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, task=None, usage=None, image_set=None, *images",
):
    """Read Labeled Faces in the Wild.

    The columns are for "people" image and label, uint32: the number of the person; for "pairs"
    image1, image2 and label, uint32: 1 for the same person. Images are uint8: the file's bytes, or
    [height, width, 3] with `decode`.

    Args:
        dataset_dir: the folder that has the images' folder, lfw-names.txt, and people.txt or
            pairs.txt, and those with DevTrain and DevTest in their names.
        task: "people" or "pairs". Default: None: "people".
        usage: "10fold", "train", "test" or "all", which is "train" and "test". Default: None:
            "all".
        image_set: "original", "funneled" or "deepfunneled". Default: None: "funneled".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.LFWDataset.html
    """

    _usages = ("10fold", "train", "test", "all")

    def _set_up(self, task, image_set, **others):
        optional(one_of("people", "pairs"))(task, "task")
        optional(one_of(*_LFW))(image_set, "image_set")
        self.task = task or "people"
        self.image_set = image_set or "funneled"
        images = ("image",) if self.task == "people" else ("image1", "image2")
        self.columns = (*images, "label")
        super()._set_up(**others)

    def _picture(self, name, number) -> str:
        number = whole(number, "a list of LFW")
        return self._path(_LFW[self.image_set], name, f"{name}_{number:04}.jpg")

    def _find(self):
        parts = ("train", "test") if self.usage == "all" else (self.usage,)
        lines = []
        for part in parts:
            path = self._path(f"{self.task}{_LFW_PARTS[part]}.txt")
            lines += fields_of(path, "LFW list")[1:]  # the first tells how many there are
        if self.task == "pairs":
            return [self._pair(line) for line in lines if len(line) > 2]
        names = fields_of(self._path("lfw-names.txt"), "LFW names")
        labels = {line[0]: i for i, line in enumerate(names)}
        return [
            ([self._picture(name, number)], labels[name])
            for name, count in (line for line in lines if len(line) == 2)
            for number in range(1, whole(count, "a list of LFW") + 1)
        ]

    def _pair(self, line):
        if len(line) == 3:
            name, *numbers = line
            return [self._picture(name, number) for number in numbers], 1
        first, second = line[:2], line[2:]
        return [self._picture(*first), self._picture(*second)], 0

    def _read(self, record):
        paths, label = record
        return *(self._image(path) for path in paths), np.array(label, np.uint32)


_WIDER = ("blur", "expression", "illumination", "occlusion", "pose", "invalid")
_WIDER_PARTS = {"train": "train", "valid": "val", "test": "test"}


class WIDERFaceDataset(ImageReader, FolderSource, parameters="dataset_dir, usage=None, *images"):
    """Read WIDER FACE.

    The columns are image, uint8: the file's bytes, or [height, width, 3] with `decode`; and, but
    for "test", with n faces in an image: bbox, int32 [n, 4]: left, top, width, height; blur,
    expression, illumination, occlusion, pose and invalid, int32 [n].

    Args:
        dataset_dir: the folder that has WIDER_{train,val,test} and wider_face_split.
        usage: "train", "test", "valid" or "all", which is "train" and "valid". Default: None:
            "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.WIDERFaceDataset.html

    Differs: the images of a folder come in the order of their names, in MindSpore as the file
    system has them; an image or a file without annotations is an error, not an image without faces.
    """

    _usages = ("train", "test", "valid", "all")

    def _set_up(self, **others):
        super()._set_up(**others)
        self.columns = ("image",) if self.usage == "test" else ("image", "bbox", *_WIDER)

    def _find(self):
        records = []
        for part in ("train", "valid") if self.usage == "all" else (self.usage,):
            root = self._path(f"WIDER_{_WIDER_PARTS[part]}", "images")
            known = {} if part == "test" else self._annotated(_WIDER_PARTS[part])
            for event in folders_in(existing_folder(root, "WIDERFace image")):
                for name in sorted(os.listdir(os.path.join(root, event))):
                    if name.endswith(".jpg"):
                        path = os.path.join(root, event, name)
                        faces = [] if part == "test" else known.get(f"{event}/{name}")
                        if faces is None:
                            raise pipeline_error(f"Invalid data, {path} has no annotation.")
                        records.append((path, faces))
        return records

    def _annotated(self, part) -> dict[str, list[list[str]]]:
        """Return the faces of each image: lines of box and marks."""
        path = self._path("wider_face_split", f"wider_face_{part}_bbx_gt.txt")
        lines = iter(fields_of(path, "WIDERFace annotation"))
        found = {}
        try:
            for name in lines:
                (count,) = next(lines)
                # An image without a face has a line of zeros, which is read as MindSpore does.
                faces = [next(lines) for _ in range(max(int(count), 1))]
                if any(len(face) != 4 + len(_WIDER) for face in faces):
                    raise ValueError(faces)
                found[" ".join(name)] = faces
        except (ValueError, StopIteration) as error:
            raise pipeline_error(
                f"Invalid file, {path} has not lines of an image, a count, and as many faces of 10 "
                f"numbers: {error}."
            ) from None
        return found

    def _read(self, record):
        path, faces = record
        if self.usage == "test":
            return (self._image(path),)
        values = np.array(faces).astype(np.int32)
        return self._image(path), values[:, :4], *values[:, 4:].T
