"""`pure` and `update`: stateful MindSpore code as a pure JAX function over a flax-style state.

The state is a nested dict with up to three collections, each left out when empty: "params"
(trainable Parameters), "buffers" (other Parameters and buffers, such as running statistics) and
"rng" (the state of the default random generator).
"""

from __future__ import annotations

from msjax._core import random
from msjax._core._jaxcompat import jax
from msjax._core.discovery import Reach
from msjax._core.frame import Frame
from msjax._core.tensor import Tensor, read, wrap, write

jnp = jax.numpy


def pure(cell_or_fn, rng=None):
    """Turn a Cell, or a function that uses Cells, into a pure JAX function and its state.

    Args:
        cell_or_fn: a Cell or function.
        rng: whether the state holds the random generator's state. Default: None, it does when a
            reached Cell is known to draw random numbers (Dropout and the like).

    Returns:
        (pure_fn, state). `pure_fn(state, *args, **kwargs)` returns (outputs, new_state), both of
        JAX arrays; `args` may be arrays or tensors. `state` is a nested dict of JAX arrays,
        `state["params"]["layer"]["weight"]`, that `jax.grad`, `jax.jit`, `jax.vmap`, optax and
        `flax.traverse_util` take as it is.

    Raises:
        TypeError: the argument is not callable.
        ValueError: `state` lacks an entry, or the code writes a tensor that `state` does not hold.
    """
    if not callable(cell_or_fn):
        raise TypeError(
            f"pure takes a Cell or a function, but got {type(cell_or_fn).__name__}; pass the "
            "network "
            "itself, for instance `pure_fn, state = msjax.pure(net)`."
        )
    entries = _entries(cell_or_fn, rng)
    tensors = [t for _, t in entries]

    def pure_fn(state, *args, **kwargs):
        values = [_lookup(state, path) for path, _ in entries]
        boxed = jax.tree.map(_box, (args, kwargs), is_leaf=_is_tensor)
        with Frame(zip(tensors, values, strict=True)) as frame:
            out = cell_or_fn(*boxed[0], **boxed[1])
            _check_writes(frame, tensors)
            new_values = [frame.read(t) for t in tensors]
            result = jax.tree.map(_unbox, out, is_leaf=_is_tensor)
        return result, _nest([(p, v) for (p, _), v in zip(entries, new_values, strict=True)])

    pure_fn.__name__ = f"pure_{getattr(cell_or_fn, '__name__', type(cell_or_fn).__name__)}"
    return pure_fn, _nest([(path, jnp.asarray(read(t))) for path, t in entries])


def update(cell_or_fn, state) -> None:
    """Write a state that `pure` made, or a part of it, back into the Cell's Parameters.

    Args:
        cell_or_fn: what `pure` was called with.
        state: a nested dict as `pure` returns it; collections and entries may be missing.

    Raises:
        ValueError: an entry is unknown, or its shape is not that of the Parameter.
    """
    known = dict(_entries(cell_or_fn, rng=True))
    flat = dict(_flat(state, ()))
    unknown = [p for p in flat if p not in known]
    if unknown:
        raise ValueError(
            f"update got entries that {_name(cell_or_fn)} does not have: "
            f"{['/'.join(p) for p in unknown]}; known are {['/'.join(p) for p in known]}."
        )
    for path, value in flat.items():
        t, value = known[path], jnp.asarray(_unbox(value))
        if read(t).shape != value.shape:
            raise ValueError(
                f"update got shape {list(value.shape)} for {'/'.join(path)}, whose shape is "
                f"{list(read(t).shape)}."
            )
        write(t, value.astype(read(t).dtype))


def _entries(cell_or_fn, rng=None) -> list[tuple[tuple[str, ...], Tensor]]:
    """Return path and tensor of everything in the state, each tensor once."""
    reach = Reach(cell_or_fn)
    found: dict[int, tuple] = {}
    taken = set()

    def add(collection, name, t):
        path = (collection, *name.split("."))
        while path in taken:
            path = (*path[:-1], path[-1] + "_")
        if id(t) not in found:
            taken.add(path)
            found[id(t)] = (path, t)

    for cell in _outermost(reach.cells):
        for name, p in cell.parameters_and_names():
            add("params" if p.requires_grad else "buffers", name, p)
        for name, t in getattr(cell, "named_buffers", dict)() or ():
            add("buffers", name, t)
    for name, t in reach.tensors:
        if hasattr(t, "requires_grad") and hasattr(t, "name"):
            add("params" if t.requires_grad else "buffers", getattr(t, "name", None) or name, t)
    if _draws(reach) if rng is None else rng:
        add("rng", "default", random.default_generator._state)
    return list(found.values())


def _outermost(cells):
    """Keep the Cells that are in no other one of the list."""
    inner = {id(c) for cell in cells for n, c in cell.cells_and_names() if c is not cell}
    return [c for c in cells if id(c) not in inner]


def _draws(reach) -> bool:
    """Whether the code may draw random numbers: some Cell reached says so when it runs."""
    return any(getattr(c, "draws_random_numbers", False) for c in reach.cells)


def _check_writes(frame, tensors):
    known = {id(t) for t in tensors}
    for t, _ in frame.writes():
        if id(t) in known:
            continue
        if t is random.default_generator._state:
            raise ValueError(
                "The code draws random numbers, but the state holds no generator state: make it "
                "with "
                "`msjax.pure(fn, rng=True)`."
            )
        raise ValueError(
            f"The code writes a tensor that the state does not hold (shape {list(t.shape)}); make "
            "it "
            "a Parameter or a buffer of the Cell, so that `pure` can return its new value."
        )


def _nest(entries) -> dict:
    state: dict = {}
    for path, value in entries:
        node = state
        for part in path[:-1]:
            node = node.setdefault(part, {})
        node[path[-1]] = value
    return state


def _flat(state, path):
    if isinstance(state, dict):
        for key, value in state.items():
            yield from _flat(value, (*path, key))
    else:
        yield path, state


def _lookup(state, path):
    node = state
    for part in path:
        try:
            node = node[part]
        except (KeyError, TypeError):
            raise ValueError(
                f"The state has no entry {'/'.join(path)}; start from the state that `pure` "
                "returned "
                "and replace only values in it."
            ) from None
    return _unbox(node)


def _is_tensor(x) -> bool:
    return isinstance(x, Tensor)


def _box(x):
    return wrap(jnp.asarray(x)) if hasattr(x, "dtype") and not isinstance(x, Tensor) else x


def _unbox(x):
    return read(x) if isinstance(x, Tensor) else x


def _name(cell_or_fn) -> str:
    return getattr(cell_or_fn, "__name__", type(cell_or_fn).__name__)
