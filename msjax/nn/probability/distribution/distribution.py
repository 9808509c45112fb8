"""The base of distributions: their methods, the call by name, and parameters given at the call."""

from __future__ import annotations

from collections.abc import Callable

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_int
from msjax.nn.probability import given
from msjax.nn.probability.distribution.formulas import splitter, splitter_of_other

__all__ = ["Distribution"]


NUMBERS = (*mstype.int_type, *mstype.uint_type, *mstype.float_type)


def _complement(x):
    return 1.0 - x


def _after(formula, change):
    return lambda *args, **kwargs: change(formula(*args, **kwargs))


# For each function the formulas that it may come from, the first that the class has: the formula's
# name, and what is done with its result.
_SOURCES = {
    "prob": (("_prob", None), ("_log_prob", ops.exp)),
    "log_prob": (("_log_prob", None), ("_prob", ops.log)),
    "cdf": (
        ("_cdf", None),
        ("_log_cdf", ops.exp),
        ("_survival_function", _complement),
        ("_log_survival", lambda x: _complement(ops.exp(x))),
    ),
    "log_cdf": (("_log_cdf", None), ("cdf", ops.log)),
    "survival_function": (
        ("_survival_function", None),
        ("_log_survival", ops.exp),
        ("cdf", _complement),
    ),
    "log_survival": (("_log_survival", None), ("survival_function", ops.log)),
    "mean": (("_mean", None),),
    "mode": (("_mode", None),),
    "sd": (("_sd", None), ("_var", ops.sqrt)),
    "var": (("_var", None), ("_sd", ops.square)),
    "entropy": (("_entropy", None),),
    "kl_loss": (("_kl_loss", None),),
    "cross_entropy": (("_cross_entropy", None),),
    "sample": (("_sample", None),),
    "get_dist_args": (("_get_dist_args", None),),
    "get_dist_type": (("_get_dist_type", None),),
}


