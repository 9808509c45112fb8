"""Construction of Tensors: what dtype, shape and value come out of every kind of input."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, ops
from mindspore.common.initializer import Normal, One, Zero, initializer

MODES = ("pynative",)

NUMPY_DTYPES = (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 "
    "complex64 complex128"
).split()
MS_DTYPES = (
    "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 "
    "complex64 complex128"
).split()

VALUES = {
    "int": 3,
    "negative_int": -3,
    "large_int": 2**40,
    "float": 1.5,
    "bool": True,
    "complex": 1 + 2j,
    "list_of_ints": [1, 2, 3],
    "list_of_floats": [1.0, 2.5],
    "list_of_int_and_float": [1, 2.5],
    "list_of_bools": [True, False],
    "list_of_bool_and_int": [True, 2],
    "list_of_bool_and_float": [True, 2.5],
    "list_of_complex": [1j, 2.0],
    "nested_list": [[1, 2, 3], [4, 5, 6]],
    "nested_list_floats": [[1.0, 2.0], [3.0, 4.0]],
    "deep_list": [[[1], [2]], [[3], [4]]],
    "tuple": (1, 2),
    "tuple_of_floats": (1.0, 2.0),
    "tuple_of_lists": ([1, 2], [3, 4]),
    "list_of_tuples": [(1, 2), (3, 4)],
    "mixed_nested": [[1, 2.5], [True, 4]],
    "empty_list": [],
    "empty_tuple": (),
    "nested_empty": [[], []],
    "list_of_numpy_scalars": [np.float64(1.0), np.float64(2.0)],
    "list_of_numpy_float32": [np.float32(1.0), np.float32(2.0)],
    "list_of_numpy_int32": [np.int32(1), np.int32(2)],
    "list_of_arrays": [np.array([1.0, 2.0], np.float32), np.array([3.0, 4.0], np.float32)],
    "ragged_list": [[1, 2], [3]],
    "string": "text",
    "list_of_strings": ["a", "b"],
    "none": None,
    "dict": {"a": 1},
    "set": {1, 2},
    "list_with_none": [1, None],
    "range": range(3),
    "object": object(),
    "bytes": b"ab",
    "nan_inf": [float("nan"), float("inf"), -float("inf")],
    "int64_limits": [2**63 - 1, -(2**63)],
    "too_large_int": 2**63,
    "too_large_in_list": [2**64],
}


def _of(value, *args, **kwargs):
    return lambda: Tensor(value, *args, **kwargs)


def _array(name):
    return lambda: Tensor(np.array([[1, 0, 3]]).astype(name))


def _cast(value, name):
    return lambda: Tensor(value, getattr(ms, name))


CASES = {
    **{f"of_{name}": _of(value) for name, value in VALUES.items()},
    **{f"of_array_{name}": _array(name) for name in NUMPY_DTYPES},
    **{f"of_scalar_np_{name}": _of(np.dtype(name).type(1)) for name in NUMPY_DTYPES},
    **{f"floats_as_{name}": _cast([0.0, 1.7, 2.5], name) for name in MS_DTYPES},
    **{
        f"negative_floats_as_{name}": _cast([-1.7, -0.2, 300.0], name)
        for name in MS_DTYPES
        if "uint" not in name
    },
    **{f"ints_as_{name}": _cast([0, 1, 300], name) for name in MS_DTYPES},
    **{f"array_as_{name}": _cast(np.array([0.0, 1.7, 2.5]), name) for name in MS_DTYPES},
    **{f"scalar_as_{name}": _cast(3, name) for name in MS_DTYPES},
}


def case_keyword_arguments():
    return Tensor(input_data=[1, 2], dtype=ms.float16)


def case_dtype_as_numpy_type():
    return Tensor([1, 2], dtype=np.float32)


def case_dtype_as_string():
    return Tensor([1, 2], dtype="float32")


def case_dtype_as_python_type():
    return Tensor([1, 2], dtype=float)


def case_dtype_pytype_int():
    return Tensor([1.5, 2], dtype=int)


def case_dtype_none():
    return Tensor([1, 2], None)


def case_dtype_wrong():
    return Tensor([1, 2], dtype=3)


def case_dtype_string_kind():
    return Tensor([1, 2], ms.string)


def case_of_tensor():
    return Tensor(Tensor([1, 2]))


def case_of_tensor_other_dtype():
    return Tensor(Tensor([1, 2]), ms.float32)


def case_of_tensor_is_a_copy():
    a = Tensor([1.0, 2.0])
    b = Tensor(a)
    b[0] = 9
    return a, b, a is b


def case_of_parameter():
    return Tensor(Parameter(Tensor([1.0, 2.0]), name="p"))


def case_of_list_of_tensors():
    return Tensor([Tensor(1.0), Tensor(2.0)])


def case_of_list_of_vectors():
    return Tensor([Tensor([1.0, 2.0]), Tensor([3.0, 4.0])])


def case_of_list_of_tensor_and_number():
    return Tensor([Tensor(1.0), 2.0])


def case_numpy_array_is_not_shared():
    a = np.array([1.0, 2.0], np.float32)
    t = Tensor(a)
    a[0] = 9
    return t


def case_from_numpy():
    return Tensor.from_numpy(np.array([1.0, 2.0], np.float32))


def case_from_numpy_shares_memory():
    a = np.array([1.0, 2.0], np.float32)
    t = Tensor.from_numpy(a)
    a[0] = 9
    return t


def case_from_numpy_of_a_list():
    return Tensor.from_numpy([1.0, 2.0])


def case_non_contiguous_array():
    return Tensor(np.arange(6).reshape(2, 3).T)


def case_reversed_array():
    return Tensor(np.arange(4)[::-1])


def case_big_endian_array():
    return Tensor(np.array([1, 2], ">i4"))


def case_array_of_objects():
    return Tensor(np.array([1, None], dtype=object))


def case_array_of_strings():
    return Tensor(np.array(["a", "bc"]))


def case_empty_array():
    return Tensor(np.zeros((0,), np.float32))


def case_empty_array_two_dims():
    return Tensor(np.zeros((2, 0, 3), np.int32))


def case_zero_dim_array():
    return Tensor(np.array(2.5))


def case_no_arguments():
    return Tensor()


def case_shape_dtype_init():
    return Tensor(shape=(2, 3), dtype=ms.float32, init=One()).init_data()


def case_shape_dtype_init_string_via_initializer():
    return initializer("ones", (2, 2), ms.float32).init_data()


def case_initializer_number():
    return initializer(5, [2], ms.int32).init_data()


def case_initializer_of_tensor():
    return initializer(Tensor([1.0, 2.0]), [2], ms.float32)


def case_initializer_has_not_data_before():
    t = initializer(Zero(), (2, 2), ms.float32)
    return t.has_init, t.shape, t.dtype


def case_initializer_default_dtype():
    return initializer("zeros", 3)


def case_initializer_seeded_normal():
    ms.set_seed(1)
    return initializer(Normal(0.01), (2, 3), ms.float32).init_data()


def case_initializer_unknown_name():
    return initializer("no_such_initializer", (2,), ms.float32)


def case_initializer_bad_shape():
    return initializer("ones", (2, -1), ms.float32)


def case_shape_without_init():
    return Tensor(shape=(2, 3), dtype=ms.float32).shape


def case_shape_without_dtype():
    return Tensor(shape=(2, 3), init=One())


def case_init_without_shape():
    return Tensor(init=One(), dtype=ms.float32)


def case_shape_with_input_data():
    return Tensor([1, 2], shape=(2,))


def case_internal_flag():
    return Tensor([1, 2], internal=True)


def case_const_arg_flag():
    return Tensor([1, 2], const_arg=True)


def case_device_argument():
    return Tensor([1, 2], device="CPU:0")


def case_ms_tensor_function():
    return ms.tensor([1, 2]), ms.tensor([1.0], dtype=ms.float64), ms.tensor(3)


def case_ms_tensor_of_mixed_list():
    return ms.tensor([1, 2.5, True])


def case_ms_from_numpy():
    return ms.from_numpy(np.array([1, 2], np.int16))


def case_constructors_ones_zeros_full():
    return ops.ones(3), ops.zeros((2, 2), ms.int32), ops.full((2,), 1.5), ops.full((2,), 3)


def case_constructors_ones_of_bool():
    return ops.ones((2,), ms.bool_)


def case_constructors_like():
    x = Tensor([[1, 2]], ms.int16)
    return ops.ones_like(x), ops.zeros_like(x, dtype=ms.float32), ops.full_like(x, 7)


def case_constructors_arange():
    return ops.arange(4), ops.arange(1, 2, 0.25), ops.arange(5, 1, -2), ops.arange(3.0)


def case_constructors_linspace_eye():
    return ops.linspace(Tensor(0.0), Tensor(1.0), 5), ops.eye(2, 3, ms.float32)


def case_constructors_range():
    return ops.range(0, 6, 2)


def case_new_tensor_methods():
    x = Tensor([1.0], ms.float16)
    return x.new_zeros((2,)), x.new_ones((2,), dtype=ms.int32)


def case_empty_has_shape_and_dtype():
    t = ms.mint.empty((2, 3), dtype=ms.float32)
    return t.shape, t.dtype


def case_subclass_instance_checks():
    p = Parameter(Tensor([1.0]), name="p")
    return (
        isinstance(p, Tensor),
        isinstance(Tensor([1]), Parameter),
        ops.is_tensor(p),
        ms.is_tensor(3),
    )


def case_bfloat16_rounding():
    return Tensor([1.0, 1.00390625, 3.14159265, 65504.0, 1e-40], ms.bfloat16).astype(ms.float32)


def case_float16_overflow():
    return Tensor([65504.0, 65520.0, 1e-8], ms.float16)


def case_int_overflow_in_dtype():
    return Tensor(300, ms.int8)


def case_uint8_of_negative():
    return Tensor(-1, ms.uint8)


def case_uint8_of_negative_list():
    return Tensor([-1, 256], ms.uint8)


def case_int_of_nan():
    return Tensor([1.5, 2.5], ms.int32)


def case_bool_of_floats():
    return Tensor([0.0, 0.5, -1.0], ms.bool_)


def case_complex_to_float():
    return Tensor(np.array([1 + 2j]), ms.float32)


def case_attributes():
    t = Tensor(np.zeros((2, 3, 4), np.float16))
    return t.shape, t.ndim, t.size, t.itemsize, t.nbytes, t.strides, t.dtype, t.T.shape, t.has_init


def case_methods_numel_dim():
    t = Tensor(np.zeros((2, 3), np.float32))
    return t.numel(), t.dim(), t.nelement() if hasattr(t, "nelement") else None


def case_size_of_scalar():
    return Tensor(1).size, Tensor(1).shape, Tensor(1).ndim, Tensor([]).size


def case_mt_and_mh():
    return Tensor(np.arange(6).reshape(1, 2, 3)).mT


def case_t_of_three_dims():
    return Tensor(np.arange(6).reshape(1, 2, 3)).T


def case_default_dtype_of_python_float():
    return Tensor(1e300), Tensor([1e300])


def case_default_dtype_of_numpy_float():
    return Tensor(np.float64(1e300)), Tensor(np.array([1e300]))


def case_dtype_predicates():
    return [
        ms.float32 == ms.common.dtype.float32,
        str(ms.float32),
        repr(ms.bool_),
        ms.int_ == ms.int64,
        ms.dtype_to_nptype(ms.float16) is np.float16,
        ms.dtype_to_nptype(ms.bool_) is np.bool_,
        str(ms.pytype_to_dtype(float)),
        ms.dtype_to_pytype(ms.int32) is int,
        ms.float_ == ms.float32,
        ms.half == ms.float16,
        ms.double == ms.float64,
    ]


def case_dtype_hash_and_dict_key():
    return {ms.float32: 1, ms.Tensor([1.0]).dtype: 2}


def case_dtype_of_string_conversion():
    return str(ms.dtype_to_nptype(ms.int8)), str(ms.dtype_to_pytype(ms.float64))


def case_is_floating_point():
    return ops.is_floating_point(Tensor([1.0])), Tensor([1]).is_floating_point()


def case_is_complex():
    return ops.is_complex(Tensor([1j])), Tensor([1.0]).is_complex()
