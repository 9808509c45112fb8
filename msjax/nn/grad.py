"""`nn.Jvp` and `nn.Vjp`: a network's outputs together with a product with its Jacobian."""

from __future__ import annotations

from msjax._core.gradients import checked_cotangents
from msjax._core.reverse import Pullback
from msjax._core.tensor import Tensor
from msjax._core.transforms import run_jvp
from msjax.nn.cell import Cell


class Jvp(Cell):
    """Computes a network's outputs and its Jacobian-vector product, in forward mode.

    Args:
        fn: a Cell or function.

    Inputs: the network's inputs, then `v`, the tangents: a tensor, or a tuple with one per input.

    Returns:
        (outputs, tangents of the outputs).

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/nn/mindspore.nn.Jvp.html
    """

    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def construct(self, *args):
        """Run the network on all arguments but the last, which holds the tangents."""
        *inputs, v = _split("Jvp", args)
        tangents = list(v) if isinstance(v, tuple | list) else [v]
        return run_jvp(self.fn, tuple(inputs), tangents)


class Vjp(Cell):
    """Computes a network's outputs and its vector-Jacobian product, in reverse mode.

    Args:
        fn: a Cell or function.

    Inputs: the network's inputs, then `v`, the cotangents: a tensor, or a tuple with one per
        output.

    Returns:
        (outputs, gradients): the gradient of a single input comes bare, of several as a tuple.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/nn/mindspore.nn.Vjp.html
    """

    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def construct(self, *args):
        """Run the network on all arguments but the last, which holds the cotangents."""
        *inputs, v = _split("Vjp", args)
        tensors = [t for t in inputs if isinstance(t, Tensor)]
        pullback = Pullback(self.fn, tuple(inputs), {}, tensors)
        gradients = pullback.gradients(checked_cotangents(v, pullback))
        found = {id(t): g for t, g in zip(pullback.tensors, gradients, strict=True)}
        by_input = tuple([found[id(t)] for t in tensors])
        return pullback.out, by_input[0] if len(by_input) == 1 else by_input


def _split(name, args):
    if not args:
        raise TypeError(
            f"{name} takes the network's inputs and then `v`; it was called without any."
        )
    return args
