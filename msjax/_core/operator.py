"""One declaration per operator: a kernel on arrays and the faces it has in MindSpore's API.

    @operator(
        "ops.mean(x, axis=None, keep_dims=False) -> (x, axis=axis, keepdims=keep_dims)",
        "Tensor.mean(self, axis=None, keep_dims=False) -> (self, axis=axis, keepdims=keep_dims)",
        "ops.ReduceMean(keep_dims=False)(x, axis=()) -> (x, axis=axis, keepdims=keep_dims)",
        samples=("f32[2, 3]", "f32[2, 3], axis=1"),
    )
    def mean(x, *, axis=None, keepdims=False):
        '''Average over axes.'''
        return jnp.mean(x, axis, keepdims=keepdims)

The kernel's positional parameters are its operands (arrays, numbers or None), its keyword-only
parameters are static: another value is another compiled kernel. A face is the signature that the
user sees and, after `->`, the kernel call it stands for, in Python; without it the face's
parameters are passed on in order. A face whose call starts with `self :=` writes the result into
its parameter `self`, and with `x if inplace :=` into `x` where `inplace` is true. A call that ends
with `as dtype` converts its result to the face's parameter `dtype`, unless that is None. Names a
call may use besides its parameters: see `EXPRESSIONS`.

A face becomes a native Python function, with exactly its signature, when it is first asked for:
nothing is bound or remapped per call. A path may be declared more than once (overloads): parameters
then carry annotations, and the first signature that fits a call takes it.

What needs host logic before the kernels is a `@composite`: a Python function written with other
operators' faces, with faces of its own in the same notation.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.dispatch import Call, run, run1, run2
from msjax._core.dtype import Type
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.tensor import Tensor, write
from msjax._core.views import link_result

FACES: dict[str, list[Face]] = {}
OPERATORS: dict[str, Operator] = {}
EXPRESSIONS: dict[str, Any] = {"Tensor": Tensor}
COMPOSITES: dict[str, Composite] = {}


class Operator:
    """A kernel, its declaration, and the Calls made of it so far."""

    def __init__(self, kernel, promote, differentiable, compiled, samples, view, lists):
        self.name = kernel.__name__
        self.kernel = kernel
        self.promote = promote
        self.differentiable = differentiable
        self.compiled = compiled
        self.samples = samples
        self.view = view
        self.accepts = (list, tuple) if lists else (np.ndarray,) if promote is None else ()
        self.faces: list[Face] = []
        self.calls: dict[object, Call] = {}
        self.statics: dict[str, object] = {}
        self.operands: list[str] = []
        self.variadic = False
        for p in inspect.signature(kernel).parameters.values():
            if p.kind is p.KEYWORD_ONLY:
                self.statics[p.name] = p.default
            else:
                self.operands.append(p.name)
                self.variadic |= p.kind is p.VAR_POSITIONAL

    def call(self, *values) -> Call:
        """Return the Call for values of the static parameters, in the kernel's order."""
        values = tuple([freeze(v) for v in values])
        key = tuple([part for v in values for part in (v, kind(v))])
        call = self.calls.get(key)
        if call is None:
            statics = dict(zip(self.statics, values, strict=True))
            bound = self._bound(statics)
            call = Call(self.name, bound, self.differentiable, self.compiled)
            call.accepts = self.accepts
            call.statics = statics
            self.calls[key] = call
        return call

    def __call__(self, *operands, **statics) -> Any:
        """Run the kernel on tensors, for code that is written with operators."""
        values = [statics.pop(n, default) for n, default in self.statics.items()]
        if statics:
            raise TypeError(f"operator {self.name} has no static parameter {sorted(statics)}")
        return run(self.call(*values), *operands)

    def _bound(self, statics):
        kernel, promote = self.kernel, self.promote
        if promote is None:
            return lambda *operands: kernel(*operands, **statics)
        return lambda *operands: kernel(*promote(*operands), **statics)


def freeze(value):
    """Turn a static argument into something hashable: lists to tuples, tensors to numbers."""
    if isinstance(value, list | tuple):
        return tuple([freeze(v) for v in value])
    if isinstance(value, Tensor):
        return freeze(value.asnumpy().tolist())
    if isinstance(value, slice):
        return value
    return value


