"""What the samples of the declarations cannot say, and what MindSpore cannot."""

from __future__ import annotations

_BOXES = "Tensor([[0, 0.5, 1.0, 3.5, 4.0], [1, 0.0, 0.0, 2.0, 5.0]], ms.float32)"
_BAND = "Tensor([-1, 0], ms.int32)"
_FIVE = "Tensor(5, ms.int32)"
_THREE = "Tensor(3, ms.int32)"
_SIZE = "Tensor([4, 5], ms.int32)"
_INTS = "t1.astype(ms.int64)"
_PADS = "Tensor([[1, 1], [2, 2]])"
_SHAPE = "Tensor([3, 4], ms.int32)"

_OF_SPARSE_VALUES = """
    abs acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor inv isfinite isinf isnan log
    log1p neg relu relu6 round sigmoid sin sinh softsign sqrt square tan tanh
"""
_OF_CSR = "add div gather mm mul mv reduce_sum softmax to_coo to_dense"

# path of a face -> {sample: calls}: calls of faces that take other arguments than their operator's
# samples.
EXTRA: dict[str, dict[str, tuple[str, ...]]] = {
    "scipy.optimize.line_search": {
        "f32[3]": (
            "scipy.optimize.line_search(lambda x: (x**2).sum(), t0, -t0)",
            "scipy.optimize.line_search(lambda x: (x**2 + x**4).sum(), t0, -8 * t0)",
        ),
    },
    "scipy.optimize.minimize": {
        "f32[3]": (
            "scipy.optimize.minimize(lambda x: (x**2).sum(), t0, method='BFGS')",
            "scipy.optimize.minimize(lambda x, a: (a * x**2 + x**4).sum(), t0, (2.0,), 'lbfgs')",
        ),
    },
    "numpy.apply_over_axes": {
        "f32[2, 3, 4]": ("numpy.apply_over_axes(numpy.sum, t0, [0, 2])",),
    },
    "numpy.piecewise": {
        "f32[3], bool[3]": (
            "numpy.piecewise(t0, [t1], [lambda x: x + 1, lambda x: x * 2])",
            "numpy.piecewise(t0, [t1], [lambda x: x + 1])",
        ),
    },
    "ops.BartlettWindow": {
        "natural[]": (
            f"ops.BartlettWindow()({_FIVE})",
            f"ops.bartlett_window({_FIVE}, False)",
            f"ops.BlackmanWindow()({_FIVE})",
            f"ops.blackman_window({_FIVE}, False)",
            "ops.HammingWindow()(Tensor([5], ms.int32))",
        )
    },
    "ops.Bincount": {
        "natural[4], f32[4]": ("ops.Bincount()(t0, Tensor(3, ms.int32), t1)",),
    },
    "ops.CTCLoss": {
        "f32[5, 2, 4], natural[3]": (
            "ops.CTCLoss()(t0, Tensor([[0, 0], [0, 1], [1, 0]], ms.int64), t1,"
            " Tensor([5, 5], ms.int32))",
        )
    },
    "ops.Col2Im": {
        "f32[1, 2, 4, 12]": (
            f"ops.Col2Im((2, 2))(t0, {_SIZE})",
            f"ops.col2im(t0, {_SIZE}, (2, 2), (1, 1), (0, 0), (1, 1))",
            f"t0.col2im({_SIZE}, (2, 2), (1, 1), (0, 0), (1, 1))",
        )
    },
    "ops.CumulativeLogsumexp": {
        "f32[2, 3]": (
            "ops.CumulativeLogsumexp()(t0, Tensor(1, ms.int32))",
            "ops.CumulativeLogsumexp(True, True)(t0, Tensor(0, ms.int32))",
        )
    },
    "ops.DynamicGRUV2": {
        "f16[5, 2, 3], f16[3, 12], f16[4, 12], f16[12], f16[2, 4]": (
            "ops.DynamicGRUV2()(t0, t1, t2, t3, t3, None, t4)",
        )
    },
    "ops.DynamicRNN": {
        "f16[5, 2, 3], f16[7, 16], f16[16], f16[1, 2, 4]": (
            "ops.DynamicRNN()(t0, t1, t2, None, t3, t3)",
        )
    },
    "ops.LSTM": {
        "f32[5, 2, 3], f32[1, 2, 4], f32[1, 2, 4], f32[128, 1, 1]": (
            "ops.LSTM(3, 4, 1, True, False, 0.0)(t0, t1, t2, t3)[:3]",
        )
    },
    "ops.LowerBound": {
        "sorted[2, 3], f32[2, 2]": ("ops.LowerBound()(t0, t1)", "ops.UpperBound()(t0, t1)")
    },
    "ops.MatrixDiagPartV3": {
        "f32[2, 3, 4]": (
            f"ops.MatrixDiagPartV3('LEFT_LEFT')(t0, {_BAND}, Tensor(7.0))",
            f"ops.matrix_diag_part(t0, {_BAND}, Tensor(7.0))",
        )
    },
    "ops.MatrixDiagV3": {
        "f32[2, 2, 3]": (
            f"ops.MatrixDiagV3('LEFT_RIGHT')(t0, {_BAND}, {_THREE}, {_THREE}, Tensor(9.0))",
        )
    },
    "ops.MatrixSetDiagV3": {
        "f32[2, 3, 3], f32[2, 2, 3]": (f"ops.MatrixSetDiagV3('LEFT_LEFT')(t0, t1, {_BAND})",)
    },
    "ops.BatchToSpaceNDV2": {
        "f32[4, 1, 1, 2]": (
            "ops.BatchToSpaceNDV2()(t0, Tensor([2, 2], ms.int32), [[0, 0], [0, 1]])",
        )
    },
    "ops.CopyWithSlice": {"f32[2, 3], unit[2, 3]": ("ops.CopyWithSlice()(p0, t1), p0",)},
    "ops.Expand": {
        "f32[1, 3]": (
            "ops.Expand()(t0, Tensor([2, 3], ms.int32))",
            "ops.expand(t0, Tensor([2, -1], ms.int32))",
        )
    },
    "ops.normal_": {"f32[2, 3]": ("ops.normal_(t0), t0",)},
    "ops.tensor_muls": {"f32[2, 3]": ("ops.tensor_muls(t0, 2.0)",)},
    "ops.DropoutGenMask": {
        "natural[2]": ("ops.DropoutGenMask()((2, 4, 5), Tensor(0.5, ms.float32))",)
    },
    "ops.SampleDistortedBoundingBoxV2": {
        "natural[2]": (
            "ops.SampleDistortedBoundingBoxV2()(Tensor([64, 48, 3], ms.int32),"
            " Tensor([[[0.1, 0.2, 0.7, 0.8]]], ms.float32), Tensor([0.3], ms.float32))",
        )
    },
    "ops.FractionalAvgPool": {
        "f32[1, 5, 7, 2]": ("ops.FractionalAvgPool([1.0, 1.5, 1.4, 1.0])(t0)",)
    },
    "ops.FractionalMaxPool": {
        "f32[1, 5, 7, 2]": (
            "ops.FractionalMaxPool([1.0, 1.5, 1.4, 1.0])(t0)",
            "ops.FractionalMaxPool([1.0, 1.5, 1.4, 1.0], True, True)(t0)",
        )
    },
    "ops.LogUniformCandidateSampler": {
        "natural[2, 1]": (
            "ops.LogUniformCandidateSampler()(t0.astype(ms.int64))",
            "ops.LogUniformCandidateSampler(1, 3, False, 9)(t0.astype(ms.int64))",
        )
    },
    "ops.ParameterizedTruncatedNormal": {
        "f32[1], positive[1], unit[1], above_one[1]": (
            "ops.ParameterizedTruncatedNormal()(Tensor([2, 3], ms.int32), t0, t1, t2, t3)",
        )
    },
    "ops.UniformCandidateSampler": {
        "natural[2, 1]": (
            "ops.UniformCandidateSampler(1, 3, True, 5)(t0.astype(ms.int64))",
            "ops.UniformCandidateSampler(1, 3, False, 5)(t0.astype(ms.int64))",
        )
    },
    "ops.Polygamma": {
        "positive[2, 3]": (
            "ops.Polygamma()(Tensor(1, ms.int32), t0)",
            "ops.polygamma(Tensor(2, ms.int32), t0)",
        )
    },
    "ops.fold": {
        "f32[1, 8, 12]": (f"ops.fold(t0, {_SIZE}, (2, 2))", f"t0.fold({_SIZE}, (2, 2))"),
    },
    "Tensor.__rmod__": {"f32[2, 3]": ("t0.__rmod__(2)",)},
    "Tensor.__rpow__": {"positive[3]": ("t0.__rpow__(2)",)},
    "Tensor.dot": {"f32[2, 3], f32[3, 2]": ("t0.dot(t1)",)},
    "Tensor.normal_": {"f32[2, 3]": ("t0.normal_(), t0",)},
    "mint.baddbmm": {
        "f32[2, 2, 2], f32[2, 2, 3], f32[2, 3, 2]": (
            "mint.baddbmm(t0, t1, t2)",
            "mint.baddbmm(t0, t1, t2, beta=2, alpha=3)",
            "ops.baddbmm(t0, t1, t2)",
            "ops.baddbmm_ext(t0, t1, t2)",
        )
    },
    "mint.rand_like": {"f32[2, 3]": ("mint.rand_like(t0)",)},
    "mint.randn_like": {"f32[2, 3]": ("mint.randn_like(t0)",)},
    "ops.AdaptiveMaxPool3D": {
        "f32[2, 4, 4, 4]": ("ops.AdaptiveMaxPool3D()(t0, Tensor([2, 2, 2], ms.int32))",)
    },
    "ops.Addcdiv": {"f32[2, 3], f32[3], positive[2, 3], f32[]": ("ops.Addcdiv()(t0, t1, t2, t3)",)},
    "ops.Addcmul": {"f32[2, 3], f32[3], f32[2, 3], f32[]": ("ops.Addcmul()(t0, t1, t2, t3)",)},
    "ops.AdjustHue": {
        "probability[2, 2, 3]": (
            "ops.AdjustHue()(t0, Tensor(0.2))",
            "ops.AdjustSaturation()(t0, Tensor(0.5))",
        )
    },
    "ops.IndexFill": {
        "f32[2, 3], natural[2]": (
            "ops.IndexFill()(t0, Tensor(1, ms.int32), t1, Tensor(9.0, ms.float32))",
        )
    },
    "ops.UnravelIndex": {
        "natural[3]": ("ops.UnravelIndex()(t0, Tensor([2, 3], ms.int32))",),
    },
    "ops.BatchNorm": {
        "f32[4, 3, 5, 2], f32[3], f32[3], f32[3], positive[3]": (
            "ops.BatchNorm()(t0, t1, t2, t3, t4)[0]",
        )
    },
    "ops.Bucketize": {"f32[2, 3]": ("ops.Bucketize([-1.0, 0.0])(t0)",)},
    "ops.Conv3D": {
        "f32[1, 2, 4, 4, 4], f32[3, 2, 2, 2, 2]": (
            "ops.Conv3D(3, 2)(t0, t1)",
            "ops.Conv3D(3, (2, 2, 2), pad_mode='same', stride=2)(t0, t1)",
        )
    },
    "ops.Dropout": {"f32[4, 5]": ("ops.Dropout(0.7)(t0)",)},
    "ops.Dropout2D": {"f32[2, 3, 4, 5]": ("ops.Dropout2D(0.7)(t0)",)},
    "ops.Dropout3D": {"f32[2, 3, 4, 5, 2]": ("ops.Dropout3D(0.7)(t0)",)},
    "ops.Fills": {"f32[2, 3]": ("ops.Fills()(t0, 7.0)",)},
    "ops.LeftShift": {"i32[3], natural[3]": ("ops.LeftShift()(t0, t1)",)},
    "ops.MirrorPad": {
        "f32[3, 4]": (
            f"ops.MirrorPad()(t0, {_PADS})",
            f"ops.MirrorPad(mode='SYMMETRIC')(t0, {_PADS})",
            f"ops.mirror_pad(t0, {_PADS}, 'REFLECT')",
        )
    },
    "ops.MultiMarginLoss": {
        "f32[4, 5], natural[4]": (
            f"ops.MultiMarginLoss()(t0, {_INTS})",
            f"ops.MultiMarginLoss(2, 0.5, 'none')(t0, {_INTS})",
            f"ops.multi_margin_loss(t0, {_INTS})",
            f"ops.multi_margin_loss(t0, {_INTS}, 2, 2, reduction='none')",
        )
    },
    "ops.ROIAlign": {
        "f32[2, 3, 6, 5]": (
            f"ops.ROIAlign(2, 3, 0.5)(t0, {_BOXES})",
            f"ops.ROIAlign(2, 2, 1.0, 1, 0)(t0, {_BOXES})",
        )
    },
    "ops.RandomCategorical": {"f32[2, 4]": ("ops.RandomCategorical()(t0, 7, 0)",)},
    "ops.RandomGamma": {
        "positive[2]": (
            f"ops.RandomGamma()({_SHAPE}, t0)",
            f"ops.random_gamma({_SHAPE}, t0)",
        )
    },
    "ops.RandomPoisson": {
        "positive[2]": (
            f"ops.RandomPoisson()({_SHAPE}, t0)",
            f"ops.random_poisson({_SHAPE}, t0)",
        )
    },
    "ops.ResizeArea": {"f32[1, 4, 6, 2]": ("ops.ResizeArea()(t0, Tensor([2, 3], ms.int32))",)},
    "ops.RightShift": {"i32[3], natural[3]": ("ops.RightShift()(t0, t1)",)},
    "ops.SearchSorted": {
        "sorted[2, 3], f32[2, 2]": (
            "ops.SearchSorted()(t0, t1)",
            "ops.SearchSorted(ms.int32, True)(t0, t1)",
            "ops.searchsorted(t0, t1)",
            "mint.searchsorted(t0, t1, right=True)",
        )
    },
    "ops.TruncatedNormal": {"natural[2]": (f"ops.TruncatedNormal()({_SHAPE})",)},
    "ops.UniformInt": {
        "natural[]": ("ops.UniformInt()((3, 4), Tensor(0, ms.int32), Tensor(5, ms.int32))",)
    },
    "ops.addmv": {
        "f32[2], f32[2, 3], f32[3]": (
            "ops.addmv(t0, t1, t2)",
            "t0.addmv(t1, t2, beta=2, alpha=3)",
            "mint.addmv(t0, t1, t2)",
        )
    },
    "ops.from_numpy": {"f32[2, 3]": ("ops.from_numpy(t0.asnumpy())",)},
    "ops.hinge_embedding_loss": {
        "f32[4, 5], f32[4, 5]": ("ops.hinge_embedding_loss(t0, ops.sign(t1))",)
    },
    "ops.margin_ranking_loss": {
        "f32[4], f32[4], f32[4]": (
            "ops.margin_ranking_loss(t0, t1, ops.sign(t2))",
            "ops.margin_ranking_loss(t0, t1, ops.sign(t2), 0.3, 'none')",
        )
    },
    "ops.matrix_norm": {
        "f32[2, 3]": (
            "ops.matrix_norm(t0)",
            "ops.matrix_norm(t0, 'nuc')",
            "ops.matrix_norm(t0, 1)",
            "ops.matrix_norm(t0, -1, keepdim=True)",
        )
    },
    "ops.rand_like": {"f32[2, 3]": ("ops.rand_like(t0)", "ops.rand_like(t0, dtype=ms.float16)")},
    "ops.randint_like": {"i32[2, 3]": ("ops.randint_like(t0, 0, 5)",)},
    "ops.randn_like": {"f32[2, 3]": ("ops.randn_like(t0)",)},
    "ops.scatter_update": {
        "f32[4, 3], f32[2, 3]": (
            "ops.scatter_update(p0, Tensor([3, 1], ms.int32), t1), p0",
            "ops.ScatterUpdate()(p0, Tensor([3, 1], ms.int32), t1), p0",
        )
    },
    "ops.scatter_nd_update": {
        "f32[4, 3], f32[2, 3]": (
            "ops.scatter_nd_update(p0, Tensor([[3], [1]], ms.int32), t1), p0",
            "ops.ScatterNdUpdate()(p0, Tensor([[3], [1]], ms.int32), t1), p0",
        )
    },
    "ops.tensor_scatter_update": {
        "f32[2, 3], f32[2]": ("ops.tensor_scatter_update(t0, Tensor([[0, 1], [1, 2]]), t1)",)
    },
    "ops.tensor_scatter_mul": {
        "f32[2, 3], f32[2]": ("ops.tensor_scatter_mul(t0, Tensor([[0, 1], [1, 2]]), t1)",)
    },
    "ops.tensor_scatter_div": {
        "f32[2, 3], positive[2]": ("ops.tensor_scatter_div(t0, Tensor([[0, 1], [1, 2]]), t1)",)
    },
}

