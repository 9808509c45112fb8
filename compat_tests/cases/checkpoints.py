"""save_checkpoint, and going on from what was saved."""

import os
import stat

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops

from compat_tests.checkpoint_nets import dense, saved, scratch


@scratch
def case_save_returns_none():
    return ms.save_checkpoint(dense(), "net.ckpt")


@scratch
def case_names_of_files():
    for name in ("a.ckpt", "b", "c.pt", "dckpt"):
        saved(path=name)
    return sorted(os.listdir("."))


@scratch
def case_file_is_read_only():
    return stat.S_IMODE(os.stat(saved()).st_mode)


@scratch
def case_file_is_overwritten():
    saved(dense(1.0))
    return ms.load_checkpoint(saved(dense(3.0)))


@scratch
def case_nothing_else_is_left():
    saved()
    return os.listdir(".")


@scratch
def case_bytes_of_a_file():
    with open(
        saved(append_dict={"epoch": 1, "lr": 0.1, "note": "é"}, crc_check=True), "rb"
    ) as file:
        return file.read().hex()


@scratch
def case_save_into_a_missing_folder():
    return saved(path="no/such/net.ckpt")


@scratch
def case_save_into_a_folder():
    os.mkdir("folder")
    return saved(path="folder")


@scratch
def case_save_something_else():
    return saved(3)


@scratch
def case_save_with_a_name_of_another_class():
    return saved(path=3)


@scratch
def case_save_in_another_format():
    return saved(format="onnx")


@scratch
def case_append_dict():
    appended = {
        "epoch": 1,
        "lr": 0.1,
        "flag": True,
        "note": "några ord",
        "empty": "",
        "tensor": Tensor([1, 2]),
        "parameter": Parameter(Tensor(1.5), name="other"),
    }
    return ms.load_checkpoint(saved(append_dict=appended))


@scratch
def case_append_dict_replaces():
    return ms.load_checkpoint(saved(append_dict={"weight": 3}))


@scratch
def case_append_generator():
    p = ms.load_checkpoint(saved(append_dict={"g": ms.Generator()}))["g"]
    return p.shape, p.dtype


@scratch
def case_append_list():
    return saved(append_dict={"a": [1]})


@scratch
def case_append_key_of_another_class():
    return saved(append_dict={1: 1})


@scratch
def case_append_is_no_dict():
    return saved(append_dict=[1])


@scratch
def case_choice_func_of_saving():
    return list(ms.load_checkpoint(saved(choice_func=lambda name: name.startswith("w"))))


@scratch
def case_save_list_of_parameters():
    return ms.load_checkpoint(saved(dense().trainable_params()))


@scratch
def case_save_list_of_dicts():
    records = [{"name": "a", "data": Tensor([1])}, {"name": "b", "data": dense().bias}]
    return ms.load_checkpoint(saved(records))


@scratch
def case_save_list_of_dicts_twice_a_name():
    records = [{"name": "a", "data": Tensor([1])}, {"name": "a", "data": Tensor([2])}]
    return ms.load_checkpoint(saved(records))


@scratch
def case_save_list_of_dicts_of_arrays():
    return saved([{"name": "a", "data": np.ones(2)}])


@scratch
def case_save_list_of_dicts_with_numbers_for_names():
    return saved([{"name": 1, "data": Tensor([1])}])


@scratch
def case_save_list_of_dicts_without_data():
    return saved([{"name": "a"}])


@scratch
def case_save_list_of_tensors():
    return saved([Tensor([1])])


@scratch
def case_save_mixed_list():
    return saved([dense().bias, {"name": "a", "data": Tensor([1])}])


@scratch
def case_save_empty_list():
    return os.path.getsize(saved([]))


@scratch
def case_save_dict():
    return ms.load_checkpoint(saved({"a": dense().bias, "b": "text", "c": np.ones((2, 1))}))


@scratch
def case_save_dict_of_tensors():
    return ms.load_checkpoint(saved({"a": Tensor([1])}))


@scratch
def case_save_dict_with_numbers_for_names():
    return saved({1: dense().bias})


@scratch
def case_save_what_was_loaded():
    saved(append_dict={"note": "text"})
    saved(ms.load_checkpoint("net.ckpt"), "again.ckpt")
    with open("net.ckpt", "rb") as one, open("again.ckpt", "rb") as other:
        return one.read() == other.read()


@scratch
def case_async_save_of_another_class():
    return saved(async_save=1)


@scratch
def case_async_save_by_something_else():
    return saved(async_save="fork")


@scratch
def case_async_save():
    net = dense()
    saved(net, async_save=True)
    saved(net, "other.ckpt", async_save="thread")
    saved(net, "last.ckpt")
    while ms.async_ckpt_thread_status():
        pass
    return [ms.load_checkpoint(name) for name in ("net.ckpt", "other.ckpt", "last.ckpt")]


