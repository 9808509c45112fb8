"""load_checkpoint and load_checkpoint_async."""

import io
import os

import mindspore as ms
from mindspore import nn

from compat_tests.checkpoint_nets import dense, saved, scratch


@scratch
def case_load_returns_parameters():
    p = ms.load_checkpoint(saved())["weight"]
    return type(p).__name__, p.name, p.requires_grad, p


@scratch
def case_load_without_suffix():
    saved()
    return ms.load_checkpoint("net")


@scratch
def case_load_missing_file():
    return ms.load_checkpoint("no.ckpt")


@scratch
def case_load_another_suffix():
    return ms.load_checkpoint("net.pth")


@scratch
def case_load_with_a_name_of_another_class():
    return ms.load_checkpoint(3)


@scratch
def case_load_bytes():
    return ms.load_checkpoint(io.BytesIO(b""))


@scratch
def case_load_in_another_format():
    return ms.load_checkpoint(saved(), format="onnx")


@scratch
def case_load_in_the_wrong_format():
    return ms.load_checkpoint(saved(), format="safetensors")


def spoilt(change, **kwargs):
    """Load a file whose bytes were changed."""
    with open(saved(**kwargs), "rb") as file:
        data = bytearray(file.read())
    with open("spoilt.ckpt", "wb") as file:
        file.write(change(data))
    return "spoilt.ckpt"


@scratch
def case_load_junk():
    return ms.load_checkpoint(spoilt(lambda data: b"this is no checkpoint at all"))


@scratch
def case_load_zeros():
    return ms.load_checkpoint(spoilt(lambda data: bytes(100)))


@scratch
def case_load_empty_file():
    return ms.load_checkpoint(spoilt(lambda data: b""))


@scratch
def case_load_truncated_file():
    return ms.load_checkpoint(spoilt(lambda data: data[:-5]))


@scratch
def case_load_folder():
    os.mkdir("folder.ckpt")
    return ms.load_checkpoint("folder.ckpt")


def other_byte(data):
    data[-25] ^= 1
    return data


@scratch
def case_checksum():
    return list(ms.load_checkpoint(saved(crc_check=True), crc_check=True))


@scratch
def case_checksum_is_wrong():
    return ms.load_checkpoint(spoilt(other_byte, crc_check=True), crc_check=True)


@scratch
def case_checksum_is_wrong_and_not_asked_for():
    return list(ms.load_checkpoint(spoilt(other_byte, crc_check=True)))


@scratch
def case_checksum_is_not_there():
    return list(ms.load_checkpoint(saved(), crc_check=True))


@scratch
def case_specify_prefix():
    path = saved()
    return [list(ms.load_checkpoint(path, specify_prefix=p)) for p in ("w", ["w", "b"], ("b", "x"))]


@scratch
def case_filter_prefix():
    path = saved()
    return [list(ms.load_checkpoint(path, filter_prefix=p)) for p in ("w", ["b"], ("x",))]


@scratch
def case_nothing_is_left():
    return ms.load_checkpoint(saved(), filter_prefix=["w", "b"])


@scratch
def case_prefix_of_another_class():
    return ms.load_checkpoint(saved(), filter_prefix=1)


@scratch
def case_prefix_is_empty():
    return ms.load_checkpoint(saved(), filter_prefix="")


@scratch
def case_prefixes_are_empty():
    return ms.load_checkpoint(saved(), specify_prefix=[])


@scratch
def case_prefixes_of_another_class():
    return ms.load_checkpoint(saved(), specify_prefix=["w", 1])


@scratch
def case_choice_func():
    return list(ms.load_checkpoint(saved(), choice_func=lambda name: name == "bias"))


@scratch
def case_choice_func_and_a_prefix():
    choose = {"choice_func": lambda name: name == "bias", "filter_prefix": "b"}
    return list(ms.load_checkpoint(saved(), **choose))


@scratch
def case_choice_func_fails():
    return ms.load_checkpoint(saved(), choice_func=lambda name: 1 / 0)


@scratch
def case_dec_key_of_another_class():
    return ms.load_checkpoint(saved(), dec_key="0123456789ABCDEF")


@scratch
def case_load_into_a_net():
    net = nn.Dense(2, 3)
    return list(ms.load_checkpoint(saved(), net)), net.weight, net.bias


@scratch
def case_load_into_a_net_by_keyword():
    net = nn.Dense(2, 3)
    ms.load_checkpoint(saved(), net=net, strict_load=True)
    return net.weight


@scratch
def case_load_into_no_net():
    return ms.load_checkpoint(saved(), net=3)


@scratch
def case_load_into_another_net():
    return ms.load_checkpoint(saved(), net=nn.Dense(3, 3))


@scratch
def case_load_with_redundancy_removed():
    return list(ms.load_checkpoint(saved(), remove_redundancy=True))


@scratch
def case_load_into_a_net_with_redundancy_removed():
    return list(ms.load_checkpoint(saved(), dense(), remove_redundancy=True))


@scratch
def case_load_async():
    future = ms.load_checkpoint_async(saved())
    return type(future).__name__, future.result()


@scratch
def case_load_async_into_a_net():
    net = nn.Dense(2, 3)
    names = list(ms.load_checkpoint_async(saved(), net).result())
    return names, net.bias


@scratch
def case_load_async_missing_file():
    return ms.load_checkpoint_async("no.ckpt").result()


@scratch
def case_load_segments():
    os.mkdir("folder")
    net = dense()
    saved(net, "folder/a.ckpt", choice_func=lambda name: name == "bias")
    saved(net, "folder/b.ckpt", choice_func=lambda name: name == "weight")
    fresh = nn.Dense(2, 3)
    table = ms.load_segmented_checkpoints("folder", fresh)
    return sorted(table), table["weight"], fresh.weight, fresh.bias


@scratch
def case_load_segments_of_an_empty_folder():
    return ms.load_segmented_checkpoints(".")


@scratch
def case_load_segments_of_no_folder():
    return ms.load_segmented_checkpoints("folder")


@scratch
def case_load_segments_with_a_name_of_another_class():
    return ms.load_segmented_checkpoints(3)
