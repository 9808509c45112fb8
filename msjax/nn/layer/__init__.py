"""Layers.

Each file is a source of names; `msjax.nn` shows them all.
"""

from msjax.nn.layer import (
    activation,
    basic,
    channels,
    combined,
    conv,
    dense,
    dropout,
    embedding,
    image,
    math,
    multi_field_embedding,
    normalization,
    padding,
    pooling,
    rnn_cells,
    rnns,
    sparse,
    special,
    transformer,
    unpooling,
)

_MODULES = (
    activation,
    basic,
    channels,
    combined,
    conv,
    dense,
    dropout,
    embedding,
    image,
    math,
    multi_field_embedding,
    normalization,
    padding,
    pooling,
    rnn_cells,
    rnns,
    sparse,
    special,
    transformer,
    unpooling,
)
__all__ = sorted({name for module in _MODULES for name in module.__all__})
globals().update({name: getattr(m, name) for m in _MODULES for name in m.__all__})
