"""One recording by JAX's profiler at a time.

What it writes, `plugins/profile/<time>/` under the output path, is read by TensorBoard's profile
plugin, by XProf and, as trace.json.gz, by Perfetto.
"""

from __future__ import annotations

import json
import os
from typing import Any

import jax

from msjax import log as logger


class Recording:
    """What is being recorded in this process.

    Attributes:
        path: where it goes; None while nothing is recorded.
    """

    def __init__(self):
        self.path: str | None = None
        self.step = 0
        self._annotation: Any = None
        self._metadata: dict[str, Any] = {}

    def start(self, path) -> bool:
        """Begin, and return whether it did; with a warning where one is under way."""
        if self.path is not None:
            logger.warning("The profiler has already started; it writes to %s.", self.path)
            return False
        os.makedirs(path, exist_ok=True)
        jax.profiler.start_trace(path)
        self.path = path
        self._begin_step()
        return True

    def stop(self) -> str | None:
        """End, and return where it was written; None, with a warning, where none is under way."""
        if self.path is None:
            logger.warning("The profiler has not started; call start() first.")
            return None
        path, self.path = self.path, None
        self._end_step()
        for array in jax.live_arrays():
            array.block_until_ready()
        jax.profiler.stop_trace()
        if self._metadata:
            with open(os.path.join(path, "profiler_metadata.json"), "w") as file:
                json.dump(self._metadata, file)
            self._metadata = {}
        logger.info("The profile was written to %s.", path)
        return path

    def next_step(self) -> None:
        """Mark the end of a training step."""
        self.step += 1
        if self.path is not None:
            self._end_step()
            self._begin_step()

    def add_metadata(self, key, value) -> None:
        """Note something that is written beside the recording."""
        self._metadata[key] = value

    def _begin_step(self):
        self._annotation = jax.profiler.StepTraceAnnotation("step", step_num=self.step)
        self._annotation.__enter__()

    def _end_step(self):
        if self._annotation is not None:
            self._annotation.__exit__(None, None, None)
            self._annotation = None


RECORDING = Recording()


def add_metadata(key, value) -> None:
    """Note a text beside the recording; other values are refused with a warning."""
    if not (isinstance(key, str) and isinstance(value, str)):
        logger.warning("Metadata must be of str and str, but got %r and %r.", key, value)
        return
    RECORDING.add_metadata(key, value)


def add_metadata_json(key, value) -> None:
    """Note a JSON text beside the recording; what is no JSON is refused with a warning."""
    try:
        RECORDING.add_metadata(key, json.loads(value))
    except (TypeError, ValueError) as error:
        logger.warning("The metadata of %r is no JSON text: %s", key, error)
