"""Optimizers with groups of Parameters (`experimental.optim`, `mint.optim`): weights and states."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, mint
from mindspore.experimental import optim

GRADS = (
    ([0.11, -0.23, 0.37], [[-1.0, 0.5]]),
    ([0.19, -0.41, 0.62], [[-0.7, 0.3]]),
    ([0.35, 0.64, 0.92], [[-0.4, 0.2]]),
    ([-0.12, 0.2, -0.34], [[1.0, -0.5]]),
)


def parameters():
    first = Parameter(Tensor(np.array([1.0, -2.0, 3.0], np.float32)), name="a")
    return [first, Parameter(Tensor(np.array([[0.5, -0.5]], np.float32)), name="b")]


def groups(p):
    return [{"params": [p[0]], "lr": 0.5}, {"params": [p[1]], "weight_decay": 0.1}]


def _steps(make):
    def case():
        p = parameters()
        optimizer = make(p)
        history = []
        for i, grads in enumerate(GRADS):
            if i == 2:
                ms.ops.assign(optimizer.param_groups[0]["lr"], Tensor(0.05))
            history.append(optimizer(tuple([Tensor(g, ms.float32) for g in grads])))
            history += [Tensor(x.asnumpy().copy()) for x in p]
        return history

    return case


def _made(make):
    def case():
        optimizer = make(parameters())
        states = [[x.name, x.shape, str(x.dtype)] for x in optimizer.get_parameters()]
        return repr(optimizer), states, list(optimizer.group_start_id)

    return case


RULES = {
    "Adam": lambda p: optim.Adam(p, lr=0.1),
    "Adam_default": lambda p: optim.Adam(p),
    "Adam_maximize": lambda p: optim.Adam(p, 0.1, (0.8, 0.9), 1e-3, 0.1, maximize=True),
    "Adam_groups": lambda p: optim.Adam(groups(p), lr=0.1),
    "Adam_lr_tensor": lambda p: optim.Adam(p, lr=Tensor(0.1)),
    "AdamW": lambda p: optim.AdamW(p, lr=0.1),
    "AdamW_amsgrad": lambda p: optim.AdamW(p, lr=0.1, amsgrad=True, maximize=True),
    "SGD": lambda p: optim.SGD(p, 0.1),
    "SGD_momentum": lambda p: optim.SGD(p, 0.1, 0.9, 0.2, 0.1),
    "SGD_nesterov": lambda p: optim.SGD(p, 0.1, 0.9, nesterov=True, maximize=True),
    "SGD_groups": lambda p: optim.SGD(groups(p), lr=0.1),
    "Adadelta": lambda p: optim.Adadelta(p, weight_decay=0.1),
    "Adagrad": lambda p: optim.Adagrad(p, 0.1, 0.2, 0.1, 0.3),
    "Adamax": lambda p: optim.Adamax(p, 0.1, weight_decay=0.1),
    "ASGD": lambda p: optim.ASGD(p, 0.1),
    "ASGD_averaged": lambda p: optim.ASGD(p, 0.1, 0.1, 0.75, 1.0, 0.1, True),
    "NAdam": lambda p: optim.NAdam(p, 0.1, weight_decay=0.1),
    "RAdam": lambda p: optim.RAdam(p, 0.1),
    "RAdam_rectified": lambda p: optim.RAdam(p, 0.1, (0.9, 0.5), weight_decay=0.1),
    "RMSprop": lambda p: optim.RMSprop(p, 0.1),
    "RMSprop_centered": lambda p: optim.RMSprop(p, 0.1, 0.9, 1e-6, 0.1, 0.5, True, True),
    "Rprop": lambda p: optim.Rprop(p, 0.1),
    "Rprop_sizes": lambda p: optim.Rprop(p, 0.1, (0.4, 1.5), (1e-3, 0.2), maximize=True),
}
MADE = {
    **RULES,
    "mint_Adam": lambda p: mint.optim.Adam(p, lr=0.1),
    "mint_Adam_amsgrad": lambda p: mint.optim.Adam(p, amsgrad=True),
    "mint_Adam_groups": lambda p: mint.optim.Adam(groups(p), lr=0.1),
    "mint_AdamW": lambda p: mint.optim.AdamW(p),
    "mint_SGD": lambda p: mint.optim.SGD(p, 0.1, 0.9),
    "mint_SGD_groups": lambda p: mint.optim.SGD(groups(p), lr=0.1),
}
WRONG = {
    "mint_Adam_lr_int": lambda p: mint.optim.Adam(p, lr=1),
    "mint_Adam_lr_negative": lambda p: mint.optim.Adam(p, lr=-0.1),
    "mint_Adam_betas_list": lambda p: mint.optim.Adam(p, betas=[0.9, 0.99]),
    "mint_Adam_betas_three": lambda p: mint.optim.Adam(p, betas=(0.9, 0.9, 0.9)),
    "mint_Adam_beta_1": lambda p: mint.optim.Adam(p, betas=(1.0, 0.9)),
    "mint_Adam_eps_negative": lambda p: mint.optim.Adam(p, eps=-1.0),
    "mint_Adam_amsgrad_int": lambda p: mint.optim.Adam(p, amsgrad=1),
    "mint_Adam_none": lambda p: mint.optim.Adam(None),
    "mint_Adam_empty": lambda p: mint.optim.Adam([]),
    "mint_Adam_no_parameter": lambda p: mint.optim.Adam([1]),
    "mint_Adam_twice": lambda p: mint.optim.Adam([{"params": p}, {"params": p}]),
    "mint_Adam_set": lambda p: mint.optim.Adam([{"params": set(p)}]),
    "mint_SGD_lr_missing": lambda p: mint.optim.SGD(p),
    "mint_SGD_lr_text": lambda p: mint.optim.SGD(p, "x"),
    "mint_SGD_nesterov": lambda p: mint.optim.SGD(p, 0.1, nesterov=True),
    "Adagrad_lr_zero": lambda p: optim.Adagrad(p, 0.0),
    "Adagrad_lr_text": lambda p: optim.Adagrad(p, "x"),
    "Adadelta_rho": lambda p: optim.Adadelta(p, rho=1.5),
    "Adadelta_rho_int": lambda p: optim.Adadelta(p, rho=1),
    "RAdam_beta": lambda p: optim.RAdam(p, betas=(1.0, 0.9)),
    "ASGD_lambd_int": lambda p: optim.ASGD(p, lambd=1),
    "Rprop_etas": lambda p: optim.Rprop(p, etas=(0.5, 1.0)),
    "SGD_lr_negative": lambda p: optim.SGD(p, -1.0),
    "SGD_dampening_text": lambda p: optim.SGD(p, 0.1, dampening="x"),
    "lr_negative": lambda p: optim.Optimizer(p, {"lr": -0.1}),
    "lr_text": lambda p: optim.Optimizer(p, {"lr": "x"}),
    "lr_vector": lambda p: optim.Optimizer(p, {"lr": Tensor([0.1, 0.2])}),
}
CASES = {
    **{f"steps_{name}": _steps(make) for name, make in RULES.items()},
    **{f"made_{name}": _made(make) for name, make in MADE.items()},
    **{f"wrong_{name}": _made(make) for name, make in WRONG.items()},
}
PYNATIVE_ONLY = tuple(name for name in CASES if not name.startswith("steps_"))
