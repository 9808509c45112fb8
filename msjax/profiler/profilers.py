"""`Profiler` and `profile`: JAX's profiler in MindSpore's two manners.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.Profiler.html
"""

from __future__ import annotations

import os
from collections.abc import Callable

from msjax import log as logger
from msjax.profiler.recording import RECORDING, add_metadata, add_metadata_json
from msjax.profiler.schedules import ProfilerAction

_DEFAULT_PATH = "./data"
# Which parts MindSpore records; JAX records host, device and stacks, as it can.
_OPTIONS = frozenset(
    """
    activities aicore_metrics aic_metrics ascend_job_id base_profiling_container_path
    data_process data_simplification env_enable export_type hbm_ddr host_stack host_sys is_detail
    is_show_op_path job_id l2_cache mstx mstx_domain_exclude mstx_domain_include op_time optypes
    parallel_strategy pcie profile_communication profile_framework profile_memory
    profiler_level record_shapes sync_enable sys_interconnection sys_io timeline_limit
    train_with_stack with_stack
    """.split()
)


class _Recorder:
    """What both have: a recording in the steps that a schedule chooses.

    Args:
        path: the folder that recordings go to.
        schedule: a function from the step's number to a `ProfilerAction`; None for all steps.
        ready: called with the recorder when a recording has ended; or None.
        starts: whether it begins without being told to.
    """

    def __init__(self, path, schedule, ready, starts):
        self._path = os.path.abspath(path)
        self._schedule = schedule or (lambda step: ProfilerAction.RECORD)
        self._ready = ready
        self._starts = starts
        self._step = 0
        self._records = False

    def start(self) -> None:
        """Begin, in the steps that the schedule chooses; with a warning where one has begun."""
        self._act(None, self._schedule(self._step))

    def stop(self) -> None:
        """End the recording and write it; with a warning where there is none."""
        if self._records:
            self._save()
        else:
            RECORDING.stop()

    def step(self) -> None:
        """Mark the end of a training step."""
        former = self._schedule(self._step)
        self._step += 1
        RECORDING.next_step()
        self._act(former, self._schedule(self._step))

    def add_metadata(self, key, value) -> None:
        """Write a text beside the recording, in profiler_metadata.json.

        Args:
            key: a str.
            value: a str.
        """
        add_metadata(key, value)

    def add_metadata_json(self, key, value) -> None:
        """Write a JSON text beside the recording, in profiler_metadata.json.

        Args:
            key: a str.
            value: a str with JSON.
        """
        add_metadata_json(key, value)

    def _act(self, former, action):
        recorded = (ProfilerAction.RECORD, ProfilerAction.RECORD_AND_SAVE)
        if former is ProfilerAction.RECORD_AND_SAVE or action not in recorded:
            self._save()
        if action in recorded and (former is None or not self._records):
            self._records = RECORDING.start(self._path) or self._records

    def _save(self):
        if self._records:
            self._records = False
            RECORDING.stop()
            if self._ready is not None:
                self._ready(self)

    def __enter__(self):
        if self._starts and not self._records:
            self.start()
        return self

    def __exit__(self, *exc):
        self._save()


