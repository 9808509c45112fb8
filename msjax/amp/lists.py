"""What runs in which precision: the Cells and Primitives of the levels, and their kernels."""

from __future__ import annotations

from msjax import nn, ops
from msjax._core.operator import FACES, Operator

# Programs add to these lists, as in MindSpore; level "O1" reads the first, "O2" the second.
AMP_WHITE_LIST = [
    nn.Conv1d,
    nn.Conv2d,
    nn.Conv3d,
    nn.Conv1dTranspose,
    nn.Conv2dTranspose,
    nn.Conv3dTranspose,
    nn.Dense,
    nn.LSTMCell,
    nn.RNNCell,
    nn.GRUCell,
    ops.Conv2D,
    ops.Conv3D,
    ops.Conv2DTranspose,
    ops.Conv3DTranspose,
    ops.Conv2DBackpropInput,
    ops.MatMul,
    ops.BatchMatMul,
    ops.PReLU,
    ops.ReLU,
    ops.Ger,
]
AMP_BLACK_LIST = [nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm]

# Kernels that MindSpore's functions and layers reach through a Primitive.
_REACHED = {
    "Conv2D": {"convolution", "conv1d", "conv2d"},
    "Conv3D": {"convolution", "conv3d"},
    "Conv2DTranspose": {"conv_transpose"},
    "MatMul": {"dense_layer", "mv", "inner", "dot", "tensor_dot"},
}

# Level "auto", by kernel: what is computed in the lower precision,
AUTO_LOWER = frozenset(
    """
    bmm conv1d conv2d conv3d conv_transpose convolution convolution_input_gradient
    convolve_batch_or_sample dense dot einsum inner matmul matmul_2d mv prelu dense_layer
    tensor_dot
    """.split()
)
# in float32,
AUTO_FULL = frozenset(
    """
    acos addcdiv addcmul asin batch_norm_infer batch_norm_train
    binary_cross_entropy_with_logits cdist cosh
    cross_entropy cumprod cumprod_in_dtype cumsum erfinv exp expm1 group_norm kl_div layer_norm
    layer_norm_from_axis log log10 log1p log2 log_softmax multi_margin_loss multilabel_margin
    nll_loss nll_loss_with_weight pdist pow prod reciprocal reduce_prod renorm rsqrt sinh
    smooth_l1_loss soft_margin_loss softmax softplus sum tan triplet_margin var vector_norm
    """.split()
)
# and in the widest type among the operands.
AUTO_WIDEST = frozenset("addn bias_add concatenate cross grid_sample stack vector_dot".split())


def get_white_list():
    """Return a new list of the Cells and Primitives that level "O1" computes in lower precision."""
    return list(AMP_WHITE_LIST)


def get_black_list():
    """Return a new list of the Cells that level "O2" computes in float32."""
    return list(AMP_BLACK_LIST)


def kernels_of(primitive):
    """Return the names of the kernels that a Primitive class stands for.

    Raises:
        NotImplementedError: it is made of several operators, or of a program's own.
    """
    name = primitive.__name__
    found = [face.operator for face in FACES.get(f"ops.{name}", ())]
    if not found or not all(isinstance(operator, Operator) for operator in found):
        raise NotImplementedError(
            f"custom_mixed_precision(white_list=[{name}]): this Primitive is no single operator; "
            "list the Cell that uses it, or convert its inputs with ops.cast."
        )
    return {operator.name for operator in found} | _REACHED.get(name, set())
