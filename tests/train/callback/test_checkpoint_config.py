"""CheckpointConfig: what is refused."""

import pytest

import msjax as ms


def test_key_is_refused_before_training():
    with pytest.raises(NotImplementedError, match=r"CheckpointConfig\(enc_key=<16 bytes>"):
        ms.CheckpointConfig(enc_key=b"0123456789ABCDEF")


def test_unknown_keyword():
    with pytest.raises(TypeError, match="unexpected keyword argument 'steps'"):
        ms.CheckpointConfig(steps=10)


def test_legacy_paths():
    from msjax.train.callback import CheckpointConfig
    from msjax.train.callback._checkpoint import CheckpointConfig as nearest

    assert CheckpointConfig is nearest is ms.train.CheckpointConfig
