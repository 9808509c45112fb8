"""What msjax does not do yet: case id -> reason. Each is a strict xfail: remove it when mended.

A key is "area::case" (both modes), "area::case[graph]" or "area::case[pynative]"; for the promotion
table "promotion::section::expression"; for a program "programs::name" or "programs::name[mode]".
"""

from __future__ import annotations

from msjax import Parameter, Tensor
from msjax.cli.differences import difference

GAPS: dict[str, str] = {
    "grad_inputs_outputs::cast_to_int_and_back": (
        "JAX has no cotangents for integers: a cast to int stops the gradient"
    ),
    "cell::names_of_recurrent_layers": "recurrent layers are not there yet",
    "initial_weights::layer_GRU": "recurrent layers are not there yet",
    "initial_weights::layer_LSTM": "recurrent layers are not there yet",
    "printing::layer_LSTM": "recurrent layers are not there yet",
    "printing::layer_Upsample": "nn.Upsample is not there yet",
    "cell_call::call_numpy_input[graph]": (
        "compiled code takes NumPy arrays for tensors, and returns them so"
    ),
    "cell_state::load_param_into_net": "checkpoint files are not there yet",
    "cell_state::load_param_into_net_of_tensors": "checkpoint files are not there yet",
    "cell_state::load_param_into_net_unexpected": "checkpoint files are not there yet",
    "cell_state::load_param_into_net_wrong_shape": "checkpoint files are not there yet",
    "cell_state::save_and_load_checkpoint": "checkpoint files are not there yet",
    "grad_inputs_outputs::output_int_tensor": (
        "JAX has no cotangents for integers: a cast to int stops the gradient"
    ),
    "grad_inputs_outputs::output_tuple_with_int_tensor": (
        "JAX has no cotangents for integers: a cast to int stops the gradient"
    ),
    "grad_of_last_call::vjp[graph]": (
        "MindSpore's compiled vjp runs the function once more to pull back; msjax runs it once"
    ),
    "construction::from_numpy_shares_memory": difference(Tensor.from_numpy),
    "conversions::grad_attribute": "Tensor.grad is there, and None: PyTorch's and MXNet's autograd",
    "conversions::asnumpy_shares_memory": difference(Tensor.asnumpy),
    "parameter::set_data_is_a_copy": difference(Parameter.set_data),
}

# Where msjax gives a result although MindSpore raises: case id -> reason.
# The test asserts that it does not raise.
EXTENSIONS: dict[str, str] = {
    "conversions::requires_grad_attribute": "Tensor.requires_grad, as in PyTorch",
    "no_grad::grad_inside": "gradient functions work inside of _no_grad too",
    "cell_call::pickle_of_a_cell": "Cells can be pickled",
    "grad_forward::jvp_cell_one_input_tuple": "a tuple of one input is taken",
    "grad_forward::jvp_one_input_tuples": "a tuple of one input is taken",
    "grad_functions::grad_of_partial": "partial functions can be differentiated",
    "indexing::mask_zero_dim": "MindSpore's CPU kernel fails on a mask without axes",
    "conversions::numpy_from_dlpack": "tensors offer DLPack to every library",
    "layers::loss_cross_entropy_int64_labels": "class indices of either width are as good",
}

# What stands at a module's path as an attribute in MindSpore, and not yet in msjax: path -> reason.
ABSENT_ATTRIBUTES: dict[str, str] = {
    "mindspore.ops.op_info_register": "operators written in other languages cannot be registered",
    "mindspore.profiler.schedule": "the profiler is not there yet",
}

# Like EXTENSIONS, for cells of the promotion table, with wildcards:
# "section::expression::dtype::partner".
PROMOTION_EXTENSIONS: dict[str, str] = {
    "scalar*::*::np.array(*)": "NumPy arrays are taken as Tensors",
    "scalar*::*::np.int32": "NumPy's int32 counts as an integer, as its int8 and int64 do",
    "scalar_left::equal::*::True": "a bool is taken where MindSpore takes only a Tensor",
    "scalar_left::equal::*::np.bool_": "a bool is taken where MindSpore takes only a Tensor",
    "scalar_left::less::*::True": "a bool is taken where MindSpore takes only a Tensor",
    "scalar_left::less::*::np.bool_": "a bool is taken where MindSpore takes only a Tensor",
    "binary::*remainder::*": "MindSpore refuses uint16 to uint64 with bool here, and adds them",
    "binary::mint.bitwise_and::*": "MindSpore refuses uint16 to uint64 with bool here only",
    "binary::*isclose::*": "uint16 to uint64 and complex tensors can be compared",
    "binary::hypot::*": "bools, integers and half precision are converted to floats",
    "binary::Mod::bool::bool": "the remainder of bools is defined, as `x % y` of them is",
    "scalar*::mint.pow::*": "bools, wide unsigned integers and complex numbers have powers",
    "unary::sort::*": "wide unsigned integers, bfloat16 and complex numbers can be sorted",
    "unary::median::*": "dtypes without a kernel in MindSpore have a median here",
    "unary::topk::bool::": "bools have an order",
    "unary::isnan::*": "bfloat16 and complex tensors can be tested",
    "unary::isfinite::*": "complex tensors can be tested",
    "unary::exp2::u*": "wide unsigned integers are converted to float32, as narrow ones are",
    "unary::count_nonzero::bool::": "bools can be counted",
    "unary::diff::u*": "wide unsigned integers have differences",
    "unary::mint.std::*": "integers and float64 are converted as Tensor.std does",
    "unary::Tensor.std::*": "MindSpore refuses bool and uint16 only",
    "unary::Tensor.var::*": "MindSpore refuses bool and uint16 only",
}
