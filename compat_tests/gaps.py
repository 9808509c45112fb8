"""What msjax does not do yet: case id -> reason. Each is a strict xfail: remove it when mended.

A key is "area::case" (both modes), "area::case[graph]" or "area::case[pynative]"; for the promotion
table "promotion::section::expression"; for a program "programs::name" or "programs::name[mode]".
"""

from __future__ import annotations

from compat_tests.ops import running
from msjax import Parameter, Tensor
from msjax.cli.differences import difference
from msjax.scipy import optimize

_BOOL_AND_FLOAT = (
    "MindSpore adds a padding mask of bools to a mask of floats as 0 and 1; msjax leaves keys out"
)
GAPS: dict[str, str] = {
    "grad_inputs_outputs::cast_to_int_and_back": (
        "JAX has no cotangents for integers: a cast to int stops the gradient"
    ),
    "transformer::attention_mask_bool_and_float": _BOOL_AND_FLOAT,
    "transformer::attention_gradient_mask_bool_and_float": _BOOL_AND_FLOAT,
    "transformer::encoder_layer_double": "MindSpore's kernels compute float64 in float32 here",
    "recurrent::in_float16[pynative]": (
        "in PyNative mode MindSpore's LSTM takes no notice of to_float; msjax computes in float16"
    ),
    "recurrent::wrong_LSTM_no_steps": (
        "MindSpore's kernel fails with a RuntimeError; msjax says what is wrong, as for RNN and GRU"
    ),
    "recurrent::float64_LSTM": "MindSpore's kernel computes float64 in float32",
    "recurrent::flat_gradient_more_weights_than_needed": (
        "MindSpore's gradient has another shape than the weight"
    ),
    "cell_call::call_numpy_input[graph]": (
        "compiled code takes NumPy arrays for tensors, and returns them so"
    ),
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
    "cosine_similarity_layer::zeros": (
        "MindSpore's DivNoNan takes a divisor below the precision of its dtype for 0"
    ),
    "conversions::grad_attribute": "Tensor.grad is there, and None: PyTorch's and MXNet's autograd",
    "pooling_layers::error_AdaptiveMaxPool2d_length": (
        "a ValueError, as for AdaptiveAvgPool2d and AdaptiveMaxPool3d"
    ),
    "conversions::asnumpy_shares_memory": difference(Tensor.asnumpy),
    "parameter::set_data_is_a_copy": difference(Parameter.set_data),
}

# Cases that MindSpore compiles and msjax runs eagerly, with a warning: case id -> reason.
NOT_COMPILED: dict[str, str] = {
    "indexing::gradient_of_a_mask[graph]": "XLA needs to know how many elements a mask chooses",
}

# Where msjax gives a result although MindSpore raises: case id -> reason.
# The test asserts that it does not raise.
EXTENSIONS: dict[str, str] = {
    "mixed_precision::train_O2_manager": "loss scales that are updated work on a CPU too",
    "checkpoints::complex64": "complex numbers can be loaded; MindSpore saves them only",
    "checkpoints::save_dict_of_tensors": "Tensors are saved under a dict's names, like Parameters",
    "conversions::requires_grad_attribute": "Tensor.requires_grad, as in PyTorch",
    "no_grad::grad_inside": "gradient functions work inside of _no_grad too",
    "cell_call::pickle_of_a_cell": "Cells can be pickled",
    "grad_forward::jvp_cell_one_input_tuple": "a tuple of one input is taken",
    "grad_forward::jvp_one_input_tuples": "a tuple of one input is taken",
    "grad_functions::grad_of_partial": "partial functions can be differentiated",
    "indexing::mask_zero_dim": "MindSpore's CPU kernel fails on a mask without axes",
    "conversions::numpy_from_dlpack": "tensors offer DLPack to every library",
    "transformer::encoder_layer_relu_cell": "documented; MindSpore refuses the Cells it asks for",
    "transformer::encoder_layer_gelu_cell": "documented; MindSpore refuses the Cells it asks for",
    "layers::loss_cross_entropy_int64_labels": "class indices of either width are as good",
    "metrics::MSE_bools": "bools count as 0 and 1; MindSpore cannot subtract them",
    "metrics::Perplexity_three_axes": "any number of axes may come before that of the classes",
    "metrics_of_positives::Rate_mean_batch_of_one": "documented; MindSpore has a mistake in it",
    "metrics_of_masks::Occlusion_margins": "documented; MindSpore takes one number for all axes",
    "metrics_of_masks::Occlusion_label_with_an_axis": "a label in an array is as good",
    "activation_layers::error_ELU_alpha": "every alpha is computed, MindSpore has 1.0 only",
}

