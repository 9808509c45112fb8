"""Record operators' values from MindSpore: `python compat_tests/record_ops.py WORK [family ...]`.

WORK is what `python -m compat_tests.ops.calls WORK` wrote under msjax; only NumPy is shared. The
calls of a row run in a forked child, one after the other; where one ends the process, another child
does the rest. Rows that are on record for the same calls are kept; `--all` records them again, and
`--check` does too, compares with what is on record and writes nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
os.environ.setdefault("GLOG_v", "3")

import mindspore as ms

from compat_tests.ops import running
from compat_tests.record_promotion import settle

TIMEOUT = 60
COUNT = itertools.count()


def from_file(text, names):
    """Define the function in a file: MindSpore's graph mode reads the source."""
    path = Path(tempfile.gettempdir()) / f"call_{os.getpid()}_{next(COUNT)}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    vars(module).update(names)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module.call


def in_children(jobs):
    """Return the facts of the jobs, functions without arguments."""
    facts = []
    while len(facts) < len(jobs):
        done, status = one_child(jobs[len(facts) :])
        facts += done
        if status:
            facts.append({"raises": f"crash {status}", "clause": ""})
    return facts


def one_child(jobs):
    """Return the facts of as many jobs as one child gets through, and how it ended."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            work_off(jobs, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as stream:
        done = [json.loads(line) for line in stream if line.endswith("\n")]
    return done, os.waitpid(pid, 0)[1]


def work_off(jobs, write):
    """Run the jobs in a child, write their facts and end the process."""
    ms.set_context(pynative_synchronize=True)
    for job in jobs:
        signal.alarm(TIMEOUT)
        fact = job()
        os.write(write, (json.dumps(fact, default=repr) + "\n").encode())
        if running.raises(fact):
            settle()
    os._exit(0)


def job(run, row, text):
    """Return the job of running a call of a row."""
    return lambda: run(ms, text, row["sample"], from_file)


def record_values(rows):
    """Record the results of all calls of the rows; return {row: its first call with a result}."""
    at = [(key, text) for key, row in rows.items() for text in row["calls"]]
    facts = in_children([job(running.result, rows[key], text) for key, text in at])
    first = {}
    for (key, text), fact in zip(at, facts, strict=True):
        if rows[key].get("random"):
            fact = running.without_values(fact)
        if not running.raises(fact):
            first.setdefault(key, (text, fact))
        known = first.get(key, (text, None))
        rows[key]["calls"][text] = "same" if known[0] != text and fact == known[1] else fact
    return {key: known for key, known in first.items() if not rows[key].get("random")}


def record_family(rows, known):
    """Return the facts of a family; graph mode is run for one sample of each operator.

    Rows of `known` are kept where they are about the same calls.
    """
    kept = {k: v for k, v in known.items() if k in rows and list(v["calls"]) == rows[k]["calls"]}
    new = {k: row | {"calls": dict.fromkeys(row["calls"])} for k, row in rows.items()}
    new = {k: row for k, row in new.items() if k not in kept}
    first = record_values(new)
    at = [
        (key, "gradient", running.gradient, text)
        for key, (text, fact) in first.items()
        if running.is_differentiated(text, new[key]["sample"], fact)
    ]
    compiled = {key.split(" | ")[0] for key, row in kept.items() if "graph" in row}
    for key, (text, _) in first.items():
        if (name := key.split(" | ")[0]) not in compiled:
            compiled.add(name)
            at.append((key, "graph", running.graph, text))
    facts = in_children([job(run, new[key], text) for key, _, run, text in at])
    for (key, aspect, _, text), fact in zip(at, facts, strict=True):
        same = aspect == "graph" and fact == first[key][1]
        new[key][aspect] = {text: "same" if same else fact}
    return {key: kept.get(key) or new[key] for key in rows}


def dumps(family, rows):
    """Return the text of a facts file: one line per row."""
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(row)}" for k, row in rows.items())
    head = json.dumps({"family": family, "mindspore": ms.__version__})[1:-1]
    return "{" + head + ', "rows": {\n' + lines + "\n}}\n"


def main():
    """Record the families named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("families", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    work = json.loads(options.work.read_text())
    running.FACTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as tempfile.tempdir:
        changes = record(work, options)
    return int(options.check and changes > 0)


def record(work, options):
    """Record families, and return how many have changed."""
    changes = 0
    for family in options.families or work:
        path = running.FACTS / f"{family}.json"
        afresh = options.all or options.check or not path.exists()
        known = {} if afresh else running.read_facts(family)
        text = dumps(family, record_family(work[family], known))
        changed = not path.exists() or path.read_text() != text
        changes += changed
        print(f"{family}: {len(work[family])} rows{' (changed)' if changed else ''}", flush=True)
        if not options.check:
            path.write_text(text)
    return changes


if __name__ == "__main__":
    sys.exit(main())
