"""`LRScheduler`: what schedules of learning rates share.

Conditions on the epoch are chosen between as tensors, so a step may be part of compiled code.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.experimental.html
"""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.optimizer import Optimizer


def choose(condition, x, y) -> Tensor:
    """Return x where a Tensor without axes is true, else y, in float32."""
    return ops.where(condition, _number(x), _number(y))


def _number(x):
    return x if isinstance(x, Tensor) else Tensor(x, mstype.float32)


def check_optimizer(optimizer):
    """Raise a TypeError unless it is an optimizer with groups."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            f"{type(optimizer).__name__} is not an Optimizer; schedules set the rates of the "
            "optimizers of mindspore.experimental.optim and mindspore.mint.optim."
        )


def counter(owner, value, dtype: mstype.Number = mstype.float32) -> Parameter:
    """Return the Parameter that counts a schedule's epochs."""
    return Parameter(Tensor(value, dtype), name=f"last_epoch_{type(owner).__name__}")


class LRScheduler:
    """Base class of schedules: `step()` sets the learning rates of an optimizer's groups.

    A subclass defines `get_lr()`, which returns the rates of epoch `self.last_epoch`, from
    `self.base_lrs` and, in `self._last_lr`, the present ones.

    Args:
        optimizer: an `Optimizer` with groups.
        last_epoch: the number of the last epoch; groups then need "initial_lr". Default: -1, none.

    Raises:
        TypeError: `optimizer` is none, or `last_epoch` is no int.
        ValueError: `last_epoch` is less than -1.
        KeyError: a group has no "initial_lr".
    """

    def __init__(self, optimizer, last_epoch=-1):
        check_optimizer(optimizer)
        if isinstance(last_epoch, bool) or not isinstance(last_epoch, int):
            raise TypeError(f"The type of 'last_epoch' should be 'int', but got {last_epoch!r}.")
        if last_epoch < -1:
            raise ValueError(f"Invalid last_epoch: {last_epoch}; it must be at least -1.")
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", Tensor(group["lr"].asnumpy()))
            elif "initial_lr" not in group:
                raise KeyError(
                    f"param 'initial_lr' is not specified in param_groups[{i}] when resuming an "
                    "optimizer"
                )
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.optimizer = optimizer
        self._last_lr = list(optimizer.lrs)
        self.groups_num = len(optimizer.param_groups)
        self.last_epoch = counter(self, last_epoch)
        self.step()

    def get_lr(self) -> list[Tensor]:
        """Return the learning rate of each group; a subclass defines it.

        Raises:
            NotImplementedError: the subclass does not.
        """
        raise NotImplementedError(f"{type(self).__name__} does not define `get_lr(self)`.")

    def get_last_lr(self) -> list[Tensor]:
        """Return the present learning rate of each group."""
        return [Tensor(lr) for lr in self._last_lr]

    def step(self, epoch=None) -> bool:
        """Set the learning rates of the next epoch.

        Args:
            epoch: the number of the epoch. Default: None, the next.

        Returns:
            True.
        """
        if epoch is None:
            ops.assign_add(self.last_epoch, Tensor(1, mstype.float32))
            rates = self.get_lr()
        else:
            ops.assign(self.last_epoch, Tensor(epoch, mstype.float32))
            rates = getattr(self, "_get_closed_form_lr", self.get_lr)()
        for target, rate in zip(self._last_lr, rates, strict=True):
            ops.assign(target, _number(rate))
        return True

    def _scaled(self, factor) -> list[Tensor]:
        """Return the present rates times a number."""
        return [lr * factor for lr in self._last_lr]
