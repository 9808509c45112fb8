"""Every special method and conversion of a Tensor: operators, truth, hashing, copies, pickling."""

import operator

import mindspore as ms
import numpy as np
from mindspore import Tensor

A = [5.0, -7.5, 2.0]
B = [2.0, 2.0, -4.0]
I = [5, -7, 2]
J = [2, 3, -4]

BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": operator.pow,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "matmul": operator.matmul,
}
BITWISE = {"and": operator.and_, "or": operator.or_, "xor": operator.xor}
INPLACE = {
    "iadd": operator.iadd,
    "isub": operator.isub,
    "imul": operator.imul,
    "itruediv": operator.itruediv,
    "ifloordiv": operator.ifloordiv,
    "imod": operator.imod,
    "ipow": operator.ipow,
    "iand": operator.iand,
    "ior": operator.ior,
    "ixor": operator.ixor,
}
UNARY = {
    "neg": operator.neg,
    "pos": operator.pos,
    "abs": abs,
    "invert": operator.invert,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "index": operator.index,
    "round": round,
    "len": len,
    "not": operator.not_,
    "hash_is_int": lambda x: isinstance(hash(x), int),
    "floor": lambda x: __import__("math").floor(x),
    "ceil": lambda x: __import__("math").ceil(x),
    "trunc": lambda x: __import__("math").trunc(x),
    "range": range,
    "list_index": lambda x: ["a", "b", "c", "d", "e", "f"][x],
    "dir": lambda x: "asnumpy" in dir(x),
    "iter": lambda x: [int(v) for v in x],
    "bytes": lambda x: len(bytes(x)),
    "sum": sum,
    "max": max,
    "sorted": sorted,
    "any": any,
    "all": all,
    "isinstance_iterable": lambda x: hasattr(x, "__iter__"),
}
SUBJECTS = {
    "float_scalar": lambda: Tensor(2.7),
    "int_scalar": lambda: Tensor(3),
    "bool_scalar": lambda: Tensor(True),
    "zero": lambda: Tensor(0.0),
    "one_element": lambda: Tensor([3.0]),
    "one_element_2d": lambda: Tensor([[3]]),
    "vector": lambda: Tensor(I),
    "float_vector": lambda: Tensor(A),
    "empty": lambda: Tensor([]),
    "negative": lambda: Tensor(-2.5),
}


def _two(call, left, right):
    return lambda: call(left(), right())


def _one(call, make):
    return lambda: call(make())


def fa():
    return Tensor(A)


def fb():
    return Tensor(B)


def ia():
    return Tensor(I, ms.int32)


def ib():
    return Tensor(J, ms.int32)


CASES = {
    **{f"{name}_floats": _two(call, fa, fb) for name, call in BINARY.items()},
    **{f"{name}_ints": _two(call, ia, ib) for name, call in {**BINARY, **BITWISE}.items()},
    **{f"{name}_float_scalar": _two(call, fa, lambda: 2.5) for name, call in BINARY.items()},
    **{f"{name}_scalar_float": _two(call, lambda: 2.5, fb) for name, call in BINARY.items()},
    **{
        f"{name}_int_scalar": _two(call, ia, lambda: 3)
        for name, call in {**BINARY, **BITWISE}.items()
    },
    **{
        f"{name}_scalar_int": _two(call, lambda: 3, ib)
        for name, call in {**BINARY, **BITWISE}.items()
    },
    **{
        f"{name}_bools": _two(call, lambda: Tensor([True, False]), lambda: Tensor([True, True]))
        for name, call in BITWISE.items()
    },
    **{f"{name}_ints": _two(call, ia, ib) for name, call in INPLACE.items()},
    **{
        f"{name}_floats": _two(call, fa, fb)
        for name, call in INPLACE.items()
        if name not in ("iand", "ior", "ixor")
    },
    **{
        f"{call_name}_of_{name}": _one(call, make)
        for call_name, call in UNARY.items()
        for name, make in SUBJECTS.items()
        if (call_name, name)
        not in {("neg", "bool_scalar"), ("round", "bool_scalar")}  # no CPU kernel
    },
}


def case_add_zero_dim_tensors():
    return Tensor(1) + Tensor(2.5)


