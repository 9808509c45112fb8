"""The engine of `mindspore.dataset`: nodes of pipelines, operations, iterators, samplers."""
