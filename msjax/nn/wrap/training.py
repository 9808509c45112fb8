"""A network with its loss, and with its loss, gradients and optimizer.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.TrainOneStepCell.html
"""

from __future__ import annotations

from types import FunctionType, MethodType

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.conversion import cast
from msjax._core.dispatch import Call, run
from msjax._core.gradients import GradOperation
from msjax._core.reverse import Pullback
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.basic import Identity
from msjax.nn.number_checks import check_bool

jnp = jax.numpy
_FILLED = Call(
    "filled_like",
    lambda x, value: jnp.full(x.shape, jnp.squeeze(jnp.asarray(value)), x.dtype),
    differentiable=False,
)


class WithLossCell(Cell):
    """A network with its loss: `loss_fn(backbone(data), label)`.

    Args:
        backbone: the network.
        loss_fn: a function or Cell of the network's output and the label.
    """

    def __init__(self, backbone, loss_fn):
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        self._loss_fn = loss_fn

    def construct(self, data, label):
        """Return the loss of a batch."""
        return self._loss_fn(self._backbone(data), label)

    @property
    def backbone_network(self):
        """The network without the loss."""
        return self._backbone


class WithEvalCell(Cell):
    """A network for evaluation: returns loss, outputs and labels.

    Args:
        network: the network.
        loss_fn: a function or Cell of the network's output and the label.
        add_cast_fp32: whether outputs and labels are converted to float32. Default: False.

    Raises:
        TypeError: `add_cast_fp32` is no bool.
    """

    def __init__(self, network, loss_fn, add_cast_fp32=False):
        super().__init__(auto_prefix=False)
        check_bool(add_cast_fp32, "add_cast_fp32", "WithEvalCell")
        self._network = network
        self._loss_fn = loss_fn
        self.add_cast_fp32 = add_cast_fp32

    def construct(self, data, label):
        """Return (loss, outputs, labels) of a batch."""
        outputs = self._network(data)
        if self.add_cast_fp32:
            label = _to_float32(label)
            outputs = _to_float32(outputs)
        return self._loss_fn(outputs, label), outputs, label


def _to_float32(x):
    if isinstance(x, tuple | list):
        return type(x)([_to_float32(i) for i in x])
    if isinstance(x, Tensor) and x.dtype in (mstype.float16, mstype.bfloat16, mstype.float64):
        return cast(x, mstype.float32)
    return x


class ForwardValueAndGrad(Cell):
    """Runs a network and differentiates it.

    Args:
        network: a Cell, function or method.
        weights: Parameters to differentiate by. Default: None.
        get_all: whether all inputs' gradients are returned. Default: False.
        get_by_list: whether the Parameters' gradients are returned. Default: False.
        sens_param: whether the last input is what the outputs' gradients are multiplied by.
            Default: False.

    Returns:
        (outputs, gradients). The gradients are that of the first input, of all inputs as a tuple,
        of the Parameters as a tuple, or a pair of these two tuples.

    Raises:
        TypeError: an argument has the wrong type.
    """

    def __init__(self, network, weights=None, get_all=False, get_by_list=False, sens_param=False):
        super().__init__(auto_prefix=False)
        if not isinstance(network, Cell | FunctionType | MethodType):
            raise TypeError(
                "For 'ForwardValueAndGrad', the argument 'network' must be cell, function type or "
                f"method type, but got '{type(network)}'"
            )
        flags = {"get_all": get_all, "get_by_list": get_by_list, "sens_param": sens_param}
        for name, value in flags.items():
            if not isinstance(value, bool):
                raise TypeError(
                    f"For 'ForwardValueAndGrad', the type of '{name}' must be bool, but got "
                    f"'{type(value)}'"
                )
        self.network = network
        if isinstance(network, Cell):
            network.set_grad()
        self.weights = weights
        self.get_all = get_all
        self.get_by_list = get_by_list
        self.sens_param = sens_param

    def construct(self, *inputs):
        """Return the outputs and the gradients."""
        sens = None
        if self.sens_param:
            *inputs, sens = inputs
        weights = list(self.weights or ()) if self.get_by_list else []
        wanted = [t for t in inputs if isinstance(t, Tensor)]
        if not self.get_all:
            wanted = [] if self.get_by_list else wanted[:1]
        pullback = Pullback(self.network, tuple(inputs), {}, [*wanted, *weights])
        gradients = pullback.gradients(None if sens is None else _cotangents(pullback, sens))
        found = {id(t): g for t, g in zip(pullback.tensors, gradients, strict=True)}
        by_input = tuple([found[id(t)] for t in wanted])
        by_weight = tuple([found[id(p)] for p in weights])
        if not self.get_by_list:
            return pullback.out, by_input if self.get_all else by_input[0]
        return pullback.out, (by_input, by_weight) if self.get_all else by_weight


def _cotangents(pullback, sens):
    """Return what the gradients of all outputs are multiplied by, from one number or a tuple."""
    each = sens if isinstance(sens, tuple | list) else [sens] * len(pullback.main)
    return [
        run(_FILLED, t, s) if not isinstance(s, Tensor) or s.shape != t.shape else s
        for t, s in zip(pullback.main, each, strict=True)
    ]


class TrainOneStepCell(Cell):
    """One training step: loss, gradients by the optimizer's Parameters, update.

    Args:
        network: a Cell that returns the loss.
        optimizer: an `Optimizer`.
        sens: a number that gradients are multiplied by. Default: None, which is 1.0.
        return_grad: whether the gradients are returned too. Default: False.

    Inputs: those of the network.

    Returns:
        The loss; with `return_grad`, the loss and a dict of gradients by Parameter name.

    Raises:
        AttributeError: `network` is no Cell, or `optimizer` no optimizer.
        TypeError: `return_grad` is no bool.
    """

    def __init__(self, network, optimizer, sens=None, return_grad=False):
        super().__init__(auto_prefix=False)
        check_bool(return_grad, "return_grad", "TrainOneStepCell")
        self.network = network
        self.network.set_grad()
        self.optimizer = optimizer
        self.weights = self.optimizer.parameters
        self.grad = GradOperation(get_by_list=True, sens_param=True)
        self.grad_no_sens = GradOperation(get_by_list=True)
        self.sens = 1.0 if sens is None else sens
        self.return_grad = return_grad
        self.reducer_flag = False
        self.grad_reducer = Identity()  # sums over devices; there is one

    def construct(self, *inputs):
        """Train on one batch."""
        loss, gradients = loss_and_gradients(self.network, self.weights, inputs, self.sens)
        gradients = self.grad_reducer(gradients)
        self.optimizer(gradients)
        if self.return_grad:
            return loss, {p.name: g for p, g in zip(self.weights, gradients, strict=True)}
        return loss


def loss_and_gradients(network, weights, inputs, sens: float | Tensor = 1.0):
    """Return a network's outputs and the tuple of gradients by Parameters, times `sens`."""
    pullback = Pullback(network, inputs, {}, weights)
    plain = isinstance(sens, int | float) and sens == 1.0
    gradients = pullback.gradients(None if plain else _cotangents(pullback, sens))
    return pullback.out, tuple(gradients)
