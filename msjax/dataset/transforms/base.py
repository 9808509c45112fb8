"""What every operation on rows is: the base classes, and how an implementation is chosen.

An operation has up to two implementations, as in MindSpore: `_execute_c` takes and returns arrays
(what MindSpore's C++ computes; here NumPy and OpenCV), `_execute_py` takes what Python operations
take (mostly images of Pillow). `implementation` fixes one of them; where it is None, what comes in
chooses: one image of Pillow goes to `_execute_py`, everything else to `_execute_c`. (In a pipeline
the operation before chooses: `for_pipeline` in `combining.py`.)

Arguments are checked by the tables of `checks.py`; image libraries are imported by
`msjax/dataset/libraries.py`.

Random operations draw from two sources, as in MindSpore. `_execute_py` draws from Python's module
`random` (and `numpy.random`), which `config.set_seed` seeds. `_execute_c` draws from
`self._stream()`. An operation that a program calls itself starts a new stream with each call, so
under `config.set_seed` all its calls draw the same. In a pipeline each worker has an own copy,
`for_worker(operation, worker)`, whose stream goes on from row to row.
"""

from __future__ import annotations

import copy
import json
import sys
from enum import IntEnum
from typing import Any, ClassVar

import numpy as np

from msjax.dataset.libraries import is_pil
from msjax.dataset.transforms.checks import one_of

_KINDS = "biufSU"  # of NumPy's dtypes that a row may hold; float16 is an "f"


class Implementation(IntEnum):
    """Which of its implementations an operation uses: the one in C++ or the one in Python."""

    C = 0
    PY = 1


class TensorOperation:
    """The base class of operations on arrays.

    A class has `_execute_c`, `_execute_py`, or both. `_columns` is how many arrays `_execute_c`
    takes; None: any number.
    """

    implementation: Implementation | None = None
    device_target = "CPU"
    _columns: ClassVar[int | None] = 1
    _needs_data: ClassVar[bool] = False  # whether its first array must not be empty in pipelines
    _generator: Any = None
    _execute_py: Any  # classes without it have no implementation in Python

    def __call__(self, *columns):
        """Apply the operation to the columns of one row.

        Args:
            columns: arrays, or what can be made one; or one image of Pillow.

        Returns:
            The result; a tuple of them if there are several.

        Raises:
            TypeError: A column cannot be made an array.
            RuntimeError: The operation does not take such columns.
        """
        if self._takes_python(columns):
            return self._execute_py(*columns)
        if self.device_target != "CPU":
            raise RuntimeError(
                f"{type(self).__name__}: the device '{self.device_target}' is not there; "
                "use 'CPU', or leave `device` out."
            )
        arrays = [as_array(column) for column in columns]
        self._check_columns(arrays)
        return _owned(self._execute_c(*arrays), arrays)

    def _takes_python(self, columns) -> bool:
        if self.implementation == Implementation.PY:
            return True
        if self._generator is not None and self.implementation == Implementation.C:
            return False  # in a pipeline, operations in C++ get arrays
        return len(columns) == 1 and is_pil(columns[0]) and hasattr(self, "_execute_py")

    def _check_columns(self, arrays) -> None:
        if not arrays:
            raise RuntimeError(
                f"{type(self).__name__}: Input Tensor is not valid: nothing came; give it a column."
            )
        if self._columns == 1 != len(arrays):
            raise RuntimeError(
                "The op is OneToOne, can only accept one tensor as input, but got "
                f"{len(arrays)} columns for {type(self).__name__}; name one in `input_columns`."
            )
        # Called alone, operations take no empty arrays; in pipelines some do.
        for array in arrays if self._generator is None else arrays[: self._needs_data]:
            if not array.size:
                raise self._failure(
                    f"Input Tensor has no data: its shape is {array.shape}; leave such rows out."
                )

    def _execute_c(self, *arrays):
        raise NotImplementedError(
            f"{type(self).__name__}: TensorOperation has to implement parse() method. An operation "
            "of your own derives from PyTensorOperation and has `_execute_py`."
        )

    def _stream(self):
        """Return the stream that random draws of `_execute_c` come from."""
        if self._generator is not None:
            return self._generator
        from msjax.dataset.engine.random import operation_stream

        return operation_stream()

    def _failure(self, reason: str) -> RuntimeError:
        """Return the error that MindSpore's C++ operations fail with."""
        return RuntimeError(
            f"Exception thrown from dataset pipeline. {type(self).__name__}: {reason}"
        )


