"""Where the windows of a pooling lie, their elements, and what elements get from their windows."""

from __future__ import annotations

import itertools
import math

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError

jnp = jax.numpy
lax = jax.lax


class Windows:
    """Where the windows of a pooling lie: sizes, strides, paddings and dilations per axis.

    Args:
        name: the operator that messages name.
        x: the operand; its last `rank` axes are pooled.
        rank: the number of those axes.
        kernel_size: an int, or one per axis.
        stride: an int, one per axis, or None for the kernel's size.
        pad_mode: "same", "valid" or "pad", in any case.
        padding: an int, one per axis, or two per axis (before and after it).
        dilation: an int, or one per axis.
        ceil_mode: whether a last, partial window counts.
    """

    def __init__(
        self, name, x, rank, kernel_size, stride, pad_mode, padding, dilation, ceil_mode=False
    ):
        if x.ndim not in (rank + 1, rank + 2):
            raise ExplainedValueError(
                f"For primitive[{name}], the length of input must be {rank + 1} or {rank + 2}, but "
                f"got shape {x.shape}."
            )
        self.name, self.rank = name, rank
        self.size = x.shape[-rank:]
        self.kernel = self._per_axis("kernel_size", kernel_size)
        self.stride = self.kernel if stride is None else self._per_axis("stride", stride)
        self.dilation = self._per_axis("dilation", dilation)
        self.pad_mode = str(pad_mode).lower()
        if self.pad_mode not in ("same", "valid", "pad"):
            raise ExplainedValueError(
                f"For '{name}', the 'pad_mode' must be str and must be in '['VALID', 'SAME', "
                f"'PAD']', but got {pad_mode!r}."
            )
        self.padding = self._pairs(padding)
        self.elements = math.prod(self.kernel)
        self.outputs, self.pads = self._layout(ceil_mode)
        steps = [range(0, k * d, d) for k, d in zip(self.kernel, self.dilation, strict=True)]
        self.offsets = tuple(itertools.product(*steps))
        self.blocks = self._blocks()
        self.covers_all = (
            self.kernel == self.size
            and set(self.outputs) == {1}
            and set(self.dilation) == {1}
            and not any(sum(self.pads, ()))
        )

    def _per_axis(self, what, value):
        values = value if isinstance(value, tuple) else (value,) * self.rank
        if len(values) == 1:
            values *= self.rank
        if len(values) == self.rank + 2:
            values = values[2:]
        if not all(isinstance(v, int) for v in values):
            raise ExplainedTypeError(
                f"For '{self.name}', the '{what}' must be int or tuple of ints, but got {value!r}."
            )
        if len(values) != self.rank or min(values) <= 0:
            raise ExplainedValueError(
                f"For '{self.name}' attr '{what}' must be an positive int number or a tuple of "
                f"{self.rank} positive int numbers, but got {value}."
            )
        return values

    def _pairs(self, padding):
        values = padding if isinstance(padding, tuple) else (padding,)
        if len(values) == 1:
            values *= self.rank
        if len(values) == self.rank:
            values = tuple([v for v in values for _ in range(2)])
        if len(values) != 2 * self.rank or not all(isinstance(v, int) and v >= 0 for v in values):
            raise ExplainedValueError(
                f"For '{self.name}', the padding must be a non-negative int or a tuple of "
                f"{self.rank} of them, but got {padding}."
            )
        if self.pad_mode != "pad" and any(values):
            raise ExplainedValueError(
                f"For '{self.name}', the 'padding' must be zero when 'pad_mode' is not 'pad', but "
                f"got {padding} and '{self.pad_mode}'."
            )
        return tuple(zip(values[::2], values[1::2], strict=True))

    def _layout(self, ceil_mode):
        """Return per axis the number of outputs and the pair of paddings that they need."""
        outputs, pads = [], []
        for i, n in enumerate(self.size):
            extent = (self.kernel[i] - 1) * self.dilation[i] + 1
            step, (before, after) = self.stride[i], self.padding[i]
            if self.pad_mode == "same":
                count = -(-n // step)
                before = max((count - 1) * step + extent - n, 0) // 2
            else:
                room = n + before + after - extent
                count = (-(-room // step) if ceil_mode else room // step) + 1
                if ceil_mode and (count - 1) * step >= n + before:
                    count -= 1  # a window may not begin in the padding behind the input
            if count <= 0:
                raise ExplainedValueError(
                    f"The shape of input plane is {self.size}, which is invalid for the attributes "
                    f"of {self.name}: kernel size {self.kernel}, padding {self.padding}."
                )
            outputs.append(count)
            pads.append((before, max((count - 1) * step + extent - n - before, 0)))
        return tuple(outputs), tuple(pads)

    def _blocks(self):
        """Return per axis how many strides hold the padded input and all windows."""
        blocks = []
        for i, n in enumerate(self.size):
            last = (self.outputs[i] - 1) * self.stride[i] + (self.kernel[i] - 1) * self.dilation[i]
            needed = max(n + self.pads[i][0], last + 1)
            blocks.append(-(-needed // self.stride[i]))
        return tuple(blocks)

    def check_half_padding(self):
        """Raise where the paddings exceed half of the kernel."""
        if any(2 * max(p) > k for p, k in zip(self.padding, self.kernel, strict=True)):
            raise ExplainedValueError(
                "It is required that the `pads` is no more than half of the `kernel_size`, but "
                f"gets pads {self.padding} and kernel_size {self.kernel}."
            )

    def parts(self, x, fill):
        """Yield, for each element of a window, the array of what lies there in all windows.

        The input is reshaped so that every part is a slice without strides.
        """
        lead = x.ndim - self.rank
        pads = [
            (before, b * step - n - before)
            for (before, _), b, step, n in zip(
                self.pads, self.blocks, self.stride, self.size, strict=True
            )
        ]
        padded = jnp.pad(x, ((0, 0),) * lead + tuple(pads), constant_values=fill)
        pairs = zip(self.blocks, self.stride, strict=True)
        blocks = padded.reshape(*x.shape[:lead], *itertools.chain(*pairs))
        for offset in self.offsets:
            index = [
                (slice(o // s, o // s + n), o % s)
                for o, s, n in zip(offset, self.stride, self.outputs, strict=True)
            ]
            yield blocks[(..., *itertools.chain(*index))]

    def sum(self, x):
        """Add up the elements of each window."""
        return sum(self.parts(x, 0))

    def spread(self, *arrays, part=lambda i, y: y, fills=(0,)):
        """Give every element of the input the sum of its windows' values: the transpose of `sum`.

        Args:
            arrays: arrays of one element per window.
            part: what the i-th element of a window gets, of the values of `arrays` there.
            fills: the values of `arrays` where there is no window.
        """
        lead = arrays[0].ndim - self.rank
        most = [
            max(o) // s for o, s in zip(zip(*self.offsets, strict=True), self.stride, strict=True)
        ]
        pads = [(m, b - n) for m, b, n in zip(most, self.blocks, self.outputs, strict=True)]
        padded = [
            jnp.pad(y, ((0, 0),) * lead + tuple(pads), constant_values=fill)
            for y, fill in zip(arrays, fills, strict=True)
        ]
        phases = dict.fromkeys(itertools.product(*map(range, self.stride)))
        for i, offset in enumerate(self.offsets):
            phase = tuple([o % s for o, s in zip(offset, self.stride, strict=True)])
            starts = [m - o // s for m, o, s in zip(most, offset, self.stride, strict=True)]
            at = (..., *[slice(a, a + b) for a, b in zip(starts, self.blocks, strict=True)])
            value = part(i, *[y[at] for y in padded])
            phases[phase] = value if phases[phase] is None else phases[phase] + value
        return self._interleaved(phases, lead)

    def _interleaved(self, phases, lead):
        """Put together an input from its elements of each remainder by the strides."""
        some = next(v for v in phases.values() if v is not None)
        parts = [jnp.zeros_like(some) if v is None else v for v in phases.values()]
        for axis in range(self.rank - 1, -1, -1):
            s, at = self.stride[axis], lead + axis + 1
            parts = [jnp.stack(parts[i : i + s], at) for i in range(0, len(parts), s)]
        shape = parts[0].shape[:lead]
        joined = parts[0].reshape(
            *shape, *[b * s for b, s in zip(self.blocks, self.stride, strict=True)]
        )
        cut = [slice(p, p + n) for (p, _), n in zip(self.pads, self.size, strict=True)]
        return joined[(..., *cut)]

    def choice(self):
        """Return the function that takes one element of each window, and its transpose.

        Both take the elements' numbers in their windows first, and return a list.
        """

        def take(which, x):
            return [sum(jnp.where(which == i, y, 0) for i, y in enumerate(self.parts(x, 0)))]

        def put(which, y):
            def part(i, which, y):
                return jnp.where(which == i, y, 0)

            return [self.spread(which, y, part=part, fills=(-1, 0))]

        return take, put

    def position(self, which):
        """Return the place in the flattened plane of an element of each window."""
        position = jnp.zeros((), jnp.int64)
        for i in range(self.rank):
            inner = math.prod(self.kernel[i + 1 :])
            offset = which.astype(jnp.int64) // inner % self.kernel[i] * self.dilation[i]
            start = np.arange(self.outputs[i]) * self.stride[i] - self.pads[i][0]
            shape = [1] * self.rank
            shape[i] = -1
            position = position * self.size[i] + offset + start.reshape(shape)
        return position

    def reduce(self, x, initial, function):
        """Reduce the windows by JAX's own operation."""
        lead = (1,) * (x.ndim - self.rank)
        return lax.reduce_window(
            x,
            np.asarray(initial, x.dtype),
            function,
            lead + self.kernel,
            lead + self.stride,
            ((0, 0),) * len(lead) + self.pads,
            window_dilation=lead + self.dilation,
        )

    def counts(self, include_pad):
        """Return how many elements each window averages over."""
        pads = self.pads if self.pad_mode == "same" else self.padding
        count = np.ones((1,) * self.rank)
        for i, n in enumerate(self.size):
            before, after = pads[i] if include_pad else (0, 0)
            start = np.arange(self.outputs[i]) * self.stride[i] - self.pads[i][0]
            stop = np.minimum(start + self.kernel[i], n + after)
            shape = [1] * self.rank
            shape[i] = -1
            count = count * (stop - np.maximum(start, -before)).reshape(shape)
        return count.flat[0] if (count == count.flat[0]).all() else count
