"""Optimizers and schedules of a user's own, products as layers, and the loss of sampled classes."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops
from mindspore.nn.learning_rate_schedule import LearningRateSchedule

from compat_tests.layer_calls import grid, outputs_and_gradients, refused


class Descent(nn.Optimizer):
    def __init__(self, params, rate, weight_decay=0.0, loss_scale=1.0):
        super().__init__(rate, params, weight_decay, loss_scale)

    def construct(self, gradients):
        gradients = self.decay_weight(gradients)
        gradients = self.scale_grad(gradients)
        rate = self.get_lr()
        self.assignadd(self.global_step, self.global_step_increase_tensor)
        for weight, gradient in zip(self.parameters, gradients, strict=True):
            ops.assign(weight, weight - rate * gradient)
        return True


class Halving(LearningRateSchedule):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def construct(self, global_step):
        return self.rate / (global_step + 1)


def weights():
    return [Parameter(Tensor([1.0, -2.0]), name="w"), Parameter(Tensor([0.5]), name="beta")]


def steps(make):
    parameters = weights()
    optimizer, history = make(parameters), []
    for factor in (0.5, -1.0, 0.25):
        optimizer((Tensor([1.0, 2.0]) * factor, Tensor([-4.0]) * factor))
        history.append([Tensor(q.asnumpy().copy()) for q in parameters])
    return history


def case_own_optimizer():
    return steps(lambda p: Descent(p, 0.1))


def case_own_optimizer_with_decay_and_scale():
    return steps(lambda p: Descent(p, 0.1, 0.05, 2.0))


def case_own_schedule():
    return steps(lambda p: nn.SGD(p, Halving(0.2)))


def case_own_schedule_called():
    return Halving(0.5)(Tensor(3, ms.int32))


def case_schedule_without_construct():
    return LearningRateSchedule()(Tensor(3, ms.int32))


def case_optimizer_without_construct():
    return nn.Optimizer(0.1, weights())((Tensor([1.0, 2.0]), Tensor([1.0])))


def case_MatMul():
    layers = nn.MatMul(), nn.MatMul(True), nn.MatMul(False, True)
    pairs = ((2, 3), (3, 2)), ((3, 2), (3, 4)), ((2, 2, 3), (2, 4, 3))
    return [
        outputs_and_gradients(layer, [grid(*a), grid(*b)])
        for layer, (a, b) in zip(layers, pairs, strict=True)
    ]


def sampled(num_true=1, **options):
    """Return a loss of five classes of which 0, 3 and 1 are sampled."""
    expected = Tensor(np.full((2, num_true), 0.6, np.float32)), Tensor([0.6, 0.5, 0.7])
    values = Tensor([0, 3, 1], ms.int32), *expected
    return nn.SampledSoftmaxLoss(3, 5, num_true, values, **options)


def _of_sample(labels, **options):
    def case():
        layer = sampled(labels.shape[1], **options)
        inputs = grid(5, 2), grid(5), Tensor(labels), grid(2, 2, step=0.05)
        return outputs_and_gradients(layer, inputs)

    return case


CASES = {
    "SampledSoftmaxLoss": _of_sample(np.array([[2], [4]], np.int32)),
    "SampledSoftmaxLoss_int64": _of_sample(np.array([[1], [3]])),
    "SampledSoftmaxLoss_two_true": _of_sample(np.array([[2, 0], [4, 1]], np.int32)),
    **refused(
        {
            "SampledSoftmaxLoss_num_true": (lambda: nn.SampledSoftmaxLoss(3, 5, 0),),
            "SampledSoftmaxLoss_num_sampled": (lambda: nn.SampledSoftmaxLoss(6, 5),),
            "SampledSoftmaxLoss_many_true": (lambda: nn.SampledSoftmaxLoss(3, 5, 6),),
            "SampledSoftmaxLoss_seed": (lambda: nn.SampledSoftmaxLoss(3, 5, seed=-1),),
            "SampledSoftmaxLoss_values": (lambda: nn.SampledSoftmaxLoss(3, 5, 1, Tensor([1])),),
            "SampledSoftmaxLoss_two_values": (lambda: nn.SampledSoftmaxLoss(3, 5, 1, (1, 2)),),
            "SampledSoftmaxLoss_labels": (lambda: sampled(), (5, 2), (5,), (2, 1), (2, 2)),
        }
    ),
}


def case_SampledSoftmaxLoss_drawn():
    loss = nn.SampledSoftmaxLoss(3, 5, seed=1)
    y = loss(grid(5, 2), grid(5), Tensor([[2], [4]], ms.int32), grid(2, 2)).asnumpy()
    return y.shape, bool(np.isfinite(y).all()), bool((y > 0).all())
