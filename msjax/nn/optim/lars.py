"""`LARS`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.LARS.html
"""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn.number_checks import check_bool, check_type
from msjax.nn.optim.optimizer import Optimizer


def _is_scaled(parameter):
    return "LayerNorm" not in parameter.name and "bias" not in parameter.name


class LARS(Optimizer):
    """Layer-wise adaptive rates: scales gradients, and hands them to another optimizer.

    g = c * (g + d * x) with c = coefficient * norm(x) / (norm(g) + d * norm(x) + epsilon) and the
    weight decay d.

    Args:
        optimizer: the optimizer that updates the Parameters. Its weight decay and loss scale are
            applied here instead of there.
        epsilon: a float. Default: 1e-5.
        coefficient: a float. Default: 0.001.
        use_clip: whether the factor is divided by the learning rate and bounded by 1. Default:
            False.
        lars_filter: a function of a Parameter that tells whether its gradient is scaled. Default:
            all whose names have neither "LayerNorm" nor "bias" in them.

    Differs: it runs on every device; MindSpore lacks its operator on CPU.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: with `use_clip`, groups of Parameters have schedules of learning rates.
    """

    def __init__(
        self, optimizer, epsilon=1e-5, coefficient=0.001, use_clip=False, lars_filter=_is_scaled
    ):
        super().__init__(0.0, [Parameter(Tensor(0.0), name="fake_param")])
        check_type(optimizer, "optimizer", "LARS", Optimizer)
        check_type(epsilon, "epsilon", "LARS", float)
        check_type(coefficient, "coefficient", "LARS", float)
        check_bool(use_clip, "use_clip", "LARS")
        if use_clip and optimizer.is_group_lr and optimizer.dynamic_lr:
            raise ValueError(
                "For 'LARS', if the argument 'use_clip' is set to True, then the dynamic learning "
                "rate and group learning rate cannot both be true."
            )
        self.opt = optimizer
        self.use_clip = use_clip
        self.learning_rate = Parameter(Tensor(0.0, mstype.float32), name="fake_lr")
        self.lars = ops.LARSUpdate(epsilon, coefficient, use_clip)
        self._take_over(optimizer)
        self.lars_flag = tuple([bool(lars_filter(p)) for p in self.parameters])

    def _take_over(self, optimizer):
        """Do from now on what `optimizer` did with weight decay and loss scale."""
        self.parameters = self._parameters = optimizer.parameters
        self.param_length = optimizer.param_length
        self._user_parameters.extend([p.name for p in self.parameters])
        for name in (
            "dynamic_decay_flags dynamic_weight_decay weight_decay decay_flags exec_weight_decay"
            " is_group global_step reciprocal_scale need_scale loss_scale"
        ).split():
            setattr(self, name, getattr(optimizer, name))
        off = (False,) * len(self.parameters)
        optimizer.dynamic_decay_flags = off if optimizer.is_group else False
        optimizer.decay_flags = off
        optimizer.dynamic_weight_decay = optimizer.exec_weight_decay = False
        optimizer.need_scale = False
        optimizer._layout = optimizer._statics()

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        count = len(self.parameters)
        rates = self.opt.get_lr() if self.use_clip else 0.0
        rates = rates if isinstance(rates, tuple) else (rates,) * count
        decays = self.get_weight_decay()
        decays = decays if isinstance(decays, tuple) else (decays,) * count
        each = zip(
            self.scale_grad(gradients),
            self.parameters,
            rates,
            decays,
            self.lars_flag,
            self.decay_flags,
            strict=True,
        )
        scaled = [
            self._scaled(g, p, lr, decay / self.loss_scale if decays_it else 0.0) if flag else g
            for g, p, lr, decay, flag, decays_it in each
        ]
        return self.opt(tuple(scaled))

    def _scaled(self, gradient, weight, lr, decay):
        squares = ops.square(weight).sum(), ops.square(gradient).sum()
        return self.lars(weight, gradient, *squares, decay, lr)
