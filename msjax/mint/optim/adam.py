"""`Adam`, `AdamW` and `FusedAdamW`.

Source: https://www.mindspore.cn/docs/en/master/api_python/mint/mindspore.mint.optim.Adam.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.tensor import Tensor
from msjax.experimental.optim.adam import adam, adam_decoupled
from msjax.experimental.optim.checks import check_adam
from msjax.experimental.optim.optimizer import Optimizer
from msjax.nn.number_checks import check_type


class Adam(Optimizer):
    """Adaptive moment estimation.

    m = beta1 * m + (1 - beta1) * g, v = beta2 * v + (1 - beta2) * g * g,
    x = x - lr / (1 - beta1**t) * m / (sqrt(v / (1 - beta2**t)) + eps).

    Args:
        params: Parameters; or dicts, each a group with the key "params" and its own settings.
        lr: a float >= 0. Default: 1e-3.
        betas: the decays of m and v, in [0, 1). Default: (0.9, 0.999).
        eps: a float >= 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter, a float. Default: 0.0.
        amsgrad: whether the largest v so far takes the place of v. Default: False.
        maximize: whether steps go up the gradient. Default: False.

    Differs: it runs on every device; on CPU, MindSpore leaves the Parameters as they were. With
        `amsgrad`, the largest v is kept from step to step, which MindSpore does not do.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(adam)
    _counter = "state_step"
    _slots = ("exp_avg", "exp_avg_sq")
    _sequences = (tuple,)

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0.0,
        amsgrad=False,
        *,
        maximize=False,
    ):
        owner = type(self).__name__
        check_type(betas, "betas", owner, *self._sequences)
        if len(betas) != 2:
            raise ValueError(f"For '{owner}', the 'betas size' must be 2, but got {len(betas)}.")
        numbers = {"betas[0]": betas[0], "betas[1]": betas[1], "eps": eps}
        for name, value in (numbers | {"weight_decay": weight_decay, "lr": lr}).items():
            check_type(value, name, owner, float)
        for name, value in {"amsgrad": amsgrad, "maximize": maximize}.items():
            check_type(value, name, owner, bool)
        check_adam(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_clones(*self._slots)
        before = Tensor([self._first - 1], mstype.float32)
        self.state_step = Parameter(before, name="state_step")

    def _make_group_states(self, group):
        super()._make_group_states(group)
        if group["amsgrad"]:
            parameters = ParameterTuple(group["params"])
            group["max_exp_avg_sq"] = parameters.clone("max_exp_avg_sq", init="zeros")

    def _group_slots(self, index, group):
        slots = super()._group_slots(index, group)
        return [*slots, group["max_exp_avg_sq"]] if group["amsgrad"] else slots


class AdamW(Adam):
    """Adam with weight decay of the Parameters themselves: x = x * (1 - lr * weight_decay) first.

    Args:
        params: as for `Adam`, like the others.
        lr: Default: 1e-3.
        betas: Default: (0.9, 0.999).
        eps: Default: 1e-8.
        weight_decay: Default: 0.01.
        amsgrad: Default: False.
        maximize: Default: False.

    Differs: it runs on every device; MindSpore has it on Ascend only.
    """

    _update = staticmethod(adam_decoupled)
    _first = 0

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=1e-2,
        amsgrad=False,
        *,
        maximize=False,
    ):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)


class FusedAdamW(AdamW):
    """AdamW; every optimizer's step is one compiled call here.

    Args:
        params: as for `Adam`, like the others.
        lr: Default: 1e-3.
        betas: Default: (0.9, 0.999).
        eps: Default: 1e-8.
        weight_decay: Default: 0.01.
        amsgrad: the same for all groups. Default: False.
        maximize: Default: False.

    Differs: it runs on every device; MindSpore has it on Ascend only.

    Raises:
        ValueError: also where groups differ in `amsgrad`.
    """

    _sequences = (tuple, list)

    def _make_group_states(self, group):
        asked = {bool(g["amsgrad"]) for g in self.param_groups}
        if len(asked) > 1:
            raise ValueError(
                "FusedAdamW does not support mixed amsgrad across param_groups; please keep "
                "amsgrad consistent for all groups."
            )
        super()._make_group_states(group)
