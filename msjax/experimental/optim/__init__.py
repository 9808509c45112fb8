"""Optimizers with groups of Parameters, as in PyTorch."""

from msjax.experimental.optim import lr_scheduler
from msjax.experimental.optim.adagrad import Adadelta, Adagrad, RMSprop
from msjax.experimental.optim.adam import Adam, AdamW
from msjax.experimental.optim.adam_kin import Adamax, NAdam, RAdam
from msjax.experimental.optim.asgd import ASGD, Rprop
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.sgd import SGD

__all__ = [
    "ASGD",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "lr_scheduler",
]
