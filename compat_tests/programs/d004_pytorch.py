"""Document 004: PyTorch's autograd; the document's output is its own, MindSpore has no such interface."""
from msjax import autograd, ops

x = ops.ones((2, 2)).requires_grad_()  # 追踪张量 x
print(x)

y = x + 2 # 创建 Functional
print(y, y.grad_fn)

print(y.grad_fn)

a = ops.randn(2, 2)
a = ((a * 3) / (a - 1))
print(a.requires_grad)
a.requires_grad_(True)  # 就地修改,使得张量 a 被追踪
print(a.requires_grad)
b = (a * a).sum()
print(b.grad_fn)

z = y * y * 3
out = z.mean()  # 一个标量

print(z, z.grad_fn, out, out.grad_fn)

out.backward()  # 自动求微分, out 是一个标量

print(x.grad)

x = ops.ones((2, 2)).requires_grad_()  # 追踪张量 x
y = 2*x + 2
y.backward(x)

print(x.grad)

print(x.requires_grad)
print((x ** 2).requires_grad)

with autograd.no_grad():  # 解除追踪
    print((x ** 2).requires_grad)
