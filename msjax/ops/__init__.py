"""Operators as functions (`ops.add`) and Primitives (`ops.Add()`), found by their declarations."""

import msjax._ops  # noqa: F401  declares every operator
from msjax._core.backward_hooks import HookBackward, InsertGradientOf
from msjax._core.gradients import GradOperation, get_grad, grad, stop_gradient, value_and_grad, vjp
from msjax._core.missing import missing_attribute as _missing_attribute
from msjax._core.namespace import declared_names as _declared_names
from msjax._core.namespace import namespace as _namespace
from msjax._core.primitive import (
    Primitive,
    PrimitiveWithCheck,
    PrimitiveWithInfer,
    constexpr,
    prim_arg_register,
    prim_attr_register,
)
from msjax._core.taylor import derivative, jet
from msjax._core.transforms import jacfwd, jacrev, jvp, linearize
from msjax._core.vmap import vmap
from msjax._ops.collectives import ReduceOp
from msjax._ops.custom import Custom, PyFunc
from msjax._ops.debugging import Assert, DumpGradient, Morph, TensorDump
from msjax._ops.higher_order import HyperMap, Map, MultitypeFuncGraph, Partial, add_flags
from msjax._ops.hybrid_dsl import kernel
from msjax._ops.loops import ForiLoop, Scan, WhileLoop
from msjax._ops.registration import (
    AiCPURegOp,
    AkgAscendRegOp,
    AkgGpuRegOp,
    CpuRegOp,
    CustomOpBuilder,
    CustomRegOp,
    DataType,
    TBERegOp,
    custom_info_register,
    op_info_register,
)
from msjax._ops.summaries import HistogramSummary, ImageSummary, ScalarSummary, TensorSummary
from msjax.ops.communication import shown_by_ops as _shown_by_ops

__all__ = [
    "AiCPURegOp",
    "AkgAscendRegOp",
    "AkgGpuRegOp",
    "Assert",
    "CpuRegOp",
    "Custom",
    "CustomOpBuilder",
    "CustomRegOp",
    "DataType",
    "DumpGradient",
    "ForiLoop",
    "GradOperation",
    "HistogramSummary",
    "HookBackward",
    "HyperMap",
    "ImageSummary",
    "InsertGradientOf",
    "Map",
    "Morph",
    "MultitypeFuncGraph",
    "Partial",
    "Primitive",
    "PrimitiveWithCheck",
    "PrimitiveWithInfer",
    "PyFunc",
    "ReduceOp",
    "ScalarSummary",
    "Scan",
    "TBERegOp",
    "TensorDump",
    "TensorSummary",
    "WhileLoop",
    "add_flags",
    "constexpr",
    "custom_info_register",
    "derivative",
    "get_grad",
    "grad",
    "jacfwd",
    "jacrev",
    "jet",
    "jvp",
    "kernel",
    "linearize",
    "op_info_register",
    "prim_arg_register",
    "prim_attr_register",
    "stop_gradient",
    "value_and_grad",
    "vjp",
    "vmap",
]
_communication = _shown_by_ops()
__all__ += [*_declared_names("ops"), *_communication]
globals().update(_communication)

__getattr__, __dir__ = _namespace(globals(), "ops", _missing_attribute)
