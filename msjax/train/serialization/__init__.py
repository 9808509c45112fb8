"""Checkpoints: Parameters in files, MindSpore's .ckpt and safetensors."""

from msjax.train.serialization.conversion import ckpt_to_safetensors, safetensors_to_ckpt
from msjax.train.serialization.into_net import load_param_into_net
from msjax.train.serialization.loading import (
    ParamDictFuture,
    load_checkpoint,
    load_checkpoint_async,
    load_segmented_checkpoints,
)
from msjax.train.serialization.refused import (
    build_searched_strategy,
    export,
    export_split_mindir,
    get_ckpt_path_with_strategy,
    load,
    load_distributed_checkpoint,
    merge_sliced_parameter,
    restore_group_info_list,
)
from msjax.train.serialization.saving import async_ckpt_thread_status, save_checkpoint

__all__ = [
    "ParamDictFuture",
    "async_ckpt_thread_status",
    "build_searched_strategy",
    "ckpt_to_safetensors",
    "export",
    "export_split_mindir",
    "get_ckpt_path_with_strategy",
    "load",
    "load_checkpoint",
    "load_checkpoint_async",
    "load_distributed_checkpoint",
    "load_param_into_net",
    "load_segmented_checkpoints",
    "merge_sliced_parameter",
    "restore_group_info_list",
    "safetensors_to_ckpt",
    "save_checkpoint",
]
