"""What the parts that `Cell` is put together from have in common."""

from __future__ import annotations

from typing import Any


class Part:
    """Base of the parts of `Cell`: the attributes that `Cell.__init__` sets and all parts use."""

    # Each a Registry; any mapping may be assigned.
    _params: Any
    _cells: Any
    _buffers: Any
    _primitives: dict
    _scope: str | None
    _user_parameters: list
    has_bprop: bool

    def __getattr__(self, name) -> Any:
        # Only for names that neither the instance nor its class has.
        raise AttributeError(f"The '{type(self).__name__}' object has no attribute '{name}'.")
