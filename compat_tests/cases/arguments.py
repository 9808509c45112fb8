"""Arguments by position and by keyword, where several spellings are taken."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, mint, nn, ops

MODES = ("pynative",)


def x(*shape):
    size = int(np.prod(shape))
    return Tensor(np.arange(size, dtype=np.float32).reshape(shape))


def integers(dtype):
    return Tensor(np.array([-3, -1, 0, 1, 2]), dtype)


CASES = {
    "median_keepdim": lambda: x(2, 3).median(keepdim=True),
    "median_keepdims": lambda: x(2, 3).median(axis=0, keepdims=True),
    "new_ones_dtype": lambda: x(2).new_ones((2,), ms.int32),
    "new_zeros_dtype": lambda: x(2).new_zeros(2, ms.int32),
    "permute": lambda: x(2, 3).permute(1, 0),
    "permute_dims": lambda: x(2, 3).permute(dims=(1, 0)),
    "permute_axis": lambda: x(2, 3).permute(axis=(1, 0)),
    "tile": lambda: x(2, 3).tile(1, 2),
    "tile_int": lambda: x(2, 3).tile(2),
    "tile_dims": lambda: x(2, 3).tile(dims=(1, 2)),
    "tile_reps": lambda: x(2, 3).tile(reps=(1, 2)),
    "tile_negative": lambda: ops.tile(x(2, 3), (2, -1)),
    "tile_float": lambda: ops.tile(x(2, 3), 1.5),
    "repeat_str": lambda: x(2, 3).repeat("a"),
    "repeat_float": lambda: x(2, 3).repeat(1.5),
    "repeat_interleave_float": lambda: ops.repeat_interleave(x(2, 3), 1.5),
    "repeat_interleave_str": lambda: x(2, 3).repeat_interleave("a"),
    "repeat_interleave_negative": lambda: ops.repeat_interleave(x(2, 3), -1),
    "var_positions": lambda: x(2, 3).var(0, 1, True),
    "is_finite": lambda: ops.IsFinite()(input=x(2)),
    "is_finite_other": lambda: ops.IsFinite()(x=x(2)),
    "is_inf": lambda: ops.IsInf()(input=x(2)),
    "masked_select": lambda: ops.MaskedSelect()(input=x(3), mask=x(3) > 1),
    "resize_bicubic": lambda: ops.ResizeBicubic()(image=x(1, 1, 2, 3), size=Tensor([2, 3])),
    "unpack": lambda: ops.Unpack()(x(2, 3)),
    "unpack_num": lambda: ops.Unpack(num=2),
    "nearest_of_scales": lambda: ops.UpsampleNearest3D()(x(1, 1, 1, 2, 3), scales=(1.0, 2.0, 2.0)),
    "nearest_of_nothing": lambda: ops.UpsampleNearest3D()(x(1, 1, 1, 2, 3)),
    "trilinear_of_scales": lambda: ops.UpsampleTrilinear3D()(
        x(1, 1, 1, 2, 3), scales=(1.0, 2.0, 2.0)
    ),
    "meshgrid_indexing": lambda: mint.meshgrid(x(3), x(2), indexing=None),
    "parameter_hook": lambda: type(Parameter(x(2)).register_hook(hook_fn=lambda g: g)).__name__,
    "parameter_hook_other": lambda: Parameter(x(2)).register_hook(hook=lambda g: g),
    "jit_config": lambda: sorted(ms.JitConfig(exc_mode="sink").jit_config_dict.items()),
    "jit_config_further": lambda: ms.JitConfig(exec_mode="sink").jit_config_dict["exec_mode"],
    "jit_config_mode": lambda: ms.JitConfig(exc_mode="nonsense"),
    "jit_config_level": lambda: ms.JitConfig(jit_level="O3"),
    "jit_config_syntax": lambda: ms.JitConfig(jit_syntax_level="nonsense"),
    "jit_config_debug": lambda: ms.JitConfig(debug_level=""),
    "jit_config_boost": lambda: ms.JitConfig(infer_boost=None),
    "tanhshrink_int32": lambda: ops.tanhshrink(integers(ms.int32)),
    "tanhshrink_int8": lambda: nn.Tanhshrink()(integers(ms.int8)),
    "relu6_int32": lambda: ops.relu6(integers(ms.int32)),
    "relu6_bool": lambda: nn.ReLU6()(Tensor([True])),
    "hardswish_int32": lambda: ops.hardswish(integers(ms.int32)),
    "hardsigmoid_int64": lambda: ops.hardsigmoid(integers(ms.int64)),
    "hardsigmoid_uint8": lambda: ops.hardsigmoid(Tensor([1], ms.uint8)),
    "glu_odd": lambda: ops.glu(x(2, 3)),
    "glu_layer_odd": lambda: nn.GLU()(x(2, 3)),
}
