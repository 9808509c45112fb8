"""Prints how much of a processor's peak rate a training uses.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.FlopsUtilizationCollector.html
"""

from __future__ import annotations

import math
import os
import time

from msjax import log as logger
from msjax._core._jaxcompat import jax
from msjax._core.context import GRAPH_MODE, get_context
from msjax._core.pure import pure
from msjax.train.arguments import check_int
from msjax.train.callback._callback import Callback, wait_for
from msjax.train.dataset_helper import connected_step


class FlopsUtilizationCollector(Callback):
    """Prints the floating-point operations of a step, and the rate of them over the peak rate.

    Counted are products of matrices and convolutions, forward and backward, of compiled code.

    Args:
        data_size: where the number of the step is a multiple of it, nothing is printed.
        computility: the peak rate, in operations per second. Default: 1.
        full_flops: whether the operations of all devices are counted. Default: True.
        enable_ma_collector: whether they are written to files `flops_rank_0.txt` and
            `time_step_rank_0.txt` in the folder that the environment variable MA_LOG_DIR names.
            Default: False.

    Differs: what `recompute` lets be computed twice counts twice, for the model as for the
    hardware.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `data_size` is not positive; later: the mode is not GRAPH_MODE.
    """

    def __init__(self, data_size, computility=1, full_flops=True, enable_ma_collector=False):
        super().__init__()
        for name, value in (
            ("full_flops", full_flops),
            ("enable_ma_collector", enable_ma_collector),
        ):
            if not isinstance(value, bool):
                raise TypeError(f"The '{name}' must be a bool, but got {type(value).__name__}.")
        self.data_size = check_int(data_size, 1, "The 'data_size'")
        self.computility = computility
        self.full_flops = full_flops
        self.ma = enable_ma_collector
        self.verbose = not (computility == 1 and enable_ma_collector)
        self.step_time = time.time()
        self.full_model_flops = self.full_hardware_flops = 0.0
        self.shard_model_flops = self.shard_hardware_flops = 0.0
        self.full_mfu = self.full_hfu = self.shard_mfu = self.shard_hfu = 0.0
        self.mfu_calculated = False

    def step_begin(self, run_context):
        """Begin to measure a step."""
        self.step_time = time.time()

    def step_end(self, run_context):
        """Print the rate of a step; after the first one its operations, too."""
        cb_params = run_context.original_args()
        wait_for(cb_params.net_outputs)
        milliseconds = (time.time() - self.step_time) * 1000
        if not self.mfu_calculated and not self._count(cb_params):
            return
        if cb_params.dataset_sink_mode:
            milliseconds /= cb_params.batch_num
        if self.ma:
            self._write(
                "time_step", [f'time_monitor{{type="per_step_time", rank_id="0"}} {milliseconds}']
            )
        if self.verbose and cb_params.cur_step_num % self.data_size:
            rates = [1000 * x / milliseconds for x in (self.full_mfu, self.full_hfu)]
            print(
                f"{cb_params.mode.title()} per step time: {milliseconds:5.3f} ms "
                f"mfu:{_percentage(rates[0])} hfu:{_percentage(rates[1])}",
                flush=True,
            )

    def _count(self, cb_params):
        """Count the operations of a step; return whether that could be done."""
        if get_context("mode") != GRAPH_MODE:
            text = "FlopsUtilizationCollector now only support graph mode."
            if self.verbose:
                raise ValueError(f"{text[:-1]}, but the mode is PYNATIVE_MODE; leave it out.")
            logger.info(text)
            return False
        count = float(step_operations(cb_params))
        self.full_model_flops = self.full_hardware_flops = count
        self.shard_model_flops = self.shard_hardware_flops = count
        rate = count / self.computility
        self.full_mfu = self.full_hfu = self.shard_mfu = self.shard_hfu = rate
        self.mfu_calculated = True
        if self.ma:
            names = ("model_flops", "hardware_flops")
            self._write("flops", [f'flops{{type="{n}", rank_id="0"}} {count}' for n in names])
        if self.verbose:
            shard = f"Shard model flops is {count}, Shard hardware flops is {count}."
            full = f"Full model flops is {count}, Full hardware flops is {count}, "
            print(full + shard if self.full_flops else shard, flush=True)
        return True

    @staticmethod
    def _write(name, lines):
        folder = os.path.realpath(os.environ.get("MA_LOG_DIR", "./"))
        now = round(time.time() * 1000)
        with open(os.path.join(folder, f"{name}_rank_0.txt"), "w", encoding="utf-8") as file:
            file.writelines(f"{line} {now}\n" for line in lines)


def _percentage(rate) -> str:
    return f"{math.floor(rate * 10000) / 100:.2f}%"


def step_operations(cb_params) -> int:
    """Return the floating-point operations of products and convolutions in a step."""
    is_train = cb_params.mode == "train"
    network = cb_params.train_network if is_train else cb_params.eval_network
    name = "train_dataset_element" if is_train else "eval_dataset_element"
    network, batch = connected_step(network, cb_params[name])
    step, state = pure(network)
    return _operations(jax.make_jaxpr(step)(state, *batch).jaxpr)


def _operations(jaxpr) -> int:
    total = 0
    for equation in jaxpr.eqns:
        count = _COUNTS.get(equation.primitive.name)
        total += count(equation) if count else 0
        times = equation.params.get("length", 1) if equation.primitive.name == "scan" else 1
        for value in equation.params.values():
            for inner in value if isinstance(value, tuple | list) else (value,):
                inner = getattr(inner, "jaxpr", inner)
                if hasattr(inner, "eqns"):
                    total += times * _operations(inner)
    return total


def _of_product(equation) -> int:
    (contracted, _), _ = equation.params["dimension_numbers"]
    shape = equation.invars[0].aval.shape
    return 2 * equation.outvars[0].aval.size * math.prod(shape[axis] for axis in contracted)


def _of_convolution(equation) -> int:
    """Count what meets: from outputs, or, where the input is spread by zeros, from inputs."""
    numbers = equation.params["dimension_numbers"]
    data, kernel = (v.aval for v in equation.invars)
    outputs, inputs, *window = (kernel.shape[axis] for axis in numbers.rhs_spec)
    from_inputs = data.size * math.prod(window) * outputs // equation.params["feature_group_count"]
    from_outputs = equation.outvars[0].aval.size * math.prod(window) * inputs
    return 2 * min(from_outputs, from_inputs)


_COUNTS = {"dot_general": _of_product, "conv_general_dilated": _of_convolution}
