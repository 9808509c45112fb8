"""Goes on with a training that was interrupted.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.BackupAndRestore.html
"""

from __future__ import annotations

import os
import stat

from msjax import log as logger
from msjax.train.arguments import check_bool, check_int, make_folder
from msjax.train.callback._callback import Callback
from msjax.train.serialization import load_checkpoint, save_checkpoint


class BackupAndRestore(Callback):
    """Saves the Parameters of a training after epochs; a new training begins with what is there.

    Args:
        backup_dir: the folder of the file `backup.ckpt`; it is made if it is not there.
        save_freq: after how many epochs they are saved, an int; "epoch": after each.
            Default: "epoch".
        delete_checkpoint: whether the file is deleted when the training is complete. Default: True.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `backup_dir` is blank, or `save_freq` not positive.
    """

    def __init__(self, backup_dir, save_freq="epoch", delete_checkpoint=True):
        super().__init__()
        self.backup_file = os.path.join(make_folder(backup_dir), "backup.ckpt")
        self.save_freq = 1 if save_freq == "epoch" else check_int(save_freq, 1)
        self.delete_checkpoint = check_bool(delete_checkpoint)

    def on_train_begin(self, run_context):
        """Load what a former training left."""
        if os.path.exists(self.backup_file):
            logger.info("The training goes on with %s.", self.backup_file)
            load_checkpoint(self.backup_file, net=run_context.original_args().train_network)

    def on_train_epoch_end(self, run_context):
        """Save the Parameters, if it is time."""
        cb_params = run_context.original_args()
        if cb_params.cur_epoch_num % self.save_freq == 0:
            save_checkpoint(cb_params.train_network, self.backup_file)

    def on_train_end(self, run_context):
        """Delete the file."""
        if self.delete_checkpoint:
            os.chmod(self.backup_file, stat.S_IWRITE)
            os.remove(self.backup_file)
