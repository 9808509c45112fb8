"""MindSpore's log: levels, lines and files, each in a process of its own."""

import os
import re
import subprocess
import sys

import pytest

from msjax import log


def run(code, **variables):
    """Run code with these environment variables; return what it printed and wrote to the log."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GLOG", "logger_"))}
    done = subprocess.run(
        [sys.executable, "-c", "from msjax import log\n" + code],
        capture_output=True,
        text=True,
        env=environment | variables,
        check=True,
    )
    return done.stdout, done.stderr


EVERY = "for write in (log.debug, log.info, log.warning, log.error, log.critical): write('%s', 7)"


@pytest.mark.parametrize(("level", "count"), [("0", 5), ("1", 4), ("2", 3), ("3", 2), ("4", 1)])
def test_levels(level, count):
    _, text = run(EVERY, GLOG_v=level)
    assert len(text.splitlines()) == count


def test_lines():
    out, text = run("log.warning('loss %.1f', 0.5)\nprint(log.get_level(), log.get_log_config())")
    assert out == "2 {'GLOG_v': '2', 'GLOG_logtostderr': '1'}\n"
    when = r"\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d\.\d{3}\.000"
    assert re.fullmatch(
        r"\[WARNING\] ME\(\d+:\d+,MainProcess\):" + when + r" \[<string>:2\] loss 0\.5\n", text
    )


def test_files(tmp_path):
    _, text = run("log.error('kept')", GLOG_logtostderr="0", GLOG_log_dir=str(tmp_path))
    assert text == ""
    assert "kept" in (tmp_path / "rank_0" / "logs" / "mindspore.log").read_text()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GLOG_v", "9", "0 .debug."),
        ("GLOG_logtostderr", "2", "must be 0 or 1"),
        ("GLOG_logtostderr", "0", "set GLOG_log_dir"),
    ],
)
def test_bad_settings(monkeypatch, name, value, message):
    monkeypatch.delenv("GLOG_log_dir", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=message):
        log.get_log_config()
