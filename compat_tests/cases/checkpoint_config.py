"""CheckpointConfig: when a training saves, and what."""

from mindspore import Parameter, Tensor, nn
from mindspore.train import CheckpointConfig

MODES = ("pynative",)

_COUNTS = {
    "default": {},
    "no_steps": {"save_checkpoint_steps": 0},
    "seconds": {"save_checkpoint_steps": 0, "save_checkpoint_seconds": 5},
    "steps_are_none": {"save_checkpoint_steps": None},
    "steps_and_seconds": {"save_checkpoint_steps": 2, "save_checkpoint_seconds": 30},
    "no_maximum": {"keep_checkpoint_max": 0},
    "maximum_is_none": {"keep_checkpoint_max": None},
    "maximum_and_minutes": {"keep_checkpoint_per_n_minutes": 3},
    "minutes": {"keep_checkpoint_max": None, "keep_checkpoint_per_n_minutes": 3},
    "minutes_without_maximum": {"keep_checkpoint_max": 0, "keep_checkpoint_per_n_minutes": 3},
    "none_of_all": dict.fromkeys(
        [
            "save_checkpoint_steps",
            "save_checkpoint_seconds",
            "keep_checkpoint_max",
            "keep_checkpoint_per_n_minutes",
        ]
    ),
    "zeros": {"save_checkpoint_steps": 0, "keep_checkpoint_max": 0},
}

_WRONG = {
    "steps_negative": {"save_checkpoint_steps": -1},
    "steps_float": {"save_checkpoint_steps": 2.0},
    "seconds_str": {"save_checkpoint_seconds": "5"},
    "maximum_bool": {"keep_checkpoint_max": True},
    "integrated_save": {"integrated_save": 1},
    "async_save": {"async_save": 1},
    "async_save_by_something_else": {"async_save": "fork"},
    "saved_network": {"saved_network": "net"},
    "append_info": {"append_info": "epoch_num"},
    "append_info_name": {"append_info": ["loss"]},
    "append_info_element": {"append_info": [1]},
    "append_info_value": {"append_info": [{"lr": [1]}]},
    "append_info_key": {"append_info": [{1: 1}]},
    "append_info_two_dicts": {"append_info": [{"a": 1}, {"b": 2}]},
    "enc_key": {"enc_key": "0123456789ABCDEF"},
    "enc_mode": {"enc_mode": None},
    "exception_save": {"exception_save": 1},
    "crc_check": {"crc_check": 1},
    "remove_redundancy": {"remove_redundancy": None},
    "format": {"format": None},
    "safetensors_with_a_checksum": {"format": "safetensors", "crc_check": True},
    "safetensors_with_a_mode": {"format": "safetensors", "enc_mode": "AES-CBC"},
    "safetensors_with_increments": {"format": "safetensors", "incremental": True},
}


def _policy(kwargs):
    return lambda: CheckpointConfig(**kwargs).get_checkpoint_policy()


CASES = {f"policy_{name}": _policy(kwargs) for name, kwargs in _COUNTS.items()}
CASES |= {f"wrong_{name}": _policy(kwargs) for name, kwargs in _WRONG.items()}


def case_attributes():
    config = CheckpointConfig(async_save="process", crc_check=True, exception_save=True)
    names = "integrated_save async_save saved_network append_dict enc_key enc_mode crc_check format"
    more = "map_param_inc exception_save remove_redundancy enable_redundance"
    return [getattr(config, name) for name in f"{names} {more}".split()]


def case_attributes_are_read_only():
    CheckpointConfig().crc_check = True


def case_saved_network():
    net = nn.Dense(1, 1)
    return CheckpointConfig(saved_network=net).get_checkpoint_policy()["saved_network"] is net


def case_append_info():
    values = {"lr": 0.1, "note": "text", "p": Parameter(Tensor([1.0]), name="p")}
    return CheckpointConfig(append_info=["step_num", values, "epoch_num"]).append_dict


def case_append_info_is_empty():
    return CheckpointConfig(append_info=[]).append_dict


def case_format_safetensors():
    return CheckpointConfig(format="safetensors").format
