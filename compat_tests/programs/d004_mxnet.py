"""Document 004: MXNet's autograd; the document's output is its own, MindSpore has no such interface."""
import msjax as ms
from msjax import autograd, ops

x = ops.arange(10, dtype=ms.float32).reshape((2, 5))
print(x)

x.attach_grad()

with autograd.record():
    y = 2 * ops.matmul(x.T, x)

y.backward()

print(x.grad)

print(autograd.is_training())         # 预测模式
with autograd.record():
    print(autograd.is_training())    # 训练模式

x1 = x.detach()
with autograd.record():
    y = x + 1
    y = x1+y
y.backward()
print((x.grad is None, x1.grad is None))
