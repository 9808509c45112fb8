"""Record facts from real MindSpore: `python compat_tests/record.py [area ...] [--check]`.

Every case runs in a forked child (so a crash or a changed global state stays there), twice; a case
whose two outcomes differ is reported. `--check` compares with the facts on disk and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
os.environ.setdefault("GLOG_v", "3")

from compat_tests import harness

TIMEOUT = 120


def in_child(ms, call, mode):
    """Return the fact of one case, computed in a forked child."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        if not os.environ.get("RECORD_VERBOSE"):
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
        signal.alarm(TIMEOUT)
        ms.set_context(pynative_synchronize=True)
        with os.fdopen(write, "w") as stream:
            stream.write(json.dumps(harness.run(ms, call, mode), default=repr))
            stream.flush()
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    _, status = os.waitpid(pid, 0)
    return json.loads(text) if text else {"raises": f"crash {status}", "clause": ""}


def record_area(area):
    """Run the cases of one area under MindSpore and return its facts."""
    import mindspore as ms

    facts = {}
    intended = harness.intended(area)
    for name, (call, modes) in harness.load(area).items():
        outcome = {mode: steady(ms, f"{area}::{name}[{mode}]", call, mode) for mode in modes}
        if name in intended:
            right, reason = intended[name]
            fact = outcome[right] if isinstance(right, str) else in_child(ms, right, "pynative")
            outcome.update(intended=fact, why=reason)
        else:
            complain(area, name, outcome)
        if outcome.get("graph") == outcome.get("pynative") and "graph" in outcome:
            outcome["graph"] = "same"
        facts[name] = outcome
    return {"area": area, "mindspore": ms.__version__, "cases": facts}


def steady(ms, case_id, call, mode):
    """Return the fact of one case, after a second run has given the same."""
    fact, again = (in_child(ms, call, mode) for _ in range(2))
    if fact != again:
        print(f"UNSTABLE {case_id}\n  {fact}\n  {again}")
    return fact


def complain(area, name, outcome):
    """Report outcomes that say nothing about what the right one is: they need an INTENDED entry."""
    for mode, fact in outcome.items():
        kind = str(fact.get("raises", "")) if isinstance(fact, dict) else ""
        if kind.startswith(("crash", "no kernel")):
            print(f"{kind.upper()} {area}::{name}[{mode}] {fact['clause']}")


def dumps(facts):
    """Return the text of a facts file: one line per case, sorted."""
    cases = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(fact, sort_keys=True)}"
        for name, fact in sorted(facts["cases"].items())
    )
    head = json.dumps({key: facts[key] for key in ("area", "mindspore")}, sort_keys=True)[1:-1]
    return "{" + head + ', "cases": {\n' + cases + "\n}}\n"


def main():
    """Record the areas named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    areas = options.areas or harness.areas()
    if len(areas) > 1:
        flags = ["--check"] if options.check else []
        return max(
            subprocess.run([sys.executable, __file__, area, *flags]).returncode for area in areas
        )
    (area,) = areas
    text = dumps(record_area(area))
    path = harness.FACTS / f"{area}.json"
    changed = not path.exists() or path.read_text() != text
    if options.check:
        print(f"{area}: {'CHANGED' if changed else 'as recorded'}")
        return int(changed)
    path.write_text(text)
    print(f"{area}: {text.count(chr(10)) - 2} cases{' (changed)' if changed else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
