"""MindSpore's Python API on JAX: a MindSpore program runs unmodified.

Three ways: `python -m msjax script.py`; `msjax.install_as_mindspore()` before the program's imports
(`%load_ext msjax` in a notebook); or `import msjax as mindspore`.

Names are imported when first asked for, so `import msjax` is cheap, starts no JAX backend and makes
no array. `__version__` is MindSpore's, as programs compare it; `__msjax_version__` is our own.
"""

import sys as _sys
from importlib import import_module as _import_module

from msjax._core import missing as _missing
from msjax.compat import install_as_mindspore, uninstall_as_mindspore
from msjax.compat import legacy as _legacy

__version__ = _missing.MINDSPORE_VERSION

# Where the public names live.
_NAMES = {
    "_core.tensor": "Tensor tensor",
    "_core.parameter": "Parameter ParameterTuple",
    "_core.dtype": """
        Type TensorType QuantDtype Int bool bool_ int int8 int16 int32 int64 uint uint8 uint16
        uint32 uint64 hifloat8
        byte ubyte short ushort intc uintc intp uintp long single half double float float16
        float32 float64 bfloat16 complex64 complex128 cfloat cdouble float8_e4m3fn float8_e5m2
        qint4x2 string number int_ float_ list_ tuple_ tensor_type type_none
        dtype_to_nptype dtype_to_pytype get_py_obj_dtype pytype_to_dtype
    """,
    "_core.gradients": "grad value_and_grad get_grad vjp",
    "_core.primitive": "constexpr",
    "_core.transforms": "jvp jacfwd jacrev recompute",
    "_core.vmap": "vmap",
    "_core.sparse": "COOTensor CSRTensor RowTensor SparseTensor",
    "_core.pure": "pure update",
    "_core.grad_function": "_Function",
    "_core.tensor_contents": "frombuffer swap_tensors",
    "_core.saved_tensors": "saved_tensors_hooks register_saved_tensors_hooks",
    "utils": "MsDispatchMode from_dlpack to_dlpack",
    "tools": "get_sdc_detect_result sdc_detect_start sdc_detect_stop set_dump stress_detect",
    "_core.grad_mode": "no_grad enable_grad _no_grad",
    "_core.context": """
        GRAPH_MODE PYNATIVE_MODE STRICT COMPATIBLE LAX ParallelMode
        set_context get_context set_auto_parallel_context get_auto_parallel_context
        reset_auto_parallel_context set_ps_context get_ps_context reset_ps_context
        set_device get_current_device set_deterministic set_recursion_limit
    """,
    "_core.random": """
        Generator default_generator manual_seed seed initial_seed get_rng_state set_rng_state
        set_seed get_seed
    """,
    "amp": """
        DynamicLossScaleManager FixedLossScaleManager LossScaleManager build_train_network
    """,
    "log": "get_level get_log_config",
    "mindrecord": """
        FileReader FileWriter MindPage Cifar10ToMR Cifar100ToMR CsvToMR ImageNetToMR MnistToMR
        TFRecordToMR SUCCESS FAILED set_enc_key set_enc_mode set_dec_mode
    """,
    "ops": "from_numpy is_tensor",
    "train.serialization": "load_segmented_checkpoints",
    "train": """
        Model DatasetHelper connect_network_with_dataset data_sink
        Callback RunContext LossMonitor TimeMonitor ModelCheckpoint CheckpointConfig History
        LambdaCallback LearningRateScheduler EarlyStopping ReduceLROnPlateau BackupAndRestore
        OnRequestExit FlopsUtilizationCollector SummaryCollector SummaryLandscape
        TrainFaultTolerance SummaryRecord ConvertModelUtils ConvertNetUtils
        Metric Accuracy Precision Recall F1 Fbeta Loss MAE MSE Perplexity ROC auc BleuScore
        ConfusionMatrix ConfusionMatrixMetric CosineSimilarity Dice HausdorffDistance
        MeanSurfaceDistance RootMeanSquareDistance OcclusionSensitivity TopKCategoricalAccuracy
        Top1CategoricalAccuracy Top5CategoricalAccuracy get_metric_fn names rearrange_inputs
        save_checkpoint load_checkpoint load_checkpoint_async load_param_into_net
        async_ckpt_thread_status ckpt_to_safetensors safetensors_to_ckpt
        export load export_split_mindir get_ckpt_path_with_strategy merge_sliced_parameter
        load_distributed_checkpoint build_searched_strategy restore_group_info_list
    """,
    "_core.symbol": "Symbol",
    "_graph.dynamic_shapes": "enable_dynamic",
    "cli.installation": "run_check",
    "profiler": "Profiler",
    "parallel": """
        Layout shard sync_pipeline_shared_parameters parameter_broadcast
        set_algo_parameters get_algo_parameters reset_algo_parameters
    """,
    "parallel.function": "reshard",
    "runtime": """
        Stream StreamCtx Event current_stream default_stream communication_stream set_cur_stream
        synchronize memory_stats memory_summary memory_allocated memory_reserved
        max_memory_allocated max_memory_reserved reset_peak_memory_stats
        reset_max_memory_allocated reset_max_memory_reserved empty_cache
        launch_blocking dispatch_threads_num set_cpu_affinity set_memory ms_memory_recycle
        set_kernel_launch_capture set_kernel_launch_group get_device_limit set_device_limit
        StreamLimitCtx get_stream_limit set_stream_limit reset_stream_limit
    """,
    "_graph": "jit jit_class ms_function JitConfig lazy_inline no_inline mutable",
}
_SOURCE = {name: module for module, names in _NAMES.items() for name in names.split()}
_PACKAGES = ("autograd", "common", "dataset", "nn", "ops")

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    *_SOURCE,
    "install_as_mindspore",
    "uninstall_as_mindspore",
]


def __getattr__(name):
    if name == "__msjax_version__":
        from msjax.cli.doctor import own_version

        return own_version()
    if name in _SOURCE:
        return _resolve(name)
    if not name.startswith("_"):
        module = _legacy.submodule(_sys.modules[__name__], name)
        if module is not _legacy.ABSENT:
            return module
    raise _missing.missing_attribute(__name__, name, __dir__)


def __dir__():
    return sorted({*globals(), *_SOURCE, *_PACKAGES, "context"})


def _resolve(name):
    path = f"{__name__}.{_SOURCE[name]}"
    try:
        module = _import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        module = None
    if name in ("Tensor", "Parameter"):
        _import_module(f"{__name__}._ops")  # puts their members on the classes
    if not hasattr(module, name):
        raise _missing.missing_attribute(__name__, name, __dir__)
    globals()[name] = getattr(module, name)
    return globals()[name]


def load_ipython_extension(ipython):
    """Make `import mindspore` give msjax in a notebook: `%load_ext msjax`."""
    install_as_mindspore()


def unload_ipython_extension(ipython):
    """Undo `%load_ext msjax`."""
    uninstall_as_mindspore()


_legacy.install()
_legacy.add_names(_sys.modules[__name__])
_legacy.bind_children(_sys.modules[__name__])
