"""Distributions: each function of each, with parameters of construction and of the call."""

import mindspore as ms
import mindspore.nn.probability.distribution as msd
import numpy as np
from mindspore import Parameter, Tensor, nn

VALUES = ("prob", "log_prob", "cdf", "log_cdf", "survival_function", "log_survival")
MOMENTS = ("mean", "mode", "sd", "var", "entropy")
DIVERGENCES = ("kl_loss", "cross_entropy")
OF_ALL = (*VALUES, *MOMENTS, *DIVERGENCES)

# class: (values, parameters, other parameters, functions that it has)
DENSITIES = ("prob", "log_prob")
REAL = [-1.5, 0.25, 1.0, 3.5]
WHOLE = [-1.0, 0.0, 1.0, 2.0]
DISTRIBUTIONS = {
    "Normal": (REAL, ([0.5, 1.0, -2.0, 3.0], [1.5, 0.5, 2.0, 1.0]), ([1.0], [2.0]), OF_ALL),
    "Uniform": (
        [-1.5, 0.25, 1.0, 3.5],
        ([-1.0, 0.0, 1.0, 0.0], [2.0, 1.0, 3.0, 3.0]),
        ([-1.0], [2.5]),
        ("prob", "cdf", "survival_function", "mean", "sd", "var", "entropy", *DIVERGENCES),
    ),
    "Bernoulli": (
        WHOLE[1:3],
        ([0.25, 0.625],),
        ([0.75],),
        # not the mode: MindSpore's PyNative mode cannot compare with it
        (*VALUES, "mean", "sd", "var", "entropy", *DIVERGENCES),
    ),
    "Categorical": (
        WHOLE[1:],
        ([0.125, 0.375, 0.5],),
        ([0.25, 0.5, 0.25],),
        ("prob", "log_prob", "cdf", "log_cdf", *MOMENTS, *DIVERGENCES),
    ),
    "Exponential": (REAL, ([0.5, 1.0, 2.0, 3.0],), ([0.75],), OF_ALL),
    "LogNormal": (
        [0.25, 1.0, 3.5],
        ([0.5, -0.25, 1.0], [0.5, 1.0, 0.75]),
        ([0.25], [1.5]),
        # not log_cdf: MindSpore's erf keeps few digits in the tail
        (*VALUES[:3], *VALUES[4:], *MOMENTS, *DIVERGENCES),
    ),
    "Beta": (
        [0.125, 0.5, 0.75],
        ([1.5, 3.0, 0.5], [2.0, 1.25, 0.75]),
        ([2.0], [3.0]),
        (*DENSITIES, *MOMENTS, *DIVERGENCES),
    ),
    "Gamma": (
        [0.125, 1.5, 2.75],
        ([1.5, 3.0, 0.5], [2.0, 1.25, 0.75]),
        ([2.0], [3.0]),
        OF_ALL,
    ),
    "Poisson": ([-1.0, 0.0, 1.0, 2.5], ([0.5, 1.5, 2.5, 4.0],), (), (*VALUES, *MOMENTS[:4])),
    "Geometric": (WHOLE, ([0.25, 0.5, 0.75, 0.125],), ([0.375],), OF_ALL),
    "Cauchy": (
        REAL,
        ([0.5, 1.0, -2.0, 3.0], [1.5, 0.5, 2.0, 1.0]),
        ([1.0], [2.0]),
        (*VALUES, "mode", "entropy", *DIVERGENCES),
    ),
    "Logistic": (
        REAL,
        ([0.5, 1.0, -2.0, 3.0], [1.5, 0.5, 2.0, 1.0]),
        (),
        (*VALUES, *MOMENTS),
    ),
    "HalfNormal": ([0.25, 1.0, 3.5], ([0.0, 1.0, 0.5], [1.5, 0.5, 2.0]), (), DENSITIES),
    "Laplace": (REAL, ([0.5, 1.0, -2.0, 3.0], [1.5, 0.5, 2.0, 1.0]), (), DENSITIES),
    "StudentT": (
        REAL,
        ([3.0, 4.5, 1.0, 8.0], [0.5, 1.0, -2.0, 3.0], [1.5, 0.5, 2.0, 1.0]),
        (),
        DENSITIES,
    ),
}


class Net(nn.Cell):
    """Calls functions of a distribution by their names."""

    def __init__(self, distribution, functions, *constants):
        super().__init__()
        self.distribution = distribution
        self.functions = functions
        self.constants = constants

    def construct(self, *args):
        results = ()
        for function in self.functions:
            results = (*results, self.distribution(function, *self.constants, *args))
        return results


def floats(rows):
    return [Tensor(row, ms.float32) for row in rows]


def _arguments(name, group):
    """Return the functions of a group that a class has, the type's name, and leading Tensors."""
    values, _, others, having = DISTRIBUTIONS[name]
    functions = tuple(function for function in group if function in having)
    if group is VALUES:
        return functions, (), floats([values])
    return (functions, (name,), floats(others)) if group is DIVERGENCES else (functions, (), [])


