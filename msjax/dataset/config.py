"""`mindspore.dataset.config`: what holds for the pipelines that are started from now on.

Some settings concern machinery that msjax does not have: memory nodes, a queue on the device,
tuning while running. They are checked, kept and returned; that they have no effect is logged once,
at info level.

Functions that only keep or return a setting are signatures and documentation; `_sets` and `_gets`
are what they do.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.config.html
"""

from __future__ import annotations

import functools
import inspect
import logging
import os
import random
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np

from msjax._core import seeds

INT32_MAX = 2**31 - 1
UINT32_MAX = 2**32 - 1
DEFAULT_SEED = 5489  # that of std::mt19937: it stands for "no seed was set"


class ErrorSamplesMode(IntEnum):
    """What a pipeline does with a row that an operation fails on."""

    RETURN = 0
    REPLACE = 1
    SKIP = 2


_log = logging.getLogger("msjax")


def _cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


_settings: dict[str, Any] = {
    "seed": DEFAULT_SEED,
    "prefetch_size": 16,
    "num_parallel_workers": min(8, _cores()),
    "numa_enable": False,
    "monitor_sampling_interval": 1000,
    "auto_num_workers": False,
    "callback_timeout": 60,
    "enable_shared_mem": True,
    "enable_autotune": False,
    "autotune_interval": 0,
    "auto_offload": False,
    "enable_watchdog": True,
    "multiprocessing_timeout_interval": 300,
    "dynamic_shape": False,
    "fast_recovery": True,
    "debug_mode": False,
    "debug_hooks": [],
    "error_samples_mode": ErrorSamplesMode.RETURN,
    "iterator_mode": {"do_copy": False, "parallel_convert": False},
    "multiprocessing_start_method": "fork",
    "video_backend": "CPU",
    "sending_batches": 0,
}
_told: set[str] = set()
seeds.follow(lambda seed: _settings.update(seed=seed))


def _without_effect(name: str, value) -> None:
    """Keep a setting that nothing here reads, and say so once."""
    if name not in _told and value != _settings[name]:
        _told.add(name)
        _log.info("dataset.config.set_%s(%r) has no effect in msjax", name, value)
    _settings[name] = value


def _sets(setting: str, check: Callable[[str, Any], None], effect: bool = True):
    """Make a function of one argument check it and keep it as a setting."""

    def decorate(declared):
        (parameter,) = inspect.signature(declared).parameters

        @functools.wraps(declared)
        def set_setting(*args, **kwargs):
            declared(*args, **kwargs)  # Python's own error where there is not one argument
            (value,) = (*args, *kwargs.values())
            check(parameter, value)
            if effect:
                _settings[setting] = value
            else:
                _without_effect(setting, value)

        return set_setting

    return decorate


def _gets(setting: str) -> Callable[[Callable], Callable[[], Any]]:
    """Make a function without arguments return a setting."""

    def decorate(declared):
        @functools.wraps(declared)
        def get_setting(*args, **kwargs):
            declared(*args, **kwargs)
            return _settings[setting]

        return get_setting

    return decorate


def _check_int(name: str, value, low: int, high: int, interval: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} isn't of type int. It is {value!r}, of {type(value)}.")
    if not low <= value <= high:
        raise ValueError(f"{name} is not within the required range {interval}. It is {value}.")


def _positive(name: str, value) -> None:
    _check_int(name, value, 1, INT32_MAX, "(0, INT32_MAX(2147483647)]")


def _not_negative(name: str, value) -> None:
    _check_int(name, value, 0, INT32_MAX, "[0, INT32_MAX(2147483647)]")


def _of(kind: type, expected: str) -> Callable[[str, Any], None]:
    """Return the check of a bool or int, which are told apart, with MindSpore's words."""

    def check(name, value):
        if type(value) is not kind:
            raise TypeError(f"{name} must be {expected}. It is {value!r}, of {type(value)}.")

    return check


_boolean = _of(bool, "a boolean dtype")
_of_bool = _of(bool, "of type bool")


