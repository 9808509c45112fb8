"""`Adam` and `AdamWeightDecay`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Adam.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops import update_rules
from msjax.nn.number_checks import check_bool, check_positive_float, check_type, check_unit_interval
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule


def advance_powers(settings):
    """Return the powers of the betas after one more step."""
    return (
        settings.beta1_power * settings.beta1.astype(settings.beta1_power.dtype),
        settings.beta2_power * settings.beta2.astype(settings.beta2_power.dtype),
    )


ADAM = Rule(update_rules.adam, advance_powers)
_ADAM_WEIGHT_DECAY = Rule(update_rules.adam_weight_decay, decoupled=True)


def check_betas(beta1, beta2, eps, owner):
    """Refuse betas that are no float in (0, 1), or an eps that is no float > 0."""
    check_unit_interval(beta1, "beta1", owner)
    check_unit_interval(beta2, "beta2", owner)
    check_type(eps, "eps", owner, float)
    check_positive_float(eps, "eps", owner)


class Adam(Optimizer):
    """Adaptive moment estimation.

    m = beta1 * m + (1 - beta1) * g, v = beta2 * v + (1 - beta2) * g * g,
    x = x - lr * sqrt(1 - beta2**t) / (1 - beta1**t) * m / (sqrt(v) + eps).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        beta1: the decay of m, in (0, 1). Default: 0.9.
        beta2: the decay of v, in (0, 1). Default: 0.999.
        eps: a float > 0. Default: 1e-8.
        use_locking: accepted; there is nothing to lock. Default: False.
        use_nesterov: whether beta1 * m + (1 - beta1) * g takes the place of m in the update.
            Default: False.
        weight_decay: as for `Optimizer`. Default: 0.0.
        loss_scale: as for `Optimizer`. Default: 1.0.
        use_amsgrad: whether the largest v so far takes the place of v. Default: False.
        **kwargs: `use_lazy`: for sparse gradients; gradients are dense here. Default: False.
            `use_offload`: only False.

    Raises:
        KeyError: an unknown keyword argument.
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or options contradict each other.
        NotImplementedError: `use_offload` is True.
    """

    def __init__(
        self,
        params,
        learning_rate=1e-3,
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        use_locking=False,
        use_nesterov=False,
        weight_decay=0.0,
        loss_scale=1.0,
        use_amsgrad=False,
        **kwargs,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        owner = type(self).__name__
        check_betas(beta1, beta2, eps, owner)
        flags = {"use_locking": use_locking, "use_nesterov": use_nesterov}
        for name, value in {**flags, "use_amsgrad": use_amsgrad}.items():
            check_bool(value, name, owner)
        self._take_options(kwargs, use_amsgrad)
        self.use_locking = use_locking
        self.use_nesterov = use_nesterov
        self.use_amsgrad = use_amsgrad
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.eps = Tensor(eps, mstype.float32)
        self.params = self.parameters
        self.beta1_power = Parameter(Tensor(1.0, mstype.float32), name="beta1_power")
        self.beta2_power = Parameter(Tensor(1.0, mstype.float32), name="beta2_power")
        self.moment1 = self.parameters.clone("moment1", init="zeros")
        self.moment2 = self.parameters.clone("moment2", init="zeros")
        self._slots = (self.moment1, self.moment2)
        if use_amsgrad:
            self.vhat = self.parameters.clone("vhat", init="zeros")
            self._slots += (self.vhat,)

    def _take_options(self, options, use_amsgrad):
        unknown = set(options) - {"use_lazy", "use_offload"}
        if unknown:
            raise KeyError(
                "For 'Adam', invalid keys are passed as kwargs, supported keys are 'use_lazy' and "
                f"'use_offload', but got {list(options)}."
            )
        use_lazy, use_offload = options.get("use_lazy", False), options.get("use_offload", False)
        check_bool(use_lazy, "use_lazy", "Adam")
        check_bool(use_offload, "use_offload", "Adam")
        if use_lazy and use_offload:
            raise ValueError(
                "For 'Adam', 'use_lazy' and 'use_offload' can not both be True.But got use_lazy="
                f"{use_lazy}, use_offload={use_offload}."
            )
        if use_amsgrad and (use_lazy or use_offload):
            raise ValueError(
                "For lazy Adam and Adam with offload, there is no parameter named 'use_amsgrad'."
                f"but got 'use_amsgrad'={use_amsgrad}."
            )
        if use_offload:
            raise NotImplementedError(
                "Adam(use_offload=True): moments are kept where the Parameters are; leave it out."
            )
        self.use_lazy = use_lazy
        self.use_offload = use_offload

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients,
            ADAM,
            self._slots,
            constants=("beta1", "beta2", "eps"),
            powers=("beta1_power", "beta2_power"),
            flags=("use_amsgrad", "use_nesterov"),
        )


class AdamWeightDecay(Optimizer):
    """Adam with weight decay beside the moments, and without correction of their bias.

    x = x - lr * (m / (sqrt(v) + eps) + weight_decay * x), with m and v as of `Adam`.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        beta1: the decay of m, in (0, 1). Default: 0.9.
        beta2: the decay of v, in (0, 1). Default: 0.999.
        eps: a float > 0. Default: 1e-6.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Differs: float16 Parameters are computed in float32, where MindSpore rounds 1 - beta2.
        "grad_centralization" of a group is done, where MindSpore overlooks it.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self, params, learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0
    ):
        super().__init__(learning_rate, params, weight_decay)
        check_betas(beta1, beta2, eps, type(self).__name__)
        self.beta1 = Tensor([beta1], mstype.float32)
        self.beta2 = Tensor([beta2], mstype.float32)
        self.eps = Tensor([eps], mstype.float32)
        self.moments1 = self.parameters.clone("adam_m", init="zeros")
        self.moments2 = self.parameters.clone("adam_v", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients,
            _ADAM_WEIGHT_DECAY,
            (self.moments1, self.moments2),
            constants=("beta1", "beta2", "eps"),
        )
