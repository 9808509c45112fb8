"""Parameters: names, flags, new values, clones, copies."""

import copy
import pickle

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, ParameterTuple, Tensor


def make(name="w", **flags):
    return Parameter(Tensor([1.0, 2.0]), name=name, **flags)


def test_default_names_are_unique():
    names = {Parameter(1.0).name for _ in range(3)}
    assert len(names) == 3
    assert all(n.startswith("Parameter#") for n in names)


def test_value_is_a_snapshot_and_data_is_shared():
    p = make()
    snapshot, shared = p.value(), p.data
    p.set_data(Tensor([5.0, 6.0]))
    assert snapshot.asnumpy().tolist() == [1, 2]
    q = make()
    q.data[0] = 9.0
    assert q.asnumpy().tolist() == [9, 2]
    assert type(shared) is Tensor


def test_set_data_keeps_the_dtype():
    p = make()
    assert p.set_data(Tensor([3, 4])) is p
    assert (p.dtype, p.asnumpy().tolist()) == (ms.float32, [3, 4])


@pytest.mark.parametrize("data", [[1.0], np.ones(2, np.float32), None, "zeros"])
def test_set_data_refuses_what_is_no_tensor(data):
    with pytest.raises(TypeError, match="Parameter data must be"):
        make().set_data(data)


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda p: p.clone(), lambda p: pickle.loads(pickle.dumps(p))],
)
def test_duplicates_keep_name_and_flags_and_share_nothing(duplicate):
    p = make(requires_grad=False, layerwise_parallel=True)
    other = duplicate(p)
    other.set_data(Tensor([8.0, 9.0]))
    other.name = "other"
    other.requires_grad = True
    assert isinstance(other, Parameter)
    assert other.layerwise_parallel
    assert (p.name, p.requires_grad, p.asnumpy().tolist()) == ("w", False, [1, 2])


def test_deepcopy_keeps_shared_parameters_shared():
    p = make()
    a, b = copy.deepcopy([p, p])
    assert a is b
    assert a is not p


def test_attributes_of_ones_own_travel():
    p = make()
    p.note = [1]
    other = copy.deepcopy(p)
    other.note.append(2)
    assert (p.note, other.note) == ([1], [1, 2])


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("requires_grad", 1, TypeError),
        ("comm_fusion", -1, ValueError),
        ("comm_fusion", True, TypeError),
        ("key", 0.5, TypeError),
        ("cache_shape", 3, TypeError),
        ("name", 3, ValueError),
        ("name", "x" * 1025, ValueError),
    ],
)
def test_flags_are_checked(name, value, error):
    with pytest.raises(error):
        setattr(make(), name, value)


def test_unsupported_arguments_are_named():
    with pytest.raises(NotImplementedError, match="NCHW"):
        make(storage_format="NCHW")


def test_clone_with_an_initializer():
    assert make().clone("ones").asnumpy().tolist() == [1, 1]
    assert make().clone(3).asnumpy().tolist() == [3, 3]


def test_tuple_refuses_duplicates_and_prefixes_clones():
    with pytest.raises(ValueError, match="already exists"):
        ParameterTuple([make(), make()])
    pair = ParameterTuple([make("a"), make("b")]).clone("copy", init="zeros")
    assert [p.name for p in pair] == ["copy.a", "copy.b"]
    assert pair[0].asnumpy().tolist() == [0, 0]


def test_written_in_a_trace():
    p = make()

    @ms.jit
    def step(x):
        p.set_data(p * x)
        return p + 0

    np.testing.assert_array_equal(step(Tensor(2.0)).asnumpy(), [2, 4])
    np.testing.assert_array_equal(p.asnumpy(), [2, 4])
    np.testing.assert_array_equal(step(Tensor(2.0)).asnumpy(), [4, 8])
