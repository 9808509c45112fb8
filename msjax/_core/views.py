"""Views: tensors that share what is written into them, as MindSpore's do.

JAX's arrays are immutable, so a view has a value of its own and an `Origin` that says how that
value is made from its base's. A write into a view is carried into the base, and from there to the
other views, which become stale: their `_value` is unset and made again when it is read. Inside a
frame views are made again at once, because a value may only be unset where it is concrete.

Two things are recorded, after MindSpore: results of basic indexing and of `reshape`, `transpose` …
share storage with their base; and whatever came out of `x[index]` is written back to `x` by
`y[...] = value`, even if `index` is a list or a mask and nothing is shared.

A base that is no view itself is held weakly, so that a slice does not keep a large tensor alive; it
is held strongly as soon as a second view of it lives, which must go on to see the first one's
writes.
"""

from __future__ import annotations

import weakref

from msjax._core import tensor as tensors
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run
from msjax._core.frame import LEFT
from msjax._core.layout import is_strided
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, read, wrap

jnp = jax.numpy


class Origin:
    """Where a view came from.

    Args:
        base: a handle of the tensor that the view is made of.
        call: the Call that makes it, of the base and `operands`.
        operands: the Call's other operands.
        output: which output of the Call the view is; None: it has one.
        index: the index in `base[index]`; None: the view came from no index.
        shares: whether view and base share storage; None: if the base's layout allows it, which
            is found out by the first write.
    """

    __slots__ = ("_shares", "base", "call", "index", "operands", "output", "parent")

    def __init__(self, base, call, operands, output, index, shares):
        self.base = self.parent = base
        self.call = call
        self.operands = operands
        self.output = output
        self.index = index
        self._shares = shares

    @property
    def shares(self) -> bool:
        """Whether view and base share storage."""
        if self._shares is None:
            self._shares = is_strided(self)
        return self._shares

    def make(self, base: Tensor) -> Tensor:
        """Make the view from its base again."""
        out = run(self.call, base, *self.operands)
        return out if self.output is None else out[self.output]


class _Strong:
    """A handle that keeps its tensor alive, where `weakref.ref` does not."""

    __slots__ = ("tensor",)

    def __init__(self, tensor):
        self.tensor = tensor

    def __call__(self):
        return self.tensor


def link(
    view: Tensor,
    base: Tensor,
    call,
    operands=(),
    output=None,
    index=None,
    shares: bool | None = True,
):
    """Make a tensor that `call` made of `base` a view of it; return the view."""
    origin = base._base
    if origin is not None and origin.base() is None and origin.parent() is None:
        base._base = origin = None
    views = None if shares is False else _registered(base)
    last = views[-1]() if views else None
    if origin is None and last is None:
        handle = weakref.ref(base)
    else:
        handle = _Strong(base)
        if last is not None and last._base is not None:
            _hold(last._base, base)
    view._base = Origin(handle, call, operands, output, index, shares)
    if views is not None:
        if len(views) > 8 and last is None:
            views[:] = [v for v in views if v() is not None]
        views.append(weakref.ref(view))
    return view


def link_result(out, call, base, *operands):
    """Make what an operator returned views of its first operand; return it.

    Of a view it may be a copy: `reshape` of what does not lie in one piece.
    """
    shares = True if base._base is None else None
    if out.__class__ is tuple:
        for i, view in enumerate(out):
            link(view, base, call, operands, i, shares=shares)
        return out
    return link(out, base, call, operands, shares=shares)


def _hold(origin, base):
    if origin.base() is base:
        origin.base = _Strong(base)
    if origin.parent() is base:
        origin.parent = _Strong(base)


def _registered(base) -> list:
    """Return the list of the views of a tensor, in the current frame if the tensor is older."""
    frame = state.frame
    if frame is None or base._frame is frame:
        if base._views is None:
            base._views = []
        return base._views
    if frame.views is None:
        frame.views = {}
    return frame.views.setdefault(id(base), [])


def views_of(t: Tensor) -> list[Tensor]:
    """Return the live views of a tensor."""
    found = [] if t._views is None else [*t._views]
    frame = state.frame
    while frame is not None:
        if frame.views is not None:
            found += frame.views.get(id(t), ())
        frame = frame.parent
    views = [v for ref in found if (v := ref()) is not None]
    return [v for v in views if v._base is not None and v._base.shares and v._base.base() is t]


