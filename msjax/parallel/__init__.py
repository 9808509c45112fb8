"""`mindspore.parallel`: what programs say about devices, in one process."""

from msjax.parallel.algorithm import (
    get_algo_parameters,
    reset_algo_parameters,
    set_algo_parameters,
)
from msjax.parallel.layout import Layout
from msjax.parallel.sharding import (
    parameter_broadcast,
    set_op_strategy_config,
    shard,
    sync_pipeline_shared_parameters,
)

__all__ = [
    "Layout",
    "get_algo_parameters",
    "parameter_broadcast",
    "reset_algo_parameters",
    "set_algo_parameters",
    "set_op_strategy_config",
    "shard",
    "sync_pipeline_shared_parameters",
]
