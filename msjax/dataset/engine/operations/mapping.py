"""`map`: operations and functions of users on columns."""

from __future__ import annotations

import copy
import functools

from msjax.dataset import config
from msjax.dataset.callback import CalledEpochs
from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.engine.failures import bad_result, function_failure, name_of
from msjax.dataset.engine.rows import own
from msjax.dataset.engine.workers import Team
from msjax.dataset.transforms.base import Implementation, TensorOperation
from msjax.dataset.transforms.combining import for_pipeline
from msjax.mindrecord.common.exceptions import pipeline_error


class MapDataset(UnionBaseDataset):
    """Applies operations to columns."""

    def __init__(
        self,
        input_dataset,
        operations,
        input_columns=None,
        output_columns=None,
        num_parallel_workers=None,
        python_multiprocessing=False,
        cache=None,
        callbacks=None,
        max_rowsize=None,
        offload=None,
    ):
        super().__init__(input_dataset, num_parallel_workers, cache)
        self.operations = operations
        self.input_columns = input_columns or []
        self.output_columns = output_columns or self.input_columns
        self.python_multiprocessing = python_multiprocessing
        self.callbacks = callbacks or []
        self.max_rowsize = max_rowsize
        self.offload = offload
        for operation in operations:
            _check_operation(operation)

    def _plan(self):
        """Return the names of the result and, for each, its place: in the results or in the row."""
        names = self.children[0]._names()
        inputs = self.input_columns or names[:1]
        for name in inputs:
            if name not in names:
                raise pipeline_error(
                    f"Invalid parameter, input column name: {name} doesn't exist in the dataset "
                    f"columns. They are: {', '.join(names)}."
                )
        outputs = self.output_columns or inputs
        for name in outputs:
            if name in names and name not in inputs:
                raise pipeline_error(
                    f"Invalid parameter, output column name: {name} conflicts with a column that "
                    "is not among input_columns; choose another name."
                )
        if len(outputs) == len(inputs):
            renamed = dict(zip(inputs, outputs, strict=True))
            result = [renamed.get(name, name) for name in names]
        else:
            result = [*outputs, *[name for name in names if name not in inputs]]
        return inputs, outputs, result

    def _names(self):
        return self._plan()[2]

    def _start(self, run):
        if not self.operations:
            raise pipeline_error("Map: operations must not be empty; give a function.")
        epoch = self.children[0]._start(run)
        workers = self.num_parallel_workers or config.get_num_parallel_workers()
        if config.get_debug_mode():
            workers = 1
        team = Team(
            [self._function(worker) for worker in range(workers)],
            run if self._in_processes() else None,
        )
        if self.callbacks:
            called = CalledEpochs(epoch, team, self.callbacks, run.repeats)
        else:

            def called():
                return team.results(iter(epoch()))

        return (lambda: filter(None, called())) if _skips_failures() else called

    def _in_processes(self) -> bool:
        """Return whether processes do the work: asked for, and there is Python to run."""
        if not self.python_multiprocessing or config.get_debug_mode():
            return False
        return any(
            not isinstance(operation, TensorOperation)
            or operation.implementation == Implementation.PY
            for operation in self.operations
        )

    def _function(self, worker: int):
        """Return the function of a worker: row to row; None for a row to be left out."""
        names = self.children[0]._names()
        inputs, outputs, result = self._plan()
        operations = for_pipeline(self._hooked(), worker)
        apply = functools.partial(_applied, operations, len(outputs))
        if inputs == names and outputs == result:
            function = apply
        else:
            places = [names.index(name) for name in inputs]
            kept = [
                (outputs.index(name), True) if name in outputs else (names.index(name), False)
                for name in result
            ]
            function = functools.partial(_placed, apply, places, kept)
            if len(places) == len(outputs) == 1:
                function = functools.partial(_in_place, apply, places[0])
        return functools.partial(_or_none, function) if _skips_failures() else function

    def _hooked(self) -> list:
        """Return the operations, with the hooks of debug mode between them."""
        if not config.get_debug_mode():
            return self.operations
        hooked = _hooks(self.operations[0], True)
        for operation in self.operations:
            hooked += [operation, *_hooks(operation, False)]
        return hooked


def _hooks(operation, first: bool) -> list:
    """Return copies of the hooks for the place before, or after, an operation."""
    hooks = [copy.deepcopy(hook) for hook in config._get_debug_hook_list()]
    for hook in hooks:
        hook.set_previous_op_name(name_of(operation))
        hook.set_is_first(first)
    return hooks


def _check_operation(operation) -> None:
    if isinstance(operation, type):
        raise ValueError(
            "Parameter operations's element of method map should be a dataset processing operation "
            f"instance, but got: {operation}. It may be missing parentheses for instantiation."
        )
    if not callable(operation):
        raise ValueError(
            "Parameter operations's element of method map should be a python function or class "
            f"method which should be callable, but got: {operation}. It doesn't need parentheses "
            "for python function or class method."
        )


def _applied(operations, wanted, columns) -> tuple:
    """Apply operations one after the other; a tuple is several columns."""
    for operation in operations:
        try:
            columns = operation(*columns)
        except Exception as error:
            raise _failure(operation, error) from None
        if type(columns) is not tuple:
            columns = (columns,)
    if len(columns) != wanted:
        raise pipeline_error(
            "Invalid columns, the number of columns returned in 'map' operations should match the "
            "number of 'output_columns', but got the number of columns returned in 'map' "
            f"operations: {len(columns)}, the number of 'output_columns': {wanted}."
        )
    try:
        return tuple([own(column) for column in columns])
    except (TypeError, ValueError) as error:
        raise bad_result(
            f"map operation: [{name_of(operations[-1])}] failed. It returned what is no column: "
            f"{error}"
        ) from None


def _failure(operation, error) -> RuntimeError:
    return function_failure(f"map operation: [{name_of(operation)}] failed", error)


def _skips_failures() -> bool:
    return config.get_error_samples_mode() is config.ErrorSamplesMode.SKIP


def _or_none(function, row):
    """Return what a function returns, and None where it fails."""
    try:
        return function(row)
    except RuntimeError:
        return None


def _placed(apply, places, kept, row) -> tuple:
    """Apply operations to some columns; put results and other columns in their order."""
    made = apply([row[i] for i in places])
    return tuple([made[i] if new else row[i] for i, new in kept])


def _in_place(apply, place, row) -> tuple:
    """Apply operations to one column of several."""
    return (*row[:place], apply((row[place],))[0], *row[place + 1 :])
