"""What programs say about splitting over devices, which changes nothing in one process."""

import pytest

import msjax as ms
from msjax import nn, ops, parallel
from msjax.parallel.function import reshard


def test_functions_and_tensors_stay():
    layout = parallel.Layout((2,), ("dp",))("dp")
    net, x = nn.Dense(3, 2), ms.Tensor([1.0, 2.0])
    assert parallel.shard(net, (layout,), out_strategy=(layout,), parameter_plan={}) is net
    assert parallel.shard(ops.relu, ((2,),)) is ops.relu
    assert reshard(x, layout) is x


def test_modules_of_programs():
    from msjax.parallel.shard import Layout, shard

    assert shard is parallel.shard
    assert Layout is parallel.Layout


def test_layouts_are_of_one_arrangement():
    arrangement = parallel.Layout((2, 2), ("dp", "mp"))
    rows, columns = arrangement("dp"), arrangement("None", "mp")
    assert rows.to_dict()["tensor_map"] == (1,)
    assert columns.to_dict()["tensor_map"] == (-1, 0)
    with pytest.raises(ValueError, match="name the axes of a tensor first"):
        arrangement.to_dict()


def test_copies_of_parameters():
    net = nn.Dense(3, 2)
    parallel.parameter_broadcast(net, {})
    parallel.sync_pipeline_shared_parameters(net)
    with pytest.raises(ValueError, match=r"'cur_rank' must be 0.*got 1"):
        parallel.parameter_broadcast(net, {}, cur_rank=1)


def test_files_of_strategies():
    parallel.set_op_strategy_config("LOAD", "/folder/a.json")
    with pytest.raises(KeyError, match="must be an absolute path"):
        parallel.set_op_strategy_config()
    with pytest.raises(KeyError, match=r"must be \.json"):
        parallel.set_op_strategy_config("SAVE", "/folder/a.txt")


def test_nothing_is_noted():
    from msjax.parallel import strategy

    strategy.enable_save_strategy_online()
    assert strategy.get_strategy_metadata(nn.Dense(3, 2), rank_id=0) is None
    assert strategy.get_current_strategy_metadata(nn.Dense(3, 2)) is None
    strategy.clear_strategy_metadata()


def test_files_of_split_networks_are_refused():
    with pytest.raises(AttributeError, match="split over devices by a strategy"):
        _ = parallel.convert_checkpoints