def follow_views(t: Tensor, but=None) -> None:
    """Carry what was written into a tensor to its base and to its views.

    Args:
        t: the tensor; it has its new value.
        but: the view that the value came from.
    """
    origin = t._base
    if origin is not None and origin.shares:
        base = origin.base()
        if base is not None:
            repeats = origin.call.name in _REPEATING
            detached = origin.call is DETACH
            with recording(state.recording and not detached):
                new = run(_put_back(origin), base, t, *origin.operands)
            if detached:  # what is written into a detached tensor is no matter of gradients
                new._node = base._node
            _store(base, new, None if repeats else t)
    for view in views_of(t):
        if view is not but:
            _follow(view, t)
    if t._views is not None and not any(ref() is not None for ref in t._views):
        t._views = None


# Operators that show one element of the base several times: a write to one shows in all.
_REPEATING = frozenset(("broadcast_to", "shape_like"))


def _store(t, new, view):
    """Give a base the value that a write into one of its views results in."""
    _set(t, read(new), new._node)
    follow_views(t, view)


def _set(t, value, node):
    former = t._node
    if former is not None and node is not former:
        node = tensors.node_after_write(t, node)
    if state.stopped:
        value = tensors.with_former_derivative(t, value)
    if node is not None and state.parameters is not None:
        state.parameters.note_write(t)
    if state.frame is None:
        t._value = value
    else:
        state.frame.write(t, value)
    if node is not None or t._node is not None:
        t._node = node


def _follow(view, base):
    if state.frame is None:
        try:
            del view._value
        except AttributeError:
            return  # stale already
        _hold(view._base, base)
        if view._node is not None and view._base.call is not DETACH:
            view._node = None
    else:
        new = view._base.make(base)
        _set(view, read(new), view._node if view._base.call is DETACH else new._node)
    for other in views_of(view):
        _follow(other, view)


def refresh_view(t: Tensor):
    """Make the value of a stale view again; return it."""
    frame, special = state.frame, state.special
    if t._frame is LEFT:
        t._base = None
        return tensors.materialise(t)
    origin = t._base
    if frame is None:
        new = origin.make(origin.base())
        t._value = new._value
        if origin.call is not DETACH:
            t._node = new._node
        return t._value
    state.frame = None
    state.settle()
    try:
        with jax.ensure_compile_time_eval():
            return refresh_view(t)
    finally:
        state.frame, state.special = frame, special


_PUT_BACK: dict[tuple, Call] = {}


def _put_back(origin: Origin) -> Call:
    """Return the Call from (base, view, operands) to the base with the view's elements in it."""
    key = (origin.call, origin.output)
    call = _PUT_BACK.get(key)
    if call is None:
        call = _PUT_BACK[key] = Call(f"{origin.call.name}_put_back", _putting(*key))
    return call


def _putting(call, output):
    repeats = call.name in _REPEATING

    def put_back(base, view, *operands):
        positions = call.fn(jnp.arange(base.size).reshape(base.shape), *operands)
        where = positions if output is None else positions[output]
        if repeats:
            where = jnp.where(view == call.fn(base, *operands), base.size, where)
        flat = base.reshape(-1).at[where.reshape(-1)].set(view.reshape(-1), mode="drop")
        return flat.reshape(base.shape)

    return put_back


def rebind(t: Tensor, value, node=None) -> None:
    """Give a tensor a new value and storage of its own; its views keep the old storage."""
    if state.frame is not None and t._frame is not state.frame:
        tensors.write(t, value, node)
        return
    if t._node is not None:
        node = tensors.node_after_write(t, node)
    origin = t._base
    if origin is not None and origin.call is _SAME and origin.base() is not None:
        rebind(origin.base(), value, node)
        return
    views = [v for v in views_of(t) if v._base.call is not _SAME]
    if views:
        aliases = [ref for ref in t._views if ref() is not None and ref()._base.call is _SAME]
        former = wrap(read(t))
        former._node = t._node
        former._base = origin
        former._views, t._views = [weakref.ref(v) for v in views], aliases or None
        for view in views:
            view._base.base = _Strong(former)
        if origin is not None and origin.shares and origin.base() is not None:
            _registered(origin.base()).append(weakref.ref(former))
    if origin is not None:
        t._base = _cut_off(origin) if origin.index is not None else None
    tensors.write(t, value, node)


def _cut_off(origin):
    """Return an origin that only says where the tensor is to be written back."""
    other = Origin(origin.parent, origin.call, origin.operands, origin.output, origin.index, False)
    other.base = other.parent
    return other


_SAME = Call("alias", lambda x: x)  # another box of the same tensor: it follows every write
DETACH = Call("detach", jax.lax.stop_gradient, differentiable=False)


def link_alias(other: Tensor, t: Tensor) -> None:
    """Make another box of the same value share what is written."""
    link(other, t, _SAME)


tensors.follow_views = follow_views
tensors.refresh_view = refresh_view
tensors.link_alias = link_alias
