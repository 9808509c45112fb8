"""Reading with an index: basic, advanced, mixed; iteration; errors."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, ops


def x2():
    return Tensor(np.arange(12).reshape(3, 4).astype(np.float32))


def x3():
    return Tensor(np.arange(24).reshape(2, 3, 4).astype(np.int32))


def vector():
    return Tensor([10, 11, 12, 13, 14])


class Index:
    """Write an index as Python does: Index()[1:, None]."""

    def __getitem__(self, index):
        return index


I = Index()
BASIC = {
    "int": I[1],
    "negative_int": I[-1],
    "int_int": I[1, 2],
    "negative_ints": I[-1, -2],
    "slice": I[1:],
    "slice_both": I[0:2, 1:3],
    "slice_step": I[::2],
    "slice_step_inner": I[:, ::2],
    "slice_negative_bounds": I[-2:, :-1],
    "slice_beyond_end": I[1:100],
    "slice_empty": I[2:1],
    "slice_empty_inner": I[:, 3:1],
    "slice_before_start": I[-100:2],
    "negative_step": I[::-1],
    "negative_step_inner": I[:, ::-1],
    "negative_step_bounds": I[2:0:-1],
    "negative_step_minus_two": I[:, 3:0:-2],
    "none_first": I[None],
    "none_last": I[..., None],
    "none_middle": I[:, None],
    "two_nones": I[None, :, None],
    "ellipsis": I[...],
    "ellipsis_int": I[..., 1],
    "int_ellipsis": I[1, ...],
    "two_ellipses": I[..., ...],
    "colon": I[:],
    "int_none": I[1, None],
    "int_slice": I[1, 1:3],
    "slice_int": I[1:, 2],
    "true": I[True],
    "false": I[False],
    "true_int": I[True, 1],
    "empty_tuple": I[()],
    "list": I[[0, 2]],
    "list_negative": I[[-1, 0]],
    "list_empty": I[[]],
    "list_of_lists": I[[[0, 1], [2, 0]]],
    "list_inner": I[:, [0, 2]],
    "list_list": I[[0, 1], [1, 2]],
    "list_int": I[[0, 1], 2],
    "int_list": I[1, [0, 2]],
    "list_slice": I[[0, 2], 1:3],
    "slice_list": I[1:, [0, 3]],
    "list_of_bools": I[[True, False, True]],
    "list_of_bools_inner": I[:, [True, False, True, False]],
    "tuple_in_tuple": I[(0, 1), (1, 2)],
    "ndarray": np.array([0, 2]),
    "ndarray_2d": np.array([[0, 1], [2, 0]]),
    "ndarray_bool": np.array([True, False, True]),
    "ndarray_int32": np.array([2, 0], np.int32),
    "numpy_int": np.int64(1),
    "numpy_int_pair": (np.int32(1), np.int64(2)),
    "range": range(2),
    "out_of_range": I[3],
    "out_of_range_negative": I[-4],
    "out_of_range_inner": I[0, 4],
    "out_of_range_list": I[[0, 5]],
    "too_many_indices": I[0, 0, 0],
    "float": I[1.0],
    "float_in_tuple": I[0, 1.5],
    "string": I["a"],
    "slice_of_floats": I[0.0:2.0],
    "step_zero": I[::0],
    "bool_list_wrong_length": I[[True, False]],
    "dict": I[{}],
    "set": I[{1}],
    "slice_of_numpy_ints": I[np.int64(1) : np.int32(3)],
}
THREE = {
    "ints": I[1, 2, 3],
    "int_ellipsis_int": I[1, ..., 2],
    "ellipsis_slice": I[..., ::2],
    "none_ellipsis_none": I[None, ..., None],
    "list_middle": I[:, [0, 2]],
    "list_separated": I[[0, 1], :, [1, 2]],
    "list_separated_by_int": I[[0, 1], 1, [1, 2]],
    "int_slice_list": I[0, :, [1, 2]],
    "list_ellipsis": I[[0, 1], ...],
    "ellipsis_list": I[..., [3, 0]],
    "list_none": I[[0, 1], None],
    "none_list": I[None, [0, 1]],
    "broadcast_lists": I[[[0], [1]], [0, 2]],
    "three_lists": I[[0, 1], [1, 2], [3, 0]],
    "negative_steps": I[::-1, ::-2, ::-1],
    "slice_list_slice": I[0:1, [2, 0], 1:3],
}


def _get(make, index):
    return lambda: make()[index]


CASES = {
    **{f"two_{name}": _get(x2, index) for name, index in BASIC.items()},
    **{f"three_{name}": _get(x3, index) for name, index in THREE.items()},
}


def case_tensor_index():
    return x2()[Tensor([0, 2])]


def case_tensor_index_zero_dim():
    return x2()[Tensor(1)]


def case_tensor_index_two_dims():
    return x2()[Tensor([[0, 1], [2, 2]])]


def case_tensor_index_int32():
    return x2()[Tensor([0, 2], ms.int32)]


def case_tensor_index_uint8():
    return x2()[Tensor([0, 2], ms.uint8)]


def case_tensor_index_negative():
    return x2()[Tensor([-1, -3])]


def case_tensor_index_float():
    return x2()[Tensor([0.0, 1.0])]


def case_tensor_index_empty():
    return x2()[Tensor([], ms.int64)]


def case_tensor_pair():
    return x2()[Tensor([0, 2]), Tensor([1, 3])]


def case_tensor_pair_broadcast():
    return x2()[Tensor([[0], [2]]), Tensor([1, 3])]


def case_tensor_pair_mismatch():
    return x2()[Tensor([0, 1, 2]), Tensor([1, 3])]


def case_tensor_and_slice():
    return x2()[Tensor([0, 2]), 1:3]


def case_slice_and_tensor():
    return x2()[1:, Tensor([3, 0])]


def case_tensor_and_int():
    return x2()[Tensor([0, 2]), 1]


def case_tensor_out_of_range():
    return x2()[Tensor([0, 3])]


def case_mask():
    t = x2()
    return t[t > 5]


def case_mask_first_axis():
    return x2()[Tensor([True, False, True])]


def case_mask_none_true():
    t = x2()
    return t[t > 100]


def case_mask_and_int():
    return x2()[Tensor([True, False, True]), 1]


def case_mask_second_axis():
    return x2()[:, Tensor([True, False, True, False])]


def case_mask_of_three():
    t = x3()
    return t[t[:, :, 0] > 4]


def case_mask_wrong_shape():
    return x2()[Tensor([True, False])]


def case_mask_zero_dim():
    return x2()[Tensor(True)]


def case_mask_numpy():
    return x2()[np.arange(12).reshape(3, 4) % 2 == 0]


def case_parameter_index():
    return ms.Parameter(x2(), name="p")[1]


def case_chain():
    return x3()[1][2][3]


def case_chain_of_slices():
    return vector()[1:][1:][0]


def case_scalar_index():
    return Tensor(5)[None], Tensor(5)[...]


def case_scalar_index_int():
    return Tensor(5)[0]


def case_slice_by_tensor_bounds():
    return vector()[Tensor(1) : Tensor(4)]


def case_iteration():
    return list(x2())


def case_iteration_of_vector():
    return [int(v) for v in vector()]


def case_iteration_of_scalar():
    return list(Tensor(5))


def case_len():
    return len(x2()), len(vector())


def case_len_of_scalar():
    return len(Tensor(5))


def case_contains():
    return 11 in vector(), 99 in vector()


def case_contains_tensor():
    return Tensor(11) in vector()


def case_unpacking():
    a, b, c = x2()
    return a, c


def case_star_unpacking():
    first, *rest = vector()
    return first, len(rest)


def case_reversed():
    return list(reversed(vector()))


def case_enumerate_zip():
    return [(i, v) for i, v in zip(range(2), x2(), strict=False)]


def case_take_and_gather():
    return ops.gather(x2(), Tensor([2, 0]), 0), x2().take(Tensor([1, 3]), axis=1)


def case_index_select():
    return ops.index_select(x2(), 1, Tensor([3, 0]))


def case_item():
    return vector()[2].item(), vector().item(3), x2().item((1, 2))


def case_item_of_many():
    return vector().item()


def case_item_out_of_range():
    return vector().item(9)


def case_index_keeps_dtype():
    return [Tensor([1, 2], d)[0].dtype for d in (ms.bool_, ms.int8, ms.float16, ms.float64)]


def case_bfloat16_index():
    return Tensor([1.5, 2.5], ms.bfloat16)[1]


def case_complex_index():
    return Tensor([1j, 2.0])[0]


def case_float64_slice():
    return Tensor(np.arange(4.0))[1:3]


def case_gradient_of_a_mask():
    def fn(a):
        return a[a > 1] * 2

    return ms.grad(fn)(Tensor([1.0, 2.0, 3.0]))


def case_getitem_method():
    return x2().getitem(1)


def case_index_of_bool_tensor_and_none():
    return x2()[Tensor([True, False, True]), None]


INTENDED = {
    "three_negative_steps": (
        lambda: Tensor(np.arange(24).reshape(2, 3, 4).astype(np.int32)[::-1, ::-2, ::-1].copy()),
        "MindSpore heeds only one of several negative steps",
    ),
    "mask_zero_dim": (lambda: x2()[None], "MindSpore has no CPU kernel for it; NumPy's result"),
}
