"""Images that come with texts, or with another image.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os

import numpy as np

from msjax.dataset.sources.arguments import check_file, check_folder
from msjax.dataset.sources.files import FileSource
from msjax.dataset.sources.folders import ImageReader, existing
from msjax.dataset.sources.image_collections import images_in
from msjax.dataset.transforms.checks import of_type, one_of
from msjax.mindrecord.common.exceptions import pipeline_error

_FIXED_SCALES = {"mild": "m", "difficult": "d", "wild": "w"}


class DIV2KDataset(FileSource, ImageReader):
    """Read DIV2K, images of high and low resolution; columns hr_image and lr_image, uint8.

    Args:
        dataset_dir: the folder that has DIV2K_{train,valid}_HR and _LR_….
        usage: "train", "valid" or "all". Default: "train".
        downgrade: "bicubic", "unknown", "mild", "difficult" or "wild". Default: "bicubic".
        scale: 2, 3, 4 or 8, with "bicubic"; 2, 3 or 4 with "unknown"; else 4. Default: 2.
        num_samples: how many rows to read at most. Default: None: all.
        num_parallel_workers: how many threads read. Default: None: as `config` says.
        shuffle: whether rows come in random order. Default: None: True.
        decode: whether images are decoded. Default: None: False.
        sampler: a sampler. Default: None.
        num_shards: into how many parts the rows are divided. Default: None: 1.
        shard_id: which of them to read. Default: None: 0.
        cache: not supported. Default: None.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, `downgrade` and `scale` do not go together, or an
            argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DIV2KDataset.html
    """

    columns = ("hr_image", "lr_image")

    def __init__(
        self,
        dataset_dir,
        usage="train",
        downgrade="bicubic",
        scale=2,
        num_samples=None,
        num_parallel_workers=None,
        shuffle=None,
        decode=None,
        sampler=None,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        check_folder(dataset_dir)
        one_of("train", "valid", "all")(usage, "usage")
        one_of("bicubic", "unknown", *_FIXED_SCALES)(downgrade, "downgrade")
        of_type(int)(scale, "scale")
        if scale not in (2, 3, 4, 8):
            raise ValueError("Input scale is not within the valid set of [2, 3, 4, 8].")
        if scale == 8 and downgrade != "bicubic":
            raise ValueError("DIV2KNode: scale equal to 8 is allowed only in bicubic downgrade.")
        if downgrade in _FIXED_SCALES and scale != 4:
            raise ValueError(f"DIV2KNode: {downgrade} downgrade requires scale equal to 4.")
        self._set_up_images(decode)
        self.dataset_dir = dataset_dir
        self.usage = usage
        self.downgrade = downgrade
        self.scale = scale
        super().__init__(
            num_samples, num_parallel_workers, shuffle, sampler, num_shards, shard_id, cache
        )

    def _find(self):
        records = []
        for part in ("train", "valid") if self.usage == "all" else (self.usage,):
            folder, mark = f"DIV2K_{part}_LR_{self.downgrade}", _FIXED_SCALES.get(self.downgrade)
            if self.scale == 8:
                folder = f"DIV2K_{part}_LR_x8"
            elif mark is None:
                folder += f"/X{self.scale}"
            for path in images_in(os.path.join(self.dataset_dir, f"DIV2K_{part}_HR")):
                stem, end = os.path.splitext(os.path.basename(path))
                name = f"{stem}x{self.scale}{mark or ''}{end}"
                low = existing(os.path.join(self.dataset_dir, folder, name), "DIV2K low resolution")
                records.append((path, low))
        return records

    def _read(self, record):
        return tuple(self._image(path) for path in record)


class FlickrDataset(FileSource, ImageReader):
    """Read Flickr8k or Flickr30k; columns image, uint8, and annotation, str [5]: descriptions.

    Args:
        dataset_dir: the folder that has the images.
        annotation_file: the descriptions: lines of name#number, a tab, and the text.
        num_samples: how many rows to read at most. Default: None: all.
        num_parallel_workers: how many threads read. Default: None: as `config` says.
        shuffle: whether rows come in random order. Default: None: True.
        decode: whether images are decoded. Default: None: False.
        sampler: a sampler. Default: None.
        num_shards: into how many parts the rows are divided. Default: None: 1.
        shard_id: which of them to read. Default: None: 0.
        cache: not supported. Default: None.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder or file, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a line is wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.FlickrDataset.html
    """

    columns = ("image", "annotation")

    def __init__(
        self,
        dataset_dir,
        annotation_file,
        num_samples=None,
        num_parallel_workers=None,
        shuffle=None,
        decode=None,
        sampler=None,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        check_folder(dataset_dir)
        check_file(annotation_file)
        self._set_up_images(decode)
        self.dataset_dir = dataset_dir
        self.annotation_file = annotation_file
        super().__init__(
            num_samples, num_parallel_workers, shuffle, sampler, num_shards, shard_id, cache
        )

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
                texts.setdefault(os.path.join(self.dataset_dir, name), []).append(text)
        return sorted(texts.items())

    def _read(self, record):
        path, texts = record
        return self._image(path), np.array(texts)


class SBUDataset(FileSource, ImageReader):
    """Read SBU, photos with captions; columns image, uint8, and caption, a str.

    The arguments are those of `Caltech256Dataset`; `dataset_dir` has the files
    SBU_captioned_photo_dataset_{urls,captions}.txt and the folder sbu_images.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SBUDataset.html
    """

    columns = ("image", "caption")

    def __init__(
        self,
        dataset_dir,
        num_samples=None,
        num_parallel_workers=None,
        shuffle=None,
        decode=False,
        sampler=None,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        check_folder(dataset_dir)
        self._lists = [
            os.path.join(dataset_dir, f"SBU_captioned_photo_dataset_{name}.txt")
            for name in ("urls", "captions")
        ]
        for path in self._lists:
            check_file(path)
        self._set_up_images(decode)
        self.dataset_dir = dataset_dir
        super().__init__(
            num_samples, num_parallel_workers, shuffle, sampler, num_shards, shard_id, cache
        )

    def _find(self):
        contents = []
        for path in self._lists:
            with open(path, encoding="utf-8") as file:
                contents.append(file.read().splitlines())
        records = []
        for url, caption in zip(*contents, strict=False):
            name = "m_" + "_".join(url.strip().split("/")[-2:])
            path = os.path.join(self.dataset_dir, "sbu_images", name)
            if os.path.isfile(path):
                records.append((path, caption.strip()))
        return records

    def _read(self, record):
        path, caption = record
        return self._image(path), np.array(caption)
