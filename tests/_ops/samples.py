"""Reading the sample calls of operator declarations, and calling an operator under all its faces.

A sample (see `operands.py`) is the argument list of a call as text. It is written for the
operator's first face, or for its kernel where it has no face.
"""

from __future__ import annotations

import ast
import inspect

import jax
import numpy as np

from msjax import Tensor
from msjax._core import dtype as mstype
from msjax._core import operator as declarations
from tests._ops.operands import DTYPE_NAMES, read, split_path


def arguments(sample: str):
    """Return the (args, kwargs) of a sample."""
    return read(sample, Tensor, {n: getattr(mstype, n) for n in DTYPE_NAMES})


def of_composite(sample: str):
    """Return the (path or None, args, kwargs) of a composite's sample, `path: arguments`."""
    path, rest = split_path(sample)
    return path, *arguments(rest)


class Binding:
    """A call of an operator: its operands and the values of its static parameters."""

    def __init__(self, operands, statics, face=None):
        self.face = face
        self.operands = operands
        self.statics = {k: declarations.freeze(v) for k, v in statics.items()}

    def same_statics(self, other) -> bool:
        return self.statics == other.statics and list(map(type, self.statics.values())) == list(
            map(type, other.statics.values())
        )


class FaceCall:
    """How one face calls its operator."""

    def __init__(self, face):
        self.face = face
        self.op = face.operator
        call = ast.parse("k" + (face.call or declarations._default_call(face)), mode="eval").body
        self.operands = list(call.args)
        self.statics = {k.arg: k.value for k in call.keywords}
        if not self.op.variadic:
            extra = self.operands[len(self.op.operands) :]
            del self.operands[len(self.op.operands) :]
            self.statics |= dict(zip(self.op.statics, extra, strict=False))
        scope = dict(declarations.EXPRESSIONS)
        self.signature = signature_of(face.signature)
        self.init = signature_of(face.init) if face.init else None
        self.scope = scope
        self.draws = _draws(face)

    def bind(self, args, kwargs, init=None) -> Binding:
        """Return what a call of the face comes to."""
        given = self.signature.bind(*args, **kwargs)
        given.apply_defaults()
        env = self.scope | _defaults(self.init) | (init or {}) | given.arguments
        operands = []
        for node in self.operands:
            if isinstance(node, ast.Starred):
                operands += _evaluate(node.value, env)
            else:
                operands.append(_evaluate(node, env))
        statics = dict(self.op.statics.items())
        statics |= {n: _evaluate(node, env) for n, node in self.statics.items()}
        return Binding(operands, statics, self.face)

    def solve(self, wanted: Binding):
        """Return the (args, kwargs, init) that make the face call the operator so, or None.

        A face that draws gets the arguments for which it draws so.
        """
        found = {}
        rest = list(wanted.operands)
        for node in self.operands:
            if isinstance(node, ast.Starred):
                name = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
                if not isinstance(name, ast.Name):
                    return None
                found[name.id] = tuple(rest)
                rest = []
            elif rest:
                _assign(node, rest.pop(0), found)
        for name, value in wanted.statics.items():
            _assign(self.statics.get(name), value, found)
        init = {n: v for n, v in found.items() if self.init and n in self.init.parameters}
        args, kwargs = [], {}
        for p in self.signature.parameters.values():
            if p.name not in found and p.default is p.empty and p.kind is not p.VAR_POSITIONAL:
                return None
            if p.kind is p.VAR_POSITIONAL:
                args += found.get(p.name, ())
            elif p.kind is p.KEYWORD_ONLY:
                kwargs[p.name] = found.get(p.name, p.default)
            else:
                args.append(found.get(p.name, p.default))
        if self.init and any(
            p.default is p.empty and n not in init for n, p in self.init.parameters.items()
        ):
            return None
        written = self._written(init)
        if written is None:
            return None
        if self.draws:
            return args, kwargs, written
        try:
            reached = self.bind(args, kwargs, init)
        except TypeError:  # the face refuses numbers
            return None
        if not reached.same_statics(wanted) or not _same(reached.operands, wanted.operands):
            return None
        return args, kwargs, written

    def _written(self, init):
        """Return a Primitive's arguments as users write them; None where it does not take them."""
        dtypes = {n for n, v in _defaults(self.init).items() if isinstance(v, mstype.Type)}
        written = {
            n: mstype.from_numpy(np.dtype(v)) if n in dtypes and v is not None else v
            for n, v in init.items()
        }
        lists = {n: list(v) if isinstance(v, tuple) else v for n, v in written.items()}
        for given in (written, lists) if self.init else ():
            try:
                declarations.resolve(self.face.path)(**given)
            except (TypeError, ValueError):
                continue
            return given
        return None if self.init else written

    def __call__(self, args, kwargs, init=None):
        """Call the face itself."""
        return call_face(self.face, args, kwargs, init)


def call_face(face, args, kwargs, init=None):
    """Call a face, a Primitive with the arguments `init`."""
    if face.init is None:
        return declarations._function(face)(*args, **kwargs)
    return declarations._primitive_class([face])(**(init or {}))(*args, **kwargs)


def signature_of(text, scope=declarations.EXPRESSIONS):
    """Return the signature that the text of a face declares."""
    space = dict(scope)
    exec(compile(f"from __future__ import annotations\ndef f{text}: ...", "<face>", "exec"), space)
    return inspect.signature(space["f"])


def _defaults(signature):
    if signature is None:
        return {}
    return {n: p.default for n, p in signature.parameters.items() if p.default is not p.empty}


def _evaluate(node, env):
    return eval(compile(ast.Expression(node), "<face>", "eval"), dict(env))


def _assign(node, value, found):
    if isinstance(node, ast.Name):
        found.setdefault(node.id, value)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", None) in (
        "varargs",
        "lengths",
    ):
        found.setdefault(node.args[0].id, value if isinstance(value, tuple) else (value,))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith(
        ("checked_", "angle", "array_like", "tensor_only", "wide_array_like")
    ):
        _assign(node.args[0], value, found)


def _same(a, b) -> bool:
    return len(a) == len(b) and all(
        x is y or _equal_numbers(x, y) for x, y in zip(a, b, strict=True)
    )


def _equal_numbers(x, y) -> bool:
    if isinstance(x, Tensor) or isinstance(y, Tensor) or x is None or y is None:
        return False
    return np.array_equal(np.asarray(x), np.asarray(y))


def canonical(op, sample: str) -> Binding:
    """Return the operands and statics that a sample comes to.

    It is a call of the face that it names (`path: arguments`), of the first face that takes it, or
    of the kernel.
    """
    path, args, kwargs = of_composite(sample)
    for face in op.faces:
        if path in (None, face.path):
            call = FaceCall(face)
            init = {n: kwargs[n] for n in kwargs if call.init and n in call.init.parameters}
            rest = {n: v for n, v in kwargs.items() if n not in init}
            try:
                binding = call.bind(args, rest, init)
                _try_shapes(op, binding)
            except (TypeError, ValueError, IndexError, NameError):
                continue
            return binding
    statics = {n: kwargs.pop(n, default) for n, default in op.statics.items()}
    return Binding([*args, *kwargs.values()], statics)


def _try_shapes(op, binding):
    """Raise what the operator raises for operands of these shapes and dtypes."""
    if op.compiled:
        plain = [x._value if isinstance(x, Tensor) else x for x in binding.operands]
        jax.eval_shape(op.call(*binding.statics.values()).fn, *plain)


def _draws(face) -> bool:
    """Tell whether a face draws random numbers: what it comes to is then another call each time."""
    return face.call is not None and "draw" in face.call
