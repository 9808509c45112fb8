"""Tensors from data, in and out of traces, and their values as Python's and NumPy's."""

import threading

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, ops
from msjax._core.conversion import array_of, convert_array
from msjax._core.frame import Frame
from msjax._core.tensor import new_object, read


class Counting:
    """An initializer that counts how often it fills."""

    def __init__(self):
        self.calls = 0

    def __call__(self, array):
        self.calls += 1
        array[...] = 7


@pytest.mark.parametrize(
    ("data", "dtype", "shape"),
    [
        (3, "Int64", ()),
        (2**63, "UInt64", ()),
        (1.5, "Float32", ()),
        (True, "Bool", ()),
        (1j, "Complex128", ()),
        ([1, 2], "Int64", (2,)),
        ([1, 2.5], "Float32", (2,)),
        ([np.int32(1)], "Int64", (1,)),
        ([np.int8(1)], "Int8", (1,)),
        ([], "Float32", (0,)),
        (np.float64(1), "Float64", ()),
        (np.ones((2, 1), np.float16), "Float16", (2, 1)),
        (np.array(["a", "bc"]), "String", (2,)),
    ],
)
def test_dtype_and_shape_of_data(data, dtype, shape):
    t = Tensor(data)
    assert (str(t.dtype), t.shape) == (dtype, shape)


@pytest.mark.parametrize(
    "data", [{1}, "text", None, range(2), object(), [[1, 2], [3]], [None], [2**64]]
)
def test_refused_data(data):
    with pytest.raises(TypeError, match="input_data"):
        Tensor(data)


def test_integer_of_more_than_64_bits():
    with pytest.raises(RuntimeError, match="64 bits"):
        Tensor(2**64)


def test_array_is_copied_and_view_of_source_is_not_needed():
    a = np.zeros(1 << 20, np.float32)  # large arrays are those that JAX would alias
    t = Tensor(a)
    a[0] = 1
    assert t.asnumpy()[0] == 0


def test_values_handed_out_are_copies():
    t = Tensor([1.0, 2.0])
    a = t.asnumpy()
    a[0] = 9
    np.asarray(t)[1] = 9
    np.testing.assert_array_equal(t.asnumpy(), [1, 2])


