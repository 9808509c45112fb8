"""SequentialCell, CellList and CellDict: indexing, editing, names, errors."""

from collections import OrderedDict

import mindspore as ms
from mindspore import Parameter, Tensor, nn


class Scale(nn.Cell):
    def __init__(self, factor):
        super().__init__()
        self.factor = Parameter(Tensor([float(factor)]), name="factor")

    def construct(self, x):
        return x * self.factor


def names(cell):
    return [q.name for q in cell.get_parameters()]


def kinds(cells):
    return [type(cell).__name__ for cell in cells]


def factors(cells):
    return [float(cell.factor) for cell in cells]


def sequence():
    return nn.SequentialCell(Scale(2), Scale(3), Scale(5))


def cell_list():
    return nn.CellList([Scale(2), Scale(3), Scale(5)])


def cell_dict():
    return nn.CellDict({"a": Scale(2), "b": Scale(3)})


def case_sequential_call():
    return sequence()(Tensor([1.0]))


def case_sequential_from_list():
    net = nn.SequentialCell([Scale(2), nn.ReLU()])
    return net(Tensor([-1.0, 1.0])), kinds(net), names(net)


def case_sequential_from_tuple():
    return nn.SequentialCell((Scale(2), Scale(3)))


def case_sequential_from_ordered_dict():
    net = nn.SequentialCell(OrderedDict(first=Scale(2), second=Scale(3)))
    return net(Tensor([1.0])), names(net), float(net.first.factor)


def case_sequential_from_dict():
    return nn.SequentialCell({"first": Scale(2)})


def case_sequential_empty_call():
    return nn.SequentialCell()(Tensor([1.0]))


def case_sequential_of_not_cells():
    return nn.SequentialCell([Scale(2), 3])


def case_sequential_of_function():
    return nn.SequentialCell([abs])


def case_sequential_len_index_slice():
    net = sequence()
    return (
        len(net),
        float(net[0].factor),
        float(net[-1].factor),
        type(net[:2]).__name__,
        factors(net[1:]),
    )


def case_sequential_index_out_of_range():
    return sequence()[3]


def case_sequential_index_by_name():
    return sequence()["0"]


def case_sequential_set_item():
    net = sequence()
    net[1] = Scale(7)
    return net(Tensor([1.0])), names(net)


def case_sequential_set_item_negative():
    net = sequence()
    net[-1] = Scale(7)
    return factors(net)


def case_sequential_set_item_out_of_range():
    net = sequence()
    net[9] = Scale(7)
    return factors(net)


def case_sequential_set_item_not_a_cell():
    net = sequence()
    net[0] = 3
    return kinds(net)


def case_sequential_delete():
    net = sequence()
    del net[1]
    return factors(net), names(net), len(net)


def case_sequential_delete_slice():
    net = sequence()
    del net[:2]
    return factors(net), names(net)


def case_sequential_append():
    net = sequence()
    result = net.append(Scale(7))
    return factors(net), names(net), type(result).__name__, net(Tensor([1.0]))


def case_sequential_append_not_a_cell():
    return sequence().append(3)


def case_sequential_insert():
    net = sequence()
    net.insert(1, Scale(7))
    return factors(net), names(net)


def case_sequential_iteration():
    return factors(sequence()), type(iter(sequence())).__name__


def case_sequential_cells_attributes():
    net = sequence()
    return net.cell_list is not None, len(net.cell_list), net.cls_name


def case_sequential_bool_and_reversed():
    return bool(nn.SequentialCell()), bool(sequence()), factors(reversed(list(sequence())))


def case_sequential_multiple_inputs():
    return sequence()(Tensor([1.0]), Tensor([2.0]))


def case_sequential_nested_names():
    return names(nn.SequentialCell(sequence(), Scale(7)))


def case_list_len_index_slice():
    cells = cell_list()
    return len(cells), float(cells[-1].factor), type(cells[1:]).__name__, factors(cells[1:])


def case_list_names():
    return names(cell_list())


def case_list_several_arguments():
    return nn.CellList(Scale(2), Scale(3))


def case_list_append_extend():
    cells = cell_list()
    cells.append(Scale(7))
    cells.extend([Scale(11), Scale(13)])
    return factors(cells), names(cells)


def case_list_extend_by_cell_list():
    cells = cell_list()
    cells.extend(nn.CellList([Scale(7)]))
    return factors(cells), names(cells)


def case_list_extend_not_a_list():
    return cell_list().extend(Scale(7))


def case_list_append_not_a_cell():
    return cell_list().append(3)


def case_list_insert():
    cells = cell_list()
    cells.insert(0, Scale(7))
    cells.insert(-1, Scale(11))
    return factors(cells), names(cells)