@scratch
def case_async_save_of_what_changes():
    net = dense()
    saved(net, async_save=True)
    net.bias.set_data(Tensor([9.0, 9.0, 9.0]))
    while ms.async_ckpt_thread_status():
        pass
    return ms.load_checkpoint("net.ckpt")["bias"]


@scratch
def case_status_of_no_thread():
    return ms.async_ckpt_thread_status()


@scratch
def case_integrated_save_of_another_class():
    return saved(integrated_save=1)


@scratch
def case_enc_key_of_another_class():
    return saved(enc_key="0123456789ABCDEF")


@scratch
def case_enc_mode_of_another_class():
    return saved(enc_mode=3)


@scratch
def case_enc_mode_without_a_key():
    return list(ms.load_checkpoint(saved(enc_mode="AES-CBC"), dec_mode="AES-CBC"))


@scratch
def case_crc_check_of_another_class():
    return saved(crc_check=1)


@scratch
def case_remove_redundancy_of_another_class():
    return saved(remove_redundancy=1)


@scratch
def case_other_keywords_of_saving():
    return saved(incremental=True, global_step_num=3, remove_redundancy=True)


@scratch
def case_dtypes():
    names = "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64"
    table = {n: Parameter(Tensor([[1, 0, 1]], getattr(ms, n)), name=n) for n in names.split()}
    return ms.load_checkpoint(saved(table))


@scratch
def case_bfloat16():
    values = Tensor(np.array([1.5, -2.0, 3.140625], np.float32)).astype(ms.bfloat16)
    return ms.load_checkpoint(saved([{"name": "a", "data": values}]))["a"]


@scratch
def case_complex64():
    values = Tensor(np.array([1 + 2j], np.complex64))
    return ms.load_checkpoint(saved([{"name": "a", "data": values}]))["a"]


@scratch
def case_shapes():
    shapes = [(), (1,), (1, 1), (2, 3, 1, 2)]
    records = [{"name": str(s), "data": Tensor(np.ones(s, np.float32))} for s in shapes]
    return [(name, p.shape) for name, p in ms.load_checkpoint(saved(records)).items()]


@scratch
def case_tensors_without_elements():
    records = [{"name": str(s), "data": Tensor(np.ones(s, np.float32))} for s in [(0,), (2, 0)]]
    records.append({"name": "last", "data": Tensor([1])})
    return [(name, p.shape) for name, p in ms.load_checkpoint(saved(records)).items()]


@scratch
def case_views_and_transposed():
    x = Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
    return ms.load_checkpoint(saved([{"name": "a", "data": x[1]}, {"name": "b", "data": x.T}]))


def trained(net, optimizer, steps):
    x = Tensor(np.array([[1.0, -2.0], [0.5, 1.0]], np.float32))

    def mean_square(x):
        return ops.mean(ops.square(net(x)))

    step = ms.value_and_grad(mean_square, None, optimizer.parameters)
    for _ in range(steps):
        loss, grads = step(x)
        optimizer(grads)
    return loss


@scratch
def case_training_goes_on():
    net, other = dense(), dense(2.0)
    optimizer = nn.Adam(net.trainable_params(), learning_rate=0.1)
    trained(net, optimizer, 3)
    saved(net)
    saved(optimizer, "optimizer.ckpt")
    renewed = nn.Adam(other.trainable_params(), learning_rate=0.1)
    lists = [
        ms.load_param_into_net(other, ms.load_checkpoint("net.ckpt")),
        ms.load_param_into_net(renewed, ms.load_checkpoint("optimizer.ckpt")),
    ]
    return lists, trained(net, optimizer, 2), trained(other, renewed, 2), renewed.global_step


@scratch
def case_names_in_an_optimizer():
    optimizer = nn.Momentum(dense().trainable_params(), learning_rate=0.1, momentum=0.9)
    return list(ms.load_checkpoint(saved(optimizer)))


@scratch
def case_training_cell():
    net = dense()
    optimizer = nn.Momentum(net.trainable_params(), learning_rate=0.1, momentum=0.9)
    cell = nn.TrainOneStepCell(nn.WithLossCell(net, nn.MSELoss()), optimizer)
    cell(Tensor([[1.0, 2.0]]), Tensor([[0.0, 0.0, 0.0]]))
    return ms.load_checkpoint(saved(cell))


def _with_empty():
    return [("(0,)", (0,)), ("(2, 0)", (2, 0)), ("last", (1,))]


INTENDED = {
    "tensors_without_elements": (_with_empty, "MindSpore leaves tensors without elements out"),
}
