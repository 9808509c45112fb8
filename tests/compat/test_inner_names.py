"""MindSpore's inner names, from where programs import them; values recorded from 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, amp, nn, ops


def test_where_they_are():
    from msjax._c_expression import Cell_, MSContext, ParamInfo
    from msjax._extends import cell_attr_register
    from msjax.common._stub_tensor import StubTensor
    from msjax.common.api import cells_compile_cache
    from msjax.common.parameter import ParamInfo as Same
    from msjax.nn.layer.conv import cell_attr_register as same
    from msjax.profiler.schedule import ProfilerAction

    assert Cell_ is nn.Cell
    assert ParamInfo is Same
    assert cell_attr_register is same
    assert cells_compile_cache == {}
    assert not isinstance(Tensor(1), StubTensor)
    assert ProfilerAction.RECORD.value == 2
    assert ops.Tensor is Tensor
    context = MSContext.get_instance()
    assert context.is_pkg_support_device("CPU")
    assert not context.is_pkg_support_device("Ascend")
    assert context.get_ascend_soc_version() == ""
    assert context.get_param("mode") == ms.get_context("mode")


def test_cell_attr_register():
    from msjax._extends import cell_attr_register

    class Net(nn.Cell):
        @cell_attr_register(attrs=["size"])
        def __init__(self, size):
            super().__init__()
            self.size = size

    assert Net(3).size == 3
    assert cell_attr_register(len) is len


def test_graph_seed():
    from msjax.common.seed import _get_graph_seed

    assert _get_graph_seed(3, "Dropout")[1] == 3


def test_items():
    from msjax.ops.composite.multitype_ops._compile_utils import _tensor_getitem, _tensor_setitem

    x = Tensor(np.float32([1, 2, 3]))
    assert _tensor_getitem(x, 1) == 2
    assert _tensor_setitem(x, 1, 7.0).asnumpy().tolist() == [1, 7, 3]


def test_check_input_3d():
    from msjax.nn.layer.conv import _check_input_3d

    _check_input_3d((1, 2, 3), "op")
    with pytest.raises(ValueError, match="For 'op', the dimension of input must be 3d, but got 2"):
        _check_input_3d((1, 2), "op")


@pytest.mark.parametrize(
    ("name", "expected"), [("grad_scale", [3, 5]), ("shard_grad_scale", [2, 4])]
)
def test_grad_scale(name, expected):
    import msjax.nn.wrap.loss_scale as module

    accumulated = Parameter(Tensor(np.float32([6, 10])))
    scaled = getattr(module, name)(Tensor(2.0), Tensor(np.float32([4, 8])), accumulated)
    assert scaled.asnumpy().tolist() == expected
    assert accumulated.asnumpy().tolist() == [0, 0]


def test_flash_attention_score():
    from msjax.ops.operations.nn_ops import FlashAttentionScore

    rng = np.random.default_rng(0)
    q, k, v = (Tensor(rng.normal(size=(1, 3, 4)).astype(np.float32)) for _ in range(3))
    *kept, attention = FlashAttentionScore(2, scale_value=0.5)(q, k, v)
    expected = ops.flash_attention_score(q, k, v, 2, scalar_value=0.5)
    assert kept == [None] * 3
    np.testing.assert_array_equal(attention.asnumpy(), expected.asnumpy())
    with pytest.raises(NotImplementedError, match=r"keep_prob=0\.5"):
        FlashAttentionScore(2, keep_prob=0.5)(q, k, v)


def test_lists_of_mixed_precision(monkeypatch):
    """A program adds to the list that level O1 reads."""
    from msjax.amp import lists
    from msjax.train.amp import AMP_WHITE_LIST

    assert AMP_WHITE_LIST is lists.AMP_WHITE_LIST
    monkeypatch.setattr(lists, "AMP_WHITE_LIST", [*AMP_WHITE_LIST, ops.Sin])
    assert ops.Sin in amp.get_white_list()
    with pytest.raises(ImportError, match="custom_mixed_precision takes some"):
        from msjax.train.amp import AMP_AUTO_WHITE_LIST  # noqa: F401


def test_overloads():
    from msjax.ops import functional_overload

    x = Tensor([[True, False], [True, True]])
    assert functional_overload.any(x, dim=1).asnumpy().tolist() == [True, True]
    assert functional_overload.real(Tensor(np.complex64([1 + 2j]))).asnumpy().tolist() == [1]


def test_recordings_are_not_read():
    from msjax.profiler.profiler import analyse

    with pytest.raises(NotImplementedError, match=r"analyse\(profiler_path='./data'\) reads"):
        analyse("./data")


def test_without_effect():
    from msjax._c_expression import disable_multi_thread, update_pijit_default_config

    assert disable_multi_thread() is update_pijit_default_config(auto_jit_cell=True) is None
