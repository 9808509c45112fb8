"""What programs ask of the parallel context."""

import pytest

import msjax as ms
from msjax.parallel import _utils


@pytest.fixture(autouse=True)
def restored():
    yield
    ms.reset_auto_parallel_context()


def test_what_was_set():
    ms.set_auto_parallel_context(
        parallel_mode=ms.ParallelMode.DATA_PARALLEL,
        gradients_mean=True,
        enable_parallel_optimizer=True,
        parallel_optimizer_config={"gradient_accumulation_shard": True},
        pipeline_stages=2,
        full_batch=True,
    )
    assert _utils._is_parallel_mode()
    assert _utils._is_in_data_parallel_mode()
    assert not _utils._is_in_auto_parallel_mode()
    assert not _utils._is_in_hybrid_parallel_mode()
    assert _utils._get_gradients_mean()
    assert _utils._get_enable_parallel_optimizer()
    assert _utils._get_grad_accumulation_shard()
    assert _utils._get_full_batch()
    assert (_utils._get_pipeline_stages(), _utils._get_stage_device_num()) == (2, 0)


def test_searches():
    assert not _utils._is_sharding_propagation()
    ms.set_auto_parallel_context(search_mode="sharding_propagation")
    assert _utils._is_sharding_propagation()


def test_several_devices_are_refused():
    ms.set_auto_parallel_context(device_num=8)
    assert _utils._get_device_num() == 1  # nothing is divided in the mode "stand_alone"
    ms.set_auto_parallel_context(parallel_mode="data_parallel")
    with pytest.raises(NotImplementedError, match=r"device_num=8\) says that 8 processes"):
        _utils._get_device_num()
    ms.set_auto_parallel_context(device_num=1)
    assert _utils._get_device_num() == 1


def test_device_numbers():
    _utils._device_number_check("data_parallel", 2)
    _utils._parameter_broadcast_check("data_parallel", True)
    with pytest.raises(ValueError, match="device_number: 2"):
        _utils._device_number_check("stand_alone", 2)
