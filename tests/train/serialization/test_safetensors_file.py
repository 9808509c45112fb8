"""Files of safetensors: what is refused, and the extra that they need."""

import io
import sys

import numpy as np
import pytest
import safetensors
from safetensors.numpy import save

import msjax as ms
from msjax import Tensor, nn


def test_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "safetensors", None)
    path = str(tmp_path / "a.safetensors")
    with pytest.raises(ModuleNotFoundError, match=r"pip install msjax\[safetensors\]"):
        ms.save_checkpoint(nn.Dense(1, 1), path, format="safetensors")
    assert not list(tmp_path.iterdir())


def test_bfloat16_from_bytes(tmp_path):
    path = tmp_path / "a.safetensors"
    t = Tensor([1.5, -2.0]).astype(ms.bfloat16)
    ms.save_checkpoint([{"name": "a", "data": t}], str(path), format="safetensors", crc_check=True)
    for source in (str(path), io.BytesIO(path.read_bytes())):
        p = ms.load_checkpoint(source, format="safetensors", crc_check=True)["a"]
        assert p.dtype is ms.bfloat16
        np.testing.assert_array_equal(p.astype(ms.float32).asnumpy(), [1.5, -2.0])


def test_data_types_that_are_refused(tmp_path):
    t = Tensor([1.0]).astype(ms.float8_e5m2)
    path = str(tmp_path / "a.safetensors")
    with pytest.raises(safetensors.SafetensorError, match="'a' is of float8_e5m2"):
        ms.save_checkpoint([{"name": "a", "data": t}], path, format="safetensors")


def test_quantised_values_are_refused():
    """MindSpore marks tensors of two elements a byte in the metadata."""
    data = save({"a": np.ones(2, np.int8), "b": np.ones(1)}, metadata={"a": "Int4"})
    with pytest.raises(NotImplementedError, match="'a' is of the type Int4"):
        ms.load_checkpoint(io.BytesIO(data), format="safetensors")
    assert list(
        ms.load_checkpoint(io.BytesIO(data), format="safetensors", choice_func="b".__eq__)
    ) == ["b"]


def test_files_of_others():
    """There may be no metadata."""
    p = ms.load_checkpoint(io.BytesIO(save({"a": np.ones(2)})), format="safetensors")["a"]
    assert p.dtype is ms.float64


def test_many_files_at_a_time(tmp_path):
    for rank in range(3):
        folder = tmp_path / f"rank_{rank}"
        folder.mkdir()
        ms.save_checkpoint([{"name": "a", "data": Tensor([rank])}], str(folder / "net.ckpt"))
    ms.ckpt_to_safetensors(str(tmp_path), processes_num=2)
    for rank in range(3):
        path = str(tmp_path / f"rank_{rank}" / "net.safetensors")
        assert ms.load_checkpoint(path, format="safetensors")["a"].asnumpy() == rank
