"""What callbacks are, how they are called, and what they are told about a training.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Callback.html
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import numpy as np

from msjax import log as logger
from msjax._core._jaxcompat import jax
from msjax._core.tensor import Tensor

# The names of 1.x, which `on_train_*` and `on_eval_*` call unless a subclass defines them.
OLD_NAMES = frozenset({"begin", "epoch_begin", "epoch_end", "step_begin", "step_end", "end"})


class Callback:
    """Base class of what is called at the points of a training or an evaluation.

    A subclass defines the methods of the points that it wants; each takes a `RunContext`. Methods
    named `on_train_*` are called by `Model.train` and `Model.fit`, those named `on_eval_*` by
    `Model.eval` and `Model.fit`; those without are the older names for both, which `Model.fit` does
    not take from a program's own callbacks. A callback is entered and left as a context manager.
    """

    def __enter__(self):
        return self

    def __exit__(self, *err):
        """Release what was taken when the callback was entered."""

    def begin(self, run_context):
        """Called once before the network runs: the older name of `on_*_begin`."""

    def epoch_begin(self, run_context):
        """Called before each epoch: the older name of `on_*_epoch_begin`."""

    def epoch_end(self, run_context):
        """Called after each epoch: the older name of `on_*_epoch_end`."""

    def step_begin(self, run_context):
        """Called before each step: the older name of `on_*_step_begin`."""

    def step_end(self, run_context):
        """Called after each step: the older name of `on_*_step_end`."""

    def end(self, run_context):
        """Called once at the end: the older name of `on_*_end`."""

    def on_train_begin(self, run_context):
        """Called once before training."""
        self.begin(run_context)

    def on_train_epoch_begin(self, run_context):
        """Called before each epoch of a training."""
        self.epoch_begin(run_context)

    def on_train_epoch_end(self, run_context):
        """Called after each epoch of a training."""
        self.epoch_end(run_context)

    def on_train_step_begin(self, run_context):
        """Called before each step of a training."""
        self.step_begin(run_context)

    def on_train_step_end(self, run_context):
        """Called after each step of a training."""
        self.step_end(run_context)

    def on_train_end(self, run_context):
        """Called once after training."""
        self.end(run_context)

    def on_eval_begin(self, run_context):
        """Called once before evaluation."""
        self.begin(run_context)

    def on_eval_epoch_begin(self, run_context):
        """Called before the pass over the data of an evaluation."""
        self.epoch_begin(run_context)

    def on_eval_epoch_end(self, run_context):
        """Called after the pass over the data of an evaluation."""
        self.epoch_end(run_context)

    def on_eval_step_begin(self, run_context):
        """Called before each step of an evaluation."""
        self.step_begin(run_context)

    def on_eval_step_end(self, run_context):
        """Called after each step of an evaluation."""
        self.step_end(run_context)

    def on_eval_end(self, run_context):
        """Called once after evaluation, when the metrics are known."""
        self.end(run_context)


class CallbackManager(Callback):
    """Calls several callbacks at each point, in their order.

    Args:
        callbacks: a Callback, a list of Callbacks, or None.

    Raises:
        TypeError: `callbacks` is something else.
    """

    def __init__(self, callbacks):
        if callbacks is None:
            self._callbacks = []
        elif isinstance(callbacks, Callback):
            self._callbacks = [callbacks]
        elif not isinstance(callbacks, list):
            raise TypeError(
                "The 'callbacks' is not a Callback or a list of Callback, but "
                f"{type(callbacks).__name__}."
            )
        else:
            self._callbacks = [_checked(callback) for callback in callbacks]
        self._stack: Any = None

    def __enter__(self):
        if self._stack is None:
            self._stack = ExitStack()
            self._callbacks = [self._entered(callback) for callback in self._callbacks]
        return self

    def _entered(self, callback):
        target = self._stack.enter_context(callback)
        if isinstance(target, Callback):
            return target
        logger.warning("Please return 'self' or a Callback as the enter target.")
        return callback

    def __exit__(self, *err):
        return self._stack.__exit__(*err)


def set_cur_net(net) -> None:
    """Do nothing: MindSpore's operator that saves checkpoints fills this network with its values.

    Args:
        net: a Cell; its Parameters hold the values they are trained to at all times.
    """


def _checked(callback):
    if not isinstance(callback, Callback):
        raise TypeError(
            "When the 'callbacks' is a list, the elements in 'callbacks' must be Callback "
            f"functions, but there is one of {type(callback).__name__}."
        )
    return callback


def _to_all(point):
    def call(self, run_context):
        for callback in self._callbacks:
            getattr(callback, point)(run_context)

    call.__name__ = point
    call.__doc__ = f"Call `{point}` of all callbacks."
    return call


for _point in (*OLD_NAMES, *(name for name in vars(Callback) if name.startswith("on_"))):
    setattr(CallbackManager, _point, _to_all(_point))


class _NoSuchItem(KeyError, AttributeError):
    """A KeyError, as MindSpore raises for `cb_params.name`, that `getattr` and `hasattr` know."""


# Tracebacks, and programs that look at the name of an error's class, show Python's own.
_NoSuchItem.__name__ = _NoSuchItem.__qualname__ = "KeyError"
_NoSuchItem.__module__ = "builtins"


class InternalCallbackParam(dict):
    """What is known about a running training or evaluation: a dict whose items are attributes."""

    def __getattr__(self, key):
        if key in self:
            return self[key]
        raise _NoSuchItem(key)

    def __setattr__(self, key, value):
        self[key] = value


class RunContext:
    """What a callback gets: what is known about the run, and the request to stop.

    `original_args()` has, in training: `train_network`, `train_dataset`, `train_dataset_element`,
    `network`, `loss_fn`, `optimizer`, `epoch_num`, `cur_epoch_num`, `batch_num`, `cur_step_num`
    (from 1, over all epochs), `net_outputs`, `mode`, `dataset_sink_mode`, `list_callback`,
    `parallel_mode`, `device_number`, `last_save_ckpt_step` and `latest_ckpt_file`; in evaluation
    `eval_network`, `valid_dataset`, `eval_dataset_element`, `metrics`, and of the former `network`,
    `batch_num`, `cur_step_num`, `net_outputs`, `mode`, `dataset_sink_mode` and `list_callback`.

    Args:
        original_args: a dict of these.

    Differs: `list_callback` has only the program's callbacks, no internal ones before them.

    Raises:
        TypeError: `original_args` is no dict.
    """

    def __init__(self, original_args):
        if not isinstance(original_args, dict):
            raise TypeError(
                "The argument 'original_args' of RunContext should be dict type, but got "
                f"{type(original_args)}."
            )
        self._original_args = original_args
        self._stop_requested = False

    def original_args(self):
        """Return the dict itself: what a callback adds to it, later callbacks find."""
        return self._original_args

    def request_stop(self):
        """Let the run end: training after this step or epoch, evaluation after this step."""
        self._stop_requested = True

    def get_stop_requested(self):
        """Return whether the end was requested."""
        return self._stop_requested


def wait_for(outputs) -> None:
    """Wait until what a network returned is computed, for its time to be measured.

    Args:
        outputs: Tensors in tuples, lists and dicts.
    """
    jax.block_until_ready(outputs)


def _handle_loss(loss):
    """Return what stands for the loss among a network's outputs.

    Args:
        loss: the outputs. A Tensor becomes the mean of its elements, a float; of a tuple or list
            the first element is taken as it is; anything else is returned.
    """
    if isinstance(loss, tuple | list):
        return loss[0] if isinstance(loss[0], Tensor) else loss
    if isinstance(loss, Tensor):
        return float(np.mean(loss.asnumpy()))
    return loss
