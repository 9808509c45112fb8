"""Buffers, state_dict and load_state_dict."""

from collections import OrderedDict

import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn


class Inner(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([1.0]), name="w")
        self.register_buffer("b", Tensor([3.0]))
        self.register_buffer("scratch", Tensor([4.0]), persistent=False)


class Outer(nn.Cell):
    def __init__(self):
        super().__init__()
        self.c = Inner()
        self.same = self.c
        self.d = Inner()


def test_named_buffers():
    net = Outer()
    assert [n for n, _ in net.named_buffers()] == ["c.b", "c.scratch", "d.b", "d.scratch"]
    assert next(n for n, _ in net.named_buffers("p")) == "p.c.b"
    assert list(net.named_buffers(recurse=False)) == []
    assert [t.asnumpy().item() for t in net.c.buffers()] == [3.0, 4.0]


def test_a_shared_buffer_is_named_once():
    net = Outer()
    net.d.register_buffer("b", net.c.b)
    assert [n for n, _ in net.named_buffers()] == ["c.b", "c.scratch", "d.scratch"]
    twice = [n for n, _ in net.named_buffers(remove_duplicate=False)]
    assert twice == ["c.b", "c.scratch", "d.b", "d.scratch"]


def test_get_buffer():
    net = Outer()
    assert net.get_buffer("c.b") is net.c.b
    with pytest.raises(AttributeError, match="no attribute `z`"):
        net.get_buffer("c.z")
    with pytest.raises(AttributeError, match="`w` is not a buffer"):
        net.get_buffer("c.w")


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("", Tensor([1.0]), KeyError),
        ("a.b", Tensor([1.0]), KeyError),
        (3, Tensor([1.0]), TypeError),
        ("w", Tensor([1.0]), KeyError),
        ("n", 3, TypeError),
    ],
)
def test_refused_buffers(name, value, error):
    with pytest.raises(error):
        Inner().register_buffer(name, value)


def test_registration_hooks_of_buffers():
    handle = nn.register_cell_buffer_registration_hook(lambda cell, name, t: t * 2)
    try:
        net = Inner()
    finally:
        handle.remove()
    assert net.b.asnumpy().item() == 6.0
    assert Inner().b.asnumpy().item() == 3.0


def test_a_buffer_takes_new_values():
    net = Inner()
    b = net.b
    net.b = Tensor([5.0])
    assert net.b is b
    assert b.asnumpy().item() == 5.0
    net.b = Tensor([1.0, 2.0])
    assert net.b.shape == (2,)
    assert [n for n, _ in net.named_buffers()] == ["b", "scratch"]


class Counting(nn.Cell):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", Tensor([0.0]))

    def construct(self, x):
        self.count = self.count + 1
        return x + self.count


@pytest.mark.parametrize("compiled", [False, True])
def test_a_buffer_is_state(compiled):
    net = Counting()
    run = ms.jit(lambda x: net(x)) if compiled else net
    outs = [run(Tensor([1.0])).asnumpy().item() for _ in range(3)]
    assert outs == [2.0, 3.0, 4.0]
    assert net.count.asnumpy().item() == 3.0


KEYS = ["c.w", "c.b", "same.w", "same.b", "d.w", "d.b"]


def test_state_dict():
    net = Outer()
    state = net.state_dict()
    assert list(state) == KEYS
    assert isinstance(state, OrderedDict)
    assert list(state._metadata) == ["", "c", "same", "d"]
    assert state["c.w"] is net.c.w
    assert list(net.d.state_dict(prefix="q.")) == ["q.w", "q.b"]
    given = {}
    assert net.d.state_dict(destination=given) is given
    with pytest.warns(FutureWarning, match="keywords"):
        assert list(net.d.state_dict({}, "q.", True)) == ["q.w", "q.b"]


