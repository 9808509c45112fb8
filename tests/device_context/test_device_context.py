"""Which devices there are, and settings: checked and kept; on a GPU, TF32 is allowed or not."""

import jax
import pytest

import msjax as ms
from msjax import device_context
from msjax.runtime import keeping

ascend, cpu, gpu = device_context.ascend, device_context.cpu, device_context.gpu


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(keeping, "_kept", {})


def test_devices():
    assert cpu.is_available()
    assert cpu.device_count() == 1
    assert not ascend.is_available()
    with pytest.raises(RuntimeError, match="Device Ascend not exist"):
        ascend.device_count()


def test_no_gpu(monkeypatch):
    monkeypatch.setattr(gpu.hal, "is_available", lambda target: False)
    assert not gpu.is_available()
    with pytest.raises(RuntimeError, match="Device_target GPU not exist"):
        gpu.device_count()
    gpu.matmul_allow_tf32(True)
    assert jax.config.jax_default_matmul_precision == "highest"
    assert keeping.kept("device_context.gpu.op_precision.matmul_allow_tf32") is True


def test_tf32_on_a_gpu(monkeypatch):
    """JAX has one setting for products and convolutions: both must allow it."""
    chosen = []
    monkeypatch.setattr(gpu.hal, "is_available", lambda target: True)
    monkeypatch.setattr(jax.config, "update", lambda name, value: chosen.append(value))
    gpu.op_precision.conv_allow_tf32(True)
    gpu.op_precision.matmul_allow_tf32(True)
    gpu.op_precision.conv_allow_tf32(False)
    gpu.op_precision.conv_allow_tf32(True)
    gpu.op_precision.matmul_allow_tf32(False)
    assert chosen == ["highest", "tensorfloat32", "highest", "tensorfloat32", "highest"]


def test_modules_of_settings():
    """MindSpore shows each name in the device's package and in a module below it."""
    from msjax.device_context.ascend.op_debug import execute_timeout
    from msjax.device_context.cpu.op_tuning import threads_num

    assert execute_timeout is ascend.execute_timeout
    assert ms.device_context.cpu.op_tuning.threads_num is threads_num is cpu.threads_num
    assert not hasattr(ms.device_context.gpu.op_tuning, "threads_num")


def test_settings_are_kept():
    ascend.op_precision.precision_mode("force_fp32")
    ascend.op_precision.op_precision_mode("./op_precision.ini")
    ascend.op_precision.matmul_allow_hf32(True)
    ascend.op_precision.conv_allow_hf32(False)
    ascend.op_tuning.op_compile(True)
    ascend.op_tuning.aoe_tune_mode("online")
    ascend.op_tuning.aoe_job_type("1")
    ascend.op_tuning.aclnn_cache(True, 10)
    ascend.op_debug.execute_timeout(10)
    ascend.op_debug.debug_option("oom")
    ascend.op_debug.aclinit_config({"max_opqueue_num": "20", "err_msg_mode": "1"})
    gpu.op_tuning.conv_fprop_algo("winograd")
    gpu.op_tuning.conv_dgrad_algo("algo_0")
    gpu.op_tuning.conv_wgrad_algo("algo_3")
    assert keeping.kept("device_context.ascend.op_tuning.aclnn_cache") == (True, 10)
    assert len(keeping._kept) == 14


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: cpu.threads_num(0), ValueError, "must > 0, but got 0"),
        (lambda: cpu.threads_num("4"), TypeError, "'num' must be int"),
        (lambda: gpu.matmul_allow_tf32(1), TypeError, "'value' must be bool"),
        (lambda: gpu.conv_fprop_algo("algo_0"), ValueError, r"must be one of .*but got 'algo_0'"),
        (lambda: ascend.precision_mode("fp8"), ValueError, "'mode' must be one of"),
        (lambda: ascend.op_precision_mode(1), TypeError, "'path' must be str"),
        (lambda: ascend.matmul_allow_hf32("1"), ValueError, "'value' must be one of"),
        (lambda: ascend.op_compile("1"), TypeError, "'value' must be a bool"),
        (lambda: ascend.aclnn_cache(True, -1), ValueError, "'cache_queue_length' must be >= 0"),
        (lambda: ascend.execute_timeout(-1), ValueError, "bigger than or equal to 0, but got -1"),
        (lambda: ascend.debug_option("all"), ValueError, "'option_value' must be one of"),
        (lambda: ascend.aclinit_config({"a": "b"}), ValueError, "'config' must be one of"),
        (lambda: ascend.aclinit_config({"max_opqueue_num": 2}), TypeError, "must be str"),
    ],
)
def test_wrong(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_set_once():
    cpu.threads_num(4)
    with pytest.raises(RuntimeError, match="'threads_num' can not be set repeatedly: it is 4"):
        cpu.threads_num(4)
