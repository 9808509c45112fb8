"""SequentialCell, CellList and CellDict; recorded from MindSpore."""

from collections import OrderedDict

import pytest

from msjax import Parameter, Tensor, nn

X = Tensor([1.0])


class Scale(nn.Cell):
    def __init__(self, factor=1.0):
        super().__init__()
        self.factor = Parameter(Tensor([factor]), name="factor")

    def construct(self, x):
        return x * self.factor


def names(cell):
    return [p.name for p in cell.get_parameters()]


def number(t):
    return t.asnumpy().item()


def sequence(*factors):
    return nn.SequentialCell([Scale(f) for f in factors])


class Holder(nn.Cell):
    def __init__(self, part):
        super().__init__()
        self.part = part


@pytest.mark.parametrize(
    "make",
    [
        lambda: nn.SequentialCell(Scale(2.0), Scale(3.0)),
        lambda: nn.SequentialCell([Scale(2.0), Scale(3.0)]),
        lambda: nn.SequentialCell(nn.SequentialCell(Scale(2.0)), Scale(3.0)),
    ],
)
def test_sequential_runs_in_order(make):
    net = make()
    assert number(net(X)) == 6.0
    assert len(net) == 2
    assert [type(c) for c in net][1] is Scale


def test_sequential_names():
    assert names(sequence(1.0, 1.0)) == ["0.factor", "1.factor"]
    named = nn.SequentialCell(OrderedDict(k=Scale(), j=Scale()))
    assert names(named) == ["k.factor", "j.factor"]
    assert named.k is named[0]
    assert names(nn.SequentialCell(Scale())) == ["0.factor"]
    assert names(Holder(sequence(1.0, 1.0))) == ["part.0.factor", "part.1.factor"]


def test_sequential_append_and_set():
    holder = Holder(sequence(2.0, 3.0))
    holder.part.append(Scale(5.0))
    holder.part[0] = Scale(7.0)
    assert names(holder) == ["part.0.factor", "part.1.factor", "part.2.factor"]
    assert number(holder.part(X)) == 105.0
    holder.part[-1] = Scale(1.0)
    assert number(holder.part(X)) == 21.0


def test_sequential_delete():
    holder = Holder(sequence(2.0, 3.0, 5.0, 7.0))
    del holder.part[1]
    assert names(holder) == ["part.0.factor", "part.1.factor", "part.2.factor"]
    assert number(holder.part(X)) == 70.0
    del holder.part[:2]
    assert (len(holder.part), number(holder.part(X))) == (1, 7.0)
    named = nn.SequentialCell(OrderedDict(k=Scale(2.0), j=Scale(3.0)))
    del named[0]
    assert names(named) == ["j.factor"]


def test_sequential_slice():
    part = sequence(2.0, 3.0, 5.0)[1:]
    assert isinstance(part, nn.SequentialCell)
    assert number(part(X)) == 15.0


def test_sequential_misuse():
    net = sequence(1.0)
    for wrong in (3, (Scale(), Scale())):
        with pytest.raises(TypeError, match="args"):
            nn.SequentialCell(wrong)
    with pytest.raises(TypeError):
        nn.SequentialCell(Scale(), 3)
    with pytest.raises(TypeError, match="each cell must be subclass of Cell"):
        net.append(3)
    with pytest.raises(TypeError, match="each cell must be subclass of Cell"):
        net[0] = 3
    with pytest.raises(IndexError, match="range"):
        net[1]
    with pytest.raises(TypeError, match="index"):
        net["0"]
    with pytest.raises(TypeError, match="index"):
        del net["0"]
    assert not nn.SequentialCell()


def test_set_grad_reaches_the_elements():
    net = sequence(1.0)
    net.set_grad()
    assert net[0].requires_grad is True
    cells = nn.CellList([Scale()])
    cells.set_grad()
    assert cells[0].requires_grad is True


def cell_list(*factors):
    return nn.CellList([Scale(f) for f in factors])


def values(cells):
    return [number(c.factor) for c in cells]


