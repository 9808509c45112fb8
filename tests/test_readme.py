"""The README's programs run, one after the other, and print what it shows."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """The README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_programs_print_what_is_shown(capsys):
    namespace = {"__name__": "readme"}
    for source in blocks("python"):
        exec(compile(source, "README.md", "exec"), namespace)
    assert capsys.readouterr().out == "".join(blocks("text"))
    assert float(namespace["train_step"](namespace["x"], namespace["y"]).asnumpy()) < 1e-6
