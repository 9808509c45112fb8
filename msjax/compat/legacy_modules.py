"""The module paths that MindSpore programs import and msjax does not have as files: one row each.

Data only. A row is a path and the modules of msjax (`.` is msjax itself) that are searched, in this
order, for a name asked of it. A file of that path, once there is one, takes the row's place. A
row with no module to search stands for a path that can be imported while its names are not
supported yet. To add a path, add it to a group below; to add a single name, add it to
LEGACY_NAMES.
"""

_GROUPS = {
    ".": """
        common common.api common.generator common.recompute common.seed common.sparse_tensor
        common.tensor common.parameter common.mutable common.jit_config common.lazy_inline
        common.dump common.hook_handle common.storage
        common._stub_tensor common._register_for_tensor device_manager
        graph.api graph.jit_config graph.lazy_inline graph.mutable graph.no_inline graph.symbol
    """,
    "_core.dtype": "common.dtype common.np_dtype _c_expression.typing",
    "nn": """
        nn.cell nn.dynamic_lr nn.learning_rate_schedule nn.grad nn.grad.cell_grad nn.sparse
        nn.sparse.sparse nn.utils nn.utils.init
        nn.layer nn.layer.activation nn.layer.basic nn.layer.channel_shuffle nn.layer.combined
        nn.layer.container nn.layer.conv nn.layer.dense nn.layer.embedding nn.layer.image
        nn.layer.math nn.layer.normalization nn.layer.padding nn.layer.pooling
        nn.layer.rnn_cells nn.layer.rnns nn.layer.thor_layer nn.layer.timedistributed
        nn.layer.transformer nn.loss nn.loss.loss nn.optim nn.optim.ada_grad nn.optim.adadelta
        nn.optim.adafactor nn.optim.adam nn.optim.adamax nn.optim.adasum nn.optim.asgd
        nn.optim.ftrl nn.optim.lamb nn.optim.lars nn.optim.lazyadam nn.optim.momentum
        nn.optim.optimizer nn.optim.proximal_ada_grad nn.optim.rmsprop nn.optim.rprop
        nn.optim.sgd nn.optim.thor nn.wrap nn.wrap.cell_wrapper nn.wrap.grad_reducer
        nn.wrap.loss_scale nn.layer.quant nn.transformer nn.transformer.layers
        nn.transformer.loss nn.transformer.transformer
    """,
    "mint mint.nn.functional mint.special ops": "ops.functional_overload",
    "compat.checkparam compat.argument_types": "_checkparam",
    "compat.checkparam": "ops._utils ops._utils.utils",
    "nn.probability.distribution": "nn.probability.distribution.distribution",
    "nn.probability.bijector": "nn.probability.bijector.bijector",
    "ops": """
        ops.auto_generate ops.auto_generate.gen_ops_def ops.auto_generate.gen_ops_prim
        ops.auto_generate.pyboost_inner_prim ops.communication
        ops.composite ops.composite.base ops.composite.math_ops
        ops.function ops.function.array_func ops.function.clip_func ops.function.debug_func
        ops.function.fft_func ops.function.image_func ops.function.linalg_func
        ops.function.math_func ops.function.nn_func ops.function.other_func
        ops.function.parameter_func ops.function.random_func ops.function.sparse_func
        ops.function.sparse_unary_func ops.function.spectral_func ops.functional
        ops.op_info_register ops.vm_impl_registry ops._op_impl ops.operations
        ops.operations._grad_ops ops.operations._inner_ops ops.operations._rl_inner_ops
        ops.operations._quant_ops ops.operations._scalar_ops ops.operations._sequence_ops
        ops.operations.array_ops ops.operations.comm_ops ops.operations.control_ops
        ops.operations.custom_ops ops.operations.debug_ops ops.operations.image_ops
        ops.operations.inner_ops ops.operations.linalg_ops ops.operations.math_ops
        ops.operations.nn_ops ops.operations.other_ops ops.operations.random_ops
        ops.operations.sparse_ops ops.operations.spectral_ops ops.signature ops._primitive_cache
        ops._tracefunc ops._grad ops._grad.grad_base
    """,
    "ops .": "ops.primitive ops.function.grad ops.function.grad.grad_func ops.function.vmap_func",
    "train .": """
        train.model train.serialization train.loss_scale_manager train.dataset_helper
        train.callback train.metrics
        train.metrics.metric train.metrics.accuracy train.metrics.auc train.summary
        train.summary.summary_record train.data_sink train.train_thor
        train.train_thor.convert_utils train.train_thor.dataset_helper
    """,
    "train.callback": """
        train.callback._callback train.callback._checkpoint train.callback._loss_monitor
        train.callback._time_monitor train.callback._lr_scheduler_callback
        train.callback._summary_collector train.callback._landscape
        train.callback._train_fault_tolerance
    """,
    "train.metrics": "nn.metrics nn.metrics.metric",
    "amp train .": "train.amp",
    "amp nn train .": "train._utils",
    "communication": """
        communication.management communication._comm_helper communication.comm_func
    """,
    "context .": """
        parallel._auto_parallel_context parallel._cost_model_context parallel._ps_context
    """,
    "parallel": """
        parallel._utils parallel._tensor parallel._dp_allreduce_fusion
        parallel.algo_parameter_config parallel.auto_parallel parallel.checkpoint_transform
        parallel.parameter_broadcast parallel.shard parallel.nn parallel._transformer
        parallel._transformer.layers parallel._transformer.loss
        parallel._transformer.transformer
    """,
    "dataset": """
        dataset.engine dataset.engine.datasets dataset.engine.datasets_user_defined
        dataset.engine.datasets_vision dataset.engine.datasets_standard_format
        dataset.engine.iterators dataset.engine.samplers dataset.engine.serializer_deserializer
        dataset.callback dataset.callback.ds_callback dataset.core dataset.core.datatypes
        dataset.utils dataset.utils.line_reader
    """,
    "dataset.transforms.checks": "dataset.core.validator_helpers",
    "dataset.debug": "dataset.debug.debug_hook dataset.debug.pre_defined_hook",
    "dataset.vision": "dataset.vision.transforms dataset.vision.utils",
    "dataset.transforms": """
        dataset.transforms.transforms dataset.transforms.validators
        dataset.transforms.py_transforms_util
    """,
    "dataset.text": "dataset.text.transforms dataset.text.utils",
    "dataset.audio dataset.audio.base": "dataset.audio.transforms dataset.audio.utils",
    "ops.communication": "ops.function.comm_func",
    "rewrite": """
        rewrite.api rewrite.api.symbol_tree rewrite.api.node rewrite.api.node_type
        rewrite.api.scoped_value rewrite.api.pattern_engine
    """,
    "mint.nn": """
        mint.nn.layer mint.nn.layer.activation mint.nn.layer.basic mint.nn.layer.conv
        mint.nn.layer.normalization mint.nn.layer.padding mint.nn.layer.pooling
    """,
    "mint.optim": "mint.optim.adam mint.optim.adamw mint.optim.sgd",
    "mint.distributed": "mint.distributed.distributed",
    "numpy": """
        numpy.array_creations numpy.array_ops numpy.logic_ops numpy.math_ops numpy.dtypes
        numpy.utils_const
    """,
    "scipy.optimize": """
        scipy.optimize.line_search scipy.optimize.linear_sum_assignment scipy.optimize.minimize
    """,
    "experimental.optim": """
        experimental.optim.adadelta experimental.optim.adagrad experimental.optim.adam
        experimental.optim.adamax experimental.optim.adamw experimental.optim.asgd
        experimental.optim.nadam experimental.optim.optimizer experimental.optim.radam
        experimental.optim.rmsprop experimental.optim.rprop experimental.optim.sgd
    """,
    "mindrecord": "mindrecord.filereader mindrecord.filewriter mindrecord.mindpage",
    "profiler": """
        profiler.dynamic_profiler profiler.experimental_config profiler.envprofiler
        profiler.mstx profiler.profiler profiler.profiling profiler.schedule
    """,
    "device_context.ascend": """
        device_context.ascend.device device_context.ascend.op_debug
        device_context.ascend.op_precision device_context.ascend.op_tuning
    """,
    "device_context.cpu": "device_context.cpu.device device_context.cpu.op_tuning",
    "device_context.gpu": """
        device_context.gpu.device device_context.gpu.op_precision device_context.gpu.op_tuning
    """,
    "hal": "hal.device hal.event hal.memory hal.stream",
    "runtime": """
        runtime.device_limit runtime.event runtime.executor runtime.stream runtime.stream_limit
    """,
    "utils": "utils.sdc_detect utils.utils",
    "boost": """
        boost.boost boost.base boost.grad_accumulation boost.boost_cell_wrapper boost.grad_freeze
        boost.less_batch_normalization boost.adasum boost.dim_reduce
        boost.group_loss_scale_manager
    """,
    # Nothing to search yet: programs import these, the names come with later versions.
    # (Where a name means something else than in the packages above, a search would be wrong: so in
    # py_transforms of 1.x, in mint.linalg and in the tables of overloads, multitype_ops.)
    "": """
        nn.probability nn.probability.distribution nn.probability.bijector
        mint mint.linalg mint.special mint.optim mint.nn mint.nn.functional mint.distributed
        numpy scipy ops.composite.multitype_ops ops.composite.multitype_ops._compile_utils
        train.node_strategy_pb2 graph onnx onnx.onnx_export tools utils safeguard
        amp train communication parallel log
        dataset dataset.vision dataset.transforms dataset.text dataset.audio
        experimental experimental.optim mindrecord profiler hal runtime rewrite
        common._utils _c_expression _c_expression.amp _c_dataengine _extends
    """,
}

