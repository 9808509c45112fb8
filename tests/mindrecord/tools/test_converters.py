"""Converters of other formats."""

import gzip
import pickle
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from compat_tests.dataset_files import idx, pixels, tfrecord, write
from msjax.mindrecord import (
    Cifar10ToMR,
    Cifar100ToMR,
    CsvToMR,
    FileReader,
    ImageNetToMR,
    MnistToMR,
    PathNotExistsError,
    TFRecordToMR,
)


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def read(path):
    return list(FileReader(path).get_next())


def test_csv():
    write("f.csv", 'a,b,c,d\n1,2.5,True,"x,y"\n2,3,False,z\n')
    CsvToMR("f.csv", "out").transform()
    assert read("out") == [
        {"a": 1, "b": 2.5, "c": 1, "d": "x,y"},
        {"a": 2, "b": 3.0, "c": 0, "d": "z"},
    ]


def test_csv_columns_and_errors():
    write("f.csv", "a,b\n1,2\n")
    CsvToMR("f.csv", "out", ["b"]).transform()
    assert read("out") == [{"b": 2}]
    with pytest.raises(RuntimeError, match="does not exist"):
        CsvToMR("f.csv", "other", ["c"]).transform()
    with pytest.raises(OSError, match="do not exist"):
        CsvToMR("g.csv", "other").transform()
    with pytest.raises(ValueError, match="columns_list"):
        CsvToMR("f.csv", "other", "a")
    with pytest.raises(ValueError, match="partition_number"):
        CsvToMR("f.csv", "other", None, "2")


def test_mnist():
    for part, count in (("train", 3), ("t10k", 2)):
        images = np.stack([pixels(i, 28, 28, 1)[..., 0] for i in range(count)])
        labels = np.arange(count, dtype=np.uint8)
        write(f"m/{part}-images-idx3-ubyte.gz", gzip.compress(idx(images)))
        write(f"m/{part}-labels-idx1-ubyte.gz", gzip.compress(idx(labels)))
    MnistToMR("m", "out").transform()
    rows = read("out_train.mindrecord")
    assert [row["label"] for row in rows] == [0, 1, 2]
    assert len(read("out_test.mindrecord")) == 2
    image = cv2.imdecode(np.frombuffer(rows[1]["data"], np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image.shape == (28, 28)


def batch(path, start, **labels):
    data = np.full((2, 3 * 32 * 32), 100 + start, np.uint8)
    write(path, pickle.dumps({b"data": data, **{k.encode(): v for k, v in labels.items()}}))


def test_cifar10():
    for i in (1, 2):
        batch(f"c/data_batch_{i}", i, labels=[i, i + 1])
    batch("c/test_batch", 5, labels=[7, 8])
    Cifar10ToMR("c", "out").transform(["label"])
    rows = read("out")
    assert [(row["id"], row["label"]) for row in rows] == [(0, 1), (1, 2), (2, 2), (3, 3)]
    image = cv2.imdecode(np.frombuffer(rows[2]["data"], np.uint8), cv2.IMREAD_COLOR)
    assert abs(int(image[0, 0, 0]) - 102) <= 1
    assert [row["label"] for row in read("out_test")] == [7, 8]


def test_cifar100():
    for name in ("train", "test"):
        batch(f"c/{name}", 0, fine_labels=[1, 2], coarse_labels=[3, 4])
    Cifar100ToMR("c", "out").transform()
    assert [(r["fine_label"], r["coarse_label"]) for r in read("out")] == [(1, 3), (2, 4)]


def test_cifar_files_are_missing_or_run_code():
    with pytest.raises(PathNotExistsError, match="data_batch_"):
        Cifar10ToMR(".", "out")
    write("c/data_batch_1", pickle.dumps(print))
    write("c/test_batch", pickle.dumps(print))
    with pytest.raises(RuntimeError, match=r"Not a valid Cifar10 Dataset.*print"):
        Cifar10ToMR("c", "out").transform()


def test_imagenet(caplog):
    write("map.txt", "n01 0\nn02 1\nn03 2\n")
    for name in ("n01/b.JPEG", "n01/a.JPEG", "n02/c.jpg", "n02/d.txt"):
        write(f"images/{name}", name.encode())
    ImageNetToMR("map.txt", "images", "out").transform()
    found = [(row["label"], row["file_name"], row["image"]) for row in read("out")]
    assert found == [
        (0, "images/n01/a.JPEG", b"n01/a.JPEG"),
        (0, "images/n01/b.JPEG", b"n01/b.JPEG"),
        (1, "images/n02/c.jpg", b"n02/c.jpg"),
    ]
    with pytest.raises(PathNotExistsError):
        ImageNetToMR("map.txt", "nothing", "other").transform()
    with pytest.raises(OSError, match="map file"):
        ImageNetToMR("no.txt", "images", "other").transform()


def feature(shape, dtype):
    return SimpleNamespace(shape=shape, dtype=dtype)


def test_tfrecord():
    example = {"a b": [3], "v": np.array([1.5, 2]), "s": ["é".encode()], "img": [b"\xff\0"]}
    tfrecord("f.tf", [example])
    features = {
        "a b": feature([], "int64"),
        "v": feature([2], "float32"),
        "s": feature([], "string"),
        "img": feature([], "string"),
    }
    TFRecordToMR("f.tf", "out", features, ["img"]).transform()
    (row,) = read("out")
    assert (row["a_b"], row["s"], row["img"]) == (3, "é", b"\xff\0")
    assert row["v"].dtype == np.float32
    assert row["v"].tolist() == [1.5, 2]


def test_tfrecord_errors():
    tfrecord("f.tf", [{"a": [3]}])
    for features in (
        None,
        {"a": 3},
        {"a": feature([2, 2], "int64")},
        {"a": feature([2], "string")},
    ):
        with pytest.raises(ValueError, match="feature_dict"):
            TFRecordToMR("f.tf", "out", features)
    with pytest.raises(ValueError, match="bytes_fields"):
        TFRecordToMR("f.tf", "out", {"a": feature([], "int64")}, "a")
    with pytest.raises(ValueError, match="1 values of 'a', 2"):
        TFRecordToMR("f.tf", "out", {"a": feature([2], "int64")}).transform()
