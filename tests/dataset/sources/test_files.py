"""What sources of files do beyond what is recorded."""

import pickle

import numpy as np
import pytest

import msjax.dataset as ds
from compat_tests.dataset_files import cifar, image_folder, mnist, rows, tfrecord, write
from msjax.dataset import config
from msjax.mindrecord import FileWriter


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def records(count=4, name="f"):
    writer = FileWriter(name)
    writer.set_header_size(1 << 14)
    writer.set_page_size(1 << 15)
    writer.add_schema({"x": {"type": "int32"}, "v": {"type": "int64", "shape": [2]}})
    writer.write_raw_data([{"x": i, "v": np.array([i, -i])} for i in range(count)])
    writer.commit()
    return name


def test_rows_of_several_files_come_by_turns(monkeypatch):
    monkeypatch.setattr(config, "get_num_parallel_workers", lambda: 2)
    write("a.txt", "a1\na2\na3\n")
    write("b.txt", "b1\n")
    write("c.txt", "c1\nc2\n")
    found = [row["text"][2] for row in rows(ds.TextFileDataset("*.txt", shuffle=False))]
    assert found == ["a1", "b1", "a2", "a3", "c1", "c2"]


def test_rows_can_be_changed_in_place():
    source = ds.MnistDataset(mnist(), shuffle=False)

    def brightened(image):
        image += 1
        return image

    pipe = source.map(brightened, ["image"])
    first, second = (rows(pipe)[0]["image"][2] for _ in range(2))
    assert first == second


def test_cifar_files_of_any_number_of_rows():
    assert ds.Cifar10Dataset(cifar(), "train").get_dataset_size() == 4
    assert ds.Cifar10Dataset("cifar").get_dataset_size() == 6


def test_cifar_images_have_their_channels_last():
    cifar(count=1)
    image = rows(ds.Cifar10Dataset("cifar", "test", shuffle=False))[0]["image"][2]
    stored = np.fromfile("cifar/test_batch.bin", np.uint8)[1:].reshape(3, 32, 32)
    assert np.array_equal(np.transpose(image, (2, 0, 1)), stored)


def test_a_class_chosen_by_name():
    source = ds.ImageFolderDataset(image_folder(), class_indexing={"dog": 5}, shuffle=False)
    assert [row["label"][2] for row in rows(source)] == [5, 5]
    assert source.get_dataset_size() == 2


def test_a_record_source_goes_to_another_process():
    source = ds.MindDataset(records(), shuffle=False)
    again = pickle.loads(pickle.dumps(source))
    assert rows(again) == rows(source)


def test_class_sampler_of_records():
    source = ds.MindDataset(records(), sampler=ds.PKSampler(1, class_column="x"))
    assert [row["x"][2] for row in rows(source)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ds.MindDataset(records(), cache=object()),
        lambda: ds.MnistDataset(mnist(), cache=object()),
        lambda: rows(
            ds.MindDataset(records(), shuffle=ds.Shuffle.PARTIAL, num_shards=2, shard_id=0)
        ),
    ],
)
def test_what_is_refused(make):
    with pytest.raises(NotImplementedError):
        make()


def test_a_schema_that_calls_integers_floats_is_refused():
    tfrecord("f.tf", [{"i": [1]}])
    schema = ds.Schema()
    schema.add_column("i", "float32", [1])
    with pytest.raises(RuntimeError, match="choose one of int8"):
        rows(ds.TFRecordDataset("f.tf", schema))


@pytest.mark.parametrize(
    ("make", "hint"),
    [
        (lambda: ds.MindDataset("f", ["nope"]), r"the files have \['v', 'x'\]"),
        (lambda: ds.ImageFolderDataset("folder", class_indexing={"n": 1}), "there are"),
        (lambda: ds.MnistDataset("empty"), "documentation of MnistDataset"),
        (lambda: ds.TFRecordDataset("empty/f"), "compression_type"),
    ],
)
def test_errors_say_what_to_do(make, hint):
    records()
    image_folder()
    write("empty/f", "no records in here")
    with pytest.raises(RuntimeError, match=hint):
        rows(make())


def test_the_row_to_fill_up_with_has_the_columns_types():
    sample = {"x": 7, "v": [1, 2]}
    source = ds.MindDataset(records(1), ["x", "v"], padded_sample=sample, num_padded=1)
    assert sorted(rows(source), key=str) == sorted(
        [
            {"x": ["int32", [], 0], "v": ["int64", [2], [0, 0]]},
            {"x": ["int32", [], 7], "v": ["int64", [2], [1, 2]]},
        ],
        key=str,
    )


def test_fake_images_are_the_same_each_time():
    make = lambda: rows(ds.FakeImageDataset(3, (2, 2, 3), base_seed=4, shuffle=False))  # noqa: E731
    assert make() == make()


def test_an_archive_of_a_wrong_kind_is_told():
    write("d/train-images-idx3-ubyte", b"\x1f\x8b" + bytes(30))
    with pytest.raises(RuntimeError, match="decompress"):
        rows(ds.MnistDataset("d"))


def test_classes_of_cifar_are_known_to_samplers():
    found = rows(ds.Cifar10Dataset(cifar(), sampler=ds.PKSampler(1)))
    labels = [row["label"][2] for row in found]
    assert labels == sorted(set(labels))
    assert ds.Cifar100Dataset(cifar("c", ("train", "test"), 2))._labels() is None