class Distribution(Cell):
    """The base class of distributions.

    A subclass has formulas as methods, `_mean`, `_sd` or `_var`, `_prob` or `_log_prob`, `_cdf`,
    `_entropy`, `_kl_loss`, `_sample` and so on, which take the arguments that their functions are
    called with. What follows from another formula need not be written.

    Args:
        seed: the seed of the samples, an int of at least 0; None is 0, msjax's own state.
        dtype: the dtype of the samples.
        name: the name of the distribution.
        param: what the distribution is made of; its "param_dict" holds the parameters.

    Raises:
        TypeError: an argument has a wrong type, or the parameters have several dtypes.
        ValueError: the seed is negative, or the parameters do not broadcast.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Distribution.html

    Differs:
        The samples of a seed are other ones than MindSpore's.
    """

    draws_random_numbers = True

    def __init__(self, seed, dtype, name, param):
        super().__init__()
        self._name = name = given.check_class(type(self).__name__, "name", name, str)
        self._seed = check_int(name, "seed", 0 if seed is None else seed, least=0)
        self._dtype = dtype
        self._parameters = {
            key: value for key, value in param.items() if key != "self" and not key.startswith("_")
        }
        self._reset_parameters()
        if "distribution" not in self._parameters:
            own = self._parameters.get("param_dict", {})
            self.parameter_type = given.common_dtype(own, dtype)
            self._batch_shape = given.batch_shape(own) if own else None
            self._is_scalar_batch = given.all_numbers(own)
            self._broadcast_shape = self._batch_shape

    @property
    def name(self) -> str:
        """The name of the distribution."""
        return self._name

    @property
    def dtype(self):
        """The dtype of the samples."""
        return self._dtype

    @property
    def seed(self) -> int:
        """The seed of the samples."""
        return self._seed

    @property
    def parameters(self) -> dict:
        """The arguments that the distribution was made with."""
        return self._parameters

    @property
    def is_scalar_batch(self) -> bool:
        """Whether all parameters are numbers."""
        return self._is_scalar_batch

    @property
    def batch_shape(self):
        """The shape of the parameters together; None if one is to be given at the call."""
        return self._batch_shape

    @property
    def broadcast_shape(self):
        """The shape of one sample; None if a parameter is to be given at the call."""
        return self._broadcast_shape

    @property
    def _value_dtype(self):
        """The dtype that values are cast to before they go into a formula."""
        return self._dtype

    # The parameters, for formulas and for subclasses in other code.

    def _reset_parameters(self):
        self.default_parameters = []
        self.parameter_names = []

    def _add_parameter(self, value, name):
        """Add a parameter, which may be None, and return it as a Tensor."""
        tensor = None if value is None else given.as_tensor(value, self.parameter_type)
        self.default_parameters.append(tensor)
        self.parameter_names.append(name)
        return tensor

    def _check_value(self, value, name):
        return given.check_tensor(value, name)

    def _check_param_type(self, *args):
        """Return the parameters that count, in one shape and dtype; a single one as it is."""
        parameters = self._at_call(args)
        return parameters[0] if len(parameters) == 1 else parameters

    def _at_call(self, args):
        """Return the parameters that count at a call that is given `args`, in one shape and dtype.

        Raises:
            TypeError: one is no Tensor, or is given neither here nor at construction.
            ValueError: their shapes do not fit together.
        """
        chosen = {}
        defaults = zip(args, self.parameter_names, self.default_parameters, strict=False)
        for value, name, default in defaults:
            if value is None and default is None:
                raise TypeError(
                    f"the type {name} must be subclass of Tensor. It can not be None since it is "
                    f"not specified during initialization; give {self.name} a '{name}' there, or "
                    "at the call."
                )
            chosen[name] = default if value is None else given.check_tensor(value, name)
        shapes = {name: tensor.shape for name, tensor in chosen.items()}
        if len({*shapes.values()}) > 1:
            shape = given.broadcast_shape(shapes)
            chosen = {name: ops.broadcast_to(x, shape) for name, x in chosen.items()}
        return tuple(ops.cast(tensor, self.parameter_type) for tensor in chosen.values())

    def _batch_of(self, parameters):
        """Return the shape of one sample of a distribution with these parameters."""
        return parameters[0].shape if parameters else self.broadcast_shape

    # The functions

    def _formula(self, function):
        """Return what computes a function: a formula, or what follows from one; else None."""
        for source, after in _SOURCES.get(function, ()):
            is_own = source.startswith("_")
            found = getattr(self, source, None) if is_own else self._formula(source)
            if found is not None:
                return found if after is None else _after(found, after)
        return None

    def _call(self, function, *args, **kwargs):
        formula = self._formula(function)
        if formula is None:
            raise NotImplementedError(
                f"{function} is not implemented for {self.name} distribution; "
                f"{type(self).__name__} has no formula for it, which would be a method "
                f"`_{function}`."
            )
        return formula(*args, **kwargs)

    def prob(self, value, *args, **kwargs):
        """Return the probability density, or the probability of discrete values.

        Args:
            value: a Tensor.
            args: the parameters, Tensors; those left out are the distribution's own.
            kwargs: the same by name.

        Returns:
            A Tensor of the shape of value and parameters together.
        """
        return self._call("prob", value, *args, **kwargs)

    def log_prob(self, value, *args, **kwargs):
        """Return the logarithm of `prob`; the arguments are the same."""
        return self._call("log_prob", value, *args, **kwargs)

    def cdf(self, value, *args, **kwargs):
        """Return the probability of at most `value`; the arguments are those of `prob`."""
        return self._call("cdf", value, *args, **kwargs)

    def log_cdf(self, value, *args, **kwargs):
        """Return the logarithm of `cdf`; the arguments are those of `prob`."""
        return self._call("log_cdf", value, *args, **kwargs)

    def survival_function(self, value, *args, **kwargs):
        """Return the probability of more than `value`; the arguments are those of `prob`."""
        return self._call("survival_function", value, *args, **kwargs)

    def log_survival(self, value, *args, **kwargs):
        """Return the logarithm of `survival_function`; the arguments are those of `prob`."""
        return self._call("log_survival", value, *args, **kwargs)

    def mean(self, *args, **kwargs):
        """Return the mean; the parameters may be given."""
        return self._call("mean", *args, **kwargs)

    def mode(self, *args, **kwargs):
        """Return the most probable value; the parameters may be given."""
        return self._call("mode", *args, **kwargs)

    def sd(self, *args, **kwargs):
        """Return the standard deviation; the parameters may be given."""
        return self._call("sd", *args, **kwargs)

    def var(self, *args, **kwargs):
        """Return the variance; the parameters may be given."""
        return self._call("var", *args, **kwargs)

    def entropy(self, *args, **kwargs):
        """Return the entropy in nats; the parameters may be given."""
        return self._call("entropy", *args, **kwargs)

    def kl_loss(self, dist, *args, **kwargs):
        """Return the Kullback-Leibler divergence from another distribution of the same type.

        Args:
            dist: the type of the other distribution, as `get_dist_type` tells it.
            args: the other's parameters, Tensors, then those of this one, which may be left out.
            kwargs: the same by name; names of the other's end in `_b`.

        Returns:
            A Tensor, in nats.

        Raises:
            ValueError: `dist` is another type.
        """
        return self._call("kl_loss", dist, *args, **kwargs)

    def cross_entropy(self, dist, *args, **kwargs):
        """Return `entropy` plus `kl_loss`; the arguments are those of `kl_loss`."""
        return self._call("cross_entropy", dist, *args, **kwargs)

    def sample(self, *args, **kwargs):
        """Draw samples: of the shape given, a tuple, followed by that of the parameters."""
        return self._call("sample", *args, **kwargs)

    def get_dist_args(self, *args, **kwargs):
        """Return the parameters that count if these are given, as a tuple."""
        return self._call("get_dist_args", *args, **kwargs)

    def get_dist_type(self) -> str:
        """Return the type of the distribution, a str."""
        return self._call("get_dist_type")

    def construct(self, name, *args, **kwargs):
        """Call the function that `name` names, for instance "log_prob"."""
        return self._call(name, *args, **kwargs)


