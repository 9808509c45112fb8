"""Bijectors, and the distributions that they transform."""

import mindspore as ms
import mindspore.nn.probability.bijector as msb
import mindspore.nn.probability.distribution as msd
from mindspore import Tensor, nn

FUNCTIONS = ("forward", "inverse", "forward_log_jacobian", "inverse_log_jacobian")
BIJECTORS = {
    "Exp": lambda: msb.Exp(),
    "PowerTransform": lambda: msb.PowerTransform([0.0, 0.5, 1.0, 2.0]),
    "PowerTransform_half": lambda: msb.PowerTransform(0.5),
    "ScalarAffine": lambda: msb.ScalarAffine([2.0, -0.5, 1.0, 4.0], 1.5),
    "Softplus": lambda: msb.Softplus([1.0, 0.5, 2.0, 4.0]),
    "GumbelCDF": lambda: msb.GumbelCDF(0.25, [0.5, 1.0, 1.5, 2.0]),
    "Invert": lambda: msb.Invert(msb.Exp()),
    "Invert_GumbelCDF": lambda: msb.Invert(msb.GumbelCDF(0.25, 2.0)),
}
UNIT = [0.125, 0.25, 0.625, 0.875]


class Net(nn.Cell):
    """Calls a function of a bijector or a distribution by its name."""

    def __init__(self, cell, function):
        super().__init__()
        self.cell = cell
        self.function = function

    def construct(self, x):
        return self.cell(self.function, x)


def _case(make, function):
    def case():
        net = Net(make(), function)
        x = Tensor(UNIT, ms.float32)

        def total(x):
            return net(x).sum()

        return net(x), ms.grad(total)(x)

    return case


CASES = {
    f"{name}_{function}": _case(make, function)
    for name, make in BIJECTORS.items()
    for function in FUNCTIONS
}

TRANSFORMED = {
    "affine": lambda: msb.ScalarAffine(2.0, 1.0)(msd.Normal(0.5, 1.5)),
    "exp": lambda: msd.TransformedDistribution(msb.Exp(), msd.Normal([0.0, 1.0, 0.5, 2.0], 1.0)),
    "softplus": lambda: msd.TransformedDistribution(msb.Softplus(), msd.Exponential(2.0)),
}
CASES |= {
    f"transformed_{name}_{function}": _case(make, function)
    for name, make in TRANSFORMED.items()
    for function in ("prob", "log_prob", "cdf", "log_cdf", "survival_function", "log_survival")
}


def case_methods():
    x = Tensor(UNIT, ms.float32)
    return [getattr(msb.Softplus(2.0), function)(x) for function in FUNCTIONS]


def case_attributes():
    e, s = msb.Exp(), msb.ScalarAffine([1.0, 2.0], [1.0])
    i = msb.Invert(e)
    return (
        (e.name, e.dtype, e.parameters, e.is_constant_jacobian, e.is_injective, e.power),
        (e.batch_shape, e.is_scalar_batch, s.batch_shape, s.is_scalar_batch, s.scale, s.shift),
        (s.is_constant_jacobian, i.name, i.batch_shape, i.is_scalar_batch, i.is_constant_jacobian),
        (msb.GumbelCDF().loc, msb.GumbelCDF().scale, msb.Softplus().sharpness),
        (msb.Bijector(name="x", param={}).batch_shape, type(i.bijector)),
    )


def case_repr():
    made = {**BIJECTORS, **TRANSFORMED}
    return [repr(make()) for name, make in made.items() if "oftplus" not in name]


def case_dtypes():
    x = Tensor([0.5], ms.float16)
    return msb.ScalarAffine(2.0, 1.0).forward(x), msb.Exp().inverse(x), msb.Softplus().forward(x)


def case_transformed_attributes():
    d = TRANSFORMED["affine"]()
    e = TRANSFORMED["exp"]()
    return (
        (d.name, d.seed, d.dtype, d.batch_shape, d.broadcast_shape, d.is_scalar_batch),
        (d.parameter_names, d.is_linear_transformation, sorted(d.parameters), d.mean()),
        (e.batch_shape, e.broadcast_shape, e.is_scalar_batch, e.is_linear_transformation),
        (e.sample((3,)).shape, d.sample().shape, d.sample((2,)).dtype),
        d.mean(Tensor([1.0, 2.0], ms.float32)),
    )


def _slopes_of_exp():
    x = Tensor(UNIT, ms.float32)
    return x, x * 0 + 1


def _slopes_of_power_transform():
    x = Tensor(UNIT, ms.float32)
    power = Tensor([0.0, 0.5, 1.0, 2.0], ms.float32)
    inside = Tensor([1.0, 0.5, 1.0, 2.0], ms.float32)
    of_powers = (1 / inside - 1) * (x * inside).log1p()
    value = ms.ops.select(power == 0, x, of_powers)
    return value, ms.ops.select(power == 0, x * 0 + 1, (1 - inside) / (1 + x * inside))


_NAN = "MindSpore's gradient is NaN where the power is 0; the function is the identity there"
INTENDED = {
    "Exp_forward_log_jacobian": (_slopes_of_exp, _NAN),
    "Invert_inverse_log_jacobian": (_slopes_of_exp, _NAN),
    "PowerTransform_forward_log_jacobian": (_slopes_of_power_transform, _NAN),
}
