"""`Rprop`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Rprop.html
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax.nn.number_checks import check_type, check_unit_interval
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

jnp = jax.numpy


def _rprop(x, gradient, lr, slots, settings):
    previous, size = slots
    size = jnp.where(settings.step == 0, lr, size)
    agreement = previous * gradient
    factor = jnp.where(agreement < 0, settings.etaminus, settings.etaplus)
    factor = jnp.where(agreement == 0, 1, factor)
    size = jnp.clip(size * factor, settings.step_size_min, settings.step_size_max)
    gradient = jnp.where(agreement < 0, 0, gradient)
    return x - jnp.sign(gradient) * size, (gradient, size)


_RULE = Rule(_rprop)


class Rprop(Optimizer):
    """Resilient backpropagation: steps whose size depends on the gradients' signs only.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: the size of the first step, as for `Optimizer`. Default: 0.1.
        etas: what a step's size is multiplied by after a change of sign, in (0, 1), and otherwise,
            > 1. Default: (0.5, 1.2).
        step_sizes: the least and the greatest size. Default: (1e-6, 50.0).
        weight_decay: as for `Optimizer`. Default: 0.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        learning_rate=0.1,
        etas=(0.5, 1.2),
        step_sizes=(1e-6, 50.0),
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay)
        for name, pair in {"etas": etas, "step_sizes": step_sizes}.items():
            if not isinstance(pair, tuple):
                raise TypeError(f"For Rprop, {name} must be a tuple, but got {type(pair)}.")
            if len(pair) != 2:
                raise ValueError(f"For Rprop, {name} must be a tuple of two numbers, not {pair}.")
        check_unit_interval(etas[0], "etaminus", "Rprop")
        check_type(etas[1], "etaplus", "Rprop", float)
        if etas[1] <= 1.0:
            raise ValueError(f"For 'Rprop', etaplus must be greater than 1.0, but got {etas[1]}.")
        for value in step_sizes:
            check_type(value, "step_sizes", "Rprop", float)
        if step_sizes[0] > step_sizes[1]:
            raise ValueError(
                "For Rprop, maximal step size should not be less than minimal step size, but got "
                f"{step_sizes[0]} > {step_sizes[1]}."
            )
        self.etaminus, self.etaplus = etas
        self.step_size_min, self.step_size_max = step_sizes
        self.prev = self.parameters.clone("prev", init="zeros")
        self.step_size = self.parameters.clone("step_size", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each; return True."""
        names = ("etaminus", "etaplus", "step_size_min", "step_size_max")
        self._update(gradients, _RULE, (self.prev, self.step_size), constants=names)
        return True
