"""Optimizers with groups: settings that change, added groups, data types, compiled code."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, mint, nn
from msjax.experimental import optim
from msjax.experimental.optim import step


def weight(name="w", dtype=ms.float32):
    return Parameter(Tensor([1.0, -2.0], dtype), name=name)


G = (Tensor([0.5, -0.25]),)


def test_what_a_group_sets_may_change_and_compiles_nothing_new():
    w = weight()
    optimizer = optim.SGD([w], 0.1, momentum=0.5)
    optimizer(G)
    known = len(step._steps)
    ms.ops.assign(optimizer.param_groups[0]["lr"], Tensor(0.2))
    optimizer.param_groups[0]["momentum"] = 0.9
    optimizer(G)
    assert len(step._steps) == known
    np.testing.assert_allclose(w.asnumpy(), [1 - 0.05 - 0.2 * 0.95, -2 + 0.025 + 0.1 * 0.95])


def test_a_rate_may_be_a_plain_number():
    w = weight()
    optimizer = optim.SGD([w], 0.1)
    optimizer.param_groups[0]["lr"] = 1.0
    optimizer(G)
    assert w.asnumpy().tolist() == [0.5, -1.75]


def test_the_rate_of_mint_sgd_follows_both_of_its_names():
    w = weight()
    optimizer = mint.optim.SGD([w], 0.1)
    ms.ops.assign(optimizer.param_groups[0]["lr"], Tensor(1.0))
    optimizer(G)
    assert w.asnumpy().tolist() == [0.5, -1.75]
    optimizer.param_groups[0]["lr_float"] = 2.0
    optimizer(G)
    assert w.asnumpy().tolist() == [-0.5, -1.25]


@pytest.mark.parametrize(
    "make",
    [
        lambda p: optim.SGD(p, 0.1, 0.9),
        lambda p: optim.Adam(p, 0.1),
        lambda p: optim.ASGD(p, 0.1),
        lambda p: optim.NAdam(p, 0.1),
        lambda p: mint.optim.Adam(p, 0.1, amsgrad=True),
        lambda p: mint.optim.FusedAdamW(p, 0.1),
    ],
)
def test_groups_can_be_added(make):
    first, second = weight("a"), weight("b")
    optimizer = make([first])
    optimizer.add_param_group({"params": second})
    optimizer(G * 2)
    np.testing.assert_array_equal(first.asnumpy(), second.asnumpy())
    assert optimizer.group_start_id == [0, 1, 2]


def test_groups_of_one_fused_optimizer_agree():
    with pytest.raises(ValueError, match="mixed amsgrad"):
        mint.optim.FusedAdamW([{"params": weight("a"), "amsgrad": True}, {"params": weight("b")}])


@pytest.mark.parametrize("dtype", [ms.float16, ms.bfloat16, ms.float64])
def test_data_types_are_kept(dtype):
    w = weight(dtype=dtype)
    optimizer = mint.optim.AdamW([w], lr=0.1)
    optimizer((Tensor([0.5, -0.25], dtype),))
    assert w.dtype == optimizer.exp_avg[0].dtype == dtype
    np.testing.assert_allclose(w.astype(ms.float32).asnumpy(), [0.899, -1.898], rtol=1e-2)


def test_a_maximum_is_kept():
    w = weight()
    optimizer = mint.optim.Adam([w], lr=0.1, amsgrad=True)
    for scale in (10.0, 0.1):
        optimizer((G[0] * scale,))
    largest = optimizer.param_groups[0]["max_exp_avg_sq"][0].asnumpy()
    assert (largest > optimizer.exp_avg_sq[0].asnumpy()).all()


def test_schedules_in_compiled_code():
    rates = []
    for compiled in (False, True):
        optimizer = optim.Adam([weight()], 0.1)
        schedule = optim.lr_scheduler
        plans = [
            schedule.StepLR(optimizer, 2, 0.5),
            schedule.MultiStepLR(optimizer, [1, 4], 0.5),
            schedule.CosineAnnealingLR(optimizer, 3),
            schedule.ReduceLROnPlateau(optimizer, patience=1),
        ]

        def epoch(optimizer=optimizer, plans=plans):
            optimizer(G)
            for plan in plans[:-1]:
                plan.step()
            plans[-1].step(Tensor(1.0))
            return optimizer.lrs[0] * 1

        epoch = ms.jit(epoch) if compiled else epoch
        rates.append([epoch().item() for _ in range(6)])
    np.testing.assert_allclose(rates[0], rates[1], rtol=1e-5, atol=1e-8)


def test_a_schedule_goes_to_an_epoch():
    optimizer = optim.SGD([weight()], 1.0)
    schedule = optim.lr_scheduler.MultiStepLR(optimizer, [2, 4], 0.5)
    schedule.step(4)
    assert schedule.get_last_lr()[0].item() == 0.25
    restarts = optim.lr_scheduler.CosineAnnealingWarmRestarts(optim.SGD([weight()], 1.0), 2, 2)
    restarts.step(7.5)
    assert restarts.get_last_lr()[0].item() == pytest.approx((1 + np.cos(np.pi * 1.5 / 8)) / 2)
    with pytest.raises(ValueError, match="non-negative"):
        restarts.step(-1)


def test_programs_write_their_own():
    class Signs(optim.Optimizer):
        def construct(self, gradients):
            for i, group in enumerate(self.param_groups):
                start, stop = self.group_start_id[i : i + 2]
                pairs = zip(self.parameters[start:stop], gradients[start:stop], strict=True)
                for p, g in pairs:
                    ms.ops.assign_sub(p, group["lr"] * ms.ops.sign(g))
            return True

    w = weight()
    assert Signs([w], {"lr": 0.5})(G)
    assert w.asnumpy().tolist() == [0.5, -1.5]


def test_a_network_with_groups():
    net = nn.Dense(3, 2)
    groups = [{"params": [net.weight], "lr": 0.1}, {"params": [net.bias], "weight_decay": 0.1}]
    optimizer = optim.RMSprop(groups, lr=0.01)
    gradient = ms.grad(lambda x: net(x).sum(), None, optimizer.parameters)
    before = net.weight.asnumpy().copy()
    assert optimizer(gradient(Tensor(np.ones((2, 3), np.float32))))
    assert not np.array_equal(before, net.weight.asnumpy())
    assert "Parameter Group 1" in repr(optimizer)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda o: o(G[0]), TypeError, "takes a tuple of gradients"),
        (lambda o: o(G * 2), RuntimeError, "1 Parameters, but got 2"),
        (lambda o: o((Tensor([1.0]),)), ValueError, "shape"),
        (lambda o: o.add_param_group([weight("b")]), TypeError, "must be a dict"),
        (lambda o: o.add_param_group({"params": o.parameters}), ValueError, "more than one"),
        (lambda o: optim.Optimizer([weight()], {"lr": 0.1})(G), NotImplementedError, "construct"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call(optim.Adam([weight()], 0.1))
