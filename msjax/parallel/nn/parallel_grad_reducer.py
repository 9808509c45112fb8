"""`PipelineGradReducer`, with its name of `mindspore.parallel.nn`.

Source: https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.nn.PipelineGradReducer.html
"""

from __future__ import annotations

from msjax.nn import wrap

__all__ = ["PipelineGradReducer"]


class PipelineGradReducer(wrap.PipelineGradReducer):
    """Passes gradients of a `Pipeline` on, divided by a number.

    Args:
        parameters: a `ParameterTuple` that the gradients belong to.
        scale_sense: what the gradients are divided by, a number. Default: 1.0.
        opt_shard: whether the optimizer is split over devices, of which there is one. Default:
            None.

    Raises:
        AttributeError: `parameters` is no `ParameterTuple`.
        TypeError: `scale_sense` is neither a number nor a Tensor.
    """
