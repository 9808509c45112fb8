"""Conversions, copies and methods of a Tensor: NumPy, dtypes, assign_value, pickling, overloads."""

import copy
import pickle

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor

# object identity, in-place and NumPy behaviour is the same object code in both modes
MODES = ("pynative",)


def case_asnumpy():
    return Tensor([[1.5, 2.5]], ms.float64).asnumpy()


def case_asnumpy_is_writable():
    return Tensor([1.0, 2.0]).asnumpy().flags.writeable


def case_asnumpy_shares_memory():
    x = Tensor([1.0, 2.0])
    x.asnumpy()[0] = 9
    return x


def case_asnumpy_of_a_view():
    return Tensor([[1.0, 2.0], [3.0, 4.0]]).T.asnumpy()


def case_asnumpy_of_parameter():
    return Parameter(Tensor([1.0]), name="p").asnumpy()


def case_asnumpy_of_bool_and_scalar():
    return Tensor([True]).asnumpy(), Tensor(3).asnumpy(), Tensor(3.5, ms.float16).asnumpy()


def case_numpy_method():
    return Tensor([1.0]).numpy()


def case_item():
    return Tensor(2.5).item(), Tensor([7]).item(), Tensor([[True]]).item()


def case_item_of_many():
    return Tensor([1, 2]).item()


def case_item_types():
    return [
        type(Tensor(v, d).item()).__name__
        for v, d in (
            (1, ms.int8),
            (1.5, ms.float16),
            (True, ms.bool_),
            (1, ms.uint64),
            (1j, ms.complex64),
        )
    ]


def case_tolist():
    return Tensor([[1, 2], [3, 4]]).tolist(), Tensor(1.5).tolist(), Tensor([]).tolist()


def case_astype():
    x = Tensor([1.7, -1.7])
    return x.astype(ms.int32), x.astype("int8"), x.astype(np.float64), x.astype(ms.bool_)


def case_astype_copy_flag():
    x = Tensor([1.0])
    y = x.astype(ms.float32, copy=False)
    return y is x, x.astype(ms.float32) is x


def case_astype_wrong():
    return Tensor([1.0]).astype("no_such_type")


def case_to():
    return Tensor([1.7]).to(ms.int32), Tensor([1]).to(ms.float16)


def case_to_string():
    return Tensor([1.7]).to("int32")


def case_casts():
    x = Tensor([1.7, 0.0])
    return (
        x.int(),
        x.long(),
        x.half(),
        x.float(),
        x.bool(),
        x.short(),
        x.byte() if hasattr(x, "byte") else 0,
    )


def case_double():
    return (
        Tensor([1]).double() if hasattr(Tensor([1]), "double") else Tensor([1]).astype(ms.float64)
    )


def case_type_as():
    return Tensor([1.7]).type_as(Tensor([1], ms.int16))


def case_type_method():
    return Tensor([1.7]).type(ms.int32)


def case_set_dtype():
    x = Tensor([1.0, 2.0])
    x.set_dtype(ms.int32)
    return x


def case_set_dtype_wrong():
    return Tensor([1.0]).set_dtype("float32")


def case_assign_value():
    x = Tensor([1.0, 2.0])
    y = x.assign_value(Tensor([3.0, 4.0]))
    return x, y is x


def case_assign_value_other_shape():
    x = Tensor([1.0, 2.0])
    x.assign_value(Tensor([3.0]))
    return x


def case_assign_value_other_dtype():
    x = Tensor([1.0, 2.0])
    x.assign_value(Tensor([3, 4]))
    return x


def case_assign_value_aliases():
    x, y = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    x.assign_value(y)
    x[0] = 9
    return x, y


def case_set_data_on_tensor():
    x = Tensor([1.0, 2.0])
    x.set_data(Tensor([3.0, 4.0]))
    return x


def case_data_attribute():
    x = Tensor([1.0, 2.0])
    return x.data, x.data is x


def case_data_assignment():
    x = Tensor([1.0, 2.0])
    x.data = Tensor([3.0])
    return x


def case_copy():
    x = Tensor([1.0, 2.0])
    y = x.copy()
    y[0] = 9
    return x, y


def case_copy_module():
    x = Tensor([1.0, 2.0])
    y = copy.copy(x)
    y[0] = 9
    return x, y, type(y).__name__


def case_deepcopy():
    x = Tensor([1.0, 2.0])
    y = copy.deepcopy(x)
    y[0] = 9
    return x, y


def case_deepcopy_of_a_list_keeps_sharing():
    x = Tensor([1.0])
    a, b = copy.deepcopy([x, x])
    return a is b, a is x


def case_deepcopy_of_parameter():
    p = Parameter(Tensor([1.0]), name="p", requires_grad=False)
    q = copy.deepcopy(p)
    return q, type(q).__name__, q is p


def case_copy_of_parameter():
    p = Parameter(Tensor([1.0]), name="p", requires_grad=False)
    q = p.copy()
    return type(q).__name__, q.asnumpy(), getattr(q, "name", None)


def case_pickle():
    x = pickle.loads(pickle.dumps(Tensor([[1.5, 2.5]], ms.float64)))
    return x, type(x).__name__


def case_pickle_bfloat16():
    return pickle.loads(pickle.dumps(Tensor([1.5], ms.bfloat16)))


def case_pickle_of_parameter():
    p = pickle.loads(pickle.dumps(Parameter(Tensor([1.0]), name="p", requires_grad=False)))
    return type(p).__name__, p.asnumpy(), p.name, p.requires_grad


def case_pickle_of_dtype():
    return pickle.loads(pickle.dumps(ms.float32)) == ms.float32


