"""`LazyAdam` and `AdamOffload`: Adam under the names of what MindSpore does for large tables.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.LazyAdam.html
"""

from __future__ import annotations

import numpy as np

from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn.optim.adam import Adam


class LazyAdam(Adam):
    """Adam that, of a table which `EmbeddingLookup` reads, updates only the rows that were read.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        beta1: the decay of m, in (0, 1). Default: 0.9.
        beta2: the decay of v, in (0, 1). Default: 0.999.
        eps: a float > 0. Default: 1e-8.
        use_locking: accepted; there is nothing to lock. Default: False.
        use_nesterov: as for `Adam`. Default: False.
        weight_decay: as for `Optimizer`. Default: 0.0.
        loss_scale: as for `Optimizer`. Default: 1.0.

    Differs: a row that was read, but has a gradient of zero, stays as it is; a row that was read
        several times is updated once, as MindSpore does where `optimizer.target` is "CPU".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _is_lazy = True

    def __init__(
        self,
        params,
        learning_rate=1e-3,
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        use_locking=False,
        use_nesterov=False,
        weight_decay=0.0,
        loss_scale=1.0,
    ):
        super().__init__(
            params,
            learning_rate,
            beta1,
            beta2,
            eps,
            use_locking,
            use_nesterov,
            weight_decay,
            loss_scale,
        )
        for name in ("beta1_power", "beta2_power"):
            setattr(self, name, Parameter(Tensor(np.ones(1, np.float32)), name=name))


class AdamOffload(LazyAdam):
    """Adam; in MindSpore the host updates the Parameters, here the device that has them.

    Arguments are those of `LazyAdam`.
    """

    _is_lazy = False
