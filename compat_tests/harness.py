"""Run a case and turn its outcome into a JSON fact.

Used by `record.py` (under MindSpore) and by `test_cases.py` (under msjax), so that both sides are
described by the same code. Only NumPy and the `mindspore` module that is handed in are used.
"""

from __future__ import annotations

import importlib
import json
import math
import re
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FACTS = HERE / "facts"
WHOLE = 64  # tensors of up to this many elements are kept whole
HEAD = 8
DIGITS = {"Float64": 17, "Complex128": 17, "Float16": 5, "BFloat16": 4}

# MindSpore lacks the operator on a CPU: nothing is known about what it would do elsewhere.
NO_KERNEL = re.compile(
    "Select CPU operator|unregistered|KernelMod Init Failed|does not support this kernel data type"
    "|type_id:45 is invalid|memcpy_s error|Launch kernel failed|Kernel select failed"
    "|only supports Ascend|support Ascend only|Create kernelmod for op|not supported on this device"
    "|Not implement exception|Not found op"
)


def areas():
    """Return the names of the areas that have cases."""
    return sorted(path.stem for path in (HERE / "cases").glob("*.py") if path.stem != "__init__")


def load(area):
    """Import the case module of `area` and return (modes, {case name: callable})."""
    module = importlib.import_module(f"compat_tests.cases.{area}")
    cases = {
        name.removeprefix("case_"): value
        for name, value in vars(module).items()
        if name.startswith("case_") and callable(value)
    }
    cases.update(getattr(module, "CASES", {}))
    eager_only = getattr(module, "PYNATIVE_ONLY", ())
    modes = getattr(module, "MODES", ("pynative", "graph"))
    return {
        name: (call, ("pynative",) if name in eager_only else modes) for name, call in cases.items()
    }


def intended(area):
    """Return {case name: (what is right, why MindSpore's outcome is not used)}.

    What is right is a function giving the value, or the mode whose outcome is to be used in both.
    """
    return getattr(importlib.import_module(f"compat_tests.cases.{area}"), "INTENDED", {})


def read_facts(area):
    """Return {case name: {mode: fact}} as recorded for `area`; what is intended wins."""
    facts = {}
    for name, record in json.loads((FACTS / f"{area}.json").read_text())["cases"].items():
        modes = [mode for mode in ("pynative", "graph") if mode in record]
        facts[name] = {mode: record[mode] for mode in modes}
        if facts[name].get("graph") == "same":
            facts[name]["graph"] = record["pynative"]
        if "intended" in record:
            facts[name] = dict.fromkeys(modes, record["intended"])
    return facts


def run(ms, call, mode):
    """Run one case in `mode` and return its fact."""
    ms.set_context(mode=ms.GRAPH_MODE if mode == "graph" else ms.PYNATIVE_MODE)
    try:
        return describe(ms, call())
    except Exception as error:
        kind = "no kernel" if NO_KERNEL.search(str(error)) else type(error).__name__
        return {"raises": kind, "clause": first_clause(str(error))}
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def first_clause(message):
    """Return the start of the first line of an error message that says something."""
    lines = [line.strip() for line in message.splitlines() if line.strip(" -\t")]
    line = re.sub(r"0x[0-9a-f]+", "0x", lines[0]) if lines else ""
    return re.split(r"(?<=[\w'\"\])])[.;](?: |$)|, but |, please ", line)[0][:120]


def describe(ms, value):
    """Return a JSON description of `value`."""
    for test, describer in _DESCRIBERS:
        if test(ms, value):
            return describer(ms, value)
    return {"kind": "object", "class": type(value).__name__}


def _is(*classes):
    return lambda ms, value: isinstance(value, classes)


def _is_dtype(ms, value):
    return isinstance(value, type(ms.float32)) or type(value).__name__ in _DTYPE_CLASSES


_DTYPE_CLASSES = ("Number", "Bool", "Int", "UInt", "Float", "BFloat", "Complex", "TensorType")