def case_list_insert_out_of_range():
    cells = cell_list()
    cells.insert(9, Scale(7))
    return factors(cells)


def case_list_set_item():
    cells = cell_list()
    cells[1] = Scale(7)
    return factors(cells), names(cells)


def case_list_set_item_out_of_range():
    cells = cell_list()
    cells[5] = Scale(7)


def case_list_set_item_not_a_cell():
    cells = cell_list()
    cells[0] = "a"


def case_list_delete():
    cells = cell_list()
    del cells[0]
    return factors(cells), names(cells)


def case_list_delete_negative_and_slice():
    cells = cell_list()
    del cells[-1]
    del cells[0:1]
    return factors(cells), names(cells)


def case_list_index_out_of_range():
    return cell_list()[3]


def case_list_index_wrong_type():
    return cell_list()[1.5]


def case_list_iteration_and_contains():
    cells = cell_list()
    return factors(cells), cells[0] in list(cells)


def case_list_addition():
    return factors(cell_list() + [Scale(7)])


def case_list_iadd():
    cells = cell_list()
    cells += [Scale(7)]
    return factors(cells)


def case_list_of_none():
    return nn.CellList([None])


def case_list_auto_prefix_false():
    return names(nn.CellList([Scale(2), Scale(3)], auto_prefix=False))


def case_list_called():
    return cell_list()(Tensor([1.0]))


def case_list_used_in_construct():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = cell_list()

        def construct(self, x):
            outputs = ()
            for layer in self.layers:
                x = layer(x)
                outputs = (*outputs, x)
            return outputs

    net = Net()
    return net(Tensor([1.0])), names(net)


def case_list_enumerate_in_construct():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = cell_list()

        def construct(self, x):
            total = x * 0
            for index, layer in enumerate(self.layers):
                total = total + layer(x) * index
            return total

    return Net()(Tensor([1.0]))


def case_dict_keys_values_items():
    cells = cell_dict()
    return (
        list(cells.keys()),
        factors(cells.values()),
        [(k, float(c.factor)) for k, c in cells.items()],
    )


def case_dict_types():
    cells = cell_dict()
    return type(cells.keys()).__name__, type(cells.values()).__name__, type(cells.items()).__name__


def case_dict_len_contains_iter():
    cells = cell_dict()
    return len(cells), "a" in cells, "z" in cells, list(cells)


def case_dict_names():
    return names(cell_dict())


def case_dict_get_item():
    return float(cell_dict()["b"].factor)


def case_dict_get_missing():
    return cell_dict()["z"]


def case_dict_set_item():
    cells = cell_dict()
    cells["c"] = Scale(7)
    cells["a"] = Scale(11)
    return list(cells.keys()), factors(cells.values()), names(cells)


def case_dict_set_not_a_cell():
    cells = cell_dict()
    cells["c"] = 3


def case_dict_set_bad_key():
    cells = cell_dict()
    cells[3] = Scale(7)


def case_dict_key_with_dot():
    cells = cell_dict()
    cells["a.b"] = Scale(7)
    return names(cells)


def case_dict_empty_key():
    cells = cell_dict()
    cells[""] = Scale(7)


def case_dict_key_of_a_method():
    cells = cell_dict()
    cells["keys"] = Scale(7)
    return list(cells)


def case_dict_update():
    cells = cell_dict()
    cells.update({"c": Scale(7), "a": Scale(11)})
    cells.update([["d", Scale(13)]])
    cells.update(nn.CellDict({"e": Scale(17)}))
    return list(cells.keys()), factors(cells.values()), names(cells)


def case_dict_update_wrong():
    return cell_dict().update(3)


def case_dict_pop():
    cells = cell_dict()
    popped = cells.pop("a")
    return float(popped.factor), list(cells.keys()), names(cells)


def case_dict_pop_missing():
    return cell_dict().pop("z")


def case_dict_clear():
    cells = cell_dict()
    cells.clear()
    return len(cells), names(cells)


def case_dict_delete():
    cells = cell_dict()
    del cells["a"]
    return list(cells.keys())


def case_dict_from_list_of_pairs():
    cells = nn.CellDict([["x", Scale(2)], ["y", Scale(3)]])
    return list(cells.keys()), names(cells)


def case_dict_from_ordered_dict():
    cells = nn.CellDict(OrderedDict([("x", Scale(2)), ("y", Scale(3))]))
    return list(cells.keys())


def case_dict_of_not_cells():
    return nn.CellDict({"a": 3})


def case_dict_called():
    return cell_dict()(Tensor([1.0]))


def case_dict_used_in_construct():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.parts = cell_dict()

        def construct(self, x):
            return self.parts["b"](self.parts["a"](x))

    net = Net()
    return net(Tensor([1.0])), names(net), ms.grad(net, None, net.trainable_params())(Tensor([1.0]))
