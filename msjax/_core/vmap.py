"""`vmap`: JAX's vectorization of stateful MindSpore code, and of several Cells at once."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run, run1
from msjax._core.effects import boxed
from msjax._core.functional import alias
from msjax._core.gradients import _check_callable, _named_after
from msjax._core.tensor import Tensor, read
from msjax._core.transforms import Transformed
from msjax._core.trees import LEAF, Branch, flatten, unflatten

jnp = jax.numpy


def vmap(fn, in_axes=0, out_axes=0):
    """Make the function that maps `fn` over an axis of its arguments.

    Args:
        fn: a function or Cell; or a CellList of Cells of one structure, where the result is that of
            each Cell on its own part of the arguments (model ensembling).
        in_axes: the mapped axis of each argument: an int, None (not mapped), or a tuple, nested
            like the arguments. Default: 0.
        out_axes: the axis of each output that the mapped results are put along. Default: 0.

    Returns:
        A function of the same arguments, each with the mapped axis added.

    Raises:
        RuntimeError: `in_axes` or `out_axes` is of another type or does not fit the arguments,
            nothing is mapped, or lengths of mapped axes differ.
        ValueError: the Cells of a list do not match each other or the mapped axes.
    """
    _check_callable(fn, "vmap")
    _check_axes("in_axes", in_axes)
    _check_axes("out_axes", out_axes)
    if getattr(fn, "__cell_as_list__", False):
        return _ensemble(fn, in_axes, out_axes)
    return _vectorized(fn, in_axes, out_axes)


def _vectorized(fn, in_axes, out_axes):
    """Make the function that maps one function or Cell over axes."""

    @_named_after(fn)
    def mapped(*args, **kwargs):
        leaves, structure = flatten(args)
        axes = _spread(in_axes, structure, "in_axes")
        if all(a is None for a in axes):
            raise RuntimeError(
                "All elements of 'in_axes' are None: nothing is mapped; give an axis, e.g. 0."
            )
        # The same tensor may stand at two positions with different axes: each gets its own box.
        _check_mapped_lengths(leaves, axes)
        boxes = [alias(t) for t in leaves]
        transformed = Transformed(fn, unflatten(structure, boxes), kwargs, boxes)

        def transform(function, values, extra):
            return jax.vmap(function, in_axes=(axes,), out_axes=(0, (0, None)))(values)

        (main, rest), functional = transformed(transform)
        out_structure = functional.structure[0]
        places = _spread(out_axes, out_structure, "out_axes")
        main = [_move(boxed(v), a) for v, a in zip(main, places, strict=True)]
        return functional.outputs(main, rest)

    return mapped


def _ensemble(cells, in_axes, out_axes):
    """Make the function that gives each Cell its part of the arguments and stacks the results."""

    def mapped(*args):
        cells_now = list(cells)
        _check_cells(cells_now)
        leaves, structure = flatten(args)
        axes = _spread(in_axes, structure, "in_axes")
        for length in _check_mapped_lengths(leaves, axes):
            if length != len(cells_now):
                raise ValueError(
                    "For the ensembling of models, the 'axis_size' in the scope of vmap must be "
                    f"consistent with the cell size of the input CellList: {len(cells_now)} Cells, "
                    f"but a mapped axis has length {length}."
                )
        results = []
        for i, cell in enumerate(cells_now):
            parts = [_part(t, a, i) for t, a in zip(leaves, axes, strict=True)]
            results.append(flatten(cell(*unflatten(structure, parts))))
        out_structure = results[0][1]
        places = _spread(out_axes, out_structure, "out_axes")
        columns = zip(*[tensors for tensors, _ in results], strict=True)
        stacked = [_move(run(_STACK, *c), a) for c, a in zip(columns, places, strict=True)]
        return unflatten(out_structure, stacked)

    return mapped


_STACK = Call("stack", lambda *parts: jnp.stack(parts))
_PART: dict[int, Call] = {}


def _part(t, axis, i):
    if axis is None:
        return t
    call = _PART.get(axis)
    if call is None:
        call = _PART[axis] = Call("part", lambda x, i: jnp.take(x, i, axis))
    return run(call, t, i)


def _check_cells(cells):
    if len(cells) < 2:
        raise RuntimeError(
            "For the ensembling of models, the size of the CellList must be greater than 1, but "
            f"got {len(cells)}; call a single Cell itself."
        )
    counts = [len(list(cell.get_parameters())) for cell in cells]
    if len(set(counts)) > 1:
        raise ValueError(
            f"Parameter size of each cell should be consistent, but got {counts}; the Cells of an "
            "ensemble are of one class and structure."
        )


def _check_mapped_lengths(tensors, axes):
    lengths = set()
    for t, axis in zip(tensors, axes, strict=True):
        if axis is None:
            continue
        shape = read(t).shape
        if not -len(shape) <= axis < len(shape):
            raise RuntimeError(
                f"The axis: {axis} in 'in_axes' is out of bounds for array of dimension "
                f"[{-len(shape)},{len(shape)})."
            )
        lengths.add(shape[axis])
    if len(lengths) > 1:
        raise RuntimeError(
            "The 'axis_size' of each argument in the scope of 'vmap' should be equal, but the "
            "mapped "
            f"axes have lengths {sorted(lengths)}."
        )
    return lengths


def _move(t: Tensor, axis) -> Tensor:
    """Put the mapped axis, which JAX returned first, where the caller wants it."""
    if axis == 0:
        return t
    if axis is None:
        return run1(Call("first", lambda x: x[0], compiled=False), t)
    return run1(Call("moveaxis", lambda x: jax.numpy.moveaxis(x, 0, axis), compiled=False), t)


def _spread(axes, structure, name) -> list:
    """Return one axis per tensor of a structure."""
    if structure is LEAF:
        if isinstance(axes, tuple | list):
            raise RuntimeError(f"'{name}' gives {axes!r} for a single tensor; give an int or None.")
        return [axes]
    if not isinstance(structure, Branch):
        return []
    children = structure.children
    if isinstance(axes, tuple | list):
        if len(axes) != len(children):
            raise RuntimeError(
                f"'{name}' has {len(axes)} elements for {len(children)} values; give one axis each."
            )
        return [a for x, c in zip(axes, children, strict=True) for a in _spread(x, c, name)]
    return [a for c in children for a in _spread(axes, c, name)]


def _check_axes(name, axes):
    if isinstance(axes, tuple | list):
        for a in axes:
            _check_axes(name, a)
    elif axes is not None and (isinstance(axes, bool) or not isinstance(axes, int)):
        raise RuntimeError(
            f"The axis in vmap`s '{name}' can only be of type Int or None, but got {axes!r}."
        )
