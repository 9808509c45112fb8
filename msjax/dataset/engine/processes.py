"""Workers of a pipeline that are processes: `python_multiprocessing=True`.

A worker is a new interpreter, not a fork: JAX has threads, and a fork of a process with threads can
hang. It does not import the program's main module either, as `multiprocessing` would, so a program
without `if __name__ == "__main__"` does not run again. The functions go over as cloudpickle writes
them, those of the main module and lambdas by value; rows go over as pickles, through a socket.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from msjax.dataset import config

_log = logging.getLogger("msjax")
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "{} from msjax.dataset.engine.processes import serve; serve(int(sys.argv[1]))"
)
# Where `import mindspore` gives msjax, it does in the worker: the function's module may say it.
_ALIAS = "import msjax; msjax.install_as_mindspore();"


class Process:
    """One process that applies a function to items.

    Args:
        function: a pickled function, of `pickled`.
        worker: the worker's number; it is added to the seed.
    """

    def __init__(self, function: bytes, worker: int):
        ours, its = socket.socketpair()
        alias = getattr(sys.modules.get("mindspore"), "__name__", "") == "msjax"
        program = _PROGRAM.format(_ALIAS if alias else "")
        path = json.dumps([os.path.abspath(entry) for entry in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, str(its.fileno()), path],
            pass_fds=[its.fileno()],
            env={**os.environ, "JAX_PLATFORMS": "cpu"},
        )
        its.close()
        self._connection = Connection(ours.detach())
        self._in_use = threading.Lock()
        seed = config.get_seed()
        seed = None if seed == config.DEFAULT_SEED else (seed + worker) % 2**32
        self._connection.send_bytes(pickle.dumps((seed, function)))

    def results(self, items: list) -> list:
        """Return the results for items; an exception is the last of them.

        Raises:
            RuntimeError: the process died.
        """
        content = pickle.dumps(items, 5)
        try:
            with self._in_use:
                self._connection.send_bytes(content)
                return pickle.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            code = self._process.wait()
            raise RuntimeError(
                "A process of a pipeline with python_multiprocessing=True ended, with exit code "
                f"{code}; its messages are on the standard error stream. Try "
                "python_multiprocessing=False."
            ) from None

    def close(self) -> None:
        """End the process, whatever another thread waits for; that gets its error."""
        self._process.terminate()
        self._process.wait()
        with self._in_use:  # a closed handle's number may be another file's at once
            self._connection.close()


def pickled(function: Callable) -> bytes | None:
    """Return a function as bytes; None, and a warning, if it cannot be sent to a process."""
    try:
        import cloudpickle

        return cloudpickle.dumps(function)
    except Exception as error:
        _log.warning(
            "python_multiprocessing=True: threads are used, because the function cannot be sent to "
            "a process: %s",
            error if not isinstance(error, ImportError) else "install the package cloudpickle",
        )
        return None


def serve(handle: int) -> None:
    """Apply the function that comes first to all lists of items that come after it."""
    connection = Connection(handle)
    seed, function = pickle.loads(connection.recv_bytes())
    if seed is not None:
        config.set_seed(seed)
    function = pickle.loads(function)
    while True:
        try:
            items = pickle.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        connection.send_bytes(pickle.dumps(_answers(function, items), 5))


def _answers(function: Callable, items: list) -> list[Any]:
    results: list[Any] = []
    for item in items:
        try:
            results.append(function(item))
        except Exception as error:
            # Errors of pipelines are RuntimeErrors with the traceback in their text.
            results.append(RuntimeError(str(error)))
            break
    return results
