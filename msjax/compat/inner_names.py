"""Functions and classes inside of MindSpore that programs nevertheless import.

Where MindSpore shows each of them is told by LEGACY_NAMES in legacy_modules.py.
"""

from __future__ import annotations

import functools
from typing import Any

from msjax import ops
from msjax._core.context import get_context
from msjax._core.primitive import Primitive
from msjax._core.random import get_seed
from msjax._core.tensor import Tensor
from msjax.hal import is_available
from msjax.runtime.keeping import keep

# MindSpore keeps compiled graphs here by the Cell's id; msjax's belong to the Cells.
cells_compile_cache: dict[int, Any] = {}

_TensorMeta = type(Tensor)


class StubTensor:
    """MindSpore's tensor whose value is still being computed; nothing here is one."""


def cell_attr_register(fn=None, attrs=None):
    """Return a Cell's `__init__` as it is: MindSpore notes its arguments for its graphs' names.

    Args:
        fn: the function; None when it is used as `@cell_attr_register(attrs=...)`. Default: None.
        attrs: names of arguments; without effect. Default: None.
    """
    return functools.partial(cell_attr_register, attrs=attrs) if fn is None else fn


def _get_graph_seed(op_seed, kernel_name) -> tuple[int, int]:
    """Return the seed of `set_seed` (0 if there is none) and an operator's own.

    Args:
        op_seed: an int.
        kernel_name: the operator's name; without effect.
    """
    return get_seed() or 0, op_seed


def _tensor_getitem(self, index) -> Tensor:
    """Return `self[index]`."""
    return self[index]


_tensor_getitem_origin = _tensor_getitem


def _tensor_setitem(self, index, value) -> Tensor:
    """Do `self[index] = value` and return the tensor."""
    self[index] = value
    return self


def _check_input_3d(input_shape, op_name) -> None:
    """Raise ValueError unless a shape has three axes."""
    if len(input_shape) != 3:
        raise ValueError(
            f"For '{op_name}', the dimension of input must be 3d, but got {len(input_shape)}."
        )


grad_scale = ops.MultitypeFuncGraph("grad_scale")
shard_grad_scale = ops.MultitypeFuncGraph("shard_grad_scale")


@grad_scale.register("Tensor", "Tensor", "Tensor")
def _scale_accumulated(scale, grad, accu_grad):
    """Return an accumulated gradient over the loss scale, and set the accumulator to zero."""
    scaled = accu_grad / scale.astype(accu_grad.dtype)
    accu_grad.set_data(ops.zeros_like(accu_grad))
    return scaled.astype(grad.dtype)


@shard_grad_scale.register("Tensor", "Tensor", "Tensor")
def _scale_sharded(scale, grad, accu_grad):
    """Return a gradient over the loss scale, and set its accumulator to zero."""
    accu_grad.set_data(ops.zeros_like(accu_grad))
    return grad / scale.astype(grad.dtype)


class FlashAttentionScore(Primitive):
    """`ops.flash_attention_score` as a Primitive.

    Args:
        head_num: an int.
        keep_prob: as there. Default: 1.0.
        scale_value: `scalar_value` there. Default: 1.0.
        pre_tokens: as there. Default: 2147483647.
        next_tokens: as there. Default: 2147483647.
        inner_precise: as there. Default: 0.
        input_layout: as there. Default: "BSH".
        sparse_mode: as there. Default: 0.

    Differs: of the four results only the last, the attention, is a Tensor; the others, which
        MindSpore keeps for the gradient, are None.
    """

    def __init__(
        self,
        head_num,
        keep_prob=1.0,
        scale_value=1.0,
        pre_tokens=2147483647,
        next_tokens=2147483647,
        inner_precise=0,
        input_layout="BSH",
        sparse_mode=0,
    ):
        super().__init__("FlashAttentionScore")
        self.head_num = head_num
        self._options = {
            "keep_prob": keep_prob,
            "scalar_value": scale_value,
            "pre_tokens": pre_tokens,
            "next_tokens": next_tokens,
            "inner_precise": inner_precise,
            "input_layout": input_layout,
            "sparse_mode": sparse_mode,
        }

    def __call__(
        self,
        query,
        key,
        value,
        real_shift=None,
        drop_mask=None,
        padding_mask=None,
        attn_mask=None,
        prefix=None,
        actual_seq_qlen=None,
        actual_seq_kvlen=None,
    ):
        """Return (None, None, None, the attention)."""
        given = (real_shift, drop_mask, padding_mask, attn_mask, prefix)
        lengths = (actual_seq_qlen, actual_seq_kvlen)
        attention = ops.flash_attention_score(
            *(query, key, value, self.head_num), *given, *lengths, **self._options
        )
        return None, None, None, attention


class MSContext:
    """What programs ask MindSpore's runtime for: which devices its package supports."""

    @classmethod
    @functools.cache
    def get_instance(cls) -> MSContext:
        """Return the one there is."""
        return cls()

    def is_pkg_support_device(self, device_target) -> bool:
        """Whether there are devices of a target: "CPU", "GPU" or "Ascend"."""
        return is_available(device_target)

    def get_ascend_soc_version(self) -> str:
        """Return the model of the Ascend processor: "", there is none."""
        return ""

    def is_ascend_plugin_loaded(self) -> bool:
        """Whether there are Ascend processors: False."""
        return False

    def get_backend_policy(self) -> str:
        """Return "ms", as MindSpore on a CPU."""
        return "ms"

    def get_param(self, name):
        """Return a context option.

        Args:
            name: its name, a str; MindSpore's numbers of options are not known here.

        Raises:
            ValueError: there is no such option.
        """
        return get_context(name)


def disable_multi_thread() -> None:
    """Ask for operators to be run by one thread; without effect."""
    keep("_c_expression.disable_multi_thread", True)


def update_pijit_default_config(**kwargs) -> None:
    """Keep options of MindSpore's bytecode compiler; without effect: functions are traced."""
    keep("_c_expression.update_pijit_default_config", kwargs, "functions are traced")


def _framework_profiler_step_start() -> None:
    """Do nothing: the profiler's `step` marks steps."""


def _framework_profiler_step_end() -> None:
    """Do nothing: the profiler's `step` marks steps."""
