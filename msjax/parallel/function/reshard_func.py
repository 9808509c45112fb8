"""`reshard`, under the path that MindSpore has it."""

from msjax.parallel.sharding import reshard

__all__ = ["reshard"]
