"""jvp, vjp, nn.Jvp, nn.Vjp, vmap, jacfwd, jacrev: structures and values."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class SinCos(nn.Cell):
    def __init__(self):
        super().__init__()
        self.sin = ops.Sin()
        self.cos = ops.Cos()

    def construct(self, x, y):
        return self.sin(x) + self.cos(y)


class TwoOutputs(nn.Cell):
    def construct(self, x, y):
        return x * y, x + y


class Weighted(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0, 4.0]), name="w")

    def construct(self, x):
        return x * x * self.w


class JvpNet(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.grad_op = nn.Jvp(net)

    def construct(self, *inputs):
        return self.grad_op(*inputs)


class VjpNet(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.grad_op = nn.Vjp(net)

    def construct(self, *inputs):
        return self.grad_op(*inputs)


def x():
    return Tensor([0.8, 0.6, 0.2], ms.float32)


def y():
    return Tensor([0.7, 0.4, 0.3], ms.float32)


def v():
    return Tensor([1, 10, 100], ms.float32)


def square(a):
    return a * a


def cube_sum(a):
    return (a**3).sum()


def product(a, b):
    return a * b


def two(a, b):
    return a * b, a + b


def aux(a):
    return a * a, a + 1


def case_jvp_cell_two_inputs():
    return JvpNet(SinCos())(x(), y(), (v(), v()))


def case_jvp_cell_one_input():
    return JvpNet(Weighted())(x(), v())


def case_jvp_cell_one_input_tuple():
    return JvpNet(Weighted())(x(), (v(),))


def case_jvp_cell_two_outputs():
    return JvpNet(TwoOutputs())(x(), y(), (v(), v()))


def case_jvp_cell_direct():
    return nn.Jvp(SinCos())(x(), y(), (v(), v()))


def case_vjp_cell_two_inputs():
    return VjpNet(SinCos())(x(), y(), v())


def case_vjp_cell_one_input():
    return VjpNet(Weighted())(x(), v())


def case_vjp_cell_two_outputs():
    return VjpNet(TwoOutputs())(x(), y(), (v(), v()))


def case_vjp_cell_direct():
    return nn.Vjp(SinCos())(x(), y(), v())


def case_jvp_one_input():
    return ms.jvp(square, x(), v())


def case_jvp_one_input_tuples():
    return ms.jvp(square, (x(),), (v(),))


def case_jvp_two_inputs():
    return ms.jvp(product, (x(), y()), (v(), v()))


def case_jvp_two_outputs():
    return ms.jvp(two, (x(), y()), (v(), v()))


def case_jvp_aux():
    return ms.jvp(aux, x(), v(), has_aux=True)


def case_jvp_aux_two_outputs_without_flag():
    return ms.jvp(aux, x(), v())


def case_jvp_scalar_output():
    return ms.jvp(cube_sum, x(), v())


def case_jvp_of_a_cell():
    return ms.jvp(Weighted(), x(), v())


def case_jvp_list_arguments():
    return ms.jvp(product, [x(), y()], [v(), v()])


def case_jvp_wrong_tangent_shape():
    return ms.jvp(square, x(), Tensor([1.0]))


def case_jvp_wrong_count():
    return ms.jvp(product, (x(), y()), (v(),))


def case_jvp_wrong_tangent_dtype():
    return ms.jvp(square, x(), Tensor([1, 1, 1], ms.float64))


def case_jvp_not_callable():
    return ms.jvp(3, x(), v())


def case_vjp_one_input():
    out, vjp_fn = ms.vjp(square, x())
    return out, vjp_fn(v())


def case_vjp_two_inputs():
    out, vjp_fn = ms.vjp(product, x(), y())
    return out, vjp_fn(v())


def case_vjp_two_outputs():
    out, vjp_fn = ms.vjp(two, x(), y())
    return out, vjp_fn(v(), v())


def case_vjp_two_outputs_tuple():
    out, vjp_fn = ms.vjp(two, x(), y())
    return out, vjp_fn((v(), v()))


def case_vjp_aux():
    out, vjp_fn, extra = ms.vjp(aux, x(), has_aux=True)
    return out, vjp_fn(v()), extra


def case_vjp_weights():
    net = Weighted()
    out, vjp_fn = ms.vjp(net, x(), weights=net.trainable_params())
    return out, vjp_fn(v())


def case_vjp_weights_one_parameter():
    net = Weighted()
    out, vjp_fn = ms.vjp(net, x(), weights=net.w)
    return out, vjp_fn(v())


def case_vjp_called_twice():
    _, vjp_fn = ms.vjp(square, x())
    return vjp_fn(v()), vjp_fn(x())


def case_vjp_scalar_output():
    out, vjp_fn = ms.vjp(cube_sum, x())
    return out, vjp_fn(Tensor(2.0))


def case_vjp_wrong_cotangent_shape():
    _, vjp_fn = ms.vjp(square, x())
    return vjp_fn(Tensor([1.0]))


def case_vjp_not_callable():
    return ms.vjp(3, x())


def case_jacfwd_vector():
    return ms.jacfwd(square)(x())


def case_jacfwd_position_tuple():
    return ms.jacfwd(product, grad_position=(0, 1))(x(), y())


def case_jacfwd_position_1():
    return ms.jacfwd(product, grad_position=1)(x(), y())


def case_jacfwd_two_outputs():
    return ms.jacfwd(two, grad_position=(0, 1))(x(), y())


def case_jacfwd_aux():
    return ms.jacfwd(aux, has_aux=True)(x())


def case_jacfwd_matrix_input():
    return ms.jacfwd(square)(Tensor([[1.0, 2.0], [3.0, 4.0]]))


def case_jacfwd_scalar_output():
    return ms.jacfwd(cube_sum)(x())


def case_jacfwd_of_a_cell():
    return ms.jacfwd(Weighted())(x())


def case_jacrev_vector():
    return ms.jacrev(square)(x())


def case_jacrev_position_tuple():
    return ms.jacrev(product, grad_position=(0, 1))(x(), y())


def case_jacrev_position_1():
    return ms.jacrev(product, grad_position=1)(x(), y())


def case_jacrev_two_outputs():
    return ms.jacrev(two, grad_position=(0, 1))(x(), y())


def case_jacrev_aux():
    return ms.jacrev(aux, has_aux=True)(x())


def case_jacrev_matrix_input():
    return ms.jacrev(square)(Tensor([[1.0, 2.0], [3.0, 4.0]]))


def case_jacrev_scalar_output():
    return ms.jacrev(cube_sum)(x())


def case_jacrev_of_a_cell():
    return ms.jacrev(Weighted())(x())


def case_jacfwd_position_not_int():
    return ms.jacfwd(square, grad_position=1.5)(x())


def case_jacrev_position_out_of_range():
    return ms.jacrev(square, grad_position=3)(x())


def case_jacrev_function_of_all():
    def fn(a):
        return a.sum() * a

    return ms.jacrev(fn)(x()), ms.jacfwd(fn)(x())


def case_hessian_by_jacfwd_of_jacrev():
    return ms.jacfwd(ms.jacrev(cube_sum))(x())


def case_hessian_by_jacrev_of_grad():
    return ms.jacrev(ms.grad(cube_sum))(x())


def case_hessian_vector_product():
    return ms.jvp(ms.grad(cube_sum), x(), v())


def case_grad_of_jvp():
    def slope(a):
        return ms.jvp(square, a, v())[1].sum()

    return ms.grad(slope)(x())


def matrix():
    return Tensor(np.arange(6).reshape(2, 3).astype(np.float32))


def case_vmap_default():
    return ms.vmap(square)(matrix())


def case_vmap_reduction():
    return ms.vmap(cube_sum)(matrix())


def case_vmap_in_axes_1():
    return ms.vmap(cube_sum, in_axes=1)(matrix())


def case_vmap_in_axes_none():
    return ms.vmap(product, in_axes=(0, None))(matrix(), x())


def case_vmap_in_axes_tuple():
    return ms.vmap(product, in_axes=(0, 1))(matrix(), Tensor(np.ones((3, 2), np.float32) * 2))


def case_vmap_out_axes_1():
    return ms.vmap(product, in_axes=(0, None), out_axes=1)(matrix(), x())


def case_vmap_negative_axes():
    return ms.vmap(square, in_axes=-1, out_axes=-1)(matrix())


def case_vmap_two_outputs():
    return ms.vmap(two, in_axes=(0, None))(matrix(), x())


def case_vmap_two_outputs_out_axes():
    return ms.vmap(two, in_axes=(0, None), out_axes=(0, 1))(matrix(), x())


def case_vmap_nested():
    return ms.vmap(ms.vmap(square))(matrix())


def case_vmap_nested_outer_product():
    return ms.vmap(ms.vmap(product, in_axes=(None, 0)), in_axes=(0, None))(x(), y())


def case_vmap_of_grad():
    return ms.vmap(ms.grad(cube_sum))(matrix())


def case_grad_of_vmap():
    def total(a):
        return ms.vmap(cube_sum)(a).sum()

    return ms.grad(total)(matrix())


def case_vmap_of_a_cell_with_weights():
    return ms.vmap(Weighted())(matrix())


def case_vmap_matmul():
    return ms.vmap(ops.matmul, in_axes=(0, None))(matrix(), Tensor(np.eye(3, dtype=np.float32) * 2))


def case_vmap_mismatched_sizes():
    return ms.vmap(product)(matrix(), x())


def case_vmap_in_axes_not_int():
    return ms.vmap(square, in_axes="a")(matrix())


def case_vmap_in_axes_out_of_range():
    return ms.vmap(square, in_axes=5)(matrix())


def case_vmap_all_axes_none():
    return ms.vmap(square, in_axes=None)(matrix())


def case_vmap_in_ops():
    return ops.vmap(square)(matrix())


def case_vmap_tuple_input():
    def fn(pair):
        return pair[0] * pair[1]

    return ms.vmap(fn, in_axes=((0, 0),))((matrix(), matrix()))


def case_vmap_of_jit():
    @ms.jit
    def fn(a):
        return a * 2 + 1

    return ms.vmap(fn)(matrix())


def _value_error():
    raise ValueError("a tangent must have the shape of its input")


INTENDED = {
    "jvp_wrong_tangent_shape": (_value_error, "MindSpore broadcasts the tangent silently"),
    "vjp_wrong_cotangent_shape": ("pynative", "MindSpore's graph mode broadcasts silently"),
}


def _ensemble():
    return nn.CellList([nn.Dense(2, 3, w, "zeros") for w in ("ones", "zeros", "ones")])


def case_vmap_cell_list():
    return ms.vmap(_ensemble())(Tensor(np.arange(12).reshape(3, 2, 2).astype(np.float32)))


def case_vmap_cell_list_of_one_input():
    x = Tensor(np.arange(4).reshape(2, 2).astype(np.float32))
    return ms.vmap(_ensemble(), in_axes=None, out_axes=1)(x)


def case_vmap_cell_list_other_axis():
    return ms.vmap(_ensemble(), 1)(Tensor(np.arange(12).reshape(2, 3, 2).astype(np.float32)))


def case_vmap_cell_list_too_few():
    return ms.vmap(_ensemble())(Tensor(np.arange(8).reshape(2, 2, 2).astype(np.float32)))


def case_grad_of_vmap_cell_list():
    x = Tensor(np.arange(4).reshape(2, 2).astype(np.float32))
    cells = _ensemble()
    return ms.grad(lambda x: ms.vmap(cells, in_axes=None)(x).sum())(x)
