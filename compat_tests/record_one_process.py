"""Record communication: `python compat_tests/record_one_process.py`.

The launcher, msrun, starts MindSpore's smallest cluster: a scheduler and one process, of this
script.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
os.environ.setdefault("GLOG_v", "3")


def main() -> int:
    """Start the cluster."""
    launcher = Path(sys.executable).with_name("msrun")
    with tempfile.TemporaryDirectory() as logs:
        arguments = ["--worker_num=1", "--local_worker_num=1", "--join=True"]
        place = [f"--log_dir={logs}", "--master_port=8127"]
        environment = {**os.environ, "PATH": f"{launcher.parent}:{os.environ['PATH']}"}
        command = [str(launcher), *arguments, *place, __file__, "--record"]
        return subprocess.run(command, env=environment, cwd=logs, timeout=110).returncode


def record() -> None:
    """Write the facts; the process is part of a cluster."""
    import mindspore as ms

    from compat_tests import one_process

    ms.set_context(device_target="CPU", pynative_synchronize=True)
    ms.communication.init()
    lines = []
    for name in one_process.CALLS:
        fact = json.dumps(one_process.outcome(name), sort_keys=True)
        lines.append(f"{json.dumps(name)}: {fact}")
    head = f'"mindspore": "{ms.__version__}"'
    body = ",\n".join(sorted(lines))
    one_process.FACTS.write_text(f'{{{head}, "cases": {{\n{body}\n}}}}\n')


if __name__ == "__main__":
    sys.exit(record() if "--record" in sys.argv else main())
