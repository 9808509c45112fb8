"""Entries of calls that are not in a tree yet."""

from __future__ import annotations

import ast
from typing import Any

from msjax.rewrite.checks import check_elements, check_type
from msjax.rewrite.entries import Entry, Slot
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.values import ScopedValue, to_expression


def call_entry(kind: NodeType, name: str, targets: Any, args: Any, kwargs: Any) -> Entry:
    """Make the entry of a call that is not in a tree; what it calls is put in on insertion."""
    check_elements("Node", "targets", targets, ScopedValue, str)
    args, kwargs = [] if args is None else args, {} if kwargs is None else kwargs
    check_elements("Node", "args", args, ScopedValue)
    check_type("Node", "kwargs", kwargs, dict)
    check_elements("Node", "kwargs", list(kwargs), str)
    check_elements("Node", "kwargs", list(kwargs.values()), ScopedValue)
    keywords = [ast.keyword(key, to_expression(value)) for key, value in kwargs.items()]
    call = ast.Call(ast.Name(name, ast.Load()), [to_expression(v) for v in args], keywords)
    names = [ast.parse(f"{target} = 0").body[0].targets[0] for target in targets]  # pyright: ignore[reportAttributeAccessIssue]
    target = names[0] if len(names) == 1 else ast.Tuple(names, ast.Store())
    return Entry(
        kind,
        name,
        ast.Assign([target], call),
        slots=[Slot(call.args, i) for i in range(len(args))],
        keywords={k.arg: Slot(k, "value") for k in keywords if k.arg is not None},
    )
