"""Operations: which implementation is taken, whose memory results are, whose draws."""

import json
import pickle

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import photo
from msjax.dataset import GeneratorDataset, config, vision
from msjax.dataset.transforms import (
    Compose,
    Implementation,
    PyTensorOperation,
    RandomApply,
    RandomOrder,
    TensorOperation,
    TypeCast,
    not_random,
)
from msjax.dataset.transforms.base import as_array, for_worker
from msjax.dataset.transforms.checks import checked, of_type, positive

IMAGE = photo()


@pytest.fixture
def seed():
    before = config.get_seed()
    config.set_seed(3)
    yield 3
    config.set_seed(before)


@pytest.mark.parametrize(
    "operation",
    [
        TypeCast("uint8"),
        vision.Resize(IMAGE.shape[:2]),
        vision.Crop((0, 0), 5),
        vision.RandomHorizontalFlip(0.0),
        vision.SlicePatches(),
    ],
)
def test_results_have_memory_of_their_own(operation):
    image = IMAGE.copy()
    result = operation(image)
    result[:] = 0
    np.testing.assert_array_equal(image, IMAGE)


@pytest.mark.parametrize(
    "operation", [vision.HWC2CHW(), vision.HorizontalFlip(), vision.CenterCrop(5)]
)
@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
def test_results_are_contiguous(operation, dtype):
    assert operation(IMAGE.astype(dtype)).flags.c_contiguous


def test_inplace_changes_the_array_itself():
    image = IMAGE.copy()
    vision.Erase(0, 0, 2, 2, 7, inplace=True)(image)
    assert image[1, 1].tolist() == [7, 7, 7]


def test_the_input_chooses_the_implementation():
    crop = vision.CenterCrop(4)
    assert crop.implementation is None
    assert isinstance(crop(IMAGE), np.ndarray)
    assert isinstance(crop(Image.fromarray(IMAGE)), Image.Image)
    assert vision.Resize(4, vision.Inter.ANTIALIAS).implementation == Implementation.PY


def test_calls_restart_their_stream(seed):
    crop = vision.RandomCrop(5)
    np.testing.assert_array_equal(crop(IMAGE), crop(IMAGE))


def test_the_stream_of_a_worker_goes_on(seed):
    crop = vision.RandomCrop(5)
    first = for_worker(crop)
    rows = [first(IMAGE) for _ in range(4)]
    assert len({row.tobytes() for row in rows}) == 4
    again = for_worker(crop)
    np.testing.assert_array_equal([again(IMAGE) for _ in range(4)], rows)
    other = for_worker(crop, 1)
    assert not np.array_equal([other(IMAGE) for _ in range(4)], rows)


def test_a_worker_copies_inner_operations(seed):
    flip, lighting = vision.RandomHorizontalFlip(), vision.RandomLighting()
    both = Compose([RandomApply([flip]), vision.BoundingBoxAugment(lighting)])
    own = for_worker(both)
    assert own.transforms[0].transforms[0]._generator is not None
    assert own.transforms[1].transform._generator is not None
    assert flip._generator is lighting._generator is None
    assert both.transforms[0].transforms[0] is flip


def test_workers_do_not_share_a_draw_that_is_left(seed):
    lighting = vision.RandomLighting(0.5)
    first, second = for_worker(lighting), for_worker(lighting)
    np.testing.assert_array_equal(first(IMAGE), second(IMAGE))
    np.testing.assert_array_equal(first(IMAGE), second(IMAGE))


def test_functions_are_their_own_copy():
    assert for_worker(abs) is abs


def test_operations_can_be_pickled():
    crop = pickle.loads(pickle.dumps(vision.CenterCrop(4)))
    np.testing.assert_array_equal(crop(IMAGE), vision.CenterCrop(4)(IMAGE))


def test_own_operations_of_a_program():
    class Twice(TensorOperation):
        def _execute_c(self, array):
            return array * 2

    class Negative(PyTensorOperation):
        def _execute_py(self, img):
            return -img

    assert Compose([Twice(), Negative().__call__])(np.array([3])).tolist() == [-6]
    with pytest.raises(NotImplementedError, match="parse"):
        TensorOperation()(3)
    with pytest.raises(NotImplementedError, match="PyTensorOperation"):
        PyTensorOperation()(3)


def test_json_of_operations_in_python():
    crops = vision.FiveCrop(4)
    record = json.loads(crops.to_json())
    assert record["tensor_op_name"] == "FiveCrop"
    again = vision.FiveCrop.from_json(json.dumps(record["tensor_op_params"]))
    assert len(again(Image.fromarray(IMAGE))) == 5
    order = json.loads(RandomOrder([crops]).to_json())["tensor_op_params"]
    assert isinstance(RandomOrder.from_json(json.dumps(order)).transforms[0], vision.FiveCrop)
    strange = {"python_module": "os", "tensor_op_name": "path", "tensor_op_params": {}}
    with pytest.raises(RuntimeError, match="Invalid json content"):
        PyTensorOperation.from_json(json.dumps({"transforms": [strange]}))


def test_not_random_marks_a_function():
    assert not_random(lambda x: x).random is False


@pytest.mark.parametrize("column", [object(), [[1], [2, 3]], np.array([1j])])
def test_columns_that_no_row_can_hold(column):
    with pytest.raises(TypeError, match="cannot be converted into tensor"):
        as_array(column)


class Made:
    @checked(
        lambda arguments: positive(arguments["low"] + arguments["high"], "the sum"),
        low=of_type(int),
        high=[of_type(int), positive],
    )
    def __init__(self, low, high=1):
        self.low, self.high = low, high


def test_rules_see_defaults_and_all_arguments():
    assert Made(low=2).high == 1
    with pytest.raises(ValueError, match="the sum must be greater than 0"):
        Made(-3)
    with pytest.raises(TypeError, match="Made: missing a required argument: 'low'; it takes"):
        Made()


def test_empty_arrays_are_taken_in_pipelines_only():
    empty = np.zeros((0, 3), np.int32)
    with pytest.raises(RuntimeError, match=r"TypeCast: Input Tensor has no data.*\(0, 3\)"):
        TypeCast("float32")(empty)
    source = GeneratorDataset(lambda: iter([(empty,)]), ["a"])
    (row,) = source.map(TypeCast("float32")).create_tuple_iterator(num_epochs=1, output_numpy=True)
    assert row[0].dtype == np.float32
    assert row[0].shape == (0, 3)
