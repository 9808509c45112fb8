"""Lamb, LARS, LazyAdam, AdamOffload and AdaFactor: weights after each step; what they refuse."""

import numpy as np
from mindspore import Parameter, Tensor, nn

GRADS = (0.5, -1.0, 0.25)
MATRIX = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -0.75]], np.float32)
VECTOR = np.array([0.5, -1.5, 0.25], np.float32)
FIRST = np.array([[1.0, -0.5, 2.0], [0.125, 0.75, -1.0]], np.float32)
SECOND = np.array([0.5, 1.0, -2.0], np.float32)


def weights(name="fc.bias"):
    return [Parameter(Tensor(MATRIX), name="w"), Parameter(Tensor(VECTOR), name=name)]


def gradients(step):
    return Tensor(FIRST * GRADS[step]), Tensor(SECOND * GRADS[step])


def copies(parameters):
    return [Tensor(q.asnumpy().copy()) for q in parameters]


def _stepped(make):
    def case():
        parameters = weights()
        optimizer = make(parameters)
        history = []
        for step in range(len(GRADS)):
            optimizer(gradients(step))
            history.append(copies(parameters))
        return history

    return case


def _made(make):
    return lambda: make(weights()) and "made"


RULES = {
    "Lamb": lambda p: nn.Lamb(p, 0.1),
    "Lamb_options": lambda p: nn.Lamb(p, 0.1, 0.8, 0.9, 1e-3, 0.05),
    "LARS": lambda p: nn.LARS(nn.Momentum(p, 0.1, 0.9), 1e-8, 0.02),
    "LARS_clip_decay": lambda p: nn.LARS(
        nn.SGD(p, 0.1, weight_decay=0.1, loss_scale=2.0), use_clip=True, coefficient=0.5
    ),
    "LARS_filter": lambda p: nn.LARS(nn.SGD(p, 0.1), lars_filter=lambda q: q.name != "w"),
    "LazyAdam": lambda p: nn.LazyAdam(p, 0.1),
    "LazyAdam_options": lambda p: nn.LazyAdam(
        p, 0.1, 0.8, 0.9, 1e-3, False, True, weight_decay=0.1, loss_scale=2.0
    ),
    "LazyAdam_schedule": lambda p: nn.LazyAdam(p, nn.ExponentialDecayLR(0.1, 0.5, 1)),
    "AdamOffload": lambda p: nn.AdamOffload(p, 0.1),
    "AdamOffload_options": lambda p: nn.AdamOffload(
        p, 0.1, 0.8, 0.9, 1e-3, use_nesterov=True, weight_decay=0.1
    ),
    "AdaFactor": lambda p: nn.AdaFactor(p),
    "AdaFactor_rate": lambda p: nn.AdaFactor(
        p, 0.1, scale_parameter=False, relative_step=False, beta1=None
    ),
    "AdaFactor_scaled_rate": lambda p: nn.AdaFactor(p, 0.1, relative_step=False),
    "AdaFactor_options": lambda p: nn.AdaFactor(
        p, None, (1e-8, 0.5), 0.5, 0.5, 0.5, 0.1, warmup_init=True
    ),
    "AdaFactor_schedule": lambda p: nn.AdaFactor(
        p, nn.ExponentialDecayLR(0.1, 0.5, 1), relative_step=False
    ),
}
ERRORS = {
    "Lamb_no_rate": lambda p: nn.Lamb(p),
    "Lamb_beta1": lambda p: nn.Lamb(p, 0.1, beta1=1.0),
    "Lamb_beta2_type": lambda p: nn.Lamb(p, 0.1, beta2=1),
    "Lamb_eps": lambda p: nn.Lamb(p, 0.1, eps=0.0),
    "Lamb_decay": lambda p: nn.Lamb(p, 0.1, weight_decay=-1.0),
    "LARS_epsilon": lambda p: nn.LARS(nn.SGD(p), epsilon=1),
    "LARS_coefficient": lambda p: nn.LARS(nn.SGD(p), coefficient="1"),
    "LARS_clip": lambda p: nn.LARS(nn.SGD(p), use_clip=1),
    "LazyAdam_beta1": lambda p: nn.LazyAdam(p, beta1=1.5),
    "LazyAdam_locking": lambda p: nn.LazyAdam(p, use_locking=1),
    "LazyAdam_amsgrad": lambda p: nn.LazyAdam(p, use_amsgrad=True),
    "AdamOffload_eps": lambda p: nn.AdamOffload(p, eps=-1.0),
    "AdamOffload_nesterov": lambda p: nn.AdamOffload(p, use_nesterov=1),
    "AdaFactor_rate": lambda p: nn.AdaFactor(p, 0.1),
    "AdaFactor_no_rate": lambda p: nn.AdaFactor(p, relative_step=False),
    "AdaFactor_warmup": lambda p: nn.AdaFactor(p, 0.1, relative_step=False, warmup_init=True),
    "AdaFactor_eps": lambda p: nn.AdaFactor(p, eps=(1e-30,)),
    "AdaFactor_eps_type": lambda p: nn.AdaFactor(p, eps=1e-30),
    "AdaFactor_eps_negative": lambda p: nn.AdaFactor(p, eps=(1e-30, -1.0)),
    "AdaFactor_clip": lambda p: nn.AdaFactor(p, clip_threshold=1),
    "AdaFactor_decay_rate": lambda p: nn.AdaFactor(p, decay_rate=1.0),
    "AdaFactor_beta1": lambda p: nn.AdaFactor(p, beta1=-0.5),
    "AdaFactor_weight_decay": lambda p: nn.AdaFactor(p, weight_decay=1.0),
    "AdaFactor_scale": lambda p: nn.AdaFactor(p, scale_parameter=1),
    "AdaFactor_compression": lambda p: nn.AdaFactor(p, compression=1),
}
CASES = {
    **{name: _stepped(make) for name, make in RULES.items()},
    **{f"error_{name}": _made(make) for name, make in ERRORS.items()},
}


