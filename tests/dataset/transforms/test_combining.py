"""Operations of operations: what a `Compose` returns, which implementations a pipeline takes."""

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import JPEG, photo
from msjax.dataset import vision
from msjax.dataset.transforms import Compose, FuncWrapper, Implementation, RandomChoice, TypeCast
from msjax.dataset.transforms.combining import for_pipeline

C, PY = Implementation.C, Implementation.PY
IMAGE = photo(6, 6)


def implementations(*operations):
    return [getattr(operation, "implementation", None) for operation in for_pipeline(operations)]


def test_the_operation_before_chooses():
    color = vision.RandomColor()
    assert implementations(color) == [C]
    assert implementations(vision.Decode(True), color, color) == [PY, PY, PY]
    assert implementations(vision.Decode(True), vision.HWC2CHW(), color) == [PY, C, C]
    assert implementations(vision.Decode(True), abs, color) == [PY, None, C]
    assert color.implementation is None


def test_inner_operations_stand_in_their_place():
    inner = Compose([vision.ToPIL(), Compose([vision.RandomColor()])])
    assert implementations(TypeCast("uint8"), inner, vision.ToTensor()) == [C, PY, PY, C]


def test_in_a_pipeline_operations_in_c_get_arrays():
    decode, to_tensor = for_pipeline([vision.Decode(True), vision.ToTensor()])
    image = decode(JPEG)
    np.testing.assert_array_equal(to_tensor(image), vision.ToTensor()(np.asarray(image)))


def test_a_compose_with_operations_in_python_returns_a_tuple():
    (image,) = Compose([vision.ToPIL()])(IMAGE)
    assert isinstance(image, Image.Image)
    (array,) = Compose([vision.CenterCrop(2), vision.ToTensor()])(image)
    assert array.shape == (3, 2, 2)


def test_functions_among_operations_in_c_return_arrays():
    assert isinstance(Compose([lambda image: Image.fromarray(image)])(IMAGE), np.ndarray)
    assert RandomChoice([lambda image: [1, 2]])(IMAGE).tolist() == [1, 2]


def test_a_function_that_fails_shows_where():
    def broken(image):
        return image / None

    with pytest.raises(RuntimeError, match=r"(?s)user defined .*return image / None"):
        Compose([broken])(IMAGE)
    with pytest.raises(TypeError, match="unsupported operand"):
        Compose([vision.ToPIL(), vision.ToNumpy(), broken])(IMAGE)


def test_compose_needs_columns():
    with pytest.raises(TypeError, match="Compose was called without an image"):
        Compose([vision.ToPIL()])()


def test_a_wrapped_function_is_callable():
    assert FuncWrapper(abs)(-3) == 3
    with pytest.raises(ValueError, match="callable Python function"):
        FuncWrapper(3)