class Profiler(_Recorder):
    """Records what a program does, from its making (or `start`) to `stop` or `analyse`.

    Args:
        **kwargs: `output_path`, a folder (default: "./data"); `start_profile`, whether it begins
            at once (default: True); `schedule`, a function from the step's number to what is done
            in it (default: None, all steps are recorded); `on_trace_ready`, a function that is
            called with the profiler when a recording has ended. MindSpore's other options choose
            what is recorded; JAX's profiler records host, device and operators always. Unknown
            ones are warned of.

    Differs: the recording is JAX's, for TensorBoard's profile plugin, XProf and Perfetto.
    """

    def __init__(self, **kwargs):
        ready = kwargs.pop("on_trace_ready", None)
        path = kwargs.pop("output_path", None) or getattr(ready, "dir_name", None)
        if path is not None and not isinstance(path, str):
            logger.warning("'output_path' must be a str, but got %r; it is ./data.", path)
            path = None
        starts = kwargs.pop("start_profile", True)
        super().__init__(path or _DEFAULT_PATH, kwargs.pop("schedule", None), ready, starts)
        unknown = sorted(kwargs.keys() - _OPTIONS)
        if unknown:
            logger.warning("Profiler has no parameters %s; they are not used.", ", ".join(unknown))
        if starts:
            self.start()

    def analyse(self, offline_path=None, pretty=False, step_list=None, mode="sync") -> None:
        """End the recording, if it has not ended, and write it.

        Args:
            offline_path: None; recordings of MindSpore are not read.
            pretty: without effect.
            step_list: without effect: all steps are in the recording.
            mode: without effect.

        Raises:
            NotImplementedError: `offline_path` is given.
        """
        if offline_path is not None:
            _refuse("analyse", f"offline_path={offline_path!r}")
        self._save()

    def op_analyse(self, op_name, device_id=None):
        """Refuse: JAX's viewers show the operators of a recording.

        Args:
            op_name: a str, or a list of them.
            device_id: an int. Default: None.

        Raises:
            NotImplementedError: always.
        """
        _refuse("op_analyse", f"op_name={op_name!r}")

    @classmethod
    def offline_analyse(cls, path, pretty=False, step_list=None, data_simplification=True):
        """Refuse: recordings of MindSpore are not read.

        Raises:
            NotImplementedError: always.
        """
        _refuse("offline_analyse", f"path={path!r}")


def analyse(
    profiler_path, max_process_number=1, pretty=False, step_list=None, data_simplification=True
):
    """Refuse: recordings of MindSpore are not read.

    Args:
        profiler_path: a str, the folder of a recording.
        max_process_number: an int. Default: 1.
        pretty: a bool. Default: False.
        step_list: a list of ints. Default: None.
        data_simplification: a bool. Default: True.

    Raises:
        NotImplementedError: always.
    """
    _refuse("analyse", f"profiler_path={profiler_path!r}", "profiler.profiler")


def _refuse(name, argument, owner="Profiler"):
    raise NotImplementedError(
        f"{owner}.{name}({argument}) reads MindSpore's own recordings. JAX's are shown by "
        "TensorBoard's profile plugin, XProf, or https://ui.perfetto.dev (trace.json.gz)."
    )


class Profile(_Recorder):
    """Records what a program does in a `with` block, in the steps that a schedule chooses.

    Args:
        activities: what is recorded; JAX records host and device. Default: None.
        with_stack: without effect. Default: False.
        profile_memory: without effect. Default: False.
        data_process: without effect. Default: False.
        parallel_strategy: without effect. Default: False.
        start_profile: whether it begins at once outside of a `with` block. Default: True.
        hbm_ddr: without effect. Default: False.
        pcie: without effect. Default: False.
        sync_enable: without effect. Default: True.
        record_shapes: without effect. Default: False.
        schedule: a function from the step's number to a `ProfilerAction`. Default: None, all.
        on_trace_ready: called with the profile when a recording has ended;
            `tensorboard_trace_handler(folder)` says where it goes. Default: None.
        experimental_config: without effect. Default: None.

    Differs: the recording is JAX's, for TensorBoard's profile plugin, XProf and Perfetto.
    """

    def __init__(
        self,
        activities=None,
        with_stack=False,
        profile_memory=False,
        data_process=False,
        parallel_strategy=False,
        start_profile=True,
        hbm_ddr=False,
        pcie=False,
        sync_enable=True,
        record_shapes=False,
        schedule=None,
        on_trace_ready=None,
        experimental_config=None,
    ):
        path = getattr(on_trace_ready, "dir_name", None) or _DEFAULT_PATH
        super().__init__(path, schedule, on_trace_ready, start_profile)


profile = Profile


def tensorboard_trace_handler(
    dir_name=None, worker_name=None, analyse_flag=True, async_mode=False
) -> Callable:
    """Return an `on_trace_ready` that says in which folder recordings go.

    Args:
        dir_name: the folder. Default: None, "./data".
        worker_name: without effect: JAX names files by the host. Default: None.
        analyse_flag: without effect. Default: True.
        async_mode: without effect. Default: False.
    """

    def ready(profiler):
        logger.info("A recording was written under %s.", ready.dir_name)

    ready.dir_name = dir_name or _DEFAULT_PATH
    return ready
