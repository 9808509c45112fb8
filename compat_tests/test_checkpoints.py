"""Files of checkpoints go from MindSpore to msjax, and are the same the other way."""

from __future__ import annotations

import base64
import json

import mindspore as ms
import pytest

from compat_tests import checkpoint_files
from msjax.train.serialization import checkpoint_file

FILES = json.loads(checkpoint_files.FACTS.read_text())["files"]
CKPT = [name for name in FILES if name.endswith(".ckpt")]


def data(name) -> bytes:
    return base64.b64decode(FILES[name]["data"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the files as msjax writes them."""
    folder = tmp_path_factory.mktemp("checkpoints")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint_file, "SLICE_BYTES", checkpoint_files.SLICE_KIB * 1024)
        checkpoint_files.write(ms, folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_loads_what_mindspore_wrote(name, tmp_path):
    """Names, data types, shapes and values are those that MindSpore loads."""
    path = tmp_path / name
    path.write_bytes(data(name))
    assert checkpoint_files.contents(ms, path) == FILES[name]["contents"]


@pytest.mark.parametrize("name", FILES)
def test_loads_what_it_wrote(name, folder):
    """The same from files of its own."""
    assert checkpoint_files.contents(ms, folder / name) == FILES[name]["contents"]


@pytest.mark.parametrize("name", CKPT)
def test_writes_the_bytes_of_mindspore(name, folder):
    """A file holds the same bytes, slices and checksum included."""
    assert (folder / name).read_bytes() == data(name)


def test_slices_are_there():
    """The recorded file has a tensor in several pieces."""
    assert data("slices.ckpt").count(b"long0") == 4
