"""MindSpore's gradient interfaces: `grad`, `value_and_grad`, `GradOperation`, `vjp`, `jvp` and
others.

What each returns follows MindSpore 2.10 (recorded in compat_tests): only tensors count as inputs;
one gradient by position comes bare, several as a tuple, none as an empty tuple; gradients of
weights mirror `weights` (a Parameter: bare; a list: a tuple).
"""

from __future__ import annotations

from functools import wraps

from msjax._core._jaxcompat import jax
from msjax._core.containers import gradients_like, inputs_of
from msjax._core.dispatch import Call, run1
from msjax._core.functional import unique
from msjax._core.graph_gradients import in_graph_mode
from msjax._core.kept_runs import pull
from msjax._core.parameter import Parameter
from msjax._core.state import settings, state
from msjax._core.tensor import Tensor, read
from msjax._core.trees import flatten

_STOP = Call("stop_gradient", jax.lax.stop_gradient, differentiable=False)


def grad(fn, grad_position=0, weights=None, has_aux=False, return_ids=False, sens_param=False):
    """Make the function that returns the gradients of `fn`.

    Outputs with several elements are summed before they are differentiated.

    Args:
        fn: a function or Cell whose outputs are tensors.
        grad_position: index, or tuple of indices, of the arguments to differentiate by; None for
            weights only. Default: 0.
        weights: a Parameter, or a list, tuple or ParameterTuple of them, to differentiate by.
        has_aux: whether only the first output is differentiated; the others are then returned too.
        return_ids: whether each gradient comes with its position or Parameter name.
        sens_param: whether the gradient function takes the cotangent of the differentiated
            outputs (several: a tuple), as its last argument or as `sens=`. Default: False (ones).

    Returns:
        A function of `fn`'s arguments that returns the gradients, or (gradients, aux outputs).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `grad_position` and `weights` are both None, or a position is repeated or
            negative.

    Source: https://www.mindspore.cn/docs/en/r2.7.0/api_python/mindspore/mindspore.grad.html
    """
    call = _gradient_call(fn, grad_position, weights, has_aux, return_ids, sens_param)

    @_named_after(fn)
    def gradient(*args, **kwargs):
        out, gradients = call(args, kwargs)
        return (gradients, tuple(out[1:])) if has_aux else gradients

    return gradient


def value_and_grad(
    fn, grad_position=0, weights=None, has_aux=False, return_ids=False, sens_param=False
):
    """Make the function that returns the outputs of `fn` and its gradients.

    Args:
        fn: a function or Cell whose outputs are tensors.
        grad_position: as for `grad`.
        weights: as for `grad`.
        has_aux: whether only the first output is differentiated.
        return_ids: whether each gradient comes with its position or Parameter name.
        sens_param: as for `grad`.

    Returns:
        A function of `fn`'s arguments that returns (outputs, gradients).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `grad_position` and `weights` are both None, or a position is repeated or
            negative.

    Source: https://www.mindspore.cn/docs/en/r2.7.0/api_python/mindspore/mindspore.value_and_grad.html
    """
    call = _gradient_call(fn, grad_position, weights, has_aux, return_ids, sens_param)

    @_named_after(fn)
    def value_and_gradient(*args, **kwargs):
        return call(args, kwargs)

    return value_and_gradient


def _gradient_call(fn, grad_position, weights, has_aux, return_ids, sens_param):
    _check_callable(fn, "grad")
    _check_bool("_Grad", "has_aux", has_aux)
    _check_bool("_Grad", "return_ids", return_ids)
    _check_bool("_Grad", "sens_param", sens_param)
    if grad_position is None and weights is None:
        raise ValueError(
            "`grad_position` and `weight` can not be None at the same time: name the arguments to "
            "differentiate by, for instance `grad_position=0`, or pass "
            "`weights=net.trainable_params()`."
        )
    positions = _positions(grad_position)
    parameters = _parameters(weights)

    def call(args, kwargs):
        args, kwargs, sens = _take_sens(args, kwargs) if sens_param else (args, kwargs, None)
        given = (*args, *kwargs.values())
        existing = [i for i in _existing(positions, given) if inputs_of(given[i])]

        def tensors_of(args):
            given = (*args, *kwargs.values())
            return [t for i in existing for t in inputs_of(given[i])] + parameters

        pullback, tensors = pull(fn, args, kwargs, tensors_of, has_aux)
        cotangents = None if sens is None else checked_cotangents(sens, pullback)
        found = _Found(pullback, tensors, return_ids, cotangents)
        by_input = bare_if_single(found.by_inputs([given[i] for i in existing], tensors, existing))
        by_weight = None
        if weights is not None:
            by_weight = tuple([found(p, _name(p)) for p in parameters])
            if isinstance(weights, Tensor):
                by_weight = by_weight[0]
        if grad_position is None:
            return pullback.out, by_weight
        return pullback.out, by_input if weights is None else (by_input, by_weight)

    bare = isinstance(weights, Tensor)
    key = ("grad", grad_position, bare, *map(id, parameters), has_aux, return_ids, sens_param)
    return in_graph_mode(fn, key, call)


