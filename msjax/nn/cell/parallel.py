"""What a Cell says about devices, memory and MindSpore's compiler."""

from __future__ import annotations

import logging

from msjax._core import dtype as mstype
from msjax._core.context import get_auto_parallel_context
from msjax._core.tensor import Tensor, read, write
from msjax.nn.cell.part import Part
from msjax.nn.cell.registry import changed

_log = logging.getLogger("msjax")


class Parallel(Part):
    """Settings for training over devices, remembered where JAX decides itself."""

    @property
    def pipeline_stage(self) -> int:
        """The stage of a pipeline that the Cell belongs to; set it before reading it."""
        return self._pipeline_stage

    @pipeline_stage.setter
    def pipeline_stage(self, value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(
                "For 'Cell', the property 'pipeline_stage' must be int type, but got "
                f"{type(value)}."
            )
        if value < 0:
            raise ValueError(
                f"For 'Cell', the property 'pipeline_stage' can not be less than 0, but got {value}"
            )
        self.__dict__["_pipeline_stage"] = value

    @property
    def parameter_layout_dict(self) -> dict:
        """Layouts of Parameters over devices, as MindSpore's compiler notes them; empty here."""
        return self.__dict__.setdefault("_parameter_layout_dict", {})

    @parameter_layout_dict.setter
    def parameter_layout_dict(self, value):
        if not isinstance(value, dict):
            raise TypeError(
                "For 'Cell', the property 'parameter_layout_dict' must be dict type, but got "
                f"{type(value)}."
            )
        self.__dict__["_parameter_layout_dict"] = value

    @property
    def parallel_parameter_name_list(self):
        """Names of Parameters split over devices; empty here."""
        return self.__dict__.get("_parallel_parameter_name_list", ())

    @property
    def parallel_parameter_merge_net_dict(self) -> dict:
        """Networks that merge split Parameters; empty here."""
        return self.__dict__.setdefault("_parallel_parameter_merge_net_dict", {})

    def shard(self, in_strategy, out_strategy=None, parameter_plan=None):
        """Say how inputs are split over devices; with one device, as in MindSpore, it does nothing.

        Args:
            in_strategy: a tuple per input.
            out_strategy: a tuple per output. Default: None.
            parameter_plan: a dict from Parameter name to a tuple. Default: None.

        Raises:
            NotImplementedError: there are several devices in use.
        """
        if get_auto_parallel_context("device_num") != 1:
            raise NotImplementedError(
                f"Cell.shard(in_strategy={in_strategy!r}) over several devices is not supported "
                "yet; leave it out, or train with ParallelMode.DATA_PARALLEL."
            )

    def set_comm_fusion(self, fusion_type, recurse=True):
        """Set the communication group of the trainable Parameters; return the Cell.

        Raises:
            ValueError: `fusion_type` is no int of at least 0.
        """
        if isinstance(fusion_type, bool) or not isinstance(fusion_type, int) or fusion_type < 0:
            raise ValueError(
                f"The input value must be int and must >= 0, but got '{fusion_type}' with type "
                f"'{type(fusion_type).__name__}'."
            )
        for p in self.trainable_params(recurse):
            p.comm_fusion = fusion_type
        return self

    def set_data_parallel(self):
        """Mark the Cell's operators as split along the batch, which is what happens anyway."""

    def set_auto_parallel(self):
        """Mark the Cell for automatic parallelism (MindSpore 1)."""
        self.add_flags(auto_parallel=True)

    def set_param_ps(self, recurse=True, init_in_server=False):
        """Do nothing: Parameters live on a parameter server only where one is enabled."""

    def place(self, role, rank_id):
        """Refuse to put the Cell's operators on another process.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"Cell.place(role={role!r}, rank_id={rank_id!r}): JAX runs a program on every process; "
            "leave it out."
        )

    def offload(self, backward_prefetch="Auto"):
        """Ask for intermediate results to be kept in host memory; results stay the same.

        Differs: nothing is moved; use `recompute` to save memory.

        Args:
            backward_prefetch: "Auto" or an int of at least 0. Default: "Auto".

        Raises:
            ValueError: `backward_prefetch` is something else.
        """
        if backward_prefetch != "Auto" and not (
            isinstance(backward_prefetch, int) and backward_prefetch >= 0
        ):
            raise ValueError(
                f"backward_prefetch must be 'Auto' or an int >= 0, but got {backward_prefetch!r}."
            )
        _log.info("Cell.offload has no effect in msjax; use Cell.recompute to save memory")

    def flatten_weights(self, fusion_size=0):
        """Do nothing: XLA lays out memory (MindSpore 1 and 2.0)."""

    def init_parameters_data(self, auto_parallel_mode=False) -> dict:
        """Compute the values of Parameters that have only an initializer.

        Args:
            auto_parallel_mode: accepted; values are computed in any case. Default: False.

        Returns:
            A dict from every Parameter to what stands in its place: itself.
        """
        found = {}
        for p in self.get_parameters():
            read(p)
            found[p] = p
        return found

    def remove_redundant_parameters(self):
        """Do nothing; deprecated in MindSpore."""

    def to(self, *args, **kwargs):
        """Convert the Parameters and buffers to another floating-point type; return the Cell.

        Args:
            *args: a dtype, a Tensor whose dtype is taken, or the device "CPU".
            **kwargs: `dtype`, `device`, `non_blocking`, `tensor`, the same by name.

        Raises:
            TypeError: the dtype is no floating-point or complex one.
            ValueError: the device is another.
        """
        dtype = _target_dtype(*args, **kwargs)
        if dtype is None:
            return self
        if dtype not in mstype.float_type and dtype not in mstype.complex_type:
            raise TypeError(
                "Cell.to only accepts floating point or complex dtypes, but got desired "
                f"dtype={dtype}"
            )
        inexact = {*mstype.float_type, *mstype.complex_type}
        return self._apply(lambda t: t.astype(dtype) if t.dtype in inexact else t)

    def to_empty(self, *, device=None, recurse=True):
        """Give the Parameters and buffers fresh memory; return the Cell.

        Differs: their values are kept.

        Args:
            device: None or "CPU".
            recurse: whether descendants are included. Default: True.

        Raises:
            ValueError: the device is another.
        """
        _target_dtype(device=device)
        return self._apply(lambda t: t, recurse=recurse)

    def _apply(self, fn, recurse=True):
        """Replace every Parameter's value and every buffer by `fn` of it; return the Cell."""
        cells = [c for _, c in self.cells_and_names()] if recurse else [self]
        done = set()
        for cell in cells:
            for p in cell._params.values():
                if p is not None and id(p) not in done:
                    done.add(id(p))
                    write(p, read(fn(p)))
            for name, buffer in cell._buffers.items():
                if buffer is not None:
                    cell._buffers[name] = fn(buffer)
            changed(cell)
        return self

    def get_func_graph_proto(self):
        """Refuse: there is no MindSpore graph.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            "Cell.get_func_graph_proto: msjax compiles to StableHLO, not to MindSpore's graphs; "
            "use `jax.jit(pure_fn).lower(...).as_text()` with `pure_fn, state = msjax.pure(net)`."
        )

    def register_saved_tensors_hooks(self, pack_hook, unpack_hook):
        """Refuse to pack what the gradient keeps.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"Cell.register_saved_tensors_hooks({pack_hook!r}, {unpack_hook!r}) is not supported; "
            "use `recompute()` to save memory."
        )

    def register_parameter_forward_hook(self, hook):
        """Refuse to change Parameters on the way into the graph.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"Cell.register_parameter_forward_hook({hook!r}) is not supported; use "
            "`register_forward_pre_hook`."
        )


def _target_dtype(*args, device=None, dtype=None, non_blocking=False, tensor=None):
    """Return the dtype that arguments of `to` ask for, or None."""
    for a in (*args, tensor):
        if isinstance(a, str):
            device = a
        elif isinstance(a, Tensor):
            dtype = a.dtype
        elif isinstance(a, mstype.Type):
            dtype = a
    if device is not None and str(device).upper().partition(":")[0] != "CPU":
        raise ValueError(
            f"Cell.to(device={device!r}): only 'CPU' is possible; choose the device with "
            "`mindspore.set_context(device_target=...)`."
        )
    return dtype
