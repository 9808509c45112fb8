"""Flags, training, precision, recomputation, declared inputs, settings for devices."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax._core.operator import OPERATORS
from msjax._core.precision import DATA_ONLY, EXEMPT

X = Tensor([[1.001, 2.0]])


class Leaf(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.1]), name="w")

    def construct(self, x):
        wide = x.astype(ms.float32)
        return x, x + self.w, ops.exp(x), wide, wide * wide, self.w, x > 1


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.leaf = Leaf()

    def construct(self, x):
        return self.leaf(x), x + 1


def dtypes(value):
    if isinstance(value, tuple):
        return tuple(dtypes(v) for v in value)
    return str(value.dtype)


def test_set_train():
    net = Net()
    assert (net.training, net.phase, net.get_flags()) == (False, "train", {})
    assert net.set_train() is net
    assert (net.training, net.leaf.training, net.phase) == (True, True, "train")
    net.set_train(False)
    assert (net.training, net.leaf.training, net.phase) == (False, False, "predict")
    assert net.get_flags() == net.leaf.get_flags() == {"training": False}


def test_flags():
    net = Net()
    assert net.add_flags(foo=3) is net
    assert (net.foo, net.get_flags(), net.leaf.get_flags()) == (3, {"foo": 3}, {})
    net.add_flags_recursive(bar=4)
    assert (net.leaf.bar, net.leaf.get_flags()) == (4, {"bar": 4})
    assert nn.Cell(flags={"a": 1}).a == 1
    assert net.set_broadcast_flag().leaf.broadcast_flag is True
    assert net.set_boost("less_bn").leaf.less_bn is True
    with pytest.raises(ValueError, match="less_bn"):
        net.set_boost("x")
    with pytest.raises(TypeError):
        nn.Cell(flags=3)


def test_set_grad():
    net = Net()
    assert net.set_grad() is net
    assert (net.requires_grad, net.leaf.requires_grad) == (True, False)
    assert net.set_grad(False).requires_grad is False


@pytest.mark.parametrize("dtype", [ms.float32, ms.float16, ms.float64, ms.bfloat16])
def test_to_float_in_eager_mode_converts_in_every_operator(dtype):
    x = X.astype(dtype)
    half, given = "Float16", str(dtype)
    expected = (given, half, half, "Float32", half, "Float32", "Bool")
    assert dtypes(Leaf().to_float(ms.float16)(x)) == expected


def test_to_float_in_graph_mode_converts_inputs_and_parameters(graph_mode):
    half = "Float16"
    out = dtypes(Leaf().to_float(ms.float16)(X))
    assert out[:5] == (half, half, half, "Float32", "Float32")


def test_precisions_nest():
    net = Net().to_float(ms.float16)
    net.leaf.to_float(ms.float32)
    inner, outer = dtypes(net(X))
    assert (inner[1], outer) == ("Float32", "Float16")
    net = Net()
    net.leaf.to_float(ms.bfloat16)
    inner, outer = dtypes(net(X))
    assert (inner[1], outer) == ("BFloat16", "Float32")
    assert dtypes(ops.exp(X)) == "Float32"


def test_gradients_through_another_precision():
    class Product(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = Parameter(Tensor([2.1]), name="w")

        def construct(self, x):
            return x * self.w

    net = Product().to_float(ms.float16)
    for run in (ms.grad, lambda *a: ms.jit(ms.grad(*a))):
        by_x, by_w = run(net, 0, net.w)(X)
        assert dtypes((by_x, by_w)) == ("Float32", "Float32")
        np.testing.assert_allclose(by_x.asnumpy(), np.full((1, 2), np.float16(2.1)), rtol=1e-6)
        np.testing.assert_allclose(by_w.asnumpy(), [3.0], rtol=1e-3)


@pytest.mark.parametrize("compiled", [False, True])
def test_running_statistics_keep_their_precision(compiled):
    net = nn.BatchNorm1d(2).to_float(ms.float16).set_train()
    run = ms.jit(lambda x: net(x)) if compiled else net
    assert dtypes(run(Tensor([[1.0, 2.0], [3.0, 5.0]]))) == "Float16"
    assert dtypes((net.moving_mean, net.moving_variance, net.gamma)) == ("Float32",) * 3
    np.testing.assert_allclose(net.moving_mean.asnumpy(), [0.2, 0.35], rtol=1e-3)


def test_an_error_leaves_the_precision():
    class Failing(nn.Cell):
        def construct(self, x):
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        Failing().to_float(ms.float16)(X)
    assert dtypes(X + 1) == "Float32"


def test_flags_of_a_precision():
    net = Leaf().to_float(ms.float16)
    assert net.get_flags() == {"fp16": True, "fp32": False, "bf16": False}
    assert (net.fp16, net.mixed_precision_type) == (True, ms.float16)
    for wrong in (ms.float64, "fp16", None):
        with pytest.raises(ValueError, match="to_float"):
            net.to_float(wrong)


class Sin(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0]), name="w")

    def construct(self, x):
        return ops.sin(x * self.w) * x


def test_recompute_changes_no_numbers():
    net = Sin()
    gradient = ms.grad(net, 0, net.w)
    plain = gradient(X)
    net.recompute()
    for run in (gradient, ms.jit(ms.grad(net, 0, net.w))):
        for a, b in zip(run(X), plain, strict=True):
            np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-6)
    np.testing.assert_allclose(net(X).asnumpy(), Sin()(X).asnumpy())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"foo": True}, ValueError),
        ({"mp_comm_recompute": 3}, TypeError),
        ({"output_recompute": 3}, TypeError),
        ({"context_fn": print}, NotImplementedError),
    ],
)
def test_recompute_checks_its_options(options, error):
    with pytest.raises(error):
        Sin().recompute(**options)


def test_declared_inputs():
    net = Sin()
    assert net.get_inputs() is None
    net.set_inputs(X)
    assert net.get_inputs() == (X,)
    net.set_inputs(x=X)
    assert net.get_inputs() == {"arg_specified_infos": [[0, X]], "total_arg_length": 1}
    with pytest.raises(ValueError, match="inputs or kwargs"):
        net.set_inputs(X, x=X)
    with pytest.raises(ValueError, match="valid key"):
        net.set_inputs(y=X)


def test_jit_config_counts_once(caplog):
    net = Sin()
    net.set_jit_config(ms.JitConfig(jit_level="O0"))
    assert net.jit_config_dict["jit_level"] == "O0"
    net.set_jit_config(ms.JitConfig(jit_level="O1"))
    assert net.jit_config_dict["jit_level"] == "O0"
    assert "only be set once" in caplog.text
    with pytest.raises(AttributeError):
        net.set_jit_config(3)


def test_settings_for_devices():
    net = Sin()
    net.pipeline_stage = 2
    assert net.pipeline_stage == 2
    for value, error in ((-1, ValueError), ("x", TypeError)):
        with pytest.raises(error):
            net.pipeline_stage = value
    assert net.set_comm_fusion(2) is net
    assert net.w.comm_fusion == 2
    with pytest.raises(ValueError, match=">= 0"):
        net.set_comm_fusion(-1)
    assert net.shard(((1,),)) is None
    with pytest.raises(NotImplementedError, match="place"):
        net.place("MS_WORKER", 0)
    with pytest.raises(AttributeError):
        _ = Sin().pipeline_stage


def test_values_that_initializers_still_owe():
    net = Sin()
    assert net.init_parameters_data() == {net.w: net.w}


def test_to_converts_parameters_and_buffers():
    net = Net()
    w = net.leaf.w
    net.leaf.register_buffer("count", Tensor([1], ms.int32))
    assert net.to(ms.float16) is net
    assert (net.leaf.w.dtype, net.leaf.count.dtype) == (ms.float16, ms.int32)
    assert net.leaf.w is w
    assert net.to("CPU").to(dtype=ms.float32).leaf.w.dtype == ms.float32
    with pytest.raises(TypeError, match="floating point"):
        net.to(ms.int32)
    with pytest.raises(ValueError, match="GPU"):
        net.to("GPU")


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.get_func_graph_proto(),
        lambda c: c.register_saved_tensors_hooks(print, print),
        lambda c: c.register_parameter_forward_hook(print),
        lambda c: nn.GraphCell(None),
    ],
)
def test_what_is_not_supported_says_so(call):
    with pytest.raises(NotImplementedError):
        call(Sin())


def test_operators_exempt_from_conversion_exist():
    assert set(OPERATORS) >= EXEMPT | DATA_ONLY
