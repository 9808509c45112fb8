"""List the calls that MindSpore's values are recorded for: every face of an operator, per sample.

`python -m compat_tests.ops.calls WORK.json` writes the list, for `compat_tests/record_ops.py`. A
call is text in which `t0`, `t1`, ... are the operands of the sample and `p0` the first as a
Parameter; with `, t0` after it, what it wrote is compared too.
"""

from __future__ import annotations

import inspect
import json
import sys
from types import BuiltinFunctionType

import numpy as np
from tests._ops.operands import DTYPE_NAMES, arrays
from tests._ops.samples import FaceCall, canonical, of_composite, signature_of

import msjax._ops  # noqa: F401  (declares)
from compat_tests.ops.extra import EXTRA, RANDOM, UNWRITTEN
from compat_tests.ops.running import path_of
from msjax import Tensor
from msjax._core.dtype import Type
from msjax._core.operator import COMPOSITES, FACES, OPERATORS


class Signatures:
    """The signatures of a composite's face."""

    def __init__(self, face):
        self.face = face
        self.signature = signature_of(face.signature)
        self.init = signature_of(face.init) if face.init else None


def families():
    """Return {family: {"name | sample": {"calls": [...], "random": ...}}} of what is declared."""
    result: dict[str, dict] = {}
    for name, op in OPERATORS.items():
        for sample in op.samples:
            add(result, op, f"{name} | {sample}", sample, of_operator(op, sample))
    for name, made in COMPOSITES.items():
        for sample in made.samples:
            add(result, made, f"{name} (composite) | {sample}", sample, called(made, sample))
    for path, calls in EXTRA.items():
        for sample, texts in calls.items():
            op = FACES[path][0].operator
            key = f"{op.name}{'' if op.name in OPERATORS else ' (composite)'} | {path} | {sample}"
            add(result, op, key, sample, list(texts))
    return {family: dict(sorted(rows.items())) for family, rows in sorted(result.items())}


def add(result, op, key, sample, calls):
    """Add a row, unless nothing is to be called: kernels without faces are used by others."""
    if calls:
        row = {"sample": sample, "calls": list(dict.fromkeys(calls))}
        if op.name in RANDOM or any("draw" in (face.call or "") for face in op.faces):
            row["random"] = True
        family = op.kernel.__module__.rpartition(".")[2]
        result.setdefault(family, {})[key] = row


def of_operator(op, sample):
    """Return the calls of all faces of an operator that come to the same as the sample."""
    binding = canonical(op, sample)
    operands = arrays(sample)
    texts = []
    for face in op.faces:
        call = FaceCall(face)
        if face is binding.face:
            _, args, kwargs = of_composite(sample)
            init = {
                n: kwargs.pop(n) for n in list(kwargs) if call.init and n in call.init.parameters
            }
            solution = args, kwargs, init
        else:
            solution = call.solve(binding)
        if solution is not None:
            texts.append(text_of(call, *solution, operands))
    return ordered(texts)


def called(made, sample):
    """Return the calls of a composite's faces, all with the arguments of the sample."""
    only, _, _ = of_composite(sample)
    operands = arrays(sample)
    texts = []
    for face in made.faces:
        if only not in (None, face.path):
            continue
        call = Signatures(face)
        _, args, kwargs = of_composite(sample)
        init = {n: kwargs.pop(n) for n in list(kwargs) if call.init and n in call.init.parameters}
        try:
            call.signature.bind(*args, **kwargs)
            if call.init:
                call.init.bind(**init)
        except TypeError:
            continue
        texts.append(text_of(call, args, kwargs, init, operands))
    return ordered(texts)


def ordered(texts):
    """Order calls: those that write into an operand last; leave out methods of mere numbers."""
    called = [text for text in texts if not text.startswith((*"0123456789[(-",))]
    return sorted(called, key=lambda text: text.endswith(", t0"))