# Composites that draw, or whose values are undefined: only dtypes and shapes are compared.
RANDOM = frozenset(
    {"numpy_rand", "numpy_randint", "numpy_randn", "dropout_primitive", "dropout_channels", "empty"}
)

# Primitives whose results MindSpore's kernel leaves unwritten; what they write into is compared.
UNWRITTEN = frozenset(
    {
        "ops.Adam",
        "ops.AdamWeightDecay",
        "ops.ApplyCenteredRMSProp",
        "ops.ApplyRMSProp",
        "ops.FusedAdaFactor",
        "ops.FusedAdaFactorWithGlobalNorm",
        "ops.FusedCastAdamWeightDecay",
        "ops.FusedSparseAdam",
        "ops.FusedSparseFtrl",
        "ops.FusedSparseLazyAdam",
        "ops.FusedSparseProximalAdagrad",
    }
)

# Operators that a compiled function runs eagerly, with a warning: their outcome is a Python value
# or has a shape that depends on values.
EAGER = frozenset(
    {
        "allclose (composite)",
        "bincount",
        "check_numerics",
        "coalesce",
        "ctc_greedy_decoder",
        "edit_distance",
        "is_nonzero (composite)",
        "item (composite)",
        "linear_sum_assignment (composite)",
        "list_difference",
        "masked_select",
        "nonzero",
        "numpy_array_str (composite)",
        "numpy_intersect1d (composite)",
        "numpy_setdiff1d (composite)",
        "numpy_unique (composite)",
        "ragged_range",
        "scale_and_translate",
        "segment_max",
        "segment_mean",
        "segment_min",
        "segment_prod",
        "segment_sum",
        "sequence_mask",
        "sparse_segment_mean",
        "sparse_slice",
        "subtract_and_filter",
        "suppress_overlapping",
        "suppress_per_class",
        "tensor_to_tuple (composite)",
        "unique_consecutive",
        "unique_in_order",
    }
)

