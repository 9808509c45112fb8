"""`mindspore.rewrite`: patterns of calls that are replaced; a network that is trained."""

from mindspore import nn, ops, value_and_grad
from mindspore.rewrite import Node, PatternEngine, PatternNode, Replacement, VarNode

from compat_tests import rewrite_nets as nets
from compat_tests.rewrite_trees import IMAGES, ROWS, name, names, network, run, tree


class Smooth(Replacement):
    """GELU in the place of what matches."""

    def __init__(self):
        self.seen = []

    def build(self, pattern, is_chain_pattern, matched):
        last = matched[pattern.name()]
        self.seen.append((is_chain_pattern, names(matched.values())))
        args = next(iter(matched.values())).get_args()
        new = Node.create_call_cell(nn.GELU(False), last.get_targets(), args, name="gelu")
        return [new]


def apply(stree, pattern):
    replacement = Smooth()
    changed = PatternEngine(pattern, replacement).apply(stree)
    return changed, replacement.seen


def case_pattern_of_one():
    stree = tree(nets.Small)
    return (
        apply(stree, [nn.ReLU]),
        apply(stree, [nn.ReLU]),
        names(stree.nodes()),
        run(stree, IMAGES),
    )


def case_pattern_of_two():
    stree = tree(nets.Pairs)
    return apply(stree, [nn.Dense, nn.ReLU]), names(stree.nodes()), run(stree, ROWS)


def case_pattern_of_a_tree():
    root = PatternNode("root", ops.Add, [VarNode(), PatternNode("one", nn.ReLU, [VarNode()])])
    stree = tree(nets.Pairs)
    return apply(stree, root), names(stree.nodes())


def case_pattern_that_is_not_there():
    return apply(tree(nets.Pairs), [nn.ReLU, nn.ReLU])


def case_pattern_replaced_by_nothing():
    class Nothing(Replacement):
        def build(self, pattern, is_chain_pattern, matched):
            return []

    return PatternEngine([nn.ReLU], Nothing()).apply(tree(nets.Small))


def case_pattern_match():
    stree = tree(nets.Small)
    nodes = [stree.get_node(text) for text in ("relu", "conv1", "input_x")]
    patterns = [PatternNode("a", nn.ReLU), PatternNode("a"), PatternNode("a", nn.Cell), VarNode()]
    return [[p.match(node) for node in nodes] for p in patterns]


def case_pattern_without_replacement():
    return PatternEngine([nn.ReLU])


def case_pattern_node_name():
    return PatternNode(3)


def case_pattern_node_inputs():
    return PatternNode("a", nn.ReLU, [3])


def case_pattern_node_match_number():
    return PatternNode("a", nn.ReLU).match(3)


def case_pattern_from_no_list():
    return PatternNode.create_pattern_from_list(nn.ReLU)


def case_replacement_is_abstract():
    return Replacement()


def case_training_step():
    stree = tree(nets.Small)
    apply(stree, [nn.ReLU])
    stree.erase("pool")
    node = Node.create_call_cell(nn.AvgPool2d(2, 2), ["x"], [name("x")], name="average")
    stree.insert(stree.before("conv2"), node)
    net = nets.fill(network(stree))
    weights = net.trainable_params()

    def loss_of(x):
        return net(x).square().mean()

    step = value_and_grad(loss_of, None, weights)
    optimizer = nn.SGD(weights, 0.1)
    losses = []
    for _ in range(2):
        loss, gradients = step(IMAGES)
        optimizer(gradients)
        losses.append(loss)
    return losses, net.fc1.weight.value()[0], [p.name for p in weights]


# Networks are read and edited in no mode; what comes of it is compiled in some cases.
COMPILED = "training_step".split()
PYNATIVE_ONLY = tuple(
    text.removeprefix("case_")
    for text in tuple(globals())
    if text.removeprefix("case_") not in COMPILED
)
