"""How Tensors go from process to process: by pickle, as everywhere."""

__all__ = ["init_reductions"]


def init_reductions() -> None:
    """Prepare Tensors for other processes, of which nothing is left to do."""
