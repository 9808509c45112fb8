"""Schedules of `experimental.optim.lr_scheduler`: the learning rates of some epochs, and errors."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor
from mindspore.experimental import optim

schedule = optim.lr_scheduler


def optimizer():
    first = Parameter(Tensor(np.array([1.0, -2.0], np.float32)), name="a")
    second = Parameter(Tensor(np.array([0.5], np.float32)), name="b")
    return optim.SGD([{"params": [first], "lr": 0.5}, {"params": [second]}], lr=0.05)


def rates(o):
    return [Tensor(group["lr"].asnumpy().copy()) for group in o.param_groups]


def _epochs(make, *arguments):
    def case():
        o = optimizer()
        scheduler = make(o)
        history = [rates(o)]
        for argument in arguments or [()] * 9:
            scheduler.step(*argument)
            history.append(rates(o))
        return history, [Tensor(lr.asnumpy()) for lr in scheduler.get_last_lr()]

    return case


def sequential(o):
    first = schedule.ConstantLR(o, factor=0.1, total_iters=2)
    return schedule.SequentialLR(o, [first, schedule.ExponentialLR(o, 0.9)], [4])


def of_last_epoch(make):
    def case():
        o = optimizer()
        for group in o.param_groups:
            group["initial_lr"] = Tensor(0.4)
        return _rates_after(make(o), o)

    return case


def _rates_after(scheduler, o):
    scheduler.step()
    return rates(o)


METRICS = [(Tensor(x, ms.float32),) for x in (1.0, 0.9, 0.95, 0.91, 0.92, 0.5, 0.6, 0.6, 0.6, 0.6)]
STEPS = {
    "StepLR": lambda o: schedule.StepLR(o, 3, 0.5),
    "LinearLR": lambda o: schedule.LinearLR(o, 0.25, 0.75, 4),
    "LinearLR_default": lambda o: schedule.LinearLR(o),
    "ExponentialLR": lambda o: schedule.ExponentialLR(o, 0.8),
    "PolynomialLR": lambda o: schedule.PolynomialLR(o, 6, 2.0),
    "LambdaLR": lambda o: schedule.LambdaLR(o, lambda epoch: 0.9**epoch),
    "LambdaLR_two": lambda o: schedule.LambdaLR(o, [lambda e: 0.9**e, lambda e: 1.0 / (e + 1)]),
    "MultiplicativeLR": lambda o: schedule.MultiplicativeLR(o, lambda epoch: 0.9),
    "MultiStepLR": lambda o: schedule.MultiStepLR(o, [2, 5, 5], 0.5),
    "ConstantLR": lambda o: schedule.ConstantLR(o, 0.5, 4),
    "CosineAnnealingLR": lambda o: schedule.CosineAnnealingLR(o, 4, 0.01),
    "CosineAnnealingWarmRestarts": lambda o: schedule.CosineAnnealingWarmRestarts(o, 3, 2, 0.01),
    "CyclicLR": lambda o: schedule.CyclicLR(o, 0.1, 0.5, 3, 2),
    "CyclicLR_triangular2": lambda o: schedule.CyclicLR(o, [0.1, 0.2], 0.5, 2, 2, "triangular2"),
    "CyclicLR_exp_range": lambda o: schedule.CyclicLR(o, 0.1, 0.5, 3, None, "exp_range", 0.9),
    "CyclicLR_function": lambda o: schedule.CyclicLR(
        o, 0.1, 0.5, 2, scale_fn=lambda x: 1.0 / x, scale_mode="cycle"
    ),
    "SequentialLR": sequential,
}
GIVEN = {
    "StepLR": lambda o: schedule.StepLR(o, 3, 0.5),
    "LinearLR": lambda o: schedule.LinearLR(o, 0.25, 0.75, 4),
    "ExponentialLR": lambda o: schedule.ExponentialLR(o, 0.8),
    "PolynomialLR": lambda o: schedule.PolynomialLR(o, 6, 2.0),
    "ConstantLR": lambda o: schedule.ConstantLR(o, 0.5, 4),
    "CosineAnnealingLR": lambda o: schedule.CosineAnnealingLR(o, 4, 0.01),
}
PLATEAUS = {
    "min": lambda o: schedule.ReduceLROnPlateau(o, "min", 0.5, 1),
    "max": lambda o: schedule.ReduceLROnPlateau(o, "max", 0.5, 1, 0.1, "abs"),
    "cooldown": lambda o: schedule.ReduceLROnPlateau(o, "min", 0.5, 0, cooldown=2, min_lr=[0.2, 0]),
}
WRONG = {
    "no_optimizer": lambda o: schedule.StepLR(1, 3),
    "last_epoch_float": lambda o: schedule.StepLR(o, 3, last_epoch=1.5),
    "last_epoch_low": lambda o: schedule.StepLR(o, 3, last_epoch=-2),
    "no_initial_lr": lambda o: schedule.StepLR(o, 3, last_epoch=3),
    "StepLR_size": lambda o: schedule.StepLR(o, 1.5),
    "StepLR_gamma": lambda o: schedule.StepLR(o, 3, 1),
    "LinearLR_start": lambda o: schedule.LinearLR(o, 0.0),
    "LinearLR_end": lambda o: schedule.LinearLR(o, 0.5, 2.0),
    "LinearLR_iters": lambda o: schedule.LinearLR(o, total_iters=1.5),
    "PolynomialLR_power": lambda o: schedule.PolynomialLR(o, power=-1.0),
    "LambdaLR_count": lambda o: schedule.LambdaLR(o, [lambda e: 1.0]),
    "MultiStepLR_tuple": lambda o: schedule.MultiStepLR(o, (1, 2)),
    "MultiStepLR_float": lambda o: schedule.MultiStepLR(o, [1.5]),
    "ConstantLR_factor": lambda o: schedule.ConstantLR(o, 1.5),
    "SequentialLR_milestones": lambda o: schedule.SequentialLR(o, [schedule.StepLR(o, 3)], [1]),
    "Plateau_factor": lambda o: schedule.ReduceLROnPlateau(o, factor=1.0),
    "Plateau_mode": lambda o: schedule.ReduceLROnPlateau(o, "x"),
    "Plateau_threshold_mode": lambda o: schedule.ReduceLROnPlateau(o, threshold_mode="x"),
    "Plateau_min_lr": lambda o: schedule.ReduceLROnPlateau(o, min_lr=[0.1]),
    "CyclicLR_mode": lambda o: schedule.CyclicLR(o, 0.1, 0.5, mode="x"),
    "CyclicLR_count": lambda o: schedule.CyclicLR(o, [0.1], 0.5),
    "WarmRestarts_T_0": lambda o: schedule.CosineAnnealingWarmRestarts(o, 0),
    "WarmRestarts_T_mult": lambda o: schedule.CosineAnnealingWarmRestarts(o, 3, 0),
    "CosineAnnealingLR_T_max": lambda o: schedule.CosineAnnealingLR(o, 1.5),
    "CosineAnnealingLR_eta_min": lambda o: schedule.CosineAnnealingLR(o, 3, "x"),
}
CASES = {
    **{f"steps_{name}": _epochs(make) for name, make in STEPS.items()},
    **{
        f"given_{name}": _epochs(make, (Tensor(2.0),), (), (Tensor(7.0),))
        for name, make in GIVEN.items()
    },
    **{f"plateau_{name}": _epochs(make, *METRICS) for name, make in PLATEAUS.items()},
    **{f"wrong_{name}": _epochs(make) for name, make in WRONG.items()},
    "last_epoch": of_last_epoch(lambda o: schedule.StepLR(o, 3, 0.5, last_epoch=4)),
}
MODES = ("pynative",)
