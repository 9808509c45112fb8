"""How far a number may lie from the recorded one, by dtype; the exceptions with their reasons."""

from __future__ import annotations

# relative, and absolute below 1
BY_DTYPE = {
    "Float64": 1e-12,
    "Complex128": 1e-12,
    "Float32": 1e-5,
    "Complex64": 1e-5,
    "Float16": 2e-3,
    "BFloat16": 1e-2,
}

# case id ("area::case") -> (tolerance, reason)
OVERRIDES: dict[str, tuple[float, str]] = {}

# Computed in float16 and converted to float32 afterwards: the tolerance is float16's.
_IN_FLOAT16 = """
    activated_O1 activated_O2 activated_O3 auto_cross_entropy custom_black_dense
    custom_black_empty custom_white_cell custom_white_softmax dense_O1 dense_O2 dense_O3
    dense_alone_O2 dense_alone_O3 images_O1 images_O2 images_O3 levels_add_up normalized_O1
    normalized_O2 normalized_O3 own_precision_O1 own_precision_O2 own_precision_O3
    running_statistics sentences_O1 sentences_O2 sentences_O3 train_O0_in_float16 train_O1
    train_O2 train_O2_without_batchnorm train_O3 train_O3_with_batchnorm train_scaled
"""
OVERRIDES.update(
    {
        f"mixed_precision::{name}": (BY_DTYPE["Float16"], "float32 results of float16 computations")
        for name in _IN_FLOAT16.split()
    }
)


def limit(dtype):
    """Return the tolerance for a MindSpore or NumPy dtype name; 0 for integers and booleans."""
    by_lower = {name.lower(): value for name, value in BY_DTYPE.items()}
    return by_lower.get(dtype.lower(), 0.0)