@pytest.mark.parametrize("options", [{"destination": 3}, {"prefix": 3}, {"keep_vars": 3}])
def test_state_dict_checks_its_arguments(options):
    with pytest.raises(TypeError):
        Inner().state_dict(**options)


def test_load_state_dict():
    net, other = Outer(), Outer()
    other.c.w.set_data(Tensor([7.0]))
    other.d.b = Tensor([8.0])
    result = net.load_state_dict(other.state_dict())
    assert str(result) == "<All keys matched successfully>"
    assert net.c.w.asnumpy().item() == 7.0
    assert net.d.b.asnumpy().item() == 8.0
    assert net.d.b is not other.d.b


def test_load_state_dict_converts_the_dtype():
    net = Inner()
    net.load_state_dict({"w": Tensor([7], ms.int32)}, strict=False)
    assert (net.w.dtype, net.w.asnumpy().item()) == (ms.float32, 7.0)


def test_load_state_dict_reports_what_does_not_match():
    result = Inner().load_state_dict({"z": Tensor([1.0]), "x.y": Tensor([1.0])}, strict=False)
    assert result.missing_keys == ["w", "b"]
    assert result.unexpected_keys == ["z", "x.y"]
    assert "missing_keys" in str(result)


@pytest.mark.parametrize(
    ("state", "strict", "error", "message"),
    [
        ({}, True, RuntimeError, 'Missing key.s. in state_dict: "w", "b"'),
        ({"w": Tensor([1.0]), "b": Tensor([1.0]), "z": 1}, True, RuntimeError, "Unexpected"),
        ({"w": Tensor([1.0, 2.0])}, False, RuntimeError, "size mismatch for w"),
        ({"w": 3}, False, RuntimeError, "expected Tensor"),
        (3, True, TypeError, "dict-like"),
    ],
)
def test_load_state_dict_refuses(state, strict, error, message):
    with pytest.raises(error, match=message):
        Inner().load_state_dict(state, strict)


def test_extra_state():
    class Extra(Inner):
        extra = Tensor([1.0])

        def get_extra_state(self):
            return self.extra

        def set_extra_state(self, state):
            self.extra = state

    net = Extra()
    state = net.state_dict()
    assert list(state) == ["w", "b", "_extra_state"]
    state["_extra_state"] = Tensor([9.0])
    net.load_state_dict(state)
    assert net.extra.asnumpy().item() == 9.0
    del state["_extra_state"]
    assert net.load_state_dict(state, strict=False).missing_keys == ["_extra_state"]
    with pytest.raises(RuntimeError, match="get_extra_state"):
        Inner().get_extra_state()
    with pytest.raises(RuntimeError, match="set_extra_state"):
        Inner().set_extra_state(None)


def test_hooks_around_state_dict():
    net = Outer()
    order = []
    net.register_state_dict_pre_hook(lambda cell, prefix, keep: order.append(("pre", prefix)))
    net.d.register_state_dict_post_hook(
        lambda cell, state, prefix, meta: order.append(("post", prefix))
    )
    net.state_dict()
    assert order == [("pre", ""), ("post", "d.")]
    net.register_state_dict_post_hook(lambda cell, state, prefix, meta: 3)
    with pytest.raises(RuntimeError, match="must return None"):
        net.state_dict()


def test_hooks_around_load_state_dict():
    net = Inner()

    def rename(cell, state, prefix, *rest):
        state["w"] = state.pop("old")

    net.register_load_state_dict_pre_hook(rename)
    seen = []
    handle = net.register_load_state_dict_post_hook(lambda cell, keys: seen.append(keys))
    net.load_state_dict({"old": Tensor([5.0]), "b": Tensor([1.0])})
    assert net.w.asnumpy().item() == 5.0
    assert len(seen) == 1
    handle.remove()
    net.register_load_state_dict_post_hook(lambda cell, keys: keys)
    with pytest.raises(RuntimeError, match="must return None"):
        net.load_state_dict({"old": Tensor([5.0]), "b": Tensor([1.0])})
