"""SciPy-style functions (`mindspore.scipy.linalg.lu`), resolved from declarations."""

from msjax.scipy import fft, linalg, ops, optimize

__all__ = ["fft", "linalg", "ops", "optimize"]
