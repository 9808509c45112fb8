"""ModelCheckpoint: names, and what is saved when a training fails."""

import os

import pytest

from compat_tests.trainings import data, model
from msjax.train import CheckpointConfig, LambdaCallback, ModelCheckpoint
from msjax.train.callback._checkpoint_files import CheckpointManager, free_prefix


@pytest.mark.parametrize(
    ("names", "free"),
    [
        ([], "a"),
        (["a-1_2.ckpt"], "a_1"),
        (["a-1_2.ckpt", "a_7-1_2.ckpt"], "a_8"),
        (["a-1_2.safetensors"], "a_1"),
        (["ab-1_2.ckpt", "b-1_2.ckpt", "a-graph.meta", "a.ckpt"], "a"),
        (["a-1_2_breakpoint.ckpt"], "a"),
    ],
)
def test_free_prefixes(tmp_path, names, free):
    for name in names:
        (tmp_path / name).touch()
    assert free_prefix(str(tmp_path), "a") == free


def test_free_prefix_of_failures(tmp_path):
    for name in ("a-1_2.ckpt", "a-1_2_breakpoint.ckpt"):
        (tmp_path / name).touch()
    assert free_prefix(str(tmp_path), "a", exception=True) == "a_1"


def test_manager_keeps_the_oldest_of_some_minutes(tmp_path):
    for i, age in enumerate((10_000, 500, 300, 10)):
        path = tmp_path / f"a-1_{i}.ckpt"
        path.touch()
        os.utime(path, (10**9 - age, 10**9 - age))
    (tmp_path / "a-graph.ckpt").touch()
    manager = CheckpointManager()
    manager.update_ckpoint_filelist(str(tmp_path), "a")
    assert manager.ckpoint_num == 4
    manager.keep_one_ckpoint_per_minutes(10, 10**9)
    assert sorted(os.path.basename(p) for p in manager.ckpoint_filelist) == [
        "a-1_0.ckpt",
        "a-1_1.ckpt",
    ]


def test_a_file_that_is_gone_is_no_error(tmp_path):
    manager = CheckpointManager()
    manager.remove_ckpoint_file(str(tmp_path / "gone.ckpt"))
    assert manager.ckpoint_num == 0


def test_names_by_functions_when_a_training_fails(tmp_path):
    def fail(run_context):
        raise OSError("broken")

    config = CheckpointConfig(1, exception_save=True)
    saver = ModelCheckpoint(lambda a: "mine", lambda a: str(tmp_path / "kept"), config)
    with pytest.raises(OSError, match="broken"):
        model().train(1, data(), callbacks=[saver, LambdaCallback(on_train_step_end=fail)])
    assert sorted(os.listdir(tmp_path / "kept")) == ["mine-1_1_breakpoint.ckpt", "mine.ckpt"]


def test_default_folder_is_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saver = ModelCheckpoint("a")
    model().train(1, data(1), saver)
    assert saver.latest_ckpt_file_name == str(tmp_path / "a-1_1.ckpt")
    assert os.listdir(tmp_path) == ["a-1_1.ckpt"]
