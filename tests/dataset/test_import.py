import subprocess
import sys

import pytest

import msjax


def test_importing_needs_neither_images_nor_jax():
    code = (
        "import sys, msjax.dataset; "
        "print([m for m in ('jax', 'flax', 'cv2', 'PIL') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_paths_of_mindspore():
    import msjax.dataset as ds
    from msjax.dataset.callback import WaitedDSCallback
    from msjax.dataset.core import config
    from msjax.dataset.core.validator_helpers import INT32_MAX
    from msjax.dataset.debug.debug_hook import DebugHook
    from msjax.dataset.engine.datasets import BatchDataset
    from msjax.dataset.utils import LineReader

    assert msjax.dataset is ds
    assert config is ds.config
    assert (LineReader, BatchDataset) == (ds.LineReader, ds.BatchDataset)
    assert WaitedDSCallback is ds.WaitedDSCallback
    assert (INT32_MAX, DebugHook.__name__) == (2**31 - 1, "DebugHook")


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match=r"did you mean: mindspore\.dataset\.GeneratorDataset"):
        msjax.dataset.GeneratorDatset  # noqa: B018