def _constructed(name, group):
    def case():
        functions, constants, leading = _arguments(name, group)
        distribution = getattr(msd, name)(*[list(p) for p in DISTRIBUTIONS[name][1]])
        return Net(distribution, functions, *constants)(*leading)

    return case


def _called(name, group):
    def case():
        functions, constants, leading = _arguments(name, group)
        net = Net(getattr(msd, name)(), functions, *constants)
        return net(*leading, *floats(DISTRIBUTIONS[name][1]))

    return case


def _gradient(name, function):
    def case():
        group = next(group for group in GROUPS.values() if function in group)
        _, constants, leading = _arguments(name, group)
        net = Net(getattr(msd, name)(), (function,), *constants)
        inputs = (*leading, *floats(DISTRIBUTIONS[name][1]))

        def total(*xs):
            return net(*xs)[0].sum()

        return ms.grad(total, tuple(range(len(inputs))))(*inputs)

    return case


GROUPS = {"values": VALUES, "moments": MOMENTS, "divergences": DIVERGENCES}
DIFFERENTIATED = ("log_prob", "kl_loss")
# MindSpore's gradient at the edge of a discrete distribution is another thing than a derivative.
# That of its beta function is NaN at some numbers.
WITHOUT_GRADIENT = {
    ("Geometric", "log_prob"),
    ("Poisson", "log_prob"),
    ("Beta", "log_prob"),
    ("Beta", "kl_loss"),
}

CASES = {
    f"{name}_{label}{suffix}": make(name, group)
    for name, row in DISTRIBUTIONS.items()
    for label, group in GROUPS.items()
    for suffix, make in (("", _constructed), ("_of_call", _called))
    if {*group} & {*row[3]}
} | {
    f"{name}_{function}_gradient": _gradient(name, function)
    for name, row in DISTRIBUTIONS.items()
    for function in DIFFERENTIATED
    if function in row[3] and (name, function) not in WITHOUT_GRADIENT
}


def case_gumbel():
    g = msd.Gumbel([0.5, 1.0], [1.5, 0.5])
    value = Tensor([0.25, 2.0], ms.float32)
    other = floats(([1.0], [2.0]))
    return (
        [getattr(g, function)() for function in MOMENTS],
        [getattr(g, function)(value) for function in VALUES],
        [getattr(g, function)("Gumbel", *other) for function in DIVERGENCES],
        g.get_dist_args(),
        g.get_dist_type(),
    )


def case_methods_are_the_calls_by_name():
    d = msd.Normal(3.0, 4.0)
    x = Tensor([1.0, 2.0], ms.float32)
    return d.log_prob(x), d("log_prob", x), d.mean(), d("mean"), d("get_dist_type")


def case_keywords():
    d = msd.Normal(3.0, 4.0)
    x = Tensor([1.0, 2.0], ms.float32)
    one = Tensor(1.0, ms.float32)
    return (
        d.prob(x, sd=one),
        d.mean(mean=one),
        d.kl_loss("Normal", mean_b=one, sd_b=one),
        msd.Beta().kl_loss("Beta", one, one, concentration1_a=one * 2, concentration0_a=one),
        msd.Bernoulli().mean(probs1=one / 2),
    )


def case_attributes():
    d = msd.Normal([1.0, 2.0], 4.0, seed=3, dtype=ms.float16, name="mine")
    c = msd.Categorical([[0.5, 0.5], [0.25, 0.75]])
    return (
        (d.name, d.seed, d.dtype, d.is_scalar_batch, d.batch_shape, d.broadcast_shape),
        (d.parameter_names, d.parameter_type, d.default_parameters, sorted(d.parameters)),
        (msd.Normal().batch_shape, msd.Normal(1, 2).is_scalar_batch, msd.Normal().get_dist_args()),
        (c.batch_shape, c.broadcast_shape, c.is_scalar_batch, c.dtype, c.probs),
        (msd.LogNormal().seed, msd.LogNormal(0.0, 1.0).parameter_names, msd.HalfNormal().name),
    )


def case_repr():
    return (
        repr(msd.Normal(3.0, 4.0)),
        repr(msd.Normal([3.0, 1.0], 4.0)),
        repr(msd.Uniform()),
        repr(msd.Categorical([0.5, 0.5])),
        repr(msd.LogNormal(0.0, 1.0)),
        repr(msd.Gumbel(0.0, 1.0)),
        repr(msd.HalfNormal(0.0, 1.0)),
        repr(msd.Cauchy(0.0, 1.0)),
    )


