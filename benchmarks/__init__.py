"""Measurements of msjax beside hand-written JAX, PyTorch and MindSpore, each in one run."""
