"""Checks of what `Model` is made and called with."""

from __future__ import annotations

from msjax import log as logger
from msjax._core.tensor import Tensor
from msjax.train import callback as callback_package
from msjax.train.arguments import check_int, check_size
from msjax.train.callback._callback import OLD_NAMES

_OPTIONS = ("loss_scale_manager", "keep_batchnorm_fp32", "boost_config_dict", "acc_level")


def check_options(options, boost_level) -> None:
    """Check the further keywords of `Model`, and that no acceleration is asked for."""
    for name in options:
        if name not in _OPTIONS:
            raise ValueError(
                "The argument in 'kwargs' should be 'loss_scale_manager' or 'keep_batchnorm_fp32' "
                f"or 'boost_config_dict' or 'acc_level', but got '{name}'."
            )
    if "acc_level" in options:
        logger.warning("Next version acc_level will be removed, please replace with boost_level")
    level = options.get("acc_level", boost_level)
    if level not in ("O0", "O1", "O2"):
        raise ValueError(f"The 'boost_level' should be in : ['O0', 'O1', 'O2'], but got {level}.")
    if level != "O0":
        raise NotImplementedError(
            f"Model(boost_level={level!r}): only 'O0' is supported; leave it out, compiled code "
            "needs no such acceleration."
        )


def check_epochs(caller, epoch, initial_epoch, sink_size) -> None:
    """Check the numbers of a training."""
    check_size(sink_size)
    check_int(epoch, 1)
    check_int(initial_epoch, 0)
    if initial_epoch >= epoch:
        raise ValueError(
            f"For '{caller}', the parameter 'epoch' must bigger than parameter 'initial_epoch', "
            f"but got the parameter 'epoch' is {epoch}, 'initial_epoch' is {initial_epoch}."
        )


def checked_sink_size(caller, dataset, sink_size) -> int:
    """Return the steps of an epoch in sink mode."""
    size = dataset.get_dataset_size()
    if size == 0:
        raise ValueError("There is no valid data in dataset, please check dataset file firstly.")
    if sink_size == -1:
        return size
    if sink_size <= 0:
        raise ValueError(
            f"For '{caller}', The argument 'sink_size' must be -1 or positive, but got {sink_size}."
        )
    return sink_size


def check_frequency(frequency) -> None:
    """Check after which epochs `fit` evaluates."""
    if not isinstance(frequency, int | list):
        raise TypeError(
            "For 'Model.fit', the type of 'valid_frequency' must be a list or an integer, but got "
            f"type {type(frequency)}."
        )


def check_callback_names(callbacks, caller) -> None:
    """Warn of methods with older names in a program's own callbacks; `fit` refuses them."""
    if not callbacks:
        return
    for callback in callbacks if isinstance(callbacks, list) else [callbacks]:
        kind = type(callback)
        old = OLD_NAMES & vars(kind).keys()
        if not old or kind.__name__ in callback_package.__all__:
            continue
        text = (
            f"For {kind.__name__} callback, {old} methods may not be supported in later version, "
            "Use methods prefixed with 'on_train' or 'on_eval' instead when using customized "
            "callbacks."
        )
        if caller == "fit":
            raise ValueError(text)
        logger.warning("%s", text)


def check_predict_data(data) -> None:
    """Check what a network predicts from."""
    for item in data:
        if isinstance(item, Tensor):
            if item.size == 0:
                raise ValueError("The input data can not be empty.")
        elif not isinstance(item, int | float | str | None):
            raise TypeError(
                "The types of input data must be in the Union(Tensor, None, int, float, str, "
                "tuple[Tensor, None, int, float, str], list[Tensor, None, int, float, str], "
                f"dict[Tensor, None, int, float, str]), but got type {type(item).__name__}."
            )


def check_outputs(outputs):
    """Return what a network has predicted."""
    if outputs is None:
        raise RuntimeError(
            "The output data can not be None, please check your net or input data: `construct` has "
            "to return something."
        )
    return outputs
