"""MindSpore 1.x: operations in C++ and in Python of the same names."""

import inspect
import pickle

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import JPEG, photo
from msjax.dataset import vision
from msjax.dataset.transforms import c_transforms, py_transforms
from msjax.dataset.vision import c_transforms as c_vision
from msjax.dataset.vision import py_transforms as py_vision

IMAGE = photo()
PIL = Image.fromarray(IMAGE)


@pytest.mark.parametrize("module", [c_transforms, py_transforms, c_vision, py_vision])
def test_all_names_are_there(module):
    assert all(hasattr(module, name) for name in module.__all__)


def test_in_c_images_of_pillow_become_arrays():
    assert isinstance(c_vision.RandomCrop(5)(PIL), np.ndarray)
    np.testing.assert_array_equal(c_vision.Resize(5)(PIL), vision.Resize(5)(IMAGE))


def test_in_python_arrays_are_no_images():
    with pytest.raises(TypeError, match="img should be PIL image"):
        py_vision.RandomCrop(5)(IMAGE)
    resized = py_vision.Resize(5, interpolation=vision.Inter.BICUBIC)(PIL)
    assert resized.size == vision.Resize(5)(PIL).size


def test_tied_classes_look_like_those_they_are_made_of():
    assert inspect.signature(c_vision.RandomCrop) == inspect.signature(vision.RandomCrop)
    assert isinstance(pickle.loads(pickle.dumps(py_vision.CenterCrop(4))), vision.CenterCrop)


def test_decode_has_an_order_of_channels_in_c():
    rgb = c_vision.Decode()(JPEG)
    np.testing.assert_array_equal(c_vision.Decode(rgb=False)(JPEG), rgb[..., ::-1])
    np.testing.assert_array_equal(np.asarray(py_vision.Decode()(JPEG)), rgb)


def test_a_chain_of_2020():
    chain = py_transforms.Compose(
        [
            py_vision.Decode(),
            py_vision.RandomHorizontalFlip(1.0),
            py_vision.ToTensor(),
            py_vision.Normalize((0.5, 0.4, 0.3), (0.2, 0.3, 0.4)),
        ]
    )
    image = np.asarray(py_vision.Decode()(JPEG))[:, ::-1].transpose(2, 0, 1) / 255
    mean, std = np.array([[0.5, 0.4, 0.3], [0.2, 0.3, 0.4]])[..., None, None]
    np.testing.assert_allclose(chain(JPEG)[0], (image - mean) / std, atol=1e-5)
    (image,) = py_transforms.Compose([lambda image: image])(PIL)
    assert image is PIL
    chain_of_2019 = py_vision.ComposeOp([py_vision.Decode(), py_vision.ToTensor()])()
    assert chain_of_2019(JPEG)[0].shape == (3, 24, 30)


def test_normalize_in_python():
    image = np.ones((3, 2, 2), np.float32)
    assert py_vision.Normalize([0.5], [0.25])(image).dtype == np.float32
    padded = py_vision.NormalizePad([0.5], [0.25], "float16")(image)
    assert padded.shape == (4, 2, 2)
    assert padded.dtype == np.float16
    assert not padded[3].any()
    with pytest.raises(NotImplementedError, match="ToTensor"):
        py_vision.Normalize([0.5], [0.25])(image.astype(np.uint8))
    with pytest.raises(ValueError, match="number of channels"):
        py_vision.Normalize([0.5, 0.5], [0.25, 0.25])(image)
    with pytest.raises(TypeError, match="dimension should be 3"):
        py_vision.Normalize([0.5], [0.25])(image[0])
    with pytest.raises(TypeError, match="NumPy array"):
        py_vision.Normalize([0.5], [0.25])(PIL)


def test_formats_in_python():
    assert py_vision.HWC2CHW()(IMAGE).shape == (3, 24, 30)
    assert py_vision.ToType(np.float16)(IMAGE).dtype == np.float16
    np.testing.assert_array_equal(c_vision.RgbToBgr()(IMAGE), IMAGE[..., ::-1])
    np.testing.assert_array_equal(py_vision.RgbToBgr(True)(IMAGE), IMAGE[..., ::-1])
    chw = IMAGE.transpose(2, 0, 1)
    np.testing.assert_array_equal(py_vision.RgbToBgr()(chw), chw[::-1])
    for image, problem in ((IMAGE, "3 channels"), (IMAGE[0], "3 or 4 axes"), (PIL, "NumPy image")):
        with pytest.raises(TypeError, match=problem):
            py_vision.RgbToBgr()(image)
    with pytest.raises(RuntimeError, match="3 channels"):
        c_vision.RgbToBgr()(IMAGE[..., 0])


def test_arrays_of_other_axes_in_python():
    for operation in (py_vision.HWC2CHW(), py_vision.ToTensor(), py_vision.CutOut(1)):
        with pytest.raises(TypeError, match=r"dimension .*should be"):
            operation(IMAGE[0, 0])


def test_cut_out_in_python():
    image = np.ones((3, 20, 20), np.float32)
    cut = py_vision.CutOut(18, 2)(image)
    assert set(np.unique(cut)) == {0, 1}
    assert image.all()
    np.testing.assert_array_equal(py_vision.Cutout(20)(image), image)


def test_one_hot_in_python():
    assert py_transforms.OneHotOp(3)(np.array(1)).tolist() == [0, 1, 0]
    smooth = py_transforms.OneHotOp(num_classes=2, smoothing_rate=0.5)(np.array([0, 1]))
    assert smooth.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    with pytest.raises(ValueError, match="smaller than the category number"):
        py_transforms.OneHotOp(3)(np.array([3]))
    with pytest.raises(ValueError, match="should be int"):
        py_transforms.OneHotOp(3)(np.array([1.0]))
