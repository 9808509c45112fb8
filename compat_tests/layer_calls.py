"""Makers of the cases of layers: outputs with all gradients, and the errors of wrong arguments."""

import mindspore as ms
import numpy as np
from mindspore import Tensor


def grid(*shape, dtype=np.float32, start=-1.3, step=0.37):
    """Return known numbers of both signs, none of them 0 and no two neighbours in order."""
    steps = np.arange(int(np.prod(shape))) * 7 % 23
    return Tensor((steps * step + start).reshape(shape).astype(dtype))


def filled(cell):
    """Give every parameter of `cell` known values; variances are positive."""
    for q in cell.get_parameters():
        values = np.arange(int(np.prod(q.shape))) * 5 % 11 / 8 - 0.55
        if q.name.endswith("variance"):
            values = np.abs(values) + 0.5
        q.set_data(Tensor(values.reshape(q.shape).astype(np.float32)))
    return cell


def tensors(inputs):
    """Return Tensors: a tuple is the shape of a grid, anything else holds the values."""
    return [grid(*x) if isinstance(x, tuple) else Tensor(x) for x in inputs]


def is_float(x):
    return isinstance(x, Tensor) and x.dtype in (ms.float16, ms.float32, ms.float64)


def slopes(output):
    """Return what each element of an output counts in the sum that is differentiated."""
    return Tensor((np.arange(output.size) % 5 * 0.5 - 0.75).reshape(output.shape), output.dtype)


def outputs_and_gradients(cell, inputs):
    """Return the outputs of `cell`, and the gradients of a weighted sum of those that are floats.

    The gradients are those of all inputs that are floats, and of all trainable parameters.
    """
    outputs = cell(*inputs)
    several = isinstance(outputs, tuple | list)
    listed = list(outputs) if several else [outputs]
    chosen = [(i, slopes(y)) for i, y in enumerate(listed) if is_float(y)]

    def total(*xs):
        ys = cell(*xs)
        parts = [((ys[i] if several else ys) * slope).sum() for i, slope in chosen]
        return sum(parts[1:], parts[0])

    positions = tuple(i for i, x in enumerate(inputs) if is_float(x))
    weights = cell.trainable_params() or None
    return outputs, ms.grad(total, positions, weights)(*inputs)


def differentiated(make, *inputs, train=False):
    """Return a case: the outputs of a layer with known parameters, and all gradients."""

    def case():
        cell = filled(make())
        cell.set_train(train)
        return outputs_and_gradients(cell, tensors(inputs))

    return case


def computed(make, *inputs, train=False):
    """Return a case: the outputs of a layer with known parameters."""

    def case():
        cell = filled(make())
        cell.set_train(train)
        return cell(*tensors(inputs))

    return case


def table(rows, **options):
    """Return the cases of rows `name: (maker of a layer, input, ...)`."""
    return {name: differentiated(*row, **options) for name, row in rows.items()}


def values(rows, **options):
    """Return the cases of such rows whose layers are not differentiated."""
    return {name: computed(*row, **options) for name, row in rows.items()}


def refused(rows):
    """Return the cases of rows `name: (maker of a layer, input, ...)` that end in an error.

    Without inputs, making the layer is all that is done.
    """
    return {f"error_{name}": _refused(*row) for name, row in rows.items()}


def _refused(make, *inputs):
    def case():
        cell = make()
        return cell(*tensors(inputs)) if inputs else "made"

    return case