# path: the modules searched for its names
LEGACY_MODULES: dict[str, tuple[str, ...]] = {
    path: tuple(sources.split()) for sources, paths in _GROUPS.items() for path in paths.split()
}

# Paths that are another module: the very same object.
MODULE_ALIASES = {
    "context": "_core.context",
    "dtype": "common.dtype",
    "ops.P": "ops.operations",
    "dataset.core.config": "dataset.config",
    "dataset.context": "context",
    "dataset.ds": "dataset",
    "dataset.samplers": "dataset.engine.samplers",
    "dataset.transforms.vision": "dataset.vision",
    "train.serialization.context": "context",
    "train.serialization.Validator": "_checkparam",
}

# Names under which MindSpore's own modules import others; programs read them from there by
# accident.
NICKNAMES = {
    "C": "ops.composite",
    "F": "ops.functional",
    "P": "ops.operations",
    "Validator": "_checkparam",
    "context": "context",
    "log": "log",
    "logger": "log",
    "mindspore": ".",
    "ms": ".",
    "mstype": "common.dtype",
    "nn": "nn",
    "ops": "ops",
    "validator": "_checkparam",
}


def _extended(module: str, names: str) -> dict[str, str]:
    """Return where names are found that have an ending here which they have not in a module."""
    return {f"{name}_ext": f"{module}:{name}" for name in names.split()}


