"""Optimizers."""

from msjax.nn.optim.adagrad import Adadelta, Adagrad, ProximalAdagrad
from msjax.nn.optim.adam import Adam, AdamWeightDecay
from msjax.nn.optim.adamax import AdaMax
from msjax.nn.optim.asgd import ASGD
from msjax.nn.optim.ftrl import FTRL
from msjax.nn.optim.momentum import Momentum
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.rmsprop import RMSProp
from msjax.nn.optim.rprop import Rprop
from msjax.nn.optim.sgd import SGD

__all__ = [
    "ASGD",
    "FTRL",
    "SGD",
    "AdaMax",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamWeightDecay",
    "Momentum",
    "Optimizer",
    "ProximalAdagrad",
    "RMSProp",
    "Rprop",
]
