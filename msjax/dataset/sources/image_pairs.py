"""Images that come with texts, or with another image.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os

import numpy as np

from msjax.dataset.sources.arguments import check_file, check_folder
from msjax.dataset.sources.folders import FolderSource, ImageReader, existing
from msjax.dataset.sources.image_collections import images_in
from msjax.dataset.transforms.checks import of_type, one_of
from msjax.mindrecord.common.exceptions import pipeline_error

_FIXED_SCALES = {"mild": "m", "difficult": "d", "wild": "w"}


class DIV2KDataset(
    ImageReader,
    FolderSource,
    parameters="dataset_dir, usage='train', downgrade='bicubic', scale=2, *images_decode_none",
):
    """Read DIV2K, images of high and low resolution; columns hr_image and lr_image, uint8.

    Args:
        dataset_dir: the folder that has DIV2K_{train,valid}_HR and _LR_….
        usage: "train", "valid" or "all". Default: "train".
        downgrade: "bicubic", "unknown", "mild", "difficult" or "wild". Default: "bicubic".
        scale: 2, 3, 4 or 8, with "bicubic"; 2, 3 or 4 with "unknown"; else 4. Default: 2.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, `downgrade` and `scale` do not go together, or an
            argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DIV2KDataset.html
    """

    columns = ("hr_image", "lr_image")

    _usages = ("train", "valid", "all")

    def _set_up(self, usage, downgrade, scale, **others):
        of_type(str)(usage, "usage")
        one_of("bicubic", "unknown", *_FIXED_SCALES)(downgrade, "downgrade")
        of_type(int)(scale, "scale")
        if scale not in (2, 3, 4, 8):
            raise ValueError("Input scale is not within the valid set of [2, 3, 4, 8].")
        if scale == 8 and downgrade != "bicubic":
            raise ValueError("DIV2KNode: scale equal to 8 is allowed only in bicubic downgrade.")
        if downgrade in _FIXED_SCALES and scale != 4:
            raise ValueError(f"DIV2KNode: {downgrade} downgrade requires scale equal to 4.")
        self.downgrade = downgrade
        self.scale = scale
        super()._set_up(usage=usage, **others)

    def _find(self):
        records = []
        for part in ("train", "valid") if self.usage == "all" else (self.usage,):
            folder, mark = f"DIV2K_{part}_LR_{self.downgrade}", _FIXED_SCALES.get(self.downgrade)
            if self.scale == 8:
                folder = f"DIV2K_{part}_LR_x8"
            elif mark is None:
                folder += f"/X{self.scale}"
            for path in images_in(self._path(f"DIV2K_{part}_HR")):
                stem, end = os.path.splitext(os.path.basename(path))
                name = f"{stem}x{self.scale}{mark or ''}{end}"
                low = existing(self._path(folder, name), "DIV2K low resolution")
                records.append((path, low))
        return records

    def _read(self, record):
        return tuple(self._image(path) for path in record)


class FlickrDataset(
    ImageReader, FolderSource, parameters="dataset_dir, annotation_file, *images_decode_none"
):
    """Read Flickr8k or Flickr30k; columns image, uint8, and annotation, str [5]: descriptions.

    Args:
        dataset_dir: the folder that has the images.
        annotation_file: the descriptions: lines of name#number, a tab, and the text.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a line is wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.FlickrDataset.html
    """

    columns = ("image", "annotation")

    def _set_up(self, annotation_file, **others):
        check_file(annotation_file)
        self.annotation_file = annotation_file
        super()._set_up(**others)

    def _find(self):
        texts: dict[str, list[str]] = {}
        with open(self.annotation_file, encoding="utf-8") as file:
            for line in filter(str.strip, file):
                name, tab, text = line.rstrip("\r\n").partition("\t")
                name, mark, _ = name.rpartition("#")
                if not tab or not mark:
                    raise pipeline_error(
                        f"Invalid annotation file, a line of {self.annotation_file} is no name with"
                        f" a number, a tab and a text: {line!r}."
                    )
                texts.setdefault(self._path(name), []).append(text)
        return sorted(texts.items())

    def _read(self, record):
        path, texts = record
        return self._image(path), np.array(texts)


class SBUDataset(ImageReader, FolderSource, parameters="dataset_dir, *images"):
    """Read SBU, photos with captions; columns image, uint8, and caption, a str.

    The arguments are those of `Caltech256Dataset`; `dataset_dir` has the files
    SBU_captioned_photo_dataset_{urls,captions}.txt and the folder sbu_images.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SBUDataset.html
    """

    columns = ("image", "caption")

    def _set_up(self, dataset_dir, **others):
        check_folder(dataset_dir)
        self._lists = [
            os.path.join(dataset_dir, f"SBU_captioned_photo_dataset_{name}.txt")
            for name in ("urls", "captions")
        ]
        for path in self._lists:
            check_file(path)
        super()._set_up(dataset_dir=dataset_dir, **others)

    def _find(self):
        contents = []
        for path in self._lists:
            with open(path, encoding="utf-8") as file:
                contents.append(file.read().splitlines())
        records = []
        for url, caption in zip(*contents, strict=False):
            name = "m_" + "_".join(url.strip().split("/")[-2:])
            path = self._path("sbu_images", name)
            if os.path.isfile(path):
                records.append((path, caption.strip()))
        return records

    def _read(self, record):
        path, caption = record
        return self._image(path), np.array(caption)
