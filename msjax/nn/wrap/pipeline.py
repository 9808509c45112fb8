"""Networks whose layers are spread over groups of devices; here one device runs them all.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.PipelineCell.html
"""

from __future__ import annotations

from msjax._core.errors import describe
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.wrap.micro_batches import MicroBatches


class PipelineCell(MicroBatches):
    """Sums the results of a network over the parts of a batch, which pipeline stages take in turn.

    Args:
        network: a Cell, whose results are summed.
        micro_size: how many parts there are.
        stage_config: a dict from the name of a Cell inside the network to its pipeline stage, which
            is noted in the Cell; all stages run in this process. Default: None.
        segment_config: likewise, the segment of a stage. Default: None.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `micro_size` is not positive, or no divisor of the batch.
        KeyError: the network has no Cell of a name.
    """

    def __init__(self, network, micro_size, stage_config=None, segment_config=None):
        super().__init__(network, micro_size)
        _note("stage_config", "pipeline_stage", network, stage_config)
        _note("segment_config", "pipeline_segment", network, segment_config)

    def shard(self, in_strategy, out_strategy=None, parameter_plan=None):
        """Refuse to be split over devices, as MindSpore does.

        Raises:
            ValueError: always.
        """
        raise ValueError(
            "For 'PipelineCell', no 'shard' on 'PipelineCell' is allowed, but got "
            f"in_strategy={in_strategy!r}; call it on the network."
        )


def _note(argument, attribute, network, config):
    """Write a number into each Cell that a dict names."""
    if config is None:
        return
    if not isinstance(config, dict):
        raise TypeError(
            f"For 'PipelineCell', the argument '{argument}' must be a dict from names of Cells to "
            f"ints, but got {describe(config)}."
        )
    cells = {name: cell for name, cell in network.cells_and_names() if name}
    for name, number in config.items():
        if name not in cells:
            raise KeyError(
                f"For 'PipelineCell', the argument '{argument}' : {{{name!r}: {number}}} is not "
                f"found in 'network'. Known are {', '.join(cells)}."
            )
        setattr(cells[name], attribute, number)


class PipelineGradReducer(Cell):
    """Passes gradients of a `PipelineCell` on.

    In MindSpore they are in its Parameters `accu_grads` by then, because the compiler adds the
    parts' gradients there; in msjax they are what is passed in, already added.

    Args:
        parameters: a `ParameterTuple` that the gradients belong to.
        scale_sense: what the gradients are divided by, a number. Default: 1.0.
        opt_shard: whether the optimizer is split over devices, of which there is one. Default:
            None.

    Inputs: `grads`, a tuple of Tensors.

    Returns:
        A tuple of Tensors: the gradients divided by `scale_sense`.

    Raises:
        AttributeError: `parameters` is no `ParameterTuple`.
        TypeError: `scale_sense` is neither a number nor a Tensor.
    """

    def __init__(self, parameters, scale_sense=1.0, opt_shard=None):
        super().__init__(auto_prefix=False)
        if not hasattr(parameters, "clone"):
            raise AttributeError(
                f"'{type(parameters).__name__}' object has no attribute 'clone'; give a "
                "ParameterTuple, for instance `optimizer.parameters`."
            )
        if isinstance(scale_sense, bool) or not isinstance(scale_sense, int | float | Tensor):
            raise TypeError(
                "For 'PipelineGradReducer', 'scale_sense' must be a number, but got "
                f"{describe(scale_sense)}."
            )
        self.accu_grads = parameters.clone(prefix="accu_grads", init="zeros")
        self.scale_sense = Parameter(scale_sense, name="scale_sense")
        self.opt_shard = opt_shard

    def construct(self, grads):
        """Return the gradients, divided."""
        return tuple([(g / self.scale_sense).astype(g.dtype) for g in grads])
