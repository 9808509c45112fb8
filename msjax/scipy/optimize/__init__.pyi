# Written by tools/stubs.py from the declarations of the operators. Do not edit.
import builtins
from typing import Any, overload

import numpy as np

from msjax.nn import Cell
from msjax._core.primitive import Primitive
from msjax._core.tensor import Tensor
from msjax._core.dtype import Type

def line_search(f, xk, pk, jac=None, gfk=None, old_fval=None, old_old_fval=None, c1: Any = 0.0001, c2: Any = 0.9, maxiter: Any = 20) -> Any: ...
def linear_sum_assignment(cost_matrix, maximize, dimension_limit=None) -> Any: ...
def minimize(func, x0, args: Any = (), method=None, jac=None, hess=None, hessp=None, bounds=None, constraints: Any = (), tol=None, callback=None, options=None) -> Any: ...