_GENERATED = {
    "dense": "mint.nn.functional:linear",
    "inplace_addr": "mint:addr_",
    "inplace_hardtanh": "mint.nn.functional:hardtanh_",
    "inplace_sigmoid": "mint.nn.functional:sigmoid_",
    "inplace_threshold": "mint.nn.functional:threshold_",
    "linalg_qr": "mint.linalg:qr",
    "broadcast_to_view": "mint:broadcast_to",
    "narrow_view": "mint:narrow",
    "select_ext_view": "mint:select",
    "transpose_ext_view": "mint:transpose",
    **{
        name: f"mint:{name}"
        for name in """
            batch_norm_elemt batch_norm_gather_stats_with_counts batch_norm_stats clone conv_tbc
            kthvalue npu_gelu triangular_solve vdot
            """.split()
    },
    **_extended(
        "mint.nn.functional", "avg_pool1d flatten fold leaky_relu max_unpool2d mse_loss unfold"
    ),
    **_extended(
        "mint",
        """
        acos acosh argmax argmin argsort asin asinh atan2 atan bincount bmm cummin cumsum diag
        frac histc index_select isneginf log10 log2 logaddexp logsumexp mm outer stack topk trace
        """,
    ),
}

_OF_CHECKPOINTS = {
    name: f"train.serialization:{name}"
    for name in """
        build_searched_strategy load_distributed_checkpoint load_segmented_checkpoints
        merge_sliced_parameter restore_group_info_list
        """.split()
}

