"""The window that a convolution moves over its input: strides, paddings and dilations per axis."""

from __future__ import annotations

from msjax._core.errors import ExplainedTypeError, ExplainedValueError


class Window:
    """The static attributes of a convolution, checked and written out per axis.

    Args:
        name: the operator that messages name.
        rank: the number of spatial axes.
        stride: an int, or one per axis.
        pad_mode: "same", "valid" or "pad".
        padding: an int, one per axis, or two per axis (before and after it).
        dilation: an int, or one per axis.
        groups: the number of groups of channels.
    """

    def __init__(self, name, rank, stride, pad_mode, padding, dilation, groups):
        self.name, self.rank, self.groups = name, rank, groups
        self.stride = self._per_axis("stride", stride)
        self.dilation = self._per_axis("dilation", dilation)
        if not isinstance(pad_mode, str):
            raise ExplainedTypeError(
                f"For '{name}', the type of 'pad_mode' should be 'str', but got type "
                f"'{type(pad_mode).__name__}'."
            )
        if pad_mode not in ("same", "valid", "pad"):
            raise ExplainedValueError(
                f"For '{name}', the 'pad_mode' must be str and must be in '['valid', 'same', "
                f"'pad']', but got '{pad_mode}'."
            )
        self.pad_mode = pad_mode
        self.padding = self._paddings(padding)

    def _per_axis(self, what, value):
        if isinstance(value, tuple) and len(value) == self.rank + 2:
            value = value[2:]
        values = value if isinstance(value, tuple) else (value,) * self.rank
        if not all(isinstance(v, int) for v in values):
            raise ExplainedTypeError(
                f"For '{self.name}', the type of '{what}' should be one of '['int', 'tuple']', but "
                f"got {value!r}."
            )
        if len(values) != self.rank or min(values) <= 0:
            raise ExplainedValueError(
                f"For '{self.name}', the {what} must be a positive int or a tuple/list of "
                f"{self.rank} positive ints, but got {value}."
            )
        return values

    def _paddings(self, padding):
        """Return a pair per axis."""
        values = padding if isinstance(padding, tuple) else (padding,) * self.rank
        if not all(isinstance(v, int) for v in values):
            raise ExplainedTypeError(
                f"For '{self.name}', the type of 'pad' should be one of '['int', 'tuple']', but "
                f"got {padding!r}."
            )
        if len(values) not in (self.rank, 2 * self.rank):
            raise ExplainedValueError(
                f"For '{self.name}', the 'pad size' must be {2 * self.rank}, but got {len(values)}."
            )
        if self.pad_mode != "pad" and any(values):
            raise ExplainedValueError(
                f"For '{self.name}', the 'pad' must be zero when 'pad_mode' is not 'pad', but got "
                f"'pad': {padding} and 'pad_mode': {self.pad_mode}."
            )
        if min(values) < 0:
            raise ExplainedValueError(
                f"For '{self.name}', the 'pad item' must be int and must >= 0, but got {padding}."
            )
        if len(values) == self.rank:
            return tuple([(v, v) for v in values])
        return tuple(zip(values[::2], values[1::2], strict=True))

    def check_weight(self, w, channels, kernel_size):
        """Compare a weight with the channels and kernel size that the operator was made for."""
        kernel = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * self.rank
        if w.shape[0] != channels or w.shape[2:] != kernel[-self.rank :]:
            raise RuntimeError(
                f"For '{self.name}', the weight must have {channels} channels first and the kernel "
                f"size {kernel} last, but got shape {w.shape}."
            )

    def check(self, x, w, bias):
        """Raise the error that MindSpore raises for operands that do not fit."""
        if x.ndim != self.rank + 2:
            raise ExplainedValueError(
                f"For primitive[{self.name}], the x shape size must be equal to {self.rank + 2}, "
                f"but got {x.ndim}."
            )
        if x.dtype != w.dtype:
            raise ExplainedTypeError(
                f"For primitive[{self.name}], the input type must be same, but got x: {x.dtype} "
                f"and w: {w.dtype}."
            )
        if x.shape[1] % self.groups or w.shape[0] % self.groups:
            raise ExplainedValueError(
                "The argument 'groups' should be divisible by 'in_channel' and 'out_channel', but "
                f"got group:{self.groups}, in_channel:{x.shape[1]}, out_channel:{w.shape[0]}."
            )
        if x.shape[1] != w.shape[1] * self.groups:
            error = ExplainedValueError if len(self.stride) == 3 else RuntimeError
            raise error(
                f"For '{self.name}', 'C_in' of input 'x' shape divide by parameter 'group' must be "
                f"equal to 'C_in' of input 'weight' shape: {w.shape[1]}, but got 'C_in' of input "
                f"'x' shape: {x.shape[1]}, and 'group': {self.groups}."
            )
        if bias is not None and bias.shape != w.shape[:1]:
            raise ExplainedValueError(
                f"For '{self.name}', Given weight of size {w.shape}, expected bias to be "
                f"1-dimensional with {w.shape[0]} elements, but got bias of shape {bias.shape}."
            )

    def pads(self, size, kernel):
        """Return a pair of paddings per axis for an input and kernel of these sizes."""
        if self.pad_mode != "same":
            return self.padding
        pairs = []
        for n, k, s, d in zip(size, kernel, self.stride, self.dilation, strict=True):
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            pairs.append((total // 2, total - total // 2))
        return tuple(pairs)

    def outputs(self, size, kernel):
        """Return the spatial shape of the output for an input and kernel of these sizes."""
        pads = self.pads(size, kernel)
        parts = zip(size, pads, kernel, self.stride, self.dilation, strict=True)
        return tuple([(n + sum(p) - (k - 1) * d - 1) // s + 1 for n, p, k, s, d in parts])

    def extents(self, outputs, kernel):
        """Return how many elements of each axis so many outputs reach over."""
        parts = zip(outputs, kernel, self.stride, self.dilation, strict=True)
        return [(n - 1) * s + (k - 1) * d + 1 for n, k, s, d in parts]

    def transposed_size(self, size, kernel, output_padding):
        """Return the spatial shape of a transposed convolution's output."""
        extra = output_padding
        extra = extra if isinstance(extra, tuple) else (extra,) * self.rank
        if self.pad_mode != "pad" and any(extra):
            raise ExplainedValueError(
                f"For '{self.name}', the 'output_padding' must be zero when 'pad_mode' is not "
                f"'pad', but got 'output_padding': {output_padding}."
            )
        sizes = []
        for i, (n, whole) in enumerate(zip(size, self.extents(size, kernel), strict=True)):
            s, d, pads = self.stride[i], self.dilation[i], sum(self.padding[i])
            if not 0 <= extra[i] < max(s, d):
                raise ExplainedValueError(
                    f"For '{self.name}', output_padding must be in range of [0, max(stride, "
                    f"dilation)), but got {extra[i]} with stride {s} and dilation {d}."
                )
            by_mode = {"same": n * s, "valid": max(whole, n * s), "pad": whole - pads + extra[i]}
            sizes.append(by_mode[self.pad_mode])
        return tuple(sizes)
