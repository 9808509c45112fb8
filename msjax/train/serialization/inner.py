"""Parts of `save_checkpoint` and `load_param_into_net` that programs call one by one."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.dtype import to_numpy
from msjax._core.parameter import Parameter
from msjax.train.serialization.arguments import check_key
from msjax.train.serialization.into_net import update
from msjax.train.serialization.saving import write

# A dtype's name in a .ckpt file -> dtype
tensor_to_ms_type = {
    "Int8": mstype.int8,
    "UInt8": mstype.uint8,
    "Int16": mstype.int16,
    "UInt16": mstype.uint16,
    "Int32": mstype.int32,
    "UInt32": mstype.uint32,
    "Int64": mstype.int64,
    "UInt64": mstype.uint64,
    "Float16": mstype.float16,
    "Float32": mstype.float32,
    "Float64": mstype.float64,
    "Bool": mstype.bool_,
    "str": mstype.string,
    "BFloat16": mstype.bfloat16,
    "Int4": mstype.qint4x2,
}


def tensor_to_np_type(tensor_type_str):
    """Return the NumPy type that a dtype's name in a .ckpt file stands for; None if there is none.

    Args:
        tensor_type_str: a str such as "Float32".
    """
    if tensor_type_str == "str":
        return "U"
    if tensor_type_str == "Int4" or tensor_type_str not in tensor_to_ms_type:
        return None
    return to_numpy(tensor_to_ms_type[tensor_type_str]).type


def _update_param(param, new_param, strict_load) -> None:
    """Set a Parameter to another's value, converted as `load_param_into_net` does.

    Args:
        param: a Parameter.
        new_param: a Parameter or Tensor.
        strict_load: whether data types must be equal.

    Raises:
        RuntimeError: the shape or data type does not fit.
    """
    value = new_param if isinstance(new_param, Parameter) else Parameter(new_param)
    update(param, value, strict_load)


def _exec_save(
    ckpt_file_name,
    data_list,
    enc_key=None,
    enc_mode="AES-GCM",
    map_param_inc=False,
    crc_check=False,
    format="ckpt",
    remove_redundancy=None,
) -> None:
    """Write a checkpoint of arrays in the form that MindSpore hands to its writer.

    Args:
        ckpt_file_name: the path.
        data_list: a dict of name to [shape, the dtype's name, NumPy array of any shape].
        enc_key: None; files are not encrypted.
        enc_mode: without a meaning as long as there is no key.
        map_param_inc: without effect. Default: False.
        crc_check: whether a checksum is saved. Default: False.
        format: "ckpt" or "safetensors". Default: "ckpt".
        remove_redundancy: what files of safetensors say of this. Default: None.

    Raises:
        NotImplementedError: `enc_key` is given.
    """
    check_key("save_checkpoint", "enc", enc_key, enc_mode, format)
    values = {name: _shaped(*entry[:3]) for name, entry in data_list.items()}
    write(ckpt_file_name, values, format, crc_check, remove_redundancy)


def _shaped(shape, label, data):
    if label == "str":
        return data if isinstance(data, str) else str(np.asarray(data).item())
    array = np.asarray(data, tensor_to_np_type(label))
    return array.reshape(() if list(shape) == [0] and array.size else shape)
