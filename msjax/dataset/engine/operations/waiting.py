"""`sync_wait`: rows that wait for the training."""

from __future__ import annotations

import logging
import threading

from msjax.dataset import config
from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.transforms.checks import of_type

_log = logging.getLogger("msjax")


class BlockReleasePair:
    """Lets some rows pass, then waits until more are released.

    Args:
        init_release_rows: how many rows pass at first, and with each release.
        callback: a function that is given what a release is given. Default: None.

    Raises:
        ValueError: `init_release_rows` is not positive.
    """

    def __init__(self, init_release_rows, callback=None):
        if isinstance(init_release_rows, int) and init_release_rows <= 0:
            raise ValueError(
                f"release_rows need to be greater than 0, but got {init_release_rows}."
            )
        self.row_count = -init_release_rows
        self.cv = threading.Condition()
        self.callback = callback
        self.default_rows = init_release_rows
        self.disable = False

    def reset(self):
        """Start again: nothing passed yet."""
        with self.cv:
            self.row_count = -self.default_rows
            self.cv.notify_all()

    def update_batched_size(self, batch_size):
        """Count batches of a size instead of rows."""
        self.row_count *= batch_size
        self.default_rows *= batch_size

    def block_func(self):
        """Wait until a row may pass; for `config.get_callback_timeout()` seconds at most."""
        with self.cv:
            timeout = config.get_callback_timeout()
            if not self.cv.wait_for(lambda: self.row_count < 0 or self.disable, timeout):
                _log.warning(
                    "Timeout happened in sync_wait after %s seconds: dataset.sync_update was not "
                    "called. Rows do not wait any more.",
                    timeout,
                )
                self.disable = True
            self.row_count += 1
        return True

    def release_func(self, pass_rows=None, data=None):
        """Let more rows pass, and give `data` to the callback."""
        with self.cv:
            self.row_count -= self.default_rows if pass_rows is None else pass_rows
            if self.callback is not None:
                self.callback(data)
            self.cv.notify_all()

    def disable_lock(self):
        """Let all rows pass from now on."""
        with self.cv:
            self.disable = True
            self.cv.notify_all()


class SyncWaitDataset(UnionBaseDataset):
    """Has rows wait for `sync_update`."""

    def __init__(self, input_dataset, condition_name, num_batch, callback=None):
        super().__init__(children=input_dataset)
        if num_batch <= 0:
            raise ValueError(f"num_batch need to be greater than 0, but got {num_batch}.")
        if condition_name in input_dataset.get_sync_notifiers():
            raise RuntimeError(f"Condition name is already in use: {condition_name!r}.")
        self._condition_name = condition_name
        self._pair = BlockReleasePair(num_batch, callback)

    def _start(self, run):
        epoch = self.children[0]._start(run)
        self._pair.reset()
        run.on_close(self._pair.disable_lock)  # so that the thread of a dropped iterator ends
        wait = self._pair.block_func

        def rows():
            self._pair.disable = False
            for row in epoch():
                wait()
                yield row

        return rows

    def get_sync_notifiers(self):
        """Return the functions that release rows, by the names of the conditions."""
        return {
            **self.children[0].get_sync_notifiers(),
            self._condition_name: self._pair.release_func,
        }

    def is_sync(self):
        """Return True."""
        return True

    def update_sync_batch_size(self, batch_size):
        """Count batches of a size instead of rows."""
        of_type(int)(batch_size, "batch_size")
        self._pair.update_batched_size(batch_size)

    def disable_sync(self):
        """Let all rows pass from now on."""
        self._pair.disable_lock()
