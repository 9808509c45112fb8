"""Write the README's headline figure from benchmarks/results.json.

python tools/headline.py           write it
python tools/headline.py --check   exit with 1 if README.md does not show it
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- headline:.*?-->\n).*?(<!-- headline end -->)", re.DOTALL)


def headline(results: dict) -> str:
    """The sentence that the measured rows give: what a training step costs."""
    row = next(
        row
        for row in results["rows"]
        if row["family"] == "compiled step" and row["against"] == "jax.jit"
    )
    seconds = row["seconds"]
    text = (
        f"Measured: a compiled training step ({row['name']}) takes {seconds['msjax'] * 1e3:.2g} ms,"
        f" {row['value']:.2f} times hand-written JAX"
    )
    if "mindspore" in seconds:
        text += f"; MindSpore takes {seconds['mindspore'] * 1e3:.2g} ms"
    return f"{text} (CPU, jax {results['versions']['jax']}; `make bench`).\n"


def main() -> int:
    """Write or check the block; without measurements, it is empty."""
    measured = ROOT / "benchmarks" / "results.json"
    sentence = headline(json.loads(measured.read_text())) if measured.exists() else ""
    readme = ROOT / "README.md"
    text = readme.read_text()
    wanted = BLOCK.sub(lambda match: match[1] + sentence + match[2], text)
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print("README.md: the headline differs from benchmarks/results.json", file=sys.stderr)
        return int(wanted != text)
    readme.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
