"""Schedules that scale the learning rate from epoch to epoch."""

from __future__ import annotations

from collections import Counter

from msjax import ops
from msjax.experimental.optim.lr_scheduler.base import LRScheduler, choose


def _check_kind(owner, name, value, kind):
    if not isinstance(value, kind):
        raise TypeError(
            f"For '{owner}', the '{name}' must be {kind.__name__}, but got {type(value)}."
        )


class StepLR(LRScheduler):
    """Multiplies the learning rate by gamma every `step_size` epochs.

    Args:
        optimizer: an `Optimizer` with groups.
        step_size: the number of epochs, an int.
        gamma: a float. Default: 0.1.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        _check_kind("StepLR", "step_size", step_size, int)
        _check_kind("StepLR", "gamma", gamma, float)
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        falls = (self.last_epoch > 0) & (self.last_epoch % self.step_size == 0)
        return self._scaled(choose(falls, self.gamma, 1.0))

    def _get_closed_form_lr(self):
        factor = self.gamma ** (self.last_epoch // self.step_size)
        return [lr * factor for lr in self.base_lrs]


class LinearLR(LRScheduler):
    """Multiplies the learning rate by a factor that goes linearly from one number to another.

    Args:
        optimizer: an `Optimizer` with groups.
        start_factor: the factor of the first epoch, in (0, 1]. Default: 1/3.
        end_factor: the factor of the last epoch, in [0, 1]. Default: 1.0.
        total_iters: how many epochs it takes, an int. Default: 5.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(
        self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5, last_epoch=-1
    ):
        if start_factor > 1.0 or start_factor <= 0:
            raise ValueError(
                "Starting multiplicative factor expected to be greater than 0 and less than or "
                f"equal to 1, but got {start_factor}."
            )
        if end_factor > 1.0 or end_factor < 0:
            raise ValueError(
                f"Ending multiplicative factor expected to be between 0 and 1, but got "
                f"{end_factor}."
            )
        _check_kind("LinearLR", "total_iters", total_iters, int)
        self.start_factor = start_factor
        self.end_factor = end_factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        rise = self.end_factor - self.start_factor
        before = self.total_iters * self.start_factor + (self.last_epoch - 1) * rise
        first, past = self.last_epoch == 0, self.last_epoch > self.total_iters
        factor = choose(past, 1.0, 1.0 + rise / choose(first | past, 1.0, before))
        return self._scaled(choose(first, self.start_factor, factor))

    def _get_closed_form_lr(self):
        done = ops.minimum(self.last_epoch, float(self.total_iters)) / self.total_iters
        factor = self.start_factor + (self.end_factor - self.start_factor) * done
        return [lr * factor for lr in self.base_lrs]


class ExponentialLR(LRScheduler):
    """Multiplies the learning rate by gamma in every epoch.

    Args:
        optimizer: an `Optimizer` with groups.
        gamma: a float.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, gamma, last_epoch=-1):
        _check_kind("ExponentialLR", "gamma", gamma, float)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return self._scaled(choose(self.last_epoch == 0, 1.0, self.gamma))

    def _get_closed_form_lr(self):
        return [lr * self.gamma**self.last_epoch for lr in self.base_lrs]


class PolynomialLR(LRScheduler):
    """Lowers the learning rate to 0 as a power of the epochs that are left.

    Args:
        optimizer: an `Optimizer` with groups.
        total_iters: the number of epochs, an int. Default: 5.
        power: a float >= 0. Default: 1.0.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        _check_kind("PolynomialLR", "power", power, float)
        if power < 0:
            raise ValueError(f"For 'PolynomialLR', the 'power' must be >= 0, but got {power}.")
        _check_kind("PolynomialLR", "total_iters", total_iters, int)
        self.total_iters = total_iters
        self.power = power
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        kept = (self.last_epoch == 0) | (self.last_epoch > self.total_iters)
        left = 1.0 - self.last_epoch / self.total_iters
        before = choose(kept, 1.0, 1.0 - (self.last_epoch - 1) / self.total_iters)
        return self._scaled(choose(kept, 1.0, choose(kept, 1.0, left / before) ** self.power))

    def _get_closed_form_lr(self):
        done = ops.minimum(self.last_epoch, float(self.total_iters)) / self.total_iters
        return [lr * (1.0 - done) ** self.power for lr in self.base_lrs]


