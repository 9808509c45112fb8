"""Names of MindSpore that msjax does not have on purpose, with the reasons.

A name is here because what it does needs something that JAX's machines or programs do not have;
the error about it says so, and the report lists it apart from what is missing.
"""

from __future__ import annotations

_FUSED = (
    "it is a fused kernel of Ascend processors for serving language models; write it with "
    "mindspore.ops.softmax and matmul, or use mindspore.ops.flash_attention_score"
)
_EXPERTS = (
    "it is a fused kernel of Ascend processors for mixtures of experts; write it with "
    "mindspore.ops.gather, argsort and tensor_scatter_add"
)
_COMMUNICATING = (
    "it joins a matrix product with Ascend's communication; call them one after the other"
)
_CACHES = "it belongs to MindSpore's parameter servers and embedding caches, which JAX has not"
_COMPILER = "it marks steps of MindSpore's own compiler; plain Python statements take its place"
_MEMORY = "it handles memory of a device directly; JAX manages memory by itself"
_SPLIT = (
    "its files are of networks that MindSpore has split over devices by a strategy; merge them in "
    "MindSpore into one file and load that with mindspore.load_checkpoint"
)
_MINDIR = (
    "a MindIR file holds a graph of MindSpore's compiler; build the network in Python and load its "
    "Parameters with mindspore.load_checkpoint"
)
_OBFUSCATED = "it obfuscates weights for MindSpore's serving; load them with load_checkpoint"
_MINDIO = "it talks to Ascend's storage service MindIO; files are read without it"

_PASSES = (
    "it reaches into MindSpore's compiler; JAX's own transformations, such as jax.custom_vjp, and "
    "operators of one's own (mindspore.ops.Custom) take its place"
)
_CURVATURE = (
    "MindSpore's second-order optimizer runs on Ascend and GPU only; use the layer without Thor "
    "in its name, and a first-order optimizer such as mindspore.nn.Lamb"
)
_ONNX = (
    "nothing here writes ONNX files; msjax.pure gives a function of JAX, which jax.export or the "
    "package jax2onnx can write"
)
_AUTO_LISTS = (
    'level "auto" is not steered by lists; mindspore.amp.custom_mixed_precision takes some, and '
    "mindspore.amp.auto_mixed_precision a level"
)
_ALGORITHMS = (
    "it changes a training for Ascend's clusters; groups of Parameters with grad_centralization, "
    "Parameter.requires_grad and mindspore.nn's optimizers do what matters of it"
)
_RESTARTS = "it restarts Ascend's clusters after faults; load a checkpoint instead"

