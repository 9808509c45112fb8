"""`mindspore.multiprocessing`: Python's `multiprocessing`, for processes that take Tensors.

Tensors go from process to process as copies of their values.

Differs: MindSpore's share memory. With the start method "fork", a process that has computed
    anything must not compute in its children, as JAX has threads by then: choose "spawn".

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.multiprocessing.html
"""

import multiprocessing as _multiprocessing
from multiprocessing import *  # noqa: F403
from multiprocessing.pool import Pool as Pool

from msjax.multiprocessing.reductions import init_reductions

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    *_multiprocessing.__all__,
    "init_reductions",
]
