"""The digits again, in the manner of most MindSpore programs: a pipeline, `Model`, and callbacks.

A plain MindSpore program: it runs unmodified under MindSpore (``python examples/digits_model.py``)
and under msjax (``python -m msjax examples/digits_model.py``). With the same seed both shuffle and
augment the images alike, start from the same weights, and print the same losses.
"""

import argparse
import tempfile

import mindspore as ms
import mindspore.dataset as ds
import numpy as np
from mindspore import nn
from mindspore.dataset import transforms, vision
from mindspore.train import (
    Accuracy,
    CheckpointConfig,
    EarlyStopping,
    LossMonitor,
    Model,
    ModelCheckpoint,
)
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split


def pipeline(images, labels, batch_size, training):
    """Return a dataset of batches: (N, 1, 8, 8) images in [-1, 1] and (N,) labels."""
    dataset = ds.NumpySlicesDataset((images, labels), ["image", "label"], shuffle=training)
    steps = [
        vision.Rescale(2 / 16, -1.0),
        vision.HWC2CHW(),
        transforms.TypeCast(ms.float32),
    ]
    if training:
        steps.insert(0, vision.RandomCrop(8, padding=1))
    dataset = dataset.map(steps, "image")
    dataset = dataset.map(transforms.TypeCast(ms.int32), "label")
    return dataset.batch(batch_size, drop_remainder=training)


class DigitsNet(nn.Cell):
    """Two convolutions with batch normalisation, and a dense layer."""

    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.SequentialCell(
            nn.Conv2d(1, 16, 3, has_bias=True),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(2, 2),
            nn.Conv2d(16, 32, 3, has_bias=True),
            nn.ReLU(),
            nn.Flatten(),
        )
        self.logits = nn.Dense(32 * 4 * 4, classes)

    def construct(self, x):
        return self.logits(self.features(x))


def train(args):
    """Train, keep checkpoints, and return the accuracy on the images held out."""
    ms.set_seed(args.seed)
    ds.config.set_seed(args.seed)
    ms.set_context(mode=ms.GRAPH_MODE if args.mode == "graph" else ms.PYNATIVE_MODE)
    images, labels = load_digits(return_X_y=True)
    images = images.astype(np.uint8).reshape(-1, 8, 8, 1)
    parts = train_test_split(images, labels, test_size=0.2, random_state=0, stratify=labels)
    train_set = pipeline(parts[0], parts[2], args.batch_size, training=True)
    test_set = pipeline(parts[1], parts[3], args.batch_size, training=False)

    net = DigitsNet()
    rates = nn.cosine_decay_lr(
        0.0, args.learning_rate, args.epochs * train_set.get_dataset_size(),
        train_set.get_dataset_size(), args.epochs,
    )  # fmt: skip
    optimizer = nn.Momentum(net.trainable_params(), rates, 0.9, weight_decay=1e-4)
    model = Model(net, nn.CrossEntropyLoss(), optimizer, metrics={"accuracy": Accuracy()})
    with tempfile.TemporaryDirectory() as folder:
        config = CheckpointConfig(train_set.get_dataset_size(), keep_checkpoint_max=2)
        callbacks = [
            LossMonitor(train_set.get_dataset_size()),
            ModelCheckpoint("digits", folder, config),
            EarlyStopping(monitor="loss", patience=5),
        ]
        model.train(args.epochs, train_set, callbacks, dataset_sink_mode=False)
    return model.eval(test_set, dataset_sink_mode=False)["accuracy"]


def parse():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=0.1)
    parser.add_argument("--mode", choices=["pynative", "graph"], default="graph")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    print(f"test accuracy: {100 * train(parse()):.2f}%")
