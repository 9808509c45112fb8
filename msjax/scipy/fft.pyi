# Written by tools/stubs.py from the declarations of the operators. Do not edit.
import builtins
from typing import Any, overload

import numpy as np

from msjax.nn import Cell
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor
from msjax._core.dtype import Type

def dct(x, type: Any = 2, n=None, axis: Any = -1, norm=None) -> Tensor: ...
def dctn(x, type: Any = 2, s=None, axes=None, norm=None) -> Tensor: ...
def idct(x, type: Any = 2, n=None, axis: Any = -1, norm=None) -> Tensor: ...
def idctn(x, type: Any = 2, s=None, axes=None, norm=None) -> Tensor: ...
