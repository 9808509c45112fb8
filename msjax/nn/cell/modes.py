"""Switches of a Cell: training, flags, precision, recomputation, compilation."""

from __future__ import annotations

import inspect
import logging

from msjax._core import dtype as mstype
from msjax.nn.cell.part import Part
from msjax.nn.cell.registry import changed, special

_log = logging.getLogger("msjax")
_PRECISIONS = {"fp16": mstype.float16, "fp32": mstype.float32, "bf16": mstype.bfloat16}
_RECOMPUTE_OPTIONS = {
    "mp_comm_recompute",
    "parallel_optimizer_comm_recompute",
    "recompute_slice_activation",
}


class Modes(Part):
    """Switches that change how a Cell and its descendants run."""

    def add_flags(self, **flags):
        """Set attributes of the Cell that are also listed by `get_flags`; return the Cell.

        The flags `fp16`, `fp32` and `bf16` choose the precision, as `to_float` does.
        """
        attributes = self.__dict__
        known = attributes.setdefault("_func_graph_flags", {})
        known.update(flags)
        if any(n not in attributes or not _same(attributes[n], v) for n, v in flags.items()):
            attributes.update(flags)
            changed(self)
        for name, dtype in _PRECISIONS.items():
            if flags.get(name):
                self.__dict__["mixed_precision_type"] = dtype
                special(self)
        return self

    def add_flags_recursive(self, **flags):
        """Do `add_flags` for the Cell and all descendants; return the Cell."""
        self.add_flags(**flags)
        for cell in self.cells():
            cell.add_flags_recursive(**flags)
        return self

    def get_flags(self) -> dict:
        """Return the flags that `add_flags` set."""
        return self.__dict__.setdefault("_func_graph_flags", {})

    def set_train(self, mode=True):
        """Switch the Cell and its descendants to training (True) or inference; return the Cell."""
        self._set_plain("_phase", "train" if mode else "predict")
        return self.add_flags_recursive(training=mode)

    def set_grad(self, requires_grad=True):
        """Set the Cell's `requires_grad`; return the Cell.

        A gradient of the Cell then goes back through its last call, if that had the same arguments,
        instead of calling it once more. Other Cells are run by whatever differentiates them.

        Differs: only the last call is kept; MindSpore keeps one per set of arguments.
        """
        self._set_plain("requires_grad", requires_grad)
        return self

    def to_float(self, dst_type):
        """Compute in another precision, in the Cell and its descendants; return the Cell.

        In PYNATIVE_MODE every operator in `construct` converts its floating-point tensors first; in
        GRAPH_MODE the inputs of `construct` and the Parameters it uses are converted.

        Args:
            dst_type: float16, float32 or bfloat16.

        Raises:
            ValueError: `dst_type` is another type.
        """
        if not any(dst_type is dtype for dtype in _PRECISIONS.values()):
            raise ValueError(
                "For 'to_float', the argument 'dst_type' must be mstype.float32, mstype.float16 or "
                f"mstype.bfloat16, but got {dst_type!r} of type {type(dst_type)}."
            )
        return self.add_flags_recursive(**{n: d is dst_type for n, d in _PRECISIONS.items()})

    def _set_operator_precision(self, precision):
        """Let something with a method `run(call, operands)` run the operators of this Cell."""
        self.__dict__["_operator_precision"] = precision
        special(self)

    def set_boost(self, boost_type):
        """Set the flag of an acceleration algorithm, "less_bn"; return the Cell.

        Raises:
            ValueError: `boost_type` is another.
        """
        if boost_type != "less_bn":
            raise ValueError(
                "For 'set_boost', the argument 'boost_type' must be 'less_bn', but got "
                f"{boost_type}."
            )
        return self.add_flags_recursive(less_bn=True)

    def set_broadcast_flag(self, mode=True):
        """Set the flag `broadcast_flag` of the Cell and its descendants; return the Cell."""
        return self.add_flags_recursive(broadcast_flag=mode)

    def recompute(
        self,
        *,
        use_reentrant=True,
        output_recompute=False,
        early_stop=True,
        context_fn=None,
        **kwargs,
    ):
        """Compute the Cell's intermediate results again for its gradient instead of keeping them.

        Args:
            use_reentrant: how MindSpore does it; the results are the same. Default: True.
            output_recompute: whether the outputs are computed again too. Default: False.
            early_stop: how MindSpore does it; the results are the same. Default: True.
            context_fn: only None.
            **kwargs: `mp_comm_recompute`, `parallel_optimizer_comm_recompute` and
                `recompute_slice_activation`, bools about communication between devices.

        Raises:
            ValueError: a keyword is unknown.
            TypeError: an option is no bool.
        """
        options = {"use_reentrant": use_reentrant, "output_recompute": output_recompute}
        for name, value in {**options, "early_stop": early_stop, **kwargs}.items():
            if name in kwargs and name not in _RECOMPUTE_OPTIONS:
                raise ValueError(
                    f"For 'recompute', keyword '{name}' is not recognized! Known are "
                    f"{sorted(_RECOMPUTE_OPTIONS)}."
                )
            if not isinstance(value, bool):
                raise TypeError(f"The parameter '{name}' must be {bool}, but got {type(value)}")
        if context_fn is not None:
            raise NotImplementedError(
                f"Cell.recompute(context_fn={context_fn!r}): only None is supported; leave it out."
            )
        self._set_recompute_scope()
        self.add_flags(output_recompute=output_recompute)
        self.__dict__["_has_config_recompute"] = True
        special(self)

    def _set_recompute_scope(self):
        scope = self._scope or ""
        if not scope.startswith("recompute_"):
            self.__dict__["_scope"] = "recompute_" + scope

    def set_jit_config(self, jit_config):
        """Set compilation options; JAX's compiler needs none of them. Only the first call counts.

        Args:
            jit_config: a `JitConfig`.
        """
        options = jit_config.jit_config_dict
        if self._jit_config_dict:
            _log.warning("For Cell, jit config can only be set once, ignore this setting.")
        else:
            self.__dict__["_jit_config_dict"] = options

    @property
    def jit_config_dict(self) -> dict:
        """The options that `set_jit_config` set."""
        return self._jit_config_dict

    def set_inputs(self, *inputs, **kwargs):
        """Declare the inputs, with None for lengths that vary.

        Compiled code is made per shape here, so this only remembers them.

        Args:
            *inputs: one tensor per input of `construct`.
            **kwargs: or the inputs by name.

        Raises:
            ValueError: both forms are used, or a name is unknown.
        """
        if inputs and kwargs:
            raise ValueError(
                "For Cell, set_inputs should only set inputs or kwargs (inputs: "
                f"{inputs}, kwargs: {kwargs})!"
            )
        if not kwargs:
            self.__dict__["_dynamic_shape_inputs"] = inputs
            return
        names = list(inspect.signature(self.construct).parameters)
        for name in kwargs:
            if name not in names:
                raise ValueError(f"For dict mode, valid key is {names}, but got {name}!")
        given = [[names.index(n), v] for n, v in kwargs.items()]
        self.__dict__["_dynamic_shape_inputs"] = {
            "arg_specified_infos": given,
            "total_arg_length": len(names),
        }

    def get_inputs(self):
        """Return what `set_inputs` was given, or None."""
        return self._dynamic_shape_inputs

    @property
    def phase(self) -> str:
        """What `set_train` left, "train" or "predict", or what a program assigned."""
        return self._phase

    @phase.setter
    def phase(self, value):
        if not isinstance(value, str):
            raise TypeError(
                f"For 'Cell', the property 'phase' must be string type, but got type {type(value)}."
            )
        self._set_plain("_phase", value)

    @property
    def bprop_debug(self) -> bool:
        """Whether a program debugs its `bprop` (Python's debugger works there always)."""
        return self._bprop_debug

    @bprop_debug.setter
    def bprop_debug(self, value):
        if not isinstance(value, bool):
            raise TypeError(
                "For 'Cell', the property 'bprop_debug' must be bool type, but got type "
                f"{type(value)}."
            )
        self.__dict__["_bprop_debug"] = value


def _same(a, b) -> bool:
    return a is b or (type(a) is type(b) and isinstance(a, bool | int | float | str) and a == b)
