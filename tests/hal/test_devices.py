"""Which devices there are; recorded from MindSpore 2.10.0 on a CPU."""

import subprocess
import sys

import numpy as np
import pytest

import msjax as ms
from msjax import hal
from msjax.hal.contiguous_tensors_handle import (
    ContiguousTensorsHandle,
    combine_tensor_list_contiguous,
)


def test_is_initialized_starts_nothing():
    script = (
        "from msjax import hal, ops\n"
        "assert not hal.is_initialized('CPU')\n"
        "ops.ones(2)\n"
        "assert hal.is_initialized('CPU')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_cpu():
    assert hal.device_count("CPU") == 1
    assert hal.is_available("CPU")
    assert hal.is_initialized("CPU")  # some array was made by now
    assert hal.get_device_name(0, "CPU") == "CPU"
    assert hal.get_device_properties(0, "CPU") is None
    assert hal.get_device_capability(0, "CPU") is None
    assert hal.get_arch_list() is None


def test_what_is_not_there():
    assert not hal.is_available("Ascend")
    with pytest.raises(ValueError, match="Ascend backend is not available"):
        hal.device_count("Ascend")
    with pytest.raises(ValueError, match="must be one of"):
        hal.is_available("TPU")
    with pytest.raises(TypeError, match="The argument 'device_id' must be int, but got CPU"):
        hal.get_device_name("CPU")
    with pytest.raises(ValueError, match=r"'device_id' must be in \[0, 1\), but got 9"):
        hal.get_device_name(9, "CPU")


def test_tensors_in_a_row():
    x, y = ms.Tensor(np.float32([1, 2, 3])), ms.Tensor(np.float32([[4, 5], [6, 7]]))
    row = combine_tensor_list_contiguous([x, y])
    assert row[3].asnumpy().tolist() == [4]
    assert row[2:5].asnumpy().tolist() == [3, 4, 5]
    assert row.slice_by_tensor_index(1).asnumpy().tolist() == [4, 5, 6, 7]
    x[0] = 9
    assert row[0:1].asnumpy().tolist() == [9]
    assert str(row).startswith("Handle total size: 28\nTensor[0]: [9. 2. 3.]\nTensor[1]: [[4.")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda x: ContiguousTensorsHandle(x), TypeError),
        (lambda x: ContiguousTensorsHandle([x], 1), TypeError),
        (lambda x: ContiguousTensorsHandle([x, x.astype(ms.int32)]), ValueError),
        (lambda x: ContiguousTensorsHandle([x])["0"], TypeError),
        (lambda x: ContiguousTensorsHandle([x])[-1], ValueError),
        (lambda x: ContiguousTensorsHandle([x])[0:9], ValueError),
        (lambda x: ContiguousTensorsHandle([x])[0:2:2], NotImplementedError),
        (lambda x: ContiguousTensorsHandle([x]).slice_by_tensor_index(1, 1), ValueError),
    ],
)
def test_wrong_rows_of_tensors(call, error):
    with pytest.raises(error):
        call(ms.Tensor(np.float32([1, 2, 3])))
