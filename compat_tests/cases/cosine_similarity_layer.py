"""nn.layer.CosineSimilarity, the layer; nn.CosineSimilarity is a metric."""

import numpy as np
from mindspore import Tensor, nn

from compat_tests.layer_calls import refused, table, values

TWO = (2, 3)
OTHER = [[0.25, -1.5, 2.0], [0.5, 0.75, -0.25]]
ZEROS = [[0.0, 0.0, 0.0], [1.0, 2.0, 2.0]]
INTEGERS = np.array([[1, 2, 3], [4, -5, 6]], np.int32)


def layer(*args, **kwargs):
    return lambda: nn.layer.CosineSimilarity(*args, **kwargs)


CASES = {
    **table(
        {
            "rows": (layer(), TWO, OTHER),
            "columns": (layer(0), TWO, OTHER),
            "last_axis": (layer(dim=-1), (2, 2, 3), (2, 2, 3)),
            "middle_axis": (layer(1), (2, 4, 3), (2, 4, 3)),
            "two_axes": (layer((0, 1)), TWO, OTHER),
            "large_eps": (layer(eps=100.0), TWO, OTHER),
            "zeros": (layer(), ZEROS, OTHER),
            "float64": (layer(), np.array(OTHER), np.array(ZEROS) + 1),
            "float16": (layer(), np.array(OTHER, np.float16), np.array(ZEROS, np.float16)),
        }
    ),
    **values(
        {
            "integers": (layer(), INTEGERS, INTEGERS[::-1].copy()),
            "no_eps": (layer(eps=0), ZEROS, OTHER),
            "mixed": (layer(), INTEGERS, OTHER),
        }
    ),
    **refused(
        {
            "axis": (layer(2), TWO, OTHER),
            "vectors": (layer(), (3,), (3,)),
        }
    ),
    "error_array": lambda: nn.layer.CosineSimilarity()(np.ones(TWO), Tensor(OTHER)),
    "where_it_is": lambda: [
        nn.layer.CosineSimilarity is nn.CosineSimilarity,
        nn.layer.CosineSimilarity is nn.layer.math.CosineSimilarity,
        issubclass(nn.layer.CosineSimilarity, nn.Cell),
    ],
}

# Compiled code of msjax takes NumPy arrays for tensors.
PYNATIVE_ONLY = {"error_array"}