class _Found:
    """Looks gradients up by tensor, with or without the id that MindSpore gives them."""

    def __init__(self, pullback, tensors, return_ids=False, cotangents=None):
        tensors = unique(tensors)
        gradients = pullback.gradients(cotangents, wanted=tensors)
        self.by_id = {id(t): g for t, g in zip(tensors, gradients, strict=True)}
        self.return_ids = return_ids

    def __call__(self, t, name):
        return self._named(name, self.by_id[id(t)])

    def by_inputs(self, arguments, tensors, names=None) -> list:
        """Return the gradients by arguments, whose tensors are in order the first of `tensors`."""
        inputs = iter(tensors)
        names = range(len(arguments)) if names is None else names
        return [
            self._named(name, gradients_like(a, lambda _: self.by_id[id(next(inputs))]))
            for name, a in zip(names, arguments, strict=True)
        ]

    def _named(self, name, gradient):
        return (name, gradient) if self.return_ids else gradient


def _name(t) -> str:
    return getattr(t, "name", "") if isinstance(t, Parameter) else ""


def _take_sens(args, kwargs):
    """Return what the function itself is called with, and the cotangent that came along."""
    if "sens" in kwargs:
        kwargs = dict(kwargs)
        return args, kwargs, kwargs.pop("sens")
    if not args:
        raise TypeError(
            "With sens_param=True the gradient function takes the output's cotangent as its last "
            "argument, or as `sens=`; it was called without arguments."
        )
    return args[:-1], kwargs, args[-1]


def bare_if_single(gradients):
    """Return the only element of a list, or all as a tuple."""
    return gradients[0] if len(gradients) == 1 else tuple(gradients)


def _positions(grad_position) -> tuple[int, ...]:
    if grad_position is None:
        return ()
    positions = (grad_position,) if isinstance(grad_position, int) else grad_position
    if not isinstance(positions, tuple) or any(not isinstance(p, int) for p in positions):
        raise TypeError(
            f"For 'grad', 'grad_position' must be int, tuple of int or None, but got "
            f"{grad_position!r}; for instance `grad_position=(0, 1)`."
        )
    if any(p < 0 for p in positions):
        raise ValueError(f"grad_position must be >= 0. Got {grad_position!r}; count from the left.")
    if len(set(positions)) < len(positions):
        raise ValueError(
            "There are duplicate positions in `grad_position`, please check it: "
            f"got {grad_position!r}."
        )
    if not positions:
        raise RuntimeError(
            "grad_position should not be empty when grad by position; pass None to differentiate "
            "by weights only."
        )
    return positions


def _existing(positions, args):
    for p in positions:
        if p >= len(args):
            kind = IndexError if settings.graph else RuntimeError
            raise kind(
                f"Position index {p} is exceed input size. The function was called with "
                f"{len(args)} arguments, so positions must be below {len(args)}."
            )
    return positions


def _parameters(weights) -> list[Tensor]:
    if weights is None:
        return []
    given = [weights] if isinstance(weights, Tensor) else weights
    if not isinstance(given, list | tuple) or any(not isinstance(p, Tensor) for p in given):
        raise TypeError(
            "weights must be a Parameter, or a list, tuple or ParameterTuple of Parameters, but "
            "got "
            f"{type(weights).__name__}; for instance `weights=net.trainable_params()`."
        )
    return list(given)


