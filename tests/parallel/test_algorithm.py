"""Parameters of MindSpore's search; values and errors recorded from MindSpore 2.10.0."""

import pytest

import msjax as ms

DEFAULTS = {
    "fully_use_devices": False,
    "elementwise_op_strategy_follow": False,
    "enable_algo_approxi": False,
    "algo_approxi_epsilon": 0.1,
    "tensor_slice_align_enable": False,
    "tensor_slice_align_size": 16,
}


def test_values_are_kept():
    assert {name: ms.get_algo_parameters(name) for name in DEFAULTS} == DEFAULTS
    ms.set_algo_parameters(elementwise_op_strategy_follow=True, algo_approxi_epsilon=0.5)
    assert ms.get_algo_parameters("elementwise_op_strategy_follow") is True
    ms.set_algo_parameters(algo_approxi_epsilon=None)
    assert ms.get_algo_parameters("algo_approxi_epsilon") == 0.5
    ms.reset_algo_parameters()
    assert {name: ms.get_algo_parameters(name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"fully_use_devices": True, "foo": 1}, ValueError),
        ({"fully_use_devices": 1}, TypeError),
        ({"algo_approxi_epsilon": 2.0}, RuntimeError),
        ({"algo_approxi_epsilon": "a"}, TypeError),
        ({"tensor_slice_align_size": 0}, ValueError),
        ({"tensor_slice_align_size": 5000}, ValueError),
        ({"tensor_slice_align_size": 1.5}, TypeError),
    ],
)
def test_refused(arguments, error):
    with pytest.raises(error):
        ms.set_algo_parameters(**arguments)
    assert ms.get_algo_parameters("fully_use_devices") is False


def test_an_unknown_name():
    with pytest.raises(ValueError, match="Get context keyword foo is not recognized"):
        ms.get_algo_parameters("foo")
