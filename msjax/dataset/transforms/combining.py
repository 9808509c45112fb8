"""Operations made of operations: `Compose`, `RandomApply`, `RandomChoice`, `RandomOrder`."""

from __future__ import annotations

import functools
import random

from msjax.dataset.engine.failures import function_failure, name_of
from msjax.dataset.transforms.base import (
    Implementation,
    PyTensorOperation,
    TensorOperation,
    as_array,
    for_worker,
)
from msjax.dataset.transforms.checks import checked, of_type, within


def check_operations(operations, _) -> None:
    """Raise a TypeError or ValueError for what is no list of operations."""
    of_type(list)(operations, "transforms list")
    if not operations:
        raise ValueError("transforms list can not be empty; give it one operation at least.")
    for index, operation in enumerate(operations):
        if not callable(operation) and not getattr(operation, "parse", None):
            raise TypeError(
                f"transforms[{index}] is neither a transforms op (TensorOperation) nor a callable "
                f"pyfunc. Got {type(operation)}; it must be one of these."
            )
        if isinstance(operation, type):
            raise ValueError(
                f"op_list[{index}] should be a dataset processing operation instance, but got: "
                f"{operation}. It may be missing parentheses for instantiation."
            )


class FuncWrapper:
    """A function of the program among operations.

    Args:
        transform: a function of the columns.

    Raises:
        ValueError: It cannot be called.
    """

    implementation = Implementation.C

    def __init__(self, transform):
        if not callable(transform):
            raise ValueError(
                f"Input operations should be callable Python function, but got: {transform}"
            )
        self.transform = transform
        self.random = getattr(transform, "random", True)

    def __call__(self, *columns):
        """Call the function."""
        return self.transform(*columns)


class CompoundOperation(TensorOperation, PyTensorOperation):
    """The base class of operations made of operations.

    Args:
        transforms: operations and functions.
    """

    _columns = None

    def __init__(self, transforms):
        super().__init__()
        self.transforms = [
            op if hasattr(op, "implementation") else FuncWrapper(op) for op in transforms
        ]
        chosen = {op.implementation for op in self.transforms if op.implementation is not None}
        all_chosen = all(op.implementation is not None for op in self.transforms)
        if len(chosen) == 1:
            self.implementation = chosen.pop()
        elif all_chosen:
            self.implementation = Implementation.C


class Compose(CompoundOperation):
    """Apply operations one after the other.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Compose.html

    Args:
        transforms: list of operations and functions.

    Raises:
        TypeError: `transforms` is no list, or holds something that cannot be called.
        ValueError: It is empty, or holds a class.
        RuntimeError: On a call: there are no columns.
    """

    @checked(transforms=check_operations)
    def __init__(self, transforms):
        super().__init__(transforms)
        self.transforms = Compose.decompose(self.transforms)
        if all(getattr(op, "random", True) is False for op in self.transforms):
            self.random = False

    @staticmethod
    def decompose(operations):
        """Return the operations with those of inner `Compose`s in their places."""
        flat = []
        for op in operations:
            flat.extend(Compose.decompose(op.transforms) if isinstance(op, Compose) else [op])
        return flat

    def __call__(self, *columns):
        """Apply the operations to the columns of one row.

        Args:
            columns: what the first operation takes.

        Returns:
            What the last one returns. A tuple, also of one, if an operation is one in Python or an
            image of Pillow comes in; otherwise arrays, and a tuple only of several.

        Raises:
            TypeError: There are no columns, for operations in Python.
            RuntimeError: There are no columns, or an array or a function fails.
        """
        if any(op.implementation == Implementation.PY for op in self.transforms):
            self.implementation = Implementation.PY
        return super().__call__(*columns)

    def _execute_py(self, *columns):
        if not columns:
            raise TypeError(
                "Compose was called without an image. Fix invocation: give it the columns of a row."
            )
        return chained(self.transforms, columns)

    def _execute_c(self, *arrays):
        return _single(chained_arrays(self.transforms, arrays))


class RandomApply(CompoundOperation):
    """Apply operations one after the other, or none of them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.RandomApply.html

    Args:
        transforms: list of operations and functions.
        prob: the probability that they are applied. Default: 0.5.

    Raises:
        TypeError: `transforms` is no list of operations or `prob` no number.
        ValueError: `transforms` is empty or `prob` not within [0, 1].
    """

    @checked(transforms=check_operations, prob=[of_type(float, int), within(0, 1)])
    def __init__(self, transforms, prob=0.5):
        super().__init__(transforms)
        self.prob = prob

    def _execute_py(self, img):
        return img if self.prob < random.random() else _single(chained(self.transforms, (img,)))

    def _execute_c(self, *arrays):
        if not self._stream().bernoulli(self.prob):
            return _single(arrays)
        return _single(chained_arrays(self.transforms, arrays))


class RandomChoice(CompoundOperation):
    """Apply one of several operations.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.RandomChoice.html

    Args:
        transforms: list of operations and functions, each as likely as the others.

    Raises:
        TypeError: `transforms` is no list of operations.
        ValueError: It is empty.
    """

    @checked(transforms=check_operations)
    def __init__(self, transforms):
        super().__init__(transforms)

    def _execute_py(self, img):
        return random.choice(self.transforms)(img)

    def _execute_c(self, *arrays):
        chosen = self._stream().integer(0, len(self.transforms) - 1)
        return _single(chained_arrays([self.transforms[chosen]], arrays))


class RandomOrder(PyTensorOperation):
    """Apply operations in a random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.RandomOrder.html

    Args:
        transforms: list of operations and functions; each call shuffles it.

    Raises:
        TypeError: `transforms` is no list of operations.
        ValueError: It is empty.
    """

    implementation = Implementation.PY

    @checked(transforms=check_operations)
    def __init__(self, transforms):
        super().__init__()
        self.transforms = transforms

    def _execute_py(self, img):
        random.shuffle(self.transforms)
        return _single(chained(self.transforms, (img,)))


def for_pipeline(operations, worker: int = 0) -> list:
    """Return the operations that one worker of `map` applies, each with its own stream.

    Operations of an inner `Compose` stand in its place. Where an operation has two implementations,
    it has that of the operation before, or else the one in C++; functions count as C++.

    Args:
        operations: what `map` was given.
        worker: the number of the worker. Default: 0.
    """
    chosen = Implementation.C
    result = []
    for operation in Compose.decompose(operations):
        own = for_worker(operation, worker)
        if isinstance(own, TensorOperation) and own.implementation is None:
            own.implementation = chosen
        chosen = getattr(own, "implementation", None) or Implementation.C
        result.append(own)
    return result


def chained(operations, columns):
    """Apply operations one after the other; return the tuple of columns that comes out."""
    for operation in operations:
        result = operation(*columns)
        columns = result if isinstance(result, tuple) else (result,)
    return columns


def chained_arrays(operations, columns):
    """Apply operations as `chained` does; whatever a function returns becomes arrays.

    Raises:
        RuntimeError: A function fails, or returns what no row can hold.
    """
    for operation in operations:
        if isinstance(operation, FuncWrapper):
            columns = chained([functools.partial(_called, operation)], columns)
        else:
            columns = chained([operation], columns)
    return columns


def _called(function, *columns):
    try:
        result = function(*columns)
        return tuple(map(as_array, result)) if isinstance(result, tuple) else as_array(result)
    except Exception as error:
        raise function_failure(f"operation: [{name_of(function.transform)}]", error) from error


def _single(columns):
    return columns[0] if len(columns) == 1 else columns
