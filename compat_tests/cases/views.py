"""Views and in-place methods: which results share what is written into them, in either direction.

The rules that follow from these cases are written down in facts/VIEWS.md.
"""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, mint, ops


def x2():
    return Tensor(np.arange(12).reshape(3, 4).astype(np.float32))


def x3():
    return Tensor(np.arange(24).reshape(2, 3, 4).astype(np.int32))


def _changed(make, write):
    """Return the original after `write` worked on what `make` derived from it."""

    def case():
        x = x2()
        y = make(x)
        write(y)
        return x, y

    return case


def _fill(y):
    y[...] = 100


def _first(y):
    y[0] = 100


def _add_(y):
    y.add_(100)


def _iadd(y):
    y += 100


VIEWS = {
    "int": lambda x: x[1],
    "int_int": lambda x: x[1, 2],
    "slice": lambda x: x[1:],
    "slice_inner": lambda x: x[:, 1:3],
    "slice_step": lambda x: x[::2],
    "slice_step_inner": lambda x: x[:, ::2],
    "negative_step": lambda x: x[::-1],
    "none": lambda x: x[None],
    "ellipsis": lambda x: x[...],
    "ellipsis_int": lambda x: x[..., 1],
    "true": lambda x: x[True],
    "chain": lambda x: x[1:][0],
    "chain_three": lambda x: x[1:][0][1:3],
    "list": lambda x: x[[0, 1]],
    "tensor_index": lambda x: x[Tensor([0, 1])],
    "mask": lambda x: x[x > 5],
    "view": lambda x: x.view(4, 3),
    "view_minus_one": lambda x: x.view(-1),
    "view_then_index": lambda x: x.view(-1)[2:5],
    "reshape": lambda x: x.reshape(4, 3),
    "ops_reshape": lambda x: ops.reshape(x, (4, 3)),
    "Reshape": lambda x: ops.Reshape()(x, (4, 3)),
    "T": lambda x: x.T,
    "transpose": lambda x: x.transpose(1, 0),
    "ops_transpose": lambda x: ops.transpose(x, (1, 0)),
    "Transpose": lambda x: ops.Transpose()(x, (1, 0)),
    "t": lambda x: x.t(),
    "swapaxes": lambda x: x.swapaxes(0, 1),
    "permute": lambda x: x.permute(1, 0),
    "mint_transpose": lambda x: mint.transpose(x, 0, 1),
    "narrow": lambda x: x.narrow(0, 1, 2),
    "mint_narrow": lambda x: mint.narrow(x, 1, 1, 2),
    "ops_narrow": lambda x: ops.narrow(x, 0, 1, 2),
    "squeeze": lambda x: x[None].squeeze(0),
    "ops_squeeze": lambda x: ops.squeeze(x.view(1, 3, 4)),
    "unsqueeze": lambda x: x.unsqueeze(0),
    "expand_dims": lambda x: x.expand_dims(0),
    "ops_expand_dims": lambda x: ops.expand_dims(x, 0),
    "flatten": lambda x: x.flatten(),
    "ravel": lambda x: x.ravel(),
    "mint_flatten": lambda x: mint.flatten(x),
    "split": lambda x: x.split(2, 1)[0],
    "ops_split": lambda x: ops.split(x, 2, axis=1)[0],
    "mint_split": lambda x: mint.split(x, 2, dim=1)[0],
    "chunk": lambda x: x.chunk(2, 1)[0],
    "unbind": lambda x: x.unbind(0)[1],
    "select": lambda x: x.select(0, 1),
    "diagonal": lambda x: x.diagonal(),
    "broadcast_to": lambda x: x.broadcast_to((2, 3, 4)),
    "expand": lambda x: x.expand((2, 3, 4)),
    "expand_as": lambda x: x.expand_as(Tensor(np.zeros((2, 3, 4), np.float32))),
    "view_as": lambda x: x.view_as(Tensor(np.zeros((4, 3), np.float32))),
    "contiguous": lambda x: x.contiguous(),
    "astype_same": lambda x: x.astype(ms.float32),
    "to_same": lambda x: x.to(ms.float32),
    "float": lambda x: x.float(),
    "copy": lambda x: x.copy(),
    "clone": lambda x: x.clone(),
    "stop_gradient": lambda x: ops.stop_gradient(x),
    "identity": lambda x: ops.identity(x),
    "real": lambda x: x.real(),
    "positive": lambda x: +x,
    "iteration": lambda x: list(x)[1],
    "numpy_round_trip": lambda x: Tensor(x.asnumpy()),
    "from_numpy_round_trip": lambda x: Tensor.from_numpy(x.asnumpy()),
    "T_then_index": lambda x: x.T[1],
    "reshape_then_slice": lambda x: x.reshape(2, 6)[0, 1:3],
    "movedim": lambda x: ops.movedim(x, 0, 1),
}
CASES = {f"fill_{name}": _changed(make, _fill) for name, make in VIEWS.items()}
CASES.update(
    {
        f"{how}_{name}": _changed(VIEWS[name], write)
        for name in ("int", "slice_inner", "slice_step", "view", "T", "reshape", "chain")
        for how, write in (("first", _first), ("add_", _add_), ("iadd", _iadd))
    }
)


