"""Graph mode: whole functions compiled, with the state they read and write threaded through."""

from __future__ import annotations

from msjax._core import graph_gradients
from msjax._graph.cache import GraphFallbackWarning, ProgramCache
from msjax._graph.cell_call import call_cell, compile_cell
from msjax._graph.jit import JitConfig, jit, jit_class, ms_class, ms_function
from msjax._graph.markers import lazy_inline, mutable, no_inline

graph_gradients.make_programs = ProgramCache

__all__ = [
    "GraphFallbackWarning",
    "JitConfig",
    "call_cell",
    "compile_cell",
    "jit",
    "jit_class",
    "lazy_inline",
    "ms_class",
    "ms_function",
    "mutable",
    "no_inline",
]
