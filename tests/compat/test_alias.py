"""`mindspore` as another name of msjax."""

import importlib.util
import os
import pickle
import subprocess
import sys
from types import ModuleType

import pytest

import msjax


def test_modules_are_the_same_objects(installed):
    import mindspore
    import mindspore.common.dtype as mstype
    import mindspore.nn as nn
    from mindspore import context, ops
    from mindspore.ops import operations as P

    assert mindspore is msjax
    assert nn is msjax.nn
    assert ops is msjax.ops
    assert context is msjax.context is importlib.import_module("msjax._core.context")
    assert P is msjax.ops.operations is mindspore.ops.P
    assert mstype is msjax.common.dtype is mindspore.dtype
    assert mstype.float32 is mindspore.float32


def test_module_that_a_function_hides(installed):
    import mindspore
    from mindspore.common.tensor import Tensor

    assert Tensor is mindspore.Tensor
    assert mindspore.common.tensor is mindspore.tensor
    assert not isinstance(mindspore.common.tensor, ModuleType)
    import mindspore.common.tensor  # once more, and under msjax's name

    assert mindspore.common.tensor is mindspore.tensor
    assert sys.modules["mindspore.common.tensor"] is sys.modules["msjax.common.tensor"]
    from mindspore.common.seed import get_seed

    assert get_seed is mindspore.get_seed


def test_names_are_the_same_objects(installed):
    from mindspore.common.parameter import Parameter, ParameterTuple
    from mindspore.nn.cell import Cell
    from mindspore.ops.composite import GradOperation
    from mindspore.ops.functional import grad

    assert (Parameter, ParameterTuple) == (msjax.Parameter, msjax.ParameterTuple)
    assert Cell is msjax.nn.Cell
    assert GradOperation is msjax.ops.GradOperation
    assert grad is msjax.ops.grad


def test_install_twice_and_undo():
    msjax.uninstall_as_mindspore()  # other tests of the process may have left it
    finders = list(sys.meta_path)
    msjax.install_as_mindspore()
    msjax.install_as_mindspore()
    assert len(sys.meta_path) == len(finders) + 1
    importlib.import_module("mindspore.common.dtype")
    msjax.uninstall_as_mindspore()
    msjax.uninstall_as_mindspore()
    assert sys.meta_path == finders
    assert not [name for name in sys.modules if name.partition(".")[0] == "mindspore"]


def test_real_mindspore_is_refused(monkeypatch):
    real = ModuleType("mindspore")
    real.__version__, real.__file__ = "2.10.0", "/site-packages/mindspore/__init__.py"
    monkeypatch.setitem(sys.modules, "mindspore", real)
    with pytest.raises(RuntimeError, match=r"mindspore 2\.10\.0 .*already imported") as caught:
        msjax.install_as_mindspore()
    for way in ("before the first `import mindspore`", "python -m msjax", "restart the kernel"):
        assert way in str(caught.value)
    assert sys.modules["mindspore"] is real


def test_installed_mindspore_stays_away(installed, tmp_path, monkeypatch):
    package = tmp_path / "mindspore"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('the real one was imported')")
    (package / "extra.py").write_text("raise AssertionError('the real one was imported')")
    monkeypatch.syspath_prepend(tmp_path)
    assert importlib.import_module("mindspore") is msjax
    with pytest.raises(ModuleNotFoundError, match=r"mindspore\.extra"):
        importlib.import_module("mindspore.extra")


def test_find_spec(installed):
    assert importlib.util.find_spec("mindspore") is not None
    assert importlib.util.find_spec("mindspore.common.dtype") is not None
    assert importlib.util.find_spec("mindspore.zork") is None


def test_missing_module_says_so(installed):
    with pytest.raises(
        ModuleNotFoundError, match=r"MindSpore 2\.10 has mindspore\.common\.file_system"
    ):
        importlib.import_module("mindspore.common.file_system")
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'mindspore\.zork'"):
        importlib.import_module("mindspore.zork")


def test_version_is_mindspores(installed):
    import mindspore

    assert mindspore.__version__ == "2.10.0"
    assert mindspore.__msjax_version__ != "2.10.0"


def test_classes_pickle_by_their_own_module(installed):
    from mindspore.common.tensor import Tensor

    assert Tensor.__module__.startswith("msjax.")
    assert pickle.loads(pickle.dumps(Tensor)) is Tensor
    assert pickle.loads(b"cmindspore.common.tensor\nTensor\n.") is Tensor


def test_ipython_extension():
    msjax.load_ipython_extension(None)
    assert sys.modules["mindspore"] is msjax
    msjax.unload_ipython_extension(None)
    assert "mindspore" not in sys.modules


def test_importing_every_public_name_starts_no_backend():
    script = (
        "import msjax, msjax.nn, msjax.ops\n"
        "names = [getattr(msjax, name) for name in msjax.__all__]\n"
        "from jax._src import xla_bridge\n"
        "assert not xla_bridge.backends_are_initialized(), 'a backend was started'\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_import_alone_is_cheap():
    script = "import sys, msjax; sys.exit('jax' in sys.modules or 'numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("name", ["Tensor", "Parameter"])
def test_class_is_complete_before_its_first_instance(name):
    script = f"import msjax; cls = msjax.{name}; cls.asnumpy, cls.__getitem__, cls.__matmul__"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_msjax_as_mindspore_without_install(tmp_path):
    script = (
        "import msjax as mindspore\n"
        "import msjax.common.dtype\n"
        "from msjax.ops import operations as P\n"
        "from msjax.train.serialization import __name__ as name\n"
        "from msjax.common.tensor import Tensor\n"
        "assert P is mindspore.ops.operations\n"
        "assert Tensor is mindspore.Tensor and mindspore.common.tensor is mindspore.tensor\n"
        "import sys; assert 'mindspore' not in sys.modules\n"
    )
    env = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(msjax.__file__))}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path, env=env)
