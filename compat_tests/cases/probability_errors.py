"""What distributions and bijectors refuse."""

import mindspore as ms
import mindspore.nn.probability.bijector as msb
import mindspore.nn.probability.distribution as msd
import numpy as np
from mindspore import Tensor

MODES = ("pynative",)


def one():
    return Tensor([1.0], ms.float32)


CASES = {
    "missing_all": lambda: msd.Normal().mean(),
    "missing_one": lambda: msd.Normal(1.0).log_prob(one()),
    "missing_probs": lambda: msd.Categorical().entropy(),
    "float_at_call": lambda: msd.Normal(0.0, 1.0).mean(1.0, 2.0),
    "array_as_value": lambda: msd.Normal(0.0, 1.0).log_prob(np.array([1.0])),
    "dist_args_float": lambda: msd.Normal(0.0, 1.0).get_dist_args(1.0),
    "sd_negative": lambda: msd.Normal(0.0, -1.0),
    "sd_zero": lambda: msd.HalfNormal(0.0, 0.0),
    "df_zero": lambda: msd.StudentT(0.0, 0.0, 1.0),
    "dtype_int": lambda: msd.Normal(0.0, 1.0, dtype=ms.int32),
    "dtype_str": lambda: msd.Normal(0.0, 1.0, dtype="float32"),
    "dtype_bool": lambda: msd.Bernoulli(0.5, dtype=ms.bool_),
    "seed_negative": lambda: msd.Normal(0.0, 1.0, seed=-1),
    "seed_float": lambda: msd.Normal(0.0, 1.0, seed=1.5),
    "name": lambda: msd.Normal(0.0, 1.0, name=1),
    "parameter_str": lambda: msd.Normal("a", 1.0),
    "parameter_bool": lambda: msd.Normal(True, 1.0),
    "parameter_tuple": lambda: msd.Normal((1.0, 2.0), 1.0),
    "dtypes_mixed": lambda: msd.Normal(np.float32([1]), np.float16([1])),
    "shapes": lambda: msd.Normal([1.0, 2.0], [1.0, 2.0, 3.0]),
    "other_type": lambda: msd.Normal(0.0, 1.0).kl_loss("Uniform", one(), one()),
    "other_type_none": lambda: msd.Normal(0.0, 1.0).kl_loss(None, one(), one()),
    "other_parameters": lambda: msd.Normal(0.0, 1.0).kl_loss("Normal", one()),
    "other_float": lambda: msd.Normal(0.0, 1.0).cross_entropy("Normal", 1.0, 2.0),
    "no_mean": lambda: msd.HalfNormal(0.0, 1.0).mean(),
    "no_sd": lambda: msd.Laplace(0.0, 1.0).sd(),
    "no_cdf": lambda: msd.Beta([1.0], [1.0]).cdf(one()),
    "no_kl_loss": lambda: msd.Logistic(0.0, 1.0).kl_loss("Logistic", one(), one()),
    "no_cross_entropy": lambda: msd.Logistic(0.0, 1.0).cross_entropy("Logistic", one(), one()),
    "no_entropy": lambda: msd.Poisson([1.0]).entropy(),
    "no_function": lambda: msd.Normal(0.0, 1.0)("quantile"),
    "shape_list": lambda: msd.Normal(0.0, 1.0).sample([2]),
    "shape_int": lambda: msd.Normal(0.0, 1.0).sample(2),
    "keyword": lambda: msd.Bernoulli(0.5).mean(probs=one()),
    "probability_one": lambda: msd.Bernoulli(1.0),
    "probability_zero": lambda: msd.Geometric(0.0),
    "categorical_number": lambda: msd.Categorical(0.5),
    "categorical_sum": lambda: msd.Categorical([0.5, 0.75]),
    "beta_float": lambda: msd.Beta(1.0, 2.0),
    "gamma_int": lambda: msd.Gamma(1, [2.0]),
    "poisson_int": lambda: msd.Poisson(1),
    "rate_zero": lambda: msd.Poisson([0.0]),
    "low_and_high": lambda: msd.Uniform(1.0, 1.0),
    "cauchy_mean": lambda: msd.Cauchy(0.0, 1.0).mean(),
    "cauchy_sd": lambda: msd.Cauchy(0.0, 1.0).sd(),
    "cauchy_var": lambda: msd.Cauchy(0.0, 1.0).var(),
    "gumbel_ints": lambda: msd.Gumbel(0, 1),
    "gumbel_none": lambda: msd.Gumbel(None, 1.0),
    "gumbel_at_call": lambda: msd.Gumbel(0.0, 1.0).mean(one(), one()),
    "transformed_mean": lambda: msb.Exp()(msd.Normal(0.0, 1.0)).mean(),
    "transformed_sd": lambda: msb.ScalarAffine()(msd.Normal(0.0, 1.0)).sd(),
    "transformed_type": lambda: msb.Exp()(msd.Normal(0.0, 1.0)).get_dist_type(),
    "transformed_bijector": lambda: msd.TransformedDistribution(1, msd.Normal(0.0, 1.0)),
    "transformed_distribution": lambda: msd.TransformedDistribution(msb.Exp(), 1),
    "transformed_ints": lambda: msd.TransformedDistribution(msb.Exp(), msd.Bernoulli(0.5)),
    "bijector_function": lambda: msb.Exp()("reverse", one()),
    "bijector_int_value": lambda: msb.Exp().forward(Tensor([1])),
    "bijector_float_value": lambda: msb.Exp().forward(1.0),
    "bijector_no_name": lambda: msb.Bijector(param={}),
    "bijector_no_formula": lambda: msb.Bijector(name="x", param={}).forward(one()),
    "power_negative": lambda: msb.PowerTransform(-1.0),
    "power_int": lambda: msb.PowerTransform(1),
    "power_bool": lambda: msb.PowerTransform(True),
    "power_none": lambda: msb.PowerTransform(None),
    "affine_dtypes": lambda: msb.ScalarAffine(Tensor([1.0], ms.float16), 1.0),
    "invert": lambda: msb.Invert(1),
    "scale_zero": lambda: msb.GumbelCDF(0.0, 0.0),
}