def _ids(weights) -> tuple:
    if isinstance(weights, list | tuple):
        return tuple(map(id, weights))
    return (None, id(weights))


def get_grad(gradients, identifier):
    """Find one gradient among those returned with `return_ids=True`.

    Args:
        gradients: what a `grad` function with `return_ids=True` returned.
        identifier: a position (int) or a Parameter.

    Returns:
        The gradient, a Tensor.

    Raises:
        TypeError: `identifier` is neither.
        RuntimeError: there is no such gradient.
    """
    if not isinstance(identifier, int | Parameter):
        raise TypeError(
            f"For `get_grad`, the `x` should be an integer or a Parameter, but got {identifier!r}."
        )
    wanted = identifier.name if isinstance(identifier, Parameter) else identifier
    found = _find_grad(gradients, wanted)
    if found is None:
        raise RuntimeError(
            f"Can not find the gradient for position or Parameter {wanted}. Differentiate by it, "
            "and with `return_ids=True`."
        )
    return found


def _find_grad(gradients, wanted):
    if not isinstance(gradients, tuple):
        return None
    if len(gradients) == 2 and isinstance(gradients[0], int | str):
        same = type(gradients[0]) is type(wanted) and gradients[0] == wanted
        return gradients[1] if same else None
    for g in gradients:
        found = _find_grad(g, wanted)
        if found is not None:
            return found
    return None


class GradOperation:
    """Makes functions that return gradients.

    Args:
        get_all: whether to differentiate by every tensor argument (else by the first). Default:
            False.
        get_by_list: whether to differentiate by Parameters. Default: False.
        sens_param: whether the gradient function takes the output's cotangent, as its last argument
            or as `sens=`. Default: False (ones).

    Raises:
        TypeError: an argument is no bool.

    Source: https://www.mindspore.cn/docs/en/r2.2/api_python/ops/mindspore.ops.GradOperation.html
    """

    def __init__(self, get_all=False, get_by_list=False, sens_param=False):
        flags = {"get_all": get_all, "get_by_list": get_by_list, "sens_param": sens_param}
        for name, value in flags.items():
            _check_bool("GradOperation", name, value)
        self.get_all = get_all
        self.get_by_list = get_by_list
        self.sens_param = sens_param

    def __call__(self, fn, weights=None):
        """Make the gradient function of `fn`.

        Args:
            fn: a function or Cell.
            weights: with `get_by_list`, the Parameters to differentiate by: one, a list, a tuple or
                a ParameterTuple; None takes the trainable Parameters of the Cells `fn` is or uses.
        """

        def call(args, kwargs):
            sens = None
            if self.sens_param:
                args, kwargs, sens = _take_sens(args, kwargs)
            return self._gradients(fn, weights, args, kwargs, sens)

        flags = (self.get_all, self.get_by_list, self.sens_param)
        key = ("GradOperation", *flags, *_ids(weights))
        run = in_graph_mode(fn, key, call)

        @_named_after(fn)
        def gradient(*args, **kwargs):
            _check_callable(fn, "GradOperation")
            return run(args, kwargs)

        return gradient

    def _gradients(self, fn, weights, args, kwargs, sens):
        parameters = self._parameters(fn, weights)

        def chosen(args):
            return (*args, *kwargs.values()) if self.get_all else args[:1]

        def tensors_of(args):
            if self.get_by_list and not self.get_all:
                return parameters
            return [t for a in chosen(args) for t in inputs_of(a)] + parameters

        pullback, tensors = pull(fn, args, kwargs, tensors_of)
        given = chosen(args)
        cotangents = None if sens is None else checked_cotangents(sens, pullback)
        found = _Found(pullback, tensors, cotangents=cotangents)
        by_weight = tuple([found(p, "") for p in parameters])
        if self.get_by_list and isinstance(weights, Tensor):
            by_weight = by_weight[0]
        if self.get_by_list and not self.get_all:
            return by_weight
        by_input = tuple(found.by_inputs([a for a in given if inputs_of(a)], tensors))
        if not self.get_all:
            return by_input[0] if by_input else ()
        return (by_input, by_weight) if self.get_by_list else by_input

    def _parameters(self, fn, weights):
        if not self.get_by_list:
            return []
        if weights is None:
            from msjax._core.discovery import trainable_parameters

            return trainable_parameters(fn)
        return _parameters(weights)


