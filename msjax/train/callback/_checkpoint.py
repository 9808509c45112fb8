"""Saves a training while it goes on.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.ModelCheckpoint.html
"""

from __future__ import annotations

import os
import time

from msjax.train.arguments import make_folder
from msjax.train.callback._callback import Callback
from msjax.train.callback._checkpoint_config import CheckpointConfig
from msjax.train.callback._checkpoint_files import CheckpointManager, free_prefix
from msjax.train.serialization import save_checkpoint
from msjax.train.serialization.saving import wait_for_saving

__all__ = ["CheckpointConfig", "CheckpointManager", "ModelCheckpoint"]


class ModelCheckpoint(Callback):
    """Saves Parameters, the optimizer's included, to files PREFIX-EPOCH_STEP.ckpt.

    A prefix that files in the folder have already gets "_1", "_2" and so on. The last step of a
    training is always saved.

    Args:
        prefix: what the files' names begin with, a str without "/"; or a function of what
            `RunContext.original_args` returns, which gives the whole name without its suffix.
            Default: "CKP".
        directory: their folder, which is made if it is not there; or a function like the former.
            Default: None, the current folder.
        config: a `CheckpointConfig`. Default: None, one with its defaults.

    Differs: no file PREFIX-graph.meta is written, because there is none of MindSpore's graphs. The
    current folder is that at the time of the call.

    Raises:
        TypeError: `config` is no CheckpointConfig, or `directory` neither str nor function.
        ValueError: `prefix` is something else.
    """

    def __init__(self, prefix="CKP", directory=None, config=None):
        super().__init__()
        if not callable(prefix):
            _check_prefix(
                prefix, "invalid, it must be callable or string that does not contain '/'"
            )
        if config is not None and not isinstance(config, CheckpointConfig):
            raise TypeError(
                "For 'ModelCheckpoint', the type of argument 'config' should be "
                f"'CheckpointConfig', but got {type(config)}."
            )
        self._config = config or CheckpointConfig()
        self._prefix = self._exception_prefix = prefix
        self._prefix_func = prefix if callable(prefix) else None
        self._directory_func = directory if callable(directory) else None
        unknown = directory is None or callable(directory)
        self._directory = os.getcwd() if unknown else make_folder(directory)
        if not callable(directory) and not callable(prefix):
            self._prefix = free_prefix(self._directory, prefix)
        self._latest_ckpt_file_name = ""
        self._last_time = self._last_time_for_keep = time.time()
        self._last_triggered_step = 0
        self._manager = CheckpointManager(self._config.format)
        self._append_dict = self._config.append_dict or {}
        self._append_epoch_num = self._append_dict.get("epoch_num", 0)
        self._append_step_num = self._append_dict.get("step_num", 0)

    def step_end(self, run_context):
        """Save, if it is time."""
        cb_params = run_context.original_args()
        if self._prefix_func is not None:
            self._prefix = self._prefix_func(cb_params)
            _check_prefix(
                self._prefix, "callable, it must return a string that does not contain '/'"
            )
        if self._directory_func is not None:
            self._directory = make_folder(self._directory_func(cb_params))
        self._save(cb_params)

    def end(self, run_context):
        """Save the last step, and wait until all is saved."""
        self._save(run_context.original_args(), is_last=True)
        if self._config.async_save:
            wait_for_saving()

    def _save(self, cb_params, is_last=False):
        if cb_params.cur_step_num == self._last_triggered_step:
            return
        if not self._is_time(cb_params.cur_step_num, is_last):
            return
        if self._config.async_save:
            wait_for_saving()
        self._make_room()
        step = (cb_params.cur_step_num - 1) % cb_params.batch_num + 1
        name = self._prefix
        if self._prefix_func is None:
            name += f"-{cb_params.cur_epoch_num}_{step}"
        path = os.path.join(self._directory, f"{name}.{self._config.format}")
        self._last_time_for_keep = time.time()
        self._last_triggered_step = cb_params.cur_step_num
        self._write(cb_params, path)
        self._latest_ckpt_file_name = path

    def _is_time(self, step, is_last):
        config = self._config
        if config.save_checkpoint_steps:
            return is_last or step >= self._last_triggered_step + config.save_checkpoint_steps
        if not config.save_checkpoint_seconds:
            return False
        now = time.time()
        if not is_last and now - self._last_time <= config.save_checkpoint_seconds:
            return False
        self._last_time = now
        return True

    def _make_room(self):
        """Remove files, so that after the next one there are as many as wanted."""
        most, minutes = self._config.keep_checkpoint_max, self._config.keep_checkpoint_per_n_minutes
        self._manager.update_ckpoint_filelist(self._directory, self._prefix)
        if most and most <= self._manager.ckpoint_num:
            self._manager.remove_oldest_ckpoint_file()
        elif minutes:
            now = time.time()
            if now - self._last_time_for_keep < minutes * 60:
                self._manager.keep_one_ckpoint_per_minutes(minutes, now)

    def _write(self, cb_params, path):
        config = self._config
        if config.remove_redundancy:
            raise TypeError(
                "The deduplication feature for saving checkpoint can only be used in parallel "
                "scenarios, but got 'stand_alone'; leave `remove_redundancy` out."
            )
        network = config.saved_network
        save_checkpoint(
            cb_params.train_network if network is None else network,
            path,
            config.integrated_save,
            config.async_save,
            self._appended(cb_params.cur_epoch_num, cb_params.cur_step_num),
            crc_check=config.crc_check,
            format=config.format,
        )

    def _appended(self, epoch, step):
        """Return what else is saved, with the numbers of an epoch and a step."""
        if "epoch_num" in self._append_dict:
            self._append_dict["epoch_num"] = self._append_epoch_num + epoch
        if "step_num" in self._append_dict:
            self._append_dict["step_num"] = self._append_step_num + step
        return self._append_dict

    def save_at_exception(self, network, epoch, step):
        """Save what a training has come to, to PREFIX-EPOCH_STEP_breakpoint.ckpt.

        Args:
            network: the Cell that was trained.
            epoch: the number of the epoch.
            step: the number of the step in it.
        """
        prefix = self._prefix
        if self._prefix_func is None:
            prefix = free_prefix(self._directory, self._exception_prefix, exception=True)
        path = os.path.join(self._directory, f"{prefix}-{epoch}_{step}_breakpoint.ckpt")
        config = self._config
        appended = self._appended(epoch, step)
        save_checkpoint(network, path, config.integrated_save, config.async_save, appended)

    @property
    def latest_ckpt_file_name(self) -> str:
        """The path of the file that was saved last; "" before the first."""
        return self._latest_ckpt_file_name


def _check_prefix(prefix, rule):
    if not isinstance(prefix, str) or "/" in prefix:
        raise ValueError(
            "For 'ModelCheckpoint', the argument 'prefix' for checkpoint file name is "
            f"{rule}, but got {prefix}."
        )
