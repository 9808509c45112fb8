"""What programs say about devices in one process, without a launcher.

What communication does once it has begun is in `one_process.py`.
"""

from datetime import timedelta

import mindspore as ms
import numpy as np
from mindspore import Tensor, communication, mint, nn, ops, parallel
from mindspore.communication import comm_func
from mindspore.communication._comm_helper import Backend
from mindspore.nn.wrap.cell_wrapper import _VirtualDatasetCell
from mindspore.parallel import Layout, _cost_model_context, _utils
from mindspore.parallel.auto_parallel import AutoParallel
from mindspore.parallel.function import reshard
from mindspore.parallel.nn import (
    GradAccumulation,
    MicroBatchInterleaved,
    Pipeline,
    PipelineGradReducer,
)
from mindspore.utils import dryrun

from compat_tests.layer_calls import computed, differentiated, grid, values

D = mint.distributed
BATCH = (4, 3)


def x():
    return grid(4, 3)


# Before `init`.
EARLY = {
    "early_world": lambda: (communication.get_rank(), communication.get_group_size()),
    "early_unknown_group": lambda: (communication.get_rank("g"), D.get_world_size("g")),
    "early_inited": lambda: (communication.GlobalComm.INITED, D.is_initialized()),
    "early_backend": lambda: (D.get_backend(), D.get_backend("mccl_world_group")),
    "early_create": lambda: communication.create_group("g", [0]),
    "early_destroy": lambda: communication.destroy_group("g"),
    "early_ranks": lambda: communication.get_process_group_ranks(),
    "early_world_rank": lambda: communication.get_world_rank_from_group_rank("g", 0),
    "early_group_rank": lambda: communication.get_group_rank_from_world_rank(0, "g"),
    "early_comm_name": lambda: communication.get_comm_name(),
    "early_new_group": lambda: D.new_group([0]),
    "early_global_rank": lambda: D.get_global_rank("g", 0),
    "early_broadcast": lambda: D.broadcast(x(), 0),
    "early_all_gather": lambda: D.all_gather([x()], x()),
    "early_send": lambda: D.send(x(), 1),
    "early_send_to_itself": lambda: D.send(x(), 0),
    "early_objects": lambda: D.all_gather_object([None], 1),
    "early_comm_func_broadcast": lambda: comm_func.broadcast(x()),
    "early_init_backend": lambda: D.init_process_group("nccl"),
    "early_init_method": lambda: D.init_process_group(init_method="tcp://127.0.0.1:3456"),
    "early_init_rank": lambda: D.init_process_group(init_method="tcp://127.0.0.1:1", world_size=1),
    "early_init_store": lambda: D.init_process_group(store=3),
    "early_init_timeout": lambda: D.init_process_group(timeout=3),
    "early_init_name": lambda: D.init_process_group(group_name=3),
    "early_init_rank_type": lambda: D.init_process_group(rank="a"),
    "comm_func_op": lambda: comm_func.all_reduce(x(), "avg"),
    "comm_func_op_type": lambda: comm_func.all_reduce(x(), 3),
    "comm_func_number": lambda: comm_func.all_gather_into_tensor(3),
    "comm_func_src": lambda: comm_func.broadcast(x(), "a"),
    "comm_func_lists": lambda: comm_func.all_to_all_with_output_shape(3, [x()]),
    "comm_func_message": lambda: vars(comm_func.P2POp("irecv", (2, 3), 0, recv_dtype=ms.float32)),
    "comm_func_message_op": lambda: comm_func.P2POp("send", x(), 0),
    "comm_func_message_tensor": lambda: comm_func.P2POp("isend", 3, 0),
    "comm_func_message_peer": lambda: comm_func.P2POp("isend", x(), "a"),
    "comm_func_batch_empty": lambda: comm_func.batch_isend_irecv([]),
    "comm_func_batch_number": lambda: comm_func.batch_isend_irecv(3),
    "backend": lambda: Backend("mccl"),
    "backend_unknown": lambda: Backend("gloo"),
    "backend_number": lambda: Backend(3),
}


def layout(*axes, names=("dp", "sp", "mp"), shape=(2, 2, 2), ranks=None):
    return lambda: Layout(shape, names, ranks)(*axes).to_dict()