def _check_choice(name: str, value, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str):
        raise TypeError(
            f"Argument {name} with value {value} is not of type [<class 'str'>], but got "
            f"{type(value)}."
        )
    if value not in choices:
        raise ValueError(f"Input {name} is not within the valid set of {list(choices)}.")


def set_seed(seed):
    """Seed the pipelines' random numbers, Python's `random` and NumPy's global generator.

    Args:
        seed: an int of 32 bits. 5489, the default, means that no seed is set.

    Raises:
        TypeError: `seed` is no int.
        ValueError: `seed` is negative or needs more than 32 bits.
    """
    _check_int("seed", seed, 0, UINT32_MAX, "[0, UINT32_MAX(4294967295)]")
    _settings["seed"] = seed
    random.seed(seed)
    np.random.seed(seed)


@_gets("seed")
def get_seed():
    """Return the seed; 5489 where none was set."""


@_sets("prefetch_size", _positive)
def set_prefetch_size(size):
    """Choose how many rows a pipeline computes ahead of its reader.

    Args:
        size: a positive int.

    Raises:
        TypeError: `size` is no int.
        ValueError: `size` is not positive.
    """


@_gets("prefetch_size")
def get_prefetch_size():
    """Return how many rows a pipeline computes ahead of its reader; 16 by default."""


@_sets("num_parallel_workers", _positive)
def set_num_parallel_workers(num):
    """Choose how many threads an operation uses that is not told itself.

    Args:
        num: a positive int.

    Raises:
        TypeError: `num` is no int.
        ValueError: `num` is not positive.
    """


@_gets("num_parallel_workers")
def get_num_parallel_workers():
    """Return how many threads an operation uses: 8, or less on a machine with fewer cores."""


@_sets("numa_enable", _boolean, effect=False)
def set_numa_enable(numa_enable):
    """Choose whether a process is bound to a memory node (no effect here).

    Args:
        numa_enable: a bool.

    Raises:
        TypeError: `numa_enable` is no bool.
    """


@_gets("numa_enable")
def get_numa_enable():
    """Return whether a process is bound to a memory node."""


@_sets("monitor_sampling_interval", _positive, effect=False)
def set_monitor_sampling_interval(interval):
    """Choose how often the profiler samples (no effect here).

    Args:
        interval: milliseconds, a positive int.

    Raises:
        TypeError: `interval` is no int.
        ValueError: `interval` is not positive.
    """


@_gets("monitor_sampling_interval")
def get_monitor_sampling_interval():
    """Return how often the profiler samples, in milliseconds."""


@_sets("auto_num_workers", _boolean, effect=False)
def set_auto_num_workers(enable):
    """Choose whether numbers of workers are set automatically (no effect here).

    Args:
        enable: a bool.

    Raises:
        TypeError: `enable` is no bool.
    """


@_gets("auto_num_workers")
def get_auto_num_workers():
    """Return whether numbers of workers are set automatically."""


@_sets("callback_timeout", _positive)
def set_callback_timeout(timeout):
    """Choose how long `WaitedDSCallback` and `sync_wait` wait for the training.

    Args:
        timeout: seconds, a positive int.

    Raises:
        TypeError: `timeout` is no int.
        ValueError: `timeout` is not positive.
    """


@_gets("callback_timeout")
def get_callback_timeout():
    """Return how long is waited for the training, in seconds; 60 by default."""


