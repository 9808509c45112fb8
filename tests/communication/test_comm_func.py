"""Collectives that return their results, of one process."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, communication
from msjax.communication import comm_func

X = (1.0, 2.0, 3.0)

# What returns a tensor, and what returns it with a handle.
ALONE = {
    "broadcast": comm_func.broadcast,
    "gather_into_tensor": comm_func.gather_into_tensor,
    "reduce": lambda x: comm_func.reduce(x, 0, "max"),
    "scatter_tensor": comm_func.scatter_tensor,
}
WITH_HANDLE = {
    "all_reduce": comm_func.all_reduce,
    "all_gather_into_tensor": comm_func.all_gather_into_tensor,
    "reduce_scatter_tensor": comm_func.reduce_scatter_tensor,
    "all_to_all_single_with_output_shape": (
        lambda x, **k: comm_func.all_to_all_single_with_output_shape((3,), x, [3], [3], **k)
    ),
    "all_to_all_with_output_shape": (
        lambda x, **k: _first(comm_func.all_to_all_with_output_shape([x], [x], **k))
    ),
}


def _first(results):
    (only,), handle = results
    return only, handle


@pytest.fixture(autouse=True)
def started():
    communication.init()
    yield
    communication.release()


@pytest.mark.parametrize("name", ALONE)
def test_a_tensor_is_returned(name):
    x = Tensor(X)
    out = ALONE[name](x)
    assert out is not x
    np.testing.assert_array_equal(out, X)
    np.testing.assert_array_equal(ms.grad(lambda x: (ALONE[name](x) * x).sum())(x), [2, 4, 6])


@pytest.mark.parametrize("name", WITH_HANDLE)
def test_a_tensor_and_a_handle_are_returned(name):
    x = Tensor(X)
    out, handle = WITH_HANDLE[name](x)
    assert handle is None
    np.testing.assert_array_equal(out, X)
    _, handle = WITH_HANDLE[name](x, async_op=True)
    assert isinstance(handle, comm_func.CommHandle)
    assert handle.wait() is None
    np.testing.assert_array_equal(
        ms.grad(lambda x: (WITH_HANDLE[name](x)[0] * x).sum())(x), [2, 4, 6]
    )


def test_in_compiled_code():
    def double(x):
        return comm_func.all_reduce(x)[0] + comm_func.broadcast(x)

    np.testing.assert_array_equal(ms.jit(double)(Tensor(X)), [2, 4, 6])


def test_by_a_matrix_of_lengths():
    out = Tensor([0.0, 0.0, 0.0])
    assert comm_func.all_to_all_v_c(out, Tensor(X), [3]) is None
    np.testing.assert_array_equal(out, X)
    with pytest.raises(ValueError, match=r"must be \[3\].*got \[2\]"):
        comm_func.all_to_all_v_c(out, Tensor(X), [2])


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda x: comm_func.broadcast(x, 1), RuntimeError, "global rank 1: msjax runs one"),
        (lambda x: comm_func.reduce(x, 1), RuntimeError, "global rank 1"),
        (lambda x: comm_func.all_reduce(x, group="g"), RuntimeError, "'g' does not exist"),
        (lambda x: comm_func.barrier("g"), RuntimeError, "'g' does not exist"),
        (lambda x: comm_func.send(x), ValueError, "got dst=0"),
        (lambda x: comm_func.isend(x, 1), RuntimeError, "global rank 1"),
        (lambda x: comm_func.recv(x), RuntimeError, "nobody sends from rank 0"),
        (lambda x: comm_func.irecv(x, 1), RuntimeError, "nobody sends from rank 1"),
        (
            lambda x: comm_func.all_to_all_with_output_shape([(2,)], [x]),
            ValueError,
            r"\(3,\).*got \(2,\)",
        ),
        (
            lambda x: comm_func.all_to_all_single_with_output_shape("a", x),
            TypeError,
            "tuple of ints, but got 'a'",
        ),
        (lambda x: comm_func.P2POp("isend", x, 0, tag=1), NotImplementedError, "tag=1"),
    ],
)
def test_refused(call, error, text):
    with pytest.raises(error, match=text):
        call(Tensor(X))


def test_before_init():
    communication.release()
    for call in (comm_func.all_reduce, comm_func.send, comm_func.recv):
        with pytest.raises(RuntimeError, match="has not been inited"):
            call(Tensor(X))
    with pytest.raises(RuntimeError, match="has not been inited"):
        comm_func.barrier()


def test_messages_to_itself():
    messages = [
        comm_func.P2POp("irecv", (3,), 0),
        comm_func.P2POp(comm_func.isend, Tensor(X), 0),
    ]
    received, sent = comm_func.batch_isend_irecv(messages)
    np.testing.assert_array_equal(received, X)
    assert sent.shape == ()
    with pytest.raises(RuntimeError, match="0 isend and 1 irecv"):
        comm_func.batch_isend_irecv(messages[:1])
    with pytest.raises(RuntimeError, match="global rank 1"):
        comm_func.batch_isend_irecv([comm_func.P2POp("isend", Tensor(X), 1)])
