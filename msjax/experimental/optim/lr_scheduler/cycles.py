"""Schedules that go up and down."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.lr_scheduler.base import LRScheduler, choose


class CosineAnnealingLR(LRScheduler):
    """Moves the learning rate along a cosine, from its initial value to the least and back.

    Args:
        optimizer: an `Optimizer` with groups.
        T_max: half a period in epochs, an int.
        eta_min: the least learning rate. Default: 0.0.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        if not isinstance(eta_min, float | int):
            raise TypeError(
                "For 'CosineAnnealingLR', the 'eta_min' must be float or int, but got "
                f"{type(eta_min)}."
            )
        if not isinstance(T_max, int):
            raise TypeError(
                f"For 'CosineAnnealingLR', the 'T_max' must be int, but got {type(T_max)}."
            )
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        epoch = self.last_epoch
        turns = (epoch - 1 - self.T_max) % (2 * self.T_max) == 0
        kept = (epoch == 0) | turns
        ratio = self._height(epoch) / choose(kept, 1.0, self._height(epoch - 1))
        rise = (1 - math.cos(math.pi / self.T_max)) / 2
        rates = []
        for base, lr in zip(self.base_lrs, self._last_lr, strict=True):
            along = ratio * (lr - self.eta_min) + self.eta_min
            moved = choose(turns, lr + (base - self.eta_min) * rise, along)
            rates.append(choose(epoch == 0, lr, moved))
        return rates

    def _height(self, epoch):
        return 1 + ops.cos(math.pi * epoch / self.T_max)

    def _get_closed_form_lr(self):
        height = self._height(self.last_epoch) / 2
        return [self.eta_min + (base - self.eta_min) * height for base in self.base_lrs]


