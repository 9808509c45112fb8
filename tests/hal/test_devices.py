"""Which devices there are; recorded from MindSpore 2.10.0 on a CPU."""

import pytest

from msjax import hal


def test_a_cpu():
    assert hal.device_count("CPU") == 1
    assert hal.is_available("CPU")
    assert hal.is_initialized("CPU")
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