def _parameter(ms, value):
    return {
        **_tensor(ms, value),
        "kind": "Parameter",
        "name": unnumbered(value.name),
        "requires_grad": value.requires_grad,
    }


def _tensor(ms, value):
    dtype = str(value.dtype)
    array = (value.astype(ms.float32) if dtype == "BFloat16" else value).asnumpy()
    return {"kind": "Tensor", **numbers(array, dtype)}


def _ndarray(ms, value):
    kind = "ndarray" if isinstance(value, np.ndarray) else "numpy scalar"
    dtype = value.dtype.name
    return {
        "kind": kind,
        **numbers(np.asarray(value, np.float32 if dtype == "bfloat16" else None), dtype),
    }


def _mapping(ms, value):
    kind = "OrderedDict" if type(value).__name__ == "OrderedDict" else "dict"
    return {"kind": kind, "items": [[describe(ms, k), describe(ms, v)] for k, v in value.items()]}


def _sequence(ms, value):
    kind = type(value).__name__
    return {"kind": kind, "items": [describe(ms, item) for item in value]}


def _cell(ms, value):
    names = [name for name, _ in value.parameters_and_names()]
    return {"kind": "Cell", "class": type(value).__name__, "names": names}


def _plain(ms, value):
    return unnumbered(value) if isinstance(value, str) else value


def unnumbered(name):
    """Take the running number out of a default Parameter name: it depends on what ran before."""
    return re.sub(r"^Parameter#\d+$", "Parameter#n", name)


def _float(ms, value):
    return {"kind": "float", "value": _number(value, 17)}


_DESCRIBERS = (
    (_is(bool, int, str, type(None)), _plain),
    (_is(np.ndarray, np.generic), _ndarray),
    (_is(float), _float),
    (_is(complex), lambda ms, value: {"kind": "complex", "value": [value.real, value.imag]}),
    (lambda ms, value: isinstance(value, ms.Parameter), _parameter),
    (lambda ms, value: isinstance(value, ms.Tensor), _tensor),
    (_is_dtype, lambda ms, value: {"kind": "dtype", "value": str(value)}),
    (lambda ms, value: isinstance(value, ms.nn.Cell), _cell),
    (_is(dict), _mapping),
    (_is(tuple, list), _sequence),
    (_is(set, frozenset), lambda ms, value: {"kind": "set", "value": sorted(map(str, value))}),
    (_is(type), lambda ms, value: {"kind": "type", "value": value.__name__}),
    (
        _is(slice, bytes, range),
        lambda ms, value: {"kind": type(value).__name__, "value": str(value)},
    ),
)


def numbers(array, dtype):
    """Describe an array: whole when small, otherwise its head and two sums."""
    digits = DIGITS.get(dtype, DIGITS.get(dtype.capitalize(), 9))
    fact = {"dtype": dtype, "shape": list(array.shape)}
    flat = array.reshape(-1)
    if array.size <= WHOLE:
        return {**fact, "values": _list(flat, digits)}
    wide = flat.astype(np.complex128 if flat.dtype.kind == "c" else np.float64)
    sums = np.array([wide.sum(), np.abs(wide).sum()])
    return {**fact, "head": _list(flat[:HEAD], digits), "sums": _list(sums, digits)}


def _list(flat, digits):
    if flat.dtype.kind == "c":
        return [[_number(x.real, digits), _number(x.imag, digits)] for x in flat]
    if flat.dtype.kind in "fV":
        return [_number(x, digits) for x in flat]
    return [x if isinstance(x, str) else x.item() for x in flat]


def _number(x, digits):
    x = float(x)
    if not math.isfinite(x):
        return repr(x)
    if x.is_integer() and abs(x) < 10**digits:
        return int(x) if x or math.copysign(1, x) > 0 else -0.0
    return float(f"{x:.{digits}g}")