def case_dtypes():
    x = Tensor([1.0, 2.0], ms.float32)
    half = Tensor([1.5], ms.float16)
    return (
        msd.Normal(1, 2).mean(),
        msd.Normal(np.array([1.0]), np.array([2.0])).mean(),
        msd.Normal(Tensor([1]), Tensor([2])).mean(),
        msd.Normal(1.0, 2.0, dtype=ms.float16).log_prob(x),
        msd.Normal(1.0, 2.0, dtype=ms.float16).mean(),
        msd.Normal(1.0, 2.0).log_prob(Tensor([1, 2])),
        msd.Normal(1.0, 2.0).mean(half, half),
        msd.Bernoulli(0.5).log_prob(Tensor([0, 1])),
        msd.Bernoulli(0.5, dtype=ms.float32).cdf(x),
        msd.Exponential(2.0, dtype=ms.float16).mode(),
    )


def case_batches():
    d = msd.Normal([[1.0], [2.0]], [1.0, 2.0, 3.0])
    return d.batch_shape, d.mean(), d.log_prob(Tensor([0.5, 1.0, 1.5], ms.float32)), d.entropy()


def case_samples():
    categories = msd.Categorical([[0.5, 0.5], [0.25, 0.75]])
    samples = [
        msd.Normal(3.0, 4.0).sample(),
        msd.Normal(3.0, 4.0, dtype=ms.float16).sample((2,)),
        msd.Normal().sample((2, 3), *floats(([1.0, 2.0, 3.0], 1.0))),
        msd.Uniform([0.0, 1.0], 2.0).sample((3,)),
        msd.Bernoulli([0.5, 0.25]).sample((3,)),
        msd.Bernoulli(0.5).sample(),
        msd.Categorical([0.5, 0.5]).sample(),
        msd.Categorical([0.5, 0.5]).sample((2, 3)),
        categories.sample(),
        categories.sample((5,)),
        msd.Exponential([1.0, 2.0]).sample((3,)),
        msd.LogNormal([1.0, 2.0], 1.0).sample((3,)),
        msd.LogNormal(1.0, 1.0).sample(),
        msd.Geometric(0.5).sample((3,)),
        msd.Cauchy(0.0, 1.0).sample((3,)),
        msd.Logistic(0.0, 1.0).sample((3,)),
        msd.Gumbel([0.0, 1.0], [1.0, 2.0]).sample((3,)),
    ]
    return [(s.shape, s.dtype) for s in samples]


def case_edges_of_categorical():
    d = msd.Categorical([0.25, 0.25, 0.5])
    x = Tensor([-1.5, -0.5, 0.0, 1.75, 2.0, 3.0], ms.float32)
    rows = Tensor([[0.5, 0.5], [0.25, 0.75]], ms.float32)
    pair, one = Tensor([0.0, 1.0], ms.float32), Tensor(1.0, ms.float32)
    return (
        (d.log_prob(x), d.cdf(x), d.log_prob(one), d.cdf(one), d.log_prob(Tensor([0, 1]))),
        (d.log_prob(pair, rows), d.log_prob(one, rows), d.cdf(pair, rows)),
        (d.mean(rows), d.var(rows), d.entropy(rows), d.mode(rows), d.entropy(rows[:1])),
    )


def case_edges_of_bernoulli():
    d = msd.Bernoulli()
    x = Tensor([0.0, 1.0], ms.float32)
    return (
        [d.log_prob(x, Tensor(p, ms.float32)) for p in (0.0, 1.0)],
        d.cdf(Tensor([-0.5, 0.5, 1.5], ms.float32), Tensor(0.25, ms.float32)),
    )


def case_parameters_are_trained():
    mu = Parameter(Tensor(1.0, ms.float32), name="mu")
    net = Net(msd.Normal(mu, 2.0), ("log_prob",))
    x = Tensor([3.0, 4.0], ms.float32)

    def total(x):
        return net(x)[0].sum()

    names = [(key, p.name) for key, p in net.parameters_and_names()]
    return names, ms.grad(total, None, net.trainable_params())(x)


class Own(msd.Distribution):
    """A distribution of a program's own, with two formulas."""

    def __init__(self, rate=None):
        param = {"rate": rate, "param_dict": {"rate": rate}}
        super().__init__(0, ms.float32, "Own", param)
        self._rate = self._add_parameter(rate, "rate")

    def _mean(self, rate=None):
        return 1.0 / self._check_param_type(rate)

    def _log_prob(self, value, rate=None):
        value = self._check_value(value, "value")
        rate = self._check_param_type(rate)
        return -rate * value

    def _var(self, rate=None):
        return self._mean(rate) * self._mean(rate)


def case_own_distribution():
    d = Own([2.0, 4.0])
    x = Tensor([1.0, 0.5], ms.float32)
    return d.mean(), d("prob", x), d.log_prob(x, x), d.sd(), d.mean(x)


# MindSpore takes minutes to compile them all; the formulas are the same in both modes.
COMPILED = (
    "Normal_values_of_call",
    "Categorical_values",
    "Normal_kl_loss_gradient",
    "Bernoulli_divergences",
)
PYNATIVE_ONLY = {
    *(name for name in CASES if name not in COMPILED),
    *(name.removeprefix("case_") for name in dir() if name.startswith("case_")),
}