# Calls of operators that give something else than MindSpore: "aspect of name", "aspect of path",
# "aspect: row" or "aspect: call" -> reason, where the aspect is value, gradient or graph.
_ODD = ", reflect_type='odd'"
_NOT_WRITTEN = "MindSpore's CPU kernel leaves the operand as it was"
_ALL_UPDATES = "MindSpore gives every update a gradient, also those that later ones overwrite"
_REPEATED = "MindSpore's gradient is not the derivative where positions repeat"
_ONE_OUTPUT = "in inference MindSpore's kernel writes the first output only"
_PIXELS = "MindSpore's CPU kernel takes no notice of half_pixel_centers"
_ORDER = "eigenvalues have no order"
_BLANK = "the sample's labels are the blank, which has no defined gradient"
_SIGNS = "singular vectors are defined up to their signs, and so is the sum that is differentiated"
_NOT_USED = "MindSpore's graph mode leaves out a Primitive whose results are not used"
_PENALTY = "MindSpore's CPU kernel has the sign of the L1 penalty wrong: see the docstring"
OPERATOR_GAPS: dict[str, str] = {
    **dict.fromkeys(
        [
            f"graph of ops.{name}"
            for name in "Adam AdamWeightDecay FusedCastAdamWeightDecay FusedAdaFactor "
            "FusedAdaFactorWithGlobalNorm ApplyRMSProp ApplyCenteredRMSProp FusedSparseAdam "
            "FusedSparseLazyAdam FusedSparseFtrl FusedSparseProximalAdagrad".split()
        ],
        _NOT_USED,
    ),
    **dict.fromkeys(
        [
            "gradient: numpy_flip | numpy.fliplr: f32[2, 3]",
            "gradient: numpy_rot90 | f32[2, 3], -1",
            *[f"gradient: numpy.pad(t0, (5, 6), 'symmetric'{o})" for o in ("", _ODD)],
            f"gradient: numpy.pad(t0, (5, 6), 'reflect'{_ODD})",
            "gradient: numpy_polymul (composite) | f32[3], f32[2]",
            "gradient of numpy.convolve",
        ],
        "MindSpore's gradient of reversing an axis is not the derivative",
    ),
    **dict.fromkeys(
        ["value of numpy.fft.ihfft", "value of numpy.fft.ihfft2"],
        "MindSpore's kernel leaves out the conjugation every other time that it runs",
    ),
    **dict.fromkeys(
        [
            "gradient: scipy.fft.dct(t0)",
            "gradient: scipy.fft.dctn(t0)",
            "gradient: scipy.fft.dctn(t0, s=(3, 3))",
            "gradient: scipy.fft.dctn(t0, s=(3,), axes=(0,))",
        ],
        "MindSpore's gradient of the cosine transform is not the derivative",
    ),
    **dict.fromkeys(
        [
            f"gradient: scipy.linalg.lstsq(t0, t1, driver='{driver}')"
            for driver in ("gels", "gelsd", "gelss")
        ],
        "MindSpore differentiates the solution only, not residuals and singular values",
    ),
    "gradient of scipy.optimize.minimize": difference(optimize.minimize),
    "value of numpy.fft.ihfftn": "MindSpore's function calls hfftn by mistake",
    "gradient: numpy.select([t0, t0], [t2, t3], 7)": (
        "MindSpore makes constants of tensors in a list; msjax differentiates them"
    ),
    "graph: t0.set_(t1), t0": "in MindSpore's graph mode the operand keeps its value",
    "value: ops.Coalesce()(t0, t1, t2)": (
        "MindSpore's Primitive returns unwritten memory for the positions that it merged"
    ),
    "gradient of coalesce": "MindSpore's gradient has the shape of the results, not the operand's",
    "value: ops.ApplyAdagrad(update_slots=False)(p0, p1, 0.01, t2), p0, p1": (
        "MindSpore's CPU kernel ignores update_slots"
    ),
    "value: ops.ApplyMomentum(use_nesterov=True)(p0, p1, 0.01, t2, 0.9), p0, p1": (
        "MindSpore's CPU kernel ignores use_nesterov"
    ),
    "value: ops.ApplyMomentum(gradient_scale=2.0)(p0, p1, 0.01, t2, 0.9), p0, p1": (
        "MindSpore's CPU kernel ignores gradient_scale"
    ),
    "value: ops.ApplyFtrl()(p0, p1, p2, t3, 0.01, 0.1, 0.2, -0.5), p0, p1, p2": _PENALTY,
    "graph: ops.ApplyAdagradDA()(p0, p1, p2, t3, 0.01, 0.1, 0.2, 3), p0, p1, p2": _PENALTY,
    "value: ops.ApplyAdagradDA()(p0, p1, p2, t3, 0.01, 0.1, 0.2, 3), p0, p1, p2": _PENALTY,
    **dict.fromkeys(
        [
            f"value of Tensor.{name}_"
            for name in "add sub mul div floor_divide remainder exp".split()
        ],
        _NOT_WRITTEN,
    ),
    "gradient: ops.max_unpool2d(t0, t1, 2, 2)": _ALL_UPDATES,
    "gradient: ops.MaxUnpool2D(ksize=2)(t0, t1)": _ALL_UPDATES,
    "gradient: ops.avg_pool2d(t0, 3, 2, 1, True, False, 5)": (
        "MindSpore's CPU gradient takes no notice of divisor_override"
    ),
    "gradient of rgb_to_hsv": "MindSpore's is not the derivative of its own values",
    "gradient of selu": "MindSpore's is not the derivative of its own values",
    "gradient: ops.ReduceProd()(t0)": "MindSpore's is not the derivative; that of ops.prod is",
    "gradient: ops.SparseSoftmaxCrossEntropyWithLogits(is_grad=True)(t0, t1)": (
        "with is_grad, MindSpore gives a gradient in another shape than the operand's"
    ),
    "gradient of ctc_losses": _BLANK,
    "gradient: ctc_loss (composite) | f32[5, 2, 4], bit[2, 2], lengths[2], bit[2]": _BLANK,
    "value: ops.UniqueConsecutive()(t0)": (
        "MindSpore's Primitive gives unwritten memory for what was not asked for"
    ),
    "gradient of ops.EmbeddingLookup": "MindSpore gives the rows' gradients, not the table's",
    "gradient of cholesky_inverse": "MindSpore's is not the derivative of its own values",
    "gradient of cholesky_solve": "MindSpore gives gradients to elements that are not read",
    "value: ops.ResizeNearestNeighbor(size=(5, 3), half_pixel_centers=True)(t0)": _PIXELS,
    "gradient: ops.ResizeNearestNeighbor(size=(5, 3), half_pixel_centers=True)(t0)": _PIXELS,
    "gradient: ops.crop_and_resize(t0, t1, t2, (3, 2), method='nearest')": (
        "MindSpore gives the boxes the gradient of another method, 'bilinear'"
    ),
    "gradient: ops.crop_and_resize(t0, t1, t2, (1, 2), method='bilinear_v2')": (
        "MindSpore gives the boxes the gradient of another method, 'bilinear'"
    ),
    "gradient of real": "JAX's gradients have the operand's dtype, MindSpore's is complex here",
    "gradient: ops.scatter_max(p0, t1, t2), p0": _ALL_UPDATES,
    "gradient: ops.scatter_min(p0, t1, t2), p0": _ALL_UPDATES,
    "gradient: ops.scatter_update(p0, t1, t2), p0": _ALL_UPDATES,
    "gradient: ops.scatter_nd_update(p0, t1, t2), p0": _ALL_UPDATES,
    "gradient: tensor_scatter_update | f32[2, 3], bit[2, 2], f32[2]": _ALL_UPDATES,
    "gradient: ops.tensor_scatter_mul(t0, t1, t2)": _REPEATED,
    "gradient: ops.tensor_scatter_div(t0, t1, t2)": _REPEATED,
    "value of Tensor.__setitem__": "Python's protocol returns nothing; cases/setitem.py has it",
    "graph of Tensor.__setitem__": "Python's protocol returns nothing; cases/setitem.py has it",
    "value of choose": "MindSpore truncates what is chosen to integers, in the floats' dtype",
    "graph of choose": "MindSpore truncates what is chosen to integers, in the floats' dtype",
    "graph: ops.hann_window(5)": "MindSpore's graph mode computes this float64 in float32",
    "value of eig": _ORDER,
    "graph of eig": _ORDER,
    "value of eig_on_demand": _ORDER,
    "graph of eig_on_demand": _ORDER,
    "value of eigvals": _ORDER,
    "graph of eigvals": _ORDER,
    "value: ops.svd(t0)": _SIGNS,
    "value: t0.svd()": _SIGNS,
    "graph: ops.svd(t0)": _SIGNS,
    "gradient: ops.svd(t0)": _SIGNS,
    "value: ops.BatchNorm()(t0, t1, t2, t3, t4)": _ONE_OUTPUT,
    "graph: ops.BatchNorm()(t0, t1, t2, t3, t4)": _ONE_OUTPUT,
    "gradient: ops.BatchNorm()(t0, t1, t2, t3, t4)": _ONE_OUTPUT,
    "value: t0.scatter(0, t1, t2, reduce='add')": (
        "MindSpore reuses a compiled kernel of another reduction: its outcome depends on the past"
    ),
}


