"""Files of checkpoints that MindSpore and msjax are both given and both write.

`python -m compat_tests.checkpoint_files FOLDER` writes them with msjax; see record_checkpoints.py.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np

from compat_tests import harness

FACTS = Path(__file__).parent / "facts" / "checkpoint_files.json"
SLICE_KIB = 1  # instead of 512 MiB, so that a small tensor is written in slices
WITH_CHECKSUM = ("net.ckpt", "net.safetensors", "slices.ckpt")
_INTS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64"


def dtypes(ms):
    """Return tensors of all data types that MindSpore loads again, as records."""
    values = np.array([[0, 1, 100], [3, 0, 7]])
    tensors = {name: ms.Tensor(values.astype(name)) for name in _INTS.split()}
    tensors["bool"] = ms.Tensor(values > 2)
    floats = (values / 7 - 1).astype(np.float64)
    tensors |= {n: ms.Tensor(floats.astype(n)) for n in ("float16", "float32", "float64")}
    tensors["bfloat16"] = ms.Tensor(floats.astype(np.float32)).astype(ms.bfloat16)
    return [{"name": name, "data": t} for name, t in tensors.items()]


def trained(ms):
    """Return a net and its optimizer after two steps, with values that do not depend on them."""
    net = ms.nn.SequentialCell(ms.nn.Dense(3, 2), ms.nn.BatchNorm1d(2))
    optimizer = ms.nn.Adam(net.trainable_params(), learning_rate=0.125)
    for _ in range(2):
        optimizer(tuple(ms.Tensor(np.ones(p.shape, np.float32)) for p in optimizer.parameters))
    for i, p in enumerate((*net.get_parameters(), *optimizer.get_parameters())):
        if p.dtype == ms.float32:
            values = np.linspace(0.5, 1 + i, p.size, dtype=np.float32)
            p.set_data(ms.Tensor(values.reshape(p.shape)))
    return net, optimizer


def write(ms, folder: Path) -> None:
    """Write all files into a folder."""
    net, optimizer = trained(ms)
    shapes = [(), (1,), (2, 1, 3)]
    records = [{"name": str(s), "data": ms.Tensor(np.full(s, 2.5, np.float32))} for s in shapes]
    long = [{"name": f"long{i}", "data": ms.Tensor(np.arange(400) + i)} for i in range(2)]
    appended = {"epoch": 3, "lr": 0.1, "done": True, "note": "några ord", "empty": ""}

    def save(save_obj, name, **kwargs):
        check = name in WITH_CHECKSUM
        ms.save_checkpoint(save_obj, str(folder / name), crc_check=check, **kwargs)

    save(dtypes(ms), "dtypes.ckpt")
    save(records, "shapes.ckpt")
    save(long, "slices.ckpt")
    save(net, "net.ckpt", append_dict=appended)
    save(optimizer, "optimizer.ckpt")
    save(dtypes(ms), "dtypes.safetensors", format="safetensors")
    save(net, "net.safetensors", format="safetensors")


def contents(ms, path: Path):
    """Return what is loaded from a file, as a fact."""
    check = path.name in WITH_CHECKSUM
    loaded = ms.load_checkpoint(str(path), format=path.suffix[1:], crc_check=check)
    return harness.describe(ms, loaded)


def main():
    """Write the files with msjax."""
    import msjax
    from msjax.train.serialization import checkpoint_file

    folder = Path(sys.argv[1])
    os.makedirs(folder, exist_ok=True)
    checkpoint_file.SLICE_BYTES = SLICE_KIB * 1024
    write(msjax, folder)


if __name__ == "__main__":
    main()
