"""A graph convolution and graph attention with segment operations, trained on a small graph."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops
from mindspore.common.initializer import XavierUniform, initializer

ms.set_seed(0)
rng = np.random.RandomState(0)
N, E, F_, C = 12, 40, 6, 3
src = rng.randint(0, N, E)
dst = np.sort(rng.randint(0, N, E))
x = Tensor(rng.randn(N, F_), ms.float32)
y = Tensor(rng.randint(0, C, N), ms.int32)
src_t, dst_t = Tensor(src, ms.int32), Tensor(dst, ms.int32)
mask = Tensor(rng.rand(N) > 0.4)


class GCNConv(nn.Cell):
    def __init__(self, i, o):
        super().__init__()
        self.fc = nn.Dense(i, o, weight_init=XavierUniform(), has_bias=False)
        self.bias = Parameter(initializer("zeros", (o,)), name="bias")
        self.segsum = ops.UnsortedSegmentSum()

    def construct(self, x, s, d, n):
        deg = self.segsum(ops.ones_like(d).astype(ms.float32), d, n)
        norm = ops.pow(ops.maximum(deg, Tensor(1.0, ms.float32)), -0.5)
        h = self.fc(x) * norm.expand_dims(-1)
        agg = self.segsum(ops.gather(h, s, 0), d, n)
        return agg * norm.expand_dims(-1) + self.bias


class GATConv(nn.Cell):
    def __init__(self, i, o, heads):
        super().__init__()
        self.fc = nn.Dense(i, o * heads, has_bias=False, weight_init="xavier_uniform")
        self.al = Parameter(initializer(XavierUniform(), (heads, o), ms.float32), name="al")
        self.ar = Parameter(initializer(XavierUniform(), (heads, o), ms.float32), name="ar")
        self.h, self.o = heads, o
        self.leaky = nn.LeakyReLU(0.2)

    def construct(self, x, s, d, n):
        f = self.fc(x).view(-1, self.h, self.o)
        el = (f * self.al).sum(-1)
        er = (f * self.ar).sum(-1)
        e = self.leaky(el[s] + er[d])
        m = ops.UnsortedSegmentMax()(e, d, n)
        e = ops.exp(e - ops.stop_gradient(ops.gather(m, d, 0)))
        z = ops.unsorted_segment_sum(e, d, n)
        a = e / (ops.gather(z, d, 0) + 1e-9)
        return ops.unsorted_segment_sum(f[s] * a.expand_dims(-1), d, n).reshape((n, -1))


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.g1, self.g2, self.out = GCNConv(F_, 8), GATConv(8, 4, 2), nn.Dense(8, C)
        self.elu = nn.ELU()

    def construct(self, x, s, d):
        h = ops.relu(self.g1(x, s, d, N))
        h = self.elu(self.g2(h, s, d, N))
        return self.out(h)


net = Net()
opt = nn.AdamWeightDecay(net.trainable_params(), 0.02, weight_decay=5e-4)
ce = nn.CrossEntropyLoss(reduction="none")


def fwd(x, s, d, y, m):
    l = ce(net(x, s, d), y) * m
    return l.sum() / m.sum()


gf = ms.value_and_grad(fwd, None, opt.parameters)
for i in range(8):
    l, g = gf(x, src_t, dst_t, y, mask.astype(ms.float32))
    opt(g)
    print(i, "%.5f" % l.asnumpy())
pred = net(x, src_t, dst_t).argmax(-1)
print(pred, (pred == y).astype(ms.float32).mean())
