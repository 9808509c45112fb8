"""The object behind set_auto_parallel_context."""

import pytest

from msjax.parallel._auto_parallel_context import auto_parallel_context


def test_options_of_one_process():
    context = auto_parallel_context()
    assert context is auto_parallel_context()
    assert context.get_parallel_mode() == "stand_alone"
    context.set_gradients_mean(True)
    assert context.get_gradients_mean() is True
    context.set_gradients_mean(False)
    context.set_enable_all_reduce_fusion(True)
    context.set_all_reduce_fusion_split_indices([20, 35])
    context.set_all_reduce_fusion_split_sizes([20])
    with pytest.raises(TypeError, match="must be bool"):
        context.set_enable_all_reduce_fusion(1)
    with pytest.raises(AttributeError, match="known are get_ and set_ of device_num"):
        context.get_comm_fusion()