_STEPS = """
    J SliceGetItem array_reduce array_to_scalar augassign_add augassign_div
    augassign_floordiv augassign_mod augassign_mul augassign_sub bool_and bool_eq bool_not
    bool_or broadcast_gradient_args dict_getitem dict_setitem distribute embed env_get
    environ_add environ_create environ_get environ_set geswitch hastype hyper_add in_dict
    is_ is_dynamic_sequence_element_unknown is_not is_sequence_shape_unknown
    is_sequence_value_unknown is_tensor_bool_cond isconstant iter_converter list_equal
    list_getitem list_setitem make_dict make_list make_map_parameter make_row_tensor_inner
    make_slice make_tuple merge ms_hasnext ms_next not_in_dict recompute_block reduced_shape
    ref_to_embed row_tensor_add scalar_log scalar_max scalar_min scalar_ne scalar_uadd
    scalar_usub shape_mul string_concat string_eq switch switch_layer tail tuple_div
    tuple_equal tuple_getitem tuple_reversed tuple_setitem typeof zip_operation
""".split()
_OVERLOADS = """
    add augassign_add augassign_div augassign_floordiv augassign_mod augassign_mul
    augassign_sub bitwise_and bitwise_or bitwise_xor div equal floordiv getitem greater
    greater_equal in_ invert left_shift less less_equal logical_and logical_not logical_or
    mod mul negative not_equal not_in_ ones_like pow_ right_shift setitem sub uadd
    zeros_like
""".split()
_QUANTIZING = """
    ActULQClampMaxGrad ActULQClampMinGrad ActsULQ ActsULQInputGrad BatchNormFold
    BatchNormFold2 BatchNormFold2D BatchNormFold2Grad BatchNormFold2GradD
    BatchNormFold2GradReduce BatchNormFoldD BatchNormFoldGrad BatchNormFoldGradD
    CorrectionMul CorrectionMulGrad CorrectionMulGradReduce FakeLearnedScaleQuantPerChannel
    FakeLearnedScaleQuantPerChannelGrad FakeLearnedScaleQuantPerChannelGradD
    FakeLearnedScaleQuantPerChannelGradDReduce FakeLearnedScaleQuantPerLayer
    FakeLearnedScaleQuantPerLayerGrad FakeLearnedScaleQuantPerLayerGradD
    FakeLearnedScaleQuantPerLayerGradDReduce FakeQuantParam FakeQuantPerChannel
    FakeQuantPerChannelGrad FakeQuantPerLayer FakeQuantPerLayerGrad FakeQuantWithMinMaxVars
    FakeQuantWithMinMaxVarsGradient FakeQuantWithMinMaxVarsPerChannel
    FakeQuantWithMinMaxVarsPerChannelGradient IFMR MinMaxUpdatePerChannel
    MinMaxUpdatePerLayer WtsARQ
""".split()

