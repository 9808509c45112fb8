"""Optimizers, learning rates, weight decay, groups, training cells: the weights after each step."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn

START = np.array([1.0, -2.0, 3.0], np.float32)
GRADS = ([0.5, -1.0, 2.0], [0.25, 0.5, -1.0], [-1.0, 2.0, 0.5])


def weight(name="w"):
    return Parameter(Tensor(START), name=name)


def steps(make, count=3):
    """Return the weight after each of `count` steps with fixed gradients."""
    w = weight()
    optimizer = make([w])
    history = []
    for values in GRADS[:count]:
        optimizer((Tensor(values),))
        history.append(Tensor(w.asnumpy().copy()))
    return history


def _case(make):
    return lambda: steps(make)


OPTIMIZERS = {
    "SGD": lambda p: nn.SGD(p, 0.1),
    "SGD_default": lambda p: nn.SGD(p),
    "SGD_momentum": lambda p: nn.SGD(p, 0.1, momentum=0.9),
    "SGD_dampening": lambda p: nn.SGD(p, 0.1, momentum=0.9, dampening=0.5),
    "SGD_nesterov": lambda p: nn.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "SGD_weight_decay": lambda p: nn.SGD(p, 0.1, weight_decay=0.01),
    "SGD_loss_scale": lambda p: nn.SGD(p, 0.1, loss_scale=2.0),
    "Momentum": lambda p: nn.Momentum(p, 0.1, 0.9),
    "Momentum_nesterov": lambda p: nn.Momentum(p, 0.1, 0.9, use_nesterov=True),
    "Momentum_weight_decay": lambda p: nn.Momentum(p, 0.1, 0.9, weight_decay=0.01),
    "Momentum_loss_scale": lambda p: nn.Momentum(p, 0.1, 0.9, loss_scale=4.0),
    "Adam": lambda p: nn.Adam(p, 0.1),
    "Adam_default": lambda p: nn.Adam(p),
    "Adam_betas": lambda p: nn.Adam(p, 0.1, beta1=0.8, beta2=0.9, eps=1e-3),
    "Adam_nesterov": lambda p: nn.Adam(p, 0.1, use_nesterov=True),
    "Adam_weight_decay": lambda p: nn.Adam(p, 0.1, weight_decay=0.01),
    "Adam_amsgrad": lambda p: nn.Adam(p, 0.1, use_amsgrad=True),
    "Adam_loss_scale": lambda p: nn.Adam(p, 0.1, loss_scale=2.0),
    "AdamWeightDecay": lambda p: nn.AdamWeightDecay(p, 0.1),
    "AdamWeightDecay_decay": lambda p: nn.AdamWeightDecay(p, 0.1, weight_decay=0.1),
    "RMSProp": lambda p: nn.RMSProp(p, 0.1),
    "RMSProp_centered": lambda p: nn.RMSProp(p, 0.1, momentum=0.5, centered=True),
    "Adagrad": lambda p: nn.Adagrad(p, learning_rate=0.1),
    "AdaMax": lambda p: nn.AdaMax(p, learning_rate=0.1),
    "lr_list": lambda p: nn.SGD(p, [0.1, 0.01, 0.001]),
    "lr_list_too_short": lambda p: nn.SGD(p, [0.1, 0.01]),
    "lr_tensor": lambda p: nn.SGD(p, Tensor(0.1)),
    "lr_tensor_vector": lambda p: nn.SGD(p, Tensor([0.1, 0.01, 0.001])),
    "lr_int": lambda p: nn.SGD(p, 1),
    "lr_zero": lambda p: nn.SGD(p, 0.0),
    "lr_exponential_decay": lambda p: nn.SGD(p, nn.ExponentialDecayLR(0.1, 0.5, 2)),
    "lr_exponential_decay_stairs": lambda p: nn.SGD(
        p, nn.ExponentialDecayLR(0.1, 0.5, 2, is_stair=True)
    ),
    "lr_polynomial_decay": lambda p: nn.SGD(p, nn.PolynomialDecayLR(0.1, 0.01, 4, 0.5)),
    "lr_cosine_decay": lambda p: nn.SGD(p, nn.CosineDecayLR(0.01, 0.1, 4)),
    "lr_natural_exp": lambda p: nn.SGD(p, nn.NaturalExpDecayLR(0.1, 0.5, 2)),
    "lr_inverse_decay": lambda p: nn.SGD(p, nn.InverseDecayLR(0.1, 0.5, 2)),
    "lr_warmup": lambda p: nn.SGD(p, nn.WarmUpLR(0.1, 2)),
    "lr_iterable": lambda p: nn.SGD(p, iter([0.1, 0.01, 0.001])),
    "lr_negative": lambda p: nn.SGD(p, -0.1),
    "lr_string": lambda p: nn.SGD(p, "fast"),
    "lr_bool": lambda p: nn.SGD(p, True),
    "no_parameters": lambda p: nn.SGD([], 0.1),
    "not_parameters": lambda p: nn.SGD([Tensor([1.0])], 0.1),
    "parameter_not_in_a_list": lambda p: nn.SGD(p[0], 0.1),
    "generator_of_parameters": lambda p: nn.SGD((q for q in p), 0.1),
    "parameter_tuple": lambda p: nn.SGD(ParameterTuple(p), 0.1),
    "momentum_negative": lambda p: nn.Momentum(p, 0.1, -0.9),
    "momentum_missing": lambda p: nn.Momentum(p, 0.1),
    "weight_decay_negative": lambda p: nn.SGD(p, 0.1, weight_decay=-1.0),
    "weight_decay_int": lambda p: nn.SGD(p, 0.1, weight_decay=1),
    "loss_scale_zero": lambda p: nn.SGD(p, 0.1, loss_scale=0.0),
    "beta_out_of_range": lambda p: nn.Adam(p, 0.1, beta1=1.5),
    "eps_zero": lambda p: nn.Adam(p, 0.1, eps=0.0),
}
CASES = {name: _case(make) for name, make in OPTIMIZERS.items()}


def case_gradient_count_mismatch():
    optimizer = nn.SGD([weight()], 0.1)
    return optimizer((Tensor(GRADS[0]), Tensor(GRADS[1])))


def case_result_of_a_step():
    return nn.SGD([weight()], 0.1)((Tensor(GRADS[0]),)), nn.Adam([weight()], 0.1)(
        (Tensor(GRADS[0]),)
    )


def case_frozen_parameters_given():
    frozen = Parameter(Tensor(START), name="f", requires_grad=False)
    optimizer = nn.SGD([weight(), frozen], 0.1)
    return [q.name for q in optimizer.parameters]


def case_same_names():
    return nn.SGD([weight(), weight()], 0.1)


def groups(**extra):
    first, second = weight("first"), weight("second")
    table = [{"params": [first], **extra}, {"params": [second]}]
    return first, second, table


def after_one(optimizer, *parameters):
    optimizer(tuple(Tensor(GRADS[0]) for _ in parameters))
    return [Tensor(q.asnumpy().copy()) for q in parameters]


def case_groups_lr():
    first, second, table = groups(lr=0.5)
    return after_one(nn.SGD(table, 0.1), first, second)


def case_groups_weight_decay():
    first, second, table = groups(weight_decay=0.5)
    return after_one(nn.SGD(table, 0.1), first, second)


def case_groups_default_weight_decay():
    first, second, table = groups(weight_decay=0.0)
    return after_one(nn.SGD(table, 0.1, weight_decay=0.5), first, second)


def case_groups_lr_list():
    first, second, table = groups(lr=[0.5, 0.25])
    optimizer = nn.SGD(table, [0.1, 0.2])
    return after_one(optimizer, first, second), after_one(optimizer, first, second)


def case_groups_order_params():
    first, second, table = groups(lr=0.5)
    optimizer = nn.SGD([*table, {"order_params": [second, first]}], 0.1)
    return [q.name for q in optimizer.parameters], after_one(optimizer, second, first)


def case_groups_unknown_key():
    first, second, table = groups(speed=3)
    return after_one(nn.SGD(table, 0.1), first, second)


def case_groups_shared_parameter():
    w = weight()
    return nn.SGD([{"params": [w]}, {"params": [w]}], 0.1)


def case_groups_empty():
    return nn.SGD([{"params": []}], 0.1)


def case_groups_adam_weight_decay():
    first, second, table = groups(weight_decay=0.1)
    return after_one(nn.AdamWeightDecay(table, 0.1), first, second)


def case_weight_decay_by_cell():
    class Decay(nn.Cell):
        def construct(self, step):
            return step * 0.01 + 0.5

    w = weight()
    return after_one(nn.SGD([w], 0.1, weight_decay=Decay()), w)


def case_names_of_optimizer_parameters():
    optimizer = nn.Adam([weight("a"), weight("b")], 0.1)
    return sorted(q.name for q in optimizer.get_parameters())


def case_names_of_momentum_parameters():
    return sorted(q.name for q in nn.Momentum([weight("a")], 0.1, 0.9).get_parameters())


def case_learning_rate_attribute():
    optimizer = nn.SGD([weight()], 0.1)
    return optimizer.learning_rate, optimizer.get_lr(), optimizer.global_step


def case_learning_rate_changed():
    w = weight()
    optimizer = nn.SGD([w], 0.1)
    first = after_one(optimizer, w)
    optimizer.learning_rate.set_data(Tensor(1.0))
    return first, after_one(optimizer, w)


def case_learning_rate_assigned():
    from mindspore import ops

    w = weight()
    optimizer = nn.Momentum([w], 0.1, 0.9)
    ops.assign(optimizer.learning_rate, Tensor(0.5))
    return after_one(optimizer, w)


def case_get_lr_of_groups_is_a_parameter_tuple():
    first, second = weight("a"), weight("b")
    optimizer = nn.Momentum([{"params": [first], "lr": 0.1}, {"params": [second]}], 0.05, 0.9)
    return type(optimizer.get_lr()).__name__, list(optimizer.get_lr())


def case_get_lr_parameter():
    first, second, table = groups(lr=0.5)
    optimizer = nn.SGD(table, 0.1)
    return optimizer.get_lr_parameter(first).asnumpy(), optimizer.get_lr_parameter(second).asnumpy()


def case_global_step_of_schedule():
    optimizer = nn.SGD([weight()], nn.ExponentialDecayLR(0.1, 0.5, 2))
    for values in GRADS:
        optimizer((Tensor(values),))
    return optimizer.global_step


def case_moments_of_adam():
    w = weight()
    optimizer = nn.Adam([w], 0.1)
    optimizer((Tensor(GRADS[0]),))
    return optimizer.moment1[0], optimizer.moment2[0], optimizer.beta1_power


def case_schedules_called():
    step = Tensor(3, ms.int32)
    return [
        nn.ExponentialDecayLR(0.1, 0.5, 2)(step),
        nn.CosineDecayLR(0.01, 0.1, 4)(step),
        nn.PolynomialDecayLR(0.1, 0.01, 4, 0.5)(step),
        nn.WarmUpLR(0.1, 10)(step),
    ]


def case_dynamic_lr_lists():
    return [
        nn.piecewise_constant_lr([2, 4], [0.1, 0.05]),
        nn.exponential_decay_lr(0.1, 0.9, 4, 2, 1),
        nn.cosine_decay_lr(0.01, 0.1, 4, 2, 2),
        nn.polynomial_decay_lr(0.1, 0.01, 4, 2, 2, 0.5),
        nn.warmup_lr(0.1, 4, 2, 2),
    ]


class Linear(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 1, weight_init=Tensor([[0.5, -0.25]]), bias_init="zeros")

    def construct(self, x):
        return self.fc(x)


X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]], np.float32)
Y = np.array([[1.0], [2.0], [0.0]], np.float32)


def case_with_loss_cell():
    net = nn.WithLossCell(Linear(), nn.MSELoss())
    return (
        net(Tensor(X), Tensor(Y)),
        [q.name for q in net.get_parameters()],
        type(net.backbone_network).__name__,
    )


def case_train_one_step_cell():
    net = Linear()
    train = nn.TrainOneStepCell(
        nn.WithLossCell(net, nn.MSELoss()), nn.SGD(net.trainable_params(), 0.1)
    )
    train.set_train()
    losses = [train(Tensor(X), Tensor(Y)) for _ in range(3)]
    return losses, net.fc.weight, net.fc.bias


def case_train_one_step_cell_sens():
    net = Linear()
    train = nn.TrainOneStepCell(
        nn.WithLossCell(net, nn.MSELoss()), nn.SGD(net.trainable_params(), 0.1), sens=2.0
    )
    return train(Tensor(X), Tensor(Y)), net.fc.weight


def case_train_one_step_cell_adam():
    net = Linear()
    train = nn.TrainOneStepCell(
        nn.WithLossCell(net, nn.MSELoss()), nn.Adam(net.trainable_params(), 0.1)
    )
    losses = [train(Tensor(X), Tensor(Y)) for _ in range(3)]
    return losses, net.fc.weight


def case_with_eval_cell():
    loss, outputs, labels = nn.WithEvalCell(Linear(), nn.MSELoss())(Tensor(X), Tensor(Y))
    return loss, outputs, labels


def case_functional_training_loop():
    net, loss_fn = Linear(), nn.MSELoss()
    optimizer = nn.Momentum(net.trainable_params(), 0.05, 0.9)

    def forward(x, y):
        logits = net(x)
        return loss_fn(logits, y), logits

    step = ms.value_and_grad(forward, None, optimizer.parameters, has_aux=True)
    losses = []
    for _ in range(4):
        (loss, _), grads = step(Tensor(X), Tensor(Y))
        optimizer(grads)
        losses.append(loss)
    return losses, net.fc.weight, net.fc.bias


def case_functional_training_loop_jit():
    net, loss_fn = Linear(), nn.MSELoss()
    optimizer = nn.Adam(net.trainable_params(), 0.05)

    def forward(x, y):
        return loss_fn(net(x), y)

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)

    @ms.jit
    def train_step(x, y):
        loss, grads = grad_fn(x, y)
        optimizer(grads)
        return loss

    losses = [train_step(Tensor(X), Tensor(Y)) for _ in range(4)]
    return losses, net.fc.weight, net.fc.bias


def case_clip_by_global_norm_then_step():
    from mindspore import ops

    w = weight()
    optimizer = nn.SGD([w], 0.1)
    (gradient,) = ops.clip_by_global_norm((Tensor(GRADS[0]),), 1.0)
    optimizer((gradient,))
    return gradient, w


def case_forward_value_and_grad_cell():
    net = Linear()
    cell = nn.ForwardValueAndGrad(
        nn.WithLossCell(net, nn.MSELoss()), weights=net.trainable_params(), get_by_list=True
    )
    return cell(Tensor(X), Tensor(Y))


def _nesterov():
    w, moment, history = START.astype(np.float64), np.zeros(3), []
    for gradient in np.array(GRADS):
        moment = 0.9 * moment + gradient
        w = w - 0.1 * (gradient + 0.9 * moment)
        history.append(Tensor(w.astype(np.float32)))
    return history


INTENDED = {
    "Momentum_nesterov": (_nesterov, "MindSpore's CPU kernel ignores use_nesterov; its formula"),
    "functional_training_loop": (
        "pynative",
        "MindSpore's graph mode keeps the weights of the first compilation",
    ),
    "learning_rate_changed": (
        "graph",
        "MindSpore's PyNative mode goes on with the old learning rate after set_data",
    ),
}
