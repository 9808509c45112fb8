"""Summary operators: values that a `SummaryRecord` writes to its file with the next step.

What they are called with is kept here, the last value of each name, until it is taken.
"""

from __future__ import annotations

import threading

import numpy as np

from msjax._core._jaxcompat import Tracer
from msjax._core.errors import describe
from msjax._core.host_calls import tell_host
from msjax._core.primitive import Primitive
from msjax._core.state import state
from msjax._core.tensor import Tensor, new_object, read

_lock = threading.Lock()
_recorded: dict[tuple[str, object], object] = {}


def take_summaries() -> list[tuple[str, str, np.ndarray]]:
    """Return (plugin, name, value) of what was recorded, and forget it.

    Raises:
        TypeError: a name is no str or empty, or a value no Tensor.
        ValueError: a value has a shape that its operator does not take.
    """
    with _lock:
        entries = list(_recorded.items())
        _recorded.clear()
    found = []
    for (operator, name), value in entries:
        plugin = operator.removesuffix("Summary").lower()
        if not isinstance(name, str) or not name:
            raise TypeError(f'For "{operator}", the name must be valid string, but got "{name}".')
        found.append((plugin, name, summary_array(operator, plugin, value)))
    return found


def summary_array(owner: str, plugin: str, value) -> np.ndarray:
    """Return a copy of a tensor's values, of a shape that a plugin takes.

    Raises:
        TypeError: `value` is no Tensor.
        ValueError: it has another shape.
    """
    if not isinstance(value, Tensor):
        raise TypeError(
            f'For "{owner}", the parameter "value" expect to be Tensor, but got '
            f"{type(value).__name__}; convert it with `mindspore.Tensor(value)`."
        )
    array = np.array(read(value))
    if plugin == "scalar" and array.size != 1:
        raise ValueError(
            f'For "{owner}", the v rank must be less than or equal to 1, and one element long, but '
            f"got {describe(value)}."
        )
    if plugin == "image" and array.ndim != 4:
        raise ValueError(
            f'For "{owner}", the tensor seems not to hold a valid image: (N, C, H, W) is expected, '
            f"but got {describe(value)}."
        )
    if plugin in ("tensor", "histogram") and array.ndim == 0:
        raise ValueError(
            f'For "{owner}", the value should not be empty: a tensor with axes is expected, but '
            f"got {describe(value)}; record a number with ScalarSummary."
        )
    return array


class _Summary(Primitive):
    """What the summary operators have in common.

    Raises:
        TypeError: in compiled code, `name` is no str or `value` no Tensor. Otherwise
            `SummaryRecord.record` raises it.
        ValueError: likewise, where `name` is empty or `value` has another number of axes.
    """

    _axes = (0, 1)

    def __init__(self):
        kind = type(self).__name__
        super().__init__(kind)
        self.add_prim_attr("side_effect_io", True)
        channel = kind.removesuffix("Summary").lower()
        self.add_prim_attr("channel_name", f"ms_{channel}_summary")
        if kind != "TensorSummary":
            self.add_prim_attr("dyn_input_sizes", [-1, 1])

    def __call__(self, *args):
        """Record a value: `name`, a str, and `value`, a Tensor."""
        name, value = args[0], args[1]
        if state.frame is not None:
            self._check(name, value)
        if not isinstance(value, Tensor):
            self._put(name, value)
        elif state.frame is not None or isinstance(read(value), Tracer):
            tell_host(lambda array: self._keep(name, array), [value], may_fail=False)
        else:
            self._keep(name, read(value))

    def _keep(self, name, array):
        """Keep an array boxed, without calling JAX, which may wait for the code that runs this."""
        t = new_object(Tensor)
        t._value = array
        self._put(name, t)

    def _put(self, name, value):
        with _lock:
            _recorded[self.name, name] = value

    def _check(self, name, value):
        shown = f"For primitive[{self.name}], the"
        if not isinstance(name, str):
            raise TypeError(
                f"{shown} input argument[name] must be a type of {{String}}, but got "
                f"{describe(name)}."
            )
        if not name:
            raise ValueError(f"{shown} input argument[name] cannot be an empty string.")
        if not isinstance(value, Tensor):
            raise TypeError(
                f"{shown} input argument[value] must be a type of {{Tensor}}, but got "
                f"{describe(value)}."
            )
        least, most = self._axes
        if not least <= value.ndim <= most:
            relation = {4: "equal to 4", 1: "greater than or equal to 1"}.get(least)
            raise ValueError(
                f"{shown} v rank must be {relation or 'less than or equal to 1'}, but got "
                f"{value.ndim}."
            )


class ScalarSummary(_Summary):
    """Records a number: called with its name, a str, and a tensor of one element.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.ScalarSummary.html
    """


class ImageSummary(_Summary):
    """Records images: called with their name, a str, and a tensor (N, C, H, W), C being 1 or 3.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.ImageSummary.html
    """

    _axes = (4, 4)


class TensorSummary(_Summary):
    """Records a tensor: called with its name, a str, and the tensor, of one axis at least.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.TensorSummary.html
    """

    _axes = (1, np.inf)


class HistogramSummary(_Summary):
    """Records how values are distributed: called with their name, a str, and a tensor of them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.HistogramSummary.html
    """

    _axes = (1, np.inf)