def names(optimizer):
    return sorted((q.name, str(q.dtype), tuple(q.shape)) for q in optimizer.get_parameters())


def case_names_of_AdaFactor():
    return names(nn.AdaFactor(weights())), names(nn.AdaFactor(weights(), compression=True))


def case_names_of_Lamb():
    return names(nn.Lamb(weights(), 0.1)), names(nn.LazyAdam(weights()))


def case_AdaFactor_float16():
    p = [Parameter(Tensor(MATRIX.astype(np.float16)), name="w")]
    optimizer = nn.AdaFactor(p)
    optimizer((Tensor(FIRST.astype(np.float16)),))
    return p[0]


def _history(update):
    """Return what weights become, computed in float64: `update(i, w, g, step) -> w`."""
    values, history = [MATRIX.astype(np.float64), VECTOR.astype(np.float64)], []
    for step, factor in enumerate(GRADS):
        pairs = zip(values, (FIRST * factor, SECOND * factor), strict=True)
        values = [update(i, w, g.astype(np.float64), step) for i, (w, g) in enumerate(pairs)]
        history.append([Tensor(w.astype(np.float32)) for w in values])
    return history


def _lamb(beta1=0.9, beta2=0.999, eps=1e-6, decay=0.0):
    moments = {}

    def update(i, w, g, step):
        m, v = moments.get(i, (0, 0))
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        moments[i] = m, v
        m, v = m / (1 - beta1 ** (step + 1)), v / (1 - beta2 ** (step + 1))
        r = m / (np.sqrt(v) + eps) + decay * w
        return w - 0.1 * min(np.linalg.norm(w) / np.linalg.norm(r), 10) * r

    return lambda: _history(update)


def _lars(which, coefficient, epsilon, decay=0.0, clip=False, momentum=0.0, scale=1.0):
    moments = {}

    def update(i, w, g, step):
        g = g / scale
        if i == which:
            norm, size = np.linalg.norm(w), np.linalg.norm(g)
            ratio = coefficient * norm / (size + decay * norm + epsilon)
            ratio = min(ratio / 0.1, 1) if clip else ratio
            g = ratio * (g + decay * w)
        moments[i] = momentum * moments.get(i, 0) + g
        return w - 0.1 * moments[i]

    return lambda: _history(update)


_NO_KERNEL = "MindSpore has its operator on no CPU: the formula that its page gives"
INTENDED = {
    "Lamb": (_lamb(), _NO_KERNEL),
    "Lamb_options": (_lamb(0.8, 0.9, 1e-3, 0.05), _NO_KERNEL),
    "LARS": (_lars(0, 0.02, 1e-8, momentum=0.9), _NO_KERNEL),
    "LARS_clip_decay": (_lars(0, 0.5, 1e-5, 0.1, True, scale=2.0), _NO_KERNEL),
    "LARS_filter": (_lars(1, 0.001, 1e-5), _NO_KERNEL),
}
