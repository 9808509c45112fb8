# Written by tools/stubs.py from the declarations of the operators. Do not edit.
import builtins
from typing import Any, overload

import numpy as np

from msjax.nn import Cell
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor
from msjax._core.dtype import Type

class LinearSumAssignment(Primitive):
    def __init__(self) -> None: ...
    def __call__(self, cost_matrix, dimension_limit, maximize) -> Any: ...
