"""Gradient accumulation by HyperMap; a bprop of one's own, constexpr, jit_class and checks."""

import mindspore as ms
import mindspore._checkparam as validator
import mindspore.nn as nn
import mindspore.ops as ops
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, jit_class
from mindspore.ops import composite as C
from mindspore.ops import functional as F
from mindspore.ops import operations as P
from mindspore.ops._utils import get_broadcast_shape
from mindspore.ops.primitive import constexpr

ms.set_seed(2)
_sum_op = C.MultitypeFuncGraph("grad_sum_op")
_clear_op = C.MultitypeFuncGraph("clear_op")


@_sum_op.register("Tensor", "Tensor")
def _add_up(grad_sum, grad):
    return P.AssignAdd()(grad_sum, grad)


@_clear_op.register("Tensor", "Tensor")
def _clear_grad_sum(grad_sum, zero):
    return F.depend(True, F.assign(grad_sum, zero))


class TrainForwardBackward(nn.Cell):
    def __init__(self, network, optimizer, grad_sum, sens=1.0):
        super().__init__(auto_prefix=False)
        self.network = network
        self.network.set_grad()
        self.network.add_flags(defer_inline=True)
        self.weights = ParameterTuple(network.trainable_params())
        self.optimizer = optimizer
        self.grad_sum = grad_sum
        self.grad = C.GradOperation(get_by_list=True, sens_param=True)
        self.sens = sens
        self.hyper_map = C.HyperMap()

    def construct(self, *inputs):
        loss = self.network(*inputs)
        sens = P.Fill()(P.DType()(loss), P.Shape()(loss), self.sens)
        grads = self.grad(self.network, self.weights)(*inputs, sens)
        return F.depend(loss, self.hyper_map(F.partial(_sum_op), self.grad_sum, grads))


class TrainOptim(nn.Cell):
    def __init__(self, optimizer, grad_sum):
        super().__init__(auto_prefix=False)
        self.optimizer = optimizer
        self.grad_sum = grad_sum

    def construct(self):
        return self.optimizer(self.grad_sum)


class TrainClear(nn.Cell):
    def __init__(self, grad_sum, zeros):
        super().__init__(auto_prefix=False)
        self.grad_sum, self.zeros = grad_sum, zeros
        self.hyper_map = C.HyperMap()

    def construct(self):
        return F.depend(True, self.hyper_map(F.partial(_clear_op), self.grad_sum, self.zeros))


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.f = nn.Flatten()
        self.d1 = nn.Dense(12, 6)
        self.p = nn.PReLU(6)
        self.d2 = nn.Dense(6, 3)

    def construct(self, x):
        return self.d2(self.p(self.d1(self.f(x))))


net = Net()
loss = nn.WithLossCell(net, nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean"))
opt = nn.Momentum(net.trainable_params(), 0.1, 0.9)
grad_sum = opt.parameters.clone(prefix="grad_sum", init="zeros")
zeros = opt.parameters.clone(prefix="zeros", init="zeros")
accumulate = TrainForwardBackward(loss, opt, grad_sum)
update = TrainOptim(opt, grad_sum)
clear = TrainClear(grad_sum, zeros)
accumulate.set_train()
rng = np.random.RandomState(0)
for i in range(6):
    out = accumulate(Tensor(rng.randn(4, 3, 4), ms.float32), Tensor(rng.randint(0, 3, 4), ms.int32))
    print(i, "%.5f" % out.asnumpy(), grad_sum[0].name, "%.5f" % grad_sum[0].asnumpy().sum())
    if (i + 1) % 2 == 0:
        update()
        clear()


class RoundSTE(nn.Cell):
    def __init__(self, bits=4):
        super().__init__()
        self.n = 2**bits - 1

    def construct(self, x):
        return ops.round(x * self.n) / self.n

    def bprop(self, x, out, dout):
        return (dout * (ops.abs(x) <= 1).astype(dout.dtype),)


class QDense(nn.Cell):
    def __init__(self):
        super().__init__()
        self.q = RoundSTE()
        self.w = Parameter(Tensor(np.linspace(-1.2, 1.2, 8).reshape(2, 4), ms.float32), name="w")

    def construct(self, x):
        return ops.matmul(x, self.q(self.w).T).sum()


q = QDense()
x = Tensor(np.arange(8).reshape(2, 4), ms.float32)
print(q(x), ms.grad(q, None, q.trainable_params())(x))


@constexpr
def compute_pad(shape, k):
    return tuple((k - s % k) % k for s in shape)


class PadNet(nn.Cell):
    def construct(self, x):
        p = compute_pad(x.shape, 4)
        return ops.Pad(((0, p[0]), (0, p[1])))(x)


print(PadNet()(Tensor(np.ones((3, 5)), ms.float32)).shape)


@jit_class
class Scaler:
    def __init__(self, s):
        self.s = s

    def __call__(self, x):
        return x * self.s

    def shift(self, x, b=1):
        return x + b


scaler = Scaler(3)


class Scaling(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scaler = scaler

    def construct(self, x):
        return self.scaler(x), self.scaler.shift(x, 2)


print(Scaling()(Tensor([1.0, 2.0])))
try:
    validator.check_positive_int(-1, "scale", "Net")
except ValueError as error:
    print(str(error).split(",")[0])
print(get_broadcast_shape([2, 1], [3], "Net"))
add = C.MultitypeFuncGraph("add")


@add.register("Number", "Number")
def _add_numbers(x, y):
    return x + y


@add.register("Tensor", "Tensor")
def _multiply_tensors(x, y):
    return x * y


print(
    C.HyperMap(add)((1, Tensor([2.0]), (3, 4)), (5, Tensor([3.0]), (1, 1))),
    C.Map()(add, (1, 2), (3, 4)),
)
