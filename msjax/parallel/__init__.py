"""`mindspore.parallel`: so far what programs ask of it in one process."""

from msjax.parallel.algorithm import (
    get_algo_parameters,
    reset_algo_parameters,
    set_algo_parameters,
)

__all__ = ["get_algo_parameters", "reset_algo_parameters", "set_algo_parameters"]
