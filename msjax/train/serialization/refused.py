"""Functions of MindSpore around checkpoints that msjax refuses, each with its reason."""

from __future__ import annotations

_ONE_DEVICE = (
    "its files are of networks that MindSpore has split over devices by a strategy, which msjax "
    "does not know; merge them in MindSpore (`mindspore.transform_checkpoints`) into one file and "
    "load that with `load_checkpoint`"
)
_MINDIR = (
    "a MindIR file holds a graph of MindSpore's compiler, which msjax does not have; build the "
    "network in Python and load its Parameters with `load_checkpoint`"
)


def _refusal(call, reason) -> NotImplementedError:
    return NotImplementedError(f"{call} is not supported: {reason}.")


def export(net, *inputs, file_name, file_format, **kwargs):
    """Refuse to export a network as MindIR, AIR or ONNX.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(
        f"export(file_format={file_format!r})",
        "these files hold graphs of MindSpore's compiler, which msjax does not have; save the "
        "Parameters with `save_checkpoint`, or export the compiled function with `jax.export` "
        "(see `msjax.pure`)",
    )


def load(file_name, **kwargs):
    """Refuse to load a MindIR file.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(f"load({file_name!r})", _MINDIR)


def export_split_mindir(file_name, device_num=8, rank_id=0, dynamic=True, sapp=True):
    """Refuse to split a MindIR file.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(f"export_split_mindir({file_name!r})", _MINDIR)


def get_ckpt_path_with_strategy(cur_ckpt_path, cur_strategy_path):
    """Refuse to look for the checkpoint of another device.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(f"get_ckpt_path_with_strategy({cur_ckpt_path!r})", _ONE_DEVICE)


def merge_sliced_parameter(sliced_parameters, strategy=None):
    """Refuse to merge the slices of a Parameter.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal("merge_sliced_parameter", _ONE_DEVICE)


def load_distributed_checkpoint(
    network,
    checkpoint_filenames=None,
    predict_strategy=None,
    train_strategy_filename=None,
    strict_load=False,
    dec_key=None,
    dec_mode="AES-GCM",
    format="ckpt",
    unified_safetensors_dir=None,
    dst_safetensors_dir=None,
    rank_id=None,
    output_format="safetensors",
    name_map=None,
    max_process_num=64,
    return_param_dict=False,
):
    """Refuse to load the files of a network that was split over devices.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal("load_distributed_checkpoint", _ONE_DEVICE)


def build_searched_strategy(strategy_filename):
    """Refuse to read a strategy.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(f"build_searched_strategy({strategy_filename!r})", _ONE_DEVICE)


def restore_group_info_list(group_info_file_name):
    """Refuse to read the groups of devices.

    Raises:
        NotImplementedError: always.
    """
    raise _refusal(f"restore_group_info_list({group_info_file_name!r})", _ONE_DEVICE)