def case_matmul_matrices():
    return Tensor([[1.0, 2.0], [3.0, 4.0]]) @ Tensor([[5.0], [6.0]])


def case_matmul_batched():
    a = Tensor(np.arange(12).reshape(2, 2, 3).astype(np.float32))
    b = Tensor(np.arange(6).reshape(3, 2).astype(np.float32))
    return a @ b


def case_matmul_shapes_do_not_fit():
    return Tensor([[1.0, 2.0]]) @ Tensor([[1.0, 2.0]])


def case_matmul_by_number():
    return Tensor([1.0, 2.0]) @ 3


def case_broadcast_outer():
    return Tensor([[1.0], [2.0]]) + Tensor([10.0, 20.0, 30.0])


def case_broadcast_fails():
    return Tensor([1.0, 2.0]) + Tensor([1.0, 2.0, 3.0])


def case_add_string():
    return Tensor([1.0]) + "a"


def case_add_none():
    return Tensor([1.0]) + None


def case_radd_none():
    return None + Tensor([1.0])


def case_add_object():
    return Tensor([1.0]) + object()


def case_custom_radd_is_asked():
    class Other:
        def __radd__(self, left):
            return "radd"

    return Tensor([1.0]) + Other()


def case_sum_of_tensors():
    return sum([Tensor([1.0]), Tensor([2.0])])


def case_pow_modulo():
    return pow(Tensor([2]), 3, 5)


def case_divmod():
    return divmod(Tensor([5]), 2)


def case_shift():
    return Tensor([1, 2]) << 1


def case_comparison_chain():
    return 0 < Tensor(1) < 2


def case_comparison_chain_of_vectors():
    return 0 < Tensor([1, 2]) < 2


def case_eq_with_none_string_list():
    x = Tensor([1, 2])
    return x == None, x != None, x == "a", x == [1, 2], x != (1, 2), x == {}  # noqa: E711


def case_eq_with_ndarray():
    return Tensor([1, 2]) == np.array([1, 2])


def case_eq_identity_of_hash():
    a, b = Tensor([1.0]), Tensor([1.0])
    return hash(a) == hash(a), hash(a) == hash(b), len({a, b}), a in {a: 1}


def case_tensor_in_list():
    a = Tensor([1.0])
    return a in [a], a in [Tensor([1.0])]


def case_list_index_and_count():
    items = [Tensor(1), Tensor(2), Tensor(3)]
    return items.index(Tensor(2)), items.count(Tensor(3))


def case_if_of_one_element():
    return "yes" if Tensor([0.5]) else "no"


def case_bool_of_many_message():
    try:
        bool(Tensor([1, 2]))
    except ValueError as error:
        return "truth" in str(error) or "only" in str(error) or "one element" in str(error)


def case_and_or_python():
    return (Tensor(0) or 5), (Tensor(1) and 7)


def case_not():
    return not Tensor(0), not Tensor([1.0])


def case_ternary_with_comparison():
    x = Tensor(3.0)
    return 1 if x > 2 else 0


def case_range_and_index():
    return list(range(Tensor(3))), [10, 20, 30][Tensor(1)]


def case_numpy_functions():
    x = Tensor([1.0, 4.0])
    return np.sqrt(x), np.array(x), np.asarray(x, np.float64), np.stack([x, x])


def case_numpy_sum_calls_the_method():
    return np.sum(Tensor([1.0, 4.0]))


def case_numpy_left_operand():
    return np.array([1.0, 2.0], np.float32) * Tensor([3.0, 4.0])


def case_numpy_right_operand():
    return Tensor([3.0, 4.0]) * np.array([1.0, 2.0], np.float32)


def case_numpy_ufunc_two():
    return np.add(Tensor([1.0]), Tensor([2.0]))


def case_numpy_array_protocol():
    x = Tensor([[1, 2]], ms.int16)
    return x.__array__(), x.__array__(np.float32)


def case_numpy_concatenate():
    return np.concatenate([Tensor([1.0]), np.array([2.0], np.float32)])


def case_numpy_bool_mask_from_tensor():
    return np.arange(3)[np.asarray(Tensor([True, False, True]))]


# object identity, in-place and NumPy behaviour is the same object code in both modes
MODES = ("pynative",)
