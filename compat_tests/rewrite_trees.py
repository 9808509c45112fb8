"""What the cases about `mindspore.rewrite` share: inputs, trees, how nodes are listed."""

import shutil

import numpy as np
from mindspore import Tensor, nn
from mindspore.rewrite import Node, ScopedValue, SymbolTree

from compat_tests import rewrite_nets as nets

name = ScopedValue.create_naming_value
IMAGES = Tensor(np.cos(np.arange(200) * 0.1).reshape(2, 1, 10, 10).astype(np.float32))
ROWS = Tensor(np.cos(np.arange(6) * 0.7).reshape(2, 3).astype(np.float32))


def tree(make):
    return SymbolTree.create(make())


def names(nodes):
    return [node.get_name() for node in nodes]


def row(node):
    kind = node.get_instance_type()
    return [
        node.get_name(),
        str(node.get_node_type()),
        str(node.get_targets()),
        str(node.get_args()),
        str(node.get_kwargs()),
        getattr(kind, "__name__", str(kind)),
        names(node.get_inputs()),
        names(node.get_users()),
    ]


def relu(target="x", **options):
    return Node.create_call_cell(nn.ReLU(), [target], [name(target)], **options)


def network(stree):
    # MindSpore writes over a file that is there without shortening it.
    shutil.rmtree("rewritten_network", ignore_errors=True)
    return stree.get_network()


def run(stree, *inputs):
    return nets.fill(network(stree))(*inputs)
