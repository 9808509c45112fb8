"""`mindspore.rewrite`: look at the code of a network, edit it, and get the network of the result.

`SymbolTree.create(network)` makes nodes of the statements of `construct`; the README beside this
file tells how.
"""

from msjax.rewrite.kinds import NodeType, ValueType
from msjax.rewrite.node import Node
from msjax.rewrite.patterns import PatternEngine, PatternNode, Replacement, VarNode
from msjax.rewrite.sparse import ArgType, SparseFunc, sparsify
from msjax.rewrite.symbol_tree import SymbolTree
from msjax.rewrite.values import ScopedValue

__all__ = [
    "ArgType",
    "Node",
    "NodeType",
    "PatternEngine",
    "PatternNode",
    "Replacement",
    "ScopedValue",
    "SparseFunc",
    "SymbolTree",
    "ValueType",
    "VarNode",
    "sparsify",
]
