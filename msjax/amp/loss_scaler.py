"""Scaled losses and gradients, for training steps that a program writes itself.

Source: https://www.mindspore.cn/docs/en/master/api_python/amp/mindspore.amp.DynamicLossScaler.html
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor, read, write
from msjax._core.trees import flatten, unflatten
from msjax.nn.number_checks import check_positive_int, check_type

jnp = jax.numpy


def _scale(factor, *tensors):
    return tuple([t * factor.astype(t.dtype) for t in tensors])


def _unscale(factor, *tensors):
    return tuple([t * (1 / factor).astype(t.dtype) for t in tensors])


def _are_finite(*tensors):
    return jnp.stack([jnp.isfinite(t).all() for t in tensors]).all()


def _next_state(scale, counter, finite, factor, window):
    grown = scale * factor
    grown = jnp.where((counter == window - 1) & jnp.isfinite(grown), grown, scale)
    lowered = jnp.maximum(scale / factor, 1)
    counter = jnp.where(finite, (counter + 1) % window, 0)
    return jnp.where(finite, grown, lowered).astype(scale.dtype), counter.astype(jnp.int32)


_SCALED = Call("scale", _scale)
_UNSCALED = Call("unscale", _unscale)
_FINITE = Call("all_finite", _are_finite, differentiable=False)
_NEXT = Call("next_loss_scale", _next_state, differentiable=False)


def _grad_scale_map(scale_value, inputs):
    """Multiply nested Tensors by a scale; scalers of a program's own use it."""
    return _map(_SCALED, scale_value, inputs)


def _grad_unscale_map(scale_value, inputs):
    """Multiply nested Tensors by the reciprocal of a scale; scalers of a program's own use it."""
    return _map(_UNSCALED, scale_value, inputs)


def _map(call, scale_value, inputs):
    _check_tensors(inputs)
    leaves, structure = flatten(inputs)
    return unflatten(structure, list(run(call, scale_value, *leaves))) if leaves else inputs


def _check_tensors(tree):
    if isinstance(tree, dict | tuple | list):
        for branch in tree.values() if isinstance(tree, dict) else tree:
            _check_tensors(branch)
    elif not isinstance(tree, Tensor):
        raise (TypeError if tree is None else AttributeError)(
            "What is scaled must be Tensors, or nested tuples, lists or dicts of them, but got "
            f"{tree!r}; convert it with Tensor(...)."
        )


def all_finite(inputs):
    """Tell whether all elements of all tensors are finite.

    Args:
        inputs: a tuple or list of Tensors.

    Returns:
        A bool Tensor of shape ().

    Raises:
        TypeError: `inputs` is no tuple or list, or holds something else.
        ValueError: it is empty.
    """
    if not isinstance(inputs, tuple | list) or not all(isinstance(t, Tensor) for t in inputs):
        raise TypeError(
            f"For 'all_finite', 'inputs' must be a tuple or list of Tensors, but got {inputs!r}; "
            "put a single Tensor into a tuple."
        )
    if not inputs:
        raise ValueError("For 'all_finite', 'inputs' must hold one Tensor at least, but is empty.")
    return run(_FINITE, *inputs)


class LossScaler(ABC):
    """Base class of loss scalers; a subclass defines all methods."""

    @abstractmethod
    def scale(self, inputs):
        """Multiply by the scale.

        Args:
            inputs: a Tensor, or nested tuples of Tensors.
        """
        raise NotImplementedError

    @abstractmethod
    def unscale(self, inputs):
        """Divide by the scale.

        Args:
            inputs: a Tensor, or nested tuples of Tensors.
        """
        raise NotImplementedError

    @abstractmethod
    def adjust(self, grads_finite):
        """Adjust the scale after a step.

        Args:
            grads_finite: whether its gradients were finite, a bool Tensor of shape ().
        """
        raise NotImplementedError


class StaticLossScaler(LossScaler):
    """A loss scale that stays.

    Args:
        scale_value: the scale, an int or float.

    Raises:
        TypeError: `scale_value` is no int or float.
        ValueError: it is less than 1.
    """

    def __init__(self, scale_value):
        check_type(scale_value, "scale_value", "", float, int)
        if scale_value < 1.0:
            raise ValueError(f"The argument 'scale_value' must be > 1, but got {scale_value}.")
        self.scale_value = Parameter(Tensor(scale_value, mstype.float32), name="scale_value")

    def scale(self, inputs):
        """Multiply by the scale, in the inputs' data types.

        Args:
            inputs: a Tensor, or nested tuples, lists or dicts of Tensors.
        """
        return _grad_scale_map(self.scale_value, inputs)

    def unscale(self, inputs):
        """Multiply by the reciprocal of the scale, in the inputs' data types.

        Args:
            inputs: a Tensor, or nested tuples, lists or dicts of Tensors.
        """
        return _grad_unscale_map(self.scale_value, inputs)

    def adjust(self, grads_finite):
        """Leave the scale as it is.

        Args:
            grads_finite: whether gradients were finite.

        Returns:
            False: nothing changed.
        """
        return False


class DynamicLossScaler(StaticLossScaler):
    """A loss scale that shrinks after an overflow, and grows after a time without.

    Args:
        scale_value: the initial scale, an int or float.
        scale_factor: what it is divided and multiplied by, an int.
        scale_window: after how many steps without overflow it grows, an int.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `scale_value` is less than 1, or another number not positive.
    """

    def __init__(self, scale_value, scale_factor, scale_window):
        super().__init__(scale_value)
        check_positive_int(scale_window, "scale_window", "")
        check_positive_int(scale_factor, "scale_factor", "")
        self.scale_window = scale_window
        self.scale_factor = scale_factor
        self.counter = Parameter(Tensor(0, mstype.int32), name="counter")

    def adjust(self, grads_finite):
        """Shrink the scale if gradients were not finite; let it grow where it is time.

        Args:
            grads_finite: a bool Tensor of shape ().

        Returns:
            True.

        Raises:
            TypeError: `grads_finite` is no bool Tensor.
            RuntimeError: its shape is not ().
        """
        if not isinstance(grads_finite, Tensor) or grads_finite.dtype != mstype.bool_:
            raise TypeError(
                f"For 'adjust', 'grads_finite' must be a bool Tensor, but got {grads_finite!r}; "
                "`all_finite(grads)` is one."
            )
        if grads_finite.shape != ():
            raise RuntimeError(
                "For 'adjust', the shape of 'grads_finite' must be (), but got "
                f"{grads_finite.shape}; use `grads_finite.all()`."
            )
        states = self.scale_value, self.counter
        new = run(_NEXT, *states, grads_finite, self.scale_factor, self.scale_window)
        for state, value in zip(states, new, strict=True):
            write(state, read(value))
        return True
