"""Names and order of Parameters and Cells, and printing; recorded from MindSpore."""

from collections import OrderedDict

import pytest

from msjax import Parameter, ParameterTuple, Tensor, nn


def parameter(name=None, **options):
    return Parameter(Tensor([1.0]), **({} if name is None else {"name": name}), **options)


class Leaf(nn.Cell):
    def __init__(self, name=None):
        super().__init__()
        self.w = parameter(name)

    def construct(self, x):
        return x * self.w


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.a = Leaf("w")
        self.b = Leaf()
        self.p = parameter("q")
        self.c = self.a

    def construct(self, x):
        return x


def pairs(cell, **options):
    return [f"{path}:{p.name}" for path, p in cell.parameters_and_names(**options)]


def test_own_parameters_first_and_shared_cells_once():
    net = Net()
    assert pairs(net) == ["p:q", "a.w:c.w", "b.w:b.w"]
    assert [p.name for p in net.get_parameters()] == ["q", "c.w", "b.w"]
    assert [path for path, _ in net.cells_and_names()] == ["", "a", "b"]
    assert list(net.name_cells()) == ["a", "b"]
    assert list(net.cells()) == [net.a, net.b]


def test_prefixes_and_expansion():
    net = Net()
    assert [path for path, _ in net.parameters_and_names("n")] == ["n.p", "n.a.w", "n.b.w"]
    assert pairs(net, expand=False) == ["p:q"]
    assert [path for path, _ in net.cells_and_names(name_prefix="n")] == ["n", "n.a", "n.b"]


