"""Operators that a program gives itself: Custom, PyFunc, Morph, and what describes them."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops
from mindspore.ops import CustomRegOp, DataType, custom_info_register, kernel


def x():
    return Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32))


def y():
    return Tensor(np.array([[5.0, -6.0], [7.0, 8.0]], np.float32))


class Net(nn.Cell):
    def __init__(self, op):
        super().__init__()
        self.op = op

    def construct(self, *args):
        return self.op(*args)


class Weighted(nn.Cell):
    def __init__(self, op):
        super().__init__()
        self.op = op
        self.w = Parameter(Tensor([2.0, -3.0]), name="w")

    def construct(self, a):
        return self.op(a * self.w) * 2


def add(a, b):
    return a + b


def both(a, b):
    return a + b, a - b


def square(a):
    return a * a


def fail(a):
    raise KeyError("missing")


def first(*args):
    return args[0]


def square_bprop(a, out, dout):
    return (2 * a * dout,)


def odd_bprop(a, out, dout):
    return (out * 10 + dout,)


def product_bprop(a, b, out, dout):
    return dout * b, dout * a


def custom(func, *args, **kwargs):
    return Net(ops.Custom(func, *args, **{"out_shape": first, "out_dtype": first} | kwargs))


def case_functions_say_shape_and_dtype():
    return custom(add)(x(), y())


def case_values_say_shape_and_dtype():
    return custom(add, out_shape=(2, 2), out_dtype=ms.float32)(x(), y())


def case_a_list_says_the_shape():
    return custom(add, out_shape=[2, 2], out_dtype=ms.float32)(x(), y())


def case_several_outputs():
    shapes = (2, 2), (2, 2)
    return custom(both, out_shape=shapes, out_dtype=(ms.float32, ms.float32))(x(), y())


def pair(a, b):
    return a, b


def case_functions_say_several_outputs():
    return custom(both, out_shape=pair, out_dtype=pair)(x(), y())


def case_fewer_outputs_than_declared():
    return custom(both, out_shape=((2, 2),) * 3, out_dtype=(ms.float32,) * 3)(x(), y())


def times(a, b):
    assert type(b) in (int, float)
    return a * b


def case_number_operand():
    return custom(times)(x(), 2.5)


def case_int_operand():
    return custom(times)(x(), 3)


def case_another_shape_of_the_same_size():
    return custom(add, out_shape=(4,), out_dtype=ms.float32)(x(), y())


def case_another_size():
    return custom(add, out_shape=(3,), out_dtype=ms.float32)(x(), y())


def total(a):
    return a.sum()


def case_output_without_axes():
    return custom(total, out_shape=(), out_dtype=ms.float32)(x())


def number(a):
    return 3


def case_returns_a_number():
    return custom(number, out_shape=(), out_dtype=ms.float32)(x())


def nothing(a):
    return None


def case_without_output():
    return custom(nothing, out_shape=(), out_dtype=())(x())


def case_raises():
    return custom(fail)(x()).asnumpy()


def case_no_out_shape():
    return custom(add, out_shape=None)(x(), y())


def case_no_out_dtype():
    return custom(add, out_dtype=None)(x(), y())


def case_out_shape_of_another_type():
    return custom(add, out_shape=3)(x(), y())


def case_out_dtype_of_another_type():
    return custom(add, out_dtype=3)(x(), y())


def case_too_few_operands():
    return custom(add)(x())


def case_tuple_of_tensors():
    return custom(add)(x(), (x(), y()))


def case_str_operand():
    return custom(add)(x(), "b")


def case_func_is_a_number():
    return custom(3)


def case_func_type_unknown():
    return custom(add, func_type="julia")


def case_aot_func_is_a_function():
    return custom(add, func_type="aot")


def case_aot_func_without_a_colon():
    return custom("add.so", out_shape=(2,), func_type="aot")


def case_aot_file_is_absent():
    return custom("./absent.so:add", func_type="aot")(x())


def case_hybrid_func_is_not_decorated():
    return custom(add, func_type="hybrid")


def writes(a):
    a += 1
    return a


def case_func_writes_into_its_operand():
    a = x()
    return custom(writes)(a), a


def same(a):
    return a


DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()


def _of(dtype):
    def case():
        return custom(same)(Tensor(np.arange(3).astype(dtype)))

    return case


def case_gradient():
    return ms.grad(custom(square, bprop=square_bprop))(x())


def case_gradient_is_the_programs():
    return ms.grad(custom(square, bprop=odd_bprop))(x())


def case_gradients_of_two_operands():
    return ms.grad(custom(np_product, bprop=product_bprop), (0, 1))(x(), y())


def np_product(a, b):
    return a * b


def case_gradient_of_weights():
    net = Weighted(ops.Custom(square, first, first, bprop=square_bprop))
    return ms.value_and_grad(net, None, net.trainable_params())(x())


def case_second_derivative():
    return ms.grad(ms.grad(custom(square, bprop=square_bprop)))(x())


def double_of(a, dout):
    return 2 * a * dout


double = ops.Custom(double_of, first, first)


def custom_bprop(a, out, dout):
    return (double(a, dout),)


def case_gradient_calls_another_custom():
    return ms.grad(custom(square, bprop=custom_bprop))(x())


def case_no_gradient():
    return ms.grad(custom(square))(x())


def case_vmap():
    return ms.vmap(custom(np_product), in_axes=(0, 0))(x(), y())


def case_jvp():
    return ms.jvp(custom(square, bprop=square_bprop), x(), y())


def info(dtype=DataType.F32_Default, target="CPU"):
    described = CustomRegOp().input(0, "x").output(0, "y").dtype_format(dtype, dtype)
    return described.target(target).get_op_info()


def case_reg_info():
    return custom(square, reg_info=info())(x())


def case_custom_info_register():
    @custom_info_register(info())
    def registered(a):
        return a + 1

    described = registered.reg_info
    return custom(registered)(x()), type(described), len(described)


def case_op_info():
    return (
        CustomRegOp("name")
        .input(0, "x", "required")
        .input(1, "y")
        .output(0, "z")
        .attr("k", "required", "int", default_value="1", value=3)
        .dtype_format(DataType.F32_Default, DataType.None_None, DataType.I8_Default_Tuple)
        .fusion_type("OPAQUE")
        .target("CPU")
        .get_op_info()
    )


def case_op_info_of_nothing():
    return CustomRegOp().get_op_info()


def case_input_index_of_another_type():
    return CustomRegOp().input("a", "x")


def case_input_name_of_another_type():
    return CustomRegOp().input(0, 3)


def case_attr_of_another_type():
    return CustomRegOp().attr(3)


def case_dtype_format_too_long():
    return CustomRegOp().input(0, "x").dtype_format(DataType.F32_Default, DataType.F32_Default)


def case_dtype_format_of_another_type():
    return CustomRegOp().input(0, "x").dtype_format(3)


def case_op_name_of_another_type():
    return CustomRegOp(3)


def case_data_types():
    names = sorted(n for n in dir(DataType) if not n.startswith("_"))
    return [(n, getattr(DataType, n)) for n in names]


@kernel
def matrix_product(a, b):
    c = output_tensor(a.shape, a.dtype)  # noqa: F821
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for k in range(a.shape[1]):
                c[i, j] = c[i, j] + a[i, k] * b[k, j]
    return c


def case_kernel_in_python():
    return matrix_product(x().asnumpy(), y().asnumpy())


def case_kernel_as_pyfunc():
    return custom(matrix_product)(x(), y())


def case_kernel_options_of_another_type():
    return kernel(compile_attrs=3)


def case_kernel_reg_info_of_another_type():
    return kernel(reg_info=3)


def py_func(fn, count, outputs=1):
    return Net(
        ops.PyFunc(
            fn, [ms.float32] * count, [(2, 2)] * count, [ms.float32] * outputs, [(2, 2)] * outputs
        )
    )


def case_py_func():
    return py_func(add, 2)(x(), y())


def case_py_func_without_outputs():
    return py_func(nothing, 1, 0)(x())


def case_py_func_types_and_shapes_differ():
    return ops.PyFunc(add, [ms.float32], [(2, 2), (2, 2)], [ms.float32], [(2, 2)])


def case_py_func_outputs_differ():
    return ops.PyFunc(add, [], [], [ms.float32], [])


def case_py_func_has_no_gradient():
    return ms.grad(py_func(square, 1))(x())


def case_morph():
    return Net(ops.Morph(np_product, first, first))(x(), y())


def case_morph_gradient():
    return ms.grad(Net(ops.Morph(np_product, first, first)))(x(), y())


def case_morph_bprop():
    return ms.grad(Net(ops.Morph(square, first, first, odd_bprop)))(x())


def case_morph_bprop_of_any_operands():
    return ops.Morph(first, first, first, odd_bprop)


PYNATIVE_ONLY = frozenset(
    """
    data_types op_info op_info_of_nothing input_index_of_another_type
    input_name_of_another_type attr_of_another_type dtype_format_too_long
    dtype_format_of_another_type op_name_of_another_type kernel_in_python
    kernel_options_of_another_type kernel_reg_info_of_another_type func_is_a_number
    func_type_unknown aot_func_is_a_function aot_func_without_a_colon
    hybrid_func_is_not_decorated py_func_types_and_shapes_differ py_func_outputs_differ
    morph_bprop_of_any_operands
    """.split()
)
CASES = {f"dtype_{dtype}": _of(dtype) for dtype in DTYPES}
