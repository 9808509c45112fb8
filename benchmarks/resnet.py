"""ResNet-18 and its training step, in MindSpore's API."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops

STAGES = ((64, 1), (128, 2), (256, 2), (512, 2))


def convolution(n_in, n_out, kernel, stride=1):
    """A convolution that keeps the size (before its stride), without bias."""
    return nn.Conv2d(n_in, n_out, kernel, stride, pad_mode="pad", padding=kernel // 2)


class BasicBlock(nn.Cell):
    """Two 3 x 3 convolutions with batch normalisation around a shortcut."""

    def __init__(self, n_in, n_out, stride):
        super().__init__()
        self.conv1 = convolution(n_in, n_out, 3, stride)
        self.bn1 = nn.BatchNorm2d(n_out)
        self.conv2 = convolution(n_out, n_out, 3)
        self.bn2 = nn.BatchNorm2d(n_out)
        self.relu = nn.ReLU()
        self.shortcut = None
        if stride != 1 or n_in != n_out:
            self.shortcut = nn.SequentialCell(
                convolution(n_in, n_out, 1, stride), nn.BatchNorm2d(n_out)
            )

    def construct(self, x):
        shortcut = x if self.shortcut is None else self.shortcut(x)
        out = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(out)) + shortcut)


class ResNet18(nn.Cell):
    """The 18-layer residual network for images of any size."""

    def __init__(self, classes=10):
        super().__init__()
        self.conv = convolution(3, 64, 7, 2)
        self.bn = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, pad_mode="same")
        blocks, n_in = [], 64
        for n_out, stride in STAGES:
            blocks += [BasicBlock(n_in, n_out, stride), BasicBlock(n_out, n_out, 1)]
            n_in = n_out
        self.blocks = nn.SequentialCell(blocks)
        self.dense = nn.Dense(512, classes)

    def construct(self, x):
        x = self.blocks(self.pool(self.relu(self.bn(self.conv(x)))))
        return self.dense(ops.mean(x, (2, 3)))


def training_step(compiled, image_size=64, batch=4):
    """A step with Momentum on a fixed random batch, as a call without arguments."""
    ms.set_context(mode=ms.PYNATIVE_MODE)
    ms.set_seed(1)
    net = ResNet18()
    net.set_train()
    loss_fn = nn.CrossEntropyLoss()
    optimizer = nn.Momentum(net.trainable_params(), learning_rate=0.01, momentum=0.9)

    def forward(x, labels):
        return loss_fn(net(x), labels)

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(x, labels):
        loss, grads = grad_fn(x, labels)
        optimizer(grads)
        return loss

    rng = np.random.default_rng(0)
    images = Tensor(rng.standard_normal((batch, 3, image_size, image_size)).astype(np.float32))
    labels = Tensor(rng.integers(0, 10, batch).astype(np.int32))
    run = ms.jit(step) if compiled else step
    return lambda: run(images, labels)
