"""Images for the cases of `mindspore.dataset.vision`, made by formula, and how results are told."""

from __future__ import annotations

import base64
import random
import struct
import zlib

import numpy as np


def photo(height=24, width=30, channels=3, dtype=np.uint8, seed=1):
    """Return an image with slopes, waves and noise: what photographs are made of."""
    y, x = np.mgrid[:height, :width]
    noise = np.random.RandomState(seed).randint(0, 60, (height, width, max(channels, 1)))
    waves = [
        90 + 50 * np.sin(x / (3 + c) + c) + 40 * np.cos(y / (4 - c % 2) - c)
        for c in range(max(channels, 1))
    ]
    image = np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8).astype(dtype)
    return image if channels else image[:, :, 0]


def exact(result):
    """Tell images of integers by their shape, dtype and checksum: one bit of difference shows."""
    if isinstance(result, tuple | list):
        return type(result)(map(exact, result))
    if hasattr(result, "getbands"):  # of Pillow
        return ["PIL", result.mode, exact(np.asarray(result))]
    if isinstance(result, np.ndarray) and result.dtype.kind in "SU":
        return [result.dtype.str, result.tolist()]
    if not isinstance(result, np.ndarray) or result.dtype.kind == "f" or result.size <= 64:
        return result
    checksum = zlib.crc32(np.ascontiguousarray(result).tobytes())
    return [list(result.shape), result.dtype.name, checksum, result.reshape(-1)[:6].tolist()]


def _bytes(text):
    return np.frombuffer(base64.b64decode(text), np.uint8)


# photo() as JPEG: with half the color resolution, with all of it, and gray
JPEG = _bytes(
    """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt
    QFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
    T09PT09PT09PT09PT09PT09PT0//wAARCAAYAB4DASIAAhEBAxEB/8QAFwAAAwEAAAAAAAAAAAAAAAAAAAUGBP/EACUQ
    AAEDAwQCAgMAAAAAAAAAAAEAAgMREiEEBTFBEyJRcRQygf/EABcBAAMBAAAAAAAAAAAAAAAAAAECAwX/xAAdEQACAgID
    AQAAAAAAAAAAAAABAgASAwQTITER/9oADAMBAAIRAxEAPwChc+IRGllXH6KltzdCZ7SO+PhapJZPD61qRgV5UxumpldI
    SG5PAJzntEauPk9iqWoJU7RLF5BaRU0oQeU7kfBa282/Xz/OlDbVPIS0NJsGRjlPX6iZo9YzIewqJqpb2LsM1I0fomGC
    lM0BOeVMbjpB+Tdivde0IWHytc9yyKKCa9n0LTaGACmf14TqTRRgUaBXsu7QhWXK9j3Fzj6gn//Z
    """
)
JPEG_444 = _bytes(
    """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt
    QFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
    T09PT09PT09PT09PT09PT09PT0//wAARCAAYAB4DAREAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABQYE/8QAJRAA
    AQMDBAICAwAAAAAAAAAAAQIDEQASIQQFMUETIlFxFDKB/8QAGQEAAwEBAQAAAAAAAAAAAAAAAgMEAQUG/8QAHhEAAgMA
    AwEBAQAAAAAAAAAAAQIAAxEEITHwEkH/2gAMAwEAAhEDEQA/AKFS2g0YslR+jU1vG7gUWHMktuamS/aR3x8VtVB9EJ7B
    Nm0OteQWkSYgg80T8cn2PVzn69jbi2LU3m36+f51Ta6COxOfyLSIE4654fWZIwJ5qq51J0/ffeR1GFQJMbpqXVOEhOTw
    Cc57oq2UewmE17U+4SkJJsGRjmtLrvkYoGdx1eoeSPVsuHsUyoqw9nPvGnTFF6JBYiMwCc815u29g2yygMO86kxuOkH5
    N2J7nuirvOdw2U/ya9n0KTaEACM/rxRPe3pjE3I05omwISBPZV3TU5DAaZDcrbk//9k=
    """
)
JPEG_GRAY = _bytes(
    """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt
    QFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAYAB4BAREA/8QAFwABAQEBAAAAAAAAAAAAAAAABQYDAv/EACsQAAECBQID
    CAMAAAAAAAAAAAECEQAEBRIhAzEiQfATMlFxgZGhsRRh8f/aAAgBAQAAPwBySm0iXIATx4c753x7xNVqblzMFPH3yTzY
    Z25QtRJtDDUQoLUfPPz+vqO6tOaSUIuJQHLKy59MecGSmosyKUhuIMM3KHLETVX19Za9nfBDuoDrrlCNF1F2AMopCuFs
    OD100a1LX1bwooUsu1pLernMUsnIH8c2oISoZuPebl7ERPVWQWJkqSGZQuuP98fmEqFI8ASlCGG5t28Y0qVPUFWJ7N7n
    uVj0+o//2Q==
    """
)


def png(image):
    """Return the bytes of a PNG file of an image of uint8 with 1, 3 or 4 channels."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    height, width, channels = np.atleast_3d(image).shape
    head = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in image)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return np.frombuffer(b"\x89PNG\r\n\x1a\n" + parts, np.uint8)


def by_call(calls, names):
    """Return {call: case} of a text with a Python expression on each line."""
    lines = [line.strip() for line in calls.strip().splitlines()]

    def case(line):
        return lambda: exact(eval(line, names))

    return {line: case(line) for line in lines}


def seeded(seed, call):
    """Return what `call` gives after `config.set_seed(seed)`; all seeds are put back."""
    from mindspore.dataset import config

    before = config.get_seed(), random.getstate(), np.random.get_state()
    config.set_seed(seed)
    try:
        return call()
    finally:
        config.set_seed(before[0])
        random.setstate(before[1])
        np.random.set_state(before[2])


def in_pipeline(seed, operations, column, rows, *more):
    """Return what one worker makes of equal rows: the operations' streams go on from row to row."""
    from mindspore import dataset

    columns = [column, *more]
    names = [f"column{i}" for i in range(len(columns))]
    data = [tuple(part.copy() for part in columns) for _ in range(rows)]

    def run():
        source = dataset.GeneratorDataset(data, names, shuffle=False, num_parallel_workers=1)
        mapped = source.map(operations, names, num_parallel_workers=1)
        rows = mapped.create_tuple_iterator(num_epochs=1, output_numpy=True)
        return [row[0] if len(row) == 1 else tuple(row) for row in rows]

    return seeded(seed, run)
