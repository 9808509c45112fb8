"""`mindspore.multiprocessing`: Python's own processes; Tensors go to them as copies.

JAX has threads, which a forked process lacks: choose "spawn" or "forkserver" before starting one
(`set_start_method("spawn")`) if the program has computed something already.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.multiprocessing.html

Differs: MindSpore shares the memory of Tensors between processes; here they are copied.
"""

import multiprocessing as _python
from multiprocessing import *  # noqa: F403

__all__ = list(_python.__all__)  # pyright: ignore[reportUnsupportedDunderAll]
