"""save_checkpoint: files that are there whole or not at all, and threads that write them."""

import os
import stat
import threading

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax.train.serialization import checkpoint_file, saving
from msjax.train.serialization.saving import wait_for_saving


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "net.ckpt")


def failing_write(file, values, check):
    file.write(b"half of it")
    raise OSError("No space left on device")


@pytest.fixture
def gate(monkeypatch):
    """Return an event that writing waits for."""
    gate, write = threading.Event(), checkpoint_file.write

    def late(*args):
        assert gate.wait(60)
        write(*args)

    monkeypatch.setattr(checkpoint_file, "write", late)
    return gate


def test_a_failure_leaves_the_former_file(path, monkeypatch):
    ms.save_checkpoint([{"name": "a", "data": Tensor([1.0])}], path)
    monkeypatch.setattr(checkpoint_file, "write", failing_write)
    with pytest.raises(OSError, match="No space left"):
        ms.save_checkpoint([{"name": "a", "data": Tensor([2.0])}], path)
    monkeypatch.undo()
    assert ms.load_checkpoint(path)["a"].asnumpy() == 1
    assert os.listdir(os.path.dirname(path)) == ["net.ckpt"]


def test_a_link_stays_one(path, tmp_path):
    link = tmp_path / "link.ckpt"
    link.symlink_to(path)
    ms.save_checkpoint(nn.Dense(1, 1), str(link))
    assert link.is_symlink()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o400


def test_values_are_those_of_the_call(path, gate):
    """A compiled step that overwrites Parameters takes nothing away from a thread that saves."""
    net = nn.Dense(64, 64)
    optimizer = nn.Momentum(net.trainable_params(), learning_rate=0.1, momentum=0.9)
    grad = ms.grad(lambda x: ops.mean(net(x)), None, optimizer.parameters)

    @ms.jit
    def step(x):
        optimizer(grad(x))

    step(Tensor(np.ones((2, 64), np.float32)))
    before = net.weight.asnumpy()
    ms.save_checkpoint(net, path, async_save=True)
    assert ms.async_ckpt_thread_status()
    for _ in range(3):
        step(Tensor(np.ones((2, 64), np.float32)))
    gate.set()
    ms.save_checkpoint(net, path + ".last")
    assert not ms.async_ckpt_thread_status()
    np.testing.assert_array_equal(ms.load_checkpoint(path)["weight"].asnumpy(), before)
    assert not np.array_equal(before, net.weight.asnumpy())


def test_arrays_are_those_of_the_call(path, gate):
    array = np.ones(3)
    ms.save_checkpoint({"a": array}, path, async_save="process")
    array[:] = 2
    gate.set()
    wait_for_saving()
    np.testing.assert_array_equal(ms.load_checkpoint(path)["a"].asnumpy(), np.ones(3))


def test_what_is_saved_last_stays(path, gate, monkeypatch):
    """Saving waits for the thread that saves already."""

    def waiting():
        gate.set()
        wait_for_saving()

    ms.save_checkpoint([{"name": "a", "data": Tensor([1.0])}], path, async_save=True)
    monkeypatch.setattr(saving, "wait_for_saving", waiting)
    ms.save_checkpoint([{"name": "a", "data": Tensor([2.0])}], path)
    assert ms.load_checkpoint(path)["a"].asnumpy() == 2


def test_nothing_is_kept_on_the_host(path, monkeypatch):
    """The copies that JAX makes of a device's arrays are not kept by these."""
    p = Parameter(Tensor(np.ones(3, np.float32)), name="p")
    copied = []
    monkeypatch.setattr(
        checkpoint_file, "write", lambda file, values, check: copied.extend(dict(values).values())
    )
    ms.save_checkpoint([p], path)
    assert copied
    assert p._value._npy_value is None


def test_lazily_initialised(path):
    lazy = Tensor(shape=(2, 2), dtype=ms.float32, init=ms.common.initializer.One())
    ms.save_checkpoint([{"name": "a", "data": lazy}], path)
    np.testing.assert_array_equal(ms.load_checkpoint(path)["a"].asnumpy(), np.ones((2, 2)))


def test_key_is_refused_and_not_shown(path):
    with pytest.raises(NotImplementedError, match=r"enc_key=<16 bytes>, enc_mode='AES-CBC'"):
        ms.save_checkpoint(nn.Dense(1, 1), path, enc_key=b"0123456789ABCDEF", enc_mode="AES-CBC")
    with pytest.raises(NotImplementedError, match=r"dec_key=<16 bytes>"):
        ms.load_checkpoint(path, dec_key=b"0123456789ABCDEF")


def test_unknown_keyword(path):
    with pytest.raises(TypeError, match="unexpected keyword argument 'crc'"):
        ms.save_checkpoint(nn.Dense(1, 1), path, crc=True)


def test_dict_of_numbers(path):
    with pytest.raises(TypeError, match="got <class 'str'> and <class 'int'>"):
        ms.save_checkpoint({"epoch": 1}, path)


def test_four_bit_integers(path):
    t = Tensor([1, 2]).astype(ms.qint4x2)
    with pytest.raises(NotImplementedError, match="'a' is of int4"):
        ms.save_checkpoint([{"name": "a", "data": t}], path)
