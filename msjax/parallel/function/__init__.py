"""`mindspore.parallel.function`: functions about splitting over devices."""

from msjax.parallel.sharding import reshard

__all__ = ["reshard"]
