"""Checkpoints in files of safetensors, and from one format to the other."""

import io
import json
import os

import mindspore as ms
from mindspore import Parameter, Tensor, nn

from compat_tests.checkpoint_nets import dense, saved, scratch


def stored(net=None, path="net.safetensors", **kwargs):
    return saved(net, path, format="safetensors", **kwargs)


def reloaded(path="net.safetensors", *args, **kwargs):
    return ms.load_checkpoint(path, *args, format="safetensors", **kwargs)


@scratch
def case_save_and_load():
    return reloaded(stored(append_dict={"epoch": 1}))


@scratch
def case_bytes_of_a_file():
    with open(stored(crc_check=True, remove_redundancy=False), "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    return sorted(header.pop("__metadata__").items()), header, data[8 + size :].hex()


@scratch
def case_names_of_files():
    for name in ("a.safetensors", "b", "c.ckpt"):
        stored(path=name)
    return sorted(os.listdir("."))


@scratch
def case_from_bytes():
    with open(stored(), "rb") as file:
        return reloaded(io.BytesIO(file.read()))


@scratch
def case_dtypes():
    names = "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64"
    table = {n: Parameter(Tensor([[1, 0, 1]], getattr(ms, n)), name=n) for n in names.split()}
    return reloaded(stored(table))


@scratch
def case_of_a_str():
    return stored(append_dict={"note": "text"})


@scratch
def case_checksum():
    return list(reloaded(stored(crc_check=True), crc_check=True))


@scratch
def case_checksum_is_wrong():
    with open(stored(crc_check=True), "rb") as file:
        data = bytearray(file.read())
    data[-2] ^= 1
    return reloaded(io.BytesIO(data), crc_check=True)


@scratch
def case_junk():
    return reloaded(io.BytesIO(b"this is no file of safetensors"))


@scratch
def case_missing_file():
    return reloaded("no.safetensors")


@scratch
def case_choice_func():
    return list(reloaded(stored(), choice_func=lambda name: name == "bias"))


@scratch
def case_filter_prefix():
    return list(reloaded(stored(), filter_prefix="b"))


@scratch
def case_with_a_key():
    return stored(enc_key=b"0123456789ABCDEF")


@scratch
def case_with_a_mode():
    return stored(enc_mode="AES-CBC")


@scratch
def case_with_a_step():
    return stored(global_step_num=1)


@scratch
def case_into_a_net():
    net = nn.Dense(2, 3)
    reloaded(stored(), net)
    return net.weight


@scratch
def case_that_say_redundancy_is_removed():
    return reloaded(stored(remove_redundancy=True), dense())


@scratch
def case_ckpt_to_safetensors():
    return ms.ckpt_to_safetensors(saved()), reloaded()


@scratch
def case_ckpt_to_safetensors_with_new_names():
    ms.ckpt_to_safetensors(saved(), "out", {"weight": "kernel"})
    return reloaded("out/net.safetensors")


@scratch
def case_ckpt_to_safetensors_of_ranks():
    for rank in (0, 1):
        os.makedirs(f"in/rank_{rank}")
        saved(path=f"in/rank_{rank}/net{rank}.ckpt")
    ms.ckpt_to_safetensors("in", "out", None, "net0")
    return sorted(os.listdir("out")), os.listdir("out/rank_0"), os.listdir("out/rank_1")


@scratch
def case_ckpt_to_safetensors_of_a_folder_without_ranks():
    return ms.ckpt_to_safetensors(".")


@scratch
def case_ckpt_to_safetensors_missing_file():
    return ms.ckpt_to_safetensors("no.ckpt")


@scratch
def case_ckpt_to_safetensors_other_suffix():
    return ms.ckpt_to_safetensors(stored())


@scratch
def case_ckpt_to_safetensors_into_a_file():
    return ms.ckpt_to_safetensors(saved(), "out.safetensors")


@scratch
def case_ckpt_to_safetensors_names_of_another_class():
    return ms.ckpt_to_safetensors(saved(), "out", [1])


@scratch
def case_ckpt_to_safetensors_no_match():
    return ms.ckpt_to_safetensors(saved(), "out", None, "other")


@scratch
def case_safetensors_to_ckpt():
    ms.safetensors_to_ckpt(stored(), "out")
    return ms.load_checkpoint("out/net.ckpt")


@scratch
def case_safetensors_to_ckpt_other_suffix():
    return ms.safetensors_to_ckpt(saved())


INTENDED = {
    "filter_prefix": (
        lambda: ["weight"],
        "MindSpore takes no notice of the prefixes in files of safetensors",
    ),
}