LAYOUTS = {
    "layout": layout("dp", "mp"),
    "layout_tuple": layout(("dp", "sp"), "mp"),
    "layout_unsplit": layout("None", "mp"),
    "layout_scalar": layout(),
    "layout_ranks": layout("a", shape=(2,), names=("a",), ranks=[4, 5]),
    "layout_virtual": layout("a", shape=(2, 2), names=("a", "interleaved_parallel")),
    "layout_without_tensor": lambda: Layout((2,), ("a",)).to_dict(),
    "layout_unknown": layout("tp"),
    "layout_twice": layout("dp", "dp"),
    "layout_lengths": layout(shape=(2, 2)),
    "layout_same_names": layout(names=("a", "a", "b")),
    "layout_name_none": layout(names=("a", "None", "b")),
    "layout_name_empty": layout(names=("a", "", "b")),
    "layout_name_number": layout(names=("a", 3, "b")),
    "layout_list": layout(shape=[2, 2, 2]),
    "layout_names_list": layout(names=["a", "b", "c"]),
    "layout_shape_str": layout(shape=(2, "2", 2)),
    "layout_virtual_first": layout(names=("interleaved_parallel", "a", "b")),
    "layout_ranks_few": layout(ranks=[0, 1]),
    "layout_ranks_tuple": layout(ranks=(0, 1, 2, 3, 4, 5, 6, 7)),
    "layout_ranks_str": layout(ranks=[0, 1, 2, 3, 4, 5, 6, "7"]),
}


def said(method, *args, **kwargs):
    """Return a case: what AutoParallel remembers of a call."""

    def case():
        net = AutoParallel(nn.Dense(3, 2))
        before = dict(vars(net))
        getattr(net, method)(*args, **kwargs)
        changed = {k: v for k, v in vars(net).items() if before.get(k) is not v}
        return sorted((k, str(v)) for k, v in changed.items())

    return case


SAID = {
    "no_init_parameters_in_compile": said("no_init_parameters_in_compile"),
    "load_param": said("load_param_strategy_file", "a.ckpt"),
    "load_param_number": said("load_param_strategy_file", 3),
    "save_param": said("save_param_strategy_file", "a.ckpt"),
    "all_parameters": said("disable_strategy_file_only_for_trainable_params"),
    "save_operator": said("save_operator_strategy_file", "/folder/a.json"),
    "save_operator_relative": said("save_operator_strategy_file", "a.json"),
    "save_operator_ending": said("save_operator_strategy_file", "/folder/a.txt"),
    "load_operator": said("load_operator_strategy_file", "/folder/a.json"),
    "load_operator_number": said("load_operator_strategy_file", 3),
    "dataset_full": said("dataset_strategy", "full_batch"),
    "dataset_tuple": said("dataset_strategy", ((1, 1), (1,))),
    "dataset_unknown": said("dataset_strategy", "half"),
    "dataset_number": said("dataset_strategy", 3),
    "dataset_element": said("dataset_strategy", (3,)),
    "dataset_float": said("dataset_strategy", ((1.5,),)),
    "hsdp_size": said("hsdp", 2),
    "hsdp_size_zero": said("hsdp", 0),
    "hsdp_size_str": said("hsdp", "a"),
    "hsdp_threshold": said("hsdp", -1, -1),
    "hsdp_level": said("hsdp", -1, 64, "level4"),
    "pipeline": said("pipeline", 2, True, True, "gpipe"),
    "pipeline_zero": said("pipeline", 0),
    "pipeline_str": said("pipeline", "a"),
    "pipeline_broadcast": said("pipeline", 1, 3),
    "pipeline_interleave": said("pipeline", 1, False, 3),
    "pipeline_scheduler": said("pipeline", 1, False, False, "none"),
    "comm_fusion": said("comm_fusion", {"allreduce": {"mode": "auto", "config": None}}),
    "comm_fusion_number": said("comm_fusion", 3),
    "fp32": said("enable_fp32_communication"),
    "group_file": said("set_group_ckpt_save_file", "a"),
    "print_local_norm": said("print_local_norm"),
    "dump_local_norm": said("dump_local_norm", "a"),
    "dump_local_norm_number": said("dump_local_norm", 3),
    "device_norm": said("enable_device_local_norm"),
    "gradients_mean": said("enable_gradients_mean"),
    "gradient_sync": said("disable_gradient_fp32_sync"),
    "loss_mean": said("disable_loss_repeated_mean"),
    "transformer": said("transformer_opt", "no such file"),
    "transformer_number": said("transformer_opt", 3),
}


