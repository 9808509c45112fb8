"""Training: so far what records it, and what saves it."""

from msjax.train.callback import CheckpointConfig
from msjax.train.serialization import (
    async_ckpt_thread_status,
    build_searched_strategy,
    ckpt_to_safetensors,
    export,
    export_split_mindir,
    get_ckpt_path_with_strategy,
    load,
    load_checkpoint,
    load_checkpoint_async,
    load_distributed_checkpoint,
    load_param_into_net,
    merge_sliced_parameter,
    restore_group_info_list,
    safetensors_to_ckpt,
    save_checkpoint,
)
from msjax.train.summary import SummaryRecord

__all__ = [
    "CheckpointConfig",
    "SummaryRecord",
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
    "merge_sliced_parameter",
    "restore_group_info_list",
    "safetensors_to_ckpt",
    "save_checkpoint",
]
