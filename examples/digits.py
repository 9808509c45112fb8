"""Train a small convolutional network on scikit-learn's 1,797 handwritten digits.

A plain MindSpore program: it runs unmodified under MindSpore (``python examples/digits.py``)
and under msjax (``python -m msjax examples/digits.py``).
"""

import argparse
import time

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tqdm import tqdm


class DigitsNet(nn.Cell):
    """Two convolutions with batch normalisation, pooling, and two dense layers."""

    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.SequentialCell(
            nn.Conv2d(1, 16, 3, pad_mode="pad", padding=1),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, pad_mode="pad", padding=1),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
        )
        self.flatten = nn.Flatten()
        self.hidden = nn.Dense(32 * 4 * 4, 64, activation="relu")
        self.dropout = nn.Dropout(p=0.2)
        self.logits = nn.Dense(64, classes)

    def construct(self, x):
        x = self.flatten(self.features(x))
        return self.logits(self.dropout(self.hidden(x)))


def load_arrays(test_size=0.2, seed=0):
    """Return (train_images, test_images, train_labels, test_labels): 8 x 8 images in [0, 1]."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16.0).astype(np.float32).reshape(-1, 1, 8, 8)
    labels = labels.astype(np.int32)
    return train_test_split(images, labels, test_size=test_size, random_state=seed, stratify=labels)


def batches(images, labels, batch_size, rng):
    """Yield shuffled batches as Tensors; the last, incomplete batch is dropped."""
    order = rng.permutation(len(images))
    for start in range(0, len(order) - batch_size + 1, batch_size):
        chosen = order[start : start + batch_size]
        yield Tensor(images[chosen]), Tensor(labels[chosen])


def accuracy(net, images, labels):
    """Share of the images whose largest logit is the label."""
    net.set_train(False)
    predicted = ops.argmax(net(Tensor(images)), dim=1)
    return float((predicted.asnumpy() == labels).mean())


def train(args):
    """Train and return the accuracy on the images held out."""
    ms.set_seed(args.seed)
    ms.set_context(mode=ms.GRAPH_MODE if args.mode == "graph" else ms.PYNATIVE_MODE)
    train_images, test_images, train_labels, test_labels = load_arrays()

    net = DigitsNet()
    loss_fn = nn.CrossEntropyLoss()
    optimizer = nn.Adam(net.trainable_params(), learning_rate=args.learning_rate)

    def forward(image, label):
        return loss_fn(net(image), label)

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)

    def train_step(image, label):
        loss, grads = grad_fn(image, label)
        optimizer(grads)
        return loss

    if args.mode == "graph":
        train_step = ms.jit(train_step)

    rng = np.random.default_rng(args.seed)
    steps = args.epochs * (len(train_images) // args.batch_size)
    with tqdm(total=steps, desc=f"training ({args.mode})", unit="step") as bar:
        for epoch in range(args.epochs):
            net.set_train()
            for image, label in batches(train_images, train_labels, args.batch_size, rng):
                loss = train_step(image, label)
                bar.update()
            bar.set_postfix(epoch=epoch + 1, loss=f"{float(loss.asnumpy()):.4f}")
    return accuracy(net, test_images, test_labels)


def main():
    """Parse the command line, train, and print the accuracy."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--mode", choices=["pynative", "graph"], default="pynative")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    start = time.perf_counter()
    result = train(args)
    print(f"test accuracy: {result:.2%} after {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