_METRICS = {
    name: f"train.metrics:{name}"
    for name in """
        Accuracy BleuScore ConfusionMatrix ConfusionMatrixMetric CosineSimilarity Dice F1 Fbeta
        HausdorffDistance Loss MAE MSE MeanSurfaceDistance Metric OcclusionSensitivity Perplexity
        Precision ROC Recall RootMeanSquareDistance Top1CategoricalAccuracy
        Top5CategoricalAccuracy TopKCategoricalAccuracy auc get_metric_fn get_metrics names
        rearrange_inputs
        """.split()
}


def _inner(names: str) -> dict[str, str]:
    return {name: f"compat.inner_names:{name}" for name in names.split()}


# Single names that a search does not find: path -> {name: "module:name"}. For names that
# MindSpore 2.10 keeps elsewhere, and for names of 1.x that it dropped. A row may name a module
# of msjax that is a file.
# It belongs to pipelines and to trainings; the files of pipelines cannot import trainings.
_WAITING = {"WaitedDSCallback": "train.callback._waited:WaitedDSCallback"}

# It is a callback of trainings, and belongs to the profiler, which cannot import these.
_MONITOR = "DynamicProfilerMonitor"
_DYNAMIC = {_MONITOR: f"train.callback._dynamic_profiler:{_MONITOR}"}

