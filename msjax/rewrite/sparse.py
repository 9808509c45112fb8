"""Networks for sparse tensors."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, NoReturn

from msjax.nn import Cell


class ArgType(Enum):
    """What an argument of a network is: a dense tensor, a sparse one of some layout, or any."""

    NONSPARSE = 1
    CSR = 2
    COO = 3
    ANY = 4


class SparseFunc(NamedTuple):
    """A function for sparse arguments.

    Attributes:
        fn: the function, or its name in `mindspore.ops`.
        inputs: the types of its arguments. Default: None, for those of its annotations.
        outputs: the types of its results. Default: None, for those of its annotations.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    fn: str | Callable
    inputs: Any = None
    outputs: Any = None


def sparsify(f: Cell, arg_types: Any, sparse_rules: Any = None) -> NoReturn:
    """Replace the functions that a network calls by those for sparse arguments: not supported.

    Args:
        f: the network.
        arg_types: a tuple of `ArgType`, or a dict of them by index of argument.
        sparse_rules: more functions for sparse arguments. Default: None.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError(
        f"msjax.rewrite.sparsify does not support f={type(f).__name__}, arg_types={arg_types!r}, "
        f"sparse_rules={sparse_rules!r}: which of the operators take sparse tensors in the place "
        "of dense ones is not recorded; call the functions of msjax.ops for CSRTensor and "
        "COOTensor in construct instead."
    )