class CosineAnnealingWarmRestarts(LRScheduler):
    """Lowers the learning rate along a cosine, again and again.

    Args:
        optimizer: an `Optimizer` with groups.
        T_0: how many epochs the first time takes, an int > 0.
        T_mult: how many times as many the next one takes, an int >= 1. Default: 1.
        eta_min: the least learning rate. Default: 0.
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0, last_epoch=-1):
        if T_0 <= 0 or not isinstance(T_0, int):
            raise ValueError(f"T_0 should be an integer and greater than 0, but got {T_0}")
        if T_mult < 1 or not isinstance(T_mult, int):
            raise ValueError(
                f"T_mult should be an integer and equal or greater than 1, but got {T_mult}"
            )
        if not isinstance(eta_min, float | int) or isinstance(eta_min, bool):
            raise TypeError(
                f"The type of 'eta_min' should be float or int, but got {type(eta_min)}."
            )
        self.T_0 = Parameter(Tensor(T_0, mstype.float32), name="T_0")
        self.T_i = Parameter(Tensor(T_0, mstype.float32), name="T_i")
        self.T_cur = Parameter(Tensor(last_epoch, mstype.float32), name="T_cur")
        self.T_mult = T_mult
        self.eta_min = Tensor(eta_min, mstype.float32)
        self._first = T_0
        self._started = False
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        height = (1 + ops.cos(math.pi * self.T_cur / self.T_i)) / 2
        return [self.eta_min + (base - self.eta_min) * height for base in self.base_lrs]

    def step(self, epoch=None):
        """Set the learning rates of the next epoch.

        Args:
            epoch: the number of the epoch, which may be a fraction. Default: None, the next.

        Raises:
            ValueError: `epoch` is negative.
        """
        if epoch is None and not self._started and float(self.last_epoch.asnumpy()) < 0:
            epoch = 0
        self._started = True
        if epoch is None:
            current = self.T_cur + 1
            over = current >= self.T_i
            ops.assign(self.T_cur, choose(over, current - self.T_i, current))
            ops.assign(self.T_i, choose(over, self.T_i * self.T_mult, self.T_i))
            ops.assign(self.last_epoch, self.last_epoch + 1)
        else:
            self._go_to(float(epoch))
        for group, rate in zip(self.optimizer.param_groups, self.get_lr(), strict=True):
            ops.assign(group["lr"], rate)

    def _go_to(self, epoch):
        if epoch < 0:
            raise ValueError(f"epoch should be a non-negative integer, but got {epoch}")
        done, length = 0.0, self._first
        if self.T_mult == 1:
            done = epoch - epoch % length
        elif epoch >= length:
            times = int(math.log(epoch / length * (self.T_mult - 1) + 1, self.T_mult))
            done = length * (self.T_mult**times - 1) / (self.T_mult - 1)
            length = length * self.T_mult**times
        ops.assign(self.T_cur, Tensor(epoch - done, mstype.float32))
        ops.assign(self.T_i, Tensor(length, mstype.float32))
        ops.assign(self.last_epoch, Tensor(math.floor(epoch), mstype.float32))


class CyclicLR(LRScheduler):
    """Moves the learning rate between two numbers, up and down.

    Args:
        optimizer: an `Optimizer` with groups.
        base_lr: the lower rate, or a list of one per group.
        max_lr: the upper rate, or a list of one per group.
        step_size_up: how many epochs the way up takes. Default: 2000.
        step_size_down: how many the way down takes. Default: None, as many.
        mode: "triangular"; "triangular2", whose height halves in each cycle; or "exp_range", whose
            height is multiplied by gamma in each epoch. Default: "triangular".
        gamma: Default: 1.0.
        scale_fn: a function that gives the height in place of `mode`. Default: None.
        scale_mode: what `scale_fn` is a function of: "cycle", the number of the cycle, or
            "iterations", the epoch. Default: "cycle".
        last_epoch: the number of the last epoch. Default: -1, none.
    """

    def __init__(
        self,
        optimizer,
        base_lr,
        max_lr,
        step_size_up=2000,
        step_size_down=None,
        mode="triangular",
        gamma=1.0,
        scale_fn=None,
        scale_mode="cycle",
        last_epoch=-1,
    ):
        lowest = self._per_group(optimizer, base_lr, "base_lr")
        self.max_lrs = self._per_group(optimizer, max_lr, "max_lr")
        if scale_fn is None and mode not in ("triangular", "triangular2", "exp_range"):
            raise ValueError(f"mode is invalid and scale_fn is None: mode is {mode!r}.")
        if last_epoch == -1:
            for lr, group in zip(lowest, optimizer.param_groups, strict=True):
                ops.assign(group["lr"], lr)
        up = float(step_size_up)
        down = up if step_size_down is None else float(step_size_down)
        self.total_step_size = up + down
        self.step_up_ratio = up / self.total_step_size
        self.mode = mode
        self.gamma = gamma
        self._given_scale_fn = scale_fn
        if scale_fn is None:
            scale_mode = "iterations" if mode == "exp_range" else "cycle"
        self.scale_mode = scale_mode
        super().__init__(optimizer, last_epoch)
        self.base_lrs = lowest

    def _per_group(self, optimizer, given, name):
        count = len(optimizer.param_groups)
        values = given if isinstance(given, list | tuple) else [given] * count
        if len(values) != count:
            raise ValueError(f"Expected {count} values for {name}, got {len(values)}")
        return [Tensor(v, mstype.float32) for v in values]

    def scale_fn(self, x):
        """Return the height of a cycle.

        Args:
            x: the number of the cycle, from 1, or of the epoch, as `scale_mode` says; a Tensor.
        """
        if self._given_scale_fn is not None:
            return self._given_scale_fn(x)
        if self.mode == "triangular":
            return 1.0
        return self.gamma**x if self.mode == "exp_range" else 1 / 2.0 ** (x - 1)

    def get_lr(self):
        past = self.last_epoch / self.total_step_size
        cycle = ops.floor(1 + past)
        at, top = 1.0 + past - cycle, self.step_up_ratio
        height = choose(at <= top, at / top, (at - 1) / (top - 1))
        height = height * self.scale_fn(cycle if self.scale_mode == "cycle" else self.last_epoch)
        pairs = zip(self.base_lrs, self.max_lrs, strict=True)
        return [base + (most - base) * height for base, most in pairs]
