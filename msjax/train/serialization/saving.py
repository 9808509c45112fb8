"""`save_checkpoint`: values by their names into a file that is there whole or not at all.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.save_checkpoint.html
"""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from msjax import log as logger
from msjax._core.parameter import Parameter
from msjax._core.random import Generator
from msjax._core.tensor import Tensor, read
from msjax.nn.cell import Cell
from msjax.train.serialization import checkpoint_file, safetensors_file
from msjax.train.serialization.arguments import (
    check_bool,
    check_class,
    check_default,
    check_format,
    check_key,
)

_THREAD = "asyn_save_ckpt"  # MindSpore's name: programs look for it among the threads
_OPTIONS = {"incremental": False, "global_step_num": None, "remove_redundancy": None}


def save_checkpoint(
    save_obj,
    ckpt_file_name,
    integrated_save=True,
    async_save=False,
    append_dict=None,
    enc_key=None,
    enc_mode="AES-GCM",
    choice_func=None,
    crc_check=False,
    format="ckpt",
    **kwargs,
) -> None:
    """Save Parameters to a file, which takes the place of one of that name when it is complete.

    Args:
        save_obj: a Cell (its Parameters are saved by their names), a list of Parameters, a list of
            `{"name": str, "data": Tensor}`, or a dict of Parameters, Tensors, NumPy arrays and
            strs, such as `load_checkpoint` returns.
        ckpt_file_name: the path; what does not end with `format` gets it as its suffix.
        integrated_save: accepted; Parameters that are split over devices are saved as a whole.
        async_save: whether the file is written while the program goes on: True and "thread" in
            another thread, "process" too. Later changes of the Parameters do not reach the file.
        append_dict: str to int, float, bool, str, Tensor, Parameter or Generator: saved too.
        enc_key: None; files are not encrypted.
        enc_mode: without a meaning as long as there is no key.
        choice_func: tells by its name whether a Parameter is saved. Default: None, all are.
        crc_check: whether a checksum is saved. Default: False.
        format: "ckpt", or "safetensors" (needs the extra of that name). Default: "ckpt".
        **kwargs: `remove_redundancy`, a bool that files of safetensors record; `incremental` and
            `global_step_num`, which have no effect on Parameters saved to a file.

    Differs: "process" saves in a thread. Tensors without elements are saved, too; Tensors are taken
    in a dict; other keywords are errors.

    Raises:
        TypeError: an argument, or what is to be saved, has the wrong type.
        ValueError: `format` or `async_save` is something else, or means nothing together.
        IsADirectoryError: the path is a directory.
        NotImplementedError: `enc_key` is given.
    """
    check_format("save_checkpoint", format)
    path = _checked_path(save_obj, ckpt_file_name, format)
    check_bool(integrated_save)
    check_async(async_save)
    _check_appended(append_dict)
    check_key("save_checkpoint", "enc", enc_key, enc_mode, format)
    check_class("crc_check", crc_check, bool)
    options = _checked_options(kwargs, format)
    values = {name: _snapshot(data) for name, data in _named(save_obj, choice_func)}
    for name, data in (append_dict or {}).items():
        values[name] = _snapshot(_appended(data))
    job = partial(write, path, values, format, crc_check, options["remove_redundancy"])
    wait_for_saving()
    if async_save:
        threading.Thread(target=job, name=_THREAD).start()
    else:
        job()


def async_ckpt_thread_status() -> bool:
    """Tell whether a thread is saving a checkpoint."""
    return any(_saving_threads())


def wait_for_saving() -> None:
    """Wait until no other thread is saving a checkpoint: what is saved last is to stay."""
    for thread in _saving_threads():
        if thread is not threading.current_thread():
            thread.join()


def _saving_threads():
    return [thread for thread in threading.enumerate() if thread.name == _THREAD]


def write(path: str, values: dict, format: str, check: bool = False, remove_redundancy=None):
    """Write a file.

    Args:
        path: the file.
        values: JAX or NumPy arrays, or strs, by their names.
        format: "ckpt" or "safetensors".
        check: whether a checksum is saved.
        remove_redundancy: what files of safetensors say of this; None: nothing.
    """
    try:
        with _in_place_of(path) as temporary:
            if format == "ckpt":
                with open(temporary, "wb") as file:
                    checkpoint_file.write(file, _hosted(values), check)
            else:
                arrays = dict(_hosted(values))
                safetensors_file.write(temporary, arrays, check, remove_redundancy)
    except BaseException as error:
        logger.critical("Failed to save the checkpoint file %s: %s", path, error)
        raise


@contextmanager
def _in_place_of(path) -> Iterator[str]:
    """Give a path for a file that takes another's place if all goes well, and is removed if not.

    The file can then be read only, as MindSpore's.
    """
    folder, name = os.path.split(path)
    handle, temporary = tempfile.mkstemp(prefix=f"{name}.", suffix=".tmp", dir=folder)
    os.close(handle)
    try:
        yield temporary
        os.chmod(temporary, stat.S_IRUSR)
        os.replace(temporary, path)
    except BaseException:
        os.remove(temporary)
        raise


def _hosted(values) -> Iterator[tuple[str, np.ndarray | str]]:
    """Bring values to the host one by one."""
    for name, value in values.items():
        if isinstance(value, str | np.ndarray):
            yield name, value
        else:
            # JAX keeps the copy on the host as long as the array: a shard's goes with the shard.
            yield name, np.asarray(value.addressable_data(0) if _is_whole(value) else value)


