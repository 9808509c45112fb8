"""Fill `facts/promotion.json` from real MindSpore: `python compat_tests/record_promotion.py`.

Every row is computed in a forked child, because some dtype combinations end the process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import mindspore as ms

sys.path.insert(0, str(Path(__file__).parents[1]))
from compat_tests import promotion

FACTS = Path(__file__).parent / "facts" / "promotion.json"


def settled(call):
    """Return the outcome of `call`, alone: MindSpore may report an earlier error a second time."""
    settle()
    word = promotion.outcome(ms, call)
    if word[0] in "!?":
        settle()
        word = promotion.outcome(ms, call)
    return word


def settle():
    """Wait for the device until no pending error is left: MindSpore may report one twice."""
    for _ in range(10):
        try:
            ms.runtime.synchronize()
        except Exception:
            continue
        return


def in_child(jobs):
    """Return the outcomes of the jobs, computed in a child, and whether it came to its end."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        signal.alarm(120)
        for _, _, call in jobs:
            os.write(write, f"{settled(call)}\n".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        words = stream.read().split()
    _, status = os.waitpid(pid, 0)
    return words, status == 0


def column(section, name, dtypes):
    """Return {dtype: [outcome, ...]} for one expression, resuming after each crash."""
    jobs = [
        (dtype, index, call)
        for dtype in dtypes
        for index, call in enumerate(promotion.cells(ms, section, name, dtype))
    ]
    words = []
    while len(words) < len(jobs):
        rest = jobs[len(words) :]
        done, ended = in_child(rest)
        words += done
        if not ended:
            words.append("crash")
    rows = {}
    for (dtype, _, _), word in zip(jobs, words, strict=True):
        rows.setdefault(dtype, []).append(word)
    return rows


def main():
    """Record everything, or only the expressions named on the command line."""
    only = sys.argv[1:]
    ms.set_context(pynative_synchronize=True)
    table = json.loads(FACTS.read_text()) if only and FACTS.exists() else {}
    table["mindspore"] = ms.__version__
    table["dtypes"] = list(promotion.DTYPES)
    table["scalars"] = list(promotion.SCALARS)
    for section, name in promotion.names():
        if only and name not in only:
            continue
        target = table.setdefault(section, {})
        try:
            rows = column(section, name, promotion.DTYPES)
        except AttributeError as error:
            print("absent", section, name, error, flush=True)
            continue
        if section == "unary":
            target[name] = " ".join(row[0] for row in rows.values())
        else:
            target[name] = {dtype: " ".join(row) for dtype, row in rows.items()}
        print(section, name, flush=True)
        FACTS.write_text(json.dumps(compact(table), indent=0, sort_keys=False) + "\n")


def compact(table):
    """Replace a table that equals an earlier one by that one's name."""
    result = dict(table)
    for section in ("binary", "scalar", "scalar_left"):
        seen = {}
        entries = {}
        for name, rows in table.get(section, {}).items():
            key = json.dumps(rows)
            entries[name] = seen.get(key, rows)
            if not isinstance(rows, str):
                seen.setdefault(key, f"= {name}")
        if section in table:
            result[section] = entries
    return result


if __name__ == "__main__":
    main()
