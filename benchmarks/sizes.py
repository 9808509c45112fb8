"""The shapes and arrays that every side of a measurement starts from."""

from dataclasses import dataclass

import numpy as np

OPERATOR_SIZES = (4, 64)
LEARNING_RATE = 1e-3


def operands(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Two float32 matrices of n x n."""
    rng = np.random.default_rng(0)
    return tuple(rng.standard_normal((2, n, n)).astype(np.float32))


def six_operator_arrays() -> dict[str, np.ndarray]:
    """The input of (16, 32) and the weights of the six-operator network."""
    rng = np.random.default_rng(0)
    shapes = {"x": (16, 32), "w1": (32, 32), "b1": (32,), "w2": (32, 8), "scale": (8,)}
    return {
        name: (0.3 * rng.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes.items()
    }


@dataclass(frozen=True)
class MLPSize:
    """A name, the widths of the layers, and the batch size."""

    name: str
    widths: tuple[int, ...]
    batch: int


MLPS = (
    MLPSize("MLP 784-512-256-10, batch 128", (784, 512, 256, 10), 128),
    MLPSize("MLP 64-64-10, batch 32", (64, 64, 10), 32),
)


def mlp_arrays(size: MLPSize) -> list[np.ndarray]:
    """Weights of (out, in) and biases, layer by layer, as `nn.Dense` holds them."""
    rng = np.random.default_rng(1)
    arrays = []
    for n_in, n_out in zip(size.widths, size.widths[1:], strict=False):
        arrays.append((rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)).astype(np.float32))
        arrays.append(np.zeros(n_out, np.float32))
    return arrays


def batch(size: MLPSize) -> tuple[np.ndarray, np.ndarray]:
    """Random inputs of (batch, features) and int32 labels of (batch,)."""
    rng = np.random.default_rng(2)
    images = rng.standard_normal((size.batch, size.widths[0])).astype(np.float32)
    labels = rng.integers(0, size.widths[-1], size.batch).astype(np.int32)
    return images, labels