def kind(value):
    """Return the class of a static value, of a tuple those of its elements: 1 is not 1.0."""
    return value.__class__ if value.__class__ is not tuple else tuple([kind(v) for v in value])


class Face:
    """One signature under which users meet an operator."""

    def __init__(self, operator: Operator | Composite, text: str):
        self.operator: Any = operator
        head, _, call = (part.strip() for part in text.partition("->"))
        call, _, self.result_dtype = call.partition(" as ")
        self.path, _, rest = head.partition("(")
        signatures = _split_signatures("(" + rest)
        self.init = signatures[0] if len(signatures) == 2 else None
        self.signature = signatures[-1]
        target, walrus, rest = call.rpartition(":=")
        self.target, _, self.condition = (p.strip() for p in target.partition(" if "))
        self.in_place = bool(walrus) and not self.condition
        self.call = rest.strip() or None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


def _split_signatures(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and c == ")":
            parts.append(text[start : i + 1].strip())
            start = i + 1
    return parts


def operator(
    *faces: str,
    promote=None,
    differentiable=True,
    compiled=True,
    samples=(),
    view=False,
    lists=False,
):
    """Declare the decorated kernel as an operator with the given faces.

    Args:
        *faces: signatures, as the module's docstring shows.
        promote: a function from operands to operands of one dtype, run inside the compiled code.
        differentiable: False where MindSpore defines no gradient; results are then off the tape.
        compiled: False for kernels whose result's shape depends on values.
        samples: calls for the tests, as text: `f32[2, 3]` is an operand of that dtype and shape.
        view: whether the results share what is written into them with the first operand.
        lists: whether an operand may be a list of numbers; operands are otherwise tensors and
            numbers, and arrays of NumPy only where nothing is promoted.
    """

    def declare(kernel):
        op = Operator(kernel, promote, differentiable, compiled, samples, view, lists)
        if op.name in OPERATORS:
            raise RuntimeError(
                f"operator {op.name} is declared twice; give one kernel another name"
            )
        OPERATORS[op.name] = op
        for text in faces:
            face = Face(op, text)
            op.faces.append(face)
            FACES.setdefault(face.path, []).append(face)
        return op

    return declare


class Composite:
    """A Python function with faces; what it runs are operators."""

    def __init__(self, function, samples):
        self.name = function.__name__
        self.kernel = function
        self.samples = samples
        self.faces: list[Face] = []


def composite(*faces: str, samples=()):
    """Declare the decorated function, written with operators, under the given faces."""

    def declare(function):
        made = Composite(function, samples)
        if COMPOSITES.setdefault(made.name, made) is not made:
            raise RuntimeError(f"composite {made.name} is declared twice; give one another name")
        for text in faces:
            face = Face(made, text)
            made.faces.append(face)
            FACES.setdefault(face.path, []).append(face)
        return function

    return declare


def varargs(values: tuple):
    """Return the one tuple or list that was given, or all that was given."""
    if len(values) == 1 and isinstance(values[0], tuple | list):
        return tuple(values[0])
    return values


EXPRESSIONS["varargs"] = varargs
EXPRESSIONS |= {t: getattr(mstype, t) for t in ("int32", "int64", "float32", "float64", "bool_")}


def resolve(path: str):
    """Return the function or Primitive class at a path such as "ops.mean", compiling it.

    Raises:
        KeyError: nothing is declared there.
    """
    faces = FACES[path]
    if faces[0].init is not None:
        return _primitive_class(faces)
    if len(faces) == 1:
        return _function(faces[0])
    return _overloaded(path, [_function(f) for f in faces])


def _arguments_of(signature: str) -> ast.arguments:
    (function,) = ast.parse(f"def f{signature}: 0").body
    assert isinstance(function, ast.FunctionDef)
    return function.args


def _parameters(signature: str) -> list[ast.arg]:
    a = _arguments_of(signature)
    return [*a.posonlyargs, *a.args, *filter(None, [a.vararg]), *a.kwonlyargs]


def _default_call(face: Face) -> str:
    args = _arguments_of(face.signature)
    names = [a.arg for a in (*args.posonlyargs, *args.args)]
    if args.vararg:
        names.append("*" + args.vararg.arg)
    init = [a.arg for a in _parameters(face.init)[0:]] if face.init else []
    static = [f"{n}={n}" for n in (*[a.arg for a in args.kwonlyargs], *init)]
    return "(" + ", ".join(names + static) + ")"


def _body(face: Face, on_self: bool) -> tuple[list[str], dict]:
    """Write the lines that run the kernel call of a face."""
    op = face.operator
    call = ast.parse("kernel" + (face.call or _default_call(face)), mode="eval").body
    assert isinstance(call, ast.Call)
    init = {a.arg for a in _parameters(face.init)} if face.init else set()

    def source(node):
        for n in ast.walk(node):
            if on_self and isinstance(n, ast.Name) and n.id in init:
                n.id = f"self.{n.id}"
        return ast.unparse(node)

    if isinstance(op, Composite):
        scope = {"kernel": op.kernel} | _RESULTS | EXPRESSIONS
        return _returned(face, source(call)), scope
    operands, given = _arguments(face, call, source)
    lines, scope = _lookup(op, given)
    scope |= {"run": _runner(operands)} | _RESULTS | EXPRESSIONS
    result = f"run(call, {', '.join(operands)})"
    if op.view:
        scope["link_result"] = link_result
        result = f"link_result({result}, call, {', '.join(operands)})"
    return lines + _returned(face, result), scope


def _returned(face: Face, result: str) -> list[str]:
    """Write the lines that return a result, and write it where the face says."""
    if face.in_place:
        return [f"return write_into({face.target}, {result})"]
    if face.result_dtype:
        return [f"return converted({result}, {face.result_dtype})"]
    if not face.condition:
        return [f"return {result}"]
    lines = [f"result = {result}"]
    return [*lines, f"return write_into({face.target}, result) if {face.condition} else result"]


def _arguments(face: Face, call: ast.Call, source) -> tuple[list[str], dict[str, str]]:
    """Return the sources of a kernel call's operands, and of its static parameters by name."""
    op = face.operator
    operands = [source(a) for a in call.args]
    given: dict[Any, str] = {k.arg: source(k.value) for k in call.keywords}
    positional = len(op.operands) if not op.variadic else len(operands)
    for name, extra in zip(op.statics, operands[positional:], strict=False):
        given[name] = extra
    unknown = set(given) - set(op.statics)
    if unknown:
        raise RuntimeError(f"{face.path}: kernel {op.name} has no static parameter {unknown}")
    return operands[:positional], given


def _lookup(op: Operator, given: dict[str, str]) -> tuple[list[str], dict]:
    """Write the lines that find the Call of an operator for what is given of its statics."""
    if not op.statics:
        return [], {"call": op.call()}
    before, values, kinds = [], [], []
    scope: dict = {"calls": op.calls, "prepare": op.call, "kind": kind}
    for name, default in op.statics.items():
        value = given.get(name, f"default_{name}")
        if name not in given or _is_literal(value):
            constant = ast.literal_eval(value) if name in given else default
            scope |= {f"default_{name}": constant, f"kind_{name}": kind(constant)}
            values.append(f"default_{name}")
            kinds.append(f"kind_{name}")
            continue
        if not value.isidentifier():
            before.append(f"static_{name} = {value}")
            value = f"static_{name}"
        values.append(value)
        kinds.append(f"{value}.__class__ if {value}.__class__ is not tuple else kind({value})")
    pairs = zip(values, kinds, strict=True)
    lines = [
        *before,
        "try:",
        f"    call = calls[({', '.join([f'{v}, {k}' for v, k in pairs])},)]",
        "except (KeyError, TypeError):",
        f"    call = prepare({', '.join(values)})",
    ]
    return lines, scope


def _is_literal(source: str) -> bool:
    try:
        ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return False
    return True


def _runner(operands):
    if any(o.startswith("*") for o in operands):
        return run
    return {1: run1, 2: run2}.get(len(operands), run)


def write_into(target: Tensor, result: Tensor) -> Tensor:
    """Give `target` the value of `result`, converted to the target's dtype; return it.

    MindSpore's CPU backend returns a result of a larger shape and leaves the target as it is.
    """
    if not isinstance(target, Tensor):
        raise ExplainedTypeError(
            f"What is written in place must be a Tensor, but got {describe(target)}; make one of "
            "it first."
        )
    value = result._value
    if value.dtype != target._value.dtype:
        from msjax._core.conversion import cast

        result = cast(result, target.dtype)
        value = result._value
    if value.shape != target._value.shape:
        raise ExplainedValueError(
            f"What is written in place must have the tensor's shape {list(target._value.shape)}, "
            f"but the result has shape {list(value.shape)}; use the operator without the trailing "
            "underscore."
        )
    write(target, value, result._node)
    return target


def converted(result: Tensor, dtype) -> Tensor:
    """Return a result as another MindSpore type; None asks for none."""
    if dtype is None:
        return result
    if not isinstance(dtype, Type):
        raise ExplainedTypeError(
            f"For 'Cast', the input 'dtype' should be mindspore dtype, but got {dtype!r}; for "
            "instance `mindspore.float32`."
        )
    if result.dtype is dtype:
        return result
    from msjax._core.conversion import cast

    return cast(result, dtype)


_RESULTS = {"write_into": write_into, "converted": converted}


def _define(name: str, signature: str, lines, scope, module: str, doc: str | None):
    source = f"def {name}{signature}:\n    " + "\n    ".join(lines)
    filename = f"<msjax {module}.{name}>"
    exec(compile(source, filename, "exec"), scope)
    function = scope[name]
    function.__module__ = module
    function.__doc__ = doc
    return function


def _module(face: Face) -> str:
    return "msjax." + face.path.rpartition(".")[0]


def _function(face: Face):
    lines, scope = _body(face, on_self=False)
    doc = face.operator.kernel.__doc__
    function = _define(face.name, face.signature, lines, scope, _module(face), doc)
    if face.path.startswith("Tensor."):
        function.__qualname__ = face.path
        function.__module__ = "msjax"
    function.operator = face.operator
    return function


def _primitive_class(faces):
    from msjax._core.primitive import Primitive

    face = faces[0]
    constructor = _constructor(face, Primitive)
    names = [a.arg for a in _parameters(face.init)]
    doc = face.operator.kernel.__doc__
    lines, scope = _body(face, on_self=True)
    call_signature = "(self, " + face.signature[1:] if face.signature != "()" else "(self)"
    call = _define("__call__", call_signature, lines, scope, _module(face), doc)
    body = {"__init__": constructor, "__call__": call, "__doc__": doc, "__module__": _module(face)}
    body |= {"operator": face.operator, "_init_names": tuple(names)}
    return type(face.name, (Primitive,), body)


def _constructor(face: Face, base: type):
    """Make the `__init__` of a Primitive; what is not a default is checked against its domain."""
    assert face.init is not None
    arguments, parameters = _arguments_of(face.init), _parameters(face.init)
    lines = [f"Primitive.__init__(self, {face.name!r})"]
    scope: dict[str, Any] = {"Primitive": base} | EXPRESSIONS
    for p in parameters:
        if p.annotation is not None:
            domain, used = _domain(p, {q.arg for q in parameters})
            scope |= {f"domain_{p.arg}": domain, f"default_{p.arg}": inspect.Parameter.empty}
            asked = f"domain_{p.arg}({', '.join(used)})" if used else f"domain_{p.arg}"
            lines.append(f"if {p.arg} is not default_{p.arg}:")
            lines.append(f"    {p.arg} = {asked}.check({face.name!r}, {p.arg!r}, {p.arg})")
            p.annotation = None
    lines += [f"self.{p.arg} = {p.arg}" for p in parameters]
    arguments.args.insert(0, ast.arg("self"))
    signature = f"({ast.unparse(arguments)})"
    made = _define("__init__", signature, lines, scope, _module(face), None)
    for p in list(inspect.signature(made).parameters.values())[1:]:
        scope[f"default_{p.name}"] = p.default
    return made


def _domain(parameter: ast.arg, names: set[str]):
    """Return the domain of a parameter, or the function of other parameters that makes it."""
    from msjax._core.domains import WORDS

    assert parameter.annotation is not None
    source = ast.unparse(parameter.annotation)
    used = sorted({n.id for n in ast.walk(parameter.annotation) if isinstance(n, ast.Name)} & names)
    if used:
        return eval(f"lambda {', '.join(used)}: {source}", dict(WORDS)), used
    return eval(source, dict(WORDS)), used


def _overloaded(path, functions):
    """Make a function that hands a call to the first signature that fits it.

    Which signatures fit by count and keywords is looked up; kinds are only checked where several
    do.
    """
    signatures = [_Signature(f) for f in functions]
    shapes: dict[tuple | int, list] = {}

    def overloaded(*args, **kwargs):
        shape = (len(args), *kwargs) if kwargs else len(args)
        candidates = shapes.get(shape)
        if candidates is None:
            candidates = shapes[shape] = list(_candidates(signatures, len(args), kwargs))
        if len(candidates) == 1:
            return candidates[0][0](*args, **kwargs)
        for function, checks in candidates:
            for where, kinds in checks:
                value = args[where] if isinstance(where, int) else kwargs[where]
                if not isinstance(value, kinds):
                    break
            else:
                return function(*args, **kwargs)
        raise _no_signature(path, functions, args, kwargs)

    overloaded.__name__ = overloaded.__qualname__ = path.rpartition(".")[2]
    overloaded.__doc__ = functions[0].__doc__
    overloaded.__signature__ = inspect.signature(functions[0])
    overloaded.overloads = functions
    return overloaded


def _candidates(signatures, count, keywords):
    """Yield the functions that fit, with their checks, up to the first that needs none."""
    for signature in signatures:
        if signature.fits(count, keywords):
            checks = signature.checks(count, *keywords)
            yield signature.function, checks
            if not checks:
                return


def _no_signature(path, functions, args, kwargs):
    shown = "\n".join(f"  {path}{inspect.signature(f)}" for f in functions)
    given = [*map(describe, args), *(f"{k}={describe(v)}" for k, v in kwargs.items())]
    return TypeError(
        f"Failed calling {path} with ({', '.join(given)}). The valid calling should be one "
        f"of:\n{shown}"
    )


_KINDS = {
    "None": (type(None),),
    "int": (int,),
    "bool": (bool,),
    "float": (int, float),
    "number": (int, float, complex),
    "Tensor": (Tensor,),
    "ints": (int, tuple, list),
    "tuple": (tuple, list),
    "str": (str,),
    "dtype": (Type, int),
    "type": (Type,),
}


class _Signature:
    """What one overload accepts."""

    def __init__(self, function):
        self.function = function
        parameters = list(inspect.signature(function).parameters.values())
        positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        unbounded = any(p.kind is p.VAR_POSITIONAL for p in parameters)
        self.most = (1 << 30) if unbounded else len(positional)
        self.positional = [p.name for p in positional]
        self.names = {p.name for p in parameters if p.kind is not p.VAR_POSITIONAL}
        self.required = [p.name for p in positional if p.default is p.empty]
        self.kinds = {p.name: _kinds_of(p) for p in parameters if p.annotation is not p.empty}

    def fits(self, count, keywords) -> bool:
        """Tell whether a call of so many positional arguments and these keywords fits."""
        if count > self.most or not self.names.issuperset(keywords):
            return False
        given = {*self.positional[:count]}
        return not given.intersection(keywords) and given.union(keywords).issuperset(self.required)

    def checks(self, count, *keywords):
        """Return pairs of where an argument of such a call is and the classes it may have."""
        at = dict(zip(self.positional, range(count), strict=False)) | {k: k for k in keywords}
        return [(at[n], kinds) for n, kinds in self.kinds.items() if n in at]


def _kinds_of(parameter) -> tuple[type, ...]:
    names = [k.strip() for k in str(parameter.annotation).split("|")]
    return tuple([c for n in names for c in _KINDS[n]])
