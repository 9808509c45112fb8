"""A distribution transformed by a bijector."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.probability import given
from msjax.nn.probability.bijector import Bijector
from msjax.nn.probability.distribution.distribution import Distribution

__all__ = ["TransformedDistribution"]


class TransformedDistribution(Distribution):
    """The distribution of `bijector.forward(x)`, where x has another distribution.

    Args:
        bijector: the Bijector.
        distribution: the Distribution of x; its samples are floats. Parameters at a call are its.
        seed: the seed, which nothing uses: samples are those of `distribution`. Default: None.
        name: the name of the distribution. Default: "transformed_distribution".

    Raises:
        TypeError: an argument has a wrong type, or the samples of `distribution` are no floats.
        ValueError: `mean` is asked for, and the bijector is not linear.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.TransformedDistribution.html
    """

    def __init__(self, bijector, distribution, seed=None, name="transformed_distribution"):
        owner = type(self).__name__
        given.check_class(owner, "bijector", bijector, Bijector)
        given.check_class(owner, "distribution", distribution, Distribution)
        given.check_dtype(owner, "dtype", distribution.dtype, mstype.float_type)
        param = {"bijector": bijector, "distribution": distribution, "seed": seed, "name": name}
        super().__init__(seed, distribution.dtype, name, param)
        self._bijector = bijector
        self._distribution = distribution
        self._is_scalar_batch = distribution.is_scalar_batch and bijector.is_scalar_batch
        self._batch_shape = distribution.batch_shape
        self.default_parameters = distribution.default_parameters
        self.parameter_names = distribution.parameter_names
        self.parameter_type = distribution.parameter_type
        self._broadcast_shape = None
        if None not in (self._batch_shape, bijector.batch_shape):
            self._broadcast_shape = given.broadcast_shape(
                {"distribution": self._batch_shape, "bijector": bijector.batch_shape}
            )

    @property
    def bijector(self):
        """The bijector."""
        return self._bijector

    @property
    def distribution(self):
        """The distribution of what the bijector transforms."""
        return self._distribution

    @property
    def is_linear_transformation(self) -> bool:
        """Whether the derivative of the bijector is the same everywhere."""
        return self.bijector.is_constant_jacobian

    def _cdf(self, value, *args, **kwargs):
        return self.distribution.cdf(self.bijector.inverse(value), *args, **kwargs)

    def _log_prob(self, value, *args, **kwargs):
        density = self.distribution.log_prob(self.bijector.inverse(value), *args, **kwargs)
        changed = density + self.bijector.inverse_log_jacobian(value)
        return ops.where(density == -float("inf"), density, changed)

    def _sample(self, *args, **kwargs):
        return self.bijector.forward(self.distribution.sample(*args, **kwargs))

    def _mean(self, *args, **kwargs):
        if not self.is_linear_transformation:
            raise ValueError(
                "mean function must be implemented for non-linear transformation, but "
                f"{type(self).__name__} has none for {self.bijector.name}; write a subclass with "
                "a method `_mean`."
            )
        return self.bijector.forward(self.distribution.mean(*args, **kwargs))
