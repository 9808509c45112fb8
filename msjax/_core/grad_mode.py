"""What is recorded for `Tensor.backward`: PyTorch's `no_grad` and `enable_grad`, MXNet's `record`.

All state is the thread's own. Each switch is a context manager and a decorator of functions.
"""

from __future__ import annotations

import inspect
from contextlib import ContextDecorator

from msjax._core.leaves import GRAD_MODE, RECORDED, WAITING, RecordedParameters
from msjax._core.state import state

_FIELDS = ("recording", "stopped", "floor", "ambient", "parameters", "training")


class _Switch(ContextDecorator):
    """Changes the thread's state for the length of a `with` block or of a function's calls."""

    def __init__(self):
        self._former = []

    def _recreate_cm(self):
        new = object.__new__(type(self))
        new.__dict__ = {**self.__dict__, "_former": []}
        return new

    def __call__(self, function):
        """Return the function, with the switch around each of its calls.

        Raises:
            TypeError: `function` is a generator function or a coroutine: its body runs later.
        """
        if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
            raise TypeError(
                f"{type(self).__name__} cannot decorate {function.__qualname__}, whose body runs "
                f"after the call; write `with {type(self).__name__}():` inside of it."
            )
        return super().__call__(function)

    def __enter__(self):
        """Switch."""
        self._former.append([getattr(state, name) for name in _FIELDS])
        self._switch()
        state.settle()

    def __exit__(self, *exc):
        """Switch back."""
        parameters = state.parameters
        for name, value in zip(_FIELDS, self._former.pop(), strict=True):
            setattr(state, name, value)
        if parameters is not None and parameters is not state.parameters:
            parameters.release()
        state.settle()

    def _switch(self):
        raise NotImplementedError


class no_grad(_Switch):
    """Compute constants: nothing that runs inside is recorded or differentiated.

    That holds for `Tensor.backward` and for gradient functions such as `msjax.grad`, which
    differentiate everything around it. Results have `requires_grad` False.

    Differs: MindSpore's `_no_grad` refuses gradient functions inside, and compiled code.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html
    """

    def _switch(self):
        _stop_recording()


_no_grad = no_grad  # what MindSpore calls it


class enable_grad(_Switch):
    """Record operators for `Tensor.backward`, also inside `no_grad`, and on Parameters too.

    Outside, operators on tensors with `requires_grad` are recorded, but those on Parameters are
    not, so that a MindSpore program, where every Parameter has `requires_grad`, keeps no graphs.

    Differs: in PyTorch, operators on Parameters are recorded everywhere.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.enable_grad.html
    """

    def _switch(self):
        _record(GRAD_MODE)


class record(_Switch):
    """Record operators on tensors with `attach_grad` or `requires_grad`, and on Parameters.

    `backward` on a result with several elements differentiates their sum, and overwrites the
    gradients of Parameters; those of other tensors as `attach_grad` asked.

    Args:
        train_mode: what `is_training` says inside. Default: True.

    Differs: a result of it is recorded outside as well.

    Source: https://mxnet.apache.org/versions/1.9.1/api/python/docs/api/autograd/index.html
    """

    def __init__(self, train_mode=True):
        super().__init__()
        self.train_mode = train_mode

    def _switch(self):
        _record(RECORDED)
        state.training = bool(self.train_mode)


class pause(_Switch):
    """Record nothing, as `no_grad`, inside of `record`.

    Args:
        train_mode: what `is_training` says inside. Default: False.

    Source: https://mxnet.apache.org/versions/1.9.1/api/python/docs/api/autograd/index.html
    """

    def __init__(self, train_mode=False):
        super().__init__()
        self.train_mode = train_mode

    def _switch(self):
        _stop_recording()
        state.training = bool(self.train_mode)


class train_mode(_Switch):
    """Make `is_training` say True; what is recorded stays as it is.

    Differs: layers do not ask; `Cell.set_train` tells them.
    """

    def _switch(self):
        state.training = True


class predict_mode(_Switch):
    """Make `is_training` say False; what is recorded stays as it is.

    Differs: layers do not ask; `Cell.set_train` tells them.
    """

    def _switch(self):
        state.training = False


def _record(level):
    state.recording = True
    state.stopped = False
    state.floor = WAITING.depth
    state.ambient = level
    if state.parameters is None:
        state.parameters = RecordedParameters()


def _stop_recording():
    state.recording = False
    state.stopped = state.frame is not None  # traced code: JAX would differentiate it


def is_recording() -> bool:
    """Tell whether operators on Parameters and on tensors with `attach_grad` are recorded."""
    return state.recording and state.parameters is not None


def is_training() -> bool:
    """Tell whether the thread is in training mode: inside `record` or `train_mode`."""
    return state.training
