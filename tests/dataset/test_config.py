import random

import numpy as np
import pytest

import msjax
from msjax.dataset import config

_SETTINGS = {
    "auto_num_workers": True,
    "auto_offload": True,
    "autotune_interval": 5,
    "callback_timeout": 7,
    "dynamic_shape": True,
    "enable_autotune": True,
    "enable_shared_mem": False,
    "enable_watchdog": False,
    "fast_recovery": False,
    "monitor_sampling_interval": 9,
    "multiprocessing_start_method": "spawn",
    "multiprocessing_timeout_interval": 9,
    "num_parallel_workers": 3,
    "numa_enable": True,
    "prefetch_size": 4,
}


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    monkeypatch.setattr(config, "_settings", dict(config._settings))
    monkeypatch.setattr(config, "_told", set())


@pytest.mark.parametrize("name", _SETTINGS)
def test_what_is_set_is_returned(name):
    getattr(config, f"set_{name}")(_SETTINGS[name])
    assert getattr(config, f"get_{name}")() == _SETTINGS[name]


def test_the_iterator_mode():
    config.set_iterator_mode(do_copy=True)
    assert config.get_iterator_mode() == {"do_copy": True, "parallel_convert": False}


def test_what_has_no_effect_is_said_once(caplog):
    caplog.set_level("INFO", "msjax")
    config.set_numa_enable(True)
    config.set_numa_enable(False)
    assert caplog.text.count("set_numa_enable(True) has no effect") == 1


def test_the_seed_is_everybodys():
    config.set_seed(3)
    drawn = random.random(), np.random.rand()
    config.set_seed(3)
    assert (random.random(), np.random.rand()) == drawn
    msjax.set_seed(5)
    assert config.get_seed() == 5


@pytest.mark.parametrize(
    "call",
    [
        lambda: config.load("file"),
        lambda: config.set_video_backend("Ascend"),
        lambda: config.set_error_samples_mode(config.ErrorSamplesMode.REPLACE),
    ],
)
def test_what_is_not_there_is_refused(call):
    with pytest.raises(NotImplementedError, match="is not supported"):
        call()