def test_being_assigned_renames_by_path():
    inner = Net()

    class Outer(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = inner

    assert pairs(Outer()) == ["inner.p:inner.p", "inner.a.w:inner.a.w", "inner.b.w:inner.b.w"]


def test_auto_prefix_false_keeps_names():
    class Outer(nn.Cell):
        def __init__(self):
            super().__init__(auto_prefix=False)
            self.a = Leaf()
            self.b = Leaf("zz")

    assert pairs(Outer()) == ["a.w:w", "b.w:zz"]


def test_inserted_child_keeps_its_names():
    net = Net()
    net.insert_child_to_cell("new", Leaf())
    net.later = Leaf()
    assert pairs(net)[-2:] == ["new.w:w", "later.w:later.w"]


def test_explicit_names_stay_within_their_cell():
    net = Net()
    net.first = parameter()
    net.second = parameter("foo")
    net.insert_param_to_cell("third", parameter())
    assert pairs(net, expand=False) == ["p:q", "first:first", "second:foo", "third:third"]


def test_parameter_tuples_are_members_and_lists_are_not():
    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.tuple_of = ParameterTuple([parameter("u"), parameter("v")])
            self.unnamed = ParameterTuple([parameter(), parameter()])
            self.list_of = [parameter("x"), parameter("y")]
            self.cells_in_list = [Leaf()]

    assert pairs(Holder()) == ["u:u", "v:v", "Parameter$1:Parameter$1", "Parameter$2:Parameter$2"]


def test_equal_names_are_mended_at_the_first_call():
    class Twice(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = parameter("w")
            self.b = parameter("w")

        def construct(self, x):
            return x * self.a + self.b

    net = Twice()
    assert pairs(net) == ["a:w", "b:w"]
    with pytest.raises(ValueError, match="already exists"):
        net.check_names()
    assert net(Tensor([1.0])).asnumpy().item() == 2.0
    assert pairs(net) == ["a:a", "b:b"]


def test_equal_names_in_a_list_are_an_error():
    class Twice(nn.Cell):
        def __init__(self):
            super().__init__()
            self.items = [parameter("w"), parameter("w")]

    with pytest.raises(ValueError, match="'w' already exists"):
        Twice()
    with pytest.raises(ValueError, match="'w' already exists"):
        nn.Cell().pair = ParameterTuple([parameter("w"), parameter("w")])


def test_shared_parameter_is_yielded_once():
    net = Net()
    net.b.w = net.a.w
    assert [path for path, _ in net.parameters_and_names()] == ["p", "a.w"]


def test_update_parameters_name():
    net = Net()
    net.update_parameters_name("pre.")
    assert pairs(net) == ["p:pre.p", "a.w:pre.a.w", "b.w:pre.b.w"]
    net = Net()
    net.update_parameters_name("x.", recurse=False)
    assert pairs(net) == ["p:x.p", "a.w:c.w", "b.w:b.w"]
    with pytest.raises(TypeError, match="str"):
        net.update_parameters_name(3)
    with pytest.raises(ValueError, match="letters"):
        net.update_parameters_name("a b")


def test_local_names_leave_an_optimizers_parameters_alone():
    net = Net()
    net._user_parameters = ["p"]
    net._update_local_parameters_name("opt.")
    assert pairs(net) == ["p:q", "a.w:opt.a.w", "b.w:opt.b.w"]


def test_trainable_and_other_lists():
    net = Net()
    net.a.w.requires_grad = False
    net.p.layerwise_parallel = True
    assert [p.name for p in net.trainable_params()] == ["q", "b.w"]
    assert [p.name for p in net.untrainable_params()] == ["c.w"]
    assert [p.name for p in net.trainable_params(recurse=False)] == ["q"]
    assert list(net.parameters_dict()) == ["q", "c.w", "b.w"]
    assert list(net.parameters_broadcast_dict()) == ["c.w", "b.w"]
    assert nn.Cell().parameters_broadcast_dict() is None


def test_get_sub_cell():
    net = Net()
    assert net.get_sub_cell("a") is net.a
    assert net.get_sub_cell("") is net
    with pytest.raises(AttributeError, match="no attribute `z`"):
        net.get_sub_cell("a.z")
    with pytest.raises(AttributeError, match=r"not an nn\.Cell"):
        net.get_sub_cell("a.w")


def test_prefixes_and_scopes_of_cells():
    net = Net()
    assert (net.param_prefix, net.a.param_prefix, net.a.get_scope()) == ("", "", None)
    assert net.update_cell_prefix() is None
    net.generate_scope()
    assert (net.param_prefix, net.b.param_prefix) == ("", "b")
    assert net.b.get_scope() == "Default/b-Leaf"


class Described(Net):
    def __init__(self, text):
        super().__init__()
        self.text = text

    def extend_repr(self):
        return self.text


PRINTED = {
    "": "Described(\n  (a): Leaf()\n  (b): Leaf()\n  (c): Leaf()\n)",
    "x=1": "Described(\n  x=1\n  (a): Leaf()\n  (b): Leaf()\n  (c): Leaf()\n)",
    "x=1\ny=2": "Described(\n  x=1\n  y=2\n  (a): Leaf()\n  (b): Leaf()\n  (c): Leaf()\n)",
}


@pytest.mark.parametrize("text", PRINTED)
def test_printing_with_children(text):
    cell = Described(text)
    assert repr(cell) == str(cell) == PRINTED[text]


def test_printing_without_children():
    class Alone(nn.Cell):
        def __init__(self, text):
            super().__init__()
            self.text = text

        def extend_repr(self):
            return self.text

    assert repr(Alone("")) == "Alone()"
    assert repr(Alone("x=1, y=2")) == "Alone(x=1, y=2)"
    assert repr(Alone("a\nb")) == "Alone(\n  a\n  b\n)"


def test_printing_nested_and_emptied():
    nested = nn.SequentialCell(OrderedDict(k=nn.CellList([Leaf()]), j=Leaf()))
    nested._cells["j"] = None
    assert repr(nested) == (
        "SequentialCell(\n  (k): CellList(\n    (0): Leaf()\n  )\n  (j): None\n)"
    )
    assert (nested.cls_name, nested._get_name()) == ("SequentialCell", "SequentialCell")
