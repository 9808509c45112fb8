"""Checks of arguments that saving and loading share."""

from __future__ import annotations

from msjax.nn.cell import Cell


def check_bool(value) -> bool:
    """Return a bool; anything else is a TypeError."""
    if not isinstance(value, bool):
        raise TypeError(f"The input value must be a bool, but got {type(value).__name__}.")
    return value


def check_class(name: str, value, kinds) -> None:
    """Raise the ValueError that MindSpore has for an argument of another class."""
    if not isinstance(value, kinds):
        raise ValueError(f"The parameter '{name}' must be isinstance of {kinds}, but got {value}.")


def check_format(function: str, format) -> None:
    """Raise a ValueError for a format that is neither of the two."""
    if format not in ("ckpt", "safetensors"):
        raise ValueError(
            f"For '{function}', the format must be 'safetensors' or 'ckpt', but got {format}."
        )


def check_key(function: str, prefix: str, key, mode, format) -> None:
    """Refuse what would encrypt or decrypt a file.

    Args:
        function: the function that was called.
        prefix: "enc" or "dec".
        key: its argument `enc_key` or `dec_key`.
        mode: its argument `enc_mode` or `dec_mode`, which means nothing without a key.
        format: its argument `format`.

    Raises:
        ValueError: an argument is of a wrong class, or has no meaning with safetensors.
        NotImplementedError: there is a key.
    """
    check_class(f"{prefix}_key", key, (type(None), bytes))
    check_class(f"{prefix}_mode", mode, str)
    if format == "safetensors":
        check_default(function, f"{prefix}_key", key, None)
        check_default(function, f"{prefix}_mode", mode, "AES-GCM")
    if key is not None:
        raise NotImplementedError(
            f"{function}({prefix}_key=<{len(key)} bytes>, {prefix}_mode={mode!r}): msjax does not "
            "encrypt or decrypt files; leave the key out and encrypt the file with another tool."
        )


def check_default(function: str, name: str, value, default) -> None:
    """Raise a ValueError for an argument that must keep its default with safetensors."""
    if value != default:
        shown = f"<{len(value)} bytes>" if isinstance(value, bytes) else f"'{value}'"
        raise ValueError(
            f"For '{function}', when format is 'safetensors', the parameter '{name}' must be set "
            f"to default value '{default}', but got {shown}."
        )


def check_cell(function: str, net) -> None:
    """Raise a TypeError for a network that is no Cell."""
    if not isinstance(net, Cell):
        raise TypeError(
            f"For '{function}', the argument 'net' should be a Cell, but got {type(net)}."
        )
