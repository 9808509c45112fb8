"""`Model`: training, evaluation and prediction of a network in single calls."""

from msjax.train.model.model import Model

__all__ = ["Model"]