LEGACY_NAMES: dict[str, dict[str, str]] = {
    "": {"ms_class": "_graph:ms_class"},
    "_extends": _inner("cell_attr_register"),
    "common": {"ms_class": "_graph:ms_class"},
    "common._stub_tensor": _inner("StubTensor"),
    "common.api": {
        "ms_class": "_graph:ms_class",
        "_pynative_executor": "runtime.streams:_pynative_executor",
        **_inner("cells_compile_cache"),
    },
    "common.seed": _inner("_get_graph_seed"),
    "ops.operations.comm_ops": {"_VirtualDataset": "ops.communication._primitives:_VirtualDataset"},
    "graph.api": {
        "_pynative_executor": "runtime.streams:_pynative_executor",
        **_inner("cells_compile_cache"),
    },
    "common.np_dtype": {"bfloat16": "_core.dtype:np_bfloat16"},
    "_c_expression": {
        "Tensor": "_core.tensor:Tensor",
        "TensorPy": "_core.tensor:Tensor",
        "Type": "_core.dtype:Type",
        "Cell_": "nn.cell:Cell",
        "ParamInfo": "_core.parameter:ParamInfo",
        "_empty_instance": "mint:empty",
        "_ms_memory_recycle": "runtime:ms_memory_recycle",
        **_inner(
            """
            MSContext disable_multi_thread update_pijit_default_config
            _framework_profiler_step_end _framework_profiler_step_start
            """
        ),
    },
    "common.tensor": {
        "Tensor_": "_core.tensor:Tensor",
        "TensorPy_": "_core.tensor:Tensor",
        **_inner("_TensorMeta"),
    },
    "common.parameter": {
        "ParamInfo": "_core.parameter:ParamInfo",
        "Tensor_": "_core.tensor:Tensor",
    },
    "amp": _inner("MSContext"),
    "dataset": _WAITING,
    "dataset.callback": _WAITING,
    "dataset.engine": _WAITING,
    "nn": _METRICS,
    "nn.cell": {"Cell_": "nn.cell:Cell", **_inner("cells_compile_cache")},
    "nn.layer.activation": _inner("cell_attr_register"),
    "nn.layer.basic": _inner("cell_attr_register"),
    "nn.layer.conv": _inner("cell_attr_register _check_input_3d"),
    "nn.layer.normalization": _inner("cell_attr_register"),
    "nn.wrap.loss_scale": _inner("grad_scale shard_grad_scale"),
    "ops": {
        "Tensor": "_core.tensor:Tensor",
        "floordiv": "ops:floor_div",
        "floormod": "ops:floor_mod",
        "ms_kernel": "ops:kernel",
        "reshape_": "ops:reshape",
    },
    "profiler": _DYNAMIC,
    "profiler.dynamic_profiler": _DYNAMIC,
    "profiler.schedule": {
        "ProfilerAction": "profiler.schedules:ProfilerAction",
        "Schedule": "profiler.schedules:Schedule",
    },
    "profiler.profiler": {"analyse": "profiler.profilers:analyse"},
    "ops.auto_generate.gen_ops_prim": _inner("FlashAttentionScore"),
    "ops.composite.multitype_ops._compile_utils": _inner(
        "_tensor_getitem _tensor_getitem_origin _tensor_setitem"
    ),
    "ops.operations.nn_ops": _inner("FlashAttentionScore"),
    "train.amp": {
        "AMP_BLACK_LIST": "amp.lists:AMP_BLACK_LIST",
        "AMP_WHITE_LIST": "amp.lists:AMP_WHITE_LIST",
    },
    "train.serialization": {
        name: f"train.serialization.inner:{name}"
        for name in ("_exec_save", "_update_param", "tensor_to_ms_type", "tensor_to_np_type")
    },
    "nn.layer": {"CosineSimilarity": "nn.layer.math:CosineSimilarity"},
    "parallel": _OF_CHECKPOINTS,
    "parallel.checkpoint_transform": _OF_CHECKPOINTS,
    "ops.auto_generate": _GENERATED,
    "ops.auto_generate.gen_ops_def": _GENERATED,
    "ops._primitive_cache": {"_get_cache_prim": "_core.primitive:cached"},
    "ops.function.array_func": {
        "chunk_view": "mint:chunk",
        "split_view": "mint:split",
        "unsqueeze_view": "mint:unsqueeze",
        **_extended(
            "mint",
            """
            arange full full_like gather meshgrid ones_like scatter_add sort tril
            unbind unique zeros_like
            """,
        ),
    },
    "ops.function.math_func": {
        "linalg_norm": "mint.linalg:norm",
        **_extended("mint.linalg", "matrix_norm vector_norm"),
        **_extended(
            "mint",
            """
            addbmm addcmul addmm addmv amax amin arccos arccosh arcsin arcsinh
            arctan2 arctan baddbmm bernoulli bitwise_and bitwise_or bitwise_xor diff
            einsum float_power inverse isnan linspace median norm pow std std_mean var
            var_mean
            """,
        ),
    },
    "ops.function.nn_func": {
        "multi_head_attention_forward": (
            "nn.layer.attention_function:multi_head_attention_forward"
        ),
        "relu_": "mint.nn.functional:relu_",
        **_extended(
            "mint.nn.functional",
            """
            adaptive_avg_pool2d avg_pool2d avg_pool3d batch_norm conv2d
            cross_entropy dropout dropout2d glu interpolate kl_div log_softmax
            logsigmoid max_pool2d nll_loss pad softmax
            """,
        ),
    },
    "ops.function.random_func": _extended(
        "mint", "multinomial normal rand rand_like randint randint_like randn randn_like randperm"
    ),
}

# Names that a search would find, but that are something else in this module.
EXCLUDED = {
    "nn.layer": {"CosineSimilarity"},  # a layer here; nn shows the metric
}

# Names of `import msjax` that MindSpore never had there.
OWN_NAMES = {
    *("enable_grad", "install_as_mindspore", "no_grad", "pure", "uninstall_as_mindspore"),
    "update",
}
