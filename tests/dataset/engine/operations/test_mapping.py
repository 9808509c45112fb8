import numpy as np
import pytest

import msjax
import msjax.dataset as ds
from msjax import nn


def numbers(count=6):
    return ds.GeneratorDataset(list(range(count)), ["n"], shuffle=False)


def values(pipeline):
    rows = pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True)
    return [row[0].tolist() for row in rows]


def test_rows_that_fail_can_be_left_out():
    ds.config.set_error_samples_mode(ds.config.ErrorSamplesMode.SKIP)
    try:
        assert values(numbers().map(lambda x: 6 // int(x - 3))) == [-2, -3, -6, 6, 3]
    finally:
        ds.config.set_error_samples_mode(ds.config.ErrorSamplesMode.RETURN)


@pytest.mark.parametrize("operation", [nn.ReLU(), msjax.ops.ReLU()])
def test_layers_and_operators_are_refused(operation):
    with pytest.raises(ValueError, match="should not contain network computing operator"):
        numbers().map(operation)


def test_a_class_in_the_place_of_an_object_is_told():
    with pytest.raises(ValueError, match="missing parentheses"):
        numbers().map(ds.DSCallback)


def test_each_worker_has_its_stream_and_rows_their_worker():
    from msjax.dataset.transforms.base import Implementation, TensorOperation

    class Draw(TensorOperation):
        implementation = Implementation.C

        def _execute_c(self, x):
            return np.array(self._stream().bits())

    ds.config.set_seed(3)
    try:
        one = values(numbers().map(Draw(), num_parallel_workers=1))
        two = values(numbers().map(Draw(), num_parallel_workers=2))
    finally:
        ds.config.set_seed(5489)
    assert two[::2] == one[:3]
    assert two[1::2] != one[:3]


def test_the_cache_is_refused():
    with pytest.raises(NotImplementedError, match="cache"):
        numbers().map(lambda x: x, cache=3)
    with pytest.raises(NotImplementedError, match="NumpySlicesDataset"):
        ds.DatasetCache(1)
