"""The words for ways, and the libraries' numbers for them."""

import cv2
import pytest
from PIL import Image

from msjax.dataset.vision import Border, ConvertMode, Inter, SliceMode


def test_borders():
    assert Border.to_python_type(Border.EDGE) == "edge"
    assert Border.to_c_type(Border.REFLECT) == cv2.BORDER_REFLECT_101
    assert str(Border.CONSTANT) == "Border.CONSTANT"
    with pytest.raises(RuntimeError, match="only support CONSTANT, EDGE, REFLECT and SYMMETRIC"):
        Border.to_c_type("wrap")


def test_interpolations():
    assert Inter.to_python_type(Inter.ANTIALIAS) == Image.Resampling.LANCZOS
    assert Inter.to_c_type(Inter.CUBIC) == cv2.INTER_CUBIC
    assert Inter.to_c_type(Inter.PILCUBIC) is None
    with pytest.raises(RuntimeError, match="Unsupported interpolation"):
        Inter.to_c_type(Inter.ANTIALIAS)
    with pytest.raises(RuntimeError, match="Unsupported interpolation"):
        Inter.to_python_type(Inter.AREA)


def test_conversions():
    assert ConvertMode.to_c_type(ConvertMode.COLOR_RGB2GRAY) == cv2.COLOR_RGB2GRAY


def test_numbers_are_mindspores():
    assert [int(mode) for mode in Inter] == [0, 1, 2, 3, 4, 5]
    assert Inter.BILINEAR is Inter.LINEAR
    assert int(SliceMode.DROP) == 1
