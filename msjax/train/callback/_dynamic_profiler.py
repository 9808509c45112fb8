"""`DynamicProfilerMonitor`: recordings that a file asks for while a program trains.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.profiler.DynamicProfilerMonitor.html
"""

from __future__ import annotations

import json
import os

from msjax import log as logger
from msjax.profiler.recording import RECORDING
from msjax.train.callback._callback import Callback

_FILE = "profiler_config.json"
_DEFAULT_PATH = "./dyn_profile_data"
# What MindSpore writes to the file at first; JAX's profiler records host and device always.
_CONFIG = {
    "start_step": -1,
    "stop_step": -1,
    "aic_metrics": "AiCoreNone",
    "profiler_level": "Level0",
    "analyse_mode": -1,
    "activities": ["CPU", "NPU"],
    "export_type": ["text"],
    "profile_memory": False,
    "mstx": False,
    "parallel_strategy": False,
    "with_stack": False,
    "data_simplification": True,
    "l2_cache": False,
    "analyse": False,
    "record_shapes": False,
    "prof_path": "./",
    "mstx_domain_include": [],
    "mstx_domain_exclude": [],
    "host_sys": [],
    "sys_io": False,
    "sys_interconnection": False,
}


class DynamicProfilerMonitor(Callback):
    """Records the steps that `profiler_config.json` names, which may change while training runs.

    The file's `start_step` and `stop_step` are the first and the last step; steps count from 1.
    A new pair begins a new recording. It goes to a folder of the pair's name in the file's
    `prof_path`, or in `output_path` where that is "./"; the other entries are without effect.

    Args:
        cfg_path: the folder of the file; it is made, with a file that asks for nothing, if it is
            not there.
        output_path: a folder. Default: "./dyn_profile_data".
        poll_interval: without effect: the file is looked at after every step. Default: 2.
        **kwargs: without effect.

    Raises:
        TypeError: `cfg_path` is no str.

    Differs: the recording is JAX's, for TensorBoard's profile plugin, XProf and Perfetto.
    """

    def __init__(self, cfg_path=None, output_path=_DEFAULT_PATH, poll_interval=2, **kwargs):
        super().__init__()
        if not isinstance(cfg_path, str):
            raise TypeError(f"The cfg_path must be a string, but got {cfg_path!r}.")
        if not isinstance(output_path, str):
            logger.warning(
                "The output_path must be a string, but got %r; it is %s.",
                output_path,
                _DEFAULT_PATH,
            )
            output_path = _DEFAULT_PATH
        self._file = os.path.join(cfg_path, _FILE)
        self._output_path = output_path
        self._step = 0
        self._last_step = 0
        self._done: tuple[int, int] | None = None
        self._records = False
        if not os.path.exists(self._file):
            os.makedirs(cfg_path, exist_ok=True)
            with open(self._file, "w") as file:
                json.dump(_CONFIG, file, indent=4)

    def step(self) -> None:
        """Mark the end of a step, and begin or end a recording."""
        self._step += 1
        if self._records:
            RECORDING.next_step()
            if self._step >= self._last_step:
                self._stop()
            return
        config = self._config()
        first, last = config.get("start_step", -1), config.get("stop_step", -1)
        if (first, last) != self._done and 0 <= first <= min(self._step, last):
            self._done = first, last
            self._last_step = self._step + last - first + 1
            folder = config.get("prof_path", "./")
            folder = self._output_path if folder in ("", ".", "./") else folder
            self._records = RECORDING.start(os.path.join(folder, f"rank0_start{first}_stop{last}"))

    def step_end(self, run_context) -> None:
        """Mark the end of a step of a training.

        Args:
            run_context: a `RunContext`.
        """
        self.step()

    def end(self, run_context) -> None:
        """End the recording with the training.

        Args:
            run_context: a `RunContext`.
        """
        if self._records:
            self._stop()

    def _stop(self):
        self._records = False
        RECORDING.stop()

    def _config(self) -> dict:
        """Read the file; while somebody writes to it, it asks for nothing."""
        try:
            with open(self._file) as file:
                return json.load(file)
        except (OSError, ValueError) as error:
            logger.warning("%s cannot be read: %s", self._file, error)
            return {}