class _ByFunction(LRScheduler):
    """What schedules of the program's own functions share."""

    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        count = len(optimizer.param_groups)
        given = isinstance(lr_lambda, list | tuple)
        if given and len(lr_lambda) != count:
            raise ValueError(
                f"Expected {count} lr_lambdas, but got {len(lr_lambda)}: one per group."
            )
        self.lr_lambdas = list(lr_lambda) if given else [lr_lambda] * count
        super().__init__(optimizer, last_epoch)


class LambdaLR(_ByFunction):
    """Multiplies the initial learning rate by a function of the epoch.

    Args:
        optimizer: an `Optimizer` with groups.
        lr_lambda: a function of the epoch, a Tensor, or a list of one per group.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def get_lr(self):
        rates = zip(self.base_lrs, self.lr_lambdas, strict=True)
        return [lr * function(self.last_epoch) for lr, function in rates]


class MultiplicativeLR(_ByFunction):
    """Multiplies the learning rate by a function of the epoch, in every epoch.

    Args:
        optimizer: an `Optimizer` with groups.
        lr_lambda: a function of the epoch, a Tensor, or a list of one per group.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def get_lr(self):
        rates = zip(self._last_lr, self.lr_lambdas, strict=True)
        first = self.last_epoch == 0
        return [choose(first, lr, lr * function(self.last_epoch)) for lr, function in rates]


class MultiStepLR(LRScheduler):
    """Multiplies the learning rate by gamma at given epochs.

    Args:
        optimizer: an `Optimizer` with groups.
        milestones: a list of ints, the epochs; one that is there twice counts twice.
        gamma: a number. Default: 0.1.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        _check_kind("MultiStepLR", "milestones", milestones, list)
        for milestone in milestones:
            if not isinstance(milestone, int):
                raise TypeError(
                    "For 'MultiStepLR', elements of the 'milestones' must be type of int, but got "
                    f"one element of 'milestones' type: {type(milestone)}."
                )
        if not isinstance(gamma, float | int) or isinstance(gamma, bool):
            raise TypeError(
                f"For 'MultiStepLR', the 'gamma' must be float or int, but got {type(gamma)}."
            )
        self.milestones = Counter(milestones)
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return self._scaled(self._factor(lambda milestone: self.last_epoch == milestone))

    def _get_closed_form_lr(self):
        factor = self._factor(lambda milestone: self.last_epoch >= milestone)
        return [lr * factor for lr in self.base_lrs]

    def _factor(self, counts):
        factor = 1.0
        for milestone, times in self.milestones.items():
            factor = choose(counts(milestone), float(self.gamma) ** times, 1.0) * factor
        return factor


class ConstantLR(LRScheduler):
    """Multiplies the learning rate by a factor during the first epochs.

    Args:
        optimizer: an `Optimizer` with groups.
        factor: the factor, in [0, 1]. Default: 1/3.
        total_iters: the number of epochs, an int. Default: 5.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, factor=1.0 / 3, total_iters=5, last_epoch=-1):
        if factor > 1.0 or factor < 0:
            raise ValueError(
                f"Constant multiplicative factor expected to be between 0 and 1, but got {factor}."
            )
        _check_kind("ConstantLR", "total_iters", total_iters, int)
        self.factor = factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        first, last = self.last_epoch == 0, self.last_epoch == self.total_iters
        kept = [choose(last, lr / self.factor, lr) for lr in self._last_lr]
        return [
            choose(first, lr * self.factor, k) for lr, k in zip(self._last_lr, kept, strict=True)
        ]

    def _get_closed_form_lr(self):
        factor = choose(self.last_epoch >= self.total_iters, 1.0, self.factor)
        return [lr * factor for lr in self.base_lrs]
