"""Optimizers in PyTorch's manner."""

from msjax.mint.optim.adam import Adam, AdamW, FusedAdamW
from msjax.mint.optim.sgd import SGD

__all__ = ["SGD", "Adam", "AdamW", "FusedAdamW"]
