"""`mindspore.run_check()`: whether what is installed computes."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.missing import MINDSPORE_VERSION
from msjax._core.operator import resolve
from msjax._core.tensor import Tensor


def run_check() -> None:
    """Multiply two matrices and print whether the result is right, and where it was computed."""
    print("MindSpore version: ", MINDSPORE_VERSION)
    x = np.arange(1, 7, dtype=np.float32).reshape(2, 3)
    product = resolve("ops.matmul")(Tensor(x), Tensor(x.T)).asnumpy()
    if not np.array_equal(product, x @ x.T):
        print("MindSpore running check failed.", f"{x} times its transpose gave {product}.")
        return
    platform = jax.devices()[0].platform.upper()
    print(
        "The result of multiplication calculation is correct, MindSpore has been installed on "
        f"platform [{platform}] successfully!"
    )
