"""The command line: run MindSpore programs on JAX.

    python -m msjax [run] script.py [args…]    run a program, unmodified
    python -m msjax [run] -m module [args…]    the same for a module
    python -m msjax [run] -c code [args…]      the same for source text
    python -m msjax check PATH…                what of MindSpore programs use, and what msjax has
    python -m msjax doctor                     versions, devices, and what each device_target means

Everything after the program's name belongs to the program. `check` and `doctor` have a `--help` of
their own. `msjax` is the same command.
"""

import sys

_USAGE = __doc__ or ""
_DOCTOR_USAGE = """\
usage: msjax doctor [-h]

Print the versions of msjax, Python, JAX, Flax and NumPy, JAX's backend and devices, whether numbers
have 64 bits, and what "CPU", "GPU" and "Ascend" run on here. This starts JAX's backend: it is the
first thing to run, and to quote, when a device is not found."""
_NEEDS = {"-m": "a module name", "-c": "source text"}


def main(args: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        args: the words after `python -m msjax`. Default: those of this process.

    Returns:
        The exit code; a program that is run may exit by itself instead.
    """
    words = sys.argv[1:] if args is None else list(args)
    if words[:1] == ["run"]:
        words = words[1:]
    elif words[:1] == ["check"]:
        from msjax.cli import check

        return check.main(words[1:])
    elif words[:1] == ["doctor"]:
        return _doctor(words[1:])
    if not words:
        print(_USAGE, file=sys.stderr)
        return 2
    first, *rest = words
    if first in ("-h", "--help"):
        print(_USAGE)
        return 0
    if first in ("-V", "--version"):
        from msjax.cli.doctor import version_line

        print(version_line())
        return 0
    if first in _NEEDS and not rest:
        return _misused(f"{first} needs {_NEEDS[first]}")
    if first.startswith("-") and first != "-" and first not in _NEEDS:
        return _misused(f"unknown option {first}; options of Python go before -m msjax")
    return _run(first, rest)


def _run(first: str, rest: list[str]) -> int:
    from msjax.cli.run import CannotStart, run

    try:
        run(first, rest)
    except CannotStart as error:
        print(f"{sys.executable}: {error}", file=sys.stderr)
        return error.code
    return 0


def _doctor(words: list[str]) -> int:
    if words in (["-h"], ["--help"]):
        print(_DOCTOR_USAGE)
        return 0
    if words:
        return _misused(f"doctor takes no arguments, but got {' '.join(words)}")
    from msjax.cli.doctor import report

    print(report())
    return 0


def _misused(problem: str) -> int:
    print(f"msjax: {problem}\n{_USAGE}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
