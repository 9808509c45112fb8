"""`ScopedValue`: the arguments and targets of nodes."""

from __future__ import annotations

import ast
from typing import Any

from msjax.rewrite.checks import check_elements, check_type
from msjax.rewrite.kinds import ValueType

_CONSTANTS = (bool, int, float, str, type(None))
_CONTAINERS = {
    tuple: ValueType.TupleValue,
    list: ValueType.ListValue,
    dict: ValueType.DictValue,
}


class ScopedValue:
    """A value in the code of a network: a name in a scope, a constant, a container or an object.

    Args:
        arg_type: a `ValueType`.
        scope: what the name is an attribute of, "self" in `self.conv`. Default: "".
        value: the name, the constant, the ScopedValues of a container, or the object.
            Default: None.

    Raises:
        TypeError: `arg_type` is no ValueType, or `scope` no str.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(self, arg_type: ValueType, scope: str = "", value=None):
        check_type("ScopedValue", "arg_type", arg_type, ValueType)
        check_type("ScopedValue", "scope", scope, str)
        self.type = arg_type
        self.scope = scope
        self.value: Any = value

    @classmethod
    def create_variable_value(cls, value) -> ScopedValue:
        """Make the value of a Python object: constant, container of constants, or other object.

        Args:
            value: the object.
        """
        if isinstance(value, _CONSTANTS):
            return cls(ValueType.ConstantValue, "", value)
        if isinstance(value, tuple | list):
            parts = type(value)(cls.create_variable_value(v) for v in value)
            return cls(_CONTAINERS[tuple if isinstance(value, tuple) else list], "", parts)
        if isinstance(value, dict):
            parts = {k: cls.create_variable_value(v) for k, v in value.items()}
            return cls(ValueType.DictValue, "", parts)
        return cls(ValueType.CustomObjValue, "", value)

    @classmethod
    def create_naming_value(cls, name: str, scope: str = "") -> ScopedValue:
        """Make the value that a name has where the code runs.

        Args:
            name: the name.
            scope: what the name is an attribute of. Default: "".

        Raises:
            TypeError: either is no str.
        """
        check_type("ScopedValue", "name", name, str)
        return cls(ValueType.NamingValue, scope, name)

    @staticmethod
    def create_name_values(
        names: list[str] | tuple[str], scopes: list[str] | tuple[str] | None = None
    ) -> list[ScopedValue]:
        """Make the values of several names.

        Args:
            names: the names.
            scopes: the scope of each. Default: None, which is no scope for all.

        Raises:
            TypeError: either is no list or tuple of str.
            ValueError: there are more or fewer scopes than names.
        """
        check_elements("ScopedValue", "names", names, str)
        if scopes is not None:
            check_elements("ScopedValue", "scopes", scopes, str)
            if len(scopes) != len(names):
                raise ValueError(
                    f"Length of names should be equal to length of scopes, but got {len(names)} "
                    f"names and {len(scopes)} scopes."
                )
        scopes = scopes or [""] * len(names)
        return [ScopedValue.create_naming_value(n, s) for n, s in zip(names, scopes, strict=True)]

    def __str__(self):
        if self.type is ValueType.NamingValue:
            return f"{self.scope}.{self.value}" if self.scope else str(self.value)
        if self.type is ValueType.ConstantValue:
            return str(self.value)
        if self.type is ValueType.CustomObjValue:
            return f"CustomObj: {self.value}"
        return f"Illegal ValueType: {self.type}"

    __repr__ = __str__

    def __eq__(self, other):
        if not isinstance(other, ScopedValue):
            return NotImplemented
        return (self.type, self.scope) == (other.type, other.scope) and bool(
            self.value == other.value
        )

    def __hash__(self):
        return hash((self.type, self.scope, str(self.value)))


def named(text: str) -> ScopedValue:
    """Return the value of a name as code says it: "x", "self.conv"."""
    scope, _, name = text.rpartition(".")
    return ScopedValue.create_naming_value(name, scope)


def of_expression(expression: ast.expr) -> ScopedValue:
    """Return the value that an expression of flattened code stands for."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, _CONSTANTS):
        return ScopedValue.create_variable_value(expression.value)
    if is_path(expression):
        return named(ast.unparse(expression))
    return ScopedValue(ValueType.UnsupportedValue)


def to_expression(value: ScopedValue) -> ast.expr:
    """Return the expression that stands for a value in code.

    Raises:
        NotImplementedError: the value has no form as code.
    """
    if value.type is ValueType.ConstantValue:
        return ast.Constant(value.value)
    if value.type is ValueType.NamingValue:
        return ast.parse(str(value), mode="eval").body
    if value.type is ValueType.DictValue:
        keys: list[ast.expr | None] = [ast.Constant(k) for k in value.value]
        return ast.Dict(keys, [to_expression(v) for v in value.value.values()])
    if value.type in (ValueType.TupleValue, ValueType.ListValue):
        make = ast.Tuple if value.type is ValueType.TupleValue else ast.List
        return make([to_expression(v) for v in value.value], ast.Load())
    raise NotImplementedError(
        f"msjax.rewrite cannot write the argument {value} as code; make the object an attribute of "
        "the network and pass ScopedValue.create_naming_value(name, 'self')."
    )


def is_path(expression: ast.AST) -> bool:
    """Tell whether an expression is a name or attributes of one: `x`, `self.block.conv`."""
    while isinstance(expression, ast.Attribute):
        expression = expression.value
    return isinstance(expression, ast.Name)


def last_name(expression: ast.expr) -> str:
    """Return the last name of an expression that ends in one: "conv" of `self.block.conv`."""
    return expression.attr if isinstance(expression, ast.Attribute) else ast.unparse(expression)
