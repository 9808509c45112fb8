"""Image libraries are imported when they are needed, and missed with the extra's name."""

import subprocess
import sys

import pytest

from msjax.dataset import libraries
from msjax.dataset.transforms import OneHot, TypeCast
from msjax.mindrecord.core.libraries import extra


def test_nothing_is_imported_before_it_is_needed():
    script = (
        "import sys, numpy, msjax.dataset.vision as vision\n"
        "vision.Normalize([1], [2])(numpy.ones((2, 2, 1), 'uint8'))\n"
        "print([name for name in ('cv2', 'PIL', 'jax') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize(("module", "package"), [("cv2", "opencv"), ("PIL.Image", "pillow")])
def test_a_missing_library_names_the_extra(module, package, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=rf"{package}.*pip install 'msjax\[dataset\]'"):
        extra(module, package)


def test_what_needs_no_images_needs_no_library(monkeypatch):
    monkeypatch.setattr("msjax.mindrecord.core.libraries.extra", None)
    monkeypatch.setattr(libraries, "extra", None)
    assert OneHot(3)(1).tolist() == [0, 1, 0]
    assert TypeCast("int8")([1.5]).tolist() == [1]


def test_opencv_rounds_as_mindspores_does():
    assert not libraries.opencv().ipp.useIPP()


def test_is_pil_without_pillow(monkeypatch):
    monkeypatch.delitem(sys.modules, "PIL.Image")
    assert not libraries.is_pil(3)