# Every way to write into a tensor, tried on what was derived and on the original.


def _full(y):
    y[...] = 100


def _colon(y):
    y[:] = 100


def _negative_int(y):
    y[-1] = 100


def _slice(y):
    y[0:1] = 100


def _list(y):
    y[[0]] = 100


def _tensor(y):
    y[Tensor([0])] = 100


def _mask(y):
    y[y >= 0] = 100


def _none(y):
    y[None] = 100


def _true(y):
    y[True] = 100


def _item_iadd(y):
    y[0] += 100


def _assign_value(y):
    y.assign_value(y + 100)


def _item_of_item(y):
    y[0][0] = 100


WRITES = (
    _full, _colon, _first, _negative_int, _slice, _list, _tensor, _mask, _none, _true, _item_iadd,
    _assign_value, _item_of_item,
)  # fmt: skip
DERIVED = (
    "int slice slice_inner slice_step view reshape T narrow permute split unbind list mask "
    "expand chain"
).split()


def _writes_reach_the_original(make):
    def case():
        outcome = {}
        for write in WRITES:
            x = x2()
            derived = make(x)
            try:
                write(derived)
            except (TypeError, ValueError, IndexError) as error:
                outcome[write.__name__] = type(error).__name__
            else:
                outcome[write.__name__] = not np.array_equal(x.asnumpy(), x2().asnumpy())
        return outcome

    return case


def _derived_follows_the_original(make):
    def case():
        outcome = {}
        for write in WRITES:
            x = x2()
            derived = make(x)
            before = derived.asnumpy().copy()
            write(x)
            outcome[write.__name__] = not np.array_equal(derived.asnumpy(), before)
        return outcome

    return case


CASES.update({f"reach_{name}": _writes_reach_the_original(VIEWS[name]) for name in DERIVED})
CASES.update({f"follow_{name}": _derived_follows_the_original(VIEWS[name]) for name in DERIVED})


def case_view_chained_assignment():
    x = x2()
    x[0][1] = 7
    return x


def case_view_chained_assignment_deep():
    x = x3()
    x[1][2][3] = 70
    return x


def case_view_of_list_index_chained():
    x = x2()
    x[[0, 1]][0] = 7
    return x


def case_view_original_written_view_follows():
    x = x2()
    y = x[0]
    z = x.view(-1)
    x[0, 1] = 77
    return y, z


def case_view_original_in_place_view_follows():
    x = x2()
    y = x[0]
    x.add_(100)
    return x, y


def case_view_original_rebound_view_does_not_follow():
    x = x2()
    y = x[0]
    x += 100
    return x, y


def case_view_set_data_of_the_original():
    x = Parameter(x2(), name="x")
    y = x[0]
    x.set_data(x2() + 100)
    return y


def case_view_assign_value_of_the_original():
    x = x2()
    y = x[0]
    x.assign_value(x2() + 100)
    return y


def case_view_of_a_parameter():
    p = Parameter(x2(), name="p")
    p[0][1] = 70
    q = p[1]
    q[0] = 50
    return p


def case_view_two_overlapping():
    x = x2()
    a, b = x[:, 0:2], x[:, 1:3]
    a[...] = -1
    return x, b


def case_view_copy_from_view_to_view():
    x = x2()
    x[0:2][...] = x[1:3]
    return x


def case_in_place_methods():
    x = Tensor([1.0, 2.0])
    y = x.add_(1)
    x.mul_(Tensor([2.0, 3.0]))
    x.sub_(1)
    x.div_(2)
    return x, y is x


def case_in_place_fill_zero():
    x, y = Tensor([1.0, 2.0]), Tensor([1, 2])
    x.fill_(7)
    y.zero_()
    return x, y


def case_in_place_copy():
    x = Tensor([1.0, 2.0])
    x.copy_(Tensor([5, 6]))
    return x


def case_in_place_copy_broadcast():
    x = x2()
    x.copy_(Tensor([5.0]))
    return x


def case_iadd_identity_and_alias():
    x = Tensor([1.0, 2.0])
    alias = x
    x += 1
    return x, alias, alias is x


