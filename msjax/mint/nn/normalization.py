"""Normalization layers, in PyTorch's manner."""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.common.initializer import initializer
from msjax.mint.nn import functional
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_int, check_type

__all__ = ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "GroupNorm", "SyncBatchNorm"]


class _BatchNorm(Cell):
    """What batch normalization layers share: weight, bias and running statistics."""

    ranks, described = (), ""

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.1,
        affine=True,
        track_running_stats=True,
        dtype=None,
    ):
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.dtype = mstype.float32 if dtype is None else dtype
        self.weight = self._made("weight", 1) if affine else None
        self.bias = self._made("bias", 0) if affine else None
        tracked = track_running_stats
        self.running_mean = self._made("running_mean", 0, False) if tracked else None
        self.running_var = self._made("running_var", 1, False) if tracked else None
        self.num_batches_tracked = None
        if tracked:
            count = Tensor(0, mstype.int64)
            self.num_batches_tracked = Parameter(
                count, name="num_batches_tracked", requires_grad=False
            )

    def _made(self, name, value, trained=True):
        return Parameter(self._filled(value), name=name, requires_grad=trained)

    def _filled(self, value):
        return Tensor(np.full(self.num_features, value), self.dtype)

    def reset_running_stats(self):
        """Give the running statistics, and the count of batches, their initial values."""
        for statistic, value in ((self.running_mean, 0), (self.running_var, 1)):
            if statistic is not None:
                statistic.set_data(self._filled(value))
        if self.num_batches_tracked is not None:
            self.num_batches_tracked.set_data(Tensor(0, mstype.int64))

    def reset_parameters(self):
        """Give the running statistics, weight and bias their initial values."""
        self.reset_running_stats()
        for parameter, value in ((self.weight, 1), (self.bias, 0)):
            if parameter is not None:
                parameter.set_data(self._filled(value))

    def _check_input_dim(self, input):
        if input.ndim not in self.ranks:
            raise ValueError(f"expected {self.described} input, but got {input.ndim}D input")

    def construct(self, input):
        self._check_input_dim(input)
        factor = 0.0 if self.momentum is None else self.momentum
        if self.training and self.num_batches_tracked is not None:
            ops.assign_add(self.num_batches_tracked, 1)
            if self.momentum is None:
                factor = 1.0 / self.num_batches_tracked
        by_batch = self.training or not self.track_running_stats
        return self._normalized(input, by_batch, factor)

    def _normalized(self, input, by_batch, factor):
        return functional.batch_norm(
            input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            by_batch,
            factor,
            self.eps,
        )

    def extend_repr(self):
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(_BatchNorm):
    """Normalizes each channel of (N, C) or (N, C, L).

    When training, by the statistics of the batch, which the running ones follow; else by those.

    Args:
        num_features: the number of channels.
        eps: what is added to the variance. Default: 1e-5.
        momentum: the weight of a batch in the running statistics; None for their plain average.
            Default: 0.1.
        affine: whether there are a weight and a bias. Default: True.
        track_running_stats: whether there are running statistics; without, each batch is normalized
            by its own. Default: True.
        dtype: the data type of the Parameters. Default: None, float32.

    Raises:
        ValueError: the input has another number of axes.
    """

    ranks, described = (2, 3), "2D or 3D"


class BatchNorm2d(_BatchNorm):
    """Normalizes each channel of (N, C, H, W), as `BatchNorm1d` does.

    Arguments are those of `BatchNorm1d`.
    """

    ranks, described = (4,), "4D"


class BatchNorm3d(_BatchNorm):
    """Normalizes each channel of (N, C, D, H, W), as `BatchNorm1d` does.

    Arguments are those of `BatchNorm1d`.
    """

    ranks, described = (5,), "5D"


class SyncBatchNorm(_BatchNorm):
    """Normalizes each channel of (N, C, ...) by the statistics of the batch on all devices.

    A program has its whole batch here, whatever devices it lies on, so this is `BatchNorm1d` for
    any number of axes.

    Args:
        num_features: as for `BatchNorm1d`, like the others.
        eps: Default: 1e-5.
        momentum: Default: 0.1.
        affine: Default: True.
        track_running_stats: Default: True.
        process_group: must be None: the processes that share statistics. Default: None.
        dtype: Default: None, float32.

    Raises:
        NotImplementedError: `process_group` is given.
        ValueError: the input has fewer than two axes or no channels, or there are no running
            statistics.
    """

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.1,
        affine=True,
        track_running_stats=True,
        process_group=None,
        dtype=None,
    ):
        if process_group is not None:
            raise NotImplementedError(
                f"SyncBatchNorm(process_group={process_group!r}): leave it out."
            )
        super().__init__(num_features, eps, momentum, affine, track_running_stats, dtype)

    def _check_input_dim(self, input):
        if input.ndim < 2:
            raise ValueError(f"expected at least 2D input (got {input.ndim}D input)")
        if input.shape[1] == 0:
            raise ValueError("SyncBatchNorm number of input channels should be non-zero")

    def _normalized(self, input, by_batch, factor):
        if self.running_mean is None:
            raise ValueError(
                "running mean or running var can't be none for batch_norm; leave out "
                "track_running_stats=False."
            )
        return super()._normalized(input, by_batch, factor)


class GroupNorm(Cell):
    """Normalizes over groups of channels and the axes after them.

    Args:
        num_groups: the number of groups.
        num_channels: the number of channels, a multiple of it.
        eps: what is added to the variance, a float. Default: 1e-5.
        affine: whether weight and bias are trained. Default: True.
        dtype: the data type of the Parameters. Default: None, float32.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive, or `num_channels` is no multiple of `num_groups`.
    """

    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, dtype=None):
        super().__init__()
        dtype = mstype.float32 if dtype is None else dtype
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
        for name, init in (("weight", "ones"), ("bias", "zeros")):
            value = initializer(init, num_channels, dtype)
            setattr(self, name, Parameter(value, name=name, requires_grad=affine))

    def construct(self, input):
        return ops.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extend_repr(self):
        return (
            f"num_groups={self.num_groups}, num_channels={self.num_channels}, eps={self.eps}, "
            f"affine={self.affine}"
        )
