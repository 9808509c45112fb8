"""`SummaryRecord`: writes what summary operators record, step by step."""

from __future__ import annotations

import atexit
import os
import platform
import re
import threading
import time
from pathlib import Path
from urllib.parse import quote

import numpy as np

from msjax import log as logger
from msjax._core.context import get_context
from msjax._ops.summaries import summary_array, take_summaries
from msjax.nn.cell import Cell
from msjax.train.summary.contents import image_library, summary_events
from msjax.train.summary.event_file import MINDSPORE, TENSORBOARD, EventFile
from msjax.train.summary.messages import message_classes

_PLUGINS = ("tensor", "scalar", "image", "histogram")
_MESSAGES = (
    *("train_lineage", "eval_lineage", "dataset_graph", "custom_lineage_data"),
    *("graph", "landscape"),
)
_MODES = ("train", "eval")
_NAME_PART = r"^\w+[0-9a-zA-Z\_\.]*$"
_FORMATS = ("npy", None)


class SummaryRecord:
    """Writes values to an event file, for MindInsight, and to one for TensorBoard beside it.

    The files are `{prefix}.out.events.summary.{seconds}.{device}.{host}{suffix}` and
    `{prefix}.out.tfevents.{seconds}.{device}.{host}{suffix}`, made with the first step that has
    something to write. Tensors are in the first only.

    Only one SummaryRecord may be open at a time.

    Args:
        log_dir: the folder of the file; it is made if need be.
        file_prefix: the beginning of the file's name. Default: "events".
        file_suffix: the end of the file's name. Default: "_MS".
        num_process: accepted; writing needs no processes. Default: 32.
        network: a Cell whose graph MindSpore writes. Default: None.
        max_file_size: the most bytes of each file; None: any number. Default: None.
        raise_exception: whether a failure to write is raised, not only logged. Default: False.
        export_options: `{"tensor_format": "npy"}` writes tensors to .npy files too, in the folder
            `export_{seconds}/tensor`. Default: None.

    Raises:
        TypeError: an argument is of another type.
        ValueError: `log_dir` is empty, the names are no plain words, or `export_options` has
            something else.
        RuntimeError: another one is open.
        ModuleNotFoundError: the extra `summary` is not installed.

    Differs: the file for TensorBoard is msjax's own. No graph is written, as in MindSpore's
    PYNATIVE_MODE; a warning says so. A summary operator records the value of its call, also where
    a Parameter changes later.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.SummaryRecord.html
    """

    count = 0
    _lock = threading.Lock()

    def __init__(
        self,
        log_dir,
        file_prefix="events",
        file_suffix="_MS",
        num_process=32,
        network=None,
        max_file_size=None,
        raise_exception=False,
        export_options=None,
    ):
        self._claim()
        try:
            folder = _folder(log_dir)
            _check_names(file_prefix, file_suffix)
            _check_kind("raise_exception", raise_exception, bool)
            limit = _checked_size(max_file_size)
            self._exported = _exported_plugins(export_options)
            seconds, self._path, shown = _free_paths(folder, file_prefix, file_suffix)
            for needed in (message_classes, image_library):  # said now, not in the training
                needed()
            self._file = EventFile(self._path, MINDSPORE, limit, raise_exception)
            self._shown = EventFile(shown, TENSORBOARD, limit, raise_exception)
        except Exception:
            SummaryRecord.count -= 1
            raise
        self._export_folder = folder / f"export_{seconds}"
        self.network = network
        self._mode = "train"
        self._pool: dict[str, dict[str, np.ndarray]] = {}
        self._is_closed = False
        atexit.register(self.close)

    def _claim(self):
        with self._lock:
            if SummaryRecord.count > 0:
                raise RuntimeError(
                    "For 'SummaryRecord', only one instance is supported in a training process, "
                    "but another one is open: close it, or use it in a `with` statement."
                )
            SummaryRecord.count += 1

    def __enter__(self):
        if self._is_closed:
            raise ValueError(
                'For "SummaryRecord", SummaryRecord has been closed, please check if close() '
                "method is called; make another one."
            )
        return self

    def __exit__(self, *exc):
        self.close()

    @property
    def log_dir(self) -> str:
        """The path of the file for MindInsight."""
        return str(self._path)

    def set_mode(self, mode) -> None:
        """Set the phase; in "eval", what summary operators record is not written.

        Args:
            mode: "train" or "eval".

        Raises:
            ValueError: `mode` is something else.
        """
        if mode not in _MODES:
            raise ValueError(
                f'For "SummaryRecord.set_mode", {mode!r} is not a recognized mode, expect the '
                'parameter "mode" is "train" or "eval"'
            )
        self._mode = mode

    def add_value(self, plugin, name, value) -> None:
        """Add a value to what the next `record` writes; a second one of a name takes its place.

        Args:
            plugin: "scalar", "image", "tensor" or "histogram".
            name: the name of the value, a str.
            value: a Tensor: of one element; of (N, C, H, W), with C 1 or 3; of one axis at least.

        Raises:
            TypeError: `value` is no Tensor.
            ValueError: there is no such `plugin`, `name` is no str or empty, or `value` has
                another shape.
            NotImplementedError: the plugin takes messages of MindSpore's: "graph", "landscape",
                "train_lineage", "eval_lineage", "dataset_graph" or "custom_lineage_data".
        """
        if plugin in _MESSAGES:
            raise NotImplementedError(
                f'For "SummaryRecord.add_value", the argument "plugin" is {plugin!r}, whose values '
                f"are messages of MindSpore's own; supported are {', '.join(_PLUGINS)}."
            )
        if plugin not in _PLUGINS:
            raise ValueError(
                f'For "SummaryRecord.add_value", no such "plugin" of {plugin!r}, expect value is '
                f"one of [{', '.join(_PLUGINS)}]"
            )
        if not isinstance(name, str) or not name:
            raise ValueError(
                'For "SummaryRecord", the parameter "name" type should be str, and not empty, but '
                f"got {name!r}."
            )
        self._add(plugin, name, summary_array("SummaryRecord", plugin, value))

    def _add(self, plugin, name, array):
        values = self._pool.setdefault(plugin, {})
        if name in values:
            logger.warning(
                "SummaryRecord has several values for %r of this step; the newest is recorded.",
                f"{name}/{plugin}",
            )
        values[name] = array

    def record(self, step, train_network=None, plugin_filter=None) -> bool:
        """Write what summary operators and `add_value` recorded since the last step.

        Args:
            step: the step's number, an int.
            train_network: a Cell whose graph MindSpore writes. Default: None.
            plugin_filter: a function that tells of a plugin's name whether it is written. Default:
                None, all are.

        Returns:
            Whether it was done; False once this is closed.

        Raises:
            TypeError: `step` is no int, `train_network` no Cell, or what a summary operator was
                called with is of another type.
            ValueError: what a summary operator was called with has another shape.
        """
        _check_kind("step", step, int)
        if train_network is not None:
            _check_kind("train_network", train_network, Cell)
        if self._is_closed:
            logger.error("For 'SummaryRecord', the record writer is closed: nothing is recorded.")
            return False
        if self.network is not None:
            logger.warning("Failed to get proto for graph: msjax has none of MindSpore's graphs.")
            self.network = None
        if self._mode == "train":
            for plugin, name, array in take_summaries():
                self._add(plugin, name, array)
        pool, self._pool = self._pool, {}
        chosen = [p for p in pool if plugin_filter is None or plugin_filter(p)]
        entries = [(p, name, array) for p in chosen for name, array in pool[p].items()]
        if entries:
            event, shown = summary_events(step, time.time(), entries)
            self._file.write(event)
            if shown.summary.value:
                self._shown.write(shown)
        for plugin, name, array in entries:
            if plugin in self._exported:
                _export(self._export_folder / plugin, name, step, array)
        return True

    def flush(self) -> None:
        """Hand what was recorded to the system, so that other programs see it."""
        if self._is_closed:
            logger.error("For 'SummaryRecord', the record writer is closed and can not flush.")
        else:
            self._file.flush()
            self._shown.flush()

    def close(self) -> None:
        """Write what is left and close the file; a second call does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        atexit.unregister(self.close)
        self._file.close()
        self._shown.close()
        with self._lock:
            SummaryRecord.count -= 1


def _folder(log_dir) -> Path:
    if not isinstance(log_dir, str):
        raise TypeError(
            f"The log_dir is invalid, the type should be string, but got {type(log_dir).__name__}."
        )
    if not log_dir.strip():
        raise ValueError("The log_dir is invalid, it should be non-blank; name a folder.")
    folder = Path(os.path.realpath(log_dir))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _check_names(*parts):
    for part in parts:
        if not isinstance(part, str):
            raise TypeError(
                "For 'SummaryRecord', `file_prefix` and `file_suffix` should be str, but got type "
                f"{type(part)}"
            )
    for part in parts:
        if re.match(_NAME_PART, part, re.ASCII) is None:
            raise ValueError(
                f"The '{part}' is illegal, it must be match regular'{_NAME_PART}': letters, "
                "digits, '_' and '.'."
            )


def _check_kind(name, value, kind):
    is_wrong_bool = isinstance(value, bool) and kind is not bool
    if is_wrong_bool or not isinstance(value, kind):
        raise TypeError(
            f"The type of '{name}' should be '{kind.__name__}', but got type "
            f"'{type(value).__name__}'."
        )


def _checked_size(max_file_size) -> int | None:
    if not isinstance(max_file_size, int | None):
        raise TypeError(
            "For 'SummaryRecord', the 'max_file_size' should be int type, but got type "
            f"{type(max_file_size)}"
        )
    if max_file_size is not None and max_file_size < 0:
        logger.warning("SummaryRecord takes a negative 'max_file_size' for no limit.")
        return None
    return max_file_size


def _exported_plugins(options) -> tuple[str, ...]:
    """Return the plugins whose values `export_options` wants in files of their own."""
    if options is None:
        return ()
    if not isinstance(options, dict):
        raise TypeError(
            "For `export_options` the type should be a valid type of ['dict', 'NoneType'], but got "
            f"{type(options).__name__}."
        )
    unknown = set(options) - {"tensor_format"}
    if unknown:
        raise ValueError(
            f'For "SummaryRecord", the keys {unknown} of "export_options" are unsupported, expect '
            "the follow keys: ['tensor_format']"
        )
    wanted = options.get("tensor_format")
    if not isinstance(wanted, str | None):
        raise TypeError(
            "For `export_format` the type should be a valid type of ['str', 'NoneType'], but got "
            f"{type(wanted).__name__}."
        )
    if wanted not in _FORMATS:
        raise ValueError(
            f'For "SummaryRecord", the export_format {wanted!r} of "export_options" is '
            f"unsupported for tensor_format, expect the follow values: {list(_FORMATS)}"
        )
    return ("tensor",) if wanted else ()


def _free_paths(folder, prefix, suffix):
    """Return the second that names the files, and the paths of the two event files."""
    seconds = int(time.time())
    while True:
        end = f"{seconds}.{get_context('device_id')}.{platform.node()}{suffix}"
        path = folder / f"{prefix}.out.events.summary.{end}"
        if not path.exists():
            return seconds, path, folder / f"{prefix}.out.tfevents.{end}"
        seconds += 1


def _export(folder, tag, step, array):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{quote(tag, safe='')}_{step}.npy"
    np.save(path, array.astype(np.float32) if array.dtype.kind == "V" else array)
    path.chmod(0o400)
