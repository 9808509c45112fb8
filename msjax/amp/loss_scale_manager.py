"""What gives `build_train_network` and `Model` their loss scale.

Source: https://www.mindspore.cn/docs/en/master/api_python/amp/mindspore.amp.LossScaleManager.html
"""

from __future__ import annotations

from msjax import nn
from msjax.nn.number_checks import check_positive_int


class LossScaleManager:
    """Base class of what manages a loss scale; a subclass defines all methods."""

    def get_loss_scale(self):
        """Return the current scale, a number."""

    def update_loss_scale(self, overflow):
        """Take note of a step.

        Args:
            overflow: whether its gradients were not finite, a bool.
        """

    def get_update_cell(self):
        """Return a Cell that updates the scale in a training step, or None."""


class FixedLossScaleManager(LossScaleManager):
    """A loss scale that stays.

    Args:
        loss_scale: the scale; without `drop_overflow_update`, the optimizer's `loss_scale` must be
            the same. Default: 128.0.
        drop_overflow_update: whether updates whose gradients overflow are left out. Default: True.

    Raises:
        ValueError: `loss_scale` is less than 1.
    """

    def __init__(self, loss_scale=128.0, drop_overflow_update=True):
        if loss_scale < 1:
            raise ValueError(f"The argument 'loss_scale' must be >= 1, but got {loss_scale}.")
        self._loss_scale = loss_scale
        self._drop_overflow_update = drop_overflow_update

    def get_loss_scale(self):
        """Return the scale."""
        return self._loss_scale

    def get_drop_overflow_update(self):
        """Return whether updates whose gradients overflow are left out."""
        return self._drop_overflow_update

    def update_loss_scale(self, overflow):
        """Do nothing.

        Args:
            overflow: whether gradients were not finite, a bool.
        """

    def get_update_cell(self):
        """Return a `FixedLossScaleUpdateCell`; None if no update is to be left out."""
        return nn.FixedLossScaleUpdateCell(self._loss_scale) if self._drop_overflow_update else None


class DynamicLossScaleManager(LossScaleManager):
    """A loss scale that shrinks after an overflow, and grows after a time without.

    Args:
        init_loss_scale: the initial scale, a number. Default: 2 ** 24.
        scale_factor: what it is divided and multiplied by, a number. Default: 2.
        scale_window: after how many steps without overflow it grows. Default: 2000.

    Raises:
        TypeError: `scale_window` is no int.
        ValueError: `init_loss_scale` is less than 1, or another number not positive.
    """

    def __init__(self, init_loss_scale=2**24, scale_factor=2, scale_window=2000):
        if init_loss_scale < 1.0:
            raise ValueError(
                f"The argument 'init_loss_scale' must be > 1, but got {init_loss_scale}."
            )
        self.loss_scale = init_loss_scale
        check_positive_int(scale_window, "scale_window", type(self).__name__)
        self.scale_window = scale_window
        if scale_factor <= 0:
            raise ValueError(f"The argument 'scale_factor' must be > 0, but got {scale_factor}.")
        self.scale_factor = scale_factor
        self.increase_ratio = scale_factor
        self.decrease_ratio = 1 / scale_factor
        self.cur_iter = 1
        self.last_overflow_iter = 0
        self.bad_step_max = 1000
        self.bad_step = 0

    def get_loss_scale(self):
        """Return the current scale."""
        return self.loss_scale

    def update_loss_scale(self, overflow):
        """Shrink the scale after an overflow; let it grow where it is time.

        Args:
            overflow: whether gradients were not finite, a bool.

        Raises:
            RuntimeError: more than 1000 steps overflowed one after another.
        """
        if overflow:
            self.bad_step += 1
            self.last_overflow_iter = self.cur_iter
            self.loss_scale = max(self.decrease_ratio * self.loss_scale, 1)
        else:
            self.bad_step = 0
            steps = self.cur_iter - self.last_overflow_iter
            self.loss_scale *= 1 if steps % self.scale_window else self.increase_ratio
        if self.bad_step > self.bad_step_max:
            raise RuntimeError(
                f"Dynamic loss scale Continuous overflow {self.bad_step} times, has exceeded "
                "maximum threshold; lower the learning rate or check the data."
            )
        self.cur_iter += 1

    def get_drop_overflow_update(self):
        """Return True: updates whose gradients overflow are left out."""
        return True

    def get_update_cell(self):
        """Return a `DynamicLossScaleUpdateCell` that begins with the current scale."""
        return nn.DynamicLossScaleUpdateCell(self.loss_scale, self.scale_factor, self.scale_window)
