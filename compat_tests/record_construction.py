"""Record which arguments Primitives refuse when they are made: `python record_construction.py`.

Runs under real MindSpore and writes facts/primitive_arguments.json. A row is a way to make a
Primitive, from the recorded calls of operators, and one of its parameters; it tells by class of the
exception which of the values that were tried are refused there; the others are accepted.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
MAKINGS = 3  # of a Primitive, at most
MADE = {  # arguments beside those of recorded calls
    "AvgPool3D": "kernel_size=2, pad_mode='pad', pad=1",
    "Bucketize": "boundaries=[1.0, 2.0]",
    "Conv2D": "out_channel=2, kernel_size=3, pad_mode='pad', pad=1",
    "Conv2DBackpropInput": "out_channel=2, kernel_size=3, pad_mode='pad', pad=1",
    "Conv2DTranspose": "out_channel=2, kernel_size=3, pad_mode='pad', pad=1",
    "Conv3D": "out_channel=2, kernel_size=3, pad_mode='pad', pad=1",
    "Conv3DTranspose": "in_channel=1, out_channel=2, kernel_size=3, pad_mode='pad', pad=1",
    "MaxPool3D": "kernel_size=2, pad_mode='pad', pad_list=1, ceil_mode=True",
    "MaxPoolWithArgmaxV2": "kernel_size=2",
}
VALUES = """
None|True|False|-1|0|1|2|7|-0.5|0.5|1.5|-2.0|[]|[1]|[2, 3]|()|(0,)|(1,)|(2, 3)|(-1, 2)|(1.5,)
('a',)|(True,)|(1, 2, 3)|(1, 1, 2, 2)|(1, 0, 2, 2)|(1, 1, 1, 1, 1)|(1, 1, 1, 1, 1, 1)|((1, 2),)
(2, 2, 2, 2)|(1.5, 2)|(1.5, 2, 2)|('a', 'b')|(True, 2)|(0, 0)|(0, 0, 0)|(0, 0, 0, 0)|[1.5, 2]|[0, 0]
((1, 2), (0, 1))|((1, 1), (-1, 1))|[[1, 1], [1, 1]]
(0.5, 1.5, 2.0, 0.5)|[0.5, 1.5]|[1.5, 0.5]|(2, None)|(None, 2, 2)
{}|ms.int32|ms.int64|ms.float16|ms.float32|ms.bool_|ms.float64|ms.uint8
np.int64(2)|np.float32(0.5)|np.bool_(True)|ms.Tensor(2)|float('inf')|float('nan')
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
ANY_STR = "any str"  # stands for all of STRINGS
STRINGS = """
'abc' '' 'batchmean' 'MEAN' 'mean' 'sum' 'none' 'add' 'prod' 'valid' 'VALID' 'same' 'Same' 'pad'
'NCHW' 'NHWC' 'nhwc' 'NCDHW' 'NDHWC' 'zeros' 'border' 'reflection' 'bilinear' 'bilinear_v2'
'nearest' 'cubic' 'REFLECT' 'SYMMETRIC' 'reflect' 'constant' 'iou' 'iof' 'xy' 'ij' 'forward'
'ortho' 'LEFT_RIGHT' 'RIGHT_LEFT' 'LEFT_LEFT' 'RIGHT_RIGHT' 'ACROSS_CHANNELS' 'circular' 'edge'
'align_corners' 'half_pixel' 'backward'
""".split()


def primitives() -> dict[str, ast.arguments]:
    """Return the parameters of making each Primitive of mindspore.ops."""
    found = {}
    for line in (FACTS / "signatures.tsv").read_text().splitlines()[1:]:
        path, kind, *texts = line.split("\t")
        if kind == "primitive" and path.startswith("mindspore.ops.") and texts:
            made = _making(texts[0])
            found[path.rpartition(".")[2]] = made
    return found


def _making(text: str) -> ast.arguments:
    """Return the parameters of the first signature in a text of one or two."""
    depth = end = 0
    while not end or depth:
        depth += (text[end] == "(") - (text[end] == ")")
        end += 1
    return ast.parse(f"def f{text[:end]}: 0").body[0].args


def makings(name: str, parameters: ast.arguments, calls: list[str]) -> list[dict[str, str]]:
    """Return arguments that make a Primitive: its defaults, and those of the recorded calls."""
    names = [a.arg for a in parameters.args]
    found = [{}] if len(parameters.defaults) == len(names) else []
    for text in calls:
        for node in ast.walk(ast.parse(text, mode="eval")):
            made = isinstance(node, ast.Call) and ast.unparse(node.func) == f"ops.{name}"
            if made and not any(isinstance(n, ast.Call) for a in node.args for n in ast.walk(a)):
                given = dict(zip(names, map(ast.unparse, node.args), strict=False))
                given |= {k.arg: ast.unparse(k.value) for k in node.keywords}
                if given not in found:
                    found.append(given)
    kept = {tuple(sorted(given)): given for given in reversed(found)}
    return list(reversed(kept.values()))[:MAKINGS]


def recorded_calls() -> dict[str, list[str]]:
    """Return the calls of Primitives that values are recorded for, by the Primitive's name."""
    found: dict[str, list[str]] = {}
    for path in sorted((FACTS / "ops").glob("*.json")):
        for row in json.loads(path.read_text())["rows"].values():
            for text in row["calls"]:
                if text.startswith("ops.") and text[4:5].isupper():
                    found.setdefault(text[4:].partition("(")[0], []).append(text)
    return found


def outcome(scope, name: str, given: dict[str, str]) -> str:
    """Return the class of what making a Primitive raises, or "accepted"."""
    text = ", ".join(f"{k}={v}" for k, v in given.items())
    try:
        eval(f"ops.{name}({text})", scope)
    except Exception as error:
        return next(c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins")
    return "accepted"


def rows(scope, name, parameters, calls):
    """Yield the rows of a Primitive in which something is refused."""
    for given in makings(name, parameters, calls):
        if outcome(scope, name, given) != "accepted":
            continue
        for parameter in [a.arg for a in parameters.args]:
            kinds = {v: outcome(scope, name, given | {parameter: v}) for v in VALUES + STRINGS}
            if len({kinds[v] for v in STRINGS}) == 1:
                kinds = {v: kind for v, kind in kinds.items() if v not in STRINGS} | {
                    ANY_STR: kinds[STRINGS[0]]
                }
            row: dict[str, list[str]] = {}
            for value, kind in kinds.items():
                row.setdefault(kind, []).append(value)
            row.pop("accepted", None)
            if row:
                shown = ", ".join(f"{k}={v}" for k, v in given.items())
                yield f"{name}({shown}) | {parameter}", row


def main():
    """Write facts/primitive_arguments.json."""
    os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
    os.environ.setdefault("GLOG_v", "4")
    import mindspore as ms
    import numpy as np

    scope = {"ms": ms, "np": np, "ops": ms.ops}
    calls, found = recorded_calls(), {}
    for name, parameters in primitives().items():
        before = len(found)
        texts = [f"ops.{name}({MADE[k]})" for k in MADE if k == name] + calls.get(name, [])
        found |= rows(scope, name, parameters, texts)
        if parameters.args and len(found) == before:
            print(f"not made: {name}")
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(found.items()))
    tried = json.dumps({"values": VALUES, "strings": STRINGS})[1:-1]
    head = f'"mindspore": "{ms.__version__}", {tried}'
    (FACTS / "primitive_arguments.json").write_text(f'{{{head}, "rows": {{\n{lines}\n}}}}\n')
    print(f"{len(found)} rows")


if __name__ == "__main__":
    sys.exit(main())
