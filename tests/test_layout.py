"""Rules of the source that the linters cannot express."""

import json
import re
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "msjax"


def test_x64_is_set_in_one_place():
    sources = {path.relative_to(PACKAGE): path.read_text() for path in PACKAGE.rglob("*.py")}
    setters = [
        path.as_posix() for path, text in sources.items() if re.search(r"jax_enable_x64\b", text)
    ]
    assert setters == ["_core/_jaxcompat.py"]


def test_import_starts_no_backend():
    script = (
        "import msjax, jax._src.xla_bridge as bridge\n"
        "assert not bridge.backends_are_initialized(), 'importing msjax started a JAX backend'"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_notebooks_are_stripped():
    kept = [
        f"{path.name}, cell {i}"
        for path in sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))
        for i, cell in enumerate(json.loads(path.read_text())["cells"])
        if cell.get("outputs") or cell.get("execution_count")
    ]
    assert not kept, f"outputs or execution counts are left in {kept}"
