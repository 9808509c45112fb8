"""`mindspore.common`: tensors, dtypes and random state; its names are msjax's own.

The names come from the row `common` of `msjax/compat/legacy_modules.py`.
"""
