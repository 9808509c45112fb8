"""OnRequestExit: what a signal or a file ends, and what is loaded again."""

import json
import os
import signal

import pytest

import msjax as ms
from compat_tests.trainings import data, model, weight
from msjax.train import Callback, OnRequestExit


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    """Files go to an empty folder, and the signal is as before afterwards."""
    monkeypatch.chdir(tmp_path)
    former = signal.getsignal(signal.SIGUSR1)
    yield
    signal.signal(signal.SIGUSR1, former)


class Kills(Callback):
    """Sends the signal at a step, and counts steps."""

    def __init__(self, step=2):
        self.step, self.steps = step, 0

    def step_end(self, run_context):
        self.steps += 1
        if self.steps == self.step:
            os.kill(os.getpid(), signal.SIGUSR1)


def exit_of(**kwargs):
    return OnRequestExit(save_mindir=False, sig=signal.SIGUSR1, **kwargs)


def test_a_training_goes_on_and_is_saved_at_its_end():
    kills, m = Kills(), model()
    m.train(2, data(), [kills, exit_of()])
    assert kills.steps == 6
    saved = ms.load_checkpoint("rank_0/Net_train.ckpt")
    assert saved["w"].asnumpy() == weight(m).asnumpy()


def test_the_next_training_begins_with_what_was_saved():
    first, second = model(), model()
    first.train(1, data(), [Kills(), exit_of()])
    second.train(1, data(1), exit_of())
    assert weight(second).asnumpy() == weight(first).asnumpy() + 0.1875


def test_a_graceful_exit_ends_after_the_next_step(monkeypatch):
    monkeypatch.setenv("MS_ENABLE_GRACEFUL_EXIT", "1")
    kills = Kills()
    model().train(2, data(), [kills, exit_of(file_name="Mine")])
    assert kills.steps == 3
    assert os.listdir("rank_0") == ["Mine_train.ckpt"]


def test_a_file_asks_for_a_graceful_exit(monkeypatch, tmp_path):
    monkeypatch.setenv("MS_ENABLE_GRACEFUL_EXIT", "1")
    config = tmp_path / "exit.json"

    class Asks(Callback):
        def on_train_step_end(self, run_context):
            step = run_context.original_args().cur_step_num
            config.write_text(json.dumps({"GracefulExit": int(step >= 2)}))

    config.write_text("no JSON")
    model().train(2, data(), [Asks(), exit_of(config_file=str(config))])
    saved = ms.load_checkpoint("rank_0/Net_train.ckpt")
    numbers = {n: saved[n].asnumpy().item() for n in ("epoch_num", "step_num", "global_step")}
    assert numbers == {"epoch_num": 1, "step_num": 3, "global_step": 3}


def test_an_evaluation_ends_with_the_step():
    kills = Kills()
    model(metrics={"mae": ms.nn.MAE()}).eval(data(), [kills, exit_of()])
    assert kills.steps == 2
    assert os.listdir("rank_0") == ["Net_eval.ckpt"]
