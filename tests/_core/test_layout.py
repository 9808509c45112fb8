"""Strides and offsets of views, as MindSpore 2.10 gives them."""

from __future__ import annotations

import numpy as np
import pytest

import msjax
from msjax import Tensor, mint, ops

VIEWS = {
    "itself": (lambda x: x, True, [3, 1], 0),
    "transpose": (lambda x: ops.transpose(x, (1, 0)), False, [1, 3], 0),
    "columns": (lambda x: x[:, 1:], False, [3, 1], 1),
    "rows": (lambda x: x[1:], True, [3, 1], 3),
    "column": (lambda x: x[:, 1], False, [3], 1),
    "every_second": (lambda x: x[:, ::2], False, [3, 2], 0),
    "broadcast": (lambda x: x.broadcast_to((2, 2, 3)), False, [0, 3, 1], 0),
    "diagonal": (lambda x: x.diagonal(), False, [4], 0),
    "chunk": (lambda x: x.chunk(3, 1)[0], False, [3, 1], 0),
    "mint_select": (lambda x: mint.select(x, 1, 0), False, [3], 0),
    "view_of_a_view": (lambda x: x.T[1:], False, [1, 3], 1),
    "new_axis": (lambda x: x.expand_dims(0), True, [6, 3, 1], 0),
    "copied": (lambda x: x.T + 0, True, [2, 1], 0),
    "contiguous": (lambda x: x.T.contiguous(), True, [2, 1], 0),
}


@pytest.mark.parametrize("name", VIEWS)
def test_layout_of_views(name):
    make, contiguous, strides, offset = VIEWS[name]
    x = Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
    view = make(x)
    assert (view.is_contiguous(), view.stride(), view.storage_offset()) == (
        contiguous,
        strides,
        offset,
    )


def test_contiguous_copies_only_what_is_not():
    x = Tensor(np.zeros((2, 3), np.float32))
    assert x.contiguous() is x
    y = x.T.contiguous()
    y[0, 0] = 7
    assert x[0, 0] == 0


def test_layout_in_compiled_code():
    seen = []

    @msjax.jit
    def fn(x):
        seen.append((x.is_contiguous(), x.T.is_contiguous(), x.T.stride()))
        return x.T

    fn(Tensor(np.zeros((2, 3), np.float32)))
    assert set(map(str, seen)) == {"(True, False, [1, 3])"}
