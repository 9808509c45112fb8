"""`AutoParallel`: a network and how it is split over devices.

Source: https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.auto_parallel.AutoParallel.html
"""

from __future__ import annotations

import os

from msjax import log as logger
from msjax.nn.cell import Cell
from msjax.parallel.layout import Layout
from msjax.parallel.sharding import check_strategy_path

_MODES = ("semi_auto", "sharding_propagation", "recursive_programming")
_SCHEDULERS = ("1f1b", "gpipe", "seqpipe", "seqvpp", "seqsmartvpp", "zero_bubble_v")
_LEVELS = ("level1", "level2", "level3")


class AutoParallel(Cell):
    """Runs a network; what is set about devices is remembered, and changes nothing for one device.

    Args:
        network: a Cell or function.
        parallel_mode: "semi_auto", "sharding_propagation" or "recursive_programming". Default:
            "semi_auto".

    Inputs: those of the network.

    Returns:
        The network's outputs.

    Differs: files of strategies are neither written nor read: one process splits nothing.

    Raises:
        ValueError: there is no such mode.
    """

    def __init__(self, network, parallel_mode="semi_auto"):
        super().__init__(auto_prefix=False)
        if parallel_mode not in _MODES:
            raise ValueError(
                f"the argument 'parallel_mode' must be one of {list(_MODES)}, but got the value : "
                f"{parallel_mode} ."
            )
        self.network = network
        self._parallel_mode = parallel_mode
        self._global_rank = 0
        self._device_num = 1
        self._set_files()
        self._set_devices()

    def _set_files(self):
        self._init_param_in_compile = True
        self._load_strategy_file_path = ""
        self._save_strategy_file_path = ""
        self._only_trainable_params = True
        self._load_operator_strategy_file = ""
        self._save_operator_strategy_file = ""
        self._group_ckpt_save_file = ""
        self._dump_local_norm = False
        self._dump_local_norm_path = ""
        self._dump_device_local_norm = False
        self._transformer_opt_config = None

    def _set_devices(self):
        self._dataset_strategy_config = "data_parallel"
        self._full_batch = False
        self._enable_parallel_optimizer = False
        self._optimizer_weight_shard_size = -1
        self._parallel_optimizer_threshold = 64
        self._pipeline_stages = 1
        self._pipeline_result_broadcast = False
        self._pipeline_interleave = False
        self._pipeline_scheduler = "1f1b"
        self._comm_fusion_config = {}
        self._force_fp32_communication = False
        self._gradients_mean = False
        self._gradient_fp32_sync = True
        self._loss_repeated_mean = True

    def _keep(self, **values):
        """Remember settings, and say that they change nothing."""
        for name, value in values.items():
            setattr(self, name, value)
            logger.info("AutoParallel: %s=%r has no effect in one process.", name[1:], value)

    def construct(self, *args, **kwargs):
        """Run the network."""
        return self.network(*args, **kwargs)

    def no_init_parameters_in_compile(self) -> None:
        """Ask for Parameters without values; in msjax they get them when they are read."""
        self._keep(_init_param_in_compile=False)

    def load_param_strategy_file(self, file_path) -> None:
        """Name the file that strategies of Parameters come from.

        Args:
            file_path: a str.

        Raises:
            TypeError: it is none.
        """
        self._keep(_load_strategy_file_path=_path(file_path))

    def save_param_strategy_file(self, file_path) -> None:
        """Name the file that strategies of Parameters go to.

        Args:
            file_path: a str.

        Raises:
            TypeError: it is none.
        """
        self._keep(_save_strategy_file_path=_path(file_path))

    def disable_strategy_file_only_for_trainable_params(self) -> None:
        """Let strategies be of all Parameters, not of those only that are trained."""
        self._keep(_only_trainable_params=False)

    def save_operator_strategy_file(self, file_path) -> None:
        """Name the file that strategies of operators go to.

        Args:
            file_path: an absolute path of a .json file.

        Raises:
            TypeError: it is no str.
            KeyError: it is not absolute, or of another ending.
        """
        check_strategy_path(_path(file_path), "the argument 'file_path'")
        self._keep(_save_operator_strategy_file=file_path)

    def load_operator_strategy_file(self, file_path) -> None:
        """Name the file that strategies of operators come from.

        Args:
            file_path: an absolute path of a .json file.

        Raises:
            TypeError: it is no str.
            KeyError: it is not absolute, or of another ending.
        """
        check_strategy_path(_path(file_path), "the argument 'file_path'")
        self._keep(_load_operator_strategy_file=file_path)

    def dataset_strategy(self, config) -> None:
        """Say how batches are split over devices.

        Args:
            config: "data_parallel", "full_batch", or a tuple with a tuple of ints or a `Layout` per
                input.

        Raises:
            TypeError: it has the wrong type.
            ValueError: it is another str.
        """
        owner = "For 'AutoParallel.dataset_strategy', the"
        if not isinstance(config, str | tuple):
            raise TypeError(
                f"{owner} argument 'config' must be str or tuple type, but got the type : "
                f"{type(config)}."
            )
        if isinstance(config, str) and config not in ("full_batch", "data_parallel"):
            raise ValueError(
                f"{owner} argument 'config' must be 'full_batch' or 'data_parallel', but got the "
                f"value : {config}."
            )
        if isinstance(config, tuple):
            _check_strategy(owner, config)
        self._keep(_dataset_strategy_config=config, _full_batch=config == "full_batch")

    def hsdp(self, shard_size=-1, threshold=64, optimizer_level="level1") -> None:
        """Ask for the optimizer to be split over devices.

        Args:
            shard_size: over how many devices, an int > 0; -1 is all. Default: -1.
            threshold: the size in KiB from which Parameters are split, an int >= 0. Default: 64.
            optimizer_level: "level1", "level2" or "level3". Default: "level1".

        Raises:
            ValueError: an argument is out of range.
        """
        if type(shard_size) is not int or (shard_size <= 0 and shard_size != -1):
            raise ValueError(f"shard_size must be a positive integer or -1, but got {shard_size}.")
        if type(threshold) is not int or threshold < 0:
            raise ValueError(f"threshold must be a positive integer or 0, but got {threshold}.")
        if optimizer_level not in _LEVELS:
            raise ValueError(
                f"Optimizer level should in {list(_LEVELS)}, but got {optimizer_level}"
            )
        self._keep(
            _enable_parallel_optimizer=True,
            _optimizer_weight_shard_size=shard_size,
            _parallel_optimizer_threshold=threshold,
            _optimizer_level=optimizer_level,
        )

    def pipeline(self, stages=1, output_broadcast=False, interleave=False, scheduler="1f1b"):
        """Say over how many groups of devices the layers are spread; all run in this process.

        Args:
            stages: an int > 0. Default: 1.
            output_broadcast: whether all stages get the last one's outputs. Default: False.
            interleave: whether stages take turns. Default: False.
            scheduler: "1f1b", "gpipe", "seqpipe", "seqvpp", "seqsmartvpp" or "zero_bubble_v".
                Default: "1f1b".

        Raises:
            TypeError: an argument has the wrong type.
            ValueError: `stages` is not positive, or there is no such scheduler.
        """
        given = {"stages": stages, "output_broadcast": output_broadcast, "interleave": interleave}
        _check_pipeline(given, scheduler)
        self._keep(
            _pipeline_stages=stages,
            _pipeline_result_broadcast=output_broadcast,
            _pipeline_interleave=interleave,
            _pipeline_scheduler=scheduler,
        )

    def get_pipeline_stages(self) -> int:
        """Return the number of stages that was set."""
        return self._pipeline_stages

    def comm_fusion(self, config) -> None:
        """Say which messages are sent together.

        Args:
            config: a dict.

        Raises:
            TypeError: it is none.
        """
        if not isinstance(config, dict):
            raise TypeError(f"The parameter '{config}' must be {dict}, but got {type(config)}.")
        self._keep(_comm_fusion_config=config)

    def enable_fp32_communication(self) -> None:
        """Ask for messages in float32."""
        self._keep(_force_fp32_communication=True)

    def set_group_ckpt_save_file(self, file_path) -> None:
        """Name the file that groups of devices go to.

        Args:
            file_path: a str.

        Raises:
            TypeError: it is none.
        """
        self._keep(_group_ckpt_save_file=_path(file_path))

    def print_local_norm(self) -> None:
        """Ask for the norms of gradients to be printed; Ascend's graphs do."""
        self._keep(_dump_local_norm=True)

    def dump_local_norm(self, file_path) -> None:
        """Ask for the norms of gradients in a folder; Ascend's graphs write them.

        Args:
            file_path: a str.

        Raises:
            TypeError: it is none.
        """
        self._keep(_dump_local_norm_path=_path(file_path), _dump_local_norm=True)

    def enable_device_local_norm(self) -> None:
        """Ask for the norm of all gradients of a device."""
        self._keep(_dump_device_local_norm=True)

    def enable_gradients_mean(self) -> None:
        """Average gradients over devices, of which there is one, instead of adding them."""
        self._keep(_gradients_mean=True)

    def disable_gradient_fp32_sync(self) -> None:
        """Send gradients in their own dtype."""
        self._keep(_gradient_fp32_sync=False)

    def disable_loss_repeated_mean(self) -> None:
        """Do not divide a loss that several devices compute."""
        self._keep(_loss_repeated_mean=False)

    def transformer_opt(self, file_path) -> None:
        """Name the file of Ascend's settings for Transformers.

        Args:
            file_path: a path, or None.

        Raises:
            TypeError: it is neither.
            ValueError: there is no such file.
        """
        if file_path is not None and not os.path.exists(os.fspath(file_path)):
            raise ValueError(
                f"For 'AutoParallel.transformer_opt', the file {os.path.abspath(file_path)} does "
                "not exist; check the path."
            )
        self._keep(_transformer_opt_config=file_path)


