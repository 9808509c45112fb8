"""What assigning, deleting and inserting members does; recorded from MindSpore."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

from msjax import Parameter, ParameterTuple, Tensor, nn
from msjax._core.structure import STRUCTURE


def parameter(value=1.0):
    return Parameter(Tensor([value]))


class Child(nn.Cell):
    def construct(self, x):
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = parameter()
        self.child = Child()
        self.register_buffer("state", Tensor([3.0]))
        self.number = 3
        self.pair = ParameterTuple([parameter(), parameter()])

    def construct(self, x):
        return x * self.w


def members(net):
    return list(net._params), list(net._cells), list(net._buffers)


def test_members_are_attributes_and_registered():
    net = Net()
    assert members(net) == (["w", "Parameter$1", "Parameter$2"], ["child"], ["state"])
    assert net.w is net._params["w"]
    assert net.child is net._cells["child"]
    assert net.state is net._buffers["state"]
    assert net.pair[0] is net._params["Parameter$1"]


def test_a_tensor_is_assigned_into_a_parameter():
    net = Net()
    w = net.w
    net.w = Tensor([5.0])
    assert net.w is w
    assert w.asnumpy().item() == 5.0


def test_replacing_members():
    net = Net()
    other, child = parameter(7.0), Child()
    net.w, net.child = other, child
    assert net.w is other
    assert net.child is child
    net.number = parameter()
    assert "number" in net._params
    net.number = None
    assert net.number is None
    assert next(name for name, _ in net.parameters_and_names()) == "w"


def test_none_empties_a_place():
    net = Net()
    net.w = net.child = net.state = None
    assert (net.w, net.child, net.state) == (None, None, None)
    assert members(net) == (["w", "Parameter$1", "Parameter$2"], ["child"], ["state"])
    assert [path for path, _ in net.cells_and_names()] == [""]
    assert list(net.named_buffers()) == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("w", 3, TypeError),
        ("child", 3, TypeError),
        ("state", 3, TypeError),
        ("child", parameter(), KeyError),
        ("state", parameter(), KeyError),
        ("w", Child(), KeyError),
        ("cells", parameter(), KeyError),
        ("construct", parameter(), KeyError),
        ("phase", 3, TypeError),
        ("bprop_debug", 1, TypeError),
        ("cls_name", "x", AttributeError),
        ("param_prefix", "x", AttributeError),
    ],
)
def test_refused_assignments(name, value, error):
    with pytest.raises(error):
        setattr(Net(), name, value)


@pytest.mark.parametrize("name", ["w", "child", "state", "number", "pair"])
def test_deletion(name):
    net = Net()
    delattr(net, name)
    assert not hasattr(net, name)
    assert all(name not in kind for kind in members(net))


def test_missing_attributes():
    with pytest.raises(AttributeError, match="The 'Net' object has no attribute 'zz'"):
        _ = Net().zz
    with pytest.raises(AttributeError, match="zz"):
        del Net().zz


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("a.b", parameter()), KeyError),
        (("", parameter()), KeyError),
        (("child", parameter()), KeyError),
        (("z", 3), TypeError),
    ],
)
def test_refused_insertions_of_parameters(args, error):
    with pytest.raises(error):
        Net().insert_param_to_cell(*args)


def test_insertions_of_parameters():
    net = Net()
    net.insert_param_to_cell("a.b", parameter(), check_name_contain_dot=False)
    net.insert_param_to_cell("w", parameter(2.0))
    net.insert_param_to_cell("empty", None)
    assert net.w.asnumpy().item() == 2.0
    assert "a.b" in net._params
    assert net.empty is None


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("a.b", Child()), KeyError),
        (("", Child()), KeyError),
        ((3, Child()), TypeError),
        (("w", Child()), KeyError),
        (("z", 3), TypeError),
    ],
)
def test_refused_insertions_of_cells(args, error):
    with pytest.raises(error):
        Net().insert_child_to_cell(*args)


def test_before_init():
    class WithParameter(nn.Cell):
        def __init__(self):
            self.w = parameter()

    class WithCell(nn.Cell):
        def __init__(self):
            self.child = Child()

    class WithBuffer(nn.Cell):
        def __init__(self):
            self.register_buffer("b", Tensor([1.0]))

    class Plain(nn.Cell):
        def __init__(self):
            self.number = 3

        def construct(self, x):
            return x

    for cell in (WithParameter, WithCell, WithBuffer):
        with pytest.raises(AttributeError, match=r"__init__"):
            cell()
    with pytest.raises(AttributeError, match=r"super\(\).__init__\(\)"):
        Plain()(1)


def test_editing_the_registries_edits_the_attributes():
    net = Net()
    child = Child()
    net._cells["child"] = child
    assert net.child is child
    net._cells.update(other=Child())
    assert isinstance(net.other, Child)
    assert net._cells.setdefault("other") is net.other
    assert net._cells.pop("other", None) is not None
    assert net._cells.pop("other", None) is None
    assert not hasattr(net, "other")
    del net._params["w"]
    assert not hasattr(net, "w")
    assert net._params.popitem()[0] == "Parameter$2"
    net._cells = {"new": child}
    assert (net.new, hasattr(net, "child")) == (child, False)
    net._cells.clear()
    assert not hasattr(net, "new")
    with pytest.raises(KeyError):
        net._cells.popitem()


def changes(do):
    before = STRUCTURE.version
    do()
    return STRUCTURE.version != before


def test_the_version_moves_with_structure_and_attributes_only():
    net = Net()
    net.set_train()
    net(Tensor([1.0]))
    moves = {
        "number": lambda: setattr(net, "number", 4),
        "cell": lambda: setattr(net, "child", Child()),
        "list": lambda: setattr(net, "list", [1]),
        "delete": lambda: delattr(net, "list"),
        "train": lambda: net.set_train(False),
        "hook": lambda: net.register_forward_hook(print).remove(),
        "precision": lambda: net.to_float(net.w.dtype),
        "registry": lambda: net._cells.update(child=Child()),
    }
    assert [name for name, do in moves.items() if not changes(do)] == []
    stays = {
        "same number": lambda: setattr(net, "number", 4),
        "value": lambda: net.w.set_data(Tensor([9.0])),
        "assignment": lambda: setattr(net, "w", Tensor([8.0])),
        "buffer": lambda: setattr(net, "state", Tensor([8.0])),
        "train": lambda: net.set_train(False),
        "grad": lambda: net.set_grad(False),
    }
    assert [name for name, do in stays.items() if changes(do)] == []
    assert net._version <= STRUCTURE.version


def test_copies():
    net = Net()
    net.register_forward_hook(lambda cell, args, out: out * 10)
    deep = copy.deepcopy(net)
    assert deep.w is not net.w
    assert deep.pair[0] is deep._params["Parameter$1"]
    assert deep.child is deep._cells["child"]
    assert [name for name, _ in deep.parameters_and_names()] == [
        name for name, _ in net.parameters_and_names()
    ]
    assert deep(Tensor([2.0])).asnumpy().item() == 20.0
    deep.w = Tensor([5.0])
    assert net.w.asnumpy().item() == 1.0
    shallow = copy.copy(net)
    assert shallow.w is net.w
    shallow.child = Child()
    assert shallow.child is not net.child
    with pytest.raises(TypeError, match="belongs to one Cell"):
        copy.deepcopy(net._params)


def test_pickling():
    net = Net()
    loaded = pickle.loads(pickle.dumps(net))
    assert members(loaded) == members(net)
    np.testing.assert_array_equal(loaded(Tensor([2.0])).asnumpy(), net(Tensor([2.0])).asnumpy())
    assert dict(pickle.loads(pickle.dumps(net._cells))).keys() == net._cells.keys()


def test_a_cell_is_freed_with_its_last_reference():
    gc.collect()
    gc.disable()
    try:
        net = Net()
        net(Tensor([1.0]))
        gone = weakref.ref(net)
        del net
        assert gone() is None
    finally:
        gc.enable()


def test_cells_compare_by_identity_and_are_true():
    a, b = Net(), Net()
    assert a != b
    assert len({a, b}) == 2
    assert bool(a)
