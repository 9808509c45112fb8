"""Members of Tensor that no fact covers: sharing, copies, traces, order of imports."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, ops


def filled(array):
    array[...] = 5


def lazy():
    return Tensor(shape=(2,), dtype=ms.float32, init=filled)


def test_copies_of_an_uninitialised_tensor_stay_uninitialised():
    t = lazy()
    other = copy.deepcopy(t)
    assert t.has_init
    assert other.has_init
    assert other.init_data() is other
    assert (t.has_init, other.init, other.init_finished) == (True, None, True)


def test_pickle_and_copy_keep_attributes_of_ones_own():
    t = Tensor([1.0])
    t.note = "mine"
    for other in (pickle.loads(pickle.dumps(t)), copy.copy(t), copy.deepcopy(t)):
        assert (other.note, other.asnumpy().tolist(), type(other)) == ("mine", [1], Tensor)


def test_subclasses_survive_copies():
    class Mine(Tensor):
        pass

    assert type(copy.copy(Mine([1.0]))) is Mine
    assert type(Mine([1.0]) + 1) is Tensor


def test_same_dtype_conversions_share_and_others_do_not():
    x = Tensor([1.0, 2.0])
    for same in (x.float(), x.astype(ms.float32), x.to(ms.float32), x.data, Tensor(x)):
        same[0] += 1
    assert x.asnumpy().tolist() == [6, 2]
    other = x.astype(ms.float64)
    other[0] = 0
    assert x.asnumpy().tolist() == [6, 2]


def test_assigned_values_share_and_drop_former_views():
    x, y = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    view = x[:1]
    x.assign_value(y)
    x[0] = 9
    assert (y.asnumpy().tolist(), view.asnumpy().tolist()) == ([9, 4], [1])


def test_shape_is_assigned_by_a_list_only():
    x = Tensor([1.0, 2.0])
    x.shape = [2, 1]
    assert x.shape == (2, 1)
    with pytest.raises(TypeError, match="list"):
        x.shape = (1, 2)


def test_sizes():
    x = Tensor(np.zeros((2, 3, 4), np.float16))
    assert (x.ndim, x.size, x.itemsize, x.nbytes) == (3, 24, 2, 48)
    assert (x.strides, x.stride(), x.stride(-1)) == ((24, 8, 2), [12, 4, 1], 1)
    assert Tensor(np.zeros((0, 3))).size == 0


def test_bytes_and_back():
    x = Tensor([1.5, 2.5], ms.bfloat16)
    back = Tensor.convert_bytes_to_tensor(x.get_bytes(), (2,), ms.bfloat16)
    assert ops.cast(back, ms.float32).asnumpy().tolist() == [1.5, 2.5]


def test_moving_to_devices():
    x = Tensor([1.0])
    assert x.move_to("CPU").asnumpy().tolist() == [1]
    assert x.device == "CPU"
    with pytest.raises(ValueError, match="'to' must be one of"):
        x.move_to("TPU")
    with pytest.raises(ValueError, match="'device'"):
        x.to("TPU")


def test_parts_of_a_parameter_are_not_filled_alone():
    with pytest.raises(NotImplementedError, match="slice_index=1"):
        lazy().init_data(slice_index=1)


def test_iteration_and_membership():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    assert [row.asnumpy().tolist() for row in x] == [[1, 2], [3, 4]]
    assert 3.0 in x
    assert 5 not in x
    assert "a" not in x
    with pytest.raises(TypeError, match="0-d"):
        iter(Tensor(1))


def test_item_of_a_traced_tensor_falls_back_to_eager():
    @ms.jit
    def fn(x):
        return x * x.sum().item()

    with pytest.warns(UserWarning, match="item"):
        assert fn(Tensor([1.0, 2.0])).asnumpy().tolist() == [3, 6]


def test_itemset_returns_a_copy():
    x = Tensor([[1.0, 2.0]])
    assert x.itemset((0, 1), 7.0).asnumpy().tolist() == [[1, 7]]
    assert x.itemset(0, 7.0).asnumpy().tolist() == [[7, 2]]
    assert x.asnumpy().tolist() == [[1, 2]]
    with pytest.raises(IndexError, match="1 arg"):
        x.itemset(3.0)


@pytest.mark.parametrize(
    "program",
    [
        "p = ms.Parameter(1.0); assert p.asnumpy() == 1",
        "assert ms.get_rng_state()[0].shape == ()",
        "from msjax._core.tensor import wrap; assert wrap(numpy.ones(2)).asnumpy().size == 2",
        "assert ms.Tensor.sum(ms.Tensor([1.0, 2.0])) == 3",
        "assert callable(ms.Tensor.asnumpy)",
    ],
)
def test_tensors_are_complete_whatever_is_asked_first(program):
    script = f"import numpy, msjax as ms; {program}"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_hash_is_identity():
    a, b = Tensor([1.0]), Tensor([1.0])
    assert {a: 1, b: 2}[a] == 1
    assert hash(Parameter(a)) != hash(a)
