"""Learning rates and weight decays: numbers, lists, schedules, groups."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn

ONES = np.ones(3, np.float32)


def weight(name="w"):
    return Parameter(Tensor(ONES), name=name)


def changes(optimizer, count):
    """Return how far a unit gradient moves each Parameter in each step."""
    found = []
    for _ in range(count):
        before = [p.asnumpy().copy() for p in optimizer.parameters]
        optimizer(tuple(Tensor(ONES) for _ in before))
        after = [p.asnumpy() for p in optimizer.parameters]
        found.append([float((b - a)[0]) for b, a in zip(before, after, strict=True)])
    return found


# Recorded from MindSpore 2.10.0: the learning rate of each step.
SCHEDULES = {
    "exponential": (nn.ExponentialDecayLR(0.1, 0.5, 3), [0.1, 0.0793700516, 0.0629960522, 0.05]),
    "exponential_stair": (nn.ExponentialDecayLR(0.1, 0.5, 3, True), [0.1, 0.1, 0.1, 0.05]),
    "natural": (
        nn.NaturalExpDecayLR(0.1, 0.5, 3),
        [0.1, 0.0606530681, 0.0367879458, 0.0223130174],
    ),
    "natural_stair": (nn.NaturalExpDecayLR(0.1, 0.5, 3, True), [0.1, 0.1, 0.1, 0.0223130174]),
    "inverse": (
        nn.InverseDecayLR(0.1, 0.5, 3),
        [0.1, 0.0857142881, 0.075, 0.0666666701],
    ),
    "inverse_stair": (nn.InverseDecayLR(0.1, 0.5, 3, True), [0.1, 0.1, 0.1, 0.0666666701]),
    "cosine": (
        nn.CosineDecayLR(0.01, 0.1, 4),
        [0.1, 0.0868198052, 0.055, 0.0231801905, 0.01, 0.01],
    ),
    "polynomial": (
        nn.PolynomialDecayLR(0.1, 0.01, 3, 2.0),
        [0.1, 0.05, 0.02, 0.01, 0.01, 0.01],
    ),
    "polynomial_again": (
        nn.PolynomialDecayLR(0.1, 0.01, 3, 2.0, True),
        [0.1, 0.05, 0.02, 0.01, 0.02, 0.0125, 0.01, 0.0144444443],
    ),
    "warm_up": (nn.WarmUpLR(0.1, 3), [0.0, 0.0333333351, 0.0666666701, 0.1, 0.1]),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules(name):
    schedule, rates = SCHEDULES[name]
    called = [schedule(Tensor(i, ms.int32)) for i in range(len(rates))]
    assert all(t.dtype == ms.float32 and t.shape == () for t in called)
    np.testing.assert_allclose([float(t) for t in called], rates, rtol=1e-5)
    np.testing.assert_allclose(schedule(Tensor(np.arange(len(rates)))).asnumpy(), rates, rtol=1e-5)


@pytest.mark.parametrize("name", SCHEDULES)
def test_optimizers_follow_schedules(name):
    schedule, rates = SCHEDULES[name]
    moved = changes(nn.SGD([weight()], schedule), len(rates))
    np.testing.assert_allclose([m[0] for m in moved], rates, rtol=1e-4, atol=1e-6)


class WarmThenCosine(nn.learning_rate_schedule.LearningRateSchedule):
    """A schedule as programs write them, with state of its own."""

    def __init__(self):
        super().__init__()
        self.warm = nn.WarmUpLR(0.1, 2)
        self.cosine = nn.CosineDecayLR(0.01, 0.1, 4)
        self.factor = Parameter(Tensor(2.0), name="factor")

    def construct(self, global_step):
        return self.factor * self.warm(global_step) + self.cosine(global_step)


@pytest.mark.parametrize("compiled", [False, True])
def test_schedules_of_programs(compiled):
    schedule = WarmThenCosine()
    optimizer = nn.SGD([weight()], schedule)
    step = ms.jit(lambda g: optimizer((g,))) if compiled else lambda g: optimizer((g,))
    rates = [0.1, 0.1 + 0.0868198052]
    for rate in rates:
        before = optimizer.parameters[0].asnumpy().copy()
        step(Tensor(ONES))
        moved = before - optimizer.parameters[0].asnumpy()
        np.testing.assert_allclose(moved, rate, rtol=1e-4)
    schedule.factor.set_data(Tensor(0.0))
    before = optimizer.parameters[0].asnumpy().copy()
    step(Tensor(ONES))
    np.testing.assert_allclose(before - optimizer.parameters[0].asnumpy(), 0.055, rtol=1e-4)


def test_base_schedule_has_no_rate():
    with pytest.raises(NotImplementedError, match="construct"):
        nn.learning_rate_schedule.LearningRateSchedule()(Tensor(1))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: nn.ExponentialDecayLR(1, 0.5, 2), TypeError),
        (lambda: nn.ExponentialDecayLR(0.1, 0.5, 2.0), TypeError),
        (lambda: nn.NaturalExpDecayLR(0.1, 0.5, 0), ValueError),
        (lambda: nn.InverseDecayLR(0.1, 0.5, 2, 1), TypeError),
        (lambda: nn.CosineDecayLR(0.1, 0.1, 4), ValueError),
        (lambda: nn.CosineDecayLR(0, 0.1, 4), TypeError),
        (lambda: nn.PolynomialDecayLR(0.1, -0.1, 4, 0.5), ValueError),
        (lambda: nn.PolynomialDecayLR(0.1, 0.01, 4, 1), TypeError),
        (lambda: nn.WarmUpLR(-0.1, 2), ValueError),
        (lambda: nn.exponential_decay_lr(0.1, 0.9, 6.0, 2, 1), TypeError),
        (lambda: nn.cosine_decay_lr(0.1, 0.01, 6, 2, 2), ValueError),
        (lambda: nn.polynomial_decay_lr(0.1, 1, 6, 2, 2, 0.5), TypeError),
        (lambda: nn.warmup_lr(0.1, 6, 2, 0), ValueError),
        (lambda: nn.piecewise_constant_lr([2], [0.1, 0.2]), ValueError),
        (lambda: nn.piecewise_constant_lr([5, 2], [0.1, 0.2]), ValueError),
        (lambda: nn.piecewise_constant_lr([1.0], [0.1]), TypeError),
    ],
)
def test_wrong_numbers_are_refused(make, error):
    with pytest.raises(error):
        make()


# Recorded from MindSpore 2.10.0.
LISTS = {
    "piecewise": (nn.piecewise_constant_lr([2, 5], [0.1, 0.2]), [0.1, 0.1, 0.2, 0.2, 0.2]),
    "exponential": (
        nn.exponential_decay_lr(0.1, 0.9, 6, 2, 2),
        [0.1, 0.1, 0.09486832980505139, 0.09486832980505139, 0.09, 0.09],
    ),
    "natural": (
        nn.natural_exp_decay_lr(0.1, 0.9, 6, 2, 2),
        [
            0.1,
            0.1,
            0.04065696597405991,
            0.04065696597405991,
            0.016529888822158657,
            0.016529888822158657,
        ],
    ),
    "inverse": (
        nn.inverse_decay_lr(0.1, 0.5, 6, 1, 2),
        [0.1, 0.08, 0.06666666666666667, 0.05714285714285715, 0.05, 0.044444444444444446],
    ),
    "inverse_stair": (
        nn.inverse_decay_lr(0.1, 0.5, 6, 1, 2, True),
        [0.1, 0.1, 0.06666666666666667, 0.06666666666666667, 0.05, 0.05],
    ),
    "cosine": (nn.cosine_decay_lr(0.01, 0.1, 6, 2, 2), [0.1, 0.1, 0.055, 0.055, 0.01, 0.01]),
    "polynomial": (
        nn.polynomial_decay_lr(0.1, 0.01, 8, 1, 3, 0.5, True),
        [
            0.1,
            0.08348469228349535,
            0.061961524227066335,
            0.01,
            0.061961524227066335,
            0.04674234614174767,
            0.01,
            0.052426406871192856,
        ],
    ),
    "warm_up": (
        nn.warmup_lr(0.1, 8, 2, 3),
        [
            0.0,
            0.0,
            0.03333333333333333,
            0.03333333333333333,
            0.06666666666666667,
            0.06666666666666667,
            0.1,
            0.1,
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(name):
    rates, expected = LISTS[name]
    assert rates == pytest.approx(expected, rel=1e-12)


def test_a_list_is_used_up():
    optimizer = nn.SGD([weight()], [0.5, 0.25])
    np.testing.assert_allclose(changes(optimizer, 2), [[0.5], [0.25]])
    with pytest.raises(RuntimeError, match="2 values"):
        optimizer((Tensor(ONES),))
    assert optimizer.global_step.asnumpy() == [2]


def test_a_list_is_followed_after_the_step_is_set():
    optimizer = nn.SGD([weight()], [0.5, 0.25, 0.125])
    changes(optimizer, 1)
    optimizer.global_step.set_data(Tensor([2], ms.int32))
    np.testing.assert_allclose(changes(optimizer, 1), [[0.125]])


def test_past_its_end_a_list_is_nan_in_compiled_code():
    optimizer = nn.SGD([weight()], [0.5])
    step = ms.jit(lambda g: optimizer((g,)))
    step(Tensor(ONES))
    step(Tensor(ONES))
    assert np.isnan(optimizer.parameters[0].asnumpy()).all()


def test_groups_have_their_own_rates_and_decays():
    groups = [
        {"params": [weight("a")], "lr": 0.5, "weight_decay": 0.5},
        {"params": [weight("b")], "lr": nn.WarmUpLR(0.1, 2)},
        {"params": [weight("c"), weight("d")], "weight_decay": 0.0},
        {"params": [weight("e")], "lr": [0.25, 0.125]},
    ]
    optimizer = nn.SGD(groups, 1.0, weight_decay=0.25)
    np.testing.assert_allclose(
        changes(optimizer, 2),
        [[0.75, 0.0, 1.0, 1.0, 0.3125], [0.5625, 0.0625, 1.0, 1.0, 0.125 * (1 + 0.25 * 0.6875)]],
        rtol=1e-5,
    )
    assert [float(r) for r in optimizer.get_lr()[:4]] == pytest.approx([0.5, 0.1, 1.0, 1.0])
    assert [float(d) for d in optimizer.get_weight_decay()] == [0.5, 0.25, 0.0, 0.0, 0.25]


def test_order_of_groups():
    a, b = weight("a"), weight("b")
    groups = [{"params": [a], "lr": 0.5}, {"params": [b]}, {"order_params": [b, a]}]
    optimizer = nn.SGD(groups, 0.25)
    assert [p.name for p in optimizer.parameters] == ["b", "a"]
    np.testing.assert_allclose(changes(optimizer, 1), [[0.25, 0.5]])


def test_rate_parameters():
    a, b = weight("a"), weight("b")
    optimizer = nn.Momentum([{"params": [a], "lr": [0.5, 0.25]}, {"params": [b]}], 0.1, 0.9)
    names = [p.name for p in optimizer.get_lr_parameter([a, b])]
    assert names == ["learning_rate_group_0", "learning_rate"]
    schedule = nn.WarmUpLR(0.1, 2)
    optimizer = nn.Momentum([weight("a")], schedule, 0.9)
    assert optimizer.get_lr_parameter(optimizer.parameters[0]) is schedule
    with pytest.raises(ValueError, match="not in optimizer"):
        optimizer.get_lr_parameter(weight("z"))
    with pytest.raises(TypeError, match="get_lr_parameter"):
        optimizer.get_lr_parameter(3)


@pytest.mark.parametrize("grouped", [False, True])
def test_weight_decay_by_step(grouped):
    decay = nn.ExponentialDecayLR(0.5, 0.5, 1)
    given = [{"params": [weight()], "weight_decay": decay}] if grouped else [weight()]
    optimizer = nn.Momentum(given, 0.5, 0.0, weight_decay=0.0 if grouped else decay)
    expected = [0.75, 0.5 * (1 + 0.25 * 0.25)]
    np.testing.assert_allclose(changes(optimizer, 2), [[e] for e in expected], rtol=1e-5)


@pytest.mark.parametrize(
    ("groups", "error"),
    [
        ([{"params": []}], ValueError),
        ([{"lr": 0.1}], KeyError),
        ([{"params": [weight()], "speed": 1}], KeyError),
        ([{"params": [weight()]}, weight()], TypeError),
        ([{"params": [weight()]}, {"params": [weight()]}], RuntimeError),
        ([{"params": [weight()]}, {"order_params": [weight("z")]}], ValueError),
        ([{"params": [weight()]}, {"order_params": []}], ValueError),
        ([{"params": [weight()], "grad_centralization": 1}], TypeError),
        ([{"params": [weight()], "lr": -0.1}], ValueError),
        ([{"params": [weight()], "weight_decay": -0.1}], ValueError),
        ([{"params": [1]}], TypeError),
    ],
)
def test_wrong_groups_are_refused(groups, error):
    with pytest.raises(error):
        nn.Momentum(groups, 0.1, 0.9)