def text_of(call, args, kwargs, init, operands):
    """Write a call of a face as text, without the arguments that are defaults."""
    face = call.face
    signature = call.signature
    args, kwargs = list(args), dict(kwargs)
    if face.init is None:
        args, kwargs = without_defaults(signature, args, kwargs)
    else:
        args = shortened(signature, args)
    shown = [show(a, operands) for a in args]
    written = written_parameters(face)
    for i in written:
        shown[i] = shown[i].replace("t", "p", 1)
    shown += [f"{n}={show(v, operands)}" for n, v in kwargs.items()]
    path, method = face.path, face.path.startswith("Tensor.")
    if face.init is not None:
        given = {n: v for n, v in (init or {}).items() if not same(v, default_of(call.init, n))}
        path += f"({', '.join(f'{n}={show(v, operands)}' for n, v in given.items())})"
    elif method:
        path = f"{shown.pop(0)}.{face.name}"
    text = f"{path}({', '.join(shown)})"
    if face.path in ("Tensor.T", "Tensor.H", "Tensor.mT", "Tensor.mH"):
        text = path
    if face.path in UNWRITTEN:
        text += " is None"
    if written:
        text += "".join(f", {shown[i]}" for i in written)
    elif face.in_place or (face.name.endswith("_") and not face.name.endswith("__")):
        text += ", t0"
    return text


def written_parameters(face) -> tuple[int, ...]:
    """Return the positions of the operands that MindSpore wants as Parameters, to write there."""
    kernel = face.operator.kernel
    if not face.path.startswith("ops."):
        return ()
    return getattr(kernel, "written", (0,) if kernel.__module__.endswith(".assignment") else ())


def without_defaults(signature, args, kwargs):
    """Drop arguments that are defaults; what comes after a dropped one is given by keyword."""
    kept, named = [], {}
    parameters = list(signature.parameters.values())
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        kept = args
    else:
        for p, value in zip(parameters, args, strict=False):
            if p.default is not p.empty and same(value, p.default):
                continue
            if len(kept) == parameters.index(p):
                kept.append(value)
            else:
                named[p.name] = value
    for name, value in kwargs.items():
        if not same(value, signature.parameters[name].default):
            named[name] = value
    return kept, named


def shortened(signature, args):
    """Drop the last arguments as far as they are defaults."""
    parameters = list(signature.parameters.values())
    args = list(args)
    while args and len(args) <= len(parameters):
        default = parameters[len(args) - 1].default
        if default is inspect.Parameter.empty or not same(args[-1], default):
            break
        args.pop()
    return args


def default_of(signature, name):
    """Return the default of a parameter."""
    return signature.parameters[name].default


def same(value, default) -> bool:
    """Tell whether a value is a default, of the same type; `()` and None both name all axes."""
    if value is None and default == ():
        return True
    if isinstance(value, str) and isinstance(default, Type):
        return value == str(default).lower()
    return type(value) is type(default) and not isinstance(value, Tensor) and value == default


def show(value, operands) -> str:
    """Write an argument as the text of a call."""
    if isinstance(value, Tensor):
        array = np.asarray(value)
        for i, operand in enumerate(operands):
            same_kind = operand.dtype == array.dtype
            if same_kind and np.array_equal(operand, array, equal_nan=array.dtype.kind in "fc"):
                return f"t{i}"
        return f"Tensor({array.tolist()!r}, ms.{array.dtype})"
    if isinstance(value, tuple | list):
        inner = ", ".join(show(v, operands) for v in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Type):
        return f"ms.{str(value).lower()}"
    if value in DTYPE_NAMES:
        return f"ms.{value}"
    if isinstance(value, float) and not np.isfinite(value):
        return f"float({str(value)!r})"
    if isinstance(value, np.ndarray | np.generic):
        return repr(value.tolist())
    if isinstance(value, BuiltinFunctionType):
        return value.__name__
    if callable(value):
        return f"ms.{np.dtype(value).name}"
    return repr(value)


if __name__ == "__main__":
    work = families()
    with open(sys.argv[1], "w") as stream:
        json.dump(work, stream, indent=1)
    texts = [text for rows in work.values() for row in rows.values() for text in row["calls"]]
    print(len(texts), "calls; none of", sorted(set(FACES) - set(map(path_of, texts))))
