"""Numbers of the search and its switches."""

import pytest

from msjax.parallel import _cost_model_context as costs


@pytest.fixture(autouse=True)
def restored():
    yield
    costs.reset_cost_model_context()


def test_numbers_are_kept():
    default = costs.get_cost_model_context("costmodel_alpha")
    costs.set_cost_model_context(costmodel_alpha=2.0, costmodel_allreduce_fusion_times=2)
    assert costs.get_cost_model_context("costmodel_alpha") == 2.0
    assert costs.get_cost_model_context("costmodel_allreduce_fusion_times") == 2
    costs.reset_cost_model_context()
    assert costs.get_cost_model_context("costmodel_alpha") == default == 1.0


def test_switches():
    assert not costs._get_multi_subgraphs()
    costs._set_multi_subgraphs()
    costs._set_algo_single_loop()
    costs._set_rp_matmul_mem_coef(0.2)
    assert costs._get_multi_subgraphs()
    assert costs._get_algo_single_loop()
    assert costs._get_rp_matmul_mem_coef() == 0.2
    costs.reset_cost_model_context()
    assert not costs._get_multi_subgraphs()


def test_nothing_is_set_by_a_mistake():
    with pytest.raises(ValueError, match="keyword rate is not recognized"):
        costs.set_cost_model_context(rate=1)
    with pytest.raises(TypeError, match="'costmodel_beta' must be <class 'float'>"):
        costs.set_cost_model_context(costmodel_beta="a")
    assert costs.get_cost_model_context("costmodel_beta") == 400.0