def _is_whole(array) -> bool:
    return array.is_fully_replicated and array.is_fully_addressable


def _snapshot(data) -> Any:
    """Return a value as it is now."""
    # JAX's arrays do not change, and programs take none away that something else holds.
    return read(data) if isinstance(data, Tensor) else data


def _named(save_obj, choice_func) -> Iterator[tuple[str, Any]]:
    """Yield what is chosen of an object to save, by the names it is saved under."""
    if isinstance(save_obj, Cell):
        pairs = ((p.name, p) for _, p in save_obj.parameters_and_names())
    elif isinstance(save_obj, dict):
        pairs = map(_checked_item, save_obj.items())
    elif save_obj and isinstance(save_obj[0], dict):
        pairs = map(_checked_record, save_obj)
    else:
        pairs = map(_checked_parameter, save_obj)
    for name, data in pairs:
        if choice_func is None or choice_func(name):
            yield name, data


def _checked_item(item):
    name, data = item
    if not isinstance(name, str) or not isinstance(data, Tensor | np.ndarray | str):
        raise TypeError(
            "For save_checkpoint, when save_obj is made up by dict, the key should be str and the "
            f"value a Parameter, Tensor, numpy.ndarray or str, but got {type(name)} and "
            f"{type(data)}."
        )
    return name, data.copy() if isinstance(data, np.ndarray) else data


def _checked_record(record):
    if not isinstance(record, dict) or not {"name", "data"} <= record.keys():
        raise TypeError(
            "For save_checkpoint, save_obj should be a list of dict items, and the dict should "
            f"have key values 'name' and 'data', but got {type(record)} and {record}."
        )
    for key, kind in (("name", str), ("data", Tensor)):
        if not isinstance(record[key], kind):
            raise TypeError(
                f"For save_checkpoint, when save_obj is a list of dict items, the {key} in dict "
                f"should be a {kind.__name__}, but got {type(record[key])}."
            )
    return record["name"], record["data"]


def _checked_parameter(p):
    if not isinstance(p, Parameter):
        raise TypeError(
            "For save_checkpoint, when save_obj is made up by list of Parameter, the param should "
            f"be parameter, but got {type(p)}; name other Tensors: "
            "[{'name': name, 'data': tensor}]."
        )
    return p.name, p


def _checked_path(save_obj, ckpt_file_name, format) -> str:
    if not isinstance(save_obj, Cell | list | dict):
        raise TypeError(
            "For 'save_checkpoint', the parameter 'save_obj' must be nn.Cell, list or dict, but "
            f"got {type(save_obj)}."
        )
    if not isinstance(ckpt_file_name, str):
        raise TypeError(
            f"For 'save_checkpoint', the parameter {ckpt_file_name} for checkpoint file name is "
            f"invalid, 'ckpt_file_name' must be string, but got {type(ckpt_file_name)}; use `str`."
        )
    path = os.path.realpath(ckpt_file_name)
    if os.path.isdir(path):
        raise IsADirectoryError(
            f"For 'save_checkpoint', the parameter `ckpt_file_name`: {path} is a directory, it "
            "must be a file name."
        )
    return path if path.endswith(format) else f"{path}.{format}"


def check_async(async_save) -> bool | str:
    """Return what `async_save` may be.

    Raises:
        TypeError: it is neither a bool nor a str.
        ValueError: it is a str but neither "process" nor "thread".
    """
    if not isinstance(async_save, bool | str):
        raise TypeError(
            "For 'save_checkpoint', the parameter 'async_save' must be bool or str, but got "
            f"{type(async_save)}."
        )
    if isinstance(async_save, str) and async_save not in ("process", "thread"):
        raise ValueError(
            "For 'save_checkpoint', the argument 'async_save' can only be 'process' or 'thread', "
            f"but got {async_save}."
        )
    return async_save


def _check_appended(append_dict):
    if append_dict is None:
        return
    if not isinstance(append_dict, dict):
        raise TypeError(
            "For 'save_checkpoint', the argument 'append_dict' must be dict, but got "
            f"{type(append_dict)}."
        )
    for key, value in append_dict.items():
        if not isinstance(key, str) or not isinstance(
            value, int | float | str | Tensor | Generator
        ):
            raise TypeError(
                "For 'save_checkpoint', the type of dict 'append_info' must be key: string, value: "
                "int, float, bool, str, Tensor, Parameter or Generator, but got key: "
                f"{type(key)}, value: {type(value)}."
            )


def _appended(value):
    if isinstance(value, Generator):
        return value.get_state()
    return value if isinstance(value, str | Tensor) else Tensor(value)


def _checked_options(kwargs, format) -> dict:
    unknown = kwargs.keys() - _OPTIONS.keys()
    if unknown:
        raise TypeError(
            f"save_checkpoint() got an unexpected keyword argument '{min(unknown)}'; there are "
            f"also {', '.join(_OPTIONS)}."
        )
    options = _OPTIONS | kwargs
    check_class("remove_redundancy", options["remove_redundancy"], (type(None), bool))
    if format == "safetensors":
        for name in ("incremental", "global_step_num"):
            shown = "map_param_inc" if name == "incremental" else name
            check_default("save_checkpoint", shown, options[name], _OPTIONS[name])
    return options
