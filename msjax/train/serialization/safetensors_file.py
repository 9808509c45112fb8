"""Files of safetensors, with what MindSpore writes into their metadata."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Mapping

import numpy as np

from msjax._core import dtype as mstype

_DTYPES = {
    "BOOL": mstype.bool_,
    "I8": mstype.int8,
    "I16": mstype.int16,
    "I32": mstype.int32,
    "I64": mstype.int64,
    "U8": mstype.uint8,
    "U16": mstype.uint16,
    "U32": mstype.uint32,
    "U64": mstype.uint64,
    "F16": mstype.float16,
    "BF16": mstype.bfloat16,
    "F32": mstype.float32,
    "F64": mstype.float64,
    "C64": mstype.complex64,
}
_NP_DTYPES = {t._np for t in _DTYPES.values()}


def package():
    """Return the package safetensors.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    try:
        import safetensors
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "format='safetensors' needs the package safetensors, which is not installed; install "
            "the extra that has it: `pip install msjax[safetensors]`.",
            name="safetensors",
        ) from None
    return safetensors


def write(
    path: str, values: Mapping[str, np.ndarray | str], check: bool, remove_redundancy: bool | None
):
    """Write a file.

    Args:
        path: the file.
        values: arrays by their names; strs are refused.
        check: whether a checksum is put into the metadata.
        remove_redundancy: what the metadata say of this; None: nothing.

    Raises:
        safetensors.SafetensorError: a value is a str, or of a data type that the format lacks.
    """
    safetensors = package()
    from safetensors.numpy import save_file

    arrays = {name: _storable(safetensors, name, values[name]) for name in sorted(values)}
    metadata = {"format": "ms"}
    if remove_redundancy is not None:
        metadata["remove_redundancy"] = str(remove_redundancy)
    if check:
        metadata["crc_num"] = str(_checksum(arrays))
    save_file(arrays, path, metadata=metadata if arrays else None)


def _storable(safetensors, name, value) -> np.ndarray:
    if isinstance(value, str) or value.dtype not in _NP_DTYPES:
        kind = "a str" if isinstance(value, str) else f"of {value.dtype}"
        raise safetensors.SafetensorError(
            f"'{name}' is {kind}, which files of safetensors do not hold here; leave it out with "
            "`choice_func`, or save with format='ckpt'."
        )
    return np.require(value, requirements="C")


def _checksum(arrays) -> int:
    checksum = 0
    for name, array in arrays.items():
        checksum = zlib.crc32(name.encode(), checksum)
        checksum = zlib.crc32(array.reshape(-1).view(np.uint8), checksum)
    return checksum


def read(
    source: str | io.BytesIO, chosen: Callable[[str], bool], check: bool
) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Read a file, or what a BytesIO holds.

    Args:
        source: the path or the bytes.
        chosen: tells by its name whether a tensor is wanted.
        check: whether the checksum is compared, where there is one; all is read then.

    Returns:
        The arrays in the order of their names, and the metadata.

    Raises:
        ValueError: it is no such file, or its checksum is another.
        NotImplementedError: a tensor is of a data type that msjax does not read.
    """
    safetensors = package()
    try:
        if isinstance(source, str):
            return _read_file(safetensors, source, chosen, check)
        return _read_bytes(safetensors, source.getvalue(), chosen, check)
    except safetensors.SafetensorError as error:
        shown = source if isinstance(source, str) else "the BytesIO"
        raise ValueError(
            f"Fail to parse the input safetensors: '{shown}'. Check that the file is complete: "
            f"{error}"
        ) from error


def _read_file(safetensors, path, chosen, check):
    with safetensors.safe_open(path, framework="np") as file:
        metadata = file.metadata() or {}
        names = sorted(file.keys())
        if check:
            _compare(metadata, {name: file.get_tensor(name) for name in names})
        names = [name for name in names if chosen(name)]
        for name in names:
            _check_type(name, file.get_slice(name).get_dtype(), metadata)
        return {name: file.get_tensor(name) for name in names}, metadata


def _read_bytes(safetensors, data, chosen, check):
    found = dict(safetensors.deserialize(data))
    size = int.from_bytes(data[:8], "little")
    metadata = json.loads(data[8 : 8 + size]).get("__metadata__", {})
    if check:
        _compare(metadata, {n: np.frombuffer(found[n]["data"], np.uint8) for n in sorted(found)})
    names = [name for name in sorted(found) if chosen(name)]
    for name in names:
        _check_type(name, found[name]["dtype"], metadata)
    return {name: _array(**found[name]) for name in names}, metadata


def _array(dtype, shape, data):
    return np.frombuffer(data, _DTYPES[dtype]._np).reshape(shape)


def _check_type(name, kind, metadata):
    is_quantised = metadata.get(name) == "Int4"  # MindSpore's mark: two elements a byte
    if kind not in _DTYPES or is_quantised:
        raise NotImplementedError(
            f"'{name}' is of the type {'Int4' if is_quantised else kind}, which msjax does not "
            "read; leave it out with `choice_func`."
        )


def _compare(metadata, arrays):
    if "crc_num" in metadata and int(metadata["crc_num"]) != _checksum(arrays):
        raise ValueError("The crc check is failed: the file was changed or is damaged.")
