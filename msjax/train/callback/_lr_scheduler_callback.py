"""Changes the learning rate by a function of the step.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.LearningRateScheduler.html
"""

from __future__ import annotations

import math

from msjax import log as logger
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.train.callback._callback import Callback


class LearningRateScheduler(Callback):
    """Changes the learning rate after each step.

    Args:
        learning_rate_function: a function of the learning rate, a float, and the number of the
            step, an int; it returns the learning rate of the next step.
    """

    def __init__(self, learning_rate_function):
        super().__init__()
        self.learning_rate_function = learning_rate_function

    def step_end(self, run_context):
        """Set the learning rate that the function returns."""
        cb_params = run_context.original_args()
        rate = cb_params.optimizer.learning_rate
        former = float(str(rate.asnumpy()))  # 0.1, which float32 prints, not 0.10000000149
        new = self.learning_rate_function(former, cb_params.cur_step_num)
        if not math.isclose(former, new, rel_tol=1e-10):
            rate.set_data(Tensor(new, mstype.float32))
            logger.info("At step %s, learning_rate change to %s", cb_params.cur_step_num, new)