def names(make):
    def case():
        cell = make()
        return [q.name for q in cell.get_parameters()], [n for n, _ in cell.parameters_and_names()]

    return case


def layers():
    return nn.SequentialCell(nn.Dense(3, 2), nn.Dense(2, 2))


def staged():
    net = layers()
    Pipeline(net, 2, stage_config={"0": 0, "1": 1})
    return [cell.pipeline_stage for cell in net]


def reduced():
    parameters = nn.SGD(layers().trainable_params()).parameters
    reducer = PipelineGradReducer(parameters, scale_sense=2.0)
    return [(q.name, q.asnumpy()) for q in reducer.get_parameters()]


CELLS = {
    "AutoParallel": differentiated(lambda: AutoParallel(nn.Dense(3, 2)), BATCH),
    "AutoParallel_stages": computed(lambda: in_stages(AutoParallel(nn.Dense(3, 2))), BATCH),
    "AutoParallel_names": names(lambda: AutoParallel(nn.Dense(3, 2))),
    "AutoParallel_function": lambda: AutoParallel(ops.relu)(x()),
    "AutoParallel_mode": lambda: AutoParallel(nn.Dense(3, 2), "stand_alone"),
    "AutoParallel_mode_number": lambda: AutoParallel(nn.Dense(3, 2), 3),
    "PipelineCell": differentiated(lambda: nn.PipelineCell(nn.Dense(3, 2), 2), BATCH),
    **values(
        {
            "Pipeline": (lambda: Pipeline(nn.Dense(3, 2), 4), BATCH),
            "GradAccumulation": (lambda: GradAccumulation(nn.Dense(3, 2), 2), BATCH),
            "MicroBatchInterleaved": (lambda: MicroBatchInterleaved(nn.Dense(3, 2)), BATCH),
        }
    ),
    "PipelineCell_names": names(lambda: nn.PipelineCell(nn.Dense(3, 2), 2)),
    "PipelineCell_stages": staged,
    "PipelineCell_stage_unknown": lambda: nn.PipelineCell(layers(), 2, stage_config={"2": 0}),
    "PipelineCell_batch": lambda: nn.PipelineCell(nn.Dense(3, 2), 3)(x()),
    "PipelineCell_size": lambda: nn.PipelineCell(nn.Dense(3, 2), 0),
    "PipelineCell_size_type": lambda: nn.PipelineCell(nn.Dense(3, 2), 1.0),
    "PipelineCell_network": lambda: nn.PipelineCell(abs, 2),
    "PipelineCell_shard": lambda: nn.PipelineCell(nn.Dense(3, 2), 2).shard(((1, 1),)),
    "GradAccumulation_size": lambda: GradAccumulation(nn.Dense(3, 2), 0),
    "PipelineGradReducer_parameters": reduced,
    "PipelineGradReducer_list": lambda: PipelineGradReducer(layers().trainable_params()),
    "VirtualDatasetCellTriple": lambda: nn.VirtualDatasetCellTriple(lambda a, b, c: a + b * c)(
        x(), x(), x()
    ),
    "VirtualDatasetCell_names": names(lambda: _VirtualDatasetCell(nn.Dense(3, 2))),
    "AdaSumByGradWrapCell": lambda: nn.AdaSumByGradWrapCell(nn.SGD(layers().trainable_params())),
    "AdaSumByDeltaWeightWrapCell": lambda: nn.AdaSumByDeltaWeightWrapCell(None),
    "shard": lambda: parallel.shard(ops.relu, in_strategy=((2, 1),))(x()),
    "shard_cell": computed(lambda: parallel.shard(nn.Dense(3, 2), ((2, 1),)), BATCH),
    "reshard": lambda: reshard(x(), Layout((2,), ("a",))("a", "None")),
    "sync_shared": lambda: parallel.sync_pipeline_shared_parameters(layers()),
    "sync_shared_number": lambda: parallel.sync_pipeline_shared_parameters(3),
    "strategy_relative": lambda: parallel.set_op_strategy_config("SAVE", "a.json"),
    "strategy_mode": lambda: parallel.set_op_strategy_config("KEEP", "/folder/a.json"),
}