@pytest.mark.parametrize("name", ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint64"])
def test_cast_of_out_of_range_floats_is_the_same_before_and_on_the_device(name):
    values = np.array([1.7, -1.7, 300, np.nan, np.inf, -np.inf, 1e20, 2.0**31, -(2.0**31)])
    dtype = getattr(ms, name)
    on_host = convert_array(values.astype(np.float32), np.dtype(name))
    np.testing.assert_array_equal(Tensor(values, ms.float32).astype(dtype).asnumpy(), on_host)
    np.testing.assert_array_equal(Tensor(values, ms.float64).astype(dtype).asnumpy(), on_host)


def test_constants_made_in_a_trace_are_concrete():
    seen = []

    @ms.jit
    def fn(x):
        c = Tensor([1.0, 2.0])
        seen.append(c.asnumpy().sum())
        return x * c + int(Tensor(2))

    np.testing.assert_array_equal(fn(Tensor([1.0, 1.0])).asnumpy(), [3, 4])
    assert set(seen) == {3.0}


def test_tensor_that_outlived_its_trace_says_so():
    kept = []

    @ms.jit
    def fn(x):
        kept.append(x * 2)
        return x

    fn(Tensor([1.0]))
    with pytest.raises(RuntimeError, match="Return it from the function"):
        kept[-1].asnumpy()


def test_unmade_tensor_says_so():
    with pytest.raises(RuntimeError, match="has no value"):
        new_object(Tensor).asnumpy()


def test_initializer_runs_when_values_are_needed_and_once():
    init = Counting()
    t = Tensor(shape=(2, 3), dtype=ms.bfloat16, init=init)
    assert (t.shape, t.dtype, t.size, t.has_init, init.calls) == ((2, 3), ms.bfloat16, 6, True, 0)
    assert "<uninitialized>" in repr(t)
    assert ops.add(t, 1).asnumpy().astype(float).sum() == 48
    assert (t.asnumpy().dtype, t.has_init, init.calls) == (ml_dtypes.bfloat16, False, 1)


def test_initializer_runs_once_in_many_threads():
    init = Counting()
    t = Tensor(shape=(1000,), dtype=ms.float32, init=init)
    barrier = threading.Barrier(8)

    def use():
        barrier.wait()
        t.asnumpy()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert init.calls == 1


def test_initializer_in_a_trace_makes_a_constant():
    t = Tensor(shape=(2,), dtype=ms.float32, init=Counting())
    np.testing.assert_array_equal(ms.jit(lambda x: x + t)(Tensor([1.0, 2.0])).asnumpy(), [8, 9])
    np.testing.assert_array_equal(t.asnumpy(), [7, 7])


def test_dynamic_shape_has_no_values():
    t = Tensor(shape=(None, 3), dtype=ms.float32)
    assert (t.shape, t.ndim, t.size) == ((-1, 3), 2, 0)
    with pytest.raises(RuntimeError, match="dynamic shape"):
        t.asnumpy()


def test_frame_adopts_constructed_tensors():
    with Frame() as frame:
        t = Tensor([1.0])
        assert t._frame is frame
        assert frame.read(t).shape == (1,)


def test_array_of_keeps_the_dtype_it_is_told():
    assert array_of([1.5, 300], np.dtype(np.int8)).tolist() == [1, 44]


def test_jax_functions_take_tensors():
    t = Tensor([1.0, 4.0])
    np.testing.assert_allclose(jnp.sqrt(t), [1, 2])
    np.testing.assert_allclose(jax.jit(lambda x: jnp.sum(x))(t), 5)
    np.testing.assert_allclose(
        jax.grad(lambda x: jnp.sum(x.__jax_array__() ** 2))(t).asnumpy(), [2, 8]
    )


def test_tensors_are_pytrees():
    p = Parameter(Tensor([1.0]), name="w", requires_grad=False)
    doubled = jax.tree.map(lambda x: 2 * x, {"t": Tensor([3]), "p": p})
    assert doubled["t"].asnumpy().tolist() == [6]
    assert isinstance(doubled["p"], Parameter)
    assert (doubled["p"].name, doubled["p"].requires_grad) == ("w", False)


@pytest.mark.parametrize("convert", [bool, int, float, np.asarray, lambda x: [10, 20][x]])
def test_conversion_of_a_traced_tensor_raises_jax_errors(convert):
    def fn(x):
        convert(Tensor(x))
        return x

    with pytest.raises((TypeError, jax.errors.JAXTypeError)) as caught:
        jax.jit(lambda v: convert(ops.add(_box(v), 1)))(1)
    assert type(caught.value).__module__.startswith("jax")


def _box(value):
    t = new_object(Tensor)
    t._value = value
    return t


def test_numpy_protocol():
    t = Tensor([1.5, 2.5])
    assert np.array(t, np.int32).tolist() == [1, 2]
    assert np.asarray(t, copy=False).flags.writeable is False
    with pytest.raises(ValueError, match="needs a copy"):
        np.asarray(t, np.float64, copy=False)
    assert np.array([Tensor(1.0), Tensor(2.0)]).tolist() == [1, 2]


def test_dlpack_with_other_libraries():
    t = Tensor([[1.0, 2.0]])
    np.testing.assert_array_equal(np.from_dlpack(t), [[1, 2]])
    back = Tensor.from_dlpack(np.arange(3.0))
    assert (back.dtype, back.asnumpy().tolist()) == (ms.float64, [0, 1, 2])
    capsule = ms.utils.dlpack.to_dlpack(t)
    np.testing.assert_array_equal(ms.utils.dlpack.from_dlpack(capsule).asnumpy(), [[1, 2]])
    with pytest.raises(RuntimeError, match="consumed only once"):
        ms.utils.dlpack.from_dlpack(capsule)


def test_unknown_member_names_the_nearest():
    with pytest.raises(AttributeError, match="asnumpy"):
        Tensor([1.0]).as_numpy()


def test_read_gives_the_jax_value():
    assert isinstance(read(Tensor([1.0])), jax.Array)


def test_jax_arrays_are_taken_as_they_are():
    array = jnp.arange(3.0, dtype=jnp.float32)
    assert Tensor(array)._value is array
    assert Tensor(array, ms.float16).dtype == ms.float16
    assert ms.tensor(jnp.ones(2, jnp.int32)).dtype == ms.int32
    assert ms.Parameter(array, name="w").asnumpy().tolist() == [0.0, 1.0, 2.0]
    assert jax.jit(lambda x: jnp.asarray(ms.ops.square(Tensor(x))))(array).tolist() == [0, 1, 4]


def test_a_weak_jax_array_becomes_a_strong_tensor():
    weak = jnp.asarray(2.0)
    assert weak.weak_type
    assert (Tensor(weak) + Tensor([1.0], ms.float32)).dtype == ms.float64


def test_random_keys_are_no_tensors():
    with pytest.raises(TypeError, match="type of 'input_data'"):
        Tensor(jax.random.key(0))


def test_a_step_does_not_take_a_jax_array_away():
    array = jnp.ones(2, jnp.float32)
    weight = ms.Parameter(array, name="w")

    @ms.jit
    def step():
        ms.ops.assign_add(weight, Tensor([1.0, 1.0]))
        return weight.sum()

    assert step().item() == 4.0
    assert array.tolist() == [1.0, 1.0]
