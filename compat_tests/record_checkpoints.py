"""Record files of checkpoints that MindSpore writes: `python compat_tests/record_checkpoints.py`.

`--load FOLDER` records nothing: it loads with MindSpore the files that msjax has written into the
folder (`python -m compat_tests.checkpoint_files FOLDER`) and compares what is in them.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")

from compat_tests import checkpoint_files


def main() -> int:
    """Write the facts, a file a line, or compare with them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    import mindspore
    from mindspore.train import serialization

    if options.load:
        return load(mindspore, options.load)
    serialization.SLICE_SIZE = checkpoint_files.SLICE_KIB
    with tempfile.TemporaryDirectory() as folder:
        checkpoint_files.write(mindspore, Path(folder))
        paths = sorted(Path(folder).iterdir())
        lines = ",\n".join(
            f'"{path.name}": {json.dumps(recorded(mindspore, path), sort_keys=True)}'
            for path in paths
        )
    head = f'"mindspore": "{mindspore.__version__}"'
    checkpoint_files.FACTS.write_text(f'{{{head}, "files": {{\n{lines}\n}}}}\n')
    return 0


def recorded(ms, path):
    """Return the bytes of a file and what is in it."""
    data = base64.b64encode(path.read_bytes()).decode()
    return {"data": data, "contents": checkpoint_files.contents(ms, path)}


def load(ms, folder) -> int:
    """Load the files of a folder and say which hold something else than the recorded ones."""
    facts = json.loads(checkpoint_files.FACTS.read_text())["files"]
    wrong = [
        name
        for name, fact in facts.items()
        if checkpoint_files.contents(ms, folder / name) != fact["contents"]
    ]
    print(f"{len(facts)} files loaded, with other contents: {', '.join(wrong) or 'none'}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
