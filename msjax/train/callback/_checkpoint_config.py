"""When and how a training saves checkpoints.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.CheckpointConfig.html
"""

from __future__ import annotations

from msjax._core.random import Generator
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.train.serialization.arguments import check_bool, check_class, check_key
from msjax.train.serialization.saving import check_async

_COUNTED = ("epoch_num", "step_num")


def _property(name, doc):
    return property(lambda self: getattr(self, name), doc=doc)


class CheckpointConfig:
    """When checkpoints are saved, how many are kept, and what is in them.

    Args:
        save_checkpoint_steps: after how many steps one is saved; 0 or None: time decides.
        save_checkpoint_seconds: after how many seconds one is saved, if no steps are given.
        keep_checkpoint_max: how many are kept; 0 or None: time decides.
        keep_checkpoint_per_n_minutes: one is kept of every so many minutes, if there is no maximum.
        integrated_save: accepted; Parameters that are split over devices are saved as a whole.
        async_save: as for `save_checkpoint`.
        saved_network: the Cell that is saved. Default: None, the one that is trained.
        append_info: a list of "epoch_num", "step_num" and at most one dict of what else is saved.
        enc_key: None; files are not encrypted.
        enc_mode: without a meaning as long as there is no key.
        exception_save: whether a training that an exception ends is saved. Default: False.
        crc_check: whether a checksum is saved. Default: False.
        remove_redundancy: whether each device leaves out what others save. Default: False.
        format: "ckpt" or "safetensors". Default: "ckpt".
        **kwargs: `incremental` and `enable_redundance`, which have no effect.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is negative, all four are 0 or None, or arguments exclude another.
        NotImplementedError: `enc_key` is given.
    """

    def __init__(
        self,
        save_checkpoint_steps=1,
        save_checkpoint_seconds=0,
        keep_checkpoint_max=5,
        keep_checkpoint_per_n_minutes=0,
        integrated_save=True,
        async_save=False,
        saved_network=None,
        append_info=None,
        enc_key=None,
        enc_mode="AES-GCM",
        exception_save=False,
        crc_check=False,
        remove_redundancy=False,
        format="ckpt",
        **kwargs,
    ):
        counts = save_checkpoint_steps, save_checkpoint_seconds
        self._set_counts(*counts, keep_checkpoint_max, keep_checkpoint_per_n_minutes)
        if saved_network is not None and not isinstance(saved_network, Cell):
            raise TypeError(
                "For 'CheckpointConfig', the type of 'saved_network' must be None or Cell, but got "
                f"{type(saved_network)}."
            )
        check_class("crc_check", crc_check, bool)
        check_class("format", format, str)
        check_class("remove_redundancy", remove_redundancy, bool)
        self.exception_save = check_bool(exception_save)
        self.remove_redundancy = remove_redundancy
        self._integrated_save = check_bool(integrated_save)
        self._async_save = check_async(async_save)
        self._saved_network = saved_network
        self._append_dict = _appended(append_info)
        self._enc_key, self._enc_mode = enc_key, enc_mode
        self._crc_check, self._format = crc_check, format
        self._set_options(kwargs)
        check_key("CheckpointConfig", "enc", enc_key, enc_mode, format)
        if format == "safetensors" and (crc_check or exception_save or self._map_param_inc):
            raise ValueError(
                "For 'save_checkpoint', when format is 'safetensors', other param must be default: "
                f"crc_check={crc_check}, exception_save={exception_save}, "
                f"incremental={self._map_param_inc}."
            )

    def _set_counts(self, steps, seconds, most, minutes):
        for count in (steps, seconds, most, minutes):
            _check_count(count)
        if not (steps or seconds or most or minutes):
            raise ValueError(
                "For 'CheckpointConfig', the input arguments 'save_checkpoint_steps', "
                "'save_checkpoint_seconds', 'keep_checkpoint_max' and "
                "'keep_checkpoint_per_n_minutes' can't be all None or 0."
            )
        self._save_checkpoint_steps = steps
        self._save_checkpoint_seconds = None if steps else seconds
        self._keep_checkpoint_max = most if most or minutes else 1
        self._keep_checkpoint_per_n_minutes = None if most else minutes

    def _set_options(self, kwargs):
        self._map_param_inc = kwargs.pop("incremental", False)
        self.enable_redundance = kwargs.pop("enable_redundance", False)
        if kwargs:
            raise TypeError(
                f"CheckpointConfig() got an unexpected keyword argument '{min(kwargs)}'; there are "
                "also incremental and enable_redundance."
            )

    save_checkpoint_steps = _property("_save_checkpoint_steps", "Steps from one to the next.")
    save_checkpoint_seconds = _property(
        "_save_checkpoint_seconds", "Seconds from one to the next; None: steps decide."
    )
    keep_checkpoint_max = _property("_keep_checkpoint_max", "How many are kept.")
    keep_checkpoint_per_n_minutes = _property(
        "_keep_checkpoint_per_n_minutes", "Minutes that one is kept of; None: the number decides."
    )
    integrated_save = _property("_integrated_save", "Whether split Parameters are saved whole.")
    async_save = _property("_async_save", "Whether, or by what, files are written meanwhile.")
    saved_network = _property("_saved_network", "The Cell that is saved; None: the trained one.")
    append_dict = _property("_append_dict", "What else is saved: a dict or None.")
    enc_key = _property("_enc_key", "None: files are not encrypted.")
    enc_mode = _property("_enc_mode", "How they would be.")
    crc_check = _property("_crc_check", "Whether a checksum is saved.")
    format = _property("_format", 'The format of the files: "ckpt" or "safetensors".')
    map_param_inc = _property("_map_param_inc", "Whether hash tables are saved in increments.")

    def get_checkpoint_policy(self) -> dict:
        """Return when checkpoints are saved, how many are kept and the Cell that is saved."""
        return {
            "save_checkpoint_steps": self._save_checkpoint_steps,
            "save_checkpoint_seconds": self._save_checkpoint_seconds,
            "keep_checkpoint_max": self._keep_checkpoint_max,
            "keep_checkpoint_per_n_minutes": self._keep_checkpoint_per_n_minutes,
            "saved_network": self._saved_network,
        }


