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


def limit(dtype):
    """Return the tolerance for a MindSpore or NumPy dtype name; 0 for integers and booleans."""
    by_lower = {name.lower(): value for name, value in BY_DTYPE.items()}
    return by_lower.get(dtype.lower(), 0.0)
