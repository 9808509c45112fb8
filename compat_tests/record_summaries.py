"""Record what MindSpore writes to event files: `python compat_tests/record_summaries.py`."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from compat_tests import summaries


def main():
    """Write the facts, an event a line."""
    import mindspore
    from mindspore.train.summary_pb2 import Event

    with tempfile.TemporaryDirectory() as folder:
        path = summaries.write(mindspore, folder)
        events = summaries.read(path, Event)
        name = path.name.replace(platform.node(), "host")
    lines = ",\n".join(json.dumps(event, sort_keys=True) for event in events)
    summaries.FACTS.write_text(
        f'{{"mindspore": "{mindspore.__version__}", "name": "{name}", "events": [\n{lines}\n]}}\n'
    )


if __name__ == "__main__":
    main()
