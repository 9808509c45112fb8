"""Writing with an index: values, broadcasting, casts, errors; and which results are views."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor

from compat_tests.cases.indexing import I


def x2():
    return Tensor(np.arange(12).reshape(3, 4).astype(np.float32))


def x3():
    return Tensor(np.arange(24).reshape(2, 3, 4).astype(np.int32))


ROW = [10.0, 20.0, 30.0, 40.0]
WRITES = {
    "int": (I[1], 7),
    "negative_int": (I[-1], 7.5),
    "int_int": (I[1, 2], -1),
    "slice": (I[1:], 9),
    "slice_step": (I[:, ::2], 9),
    "negative_step": (I[::-1], [[1.0] * 4, [2.0] * 4, [3.0] * 4]),
    "negative_step_scalar": (I[:, ::-2], 5),
    "ellipsis": (I[...], 3),
    "ellipsis_int": (I[..., 1], 3),
    "none": (I[None, 1], 3),
    "colon": (I[:], 2),
    "empty_slice": (I[2:1], 9),
    "true": (I[True], 9),
    "false": (I[False], 9),
    "list": (I[[0, 2]], 9),
    "list_list": (I[[0, 1], [1, 2]], 9),
    "list_slice": (I[[0, 2], 1:3], 9),
    "list_repeated": (I[[0, 0]], [[1.0] * 4, [2.0] * 4]),
    "mask_list": (I[[True, False, True]], 9),
    "ndarray": (np.array([0, 2]), 9),
    "row_list": (I[0], ROW),
    "row_tuple": (I[0], tuple(ROW)),
    "row_broadcast": (I[0:2], ROW),
    "column_from_list": (I[:, 1], [1, 2, 3]),
    "nested_list": (I[0:2, 0:2], [[1, 2], [3, 4]]),
    "float_into_float": (I[0, 0], 1.23456789),
    "bool_value": (I[0], True),
    "none_value": (I[0], None),
    "string_value": (I[0], "a"),
    "complex_value": (I[0], 1j),
    "numpy_scalar_value": (I[0], np.float32(2.5)),
    "numpy_float64_value": (I[0], np.float64(2.5)),
    "numpy_int_value": (I[0], np.int64(2)),
    "ndarray_value": (I[0], np.array(ROW, np.float32)),
    "list_wrong_length": (I[0], [1, 2]),
    "out_of_range": (I[3], 1),
    "out_of_range_list": (I[[0, 4]], 1),
    "too_many": (I[0, 0, 0], 1),
    "float_index": (I[1.0], 1),
    "string_index": (I["a"], 1),
}


def _write(make, index, value):
    def case():
        x = make()
        x[index] = value
        return x

    return case


CASES = {
    **{name: _write(x2, index, value) for name, (index, value) in WRITES.items()},
    "int_tensor_float_value": _write(x3, I[0, 0], 2.9),
    "int_tensor_negative_float": _write(x3, I[0, 0], -2.9),
    "int_tensor_large_value": _write(x3, I[0, 0], 2**40),
    "int_tensor_bool_value": _write(x3, I[0, 0], True),
    "int_tensor_float_list": _write(x3, I[0, 0], [1.7, 2.7, 3.7, 4.7]),
}


def case_tensor_value():
    x = x2()
    x[1] = Tensor(ROW)
    return x


def case_tensor_value_zero_dim():
    x = x2()
    x[1] = Tensor(5.0)
    return x


def case_tensor_value_broadcast():
    x = x2()
    x[:, 1:3] = Tensor([[1.0], [2.0], [3.0]])
    return x


def case_tensor_value_extra_leading_one():
    x = x2()
    x[1] = Tensor([ROW])
    return x


def case_tensor_value_other_dtype():
    x = x3()
    x[0, 0] = Tensor([1.7, 2.7, 3.7, 4.7], ms.float64)
    return x


def case_tensor_value_wrong_shape():
    x = x2()
    x[1] = Tensor([1.0, 2.0])
    return x


def case_tensor_index():
    x = x2()
    x[Tensor([0, 2])] = 9
    return x


def case_tensor_index_pair():
    x = x2()
    x[Tensor([0, 2]), Tensor([1, 3])] = Tensor([5.0, 6.0])
    return x


def case_tensor_index_repeated():
    x = Tensor([0.0, 0.0])
    x[Tensor([1, 1])] = Tensor([3.0, 3.0])
    return x


def case_tensor_index_plus_equals():
    x = Tensor([0.0, 0.0])
    x[Tensor([1, 1])] += 1
    return x


def case_mask():
    x = x2()
    x[x > 5] = 0
    return x


def case_mask_float_value_int_tensor():
    x = x3()
    x[x > 20] = 1.5
    return x


def case_mask_tensor_value():
    x = x2()
    x[x > 9] = Tensor([1.0, 2.0])
    return x


def case_mask_first_axis():
    x = x2()
    x[Tensor([True, False, True])] = 9
    return x


def case_mask_and_slice():
    x = x2()
    x[Tensor([True, False, True]), 1:3] = 9
    return x


def case_slice_plus_equals():
    x = x2()
    x[1:] += 10
    return x


def case_int_times_equals():
    x = x2()
    x[0] *= 2.5
    return x


def case_self_assignment():
    x = x2()
    x[0] = x[1]
    x[1:] = x[:2]
    return x


def case_identity_is_kept():
    x = x2()
    before = id(x)
    x[0] = 1
    return id(x) == before


def case_setitem_returns_none_but_setitem_method():
    x = x2()
    return x.setitem(0, 5) if hasattr(x, "setitem") else None


def case_itemset():
    x = x2()
    return x.itemset(0, 7.0) if hasattr(x, "itemset") else None


def case_parameter():
    p = Parameter(x2(), name="p")
    p[0] = 5
    return p


def case_zero_dim():
    x = Tensor(3.0)
    x[...] = 5
    return x


def case_zero_dim_none():
    x = Tensor(3.0)
    x[None] = 5
    return x


def case_bool_tensor():
    x = Tensor([True, False, True])
    x[0] = False
    x[1] = 2.5
    return x


def case_complex_tensor():
    x = Tensor([1j, 2.0])
    x[0] = 3.5
    return x


def case_float16_tensor():
    x = Tensor([1.0, 2.0], ms.float16)
    x[0] = 1e6
    return x


def case_uint8_tensor_negative():
    x = Tensor([1, 2], ms.uint8)
    x[0] = -1
    return x


def case_delete_item():
    x = x2()
    del x[0]


_REFUSED = "MindSpore's CPU backend fails; the result it documents (NumPy's)"


def _numpy(change):
    def value():
        x = np.arange(12).reshape(3, 4).astype(np.float32)
        change(x)
        return Tensor(x)

    return value


def _negative_step(x):
    x[::-1] = np.array([[1.0] * 4, [2.0] * 4, [3.0] * 4])


def _negative_step_scalar(x):
    x[:, ::-2] = 5


def _self_assignment(x):
    x[0] = x[1]
    x[1:] = x[:2].copy()


INTENDED = {
    "negative_step": (_numpy(_negative_step), _REFUSED),
    "negative_step_scalar": (_numpy(_negative_step_scalar), _REFUSED),
    "self_assignment": (_numpy(_self_assignment), _REFUSED),
}
