"""Functions in C, compiled here, called by Custom."""

import copy
import shutil
import subprocess

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops

COMPILER = shutil.which("g++") or shutil.which("c++")
pytestmark = pytest.mark.skipif(COMPILER is None, reason="there is no C++ compiler")

SOURCE = """
#include <cstdint>
#include <cstring>

#define SIGNATURE int nparam, void **params, int *ndims, int64_t **shapes, const char **dtypes, \\
    void *stream, void *extra

extern "C" int add(SIGNATURE) {
  if (nparam != 3 || strcmp(dtypes[2], "float32") != 0) return 2;
  int64_t size = 1;
  for (int i = 0; i < ndims[2]; i++) size *= shapes[2][i];
  const float *x = (const float *)params[0], *y = (const float *)params[1];
  for (int64_t i = 0; i < size; i++) ((float *)params[2])[i] = x[i] + y[i];
  return 0;
}

// Tells of each operand: its axes, the last length, and the first letter of its dtype.
extern "C" int describe(SIGNATURE) {
  int64_t *out = (int64_t *)params[nparam - 1];
  for (int i = 0; i + 1 < nparam; i++) {
    *out++ = ndims[i];
    *out++ = ndims[i] > 0 ? shapes[i][ndims[i] - 1] : -1;
    *out++ = dtypes[i][0];
  }
  return stream != nullptr;
}

extern "C" int fail(SIGNATURE) { return 7; }
extern "C" int with_init(SIGNATURE) { return 0; }
extern "C" int with_initInit(int *ndims, int64_t **shapes, const char **dtypes, void *extra) {
  return 0;
}
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("aot") / "functions.cc"
    path.write_text(SOURCE)
    return path


@pytest.fixture(scope="module")
def library(source):
    path = source.with_suffix(".so")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(path), str(source)], check=True)
    return path


def first(*args):
    return args[0]


class Net(nn.Cell):
    def __init__(self, func, out_shape=first, out_dtype=first, bprop=None):
        super().__init__()
        self.op = ops.Custom(func, out_shape, out_dtype, "aot", bprop)

    def construct(self, *args):
        return self.op(*args)


@pytest.fixture(params=[ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def mode(request):
    ms.set_context(mode=request.param)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


X, Y = Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([[10.0, 20.0], [30.0, 40.0]])


@pytest.mark.usefixtures("mode")
def test_a_library_and_its_source(library, source):
    for file in (library, source):
        np.testing.assert_array_equal(Net(f"{file}:add")(X, Y).asnumpy(), [[11, 22], [33, 44]])


@pytest.mark.usefixtures("mode")
def test_operands_that_are_not_contiguous(library):
    x = Tensor(np.arange(6, dtype=np.float32).reshape(2, 3)).T
    np.testing.assert_array_equal(Net(f"{library}:add")(x, x).asnumpy(), 2 * x.asnumpy())


@pytest.mark.usefixtures("mode")
def test_operands_are_described(library):
    operands = (X, Tensor(np.ones(3, np.int8)), Tensor(True), 2.5, 3)
    found = Net(f"{library}:describe", (5, 3), ms.int64)(*operands)
    letters = [ord(c) for c in "fibfi"]
    wanted = [[2, 2], [1, 3], [0, -1], [0, -1], [0, -1]]
    np.testing.assert_array_equal(found.asnumpy()[:, :2], wanted)
    np.testing.assert_array_equal(found.asnumpy()[:, 2], letters)


@pytest.mark.usefixtures("mode")
def test_gradient(library):
    def bprop(x, y, out, dout):
        return dout * 2, dout * 3

    gradients = ms.grad(Net(f"{library}:add", bprop=bprop), (0, 1))(X, Y)
    for gradient, want in zip(gradients, (2, 3), strict=True):
        np.testing.assert_array_equal(gradient.asnumpy(), np.full((2, 2), want))


@pytest.mark.usefixtures("mode")
def test_an_error_code_is_raised(library):
    with pytest.raises(RuntimeError, match=r"function\(fail\) is 7"):
        Net(f"{library}:fail")(X).asnumpy()


def test_a_cell_that_has_run_can_be_copied(library):
    net = Net(f"{library}:add")
    net(X, Y)
    np.testing.assert_array_equal(copy.deepcopy(net)(X, Y).asnumpy(), [[11, 22], [33, 44]])


def test_what_is_not_there(library, tmp_path):
    with pytest.raises(RuntimeError, match="couldn't find the AOT binary file"):
        Net(f"{tmp_path}/absent.so:add")(X, Y)
    with pytest.raises(RuntimeError, match="error occurs when fetching function 'absent'"):
        Net(f"{library}:absent")(X, Y)


def test_what_does_not_compile(tmp_path):
    path = tmp_path / "broken.cc"
    path.write_text('#include "custom_aot_extra.h"\n')
    with pytest.raises(RuntimeError, match=r"(?s)Compilation error in .*MindSpore's C"):
        Net(f"{path}:add")(X, Y)


def test_a_changed_source_is_compiled_again(tmp_path):
    path = tmp_path / "changing.cc"
    path.write_text(SOURCE)
    np.testing.assert_array_equal(Net(f"{path}:add")(X, Y).asnumpy(), [[11, 22], [33, 44]])
    path.write_text(SOURCE.replace("x[i] + y[i]", "x[i] - y[i]"))
    np.testing.assert_array_equal(Net(f"{path}:add")(X, Y).asnumpy(), [[-9, -18], [-27, -36]])


def test_what_needs_mindspores_own_is_refused(library):
    with pytest.raises(NotImplementedError, match="AotExtra"):
        Net(f"{library}:with_init")(X)
    with pytest.raises(NotImplementedError, match="CUDA"):
        Net("kernels.cu:add")(X, Y)
    with pytest.raises(RuntimeError, match="'out_shape' is None"):
        Net(f"{library}:add", None, None)(X, Y)
    info = ops.CustomRegOp().input(0, "x").attr("k", "required", "int").target("CPU").get_op_info()
    with pytest.raises(NotImplementedError, match="'reg_info' has the attributes"):
        ops.Custom(f"{library}:add", first, first, "aot", reg_info=info)


def test_the_white_list(library, monkeypatch, tmp_path):
    monkeypatch.setenv("MS_CUSTOM_AOT_WHITE_LIST", str(tmp_path))
    with pytest.raises(TypeError, match="the legal path"):
        Net(f"{library}:add")
    monkeypatch.setenv("MS_CUSTOM_AOT_WHITE_LIST", str(library.parent))
    Net(f"{library}:add")(X, Y)