# path under `mindspore` -> reason
REFUSED: dict[str, str] = {
    **dict.fromkeys(
        [
            "mindspore.ops.ApplyRotaryPosEmb",
            "mindspore.ops.PagedAttention",
            "mindspore.ops.PagedAttentionMask",
            "mindspore.ops.ReshapeAndCache",
            "mindspore.ops.fused_infer_attention_score",
            "mindspore.ops.incre_flash_attention",
            "mindspore.ops.lightning_indexer",
            "mindspore.ops.nsa_compress",
            "mindspore.ops.nsa_compress_attention",
            "mindspore.ops.nsa_select_attention",
            "mindspore.ops.prompt_flash_attention",
            "mindspore.ops.ring_attention_update",
            "mindspore.ops.sparse_flash_attention",
            "mindspore.ops.speed_fusion_attention",
        ],
        _FUSED,
    ),
    **dict.fromkeys(
        [
            "mindspore.ops.GroupTopk",
            "mindspore.ops.moe_distribute_combine",
            "mindspore.ops.moe_distribute_dispatch",
            "mindspore.ops.moe_init_routing_v2",
            "mindspore.ops.moe_token_permute",
            "mindspore.ops.moe_token_unpermute",
        ],
        _EXPERTS,
    ),
    **dict.fromkeys(
        ["mindspore.ops.all_gather_matmul", "mindspore.ops.matmul_reduce_scatter"], _COMMUNICATING
    ),
    **dict.fromkeys(
        ["mindspore.ops.MapCacheIdx", "mindspore.ops.Pull", "mindspore.ops.Push"], _CACHES
    ),
    **dict.fromkeys(
        [
            "mindspore.ops.GeSwitch",
            "mindspore.ops.Merge",
            "mindspore.ops.PyExecute",
            "mindspore.ops.UpdateState",
            "mindspore.ops.get_vm_impl_fn",
            "mindspore.ops.vm_impl_registry",
        ],
        _COMPILER,
    ),
    **dict.fromkeys(
        [
            "mindspore.Tensor.delete_",
            "mindspore.Tensor.offload",
            "mindspore.Tensor.offload_file_path",
            "mindspore.Tensor.pin_memory",
            "mindspore.Tensor.set_device_address",
            "mindspore.Tensor.storage",
            "mindspore.Tensor.to_",
            "mindspore.Tensor.untyped_storage",
            "mindspore.ops.MoveTo",
            "mindspore.ops.move_to",
            "mindspore.MemPool",
            "mindspore.PluggableAllocator",
            "mindspore.memory_replay",
            "mindspore.use_mem_pool",
        ],
        _MEMORY,
    ),
    **dict.fromkeys(
        [
            f"mindspore.{module}{name}"
            for module in ("", "parallel.")
            for name in (
                "merge_pipeline_strategys",
                "rank_list_for_transform",
                "transform_checkpoint_by_rank",
                "transform_checkpoints",
                "unified_safetensors",
            )
        ],
        _SPLIT,
    ),
    **dict.fromkeys(
        [
            f"mindspore.parallel.{name}"
            for name in (
                "convert_checkpoint_by_rank",
                "convert_checkpoints",
                "rank_list_for_convert",
            )
        ],
        _SPLIT,
    ),
    **dict.fromkeys(["mindspore.load_mindir", "mindspore.save_mindir"], _MINDIR),
    **dict.fromkeys(
        ["mindspore.load_obf_params_into_net", "mindspore.obfuscate_ckpt"], _OBFUSCATED
    ),
    **dict.fromkeys(["mindspore.mindio_preload", "mindspore.set_mindio_server_info"], _MINDIO),
    **dict.fromkeys(
        [
            f"mindspore.graph.{name}"
            for name in (
                *(
                    "CustomPassType",
                    "clear_op_infer",
                    "clear_op_wrapper",
                    "register_custom_backend",
                ),
                *("register_custom_pass", "register_op_infer", "register_op_wrapper"),
            )
        ],
        _PASSES,
    ),
    **dict.fromkeys(
        [
            *("mindspore.nn.Conv2dThor", "mindspore.nn.DenseThor", "mindspore.nn.EmbeddingThor"),
            "mindspore.nn.EmbeddingLookupThor",
        ],
        _CURVATURE,
    ),
    **dict.fromkeys(
        [
            f"mindspore.{name}"
            for name in ("ExitByRequest", "RSCPluginHandle", "TFTCommValue", "nn.OptTFTWrapper")
        ],
        _RESTARTS,
    ),
    **dict.fromkeys(
        [
            f"mindspore.{name}"
            for name in ("comm_exec_order_check", "runtime_execution_order_check")
        ],
        "it compares the order of Ascend's communication; JAX's programs fix theirs",
    ),
    **dict.fromkeys(
        [
            f"mindspore.train.amp.{name}"
            for name in (
                *("AMP_AUTO_BLACK_LIST", "AMP_AUTO_WHITE_LIST", "AMP_PRIM_ARG_TABLE"),
                *("AmpDecorator", "AmpLevel", "create_amp_strategy"),
                *("pop_amp_strategy", "push_amp_strategy"),
            )
        ],
        _AUTO_LISTS,
    ),
    "mindspore.ops.operations._inner_ops.Generator": (
        "it is how MindSpore's compiler draws; mindspore.Generator is there for programs"
    ),
    "mindspore.ops.operations._inner_ops.PsROIPooling": (
        "no CPU of MindSpore runs it; mindspore.ops.ROIAlign pools regions"
    ),
    **dict.fromkeys(
        [
            f"mindspore.boost.{name}"
            for name in (
                *("AdaSum", "AutoBoost", "DimReduce", "FreezeOpt", "GradientFreeze"),
                *("GroupLossScaleManager", "LessBN", "OptimizerProcess"),
                *("freeze_cell", "less_batch_normalization.CommonHeadLastFN"),
            )
        ],
        _ALGORITHMS,
    ),
    "mindspore.nn.GetNextSingleOp": (
        "it reads Ascend's queue of data; iterate over the dataset, or use mindspore.train.Model"
    ),
    "mindspore.DeviceCtx": (
        "it chooses a device for a block; mindspore.set_device does for what follows"
    ),
    "mindspore.UntypedStorage": _MEMORY,
    "mindspore.flops_collection": (
        "it counts operations of MindSpore's graphs; mindspore.FlopsUtilizationCollector counts "
        "those of a training"
    ),
    "mindspore.EnvProfiler": (
        "it is configured by Ascend's environment; use mindspore.profiler.profile"
    ),
    "mindspore.experimental.MapParameter": (
        "a hash table has no fixed shape, which XLA needs; use mindspore.nn.Embedding"
    ),
    **dict.fromkeys([f"mindspore.ops.{name}" for name in _STEPS], _COMPILER),
    **dict.fromkeys(
        [f"mindspore.ops.composite.multitype_ops.{name}" for name in _OVERLOADS],
        "it is a table that MindSpore's compiler looks overloads up in; call mindspore.ops",
    ),
    **dict.fromkeys(
        [f"mindspore.ops.operations._quant_ops.{name}" for name in _QUANTIZING],
        "it trains quantized networks on GPU and Ascend, which MindSpore left to its package "
        "golden_stick; round values with mindspore.ops.round and a bprop of your own",
    ),
    **dict.fromkeys(
        [
            f"mindspore.ops.functional_overload.{name}"
            for name in ("gmm", "gmm_backward", "gmm_backward_fusion", "quant_matmul")
        ],
        "it is a kernel of Ascend processors; write it with other operators of mindspore.ops",
    ),
    "mindspore.ops.BasicLSTMCell": "it runs on Ascend only; use mindspore.nn.LSTMCell",
    "mindspore.ops.GetNext": (
        "it reads Ascend's queue of data; iterate over the dataset, or use mindspore.train.Model"
    ),
    "mindspore.onnx.export": _ONNX,
    **dict.fromkeys(
        [
            f"mindspore.ops.auto_generate.{name}"
            for name in ("GenerateEodMaskV2", "apply_rotary_pos_emb_", "weight_quant_batch_matmul")
        ],
        "it is a kernel of Ascend processors; write it with other operators of mindspore.ops",
    ),
    **dict.fromkeys(
        [
            f"mindspore._c_expression.amp.{name}"
            for name in (
                *("AmpLevel", "create_amp_strategy", "pop_amp_strategy", "push_amp_strategy"),
            )
        ],
        _AUTO_LISTS,
    ),
    "mindspore._c_expression.init_exec_dataset": (
        "it fills Ascend's queue of data; iterate over the dataset, or use mindspore.train.Model"
    ),
    "mindspore._c_expression.run_backward": (
        "it is what MindSpore's Tensor.backward calls; call mindspore.Tensor.backward"
    ),
    "mindspore.ops.rotated_iou": (
        "it runs on Ascend only, and its documentation does not say in what its angles are"
    ),
    "mindspore.Tensor.index": "it runs on Ascend only; write `x[indices]`",
    **dict.fromkeys(
        [
            "mindspore.Tensor.assign_value_cpp",
            "mindspore.Tensor.delta_seed",
            "mindspore.Tensor.getitem_index_info",
            "mindspore.Tensor.hooks",
            "mindspore.Tensor.index_of_parent_",
            "mindspore.Tensor.init_flag",
            "mindspore.Tensor.parent_tensor_",
            "mindspore.Tensor.remove_hook",
            "mindspore.Tensor.set_cast_dtype",
            "mindspore.Tensor.set_init_flag",
            "mindspore.Tensor.set_param_info",
            "mindspore.Tensor.setitem_index_info",
            "mindspore.Tensor.wait_pipeline",
            "mindspore.ops.DtypeToEnum",
            "mindspore.ops.DynamicShape",
        ],
        "it is an inner part of MindSpore's runtime, and no use to a program",
    ),
}

OF_MINDSPORE_1: dict[str, str] = {
    "mindspore.dataset.GraphData": (
        "it reads files of a graph server that MindSpore 2 dropped; read nodes and edges with "
        "mindspore.mindrecord.FileReader, and sample neighbours with NumPy"
    ),
}
