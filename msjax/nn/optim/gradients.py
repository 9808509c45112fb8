"""What an optimizer that a program defines does to gradients before it uses them."""

from __future__ import annotations

from collections.abc import Callable

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run, run1
from msjax._core.parameter import ParameterTuple
from msjax._core.tensor import Tensor

jnp = jax.numpy


def _centralize(x):
    return x - jnp.mean(x, axis=tuple(range(1, x.ndim)), keepdims=True) if x.ndim > 2 else x


_DECAY = Call(
    "weight_decay",
    lambda gradient, weight, decay: (
        gradient + decay.reshape(()).astype(gradient.dtype) * weight.astype(gradient.dtype)
    ),
)
_SCALE = Call("loss_scale", lambda gradient, factor: gradient * factor.astype(gradient.dtype))
_CENTRALIZE = Call("gradient_centralization", _centralize)


class GradientSteps:
    """Methods that take a tuple of gradients and return a tuple of gradients.

    What they read is `Optimizer`'s.
    """

    is_group: bool
    exec_weight_decay: bool
    need_scale: bool
    decay_flags: tuple[bool, ...]
    grad_centralization_flags: tuple[bool, ...]
    reciprocal_scale: Tensor
    get_weight_decay: Callable
    _parameters: ParameterTuple

    def decay_weight(self, gradients):
        """Add weight decay times the Parameter to each gradient that has a weight decay."""
        if not self.exec_weight_decay:
            return gradients
        decays = self.get_weight_decay()
        if not self.is_group:
            decays = (decays,) * len(gradients)
        each = zip(gradients, self._parameters, decays, self.decay_flags, strict=True)
        return tuple([run(_DECAY, g, p, d) if flag else g for g, p, d, flag in each])

    def gradients_centralization(self, gradients):
        """Subtract the mean over all axes but the first, in groups that ask for it.

        Differs: MindSpore's CPU backend does not do it.
        """
        if not self.is_group:
            return gradients
        each = zip(gradients, self.grad_centralization_flags, strict=True)
        return tuple([run1(_CENTRALIZE, g) if flag else g for g, flag in each])

    def scale_grad(self, gradients):
        """Divide the gradients by the loss scale."""
        if not self.need_scale:
            return gradients
        return tuple([run(_SCALE, g, self.reciprocal_scale) for g in gradients])

    def flatten_gradients(self, gradients):
        """Return the gradients: memory is laid out by JAX."""
        return gradients

    def broadcast_params(self, optim_result):
        """Return the result of the update, True per Parameter: there is one device.

        Args:
            optim_result: what updating the Parameters returned.
        """
        return optim_result
