"""Optimizers."""

from msjax.nn.optim.adafactor import AdaFactor
from msjax.nn.optim.adagrad import Adadelta, Adagrad, ProximalAdagrad
from msjax.nn.optim.adam import Adam, AdamWeightDecay
from msjax.nn.optim.adamax import AdaMax
from msjax.nn.optim.asgd import ASGD
from msjax.nn.optim.ftrl import FTRL
from msjax.nn.optim.lamb import Lamb
from msjax.nn.optim.lars import LARS
from msjax.nn.optim.lazyadam import AdamOffload, LazyAdam
from msjax.nn.optim.momentum import Momentum
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.rmsprop import RMSProp
from msjax.nn.optim.rprop import Rprop
from msjax.nn.optim.second_order import thor
from msjax.nn.optim.sgd import SGD

__all__ = [
    "ASGD",
    "FTRL",
    "LARS",
    "SGD",
    "AdaFactor",
    "AdaMax",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamOffload",
    "AdamWeightDecay",
    "Lamb",
    "LazyAdam",
    "Momentum",
    "Optimizer",
    "ProximalAdagrad",
    "RMSProp",
    "Rprop",
    "thor",
]
