"""A training step in mixed precision.

Source: https://www.mindspore.cn/docs/en/master/api_python/amp/mindspore.amp.build_train_network.html
"""

from __future__ import annotations

from msjax import nn
from msjax._core import dtype as mstype
from msjax._core.precision import cast_inputs
from msjax.amp.levels import LOWER, auto_mixed_precision, keep_float32
from msjax.amp.lists import get_black_list
from msjax.amp.loss_scale_manager import DynamicLossScaleManager, LossScaleManager
from msjax.nn import Cell

_LEVELS = ["O0", "O1", "O2", "O3", "auto"]
_BOOST_LEVELS = ["O0", "O1", "O2"]
_OPTIONS = ("cast_model_type", "keep_batchnorm_fp32", "loss_scale_manager")


class WithLossCell(nn.WithLossCell):
    """A network with its loss, which is computed in float32."""

    def construct(self, data, label):
        """Return the loss of a batch."""
        out = cast_inputs(self._backbone(data), mstype.float32)
        return self._loss_fn(out, cast_inputs(label, mstype.float32))


def build_train_network(network, optimizer, loss_fn=None, level="O0", boost_level="O0", **kwargs):
    """Return a Cell that trains a network in mixed precision, one batch per call.

    Args:
        network: a Cell.
        optimizer: an `Optimizer`.
        loss_fn: a Cell of outputs and labels. Default: None, the network returns the loss.
        level: "O0", "O1", "O2", "O3" or "auto", as in `auto_mixed_precision`. "O2" has a
            `DynamicLossScaleManager`. Default: "O0".
        boost_level: only "O0".
        **kwargs: settings that go before those of the level: `cast_model_type`, float16 or
            float32; `keep_batchnorm_fp32`, a bool; `loss_scale_manager`, a `LossScaleManager` or
            None.

    Returns:
        A `TrainOneStepCell`, or a `TrainOneStepWithLossScaleCell` where a manager's
        `get_update_cell` gives a Cell.

    Differs: loss scales that are updated work on CPU, where MindSpore refuses them.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: an option is unknown, or a level is another.
        NotImplementedError: `boost_level` is not "O0".
    """
    _check_kind("optimizer", optimizer, nn.Optimizer)
    _check_levels(level, boost_level)
    _check_options(kwargs)
    settings = _settings(level) | kwargs
    network = _lowered(network, level, settings)
    if loss_fn:
        network = _with_loss(network, loss_fn, settings["cast_model_type"])
    manager = settings["loss_scale_manager"]
    if manager is None:
        return nn.TrainOneStepCell(network, optimizer).set_train()
    scale, update_cell = manager.get_loss_scale(), manager.get_update_cell()
    if update_cell is None:
        return nn.TrainOneStepCell(network, optimizer, scale).set_train()
    return nn.TrainOneStepWithLossScaleCell(network, optimizer, update_cell).set_train()


def _settings(level):
    """Return what a level stands for."""
    return {
        "keep_batchnorm_fp32": level == "O2",
        "cast_model_type": mstype.float16 if level in ("O2", "O3") else mstype.float32,
        "loss_scale_manager": DynamicLossScaleManager() if level == "O2" else None,
    }


def _lowered(network, level, settings):
    keep = settings["keep_batchnorm_fp32"]
    if settings["cast_model_type"] is mstype.float16:
        network.to_float(mstype.float16)
        if keep:
            keep_float32(network, tuple(get_black_list()))
        return network
    if level in ("O2", "O3"):
        return network if keep or level == "O3" else network.to_float(mstype.float16)
    return auto_mixed_precision(network, level)


def _with_loss(network, loss_fn, dtype):
    _check_kind("loss_fn", loss_fn, Cell)
    lowered = any(dtype is t for t in LOWER)
    if lowered or getattr(network, "_amp_level", None) in ("O2", "O3", "auto"):
        return WithLossCell(network, loss_fn)
    return nn.WithLossCell(network, loss_fn)


def _check_kind(name, value, kind):
    if not isinstance(value, kind):
        raise TypeError(
            f"The type of '{name}' should be '{kind.__name__}', but got type "
            f"'{type(value).__name__}'."
        )


def _check_levels(level, boost_level):
    if not isinstance(level, str):
        raise TypeError(
            f"The argument `level` must be a string in {_LEVELS}, but got type {type(level)}."
        )
    if level not in _LEVELS:
        raise ValueError(f"The 'level' should be in : {_LEVELS}, but got {level}.")
    if boost_level not in _BOOST_LEVELS:
        raise ValueError(f"The 'boost_level' should be in : {_BOOST_LEVELS}, but got {boost_level}")
    if boost_level != "O0":
        raise NotImplementedError(
            f"build_train_network(boost_level={boost_level!r}): only 'O0' is supported; leave it "
            "out, compiled code needs no such acceleration."
        )


def _check_options(options):
    for name in options:
        if name not in _OPTIONS:
            raise ValueError(f"Unsupported arg '{name}'; known are {', '.join(_OPTIONS)}.")
    dtype = options.get("cast_model_type", mstype.float32)
    if dtype is not mstype.float16 and dtype is not mstype.float32:
        raise TypeError(
            "The 'cast_model_type' should be one of [mindspore.float16, mindspore.float32], but "
            f"got '{dtype}'."
        )
    if "keep_batchnorm_fp32" in options:
        _check_kind("keep_batchnorm_fp32", options["keep_batchnorm_fp32"], bool)
    if options.get("loss_scale_manager") is not None:
        _check_kind("loss_scale_manager", options["loss_scale_manager"], LossScaleManager)
