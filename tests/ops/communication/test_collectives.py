"""Collectives that write their results: values, gradients and what one process cannot do."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, communication, mint
from msjax.ops import communication as collectives

D = mint.distributed
X = (1.0, 2.0, 3.0)

# Calls that write an input into an output; MindSpore has no kernels of most of them on CPU.
WRITING = {
    "all_gather": lambda o, x, **k: D.all_gather([o], x, **k),
    "all_gather_into_tensor": D.all_gather_into_tensor,
    "all_gather_into_tensor_uneven": lambda o, x, **k: D.all_gather_into_tensor_uneven(
        o, x, [3], **k
    ),
    "all_to_all": lambda o, x, **k: D.all_to_all([o], [x], **k),
    "all_to_all_single": lambda o, x, **k: D.all_to_all_single(o, x, [3], [3], **k),
    "all_to_all_v_c": lambda o, x, **k: collectives.all_to_all_v_c(o, x, [3], **k),
    "gather": lambda o, x, **k: D.gather(x, [o], **k),
    "gather_into_tensor": collectives.gather_into_tensor,
    "reduce_scatter": lambda o, x, **k: D.reduce_scatter(o, [x], "max", **k),
    "reduce_scatter_tensor": D.reduce_scatter_tensor,
    "reduce_scatter_tensor_uneven": D.reduce_scatter_tensor_uneven,
    "scatter": lambda o, x, **k: D.scatter(o, [x], **k),
    "scatter_tensor": collectives.scatter_tensor,
}
IN_PLACE = {
    "all_reduce": D.all_reduce,
    "broadcast": lambda x, **k: D.broadcast(x, 0, **k),
    "reduce": lambda x, **k: D.reduce(x, 0, "avg", **k),
}


@pytest.fixture(autouse=True)
def started():
    D.init_process_group()
    yield
    D.destroy_process_group()


def empty(n=3):
    return Tensor(np.zeros(n, np.float32))


@pytest.mark.parametrize("name", WRITING)
def test_the_output_is_written(name):
    out = empty()
    assert WRITING[name](out, Tensor(X)) is None
    np.testing.assert_array_equal(out, X)
    assert WRITING[name](out, Tensor(X), async_op=True).wait() is None

    def squares(x):
        out = empty()
        WRITING[name](out, x * x)
        return out.sum()

    np.testing.assert_array_equal(ms.grad(squares)(Tensor(X)), [2, 4, 6])


@pytest.mark.parametrize("name", IN_PLACE)
def test_the_tensor_stays(name):
    x = Tensor(X)
    assert IN_PLACE[name](x) is None
    assert IN_PLACE[name](x, async_op=True).wait() is None
    np.testing.assert_array_equal(x, X)


def test_in_compiled_code():
    def squares(x):
        out = empty()
        D.all_gather_into_tensor(out, x * x)
        D.all_reduce(out)
        return out.sum()

    value, slope = ms.jit(ms.value_and_grad(squares))(Tensor(X))
    assert float(value) == 14
    np.testing.assert_array_equal(slope, [2, 4, 6])


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda x: D.all_reduce(x, group="g"), RuntimeError, "'g' does not exist"),
        (lambda x: D.reduce(x, 1), RuntimeError, "global rank 1: msjax runs one process"),
        (lambda x: D.send(x), ValueError, "got dst=0"),
        (lambda x: D.isend(x, 1), RuntimeError, "global rank 1"),
        (lambda x: D.recv(x), RuntimeError, "nobody sends"),
        (lambda x: D.irecv(x), RuntimeError, "nobody sends"),
        (lambda x: D.all_to_all([x, x], [x, x]), TypeError, "group rank size, but got 2"),
        (lambda x: D.all_to_all([empty(2)], [x]), TypeError, "shape should be"),
        (lambda x: D.all_to_all_single(x, x, [2]), ValueError, r"\[3\].*got \[2\]"),
        (lambda x: D.all_to_all_single(x, x, "ab"), TypeError, "list of ints"),
        (lambda x: D.all_gather_into_tensor_uneven(x, x, [1, 2]), ValueError, r"got \[1, 2\]"),
        (lambda x: D.all_gather([3], x), TypeError, "list of Tensors, but it has int 3"),
        (lambda x: D.new_group([1]), RuntimeError, "msjax runs one process"),
        (lambda x: D.init_process_group(world_size=8), ValueError, "got 8"),
        (lambda x: D.init_process_group(rank=1), ValueError, "and 1: msjax runs one"),
        (
            lambda x: D.init_process_group(group_name="all"),
            NotImplementedError,
            "group_name='all'",
        ),
        (lambda x: D.get_global_rank(D.new_group([0]), 1), RuntimeError, "group rank 1"),
    ],
)
def test_refused(call, error, text):
    with pytest.raises(error, match=text):
        call(Tensor(X))


def test_to_meet_at_an_address():
    address = "tcp://127.0.0.1:3456"
    D.init_process_group(init_method=address, world_size=1, rank=0)
    with pytest.raises(ValueError, match="both init_method and store"):
        D.init_process_group(
            init_method=address, store=D.TCPStore("127.0.0.1", 3456, is_master=True)
        )
    with pytest.raises(ValueError, match="positive integer, not -1"):
        D.init_process_group(init_method=address)


def test_a_group_is_forgotten():
    group = D.new_group([0])
    assert D.get_world_size(group) == 1
    D.destroy_process_group(group)
    assert D.get_world_size(group) == -1
    assert D.is_initialized()


def test_messages_to_itself():
    out = empty()
    messages = [D.P2POp(D.isend, Tensor(X), 0), D.P2POp("irecv", out, 0)]
    (handle,) = D.batch_isend_irecv(messages)
    handle.wait()
    np.testing.assert_array_equal(out, X)
    with pytest.raises(RuntimeError, match="1 isend and 0 irecv"):
        D.batch_isend_irecv(messages[:1])
    with pytest.raises(TypeError, match="must be one"):
        D.batch_isend_irecv([messages[0], D.P2POp("irecv", out, 0, group=D.new_group([0]))])


class TestReturned:
    """Results that are returned instead of written."""

    @pytest.fixture(autouse=True)
    def returned(self):
        collectives.set_comm_ops_inplace(False)
        yield
        collectives.set_comm_ops_inplace(True)

    def test_results(self):
        x = Tensor(X)
        for call in (
            lambda: collectives.all_reduce(x),
            lambda: collectives.all_gather_into_tensor(None, x),
            lambda: collectives.reduce_scatter_tensor(None, x),
            lambda: collectives.all_to_all_single((3,), x),
        ):
            out, handle = call()
            assert out is not x
            assert handle is None
            np.testing.assert_array_equal(out, X)
        (out,), handle = collectives.all_to_all([(3,)], [x], async_op=True)
        np.testing.assert_array_equal(out, X)
        assert handle.wait() is None

    def test_gradient(self):
        slope = ms.grad(lambda x: (collectives.all_reduce(x)[0] * x).sum())(Tensor(X))
        np.testing.assert_array_equal(slope, [2, 4, 6])

    def test_refused(self):
        with pytest.raises(ValueError, match=r"\(3,\).*got \(2,\)"):
            collectives.all_to_all_single((2,), Tensor(X))
        with pytest.raises(TypeError, match="input tensor must be tensor"):
            collectives.all_reduce(3)
        with pytest.raises(ValueError, match="Non-inplace mode"):
            collectives.reduce(Tensor(X), 0)

    def test_by_name(self):
        collectives.set_comm_ops_inplace(True, ["all_reduce"])
        assert collectives.all_reduce(Tensor(X)) is None

    def test_mint_writes(self):
        assert D.all_reduce(Tensor(X)) is None


def test_before_init():
    communication.release()
    assert D.all_reduce(Tensor(X)) is None
    with pytest.raises(RuntimeError, match="has not been inited"):
        D.all_gather_into_tensor(empty(), Tensor(X))
    D.init_process_group()
