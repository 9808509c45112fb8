"""Indexing against NumPy, without recompilation; writes through views; both in traced code."""

import gc
import weakref

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops
from msjax._core.indexing import KEEP, NEW, PICK, TAKE, read_index
from msjax._ops.indexing import PICK_FIRST, cut, put

A = np.arange(60, dtype=np.float32).reshape(3, 4, 5)
INDICES = {
    "int": 1,
    "negative int": -1,
    "ints": (1, -2, 3),
    "slice": slice(1, 3),
    "step": (slice(None), slice(0, 4, 2)),
    "negative step": (slice(None, None, -1), slice(3, 0, -2)),
    "empty": slice(2, 1),
    "beyond": slice(-9, 99),
    "new axes": (None, slice(None), None, 1),
    "ellipsis": (Ellipsis, 2),
    "ellipsis in the middle": (0, Ellipsis, slice(1, 3)),
    "list": [0, 2],
    "lists": ([0, 2], [1, 3]),
    "list and int": (slice(None), [0, 3], 1),
    "separated": ([0, 1], slice(None), [2, 4]),
    "list and slice": (slice(1, 3), [0, 3], slice(0, 5, 2)),
    "list and negative step": ([0, 2], slice(3, None, -2)),
    "list and new axis": (None, [0, 1]),
    "bools": [True, False, True],
    "bools inside": (slice(None), [True, False, True, True]),
}


@pytest.fixture(params=INDICES.values(), ids=INDICES)
def index(request):
    return request.param


def test_get_is_numpy(index):
    np.testing.assert_array_equal(Tensor(A)[index].asnumpy(), A[index])


def test_set_is_numpy(index):
    for value in (7.5, np.arange(A[index].size, dtype=np.float32).reshape(A[index].shape)):
        x, expected = Tensor(A), A.copy()
        x[index] = value if isinstance(value, float) else Tensor(value)
        expected[index] = value
        np.testing.assert_array_equal(x.asnumpy(), expected)


def test_get_and_set_in_compiled_code(index):
    @ms.jit
    def change(x, y):
        part = x[index]
        y[index] = part * 2
        return part, y

    part, changed = change(Tensor(A), Tensor(A))
    expected = A.copy()
    expected[index] = A[index] * 2
    np.testing.assert_array_equal(part.asnumpy(), A[index])
    np.testing.assert_array_equal(changed.asnumpy(), expected)


def test_gradient(index):
    def fn(x, v):
        y = x * 1
        y[index] = v * v
        return (y * y).sum() + x[index].sum()

    value = np.full(A[index].shape, 1.5, np.float32)
    got = ms.grad(fn, (0, 1))(Tensor(A), Tensor(value))

    def plain(x, v):
        y = x.at[index if not isinstance(index, list) else np.asarray(index)].set(v * v)
        return (y * y).sum() + x[index if not isinstance(index, list) else np.asarray(index)].sum()

    if isinstance(index, tuple):
        index = tuple(np.asarray(i) if isinstance(i, list) else i for i in index)
    expected = jax.grad(plain, (0, 1))(A, value)
    for g, e in zip(got, expected, strict=True):
        np.testing.assert_allclose(g.asnumpy(), e, rtol=1e-6)


def test_positions_do_not_recompile():
    x = Tensor(A)
    compiled = []
    for i in range(3):
        x[i], x[i, 1:3], x[-1 - i, i : i + 2]
        x[i] = float(i)
        x[i, i : i + 2] = float(i)
        calls = [PICK_FIRST, *cut.calls.values(), *put.calls.values()]
        compiled.append(sum(c.jit._cache_size() for c in calls))
    assert compiled[0] == compiled[1] == compiled[2]


def test_plans():
    plan = read_index((1, slice(0, 2), None, Ellipsis, [0, 1]), (3, 4, 5, 6))
    assert plan.entries == (PICK, (2, 1), NEW, KEEP, TAKE)
    assert plan.operands[:2] == (1, 0)
    assert not plan.basic
    assert not plan.in_storage


