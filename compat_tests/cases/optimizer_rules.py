"""Further optimizers and loss scales: weights and states after each step; what they refuse."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn

GRADS = (0.5, -1.0, 0.25, 0.125)


def weights():
    """Return a matrix and a vector with the name of a bias."""
    matrix = Tensor(np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -0.75]], np.float32))
    return [Parameter(matrix, name="w"), Parameter(Tensor([0.5, -1.5, 0.0]), name="fc.bias")]


def gradients(step):
    """Return one gradient per weight; some change their signs between steps, some are 0."""
    first = np.array([[1.0, -0.5, 2.0], [0.0, 0.75, -1.0]], np.float32)
    return Tensor(first * GRADS[step]), Tensor(np.array([0.5, 1.0, -2.0], np.float32) * GRADS[step])


def copies(parameters):
    return [Tensor(q.asnumpy().copy()) for q in parameters]


def _stepped(make, count=4):
    def case():
        parameters = weights()
        optimizer = make(parameters)
        history = []
        for step in range(count):
            optimizer(gradients(step))
            history.append(copies(parameters))
        return history

    return case


def _states(make):
    def case():
        optimizer = make(weights())
        for step in range(2):
            optimizer(gradients(step))
        return sorted((q.name, Tensor(q.asnumpy())) for q in optimizer.get_parameters())

    return case


def _made(make):
    return lambda: make(weights()) and "made"


RULES = {
    "ASGD": lambda p: nn.ASGD(p),
    "ASGD_options": lambda p: nn.ASGD(p, 0.2, lambd=0.1, alpha=0.5, t0=2.0, weight_decay=0.05),
    "ASGD_schedule": lambda p: nn.ASGD(p, nn.ExponentialDecayLR(0.2, 0.5, 2), t0=1.0),
    "Adadelta": lambda p: nn.Adadelta(p),
    "Adadelta_options": lambda p: nn.Adadelta(p, 0.5, 0.8, 1e-3, 2.0, 0.05),
    "Adagrad": lambda p: nn.Adagrad(p, accum=0.5, learning_rate=0.2),
    "Adagrad_options": lambda p: nn.Adagrad(p, learning_rate=0.2, loss_scale=2.0, weight_decay=0.1),
    "AdaMax_options": lambda p: nn.AdaMax(p, 0.1, 0.8, 0.9, 1e-3, 0.05, 2.0),
    "AdamWeightDecay_options": lambda p: nn.AdamWeightDecay(p, 0.1, 0.8, 0.9, 1e-3, 0.1),
    "FTRL": lambda p: nn.FTRL(p),
    "FTRL_options": lambda p: nn.FTRL(p, 0.5, 0.2, -0.75, 0.0, 0.05, loss_scale=2.0),
    "FTRL_weight_decay": lambda p: nn.FTRL(p, learning_rate=0.2, weight_decay=0.1),
    "ProximalAdagrad": lambda p: nn.ProximalAdagrad(p),
    "ProximalAdagrad_options": lambda p: nn.ProximalAdagrad(
        p, 0.5, 0.2, l1=0.1, l2=0.05, loss_scale=2.0, weight_decay=0.05
    ),
    "Rprop": lambda p: nn.Rprop(p),
    "Rprop_options": lambda p: nn.Rprop(p, 0.05, (0.25, 1.5), (1e-3, 0.0625), 0.05),
    "Rprop_list_of_rates": lambda p: nn.Rprop(p, [0.1, 0.2, 0.3, 0.4]),
    "RMSProp_options": lambda p: nn.RMSProp(p, 0.1, 0.8, 0.5, 1e-3, weight_decay=0.05),
}
STATES = {
    "ASGD": lambda p: nn.ASGD(p, 0.2, t0=1.0),
    "Adadelta": lambda p: nn.Adadelta(p),
    "FTRL": lambda p: nn.FTRL(p),
    "ProximalAdagrad": lambda p: nn.ProximalAdagrad(p),
    "Rprop": lambda p: nn.Rprop(p),
}
ERRORS = {
    "ASGD_lambd": lambda p: nn.ASGD(p, lambd=1),
    "ASGD_alpha": lambda p: nn.ASGD(p, alpha="1"),
    "ASGD_t0": lambda p: nn.ASGD(p, t0=100),
    "ASGD_learning_rate": lambda p: nn.ASGD(p, -1.0),
    "Adadelta_rho": lambda p: nn.Adadelta(p, rho=1.5),
    "Adadelta_rho_type": lambda p: nn.Adadelta(p, rho=1),
    "Adadelta_epsilon": lambda p: nn.Adadelta(p, epsilon=-1e-6),
    "Adadelta_epsilon_type": lambda p: nn.Adadelta(p, epsilon=1),
    "Adagrad_accum": lambda p: nn.Adagrad(p, accum=-0.5),
    "Adagrad_update_slots": lambda p: nn.Adagrad(p, update_slots=1),
    "FTRL_accum": lambda p: nn.FTRL(p, initial_accum=-1.0),
    "FTRL_power": lambda p: nn.FTRL(p, lr_power=0.5),
    "FTRL_power_type": lambda p: nn.FTRL(p, lr_power=0),
    "FTRL_l1": lambda p: nn.FTRL(p, l1=-0.5),
    "FTRL_l2": lambda p: nn.FTRL(p, l2=1),
    "FTRL_locking": lambda p: nn.FTRL(p, use_locking=1),
    "FTRL_list_of_rates": lambda p: nn.FTRL(p, learning_rate=[0.1, 0.2]),
    "FTRL_group_rates": lambda p: nn.FTRL([{"params": p[:1], "lr": 0.1}, {"params": p[1:]}]),
    "ProximalAdagrad_accum": lambda p: nn.ProximalAdagrad(p, accum=-1.0),
    "ProximalAdagrad_l1": lambda p: nn.ProximalAdagrad(p, l1=-1.0),
    "ProximalAdagrad_l2_type": lambda p: nn.ProximalAdagrad(p, l2=1),
    "ProximalAdagrad_locking": lambda p: nn.ProximalAdagrad(p, use_locking=None),
    "Rprop_etas": lambda p: nn.Rprop(p, etas=(1.2, 0.5)),
    "Rprop_etas_list": lambda p: nn.Rprop(p, etas=[0.5, 1.2]),
    "Rprop_etas_length": lambda p: nn.Rprop(p, etas=(0.5,)),
    "Rprop_etas_type": lambda p: nn.Rprop(p, etas=(0.5, 2)),
    "Rprop_sizes": lambda p: nn.Rprop(p, step_sizes=(1.0, 0.5)),
    "Rprop_sizes_type": lambda p: nn.Rprop(p, step_sizes=(1, 2)),
    "RMSProp_decay": lambda p: nn.RMSProp(p, 0.1, decay=-1.0),
    "RMSProp_centered": lambda p: nn.RMSProp(p, 0.1, centered=1),
}
CASES = {
    **{name: _stepped(make) for name, make in RULES.items()},
    **{f"states_{name}": _states(make) for name, make in STATES.items()},
    **{f"error_{name}": _made(make) for name, make in ERRORS.items()},
}


def case_Rprop_groups():
    p = weights()
    optimizer = nn.Rprop([{"params": p[:1], "lr": 0.5}, {"params": p[1:]}], 0.1)
    optimizer(gradients(0))
    return copies(p)


def case_Adadelta_float16():
    p = [Parameter(Tensor([1.0, -2.0], ms.float16), name="w")]
    optimizer = nn.Adadelta(p, 0.5)
    optimizer((Tensor([0.5, 0.25], ms.float16),))
    return p[0]


def case_decay_lists():
    return [
        nn.natural_exp_decay_lr(0.1, 0.9, 6, 2, 1),
        nn.natural_exp_decay_lr(0.1, 0.9, 6, 2, 2, True),
        nn.inverse_decay_lr(0.1, 0.5, 6, 2, 1),
        nn.inverse_decay_lr(0.1, 0.5, 6, 2, 2, True),
        nn.exponential_decay_lr(0.1, 0.9, 6, 2, 2, True),
        nn.polynomial_decay_lr(0.1, 0.01, 6, 2, 2, 0.5, True),
    ]


LISTS = {
    "natural_exp_negative": lambda: nn.natural_exp_decay_lr(-0.1, 0.9, 6, 2, 1),
    "natural_exp_steps": lambda: nn.natural_exp_decay_lr(0.1, 0.9, 0, 2, 1),
    "natural_exp_stair": lambda: nn.natural_exp_decay_lr(0.1, 0.9, 6, 2, 1, 1),
    "natural_exp_rate_type": lambda: nn.natural_exp_decay_lr(1, 0.9, 6, 2, 1),
    "inverse_decay_rate": lambda: nn.inverse_decay_lr(0.1, 0, 6, 2, 1),
    "inverse_decay_epoch": lambda: nn.inverse_decay_lr(0.1, 0.5, 6, 2, 0),
    "inverse_decay_steps_type": lambda: nn.inverse_decay_lr(0.1, 0.5, 6.0, 2, 1),
    "piecewise_lengths": lambda: nn.piecewise_constant_lr([1, 2], [0.1]),
    "piecewise_order": lambda: nn.piecewise_constant_lr([2, 1], [0.1, 0.2]),
    "cosine_bounds": lambda: nn.cosine_decay_lr(0.1, 0.01, 6, 2, 1),
    "polynomial_power": lambda: nn.polynomial_decay_lr(0.1, 0.01, 6, 2, 2, -1.0),
    "warmup_epoch": lambda: nn.warmup_lr(0.1, 6, 2, -1),
}
CASES |= {f"error_{name}": call for name, call in LISTS.items()}


def case_FixedLossScaleUpdateCell():
    cell = nn.FixedLossScaleUpdateCell(1024)
    overflow = Tensor(True)
    return cell.get_loss_scale(), cell(Tensor(1024.0), overflow), cell.loss_scale_value


def case_DynamicLossScaleUpdateCell_names():
    cell = nn.DynamicLossScaleUpdateCell(2.0**12, 2, 2)
    return cell.get_loss_scale(), [(q.name, q) for q in cell.get_parameters()]


def case_DynamicLossScaleUpdateCell():
    cell = nn.DynamicLossScaleUpdateCell(16.0, 2, 2)
    scale = Parameter(Tensor(16.0), name="scale")
    history = []
    for overflow in (False, False, True, True, False, False, False, True):
        cell(scale, Tensor(overflow))
        history.append(float(scale.asnumpy()))
    return history


class Linear(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 1, weight_init=Tensor([[0.5, -0.25]]), bias_init="zeros")

    def construct(self, x, y):
        return ((self.fc(x) - y) ** 2).mean()


X = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]]
Y = [[1.0], [2.0], [0.0]]


def trained(make, steps=3):
    """Return losses and weights of a training cell."""
    net = Linear()
    train = make(net, nn.Momentum(net.trainable_params(), 0.05, 0.9))
    train.set_train()
    losses = [train(Tensor(X), Tensor(Y)) for _ in range(steps)]
    losses = [loss[0] if isinstance(loss, tuple) else loss for loss in losses]
    return losses, copies(net.trainable_params())


def case_TrainOneStepWithLossScaleCell():
    return trained(lambda net, opt: nn.TrainOneStepWithLossScaleCell(net, opt, Tensor(1024.0)))


def case_TrainOneStepWithLossScaleCell_manager():
    manager = nn.DynamicLossScaleUpdateCell(2.0**10, 2, 2)
    return trained(lambda net, opt: nn.TrainOneStepWithLossScaleCell(net, opt, manager))


def case_error_loss_scale_type():
    net = Linear()
    return nn.TrainOneStepWithLossScaleCell(net, nn.SGD(net.trainable_params()), 1024.0)


def case_error_loss_scale_shape():
    net = Linear()
    optimizer = nn.SGD(net.trainable_params())
    return nn.TrainOneStepWithLossScaleCell(net, optimizer, Tensor([1.0, 2.0]))


def _without_scale():
    return trained(lambda net, opt: nn.TrainOneStepCell(net, opt))


_SCALED = "MindSpore's CPU lacks an operator of the check: a loss without overflow, not scaled"
INTENDED = {
    "TrainOneStepWithLossScaleCell": (_without_scale, _SCALED),
    "TrainOneStepWithLossScaleCell_manager": (_without_scale, _SCALED),
}
