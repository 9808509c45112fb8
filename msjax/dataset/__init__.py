"""`mindspore.dataset`: pipelines that run on the host, on NumPy arrays."""
