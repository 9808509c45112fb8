"""`GraphCell`: networks loaded from MindIR files."""

from __future__ import annotations

from msjax.nn.cell.base import Cell


class GraphCell(Cell):
    """Runs a graph that `mindspore.load` read from a MindIR file; not supported.

    Args:
        graph: the graph.
        params_init: a dict of initial values. Default: None.
        obf_random_seed: a seed of an obfuscated graph. Default: None.

    Raises:
        NotImplementedError: always.
    """

    def __init__(self, graph, params_init=None, obf_random_seed=None):
        super().__init__()
        raise NotImplementedError(
            f"GraphCell(graph={graph!r}): msjax does not run MindIR files; build the network as a "
            "Cell and load its Parameters from a checkpoint with `load_checkpoint`."
        )