class PyTensorOperation:
    """The base class of operations in Python: they have `_execute_py`."""

    def __init__(self):
        self.transforms = []
        self.output_type = None

    def __call__(self, img):
        """Apply the operation to one column of one row."""
        return self._execute_py(img)

    def _execute_py(self, img):
        raise NotImplementedError(f"{type(self).__name__} has to implement _execute_py().")

    @classmethod
    def from_json(cls, json_string):
        """Make an operation from what `to_json` has written.

        Args:
            json_string: the parameters of an operation, as JSON.

        Returns:
            The operation.

        Raises:
            RuntimeError: It names a class outside of MindSpore's packages of operations.
        """
        parameters = json.loads(json_string)
        operation = cls.__new__(cls)
        operation.__dict__ = parameters
        if "transforms" in parameters:
            operation.transforms = [_from_record(record) for record in parameters["transforms"]]
        if "output_type" in parameters:
            operation.output_type = np.dtype(parameters["output_type"])
        return operation

    def to_json(self):
        """Write the operation down.

        Returns:
            JSON of its class and its parameters.
        """
        parameters = {key: value for key, value in vars(self).items() if key != "_generator"}
        if "transforms" in parameters:
            parameters["transforms"] = [json.loads(op.to_json()) for op in self.transforms]
        if "output_type" in parameters:
            parameters["output_type"] = np.dtype(self.output_type).name
        return json.dumps(
            {
                "tensor_op_params": parameters,
                "tensor_op_name": type(self).__name__,
                "python_module": type(self).__module__,
            }
        )


def _from_record(record):
    module = sys.modules.get(record["python_module"])
    found = getattr(module, record["tensor_op_name"], None)
    if not (isinstance(found, type) and issubclass(found, PyTensorOperation)):
        raise RuntimeError(
            "Invalid json content, try to serialize dataset again. It names "
            f"'{record['tensor_op_name']}' of '{record['python_module']}'."
        )
    return found.from_json(json.dumps(record["tensor_op_params"]))


class DeviceChoice:
    """What operations have that MindSpore can run on an Ascend device too."""

    device_target: str

    def device(self, device_target="CPU"):
        """Choose the device that the operation runs on.

        Args:
            device_target: "CPU", or "Ascend", which fails when the operation is called.
                Default: "CPU".

        Returns:
            The operation itself.

        Raises:
            TypeError: `device_target` is not a string.
            ValueError: It names no device.
        """
        one_of("CPU", "Ascend")(device_target, "device_target")
        self.device_target = device_target
        return self


def not_random(func):
    """Mark a function that gives the same result for the same input.

    Args:
        func: a function to use in `map`.

    Returns:
        The same function; its attribute `random` is False.
    """
    func.random = False
    return func


def as_array(column) -> np.ndarray:
    """Return a column as an array.

    Raises:
        TypeError: It is none, or of a dtype that no row can hold.
    """
    try:
        array = np.asarray(column)
    except (RuntimeError, TypeError, ValueError):
        array = None
    if array is None or array.dtype.kind not in _KINDS:
        raise TypeError(
            f"Invalid user input. Got {type(column)}: {column}, cannot be converted into tensor."
        )
    return array


def for_worker(operation, worker: int = 0):
    """Return the copy of an operation that one worker of a pipeline uses, with its own stream.

    Args:
        operation: what `map` was given: an operation, possibly of other operations, or a function.
        worker: the number of the worker.

    Returns:
        The copy; what is no operation of ours is returned as it is.
    """
    if not isinstance(operation, TensorOperation):
        return operation
    from msjax.dataset.engine.random import operation_stream

    own = copy.copy(operation)
    own._generator = operation_stream(worker)
    for name in ("transforms", "transform"):
        parts = vars(own).get(name)
        if isinstance(parts, list):
            setattr(own, name, [for_worker(part, worker) for part in parts])
        elif parts is not None:
            setattr(own, name, for_worker(parts, worker))
    return own


def _owned(result, arrays):
    """Return results that are contiguous and share no memory with what came in.

    The dtype of text is as long as the longest text, as MindSpore has it.
    """
    if isinstance(result, tuple):
        return tuple(_owned(part, arrays) for part in result)
    if result.dtype.kind in "SU":
        return np.array(result.tolist(), result.dtype.kind)
    if not result.flags.c_contiguous:
        return np.ascontiguousarray(result)
    if any(np.may_share_memory(result, array) for array in arrays):
        return result.copy()
    return result
