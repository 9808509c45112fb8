"""Callbacks whose work needs what JAX does not have: they say so when they are made."""

from __future__ import annotations

from msjax.train.callback._callback import Callback


class TrainFaultTolerance(Callback):
    """Repairs a training on a cluster of Ascend processors; not supported.

    Args:
        ckpt_save_path: where checkpoints are saved. Default: None.
        **kwargs: what repairs it.

    Raises:
        ValueError: neither `ckpt_save_path` nor `ckpt_save_fn` is given.
        NotImplementedError: always else.
    """

    def __init__(self, ckpt_save_path=None, **kwargs):
        super().__init__()
        if ckpt_save_path is None and kwargs.get("ckpt_save_fn") is None:
            raise ValueError(
                "TrainFaultTolerance construct need to set ckpt_save_fn or ckpt_save_path!"
            )
        _refuse_fault_tolerance(f"TrainFaultTolerance(ckpt_save_path={ckpt_save_path!r})")

    @classmethod
    def get_optimizer_wrapper(cls, origin_opt_cls):
        """Return an optimizer class that reports to Ascend's service; not supported.

        Args:
            origin_opt_cls: the optimizer class.

        Raises:
            NotImplementedError: always.
        """
        _refuse_fault_tolerance("TrainFaultTolerance.get_optimizer_wrapper")


def _refuse_fault_tolerance(call):
    raise NotImplementedError(
        f"{call}: it is told of faults by MindIO, a service of Ascend clusters; save checkpoints "
        "with ModelCheckpoint, with `exception_save=True` in its config, and load the last one."
    )


class SummaryLandscape:
    """Draws the loss around the Parameters of a training, for MindInsight; not supported.

    Args:
        summary_dir: the folder that a SummaryCollector has written to.

    Raises:
        NotImplementedError: always.
    """

    def __init__(self, summary_dir):
        raise NotImplementedError(
            f"SummaryLandscape(summary_dir={summary_dir!r}): its pictures are messages that only "
            "MindInsight shows; record scalars with SummaryRecord instead."
        )
