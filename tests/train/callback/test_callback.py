"""What callbacks are told, and how they are entered."""

import copy

import pytest

from msjax import Tensor
from msjax.train import Callback, RunContext
from msjax.train.callback import _CallbackManager, _InternalCallbackParam
from msjax.train.callback._callback import wait_for


def test_items_are_attributes():
    told = _InternalCallbackParam(a=1)
    told.b = 2
    assert dict(told) == {"a": 1, "b": 2}
    assert hasattr(told, "a")
    assert not hasattr(told, "c")
    assert getattr(told, "c", None) is None
    assert copy.deepcopy(told) == told
    with pytest.raises(KeyError, match="'c'"):
        _ = told.c


def test_what_enter_returns_is_called():
    notes = []

    class Inner(Callback):
        def end(self, run_context):
            notes.append("inner")

    class Outer(Callback):
        def __enter__(self):
            return Inner()

    class Forgets(Callback):
        def __enter__(self):
            pass

        def end(self, run_context):
            notes.append("itself")

    with _CallbackManager([Outer(), Forgets()]) as manager:
        manager.end(RunContext({}))
    assert notes == ["inner", "itself"]


def test_manager_calls_every_point():
    notes = []

    class All(Callback):
        def __getattribute__(self, name):
            if name.startswith("_"):
                return super().__getattribute__(name)
            return lambda run_context: notes.append(name)

    points = [name for name in vars(Callback) if not name.startswith("_")]
    with _CallbackManager(All()) as manager:
        for name in points:
            getattr(manager, name)(RunContext({}))
    assert notes == points
    assert len(points) == 18


def test_waiting_for_outputs_takes_anything():
    wait_for(None)
    wait_for((Tensor(1.0), [1.5, {"a": Tensor(2)}]))
