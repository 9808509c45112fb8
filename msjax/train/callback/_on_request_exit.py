"""Ends a run when a signal or a file asks for it, and saves what it has come to.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.OnRequestExit.html
"""

from __future__ import annotations

import json
import os
import signal

from msjax import log as logger
from msjax._core.context import get_context
from msjax.train.arguments import make_folder
from msjax.train.callback._callback import Callback
from msjax.train.serialization import load_checkpoint, save_checkpoint
from msjax.train.serialization.arguments import check_class


class OnRequestExit(Callback):
    """Saves the Parameters when the process gets a signal; a later run begins with them.

    An evaluation ends with the step. A training goes on to its end and is saved then; with the
    environment variable MS_ENABLE_GRACEFUL_EXIT=1 it ends after the next step.

    Args:
        save_ckpt: whether the Parameters are saved. Default: True.
        save_mindir: whether a MindIR file is saved as well. Default: True.
        file_name: what the files' names begin with; "_train" or "_eval" follows. Default: "Net".
        directory: the folder of the folder `rank_0` they are in; None: the current one.
            Default: "./".
        config_file: the path of a JSON file; where its key "GracefulExit" is 1, that is the same
            as a signal. It needs the environment variable. Default: None.
        sig: the signal's number. Default: `signal.SIGTERM`.

    Differs: no MindIR file is written; a warning says so when one would be.

    Raises:
        ValueError: an argument has the wrong type, or the signal cannot be caught.
    """

    key = "GracefulExit"

    def __init__(
        self,
        save_ckpt=True,
        save_mindir=True,
        file_name="Net",
        directory="./",
        config_file=None,
        sig=signal.SIGTERM,
    ):
        super().__init__()
        check_class("save_ckpt", save_ckpt, bool)
        check_class("save_mindir", save_mindir, bool)
        check_class("sig", sig, int)
        if sig == getattr(signal, "SIGKILL", None):
            raise ValueError("Not support send exit request by signal SIGKILL; choose another.")
        self.save_ckpt, self.save_mindir, self.sig = save_ckpt, save_mindir, sig
        self.save_path = directory
        self.remote_config_file = config_file
        self.use_graceful = os.environ.get("MS_ENABLE_GRACEFUL_EXIT") == "1"
        self.exit = False
        self.stop_train = False
        self._stops = False
        if save_ckpt or save_mindir:
            folder = os.path.join(directory or os.getcwd(), f"rank_{get_context('device_id')}")
            stem = os.path.join(make_folder(folder), str(file_name))
            self.train_name, self.eval_name = f"{stem}_train", f"{stem}_eval"

    def on_train_begin(self, run_context):
        """Listen to the signal, and load what a former training saved."""
        signal.signal(self.sig, self._on_signal)
        if self.save_ckpt:
            _load_first([self.train_name], run_context.original_args().train_network)

    def on_train_step_begin(self, run_context):
        """Take note of a request."""
        if self.use_graceful and (self.exit or self._is_asked_by_file()):
            self._stops = True

    def on_train_step_end(self, run_context):
        """Save and end the training, if that was requested."""
        if not self._stops or self.stop_train:
            return
        self.stop_train = True
        cb_params = run_context.original_args()
        logger.warning("Graceful exit is triggered, stop training.")
        self._save(cb_params.train_network, self.train_name, _progress(cb_params))
        run_context.request_stop()

    def on_train_epoch_end(self, run_context):
        """Do as at the end of a step."""
        self.on_train_step_end(run_context)

    def on_train_end(self, run_context):
        """Save the training, if there was a signal."""
        if self.exit:
            self._save(run_context.original_args().train_network, self.train_name)

    def on_eval_begin(self, run_context):
        """Listen to the signal, and load what a former run saved."""
        signal.signal(self.sig, self._on_signal)
        if self.save_ckpt:
            names = [self.eval_name, self.train_name]
            _load_first(names, run_context.original_args().eval_network)

    def on_eval_step_end(self, run_context):
        """End the evaluation, if there was a signal."""
        if self.exit:
            run_context.request_stop()

    def on_eval_end(self, run_context):
        """Save the network, if there was a signal."""
        if self.exit:
            self._save(run_context.original_args().eval_network, self.eval_name)

    def _on_signal(self, signum, frame):
        self.exit = True

    def _is_asked_by_file(self):
        if self.remote_config_file is None or not os.path.exists(self.remote_config_file):
            return False
        with open(self.remote_config_file, encoding="utf-8") as file:
            try:
                return json.load(file).get(self.key) == 1
            except json.JSONDecodeError as error:
                logger.warning("%s is no JSON file: %s", self.remote_config_file, error)
                return False

    def _save(self, network, name, appended=None):
        if self.save_ckpt:
            save_checkpoint(network, name, append_dict=appended)
        if self.save_mindir:
            logger.warning("OnRequestExit: %s.mindir is not written, msjax has no MindIR.", name)


def _load_first(names, network):
    """Load the first checkpoint of some names that is there."""
    for name in names:
        if os.path.isfile(f"{name}.ckpt"):
            load_checkpoint(f"{name}.ckpt", net=network)
            return


def _progress(cb_params):
    """Return the numbers of epoch and step, as a checkpoint has them besides the Parameters."""
    optimizer = cb_params.optimizer or cb_params.network.optimizer
    progress = {
        "epoch_num": cb_params.cur_epoch_num,
        "step_num": cb_params.cur_step_num,
        "batch_num": cb_params.batch_num,
        "global_step": int(optimizer.global_step.asnumpy().item()),
    }
    manager = cb_params.loss_scale_mananger
    return progress if manager is None else {**progress, "loss_scale": manager.get_loss_scale()}
