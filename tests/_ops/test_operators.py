"""Every declared operator, on its samples: it runs, its faces agree, its gradient is JAX's."""

from __future__ import annotations

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.extend.core import Literal

import msjax
import msjax._ops
from msjax import Tensor
from msjax._core.operator import COMPOSITES, OPERATORS, Operator, resolve
from msjax._core.reverse import Pullback
from msjax._core.trees import flatten
from tests._ops.samples import FaceCall, canonical, of_composite
from tests.compiling import CHEAP

DECLARED = {**{f"{n} (composite)": c for n, c in COMPOSITES.items()}, **OPERATORS}
SAMPLES = [(name, sample) for name, op in DECLARED.items() for sample in op.samples]
OPERATOR_SAMPLES = [(name, sample) for name, sample in SAMPLES if name in OPERATORS]

# Operators that are tested elsewhere, because samples as text cannot say what they need.
WITHOUT_SAMPLES = {
    "print_ (composite)": "it returns nothing",
    **{
        f"NPU{what}FloatStatus (composite)": "only raises; tests/_ops/test_scalars.py"
        for what in ("Alloc", "Get", "Clear")
    },
    "from_numpy (composite)": "it takes NumPy's arrays; tests/_core/test_conversion.py",
    **{
        f"{name} (composite)": "it takes a function; compat_tests/ops/extra.py"
        for name in ("numpy_apply_over_axes", "line_search", "minimize")
    },
    **dict.fromkeys(
        ["lstm (composite)", "dynamic_rnn (composite)", "dynamic_gru (composite)"],
        "its weights come in one layout; tests/_ops/test_recurrent.py",
    ),
    "tensordump (composite)": "it writes files; tests/_ops/test_debugging.py",
    **{
        f"{name} (composite)": "it is of sparse tensors; compat_tests/cases/sparse_tensors.py"
        for name, made in COMPOSITES.items()
        if made.kernel.__module__ == "msjax._ops.sparse_tensors"
    },
    "dropout_primitive (composite)": "it draws; only its distribution is defined",
    "dropout_channels (composite)": "it draws; only its distribution is defined",
}


def values(out):
    """Return the values of an outcome: of tensors, as NumPy arrays."""
    leaves, _ = flatten(out)
    return [np.asarray(t) for t in leaves] if leaves else [out]


def assert_same(a, b):
    a, b = values(a), values(b)
    assert len(a) == len(b)
    for x, y in zip(a, b, strict=True):
        if isinstance(x, np.ndarray):
            assert x.dtype == y.dtype
            np.testing.assert_array_equal(x, y)
        else:
            assert x == y


def run(op, binding):
    return op(*binding.operands, **binding.statics)


def test_every_operator_has_samples():
    missing = {name for name, op in DECLARED.items() if not op.samples}
    assert missing == set(WITHOUT_SAMPLES)


@pytest.mark.parametrize(("name", "sample"), OPERATOR_SAMPLES)
def test_runs(name, sample):
    """An operator returns tensors, the same ones each time and when it is traced by JAX."""
    op = OPERATORS[name]
    msjax.set_seed(1)
    binding = canonical(op, sample)
    out = run(op, binding)
    assert all(isinstance(t, Tensor) for t in (out if isinstance(out, tuple) else (out,)))
    assert_same(out, run(op, binding))
    if op.compiled:
        traced = jax.make_jaxpr(lambda operands: run_flat(op, operands, binding.statics))
        program = traced(binding.operands)
        for x, y in zip(interpret(program, binding.operands), values(out), strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-5, atol=1e-6)


def run_flat(op, operands, statics):
    return [t._value for t in flatten(op(*operands, **statics))[0]]


def interpret(program, operands):
    """Run what was traced, step by step: an operator's step is compiled already."""
    known = dict(zip(program.jaxpr.invars, jax.tree.leaves(operands), strict=True))
    known.update(zip(program.jaxpr.constvars, program.consts, strict=True))

    def value(atom):
        return atom.val if isinstance(atom, Literal) else known[atom]

    for step in program.jaxpr.eqns:
        results = step.primitive.bind(*map(value, step.invars), **step.params)
        results = results if step.primitive.multiple_results else [results]
        known.update(zip(step.outvars, results, strict=True))
    return [value(v) for v in program.jaxpr.outvars]