def of_call(key: str, text: str, aspect: str) -> str | None:
    """Return why a call of an operator differs in an aspect, or None.

    Args:
        key: the row of the facts, "operator | sample".
        text: the call.
        aspect: "value", "gradient" or "graph".
    """
    name, path = key.split(" | ")[0], running.path_of(text)
    keys = [f"{aspect} of {name}", f"{aspect} of {path}", f"{aspect}: {key}", f"{aspect}: {text}"]
    return next((OPERATOR_GAPS[k] for k in keys if k in OPERATOR_GAPS), None)


_RANDOM = "random numbers without a seed, or of a stream that is not JAX's"
# Examples of MindSpore's own documentation that end with other values here: name -> reason.
EXAMPLES: dict[str, str] = {
    "ops.csr_softmax": "MindSpore's CPU kernel writes the result into the operand's values, too",
    **dict.fromkeys(
        [
            "Tensor.uniform_",
            "nn.Dropout1d",
            "nn.SampledSoftmaxLoss",
            "ops.Dropout2D",
            "ops.LogUniformCandidateSampler",
            "ops.MultinomialWithReplacement",
            "ops.UniformCandidateSampler",
            "ops.Dropout3D",
            "ops.dropout1d",
            "ops.dropout2d",
            "ops.dropout3d",
            "ops.log_uniform_candidate_sampler",
            "ops.multinomial_with_replacement",
            "ops.shuffle",
            "ops.uniform_",
            "ops.uniform_candidate_sampler",
            "numpy.randint",
            "get_rng_state",
            "set_rng_state",
        ],
        _RANDOM,
    ),
    "numpy.fft.ihfftn": "MindSpore's function calls hfftn by mistake",
    "scipy.linalg.eigh": "eigenvectors are defined up to their signs",
    **dict.fromkeys(["Tensor.floor_divide_", "Tensor.mul_", "Tensor.remainder_"], _NOT_WRITTEN),
    **dict.fromkeys(
        ["Tensor.index_add", "mint.index_add", "ops.ConjugateTranspose"],
        "MindSpore's CPU kernel changes its operand",
    ),
    **dict.fromkeys(["ops.svd", "ops.Svd"], "singular vectors are defined up to their signs"),
    "Tensor.asnumpy": difference(Tensor.asnumpy),
    "nn.Cell.register_parameter_forward_hook": "refused: parameters have no hooks of this kind",
    **dict.fromkeys(
        [
            f"ops.{name}"
            for name in "Adam AdamWeightDecay ApplyCenteredRMSProp ApplyRMSProp FusedAdaFactor "
            "FusedCastAdamWeightDecay FusedSparseAdam FusedSparseFtrl FusedSparseLazyAdam "
            "FusedSparseProximalAdagrad".split()
        ],
        "MindSpore's CPU kernel leaves what it returns unwritten",
    ),
    "ops.BatchNorm": _ONE_OUTPUT,
    "ops.CTCLoss": _BLANK,
    "train.Metric": "it computes with NumPy's scalars, whose dtypes NumPy 2 has changed",
    "ops.nextafter": "it computes with NumPy's scalars, whose dtypes NumPy 2 has changed",
    "get_log_config": "MindSpore reads the environment when it is imported, msjax when asked",
    "set_ps_context": "refused: there are no parameter servers",
    "hal.Event": "MindSpore measures no time on a CPU",
    **dict.fromkeys(
        [
            f"runtime.{name}"
            for name in (
                "communication_stream",
                "current_stream",
                "default_stream",
                "set_cur_stream",
            )
        ],
        "MindSpore's first answer on a CPU is None",
    ),
    "runtime.get_device_limit": "MindSpore's numbers on a CPU are those of memory nobody wrote",
    "register_saved_tensors_hooks": "MindSpore's compiled code prints Tensors otherwise",
    "train.ConvertNetUtils": "refused: MindSpore's CPU backend does not run THOR either",
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

# Arguments that Primitives refuse otherwise than MindSpore when they are made:
# "Primitive.parameter" -> reason.
_NAN = "MindSpore lets NaN pass its check of the bounds"
_TOGETHER = "arguments that depend on each other are checked by the call"
_FALSE = "MindSpore takes what counts as false for the default"
_ORDER_OF_CHECKS = (
    "wrong elements of a pair are a TypeError in MindSpore where a ValueError is here"
)
ARGUMENT_GAPS: dict[str, str] = {
    "AvgPool3D.pad": "a list is a ValueError in MindSpore, and a TypeError for other operators",
    "Conv2D.data_format": "convolutions take NHWC too, as MindSpore's do on Ascend and GPU",
    "Conv2DBackpropInput.pad_list": _FALSE,
    "Conv2DTranspose.pad_list": _FALSE,
    "Conv3DTranspose.output_padding": "its bound by stride and dilation is checked by the call",
    "Dropout2D.keep_prob": _NAN,
    "Dropout3D.keep_prob": _NAN,
    "DynamicRNN.keep_prob": _NAN,
    "IOU.mode": "MindSpore looks the mode up and raises KeyError; ValueError tells the modes here",
    "LogUniformCandidateSampler.num_sampled": _TOGETHER,
    "LogUniformCandidateSampler.range_max": _TOGETHER,
    "Lstsq.fast": "the call checks it",
    "Lstsq.l2_regularizer": "the call checks it",
    "MaxUnpool2D.strides": _FALSE,
    "MaxUnpool3D.strides": _FALSE,
    "Pdist.p": _NAN,
    "Renorm.p": "MindSpore looks at the sign before the class: a negative float is a ValueError",
    "SGD.dampening": _TOGETHER,
    "SGD.nesterov": _TOGETHER,
    "SpaceToBatchND.block_shape": _ORDER_OF_CHECKS,
    "SpaceToBatchND.paddings": _ORDER_OF_CHECKS,
    "SparseApplyAdagrad.lr": _NAN,
    "SparseApplyRMSProp.rho": _NAN,
    "SplitV.size_splits": "the sum, and so the sizes, are checked by the call",
}