def case_sizes():
    x = Tensor(np.zeros((2, 3)), ms.float16)
    return x.itemsize, x.nbytes, x.size, x.ndim, x.strides, x.shape


def case_size_is_not_callable():
    return Tensor([1, 2]).size()


def case_size_with_axis():
    return Tensor([[1, 2]]).shape[1], len(Tensor([[1, 2]]).shape), type(Tensor([1]).shape).__name__


def case_element_size():
    return (
        Tensor([1.0], ms.float64).element_size() if hasattr(Tensor([1]), "element_size") else None
    )


def case_attributes_can_be_set():
    x = Tensor([1.0])
    x.note = "mine"
    return x.note


def case_shape_cannot_be_set():
    x = Tensor([1.0, 2.0])
    x.shape = (2, 1)
    return x


def case_dtype_assignment():
    x = Tensor([1.0, 2.0])
    x.dtype = ms.int32
    return x


def case_unknown_attribute():
    return Tensor([1.0]).no_such_attribute


def case_is_contiguous():
    x = Tensor([[1.0, 2.0]])
    return x.is_contiguous(), x.T.is_contiguous(), x.contiguous()


def case_stride_and_offset():
    x = Tensor(np.zeros((2, 3), np.float32))
    return x.stride(), x.stride(0), x[1].storage_offset(), x.T.stride()


def case_data_ptr_is_int():
    return isinstance(Tensor([1.0]).data_ptr(), int)


def case_flush_from_cache():
    return Tensor([1.0]).flush_from_cache()


def case_has_init_and_virtual():
    x = Tensor([1.0])
    return x.has_init, x.virtual_flag


def case_const_arg_setter():
    x = Tensor([1.0])
    x.set_const_arg(True)
    return x.const_arg


def case_check_and_value_methods():
    x = Tensor([1.0, 2.0])
    return x.value(), x.value() is x


def case_requires_grad_attribute():
    return Tensor([1.0]).requires_grad


def case_grad_attribute():
    return getattr(Tensor([1.0]), "grad", "absent")


def case_device_attribute():
    return str(getattr(Tensor([1.0]), "device", "absent"))


def case_dlpack_both_ways():
    from mindspore.utils import dlpack

    return dlpack.from_dlpack(dlpack.to_dlpack(Tensor([1.0, 2.0])))


def case_numpy_from_dlpack():
    return np.from_dlpack(Tensor([1.0, 2.0]))


def case_expand_reshape_errors():
    return Tensor([1, 2, 3]).reshape(2, 2)


def case_reshape_forms():
    x = Tensor([1, 2, 3, 4])
    return x.reshape(2, 2), x.reshape((2, 2)), x.reshape([2, -1]), x.view(2, -1), x.view((4, 1))


def case_reshape_two_unknowns():
    return Tensor([1, 2, 3, 4]).reshape(-1, -1)


def case_transpose_forms():
    x = Tensor(np.arange(6).reshape(1, 2, 3))
    return x.transpose(2, 0, 1), x.transpose((2, 0, 1)), x.transpose(), x.swapaxes(0, 2)


def case_transpose_two_ints():
    return Tensor(np.arange(6).reshape(1, 2, 3)).transpose(0, 2)


def case_reduction_methods():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    return (
        x.sum(),
        x.sum(0),
        x.mean(1),
        x.max(),
        x.min(),
        x.prod(),
        x.all(),
        x.any(),
        x.std(),
        x.var(),
    )


def case_reduction_keywords():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    return x.sum(axis=1, keepdims=True), x.mean(axis=0, keep_dims=True), x.max(axis=0)


def case_argmax_methods():
    x = Tensor([[1.0, 9.0], [3.0, 4.0]])
    return x.argmax(), x.argmax(1), x.argmin(axis=0)


def case_max_overloads():
    x = Tensor([[1.0, 9.0], [3.0, 4.0]])
    return x.max(1), x.max(axis=1), x.max(0, True), x.max(dim=1)


def case_elementwise_methods():
    x = Tensor([1.0, 4.0])
    return x.sqrt(), x.exp(), x.log(), x.pow(2), x.clip(2, 3), x.abs(), x.square(), x.sigmoid()


def case_logic_methods():
    x = Tensor([True, False])
    return x.logical_not(), x.logical_and(Tensor([True, True])), x.all(), x.any()


def case_comparison_methods():
    x = Tensor([1.0, 4.0])
    return (
        x.eq(1),
        x.gt(Tensor([0.0, 5.0])),
        x.isclose(Tensor([1.0, 4.1])),
        x.equal(Tensor([1.0, 4.0])),
    )


def case_shape_methods():
    x = Tensor([[1.0, 2.0]])
    return (
        x.expand_dims(0),
        x.squeeze(),
        x.flatten(),
        x.broadcast_to((2, 2)),
        x.tile((2, 1)),
    )


def case_fill_and_masked_fill():
    x = Tensor([1.0, 2.0])
    return x.fill(5), x, x.masked_fill(Tensor([True, False]), 9.0)


def case_split_methods():
    return Tensor([1, 2, 3, 4, 5]).split(2), Tensor([1, 2, 3, 4]).split([1, 3])


def case_subclass():
    class Mine(Tensor):
        pass

    x = Mine([1.0, 2.0])
    return type(x).__name__, type(x + 1).__name__, isinstance(x, Tensor)


def case_operators_after_jit():
    @ms.jit
    def fn(x):
        return x * 2, x + 1

    a, b = fn(Tensor([1.0]))
    return a + b


INTENDED = {
    "deepcopy": (
        lambda: (Tensor([1.0, 2.0]), Tensor([9.0, 2.0])),
        "MindSpore's deepcopy shares its storage with the original",
    ),
}
