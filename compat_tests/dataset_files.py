"""Small data sets in the formats that `mindspore.dataset` reads, made in the current folder."""

from __future__ import annotations

import functools
import gzip
import json
import os
import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np


def in_scratch_folder(case):
    """Run a case in an empty folder."""

    @functools.wraps(case)
    def run():
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                return case()
            finally:
                os.chdir(before)

    return run


def rows(dataset, columns=None):
    """Return the rows of a data set: dtype, shape and values of each column."""
    iterator = dataset.create_dict_iterator(num_epochs=1, output_numpy=True)
    return [{name: column(value) for name, value in row.items()} for row in iterator]


def column(value):
    """Return dtype, shape and values of an array; of a text that has no values, its letters."""
    kind = value.dtype.kind if value.dtype.kind in "US" else value.dtype.name
    values = value.tolist()
    if value.dtype.kind == "S":
        values = np.char.decode(value, "latin-1").tolist()
    return [kind, list(value.shape), values]


def write(path, content):
    """Write a file of bytes or of text; its folder is made."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        target.write_text(content, encoding="utf-8")


def write_json(path, content):
    """Write a file of JSON."""
    write(path, json.dumps(content))


def pixels(number, height=2, width=3, channels=3):
    """Return an image that differs from number to number."""
    size = height * width * channels
    return (np.arange(size) * 7 + number * 13).astype(np.uint8).reshape(height, width, channels)


def png(image):
    """Return an image as a PNG file: [height, width, 1 or 3], uint8."""
    height, width, channels = image.shape
    lines = b"".join(b"\0" + line.tobytes() for line in image)
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def write_png(path, number=0, height=2, width=3, channels=3):
    """Write a small image."""
    write(path, png(pixels(number, height, width, channels)))


def idx(values, kind=8):
    """Return an array as a file in the format idx."""
    head = struct.pack(f">BBBB{values.ndim}I", 0, 0, kind, values.ndim, *values.shape)
    return head + values.tobytes()


def write_idx(images, labels, count, start=0):
    """Write a file of images and one of labels, as MNIST has them."""
    pictures = np.stack([pixels(start + i, 28, 28, 1)[..., 0] for i in range(count)])
    write(images, idx(pictures))
    write(labels, idx((np.arange(count) + start).astype(np.uint8)))


def mnist(folder="mnist", prefixes=("train", "t10k"), counts=(4, 2)):
    """Write MNIST's files, or those of a data set that has other names for them."""
    start = 0
    for prefix, count in zip(prefixes, counts, strict=True):
        images, labels = (
            f"{folder}/{prefix}-{end}-ubyte" for end in ("images-idx3", "labels-idx1")
        )
        write_idx(images, labels, count, start)
        start += count
    return folder


def qmnist(folder="qmnist"):
    """Write QMNIST's files: labels have 8 numbers of 4 bytes."""
    for name, count in (("qmnist-train", 3), ("qmnist-test", 4), ("xnist", 2)):
        images = np.stack([pixels(i + len(name), 28, 28, 1)[..., 0] for i in range(count)])
        write(f"{folder}/{name}-images-idx3-ubyte", idx(images))
        labels = (np.arange(count * 8).reshape(count, 8) * 3).astype(">i4")
        write(f"{folder}/{name}-labels-idx2-int", idx(labels, 12))
    return folder


def cifar(folder="cifar", names=("data_batch_1", "data_batch_2", "test_batch"), labels=1, count=2):
    """Write CIFAR's binary files: labels and an image, channels first, for each row."""
    for part, name in enumerate(names):
        numbers = np.arange(count) + part * count
        columns = np.stack([numbers % 7, (numbers + 3) % 11][:labels], 1)
        columns = columns.astype(np.uint8)
        first = (np.arange(3 * 32 * 32) * 7).astype(np.uint8)
        images = first + (numbers * 13).astype(np.uint8)[:, None]
        write(f"{folder}/{name}.bin", np.hstack([columns, images]).tobytes())
    return folder


def image_folder(folder="folder", classes=("dog", "cat"), count=2):
    """Write a folder of images for each class."""
    for i, name in enumerate(classes):
        for j in range(count):
            write_png(f"{folder}/{name}/{j}.png", i * 10 + j)
    return folder


def usps(folder="usps"):
    """Write USPS's files: lines of a label and 256 numbered values from -1 to 1."""
    for name, count in (("usps", 3), ("usps.t", 2)):
        lines = []
        for i in range(count):
            values = ((np.arange(256) * 5 + i * 3) % 201 - 100) / 100
            pairs = " ".join(f"{k + 1}:{value:.6f}" for k, value in enumerate(values))
            lines.append(f"{i + 1} {pairs} \n")
        write(f"{folder}/{name}", "".join(lines))
    return folder


def tfrecord(path, examples, compression=None):
    """Write a file of tf.train.Example: dicts of lists of bytes or int, or of float arrays."""
    content = b"".join(_record(_example(example)) for example in examples)
    if compression == "GZIP":
        content = gzip.compress(content, mtime=0)
    elif compression == "ZLIB":
        content = zlib.compress(content)
    write(path, content)


def _record(data):
    length = struct.pack("<Q", len(data))
    return length + _checksum(length) + data + _checksum(data)


def _checksum(data):
    """Return the masked CRC-32C of some bytes."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return struct.pack("<I", ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _example(features):
    entries = b""
    for name, values in features.items():
        if isinstance(values, np.ndarray):
            feature = _field(2, _field(1, values.astype("<f4").tobytes()))
        elif values and isinstance(values[0], bytes):
            feature = _field(1, b"".join(_field(1, value) for value in values))
        else:
            feature = _field(3, _field(1, b"".join(_varint(v & 2**64 - 1) for v in values)))
        entries += _field(1, _field(1, name.encode()) + _field(2, feature))
    return _field(1, entries)


def _field(number, data):
    return bytes([number << 3 | 2]) + _varint(len(data)) + data


def _varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def seeded(case):
    """Run a case in an empty folder, with a seed and one thread for reading."""

    @in_scratch_folder
    def run():
        from mindspore import dataset as ds

        ds.config.set_seed(5)
        ds.config.set_num_parallel_workers(1)
        return case()

    return run


def described(dataset):
    """Return the rows of a data set, and what it says about itself."""
    types = [str(np.dtype(kind)) for kind in dataset.output_types()]
    return [
        rows(dataset),
        dataset.get_col_names(),
        types,
        dataset.output_shapes(),
        dataset.get_dataset_size(),
    ]


def briefly(dataset):
    """Return the rows of a data set; of long columns, a sum that depends on the order."""
    return [{name: _brief(*value) for name, value in row.items()} for row in rows(dataset)]


def _brief(kind, shape, values):
    flat = np.ravel(values)
    if flat.size < 12:
        return [kind, shape, values]
    return [kind, shape, int((flat.astype(np.int64) * np.arange(1, flat.size + 1)).sum())]
