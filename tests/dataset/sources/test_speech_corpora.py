"""Files of SPHERE, and what the sources of speech refuse."""

import numpy as np
import pytest

import msjax.dataset as ds
from compat_tests.dataset_files import rows, write


def talk(folder, order="01", channels=1, name="A"):
    samples = (np.arange(64) * 500 - 16000).astype("<i2" if order == "01" else ">i2")
    head = (
        f"NIST_1A\n   1024\nsample_count -i 64\nsample_n_bytes -i 2\nchannel_count -i {channels}\n"
        f"sample_byte_format -s2 {order}\nsample_rate -i 16\nsample_coding -s3 pcm\nend_head\n"
    )
    write(folder / f"data/sph/{name}.sph", head.encode().ljust(1024) + samples.tobytes())
    write(folder / f"data/stm/{name}.stm", f"{name} 1 Al 0.25 0.5 <o> so\n")
    return str(folder)


@pytest.mark.parametrize("order", ["01", "10"])
def test_samples_of_a_passage(tmp_path, order):
    (row,) = rows(ds.TedliumDataset(talk(tmp_path, order), "release3"))
    expected = (np.arange(4, 8) * 500 - 16000).astype(np.float32) / np.float32(32767)
    assert row["waveform"] == ["float32", [1, 4], [expected.tolist()]]


def test_other_codings_are_refused(tmp_path):
    source = ds.TedliumDataset(talk(tmp_path, channels=2), "release3")
    with pytest.raises(RuntimeError, match=r"A\.sph is not of one channel of 16 bits"):
        rows(source)


def test_parts_of_gtzan_are_in_no_file(tmp_path):
    with pytest.raises(NotImplementedError, match=r"usage='train'.*Read all and choose"):
        ds.GTZANDataset(str(tmp_path), "train")


def test_object_storage_is_refused():
    with pytest.raises(NotImplementedError, match=r"dataset_files=\['s3://a'\].*MindDataset"):
        ds.OBSMindDataset(["s3://a"], "server", "ak", "sk", "s3://b")
    with pytest.raises(NotImplementedError, match="leave the call out"):
        ds.sync_wait_for_dataset(0, 1, 0, None)
