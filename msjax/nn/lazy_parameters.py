"""`no_init_parameters`: networks whose weights are to be loaded.

Source:
https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.utils.no_init_parameters.html
"""

from __future__ import annotations

from contextlib import contextmanager


@contextmanager
def no_init_parameters():
    """Make networks without drawing their weights, in a `with` block.

    Weights are drawn when they are first read, in the block and outside of it: so those that a
    checkpoint is loaded into are never drawn, and the block changes nothing.
    """
    yield
