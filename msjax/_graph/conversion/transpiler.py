"""The user's functions with their control flow as calls of `operators.py`, by diastatic-malt."""

from __future__ import annotations

import functools
import inspect
import threading
import warnings
import weakref
from pathlib import Path
from types import FunctionType, MethodType, SimpleNamespace

from msjax._core.discovery import LIBRARIES
from msjax._graph.conversion import calls, operators

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        import malt
        from malt.converters import (
            break_statements,
            call_trees,
            conditional_expressions,
            continue_statements,
            control_flow,
            functions,
            logical_expressions,
            return_statements,
            variables,
        )
        from malt.core import converter, unsupported_features_checker
        from malt.impl import api
        from malt.pyct import cfg, qual_names
        from malt.pyct.static_analysis import (
            activity,
            liveness,
            reaching_definitions,
            reaching_fndefs,
        )
    except ImportError as error:
        raise ImportError(
            "Compiling Python's `if` and `while` over tensors needs diastatic-malt: "
            "pip install 'msjax[graph]'."
        ) from error

_LEFT_ALONE = (*LIBRARIES, str(Path(malt.__file__).parent), "<string>", "<frozen")
_OPTIONS = converter.ConversionOptions(
    recursive=True,
    user_requested=False,
    optional_features=(),  # pyright: ignore[reportArgumentType] - it takes sequences, too
)
_made: weakref.WeakSet[FunctionType] = weakref.WeakSet()
_lock = threading.Lock()


def convert(function):
    """Return what runs in the place of a callable: itself where there is nothing to convert."""
    if isinstance(function, MethodType):
        inner = convert(function.__func__)
        return function if inner is function.__func__ else MethodType(inner, function.__self__)
    if isinstance(function, functools.partial):
        return functools.partial(convert(function.func), *function.args, **function.keywords)
    if isinstance(function, FunctionType):
        return _convert(function)
    call = inspect.getattr_static(type(function), "__call__", None)
    if isinstance(call, FunctionType) and not inspect.isclass(function):
        inner = _convert(call)
        return function if inner is call else MethodType(inner, function)
    return function


def _convert(function):
    if function.__code__.co_filename.startswith(_LEFT_ALONE) or function in _made:
        return function
    if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
        return function
    try:
        with _lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            converted, *_ = _transpiler.transform(function, converter.ProgramContext(_OPTIONS))
    except Exception:  # without its source, or with what malt does not know, it stays as it is
        return function
    _made.add(converted)
    return converted


class _ControlFlow(control_flow.ControlFlowTransformer):
    """Statements whose state is variables only: a frame knows what happens to attributes."""

    def _get_block_composite_vars(self, modified, live_in):
        return frozenset()


class _Transpiler(api.PyToPy):
    def get_extra_locals(self):
        return {"ag__": _NAMES}

    def transform_ast(self, node, ctx):
        unsupported_features_checker.verify(node)
        node = self.initial_analysis(node, ctx)
        for step in (
            functions,
            break_statements,
            continue_statements,
            return_statements,
            call_trees,
            SimpleNamespace(transform=_transform_control_flow),
            conditional_expressions,
            logical_expressions,
            variables,
        ):
            node = step.transform(node, ctx)
        return node


def _transform_control_flow(node, ctx):
    graphs = cfg.build(node)
    node = qual_names.resolve(node)
    node = activity.resolve(node, ctx, None)
    node = reaching_definitions.resolve(node, ctx, graphs)
    node = reaching_fndefs.resolve(node, ctx, graphs)
    node = liveness.resolve(node, ctx, graphs)
    return _ControlFlow(ctx).visit(node)


def _mark(function):
    """Note that a function inside a converted one is converted with it."""
    _made.add(function)
    return function


# What converted code calls; the names are malt's.
_NAMES = SimpleNamespace(
    ConversionOptions=converter.ConversionOptions,
    Feature=converter.Feature,
    STD=converter.STANDARD_OPTIONS,
    autograph_artifact=_mark,
    converted_call=calls.call,
    FunctionScope=operators.FunctionScope,
    with_function_scope=operators.with_function_scope,
    Undefined=operators.Undefined,
    UndefinedReturnValue=operators.NotReturned,
    ld=operators.load,
    if_stmt=operators.if_statement,
    while_stmt=operators.while_statement,
    for_stmt=operators.for_statement,
    if_exp=operators.if_expression,
    and_=operators.logical_and,
    or_=operators.logical_or,
    not_=operators.logical_not,
)
_transpiler = _Transpiler()
