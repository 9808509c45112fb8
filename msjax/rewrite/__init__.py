"""`mindspore.rewrite`: look at the code of a network, edit it, and get the network of the result.

`SymbolTree.create(network)` makes nodes of the statements of `construct`. How, from the bottom up:
`flattening` makes statements of one operation each, `reading` makes entries of them (`entries`),
in blocks; `tree` edits them; `node` and `symbol_tree` are the faces of entries and trees;
`generation` writes a subclass of the network's class from what was edited, and runs it.
"""

from msjax.rewrite.kinds import NodeType, ValueType
from msjax.rewrite.node import Node
from msjax.rewrite.patterns import PatternEngine, PatternNode, Replacement, VarNode
from msjax.rewrite.sparse import ArgType, SparseFunc, sparsify
from msjax.rewrite.symbol_tree import SymbolTree, TreeNodeHelper
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
    "TreeNodeHelper",
    "ValueType",
    "VarNode",
    "sparsify",
]
