"""Count the lines of code per package, and what changed against a git ref.

    python tools/lines.py            the counts of the working tree
    python tools/lines.py HEAD~5     beside them, the difference against that ref

A line counts when it holds code: blank lines, comments and docstrings do not. Files beyond 600
lines of text are listed, since a file that long is to be split.
"""

import argparse
import ast
import io
import subprocess
import tokenize
from collections import Counter
from pathlib import PurePosixPath

LONGEST_FILE = 600
PACKAGE_DEPTH = 2  # msjax/_core and msjax/nn are counted apart
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def git(*arguments: str) -> str:
    """The output of a git command."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def docstring_lines(tree: ast.AST) -> set[int]:
    """The lines that docstrings take."""
    lines = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                lines.update(range(first.lineno, first.end_lineno + 1))
    return lines


def code_lines(source: str) -> int:
    """How many lines of a Python source hold code."""
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - docstring_lines(ast.parse(source)))


def package_of(path: str) -> str:
    """The row a file counts for: `msjax/nn`, `msjax`, `tests`."""
    parents = PurePosixPath(path).parent.parts
    depth = PACKAGE_DEPTH if parents[:1] == ("msjax",) else 1
    return "/".join(parents[:depth]) or "."


def count(sources: dict[str, str]) -> tuple[Counter, Counter]:
    """Lines of code and number of files per package."""
    lines, files = Counter(), Counter()
    for path, source in sources.items():
        lines[package_of(path)] += code_lines(source)
        files[package_of(path)] += 1
    return lines, files


def working_tree() -> dict[str, str]:
    """Every Python source that git tracks or would track."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard", "*.py").split()
    sources = {}
    for path in listed:
        try:
            with open(path, encoding="utf-8") as file:
                sources[path] = file.read()
        except FileNotFoundError:
            continue  # deleted, and the deletion not committed yet
    return sources


def at_ref(ref: str) -> dict[str, str]:
    """Every Python source at a git ref."""
    paths = git("ls-tree", "-r", "--name-only", ref).splitlines()
    return {path: git("show", f"{ref}:{path}") for path in paths if path.endswith(".py")}


def main() -> None:
    """Print the table and the files that are too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ref", nargs="?", help="a git ref to compare with")
    ref = parser.parse_args().ref

    sources = working_tree()
    lines, files = count(sources)
    before = count(at_ref(ref))[0] if ref else Counter()
    width = max(map(len, lines | before), default=0)
    for package in [*sorted(lines | before), "total"]:
        total = package == "total"
        now = lines.total() if total else lines[package]
        number = files.total() if total else files[package]
        change = now - (before.total() if total else before[package])
        print(f"{package:{width}} {now:7} lines {number:5} files", f"{change:+7}" if ref else "")
    for path, source in sorted(sources.items()):
        if (length := source.count("\n")) > LONGEST_FILE:
            print(f"{path}: {length} lines, split it (limit {LONGEST_FILE})")


if __name__ == "__main__":
    main()
