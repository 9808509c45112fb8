"""Modules that an attribute of their package hides."""

# MindSpore 2.10.0, CPU; recorded by tools/record_names.py. Do not edit.
# module: what the attribute is
SHADOWED = {
    "common.recompute": "function",
    "common.seed": "function",
    "common.tensor": "function",
    "nn.optim.thor": "function",
    "ops.function.grad": "function",
    "ops.op_info_register": "function",
    "ops.vm_impl_registry": "VmImplRegistry",
    "parallel.parameter_broadcast": "function",
    "parallel.shard": "function",
    "profiler.mstx": "type",
    "profiler.schedule": "type",
    "rewrite.sparsify": "function",
    "run_check": "function",
    "run_check.run_check": "function",
    "scipy.optimize.line_search": "function",
    "scipy.optimize.linear_sum_assignment": "function",
    "scipy.optimize.minimize": "function",
    "tools.stress_detect": "function",
    "train.data_sink": "function",
    "train.metrics.auc": "function",
    "utils.runtime_execution_order_check": "function",
    "utils.stress_detect": "function",
}