def _path(value):
    if not isinstance(value, str):
        raise TypeError(f"the argument 'file_path' must be str, but got the type : {type(value)} .")
    return value


def _check_pipeline(given, scheduler):
    owner = "For 'AutoParallel.pipeline', the argument"
    for name, value in given.items():
        kind = int if name == "stages" else bool
        if type(value) is not kind:
            raise TypeError(
                f"{owner} '{name}' must be {kind.__name__} type, but got the type : {type(value)}."
            )
    if given["stages"] <= 0:
        raise ValueError(
            f"{owner} 'stages' must be larger than zero, but got value: {given['stages']}."
        )
    if scheduler not in _SCHEDULERS:
        known = "/".join(map(repr, _SCHEDULERS))
        raise ValueError(f"{owner} 'scheduler' must be {known} , but got the value : {scheduler}.")


def _check_strategy(owner, config):
    for strategy in config:
        if isinstance(strategy, Layout):
            continue
        if not isinstance(strategy, tuple):
            raise TypeError(
                f"{owner} element of argument 'config' must be tuple or Layout, but got the type : "
                f"{type(strategy)} ."
            )
        for n in strategy:
            if type(n) is not int:
                raise TypeError(
                    f"{owner} element of argument 'config' must be int type, but got the type : "
                    f"{type(n)} ."
                )