def _check_count(count):
    if count is None:
        return
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"The input value must be int, but got '{type(count).__name__}'.")
    if count < 0:
        raise ValueError(f"The input value must be int and must >= 0, but got '{count}'.")


def _appended(append_info) -> dict | None:
    if append_info is None or append_info == []:
        return None
    if not isinstance(append_info, list):
        raise TypeError(
            "For 'CheckpointConfig', the type of 'append_info' must be list, but got "
            f"{type(append_info)}."
        )
    appended: dict = {name: 0 for name in _COUNTED if name in append_info}
    for element in append_info:
        if isinstance(element, dict):
            _check_dict(element)
            appended |= element
        elif not isinstance(element, str):
            raise TypeError(
                "For 'CheckpointConfig', the type of 'append_info' element must be str or dict, "
                f"but got {type(element)}."
            )
        elif element not in _COUNTED:
            raise ValueError(
                "For 'CheckpointConfig', the value of element in the argument 'append_info' must "
                f"be in {list(_COUNTED)}, but got {element}; put values of your own into a dict."
            )
    if sum(isinstance(element, dict) for element in append_info) > 1:
        raise TypeError(
            "For 'CheckpointConfig', the element of 'append_info' must has only one dict: join "
            "them."
        )
    return appended


def _check_dict(values):
    for key, value in values.items():
        if not isinstance(key, str) or not isinstance(
            value, int | float | str | Tensor | Generator
        ):
            raise TypeError(
                "For 'CheckpointConfig', the key type of the dict 'append_info' must be string, "
                "the value type must be int, float, bool, str, Tensor, Parameter or Generator, but "
                f"got key type {type(key)}, value type {type(value)}."
            )
