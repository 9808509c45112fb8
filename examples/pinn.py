"""Solve u''(x) + pi^2 sin(pi x) = 0 on [-1, 1] with a physics-informed network.

The loss contains the second derivative of the network with respect to its input, and training
differentiates that loss once more with respect to the weights. The exact solution is sin(pi x).
A plain MindSpore program: ``python examples/pinn.py`` or ``python -m msjax examples/pinn.py``.
"""

import argparse
import math
import time

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops
from tqdm import tqdm


class Solution(nn.Cell):
    """A tanh network, multiplied by 1 - x^2 so that it is zero at both ends."""

    def __init__(self, width=32):
        super().__init__()
        self.net = nn.SequentialCell(
            nn.Dense(1, width, activation="tanh"),
            nn.Dense(width, width, activation="tanh"),
            nn.Dense(width, 1),
        )

    def construct(self, x):
        return (1.0 - x * x) * self.net(x)


def train(args):
    """Train and return the largest error against the exact solution."""
    ms.set_seed(args.seed)
    ms.set_context(mode=ms.GRAPH_MODE if args.mode == "graph" else ms.PYNATIVE_MODE)
    net = Solution()
    optimizer = nn.Adam(net.trainable_params(), learning_rate=args.learning_rate)

    # The gradient of a vector output is that of its sum: one derivative per point.
    second_derivative = ms.grad(ms.grad(net))

    def residual_loss(x):
        residual = second_derivative(x) + math.pi**2 * ops.sin(math.pi * x)
        return ops.mean(residual * residual)

    grad_fn = ms.value_and_grad(residual_loss, None, optimizer.parameters)

    def train_step(x):
        loss, grads = grad_fn(x)
        optimizer(grads)
        return loss

    if args.mode == "graph":
        train_step = ms.jit(train_step)

    points = Tensor(np.linspace(-1.0, 1.0, args.points, dtype=np.float32).reshape(-1, 1))
    with tqdm(range(args.steps), desc=f"training ({args.mode})", unit="step") as bar:
        for step in bar:
            loss = train_step(points)
            if step % 50 == 0:
                bar.set_postfix(loss=f"{float(loss.asnumpy()):.2e}")

    x = np.linspace(-1.0, 1.0, 201, dtype=np.float32).reshape(-1, 1)
    return float(np.abs(net(Tensor(x)).asnumpy() - np.sin(math.pi * x)).max())


def main():
    """Parse the command line, train, and print the largest error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--points", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=5e-3)
    parser.add_argument("--mode", choices=["pynative", "graph"], default="pynative")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    start = time.perf_counter()
    error = train(args)
    print(f"largest error: {error:.4f} after {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
