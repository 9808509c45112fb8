"""What happens during a training besides the steps: so far when it is saved."""

from msjax.train.callback._checkpoint import CheckpointConfig

__all__ = ["CheckpointConfig"]
