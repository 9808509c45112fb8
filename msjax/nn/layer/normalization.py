"""Normalization layers."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor, read, write
from msjax._ops.normalization import batch_norm_infer, instance_norm, layer_norm_from_axis, train
from msjax.common.initializer import initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import (
    check_bool,
    check_choice,
    check_dtype,
    check_int,
    check_type,
)

__all__ = [
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "GroupNorm",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "LayerNorm",
    "LayerNormExt",
    "SyncBatchNorm",
]


def _statistics(cell, name, features, eps, momentum):
    """Check and keep what layers with moving statistics share."""
    check_type(name, "num_features", features, int)
    if features < 1:
        raise ValueError(
            f"For '{name}', the 'num_features' must be at least 1, but got {features}."
        )
    if not isinstance(momentum, numbers.Number):
        raise TypeError(
            f"For '{name}', the 'momentum' must be a number, but got {type(momentum).__name__}."
        )
    value: Any = momentum  # numbers.Number declares no order
    if value < 0 or value > 1:
        raise ValueError(
            f"For '{name}', the 'momentum' must be a number in range [0, 1], but got {momentum}."
        )
    check_type(name, "eps", eps, float)
    if not 0 < eps <= 1:
        raise ValueError(f"For '{name}', the 'eps' must be in (0, 1], but got {eps}.")
    cell.num_features = features
    cell.eps = eps


class _BatchNorm(Cell):
    """What batch normalization layers share."""

    ranks, described = (), ""

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.9,
        affine=True,
        gamma_init="ones",
        beta_init="zeros",
        moving_mean_init="zeros",
        moving_var_init="ones",
        use_batch_statistics=None,
        data_format="NCHW",
        dtype=mstype.float32,
    ):
        super().__init__()
        name = type(self).__name__
        _statistics(self, name, num_features, eps, momentum)
        if use_batch_statistics is not None and not isinstance(use_batch_statistics, bool):
            raise ValueError(
                f"For '{name}', the 'use_batch_statistics' must be a boolean value or None, but "
                f"got {use_batch_statistics}."
            )
        check_choice(name, "format", data_format, ("NCHW", "NHWC"))
        self.format = data_format
        self.use_batch_statistics = use_batch_statistics
        self.momentum = 1.0 - momentum  # the weight of the new values
        self._make_parameters(
            {
                "moving_mean": (moving_mean_init, "mean"),
                "moving_variance": (moving_var_init, "variance"),
                "gamma": (gamma_init, "gamma"),
                "beta": (beta_init, "beta"),
            },
            check_bool(name, "affine", affine),
            dtype,
        )

    def _make_parameters(self, inits, affine, dtype):
        for attribute, (init, name) in inits.items():
            trained = affine and attribute in ("gamma", "beta")
            value = initializer(init, self.num_features, dtype)
            setattr(self, attribute, Parameter(value, name=name, requires_grad=trained))

    def construct(self, x):
        if x.ndim not in self.ranks:
            raise ValueError(
                f"For '{type(self).__name__}', the in_shape must have {self.described}, but got "
                f"{x.ndim}."
            )
        check_dtype(type(self).__name__, x, mstype.float16, mstype.bfloat16, mstype.float32)
        channel = -1 if self.format == "NHWC" else 1
        if self.training if self.use_batch_statistics is None else self.use_batch_statistics:
            return train(
                x,
                self.gamma,
                self.beta,
                self.moving_mean,
                self.moving_variance,
                self.momentum,
                self.eps,
                channel,
            )[0]
        return batch_norm_infer(
            x,
            self.gamma,
            self.beta,
            self.moving_mean,
            self.moving_variance,
            self.eps,
            channel=channel,
        )

    def extend_repr(self):
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={1.0 - self.momentum}, "
            f"gamma={self.gamma}, beta={self.beta}, moving_mean={self.moving_mean}, "
            f"moving_variance={self.moving_variance}"
        )


class BatchNorm1d(_BatchNorm):
    """Normalizes each channel of (N, C) or (N, C, L).

    Arguments are those of `BatchNorm2d`.
    """

    ranks, described = (2, 3), "2 dims or 3 dims"


class BatchNorm2d(_BatchNorm):
    """Normalizes each channel of (N, C, H, W).

    When training, by the batch's mean and variance, and the moving ones are updated: moving =
    momentum * moving + (1 - momentum) * new, with the unbiased variance. Otherwise by the moving
    ones.

    Args:
        num_features: the number of channels.
        eps: what is added to the variance. Default: 1e-5.
        momentum: the weight of the former moving statistics. Default: 0.9.
        affine: whether gamma and beta are trained. Default: True.
        gamma_init: what fills the scale. Default: "ones".
        beta_init: what fills the shift. Default: "zeros".
        moving_mean_init: what fills the moving mean. Default: "zeros".
        moving_var_init: what fills the moving variance. Default: "ones".
        use_batch_statistics: whether the batch's statistics are used, always or never. Default:
            None, when training.
        data_format: "NCHW" or "NHWC". Default: "NCHW".
        dtype: the data type of the Parameters. Default: float32.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an argument has a value that is not possible.
    """

    ranks, described = (4,), "4 dims"


class BatchNorm3d(Cell):
    """Normalizes each channel of (N, C, D, H, W).

    Arguments are those of `BatchNorm2d` but `data_format`; the Parameters belong to a BatchNorm2d
    named bn2d.
    """

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.9,
        affine=True,
        gamma_init="ones",
        beta_init="zeros",
        moving_mean_init="zeros",
        moving_var_init="ones",
        use_batch_statistics=None,
        dtype=mstype.float32,
    ):
        super().__init__()
        self.bn2d = BatchNorm2d(
            num_features,
            eps,
            momentum,
            affine,
            gamma_init,
            beta_init,
            moving_mean_init,
            moving_var_init,
            use_batch_statistics,
            "NCHW",
            dtype,
        )

    def construct(self, input_x):
        if input_x.ndim != 5:
            raise ValueError(
                f"For 'BatchNorm3d', the in_shape must have 5 dims, but got {input_x.ndim}."
            )
        n, c, d, h, w = input_x.shape
        result: Any = self.bn2d(input_x.reshape(n, c, d * h, w))
        return result.reshape(input_x.shape)


class SyncBatchNorm(_BatchNorm):
    """Normalizes each channel; on one device, as `BatchNorm2d` does for any number of axes.

    Args:
        num_features: as for `BatchNorm2d`, like the others.
        eps: Default: 1e-5.
        momentum: Default: 0.9.
        affine: Default: True.
        gamma_init: Default: "ones".
        beta_init: Default: "zeros".
        moving_mean_init: Default: "zeros".
        moving_var_init: Default: "ones".
        use_batch_statistics: Default: None.
        process_groups: must be None: the groups of devices that share statistics. Default: None.
        dtype: Default: float32.
    """

    ranks, described = (2, 3, 4, 5), "2 to 5 dims"

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.9,
        affine=True,
        gamma_init="ones",
        beta_init="zeros",
        moving_mean_init="zeros",
        moving_var_init="ones",
        use_batch_statistics=None,
        process_groups=None,
        dtype=mstype.float32,
    ):
        if process_groups is not None:
            if not isinstance(process_groups, list):
                raise ValueError(
                    "For 'SyncBatchNorm', the 'process_groups' must be a list or None, but got "
                    f"{process_groups!r}."
                )
            raise NotImplementedError(
                f"SyncBatchNorm(process_groups={process_groups!r}): leave it out."
            )
        super().__init__(
            num_features,
            eps,
            momentum,
            affine,
            gamma_init,
            beta_init,
            moving_mean_init,
            moving_var_init,
            use_batch_statistics,
            "NCHW",
            dtype,
        )


class LayerNorm(Cell):
    """Normalizes over the axes from one on.

    Args:
        normalized_shape: a tuple or list: the shape of gamma and beta.
        begin_norm_axis: the first axis that is normalized over. Default: -1.
        begin_params_axis: the first axis that gamma and beta lie along. Default: -1.
        gamma_init: what fills the scale. Default: "ones".
        beta_init: what fills the shift. Default: "zeros".
        epsilon: what is added to the variance. Default: 1e-7.
        dtype: the data type of the Parameters. Default: float32.

    Raises:
        TypeError: `normalized_shape` is no tuple or list.
        ValueError: `normalized_shape` is empty.
    """

    def __init__(
        self,
        normalized_shape,
        begin_norm_axis=-1,
        begin_params_axis=-1,
        gamma_init="ones",
        beta_init="zeros",
        epsilon=1e-7,
        dtype=mstype.float32,
    ):
        super().__init__()
        if not isinstance(normalized_shape, tuple | list):
            raise TypeError(
                "For 'LayerNorm', the type of 'normalized_shape' must be tuple[int] or list[int], "
                f"but got {normalized_shape} and the type is {type(normalized_shape)}."
            )
        if not normalized_shape:
            raise ValueError(
                "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least "
                f"one element, but got normalized_shape = {normalized_shape}"
            )
        self.normalized_shape = normalized_shape
        self.begin_norm_axis = begin_norm_axis
        self.begin_params_axis = begin_params_axis
        self.epsilon = epsilon
        self.gamma = Parameter(initializer(gamma_init, normalized_shape, dtype), name="gamma")
        self.beta = Parameter(initializer(beta_init, normalized_shape, dtype), name="beta")

    def construct(self, input_x):
        return layer_norm_from_axis(
            input_x,
            self.gamma,
            self.beta,
            self.epsilon,
            begin_norm_axis=self.begin_norm_axis,
            begin_params_axis=self.begin_params_axis,
        )[0]

    def extend_repr(self):
        # "gamma" without "=" is how MindSpore prints it.
        return (
            f"normalized_shape={self.normalized_shape}, begin_norm_axis={self.begin_norm_axis}, "
            f"begin_params_axis={self.begin_params_axis}, gamma{self.gamma}, beta={self.beta}"
        )


class GroupNorm(Cell):
    """Normalizes over groups of channels of (N, C, ...).

    Args:
        num_groups: the number of groups.
        num_channels: the number of channels, a multiple of `num_groups`.
        eps: what is added to the variance. Default: 1e-5.
        affine: whether gamma and beta are trained. Default: True.
        gamma_init: what fills the scale. Default: "ones".
        beta_init: what fills the shift. Default: "zeros".
        dtype: the data type of the Parameters. Default: float32.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the groups do not divide the channels.
    """

    def __init__(
        self,
        num_groups,
        num_channels,
        eps=1e-5,
        affine=True,
        gamma_init="ones",
        beta_init="zeros",
        dtype=mstype.float32,
    ):
        super().__init__()
        self.num_groups = check_int("GroupNorm", "num_groups", num_groups)
        self.num_channels = check_int("GroupNorm", "num_channels", num_channels)
        if num_channels % num_groups:
            raise ValueError(
                "For 'GroupNorm', the 'num_channels' must be divided by 'num_groups', but got "
                f"'num_channels': {num_channels}, 'num_groups': {num_groups}."
            )
        check_type("GroupNorm", "eps", eps, float)
        self.eps = eps
        self.affine = check_bool("GroupNorm", "affine", affine)
        self.gamma = Parameter(
            initializer(gamma_init, num_channels, dtype), name="gamma", requires_grad=affine
        )
        self.beta = Parameter(
            initializer(beta_init, num_channels, dtype), name="beta", requires_grad=affine
        )

    def construct(self, x):
        return ops.group_norm(x, self.num_groups, self.gamma, self.beta, self.eps)

    def extend_repr(self):
        return f"num_groups={self.num_groups}, num_channels={self.num_channels}"


class _InstanceNorm(Cell):
    """What instance normalization layers share."""

    rank = 0

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.1,
        affine=True,
        gamma_init="ones",
        beta_init="zeros",
        dtype=mstype.float32,
    ):
        super().__init__()
        name = type(self).__name__
        check_type(name, "momentum", momentum, float)
        _statistics(self, name, num_features, eps, momentum)
        self.momentum = momentum
        check_bool(name, "affine", affine)
        for attribute, init, shown, trained in (
            ("moving_mean", "zeros", "mean", False),
            ("moving_variance", "ones", "variance", False),
            ("gamma", gamma_init, "gamma", affine),
            ("beta", beta_init, "beta", affine),
        ):
            value = initializer(init, num_features, dtype)
            setattr(self, attribute, Parameter(value, name=shown, requires_grad=trained))

    def construct(self, x):
        if x.ndim != self.rank:
            raise ValueError(
                f"For '{type(self).__name__}', the in_shape must have {self.rank} dims, but got "
                f"{x.ndim}."
            )
        y, mean, variance = instance_norm(
            x,
            self.gamma,
            self.beta,
            self.moving_mean,
            self.moving_variance,
            self.momentum,
            self.eps,
        )
        if self.training:
            write(self.moving_mean, read(mean))
            write(self.moving_variance, read(variance))
        return y

    def extend_repr(self):
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"gamma={self.gamma}, beta={self.beta}, moving_mean={self.moving_mean}, "
            f"moving_variance={self.moving_variance}"
        )


class InstanceNorm1d(_InstanceNorm):
    """Normalizes each channel of each sample of (N, C, L).

    Arguments are those of `InstanceNorm2d`.
    """

    rank = 3


class InstanceNorm2d(_InstanceNorm):
    """Normalizes each channel of each sample of (N, C, H, W).

    Args:
        num_features: the number of channels.
        eps: what is added to the variance. Default: 1e-5.
        momentum: the weight of the new values in the moving statistics. Default: 0.1.
        affine: whether gamma and beta are trained. Default: True.
        gamma_init: what fills the scale. Default: "ones".
        beta_init: what fills the shift. Default: "zeros".
        dtype: the data type of the Parameters. Default: float32.

    Differs: it runs on every device; MindSpore has it on GPU only.
    """

    rank = 4


class InstanceNorm3d(_InstanceNorm):
    """Normalizes each channel of each sample of (N, C, D, H, W).

    Arguments are those of `InstanceNorm2d`.
    """

    rank = 5


class LayerNormExt(Cell):
    """Normalizes over the last axes; `mint.nn.LayerNorm`.

    Args:
        normalized_shape: an int, tuple or list: the lengths of those axes.
        eps: what is added to the variance. Default: 1e-5.
        elementwise_affine: whether there are a weight and a bias. Default: True.
        bias: whether there is a bias, if there is a weight. Default: True.
        dtype: the data type of the Parameters. Default: None, float32.

    Raises:
        TypeError: `normalized_shape` is no int, tuple or list.
        ValueError: `normalized_shape` is empty.
    """

    def __init__(self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, dtype=None):
        super().__init__()
        if isinstance(normalized_shape, numbers.Integral):
            normalized_shape = (normalized_shape,)
        if not isinstance(normalized_shape, tuple | list):
            raise TypeError(
                "For 'LayerNormExt', the type of 'normalized_shape' must be tuple[int] or "
                f"list[int], but got {normalized_shape} and the type is {type(normalized_shape)}."
            )
        if not normalized_shape:
            raise ValueError(
                "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least "
                f"one element, but got normalized_shape = {normalized_shape}"
            )
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        dtype = mstype.float32 if dtype is None else dtype
        self.weight = self.bias = None
        if elementwise_affine:
            self.weight = Parameter(Tensor(np.ones(self.normalized_shape), dtype), name="weight")
            if bias:
                zeros = Tensor(np.zeros(self.normalized_shape), dtype)
                self.bias = Parameter(zeros, name="bias")

    def construct(self, input):
        return ops.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extend_repr(self):
        return (
            f"normalized_shape={self.normalized_shape}, eps={self.eps}, "
            f"elementwise_affine={self.elementwise_affine}"
        )
