import numpy as np
import pytest

import msjax.dataset as ds
from msjax.dataset.engine.rows import own, row_of


def test_an_array_that_nobody_holds_is_not_copied():
    places = []

    def make():
        array = np.empty(3)
        places.append(array.ctypes.data)
        return array

    (column,) = row_of((make(),))
    assert column.ctypes.data == places[0]


def test_a_view_of_an_array_that_nobody_holds_is_not_copied():
    places = []

    def make():
        array = np.empty((2, 3)).T
        places.append(array.ctypes.data)
        return array

    (column,) = row_of((make(),))
    assert column.ctypes.data == places[0]


@pytest.mark.parametrize("view", [lambda x: x, lambda x: x[1:], lambda x: x.T])
def test_an_array_that_somebody_holds_is_copied(view):
    held = np.zeros((3, 3))
    (column,) = row_of((view(held),))
    assert not np.may_share_memory(column, held)


def test_a_view_of_foreign_memory_is_copied():
    memory = bytearray(24)
    (column,) = row_of((np.frombuffer(memory),))
    memory[:] = bytes([1]) * 24
    assert column.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("value", "dtype"),
    [(1, "int64"), (1.5, "float64"), (True, "bool"), (np.float32(1), "float32"), ("ab", "<U2")],
)
def test_plain_values_become_arrays(value, dtype):
    assert own(value).dtype == dtype


@pytest.mark.parametrize("value", [None, object(), 1j, np.array([None])])
def test_what_is_no_column_is_refused(value):
    with pytest.raises(TypeError, match="expected to be int or float or str"):
        own(value)


def test_a_buffer_that_a_generator_fills_again():
    buffer = np.zeros(2)

    def rows():
        for i in range(4):
            buffer[:] = i
            yield (buffer,)

    (batch,) = next(iter(ds.GeneratorDataset(rows, ["a"]).batch(4)))
    assert batch.asnumpy()[:, 0].tolist() == [0, 1, 2, 3]
