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
    """The sentence that the measured rows give."""
    row = next(
        row
        for row in results["rows"]
        if row["family"] == "gradients" and row["against"].startswith("eager jax")
    )
    faster = row["seconds"]["jax"] / row["seconds"]["msjax"]
    seconds = row["seconds"]["msjax"] * 1e6
    return (
        f"Measured: the value and gradients of a six-operator network, eager, take"
        f" {seconds:.0f} us, {faster:.0f} times less than eager `jax.value_and_grad`"
        f" (jax {results['versions']['jax']}, CPU; `make bench`).\n"
    )


def main() -> int:
    """Write or check the block."""
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text())
    readme = ROOT / "README.md"
    text = readme.read_text()
    wanted = BLOCK.sub(lambda match: match[1] + headline(results) + match[2], text)
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print("README.md: the headline differs from benchmarks/results.json", file=sys.stderr)
        return int(wanted != text)
    readme.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
