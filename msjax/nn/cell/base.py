"""`Cell`: the building block of networks.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Cell.html
"""

from __future__ import annotations

import time

from msjax._core.kept_runs import run_and_keep
from msjax._core.state import settings, state, user_code
from msjax._graph import call_cell, compile_cell
from msjax.nn.cell.buffers import Buffers
from msjax.nn.cell.hooked import Hooked
from msjax.nn.cell.modes import Modes
from msjax.nn.cell.naming import Naming
from msjax.nn.cell.parallel import Parallel
from msjax.nn.cell.registration import Registration
from msjax.nn.cell.registry import Registry, set_slot
from msjax.nn.cell.state_dict import StateDict

_REGISTRIES = ("_params", "_cells", "_buffers")


class Cell(Registration, Naming, Modes, Hooked, Buffers, StateDict, Parallel):
    """Base class of networks and of their layers.

    A subclass calls `super().__init__()`, sets Parameters and other Cells as attributes, and
    defines `construct`, which calling the Cell runs. It may define `bprop(*inputs, out, dout)`,
    which then returns the gradients of the inputs in the place of the derivative of `construct`.

    Args:
        auto_prefix: whether Parameters of child Cells are named after their paths. Default: True.
        flags: a dict of attributes for `add_flags`. Default: None.
    """

    # Slots: not attributes that a program sets, so not part of what compiled code depends on.
    __slots__ = ("_plain", "_version")

    def __new__(cls, *args, **kwargs):
        """Make a Cell whose `__init__` has not run yet."""
        cell = super().__new__(cls)
        set_slot(cell, "_plain", False)
        set_slot(cell, "_version", 0)
        return cell

    def __init__(self, auto_prefix=True, flags=None):
        self.__dict__.update(
            _auto_prefix=auto_prefix,
            training=False,
            requires_grad=False,
            has_bprop=hasattr(type(self), "bprop"),
            mixed_precision_type=None,
            is_top_cell=False,
            cell_type=None,
            _phase="train",
            _param_prefix="",
            _scope=None,
            _bprop_debug=False,
            _has_config_recompute=False,
            _dynamic_shape_inputs=None,
            _jit_config_dict={},
            _user_parameters=[],
            _primitives={},
        )
        for kind in _REGISTRIES:
            self.__dict__[kind] = Registry(self)
        if flags:
            self.add_flags(**flags)

    def construct(self, *args, **kwargs):
        """Compute the outputs from the inputs; a subclass defines it.

        Raises:
            AttributeError: the subclass does not.
        """
        raise AttributeError(
            f"For 'Cell', the method 'construct' is not defined: give {type(self).__name__} a "
            "method `construct(self, ...)`."
        )

    def __call__(self, *args, **kwargs):
        """Run `construct`, with hooks where there are any; as compiled code in GRAPH_MODE."""
        if self._plain and settings.direct:
            return self.construct(*args, **kwargs)
        if settings.graph and state.frame is None and not state.levels:
            return call_cell(self, args, kwargs)
        if self.__dict__.get("requires_grad") and not state.levels:
            return run_and_keep(self, args, kwargs)
        return self._run(args, kwargs)

    def _run(self, args, kwargs):
        """Run a call in the current mode: eagerly, on the tape, or being traced."""
        if not self._plain:
            self._prepare()
            if not self._is_plain():
                return self._run_special(args, kwargs)
            set_slot(self, "_plain", True)
        return user_code(self.construct)(*args, **kwargs)

    def _prepare(self):
        """Check the Parameters' names before the first call."""
        if "_params" not in self.__dict__:
            raise AttributeError(
                f"The '{type(self).__name__}' object does not inherit attribute from 'cell'. "
                "Please use 'super().__init__()'."
            )
        if "_is_check_and_refresh" not in self.__dict__:
            self.check_names_and_refresh_name()
            self.__dict__["_is_check_and_refresh"] = True

    def run_construct(self, cast_inputs, kwargs):
        """Run `construct` with hooks, on inputs that are not converted any more (deprecated).

        Args:
            cast_inputs: the positional arguments.
            kwargs: the keyword arguments.
        """
        return self._run(tuple(cast_inputs), kwargs)

    def compile(self, *args, **kwargs):
        """Compile the Cell for inputs like these without running it.

        Args:
            *args: as for `construct`.
            **kwargs: as for `construct`.
        """
        compile_cell(self, args, kwargs)

    def compile_and_run(self, *args, **kwargs):
        """Run the Cell as compiled code, in any mode.

        Args:
            *args: as for `construct`.
            **kwargs: as for `construct`.
        """
        return call_cell(self, args, kwargs)

    @property
    def compiled(self) -> bool:
        """Whether the Cell has compiled code."""
        return "_compiled_call" in self.__dict__

    @property
    def create_time(self) -> int:
        """When this was first asked for, in nanoseconds; unique to the Cell in practice."""
        return self.__dict__.setdefault("_compiled_create_time", time.time_ns())

    def apply(self, fn):
        """Call `fn(cell)` for every descendant, children first, then for the Cell; return it."""
        for cell in self.cells():
            cell.apply(fn)
        fn(self)
        return self

    def update_cell_type(self, cell_type):
        """Set `cell_type`, a name that MindSpore's quantization uses."""
        self._set_plain("cell_type", cell_type)

    def __bool__(self) -> bool:
        return True

    def __getstate__(self):
        """Return what copies and pickles hold: no compiled code, members once."""
        attributes = self.__dict__
        members = {n for kind in _REGISTRIES for n in attributes.get(kind, ())}
        skip = ("_compiled",)
        kept = {
            k: v
            for k, v in attributes.items()
            if k not in members and k not in _REGISTRIES and not k.startswith(skip)
        }
        for kind in _REGISTRIES:
            if kind in attributes:
                kept[kind] = dict(attributes[kind])
        return kept

    def __setstate__(self, attributes):
        attributes = dict(attributes)
        registries = {kind: attributes.pop(kind, None) for kind in _REGISTRIES}
        self.__dict__.update(attributes)
        for kind, members in registries.items():
            if members is not None:
                self.__dict__[kind] = Registry(self, members)