# Faces of which no value is known: path -> reason.
UNPROVEN: dict[str, str] = {
    "ops.tensordump": "it writes a file; tests/_ops/test_debugging.py",
    "Tensor.eigvals": "MindSpore's method fails: it does not pass the tensor on",
    "Tensor.fill_diagonal_": "MindSpore has it on Ascend only",
    "Tensor.kthvalue": "MindSpore has it on Ascend only",
    "Tensor.put_": "MindSpore has it on Ascend only",
    "mint.kthvalue": "MindSpore has it on Ascend only",
    "ops.AllGather": "MindSpore needs a group of processes",
    "ops.AllReduce": "MindSpore needs a group of processes",
    "ops.Broadcast": "MindSpore needs a group of processes",
    "ops.CountNonZero": "MindSpore 2.10's Primitive lacks an operand of its kernel and fails",
    "ops.Dilation2D": "MindSpore 2.10 fails: its kernel does not read pad_mode as it is given",
    "ops.GatherV2": "MindSpore 2.10's Primitive lacks an operand of its kernel and fails",
    **dict.fromkeys(
        [
            "Tensor.to_coo",
            "Tensor.to_csr",
            *[
                f"ops.{kind}_{name}"
                for kind in ("coo", "csr")
                for name in _OF_SPARSE_VALUES.split()
            ],
            *[f"ops.coo_{name}" for name in ("add", "concat")],
            *[f"ops.csr_{name}" for name in _OF_CSR.split()],
            *[f"ops.dense_to_sparse_{kind}" for kind in ("coo", "csr")],
            *[f"ops.make_{kind}_tensor" for kind in ("coo", "csr", "row", "sparse")],
            *[
                f"ops.{kind}_tensor_get_{part}"
                for kind in ("coo", "csr", "row")
                for part in ("indices", "values", "dense_shape")
            ],
            "ops.csr_tensor_get_indptr",
        ],
        "it takes or returns sparse tensors: compat_tests/cases/sparse_tensors.py",
    ),
    "ops.NPUAllocFloatStatus": "it is about a register that only Ascend has",
    "ops.NPUClearFloatStatus": "it is about a register that only Ascend has",
    "ops.NPUGetFloatStatus": "it is about a register that only Ascend has",
    "ops.Print": "it returns nothing; compat_tests/programs hold what is printed",
    "ops.ScalarToArray": "MindSpore 2.10 fails: nothing infers its type",
    "ops.print_": "it returns nothing; compat_tests/programs hold what is printed",
    "ops.scalar_to_array": "MindSpore 2.10 fails: nothing infers its type",
}

# (operator, "value", "gradient" or "graph") -> (tolerance, reason)
TOLERANCES: dict[tuple[str, str], tuple[float, str]] = {}