def test_masks_by_value():
    mask = A % 3 == 0
    x = Tensor(A)
    np.testing.assert_array_equal(x[Tensor(mask)].asnumpy(), A[mask])
    x[Tensor(mask)] = -1
    np.testing.assert_array_equal(x.asnumpy(), np.where(mask, -1, A))
    x[Tensor(mask)] = Tensor(np.arange(mask.sum(), dtype=np.float32))
    expected = A.copy()
    expected[mask] = np.arange(mask.sum())
    np.testing.assert_array_equal(x.asnumpy(), expected)


def test_a_mask_with_a_number_works_in_compiled_code():
    @ms.jit
    def clear(x):
        y = x * 1
        y[y > 30] = 0
        return y

    np.testing.assert_array_equal(clear(Tensor(A)).asnumpy(), np.where(A > 30, 0, A))


@pytest.mark.parametrize(
    ("index", "error"),
    [(3, IndexError), ((0, 0, 0, 0), IndexError), (1.0, IndexError), ((0, 1.5), TypeError)],
)
def test_errors_say_what_was_got(index, error):
    with pytest.raises(error, match=r"\d"):
        Tensor(A)[index]


def test_a_chained_write_reaches_the_tensor():
    x = Tensor(A)
    x[1][2][3] = 100
    assert x[1, 2, 3] == 100


def test_two_views_see_each_other():
    x = Tensor(A)
    rows, flat = x[1:], x.view(-1)
    x[1, 0, 0] = -5
    assert rows[0, 0, 0] == -5
    assert flat[20] == -5
    flat[20] = -6
    assert x[1, 0, 0] == -6
    assert rows[0, 0, 0] == -6


def test_a_rebound_tensor_leaves_its_views():
    x = Tensor(A)
    y = x.view(-1)
    x[...] = 0
    np.testing.assert_array_equal(y.asnumpy(), A.reshape(-1))
    x[0] = 5
    assert y[0] == 0


def test_views_are_written_through_in_compiled_code():
    @ms.jit
    def change(x):
        y = x * 1
        z = y.view(-1)
        y[0][1] = 50.0
        return y, z

    y, z = change(Tensor(A))
    np.testing.assert_array_equal(y.asnumpy().reshape(-1), z.asnumpy())
    assert y[0, 1, 0] == 50


def test_gradient_of_a_write_into_a_view():
    def fn(a):
        b = a * 1
        b.view(-1)[0] = a[0, 1, 1] ** 2
        return b

    gradient = ms.grad(fn)(Tensor(A)).asnumpy()
    assert gradient[0, 0, 0] == 0
    assert gradient[0, 1, 1] == 1 + 2 * A[0, 1, 1]


def test_a_slice_does_not_keep_the_whole_tensor():
    x = Tensor(A) + 0
    part = x[0]
    alive = weakref.ref(x)
    del x
    gc.collect()
    assert alive() is None
    part[0] = 3
    assert part[0, 0] == 3


def test_a_buffer_that_moves_on_keeps_nothing():
    x = Tensor(np.zeros(50, np.float32)) + 0
    seen = []
    for _ in range(10):
        seen.append(weakref.ref(x))
        x = x[1:]
    gc.collect()
    assert sum(ref() is not None for ref in seen) <= 1


def test_overlapping_broadcast_writes_every_copy():
    x = Tensor(A[0])
    wide = x.expand((2, 4, 5))
    wide[0] = 9
    assert (x == 9).all()
    assert (wide == 9).all()


def test_iteration_gives_views():
    x = Tensor(A)
    for row in x:
        row[0] = -1
    assert (x[:, 0] == -1).all()


def test_a_parameter_follows_its_slices():
    p = ms.Parameter(Tensor(A), name="p")
    p[0][1] = 7
    assert (p[0, 1] == 7).all()
    half = ops.narrow(p, 0, 0, 1)
    half[0] = 2
    assert (p[0] == 2).all()


def test_arrays_of_jax_are_positions():
    x = Tensor(A)
    index = jnp.array([2, 0])
    np.testing.assert_array_equal(x[index], A[[2, 0]])
    np.testing.assert_array_equal(x[:, index], A[:, [2, 0]])
    np.testing.assert_array_equal(x[jnp.asarray(A > 7)], A[A > 7])