class Parametric(Distribution):
    """A distribution given by formulas, which the decorators of `formulas.py` make into methods."""

    _type: str
    _kl_loss: Callable[..., Tensor]  # if there is one
    _arguments: tuple[str, ...] | None = None  # the parameters' names at calls, if they differ
    _attribute = "_{}"  # where a parameter is kept, and found by its owner's `parameters_dict`
    _labels: tuple[str, ...] | None = None  # their names for `repr`, which shows them if it is set

    def _set_up(self, parameters, seed, dtype, name, dtypes=mstype.float_type):
        """Initialize a distribution that consists of `parameters`, a dict of what was given."""
        given.check_dtype(type(self).__name__, "dtype", dtype, dtypes)
        param = {**parameters, "seed": seed, "dtype": dtype, "name": name}
        Distribution.__init__(self, seed, dtype, name, {**param, "param_dict": parameters})
        self._add_parameters(parameters)

    def _add_parameters(self, parameters):
        for name, value in parameters.items():
            tensor = self._add_parameter(value, name)
            setattr(self, self._attribute.format(name), tensor)

    def extend_repr(self):
        """Return the parameters if they are numbers, and else their shape."""
        if self._labels is None:
            return ""
        if not self.is_scalar_batch:
            return f"batch_shape = {self.broadcast_shape}"
        values = zip(self._labels, self.default_parameters, strict=True)
        return ", ".join(f"{label} = {value}" for label, value in values)

    def _get_dist_type(self):
        return self._type

    def _get_dist_args(self, *args, **kwargs):
        names = self._arguments or self.parameter_names
        _, own = splitter("get_dist_args", names, 0)(args, kwargs)
        chosen = zip(own, self.parameter_names, self.default_parameters, strict=True)
        return tuple(
            default if value is None else given.check_tensor(value, name)
            for value, name, default in chosen
        )

    def _unit(self, shape):
        """Draw from the uniform distribution over [0, 1)."""
        return ops.uniform(shape, Tensor(0.0), Tensor(1.0), self.seed)

    def _cross_entropy(self, dist, *args, **kwargs):
        divergence = self.kl_loss(dist, *args, **kwargs)
        _, own = splitter_of_other(type(self)._kl_loss)(args, kwargs)
        return self.entropy(*own) + divergence