def checked_cotangents(sens, pullback):
    """Check the cotangents that the caller gave against the outputs.

    For an output of one element compiled code takes a cotangent of one element in any shape, as
    MindSpore does: losses of shape [1] meet loss scales of shape [].
    """
    given, _ = flatten(sens)
    if state.frame is not None and len(given) == len(pullback.main):
        given = [
            c.reshape(t.shape) if c.shape != t.shape and c.size == t.size == 1 else c
            for t, c in zip(pullback.main, given, strict=True)
        ]
    if len(given) != len(pullback.main):
        raise RuntimeError(
            f"The sensitivity must match the outputs: the function returned {len(pullback.main)} "
            f"tensors, but {len(given)} were given as sens; pass a Tensor for each, in a tuple "
            "where there are several."
        )
    for t, c in zip(pullback.main, given, strict=True):
        value, cotangent = read(t), read(c)
        if value.shape != cotangent.shape:
            raise ValueError(
                f"The shape should be {list(value.shape)}, but got {list(cotangent.shape)}: the "
                "sensitivity (sens) must have the shape of the output it belongs to."
            )
        if value.dtype != cotangent.dtype:
            raise TypeError(
                f"The dtype should be {t.dtype}, but got {c.dtype}: the sensitivity (sens) must "
                "have "
                f"the dtype of the output it belongs to; convert it with `.astype({t.dtype!r})`."
            )
    return given


def vjp(fn, *inputs, weights=None, has_aux=False):
    """Run `fn` and return its outputs with the function that pulls cotangents back.

    Args:
        fn: a function or Cell.
        *inputs: its arguments.
        weights: Parameters to differentiate by as well.
        has_aux: whether only the first output is differentiated.

    Returns:
        (outputs, vjp_fn), with `has_aux` (first output, vjp_fn, other outputs). `vjp_fn` takes one
        cotangent per output and returns a tuple of gradients by input; with `weights` the pair
        (by inputs, by weights).
    """
    _check_callable(fn, "vjp")
    _check_bool("vjp", "has_aux", has_aux)
    parameters = _parameters(weights)

    def tensors_of(args):
        return [t for a in args for t in inputs_of(a)] + parameters

    pullback, tensors = pull(fn, inputs, {}, tensors_of, has_aux)
    by_id = unique(tensors)
    arguments = [a for a in inputs if inputs_of(a)]

    def pull_back(*cotangents):
        others = [c for c in cotangents if not flatten(c)[0]]
        if others:
            raise TypeError(
                "The inputs type must be Tensor, but vjp's function got "
                f"{type(others[0]).__name__}; write for instance Tensor({others[0]!r})."
            )
        cotangents = checked_cotangents(cotangents, pullback)
        gradients = pullback.gradients(cotangents, last=False, wanted=by_id)
        found = {id(t): g for t, g in zip(by_id, gradients, strict=True)}
        order = iter(tensors)
        by_input = tuple([gradients_like(a, lambda _: found[id(next(order))]) for a in arguments])
        if weights is None:
            return by_input
        by_weight = tuple([found[id(p)] for p in parameters])
        return by_input, by_weight[0] if isinstance(weights, Tensor) else by_weight

    if has_aux:
        return pullback.out[0], pull_back, bare_if_single(pullback.out[1:])
    return pullback.out, pull_back


def stop_gradient(value):
    """Return the value as a constant of every derivative.

    Args:
        value: a Tensor, or a tuple or list of tensors.
    """
    if isinstance(value, tuple | list):
        return type(value)(stop_gradient(v) for v in value)
    return run1(_STOP, value) if isinstance(value, Tensor) else value


def _named_after(fn):
    """Give a gradient function the name and documentation of the function it came from."""
    return wraps(fn, updated=()) if hasattr(fn, "__name__") else lambda f: f


def _check_callable(fn, name):
    if not callable(fn):
        raise TypeError(
            f"For '{name}', the function to differentiate must be callable, but got "
            f"{type(fn).__name__}; pass a function or a Cell."
        )


def _check_bool(owner, name, value):
    if not isinstance(value, bool):
        raise TypeError(
            f"For '{owner}', the '{name}' should be bool, but got {type(value).__name__}; write "
            f"`{name}=True` or `{name}=False`."
        )
