"""MindSpore's log: `from mindspore import log as logger`.

The environment configures it, when the first message is written: `GLOG_v` is the least level (0
debug, 1 info, 2 warning, 3 error, 4 critical; default 2); with `GLOG_logtostderr=0` messages go to
`GLOG_log_dir`/rank_0/logs/mindspore.log instead of the standard error stream, in files of at most
`logger_maxBytes` bytes (default 50 MiB), of which `logger_backupCount` (default 30) are kept.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.log.html
"""

from __future__ import annotations

import functools
import logging
import os
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

__all__ = ["get_level", "get_log_config"]

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_MAX_BYTES = 50 * 1024 * 1024
_BACKUP_COUNT = 30


class _Formatter(logging.Formatter):
    """Lines as MindSpore writes them: level, process, thread, time, place, message."""

    def __init__(self):
        super().__init__(
            "[%(levelname)s] ME(%(process)d:%(thread)d,%(processName)s):%(asctime)s "
            "[%(pathname)s:%(lineno)d] %(message)s"
        )

    def formatTime(self, record, datefmt=None):
        """Return the time to the millisecond, with MindSpore's three zeros behind it."""
        moment = time.strftime("%Y-%m-%d-%H:%M:%S", time.localtime(record.created))
        return f"{moment}.{int(record.msecs):03d}.000"


@functools.cache
def _logger() -> logging.Logger:
    config = get_log_config()
    logger = logging.Logger("mindspore", _LEVELS[int(config["GLOG_v"])])
    if config["GLOG_logtostderr"] == "1":
        handler: logging.Handler = logging.StreamHandler()
    else:
        folder = Path(config["GLOG_log_dir"]).expanduser() / "rank_0" / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "mindspore.log",
            maxBytes=int(config["logger_maxBytes"]),
            backupCount=int(config["logger_backupCount"]),
        )
    handler.setFormatter(_Formatter())
    logger.addHandler(handler)
    return logger


def _of_caller(options) -> dict[str, Any]:
    return {"stacklevel": 2} | options


def debug(msg, *args, **kwargs) -> None:
    """Write a message of level DEBUG; arguments as for `logging.debug`."""
    _logger().debug(msg, *args, **_of_caller(kwargs))


def info(msg, *args, **kwargs) -> None:
    """Write a message of level INFO; arguments as for `logging.info`."""
    _logger().info(msg, *args, **_of_caller(kwargs))


def warning(msg, *args, **kwargs) -> None:
    """Write a message of level WARNING; arguments as for `logging.warning`."""
    _logger().warning(msg, *args, **_of_caller(kwargs))


def error(msg, *args, **kwargs) -> None:
    """Write a message of level ERROR; arguments as for `logging.error`."""
    _logger().error(msg, *args, **_of_caller(kwargs))


def critical(msg, *args, **kwargs) -> None:
    """Write a message of level CRITICAL; arguments as for `logging.critical`."""
    _logger().critical(msg, *args, **_of_caller(kwargs))


def get_level() -> str:
    """Return the least level that is written, "0" (debug) to "4" (critical)."""
    return _level()


def get_log_config() -> dict[str, str]:
    """Return what the environment says, defaults included, by the names of the variables.

    Raises:
        ValueError: a variable has a value that means nothing, or `GLOG_log_dir` is missing.
    """
    config = {"GLOG_v": _level(), "GLOG_logtostderr": _variable("GLOG_logtostderr", "1")}
    if config["GLOG_logtostderr"] == "1":
        return config
    if config["GLOG_logtostderr"] != "0":
        raise ValueError(
            f"GLOG_logtostderr must be 0 or 1, but got {config['GLOG_logtostderr']!r}."
        )
    folder = _variable("GLOG_log_dir", "")
    if not folder:
        raise ValueError(
            "GLOG_logtostderr=0 writes the log to files: set GLOG_log_dir to the folder for them."
        )
    return config | {
        "GLOG_log_dir": folder,
        "logger_maxBytes": _count("logger_maxBytes", _MAX_BYTES),
        "logger_backupCount": _count("logger_backupCount", _BACKUP_COUNT),
    }


def _variable(name: str, default: str) -> str:
    return os.environ.get(name, default)


def _level() -> str:
    level = _variable("GLOG_v", "2")
    if level not in ("0", "1", "2", "3", "4"):
        raise ValueError(
            "Incorrect log level: GLOG_v must be 0 (debug), 1 (info), 2 (warning), 3 (error) or 4 "
            f"(critical), but got {level!r}."
        )
    return level


def _count(name, default) -> str:
    value = _variable(name, str(default))
    if not value.isdigit():
        raise ValueError(f"{name} must be a whole number, but got {value!r}.")
    return value
