"""Custom: what is refused, and what describes an operator."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax.ops import CustomRegOp, DataType


def first(*args):
    return args[0]


def add(a, b):
    return a + b


@pytest.mark.parametrize("func_type", ["akg", "tbe", "aicpu"])
def test_other_compilers_are_refused(func_type):
    with pytest.raises(NotImplementedError, match=f"'func_type' is '{func_type}'.*'pyfunc'.*'aot'"):
        ops.Custom(add, first, first, func_type=func_type)


@pytest.mark.parametrize("name", "TBERegOp AiCPURegOp AkgAscendRegOp AkgGpuRegOp CpuRegOp".split())
def test_registrations_for_other_compilers_are_refused(name):
    with pytest.raises(NotImplementedError, match=rf"'{name}'.*ops\.Custom"):
        getattr(ops, name)("op")


def test_modules_of_mindspores_cxx_are_refused():
    with pytest.raises(NotImplementedError, match="func_type='aot'"):
        ops.CustomOpBuilder("name", "file.cc", backend="CPU")


def test_op_info_register_is_refused():
    with pytest.raises(NotImplementedError, match="custom_info_register"):
        ops.op_info_register({})


def test_reg_info_says_which_dtypes_are_taken():
    info = CustomRegOp().input(0, "x").output(0, "y")
    info = info.dtype_format(DataType.F32_Default, DataType.F32_Default).target("CPU").get_op_info()
    op = ops.Custom(lambda a: a + 1, first, first, reg_info=info)
    assert op(Tensor([1.0])) == 2
    with pytest.raises(TypeError, match=r"\['float64', 'float64'\].*\('float32', 'float32'\)"):
        op(Tensor(np.ones(1)))


def test_results_of_another_dtype_are_refused():
    op = ops.Custom(lambda a: a.astype(np.float64), first, first)
    with pytest.raises(RuntimeError, match=r"float64.*declared as float32.*\.astype\(np\.float32"):
        op(Tensor([1.0]))


def test_results_are_copies():
    buffer = np.zeros(2, np.float32)

    def accumulate(a):
        buffer[:] += a
        return buffer

    op = ops.Custom(accumulate, first, first)
    once, twice = op(Tensor([1.0, 2.0])), op(Tensor([1.0, 2.0]))
    np.testing.assert_array_equal(once.asnumpy(), [1, 2])
    np.testing.assert_array_equal(twice.asnumpy(), [2, 4])


def test_a_ufunc_is_a_function():
    np.testing.assert_array_equal(ops.Custom(np.add, first, first)(Tensor([1.0]), Tensor([2.0])), 3)


@pytest.fixture
def graph_mode():
    ms.set_context(mode=ms.GRAPH_MODE)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


SCALE = 2.0


@pytest.mark.usefixtures("graph_mode")
def test_a_bprop_sees_variables_as_they_are(monkeypatch):
    def bprop(a, out, dout):
        return (dout * SCALE,)

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.op = ops.Custom(lambda a: a * a, first, first, bprop=bprop)

        def construct(self, x):
            return self.op(x)

    gradient = ms.jit(ms.grad(Net()))
    assert gradient(Tensor([3.0])) == 2
    monkeypatch.setitem(globals(), "SCALE", 5.0)
    assert gradient(Tensor([3.0])) == 5


@ops.kernel
def outer(a, b):
    d = allocate(a.shape, a.dtype)  # noqa: F821
    c = output_tensor(a.shape, a.dtype)  # noqa: F821
    for i, j in grid(a.shape):  # noqa: F821
        d[i, j] = sqrt(a[i, j])  # noqa: F821
        c[i, j] = d[i, j] * b[j, i]
    return c


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_hybrid_finds_shape_and_dtype(mode):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.op = ops.Custom(outer, func_type="hybrid")

        def construct(self, a, b):
            return self.op(a, b)

    a, b = np.array([[1, 4], [9, 16]], np.float32), np.array([[1, 2], [3, 4]], np.float32)
    ms.set_context(mode=mode)
    try:
        result = Net()(Tensor(a), Tensor(b))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    np.testing.assert_array_equal(result.asnumpy(), np.sqrt(a) * b.T)
    assert "grid" not in globals()