def test_cell_list_names():
    assert names(cell_list(1.0, 1.0)) == ["0.factor", "1.factor"]
    assert names(nn.CellList([Scale()], auto_prefix=False)) == ["factor"]
    holder = Holder(cell_list(1.0))
    holder.part.append(Scale())
    holder.part += [Scale()]
    assert names(holder) == ["part.0.factor", "part.1.factor", "part.2.factor"]


def test_cell_list_insert_and_delete():
    holder = Holder(cell_list(1.0, 2.0))
    holder.part.insert(1, Scale(5.0))
    holder.part.insert(3, Scale(6.0))
    holder.part.insert(-4, Scale(7.0))
    assert values(holder.part) == [7.0, 1.0, 5.0, 2.0, 6.0]
    assert names(holder) == [f"part.{i}.factor" for i in range(5)]
    del holder.part[0]
    del holder.part[1:3]
    assert values(holder.part) == [1.0, 6.0]
    assert names(holder) == ["part.0.factor", "part.1.factor"]
    assert list(holder.part._cells) == ["0", "1"]


def test_cell_list_items():
    cells = cell_list(1.0, 2.0, 3.0)
    cells[-1] = Scale(9.0)
    assert (number(cells[-1].factor), len(cells), bool(cells)) == (9.0, 3, True)
    part = cells[:2]
    assert isinstance(part, nn.CellList)
    assert values(part) == [1.0, 2.0]
    assert not nn.CellList()


def test_cell_list_misuse():
    cells = cell_list(1.0)
    for call in (
        lambda: cells.append(3),
        lambda: cells.extend((Scale(),)),
        lambda: cells.extend([3]),
        lambda: cells.extend([nn.CellDict()]),
        lambda: cells.insert("0", Scale()),
        lambda: cells.insert(0, 3),
        lambda: cells["0"],
        lambda: cells.__setitem__("0", Scale()),
        lambda: cells.__delitem__("0"),
    ):
        with pytest.raises(TypeError, match="CellList"):
            call()
    for call in (lambda: cells[5], lambda: cells.insert(5, Scale())):
        with pytest.raises(IndexError, match="range"):
            call()
    with pytest.raises(NotImplementedError, match="called"):
        cells(X)


def test_cell_dict():
    holder = Holder(nn.CellDict({"up": Scale(2.0), "down": Scale(3.0)}))
    part = holder.part
    assert names(holder) == ["part.up.factor", "part.down.factor"]
    part["side"] = Scale(5.0)
    part.update([("up", Scale(7.0))])
    part.update(nn.CellDict([("more", Scale(1.0))]))
    assert names(holder) == [f"part.{k}.factor" for k in ("up", "down", "side", "more")]
    assert list(part) == list(part.keys()) == ["up", "down", "side", "more"]
    assert [number(c.factor) for c in part.values()] == [7.0, 3.0, 5.0, 1.0]
    assert ("up" in part, len(part)) == (True, 4)
    assert part.pop("up") is not None
    del part["side"]
    assert [k for k, _ in part.items()] == ["down", "more"]
    part.clear()
    assert len(part) == 0


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda d: d.__setitem__(3, Scale()), TypeError),
        (lambda d: d.__setitem__("", Scale()), KeyError),
        (lambda d: d.__setitem__("a.b", Scale()), KeyError),
        (lambda d: d.__setitem__("cells", Scale()), KeyError),
        (lambda d: d.__setitem__("a", None), TypeError),
        (lambda d: d.__setitem__("a", 3), TypeError),
        (lambda d: d.__setitem__("a", nn.CellList()), TypeError),
        (lambda d: d.update(3), TypeError),
        (lambda d: d.update([3]), TypeError),
        (lambda d: d.update([("a", Scale(), 1)]), ValueError),
        (lambda d: d["missing"], KeyError),
        (lambda d: d(X), NotImplementedError),
    ],
)
def test_cell_dict_misuse(call, error):
    with pytest.raises(error):
        call(nn.CellDict())


def test_cell_list_item_that_is_no_cell():
    with pytest.raises(AttributeError, match="subclass of Cell"):
        cell_list(1.0)[0] = "text"
