"""`MsDispatchMode`: a program's own code in the place of operators.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.MsDispatchMode.html
"""

from __future__ import annotations

from contextlib import ContextDecorator

from msjax._core.dispatch import run, run_converted
from msjax._core.operator import OPERATORS
from msjax._core.state import state

__all__ = ["MsDispatchMode"]

# Primitives of MindSpore that stand behind Python's operators and the functions of `mint`.
_names = {
    "plus": "AddExt",
    "add_scaled": "AddExt",
    "minus": "SubExt",
    "difference": "SubExt",
    "matmul": "MatMulExt",
}
_BY_A_NUMBER = {"Mul": "Muls", "Div": "Divs"}


class MsDispatchMode(ContextDecorator):
    """A `with` block, or decorator, whose operators go to `__ms_dispatch__`.

    Of nested blocks the innermost is asked; operators that it runs go to the next outer one.

    Differs: names of operators that have no Primitive are made of msjax's; operators inside of
        compiled functions, of Cells in mixed precision and of backward passes are not shown.
    """

    def __init__(self):
        self._entered = []

    def __ms_dispatch__(self, func, args, kwargs=None):
        """Take the place of an operator; a class defines its own.

        Args:
            func: the operator, with its `name`; called with `args`, it runs.
            args: a tuple of its operands; what else it was given is fixed in `func`.
            kwargs: None.

        Returns:
            The operator's result; here, what it gives.
        """
        return func(*args)

    def __enter__(self):
        entered = vars(self).setdefault("_entered", [])  # a class may leave __init__ out
        entered.append(state.precision)
        state.precision = _Entry(self, state.precision)
        state.special = True
        return self

    def __exit__(self, *exc):
        state.precision = self._entered.pop()
        state.settle()


class _Entry:
    """A mode while its block runs: it stands where the precision of operators is looked for."""

    enters_programs = False

    def __init__(self, mode, outer):
        self.mode = mode
        self.outer = outer

    def run(self, call, operands):
        """Ask the mode to run a Call; outer blocks see what it runs."""
        if state.frame is not None:
            return run_converted(call, operands)
        state.precision = self.outer
        state.settle()
        try:
            return self.mode.__ms_dispatch__(DispatchedOperator(call, operands), operands)
        finally:
            state.precision = self
            state.special = True


class DispatchedOperator:
    """An operator as a dispatch mode sees it.

    Attributes:
        name: what MindSpore calls it.
    """

    def __init__(self, call, operands):
        self._call = call
        self.name = _name(call.name)
        if operands[1:] and operands[1].__class__ in (bool, int, float):
            self.name = _BY_A_NUMBER.get(self.name, self.name)

    def __call__(self, *args):
        """Run the operator on its operands."""
        return run(self._call, *args)

    def __repr__(self):
        return f"<operator {self.name}>"


def _name(name) -> str:
    if name not in _names:
        faces = OPERATORS[name].faces if name in OPERATORS else ()
        primitives = [f.path.partition(".")[2] for f in faces if f.path.startswith("ops.")]
        own = [p for p in primitives if p[:1].isupper()]
        _names[name] = own[0] if own else "".join([w.capitalize() for w in name.split("_")])
    return _names[name]
