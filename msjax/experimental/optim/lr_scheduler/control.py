"""Schedules of schedules, and by what a program measures."""

from __future__ import annotations

from bisect import bisect_right

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.lr_scheduler.base import check_optimizer, choose, counter


class SequentialLR:
    """Runs schedules one after the other.

    Args:
        optimizer: an `Optimizer` with groups.
        schedulers: a list of schedules of this optimizer.
        milestones: a list of ints: the epochs at which the next schedule begins.
        last_epoch: the number of the last epoch. Default: -1, none.

    Raises:
        ValueError: a schedule is of another optimizer, or there is not one milestone less than
            schedules.
    """

    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1):
        for i, scheduler in enumerate(schedulers):
            if scheduler.optimizer is not optimizer:
                raise ValueError(
                    "Sequential Schedulers expects all schedulers to belong to the same optimizer, "
                    f"but got scheduler at index {i} is different from the optimizer passed in."
                )
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to be one more than "
                f"the number of milestone points, but got number of schedulers {len(schedulers)} "
                f"and the number of milestones {len(milestones)}"
            )
        self._schedulers = schedulers
        self.milestones = milestones
        self.optimizer = optimizer
        self.last_epoch = counter(self, last_epoch + 1)
        for group in optimizer.param_groups:
            ops.assign(group["lr"], group["initial_lr"])
        for scheduler in schedulers:
            ops.assign_sub(scheduler.last_epoch, Tensor(1, mstype.float32))
        schedulers[0].step()
        self._last_lr = schedulers[0]._last_lr

    def step(self):
        """Set the learning rates of the next epoch."""
        ops.assign_add(self.last_epoch, Tensor(1, mstype.float32))
        epoch = int(self.last_epoch.asnumpy())
        i = bisect_right(self.milestones, epoch)
        if i > 0 and self.milestones[i - 1] == epoch:
            self._schedulers[i].step(0)
        else:
            self._schedulers[i].step()

    def get_last_lr(self) -> list[Tensor]:
        """Return the present learning rate of each group."""
        return [Tensor(lr) for lr in self._last_lr]


class ReduceLROnPlateau:
    """Lowers the learning rate when a measured number stops to improve.

    Args:
        optimizer: an `Optimizer` with groups.
        mode: "min" or "max": which numbers are better. Default: "min".
        factor: what the rate is multiplied by, < 1. Default: 0.1.
        patience: how many epochs without improvement are waited for. Default: 10.
        threshold: how much is an improvement. Default: 1e-4.
        threshold_mode: "rel", a share of the best number, or "abs". Default: "rel".
        cooldown: how many epochs after a change do not count. Default: 0.
        min_lr: the least rate, or a list of one per group. Default: 0.
        eps: the least change of a rate. Default: 1e-8.

    Raises:
        TypeError: `optimizer` is none.
        ValueError: an argument has a value that is not possible.
    """

    def __init__(
        self,
        optimizer,
        mode="min",
        factor=0.1,
        patience=10,
        threshold=1e-4,
        threshold_mode="rel",
        cooldown=0,
        min_lr=0,
        eps=1e-8,
    ):
        if factor >= 1.0:
            raise ValueError(f"The lr factor should be less than 1.0, but got {factor}.")
        check_optimizer(optimizer)
        if mode not in ("min", "max"):
            raise ValueError(f"`mode` should be 'min' or 'max', but got {mode}.")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(
                f"`threshold mode` should be 'rel' or 'abs', but got {threshold_mode}."
            )
        count = len(optimizer.param_groups)
        least = min_lr if isinstance(min_lr, list | tuple) else [min_lr] * count
        if len(least) != count:
            raise ValueError(f"Expected {count} min_lrs, got {len(least)}")
        self.min_lrs = [Tensor(lr, mstype.float32) for lr in least]
        self.optimizer = optimizer
        self.factor = factor
        self.mode = mode
        self.patience = patience
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.cooldown = cooldown
        self.eps = eps
        self.mode_worse = float("inf" if mode == "min" else "-inf")
        self.last_epoch = counter(self, 0, mstype.int32)
        self.best = Parameter(Tensor(self.mode_worse, mstype.float32), name="best")
        self.cooldown_counter = Parameter(Tensor(0, mstype.float32), name="cooldown_counter")
        self.wait = Parameter(Tensor(0, mstype.float32), name="wait")
        self._last_lr = [group["lr"] for group in optimizer.param_groups]

    def step(self, metrics) -> bool:
        """Take notice of an epoch's number, and lower the learning rates where it is time.

        Args:
            metrics: the number, or a Tensor without axes.

        Returns:
            True.
        """
        ops.assign(self.last_epoch, self.last_epoch + 1)
        current = metrics if isinstance(metrics, Tensor) else Tensor(metrics)
        current = current.astype(mstype.float32)
        better = self._is_improvement(current, self.best)
        cooling = self.in_cooldown()
        wait = choose(better | cooling, 0.0, self.wait + 1)
        late = wait > self.patience
        ops.assign(self.best, choose(better, current, self.best))
        left = choose(cooling, self.cooldown_counter - 1, self.cooldown_counter)
        ops.assign(self.cooldown_counter, choose(late, float(self.cooldown), left))
        ops.assign(self.wait, choose(late, 0.0, wait))
        for lr, least in zip(self._last_lr, self.min_lrs, strict=True):
            lower = ops.maximum(lr * self.factor, least)
            ops.assign(lr, choose(late & (lr > lower + self.eps), lower, lr))
        return True

    def in_cooldown(self) -> Tensor:
        """Tell whether epochs do not count yet."""
        return self.cooldown_counter > 0

    def _is_improvement(self, current, best):
        sign = -1 if self.mode == "min" else 1
        if self.threshold_mode == "rel":
            bound = best * (1.0 + sign * self.threshold)
        else:
            bound = best + sign * self.threshold
        return current < bound if self.mode == "min" else current > bound

    def get_last_lr(self) -> list[Tensor]:
        """Return the present learning rate of each group."""
        return [Tensor(lr) for lr in self._last_lr]