def load(file):
    """Read settings from a file of JSON (refused).

    Args:
        file: the path of the file.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError(
        f"dataset.config.load(file={file!r}) is not supported: its settings concern the C++ "
        "engine of MindSpore. Call its functions, for instance `set_prefetch_size(16)`."
    )


def set_enable_autotune(enable, filepath_prefix=None):
    """Choose whether pipelines are tuned while they run (no effect here).

    Args:
        enable: a bool.
        filepath_prefix: where the found settings would be saved. Default: None.

    Raises:
        TypeError: `enable` is no bool, or `filepath_prefix` no str.
        RuntimeError: `filepath_prefix` is empty.
    """
    _of_bool("enable", enable)
    if filepath_prefix and not isinstance(filepath_prefix, str):
        raise TypeError(f"json_filepath must be a str value but was: {filepath_prefix}.")
    if enable and filepath_prefix == "":
        raise RuntimeError(
            "The value of json_filepath cannot be the empty string; leave filepath_prefix out."
        )
    if filepath_prefix:
        _log.warning("set_enable_autotune writes no %s: msjax tunes nothing", filepath_prefix)
    _without_effect("enable_autotune", enable)


@_gets("enable_autotune")
def get_enable_autotune():
    """Return whether pipelines are tuned while they run."""


@_sets("autotune_interval", _not_negative, effect=False)
def set_autotune_interval(interval):
    """Choose how often pipelines are tuned (no effect here).

    Args:
        interval: steps, an int; 0: once an epoch.

    Raises:
        TypeError: `interval` is no int.
        ValueError: `interval` is negative.
    """


@_gets("autotune_interval")
def get_autotune_interval():
    """Return how often pipelines are tuned, in steps."""


@_sets("enable_shared_mem", _of_bool, effect=False)
def set_enable_shared_mem(enable):
    """Choose whether processes of workers use shared memory (no effect here).

    Args:
        enable: a bool.

    Raises:
        TypeError: `enable` is no bool.
    """


@_gets("enable_shared_mem")
def get_enable_shared_mem():
    """Return whether processes of workers use shared memory."""


@_sets("sending_batches", _of(int, "an int dtype"), effect=False)
def set_sending_batches(batch_num):
    """Choose how many batches are sent to a device at a time (no effect here).

    Args:
        batch_num: an int.

    Raises:
        TypeError: `batch_num` is no int.
    """


@_sets("auto_offload", _of(bool, "a bool dtype"), effect=False)
def set_auto_offload(offload):
    """Choose whether operations run on the device where they can (no effect here).

    Args:
        offload: a bool.

    Raises:
        TypeError: `offload` is no bool.
    """


@_gets("auto_offload")
def get_auto_offload():
    """Return whether operations run on the device where they can."""


@_sets("enable_watchdog", _boolean, effect=False)
def set_enable_watchdog(enable):
    """Choose whether a thread watches the processes of workers (no effect here).

    Args:
        enable: a bool.

    Raises:
        TypeError: `enable` is no bool.
    """


@_gets("enable_watchdog")
def get_enable_watchdog():
    """Return whether a thread watches the processes of workers."""


@_sets("multiprocessing_timeout_interval", _positive, effect=False)
def set_multiprocessing_timeout_interval(interval):
    """Choose how often a warning tells that a process of a worker is slow (no effect here).

    Args:
        interval: seconds, a positive int.

    Raises:
        TypeError: `interval` is no int.
        ValueError: `interval` is not positive.
    """


@_gets("multiprocessing_timeout_interval")
def get_multiprocessing_timeout_interval():
    """Return how often a warning tells that a process of a worker is slow, in seconds."""


@_sets("dynamic_shape", _boolean, effect=False)
def set_dynamic_shape(is_dynamic):
    """Tell that shapes of rows differ (no effect here: they may always).

    Args:
        is_dynamic: a bool.

    Raises:
        TypeError: `is_dynamic` is no bool.
    """


@_gets("dynamic_shape")
def get_dynamic_shape():
    """Return whether shapes of rows were said to differ."""


@_sets("fast_recovery", _boolean, effect=False)
def set_fast_recovery(fast_recovery):
    """Choose whether a resumed pipeline skips rows without computing them (no effect here).

    Args:
        fast_recovery: a bool.

    Raises:
        TypeError: `fast_recovery` is no bool.
    """


@_gets("fast_recovery")
def get_fast_recovery():
    """Return whether a resumed pipeline skips rows without computing them."""


def set_debug_mode(debug_mode_flag: bool, debug_hook_list: list | None = None):
    """Choose whether pipelines run in the thread that reads them, and call hooks.

    Args:
        debug_mode_flag: a bool.
        debug_hook_list: `DebugHook` objects, called before the first and after each operation of a
            `map`. Default: None: one `PrintMetaDataHook`.

    Raises:
        TypeError: `debug_mode_flag` is no bool, or `debug_hook_list` no list of hooks.
    """
    from msjax.dataset.debug import DebugHook, PrintMetaDataHook

    if not isinstance(debug_mode_flag, bool):
        raise TypeError(f"debug_mode_flag isn't of type boolean. It is {debug_mode_flag!r}.")
    hooks = [PrintMetaDataHook()] if debug_hook_list is None else debug_hook_list
    if not isinstance(hooks, list):
        raise TypeError(f"debug_hook_list is not a list. It is a {type(hooks).__name__}.")
    for hook in hooks:
        if not isinstance(hook, DebugHook):
            raise TypeError(
                f"All items in debug_hook_list must be of type DebugHook. One is {hook!r}."
            )
    if debug_mode_flag:
        _log.warning("Pipelines run in debug mode: in one thread, and slowly.")
    _settings.update(debug_mode=debug_mode_flag, debug_hooks=hooks)


@_gets("debug_mode")
def get_debug_mode():
    """Return whether pipelines run in the thread that reads them."""


def _get_debug_hook_list():
    return _settings["debug_hooks"]


def set_error_samples_mode(error_samples_mode):
    """Choose what a pipeline does with a row that an operation of a `map` fails on.

    Args:
        error_samples_mode: an `ErrorSamplesMode`: RETURN raises the error, SKIP leaves the row out.

    Raises:
        TypeError: `error_samples_mode` is something else.
        NotImplementedError: It is REPLACE, by which MindSpore puts another row in its place.
    """
    if not isinstance(error_samples_mode, ErrorSamplesMode):
        raise TypeError(
            f"Argument error_samples_mode with value {error_samples_mode} is not of type "
            f"[<enum 'ErrorSamplesMode'>], but got {type(error_samples_mode)}."
        )
    if error_samples_mode is ErrorSamplesMode.REPLACE:
        raise NotImplementedError(
            "set_error_samples_mode(error_samples_mode=ErrorSamplesMode.REPLACE) is not supported; "
            "use ErrorSamplesMode.SKIP."
        )
    _settings["error_samples_mode"] = error_samples_mode


@_gets("error_samples_mode")
def get_error_samples_mode():
    """Return what a pipeline does with a row that an operation fails on."""


def set_iterator_mode(do_copy=False, parallel_convert=False):
    """Choose how iterators make Tensors.

    Args:
        do_copy: whether to copy. Default: False.
        parallel_convert: whether another thread makes them (no effect here). Default: False.

    Raises:
        TypeError: an argument is no bool.
    """
    for name, value in (("do_copy", do_copy), ("parallel_convert", parallel_convert)):
        if not isinstance(value, bool):
            raise TypeError(
                f"Argument {name} with value {value} is not of type [<class 'bool'>], but got "
                f"{type(value)}."
            )
    _without_effect("iterator_mode", {"do_copy": do_copy, "parallel_convert": parallel_convert})


def get_iterator_mode():
    """Return how iterators make Tensors: a dict of `do_copy` and `parallel_convert`."""
    return dict(_settings["iterator_mode"])


def set_multiprocessing_start_method(start_method="fork"):
    """Choose how processes of workers are started (no effect here).

    Args:
        start_method: "fork" or "spawn". Default: "fork".

    Raises:
        TypeError: `start_method` is no str.
        ValueError: `start_method` is another str.
    """
    _check_choice("start_method", start_method, ("fork", "spawn"))
    _without_effect("multiprocessing_start_method", start_method)


@_gets("multiprocessing_start_method")
def get_multiprocessing_start_method():
    """Return how processes of workers are started."""


def set_video_backend(backend):
    """Choose what decodes videos.

    Args:
        backend: "CPU"; "Ascend" is refused.

    Raises:
        TypeError: `backend` is no str.
        ValueError: `backend` is another str.
        NotImplementedError: `backend` is "Ascend".
    """
    _check_choice("backend", backend, ("CPU", "Ascend"))
    if backend == "Ascend":
        raise NotImplementedError(
            "dataset.config.set_video_backend(backend='Ascend') is not supported; use 'CPU'."
        )


@_gets("video_backend")
def get_video_backend():
    """Return what decodes videos."""


__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    "ErrorSamplesMode",
    "load",
    *(name for name in dir() if name.startswith(("get_", "set_"))),
]
