"""Signatures that sources of one folder share, and images that are files of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from msjax.dataset.sources.arguments import check_decrypt, check_folder
from msjax.dataset.sources.files import ArraySource, FileSource
from msjax.dataset.transforms.checks import of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error


class FolderSource(FileSource, parameters="dataset_dir, usage=None, *sampling"):
    """A source of one folder, of which a part can be chosen.

    Args:
        dataset_dir: the folder.
        usage: the part to read, one of `_usages`. Default: None: the last of them.

    Raises:
        TypeError, ValueError: an argument is wrong.
    """

    _usages: tuple[str, ...] = ("train", "test", "all")

    def _set_up(self, dataset_dir, usage=None, **sampling):
        check_folder(dataset_dir)
        optional(one_of(*self._usages))(usage, "usage")
        self.dataset_dir = dataset_dir
        if "usage" in self._parameters:  # others have nothing to tell in their description
            self.usage = self._usages[-1] if usage is None else usage
        super()._set_up(**sampling)

    def _path(self, *names: str) -> str:
        return os.path.join(self.dataset_dir, *names)


class FolderArraySource(FolderSource, ArraySource):
    """A source of one folder whose files hold many rows each."""


class WholeFolderSource(FolderSource, parameters="dataset_dir, *sampling"):
    """A source of one folder without parts."""


class ImageReader(FileSource):
    """A source that reads images that are files of their own.

    Args:
        decode: whether images are decoded to [height, width, 3]; else they are the files' bytes.
    """

    decode: bool
    decrypt: Callable[[str], bytes] | None

    def _set_up(self, decode=False, decrypt=None, **others) -> None:
        optional(of_type(bool))(decode, "decode")
        check_decrypt(decrypt)
        self.decode = bool(decode)
        self.decrypt = decrypt
        super()._set_up(**others)

    def _image(self, path: str) -> np.ndarray:
        data = file_bytes(path, self.decrypt)
        return decoded(data, path) if self.decode else data


def file_bytes(path: str, decrypt: Callable[[str], bytes] | None = None) -> np.ndarray:
    """Return the bytes of a file as an array.

    Raises:
        RuntimeError: it is no file that can be read.
    """
    if os.path.isdir(path):
        raise pipeline_error(f"Invalid file found: {path}, should be file, but got directory.")
    try:
        if decrypt is not None:
            return np.frombuffer(bytearray(decrypt(path)), np.uint8)
        return np.fromfile(path, np.uint8)
    except OSError as error:
        raise pipeline_error(f"Invalid file, {path} cannot be read: {error}.") from None


def decoded(data: np.ndarray, path: str) -> np.ndarray:
    """Return the pixels of an image file, uint8, [height, width, 3].

    Raises:
        RuntimeError: it is no image.
    """
    from msjax.dataset.vision.decoding import Decode

    try:
        pixels: Any = Decode()(data)
    except (RuntimeError, TypeError):
        raise pipeline_error(
            f"Invalid image, {path} decode failed, the image is broken or permission denied."
        ) from None
    return pixels


def existing(path: str, what: str) -> str:
    """Return the path of a file that a source needs.

    Raises:
        RuntimeError: there is no such file.
    """
    if not os.path.isfile(path):
        raise pipeline_error(f"Invalid file path, {what} file: {path} does not exist.")
    return path