@pytest.mark.parametrize("name", OPERATORS)
def test_faces_agree(name):
    """Every face makes the same call of the operator, from some sample at least."""
    op = OPERATORS[name]
    calls = [FaceCall(face) for face in op.faces]
    unreached = {i for i, call in enumerate(calls) if not call.draws}
    for sample in op.samples:
        binding = canonical(op, sample)
        wanted = run(op, binding)
        unreached -= {i for i, call in enumerate(calls) if call.face is binding.face}
        for i, call in enumerate(calls):
            solution = None if call.draws else call.solve(binding)
            if solution is not None:
                unreached.discard(i)
                assert_face(call, solution, wanted)
    assert not {op.faces[i].path for i in unreached}


def assert_face(call, solution, wanted):
    args, kwargs, init = solution
    if not call.face.in_place:
        assert_same(call(args, kwargs, init), wanted)
        return
    target = args[0]
    former = target.copy()
    result = call(args, kwargs, init)
    assert result is target
    assert_same(result, wanted.astype(former.dtype))
    target.assign_value(former)


@pytest.mark.parametrize("name", COMPOSITES)
def test_faces_of_composites_agree(name):
    """Every face of a composite works with some sample, and gives what the first one gives."""
    made = COMPOSITES[name]
    paths = dict.fromkeys(face.path for face in made.faces)
    worked = set()
    for sample in made.samples:
        only, _args, _kwargs = of_composite(sample)
        outcomes = {}
        for path in [only] if only else paths:
            outcome = call_path(path, *of_composite(sample)[1:])
            if outcome is not NotImplemented:
                outcomes[path] = outcome
        worked |= set(outcomes)
        first, *others = outcomes.values()
        for outcome in others:
            assert_same(outcome, first)
    assert worked == set(paths) or not made.samples


def call_path(path, args, kwargs):
    """Call what is at a path; NotImplemented if it does not take these arguments."""
    function = resolve(path)
    if isinstance(function, type):
        init = {n: kwargs.pop(n) for n in function._init_names if n in kwargs}
        function = function(**init)
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return NotImplemented
    return function(*args, **kwargs)


def differentiable_operands(op, binding):
    return [
        i
        for i, x in enumerate(binding.operands)
        if isinstance(x, Tensor) and jnp.issubdtype(x._value.dtype, jnp.floating)
    ]


@pytest.mark.parametrize(("name", "sample"), OPERATOR_SAMPLES)
def test_gradient(name, sample):
    """The tape's gradient is `jax.grad` of the kernel; zero where MindSpore defines none."""
    op: Operator = OPERATORS[name]
    msjax.set_seed(1)
    binding = canonical(op, sample)
    wanted = differentiable_operands(op, binding)
    tensors = [binding.operands[i] for i in wanted]
    pullback = Pullback(lambda *xs: run(op, binding), tuple(tensors), {}, tensors)
    got = pullback.gradients()
    call = op.call(*binding.statics.values())
    plain = [x._value if isinstance(x, Tensor) else x for x in binding.operands]

    def total(*xs):
        operands = list(plain)
        for i, x in zip(wanted, xs, strict=True):
            operands[i] = x
        out = call.fn(*operands)
        out = out if isinstance(out, tuple) else (out,)
        inexact = [o for o in out if jnp.issubdtype(o.dtype, jnp.inexact)]
        return sum([jnp.sum(o).real for o in inexact], jnp.zeros(()))

    if not op.differentiable:
        assert all(not np.asarray(g).any() for g in got)
        return
    expected = ()
    if wanted:
        gradient = jax.grad(total, range(len(wanted)))
        # Compiled in another way than the tape's: the two agree for what they compute.
        gradient = jax.jit(gradient, compiler_options=CHEAP) if op.compiled else gradient
        expected = gradient(*[plain[i] for i in wanted])
    for g, e in zip(got, expected, strict=True):
        np.testing.assert_allclose(np.asarray(g), e, rtol=1e-4, atol=1e-5)