def case_iadd_on_parameter():
    p = Parameter(Tensor([1.0, 2.0]), name="p")
    alias = p
    p += 1
    return p, type(p).__name__, alias


def case_gradient_through_a_written_view():
    def fn(a):
        b = a * 1
        b[0][1] = a[1, 0] * a[1, 0]
        return b

    return ms.grad(fn)(Tensor([[1.0, 2.0], [3.0, 4.0]]))


def case_gradient_through_in_place_add():
    def fn(a):
        b = a * 2
        b.add_(a * a)
        return b

    return ms.grad(fn)(Tensor([1.0, 2.0]))


def case_gradient_through_a_slice_write():
    def fn(a):
        b = ops.zeros((3,), ms.float32)
        b[1:] = a * a
        return b * 3

    return ms.grad(fn)(Tensor([1.0, 2.0]))


RESHAPED = {
    "of_columns": lambda x: x[:, :2].reshape(6),
    "of_columns_to_rows": lambda x: x[:, :2].view(3, 2, 1),
    "of_a_transpose": lambda x: x.T.reshape(12),
    "of_a_transpose_view": lambda x: x.T.view(2, 2, 3),
    "of_a_row": lambda x: x[1].reshape(2, 2),
    "of_a_column": lambda x: x[:, 1].reshape(3, 1),
    "of_a_diagonal": lambda x: x.diagonal().reshape(3),
    "of_repeated_rows": lambda x: x[0].broadcast_to((2, 4)).flatten(),
    "flatten": lambda x: x[:, 1:].flatten(),
    "twice": lambda x: x.T.reshape(12).reshape(4, 3),
    "there_and_back": lambda x: x.T.T.reshape(12),
    "of_parts": lambda x: x.split(2, 1)[1].reshape(6),
    "contiguous_row": lambda x: x[1].contiguous(),
    "contiguous_first_row": lambda x: x[0].contiguous(),
}


def _write_to_reshaped(make):
    def case():
        x = x2()
        y = make(x)
        y[(0,) * y.ndim] = 100
        return x, y, y.is_contiguous()

    return case


def _write_under_reshaped(make):
    def case():
        x = x2()
        y = make(x)
        x[:, 1] = 100
        x[0] = 50
        return x, y

    return case


CASES |= {f"reshape_{name}": _write_to_reshaped(make) for name, make in RESHAPED.items()}
CASES |= {f"source_of_reshape_{name}": _write_under_reshaped(f) for name, f in RESHAPED.items()}


def case_reshape_between_writes():
    x = x3()
    middle = x[:, 0]
    copy = middle.reshape(8)
    middle[0] = 5
    copy[7] = 70
    x[1] = 7
    return x, middle, copy


_NOT_IN_PLACE = "MindSpore's CPU kernel computes into a new tensor; the documented in-place result"
_REFUSED = "MindSpore's CPU backend fails; the result it documents (NumPy's)"


def _numpy(change):
    def value():
        x = np.arange(12).reshape(3, 4).astype(np.float32)
        result = change(x)
        return Tensor(x) if result is None else (Tensor(x), Tensor(result.copy()))

    return value


def _added(derive):
    def change(x):
        y = derive(x)
        y += 100
        return y

    return change


def _reversed_and_filled(x):
    x[...] = 100
    return x[::-1]


INTENDED = {
    "fill_negative_step": (_numpy(_reversed_and_filled), _REFUSED),
    "fill_clone": (
        lambda: (x2(), Tensor(np.full((3, 4), 100, np.float32))),
        "MindSpore has no CPU kernel for clone",
    ),
    "in_place_fill_zero": (
        lambda: (Tensor([7.0, 7.0]), Tensor([0, 0])),
        "MindSpore has no CPU kernel for fill_",
    ),
    "in_place_methods": (lambda: (Tensor([1.5, 4.0]), True), _NOT_IN_PLACE),
    "gradient_through_in_place_add": ("graph", _NOT_IN_PLACE),
    "view_original_in_place_view_follows": (
        lambda: (x2() + 100, Tensor([100.0, 101.0, 102.0, 103.0])),
        _NOT_IN_PLACE,
    ),
    **{
        f"add__{name}": (_numpy(_added(derive)), _NOT_IN_PLACE)
        for name, derive in {
            "int": lambda x: x[1],
            "slice_inner": lambda x: x[:, 1:3],
            "slice_step": lambda x: x[::2],
            "view": lambda x: x.reshape(4, 3),
            "T": lambda x: x.T,
            "reshape": lambda x: x.reshape(4, 3),
            "chain": lambda x: x[1:][0],
        }.items()
    },
}