def in_stages(net):
    net.pipeline(2)
    net.hsdp(2)
    return net


def costs(**given):
    """Return a case: numbers of the search that were set, and what is there afterwards."""

    def case():
        try:
            _cost_model_context.set_cost_model_context(**given)
            return [_cost_model_context.get_cost_model_context(name) for name in given]
        finally:
            _cost_model_context.reset_cost_model_context()

    return case


def store():
    store = D.TCPStore("127.0.0.1", 12871, is_master=True, timeout=timedelta(seconds=2))
    client = D.TCPStore("127.0.0.1", 12871, timeout=timedelta(seconds=2))
    store.set("text", "a")
    client.set("bytes", b"b")
    counts = store.add("count", 3), client.add("count", 4)
    got = client.get("text"), store.get("bytes"), store.get("count")
    return counts, got, store.delete_key("text"), client.delete_key("text")


def opened(use, port):
    return lambda: use(D.TCPStore("127.0.0.1", port, is_master=True, timeout=timedelta(seconds=2)))


def add_to_text(store):
    store.set("key", "text")
    return store.add("key", 1)


REST = {
    "costs": costs(device_memory_capacity=3.0, costmodel_beta=2.0, run_phase=1),
    "costs_unknown": costs(rate=3),
    "costs_type": costs(costmodel_gamma=2),
    "costs_range": costs(costmodel_gamma=2.0),
    "costs_phase": costs(run_phase=5),
    "costs_get_unknown": lambda: _cost_model_context.get_cost_model_context("rate"),
    "store": store,
    "store_add_text": opened(add_to_text, 12872),
    "store_key_type": opened(lambda s: s.set(3, "a"), 12873),
    "store_value_type": opened(lambda s: s.set("a", 3), 12874),
    "store_amount_type": opened(lambda s: s.add("a", "b"), 12875),
    "store_get_type": opened(lambda s: s.get(3), 12876),
    "store_delete_type": opened(lambda s: s.delete_key(3), 12877),
    "store_host_type": lambda: D.TCPStore(3, 12878),
    "store_port_type": lambda: D.TCPStore("127.0.0.1", "12878"),
    "store_port_range": lambda: D.TCPStore("127.0.0.1", 123456, is_master=True),
    "store_timeout_type": lambda: D.TCPStore("127.0.0.1", 12878, timeout=3),
    "mock": lambda: dryrun.mock(3, Tensor([1.0, 2.0])),
    "mock_call": lambda: (dryrun.mock(3, max, 4, 6), dryrun.mock(3, lambda: 5)),
    "mock_nothing": lambda: dryrun.mock(3),
    "mock_index": lambda: dryrun.mock(3, np.array([1, 2]), 0),
    "utils": lambda: (
        _utils._get_pipeline_stages(),
        _utils._get_enable_parallel_optimizer(),
        _utils._get_stage_device_num(),
        _utils._get_global_rank(),
        _utils._get_full_batch(),
        _utils._get_parameter_broadcast(),
        _utils._get_grad_accumulation_shard(),
        _utils._is_parallel_mode(),
        _utils._is_in_auto_parallel_mode(),
        _utils._is_in_data_parallel_mode(),
        _utils._is_in_hybrid_parallel_mode(),
        _utils._is_sharding_propagation(),
        _utils._is_initialized(),
    ),
    "utils_modes": lambda: [
        _utils._parallel_mode_map(mode) for mode in ("semi_auto", "recursive_programming")
    ],
    "utils_mode_unknown": lambda: _utils._parallel_mode_map("auto"),
    "utils_device_number": lambda: _utils._device_number_check("stand_alone", 2),
    "utils_broadcast": lambda: _utils._parameter_broadcast_check("auto_parallel", True),
}

CASES = {**EARLY, **LAYOUTS, **{f"said_{k}": v for k, v in SAID.items()}, **CELLS, **REST}
PYNATIVE_ONLY = {
    name
    for name in CASES
    if name not in ("AutoParallel", "AutoParallel_stages", "PipelineCell", "Pipeline", "shard_cell")
}
