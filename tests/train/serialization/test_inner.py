"""Parts of saving and loading that programs call; recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor
from msjax.train.serialization import (
    _exec_save,
    _update_param,
    tensor_to_ms_type,
    tensor_to_np_type,
)


def test_names_of_types():
    assert tensor_to_ms_type["BFloat16"] is ms.bfloat16
    assert tensor_to_np_type("Float32") is np.float32
    assert tensor_to_np_type("Bool") is np.bool_
    assert tensor_to_np_type("str") == "U"
    assert tensor_to_np_type("Int4") is tensor_to_np_type("x") is None


def test_update_param():
    p = Parameter(Tensor(np.float32([1, 2])), name="p")
    _update_param(p, Parameter(Tensor(np.float32([3, 4]))), True)
    _update_param(p, Tensor(np.float16([5, 4])), False)
    assert p.asnumpy().tolist() == [5, 4]
    with pytest.raises(RuntimeError, match="should have the same type as p"):
        _update_param(p, Tensor(np.float16([3, 4])), True)
    with pytest.raises(RuntimeError, match="should have the same shape as p"):
        _update_param(p, Tensor(np.float32([3, 4, 5])), False)


def test_exec_save(tmp_path):
    path = str(tmp_path / "a.ckpt")
    values = {
        "a": [[2, 2], "Float32", np.arange(4, dtype=np.float32)],
        "b": [[0], "Int32", np.array(3, np.int32)],
        "c": [[2], "Float32", Tensor(np.float32([1, 2]))],
    }
    _exec_save(path, values)
    loaded = {name: p.asnumpy().tolist() for name, p in ms.load_checkpoint(path).items()}
    assert loaded == {"a": [[0, 1], [2, 3]], "b": 3, "c": [1, 2]}
    with pytest.raises(NotImplementedError, match="enc_key"):
        _exec_save(path, values, enc_key=b"0" * 16)
