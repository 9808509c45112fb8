"""Files of TensorDump and DumpGradient."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops


@pytest.fixture(params=[ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def mode(request):
    ms.set_context(mode=request.param)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    """Return {name without number: array}, in the order of the numbers."""
    paths = sorted(folder.rglob("*.npy"), key=lambda p: int(p.stem.rpartition("_")[2]))
    return {p.stem.rpartition("_")[0]: np.load(p) for p in paths}


class Dumping(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dump = ops.TensorDump()

    def construct(self, x):
        self.dump("added", x + 1)
        ops.tensordump("new/folder/doubled.npy", x * 2, "in")
        return x


@pytest.mark.usefixtures("mode")
def test_each_run_writes_its_values(folder):
    net = Dumping()
    net(Tensor([1.0, 2.0]))
    net(Tensor([3.0, 4.0]))
    assert len(list(folder.rglob("*.npy"))) == 4
    found = files(folder)
    np.testing.assert_array_equal(found["added_float32"], [4, 5])
    np.testing.assert_array_equal(found["doubled_float32"], [6, 8])
    assert (folder / "new" / "folder").is_dir()


@pytest.mark.parametrize("dtype", [ms.int8, ms.bool_, ms.float16, ms.bfloat16, ms.complex64])
def test_dtypes(folder, dtype):
    ops.TensorDump()("x", Tensor([0.0, 1.0]).astype(dtype))
    name = str(dtype).lower()
    stored = "float32" if name == "bfloat16" else name
    (found,) = files(folder).items()
    assert found[0] == f"x_{name}"
    assert found[1].dtype == stored
    np.testing.assert_array_equal(found[1], [0, 1])


@pytest.mark.usefixtures("mode")
def test_gradients(folder):
    dump = ops.DumpGradient()

    class Net(nn.Cell):
        def construct(self, x):
            return dump("gradient.npy", x, "out") * 3

    gradient = ms.jit(ms.grad(Net()))(Tensor([1.0, 2.0]))
    np.testing.assert_array_equal(gradient.asnumpy(), [3, 3])
    np.testing.assert_array_equal(files(folder)["gradient_float32"], [3, 3])
