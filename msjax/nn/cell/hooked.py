"""Hooks of a Cell, and the call of a Cell that has something out of the ordinary."""

from __future__ import annotations

import inspect
import warnings
from collections import OrderedDict

from msjax._core.backward_hooks import CellBackwardHooks
from msjax._core.bprop import call_with_bprop
from msjax._core.custom_gradient import taping
from msjax._core.hooks import HookHandle, check_hook
from msjax._core.precision import Precision, cast_inputs, under
from msjax._core.state import settings, state, user_code
from msjax._core.transforms import recompute
from msjax.nn.cell.part import Part
from msjax.nn.cell.registry import special


def _hooks(name):
    """Make a property of hooks by id; the dict is made when it is first asked for."""
    key = "_hooks_" + name

    def get(self):
        hooks = self.__dict__.get(key)
        if hooks is None:
            hooks = self.__dict__[key] = OrderedDict()
        return hooks

    return property(get)


class Hooked(Part):
    """Registers hooks, and runs calls with hooks, `bprop`, other precision or recomputation."""

    _forward_pre_hook = _hooks("forward_pre")
    _forward_pre_hook_with_kwargs = _hooks("forward_pre_with_kwargs")
    _forward_hook = _hooks("forward")
    _forward_hook_with_kwargs = _hooks("forward_with_kwargs")
    _forward_hook_always_called = _hooks("forward_always_called")
    _backward_pre_hook = _hooks("backward_pre")
    _backward_hook = _hooks("backward")

    def register_forward_pre_hook(self, hook_fn, *, prepend=False, with_kwargs=False):
        """Register a function that is called before `construct`.

        Args:
            hook_fn: `hook_fn(cell, args)`, with `with_kwargs` `hook_fn(cell, args, kwargs)`;
                returns None, or new args (one bare), with `with_kwargs` (new args, new kwargs).
            prepend: whether it runs before those registered earlier. Default: False.
            with_kwargs: whether it is given the keyword arguments. Default: False.

        Returns:
            A handle whose `remove()` takes the hook off.

        Raises:
            TypeError: `hook_fn` is not callable.
        """
        options = [self._forward_pre_hook_with_kwargs] if with_kwargs else []
        return self._register(self._forward_pre_hook, hook_fn, prepend, options)

    def register_forward_hook(
        self, hook_fn, *, prepend=False, with_kwargs=False, always_call=False
    ):
        """Register a function that is called after `construct`.

        A Cell with a `bprop` ignores it.

        Args:
            hook_fn: `hook_fn(cell, args, output)`, with `with_kwargs`
                `hook_fn(cell, args, kwargs, output)`; returns None or the new output.
            prepend: whether it runs before those registered earlier. Default: False.
            with_kwargs: whether it is given the keyword arguments. Default: False.
            always_call: whether it is called when `construct` raises too. Default: False.

        Returns:
            A handle whose `remove()` takes the hook off.

        Raises:
            TypeError: `hook_fn` is not callable.
        """
        if self.has_bprop:
            return HookHandle()
        options = [self._forward_hook_with_kwargs] if with_kwargs else []
        options += [self._forward_hook_always_called] if always_call else []
        return self._register(self._forward_hook, hook_fn, prepend, options)

    def register_backward_pre_hook(self, hook_fn):
        """Register a function that is called with the gradients of the Cell's outputs.

        Args:
            hook_fn: `hook_fn(cell, grad_outputs)` with a tuple of tensors (None where nothing
                depends on an output); returns None or the new gradients.

        Returns:
            A handle whose `remove()` takes the hook off.

        Raises:
            TypeError: `hook_fn` is not callable.
        """
        return self._register(self._backward_pre_hook, hook_fn)

    def register_backward_hook(self, hook_fn):
        """Register a function that is called with the gradients of the Cell's inputs and outputs.

        Args:
            hook_fn: `hook_fn(cell, grad_inputs, grad_outputs)`, tuples of tensors, one per
                positional argument that is a tensor and per output; returns None or new gradients
                of the inputs.

        Returns:
            A handle whose `remove()` takes the hook off.

        Raises:
            TypeError: `hook_fn` is not callable.
        """
        return self._register(self._backward_hook, hook_fn)

    def _register(self, hooks, hook_fn, prepend=False, options=()):
        check_hook(hook_fn)
        handle = HookHandle(hooks, extra_dict=list(options))
        hooks[handle.handle_id] = hook_fn
        if prepend:
            hooks.move_to_end(handle.handle_id, last=False)
        for option in options:
            option[handle.handle_id] = True
        special(self)
        return handle

    def _is_plain(self) -> bool:
        """Whether calling the Cell is nothing but calling `construct`."""
        attributes = self.__dict__
        return not (
            attributes.get("requires_grad")
            or self.has_bprop
            or self.mixed_precision_type is not None
            or attributes.get("_operator_precision") is not None
            or self._has_config_recompute
            or attributes.get("_hooks_forward_pre")
            or attributes.get("_hooks_forward")
            or attributes.get("_hooks_backward_pre")
            or attributes.get("_hooks_backward")
        )

    def _run_special(self, args, kwargs):
        """Run a call that is more than calling `construct`."""
        dtype = self.mixed_precision_type
        if dtype is None:
            chosen = self.__dict__.get("_operator_precision")
            if chosen is None:
                return self._run_with_hooks(args, kwargs)
            with under(chosen):
                return self._run_with_hooks(args, kwargs)
        compiled = settings.graph or state.frame is not None
        if compiled:
            args, kwargs = cast_inputs(args, dtype), cast_inputs(kwargs, dtype)
        with under(Precision(dtype, parameters_only=compiled)):
            return self._run_with_hooks(args, kwargs)

    def _run_with_hooks(self, args, kwargs):
        called = set()
        output = None
        try:
            args, kwargs = self._run_forward_pre_hook(args, kwargs)
            backward = self._backward_hooks()
            inner = args if backward is None else backward.enter(args)
            output = self._run_construct(inner, kwargs)
            output = self._run_forward_hook(inner, kwargs, output, called)
            return output if backward is None else backward.leave(output)
        except Exception:
            self._run_missed_hooks(args, kwargs, output, called)
            raise

    def _backward_hooks(self):
        """Return what watches the gradients of this call, or None where nobody asks for any."""
        attributes = self.__dict__
        pre, hooks = attributes.get("_hooks_backward_pre"), attributes.get("_hooks_backward")
        if not (pre or hooks) or not (state.frame is not None or taping()):
            return None
        return CellBackwardHooks(self, pre or {}, hooks or {})

    def _run_forward_pre_hook(self, args, kwargs):
        hooks = self.__dict__.get("_hooks_forward_pre")
        if not hooks:
            return args, kwargs
        with_kwargs = self.__dict__.get("_hooks_forward_pre_with_kwargs", ())
        for key, hook in list(hooks.items()):
            if key in with_kwargs:
                result = hook(self, args, kwargs)
                if result is None:
                    continue
                if not isinstance(result, tuple) or len(result) != 2:
                    raise RuntimeError(
                        "forward pre hook with kwargs must return None or a tuple of (new_args, "
                        f"new_kwargs), but got {result}"
                    )
                args, kwargs = result
            else:
                result = hook(self, args)
                if result is not None:
                    args = result if isinstance(result, tuple) else (result,)
        return args, kwargs

    def _run_construct(self, args, kwargs):
        if self._has_config_recompute:
            return recompute(user_code(self.construct), *args, **kwargs)
        if not self.has_bprop:
            return user_code(self.construct)(*args, **kwargs)
        if kwargs or _has_defaults(self.construct):
            bound = inspect.signature(self.construct).bind(*args, **kwargs)
            bound.apply_defaults()
            args = bound.args
        weights = self.__dict__.get("internal_params", ())
        return call_with_bprop(user_code(self.construct), self.bprop, args, weights)

    def _run_forward_hook(self, args, kwargs, output, called):
        hooks = self.__dict__.get("_hooks_forward")
        if not hooks:
            return output
        for key, hook in list(hooks.items()):
            called.add(key)
            result = self._call_forward_hook(key, hook, args, kwargs, output)
            output = output if result is None else result
        return output

    def _call_forward_hook(self, key, hook, args, kwargs, output):
        if key in self.__dict__.get("_hooks_forward_with_kwargs", ()):
            return hook(self, args, kwargs, output)
        return hook(self, args, output)

    def _run_missed_hooks(self, args, kwargs, output, called):
        """After an error, call the hooks with `always_call` that were not reached."""
        for key in list(self.__dict__.get("_hooks_forward_always_called", ())):
            if key in called or key not in self._forward_hook:
                continue
            try:
                self._call_forward_hook(key, self._forward_hook[key], args, kwargs, output)
            except Exception as error:
                warnings.warn(
                    "A forward hook with always_call=True raised while another error was on its "
                    f"way: {error}",
                    stacklevel=4,
                )


def _has_defaults(function) -> bool:
    function = getattr(function, "__func__", function)
    return bool(
        getattr(function, "__defaults__", None) or getattr(function, "__kwdefaults__", None)
    )
