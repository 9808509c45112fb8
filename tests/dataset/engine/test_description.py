import json

import pytest

import msjax.dataset as ds
from compat_tests.dataset_files import image_folder


def pipeline(size=2):
    return (
        ds.GeneratorDataset([1, 2], ["a"], shuffle=False)
        .map(lambda x: x, num_parallel_workers=1)
        .shuffle(3)
        .batch(size, num_parallel_workers=1)
    )


def test_steps_are_described_by_mindspores_names(tmp_path):
    path = tmp_path / "pipeline.json"
    described = pipeline().to_json(str(path))
    assert json.loads(path.read_text()) == described
    assert (described["op_type"], described["batch_size"]) == ("Batch", 2)
    shuffle = described["children"][0]
    assert (shuffle["op_type"], shuffle["buffer_size"]) == ("Shuffle", 3)
    (operation,) = shuffle["children"][0]["operations"]
    assert operation["tensor_op_name"] == "<lambda>"
    assert shuffle["children"][0]["children"][0]["op_type"] == "GeneratorDataset"


def test_pipelines_are_compared_by_their_descriptions():
    assert ds.compare(pipeline(), pipeline())
    assert not ds.compare(pipeline(), pipeline(3))
    assert ds.serialize(pipeline()) == pipeline().to_json()


def test_what_a_description_does_not_hold_is_refused():
    assert ds.deserialize() is None
    with pytest.raises(NotImplementedError, match=r"op_type='GeneratorDataset'.*the program's"):
        ds.deserialize(pipeline().to_json())


@pytest.fixture
def lines(tmp_path):
    (tmp_path / "lines.txt").write_text("a\nb\n")
    return ds.TextFileDataset(str(tmp_path / "lines.txt"), shuffle=False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"op_type": "Filter"}, "op_type='Filter'"),
        ({"callback": ["Printed"]}, "callback="),
        ({"operations": [{"tensor_op_name": "f"}]}, "tensor_op_name='f'.*Give this operation"),
        (
            {"operations": [{"tensor_op_name": "Decode", "tensor_op_params": {"x": 1}}]},
            "Decode.x=1",
        ),
    ],
)
def test_steps_that_are_not_known_are_refused(lines, change, message):
    described = ds.serialize(lines.map(ds.vision.Decode(), "text"))
    assert ds.serialize(ds.deserialize(described)) == described
    with pytest.raises(NotImplementedError, match=message):
        ds.deserialize(described | change)


def test_classes_and_borders_are_described(tmp_path):
    image_folder(str(tmp_path))
    source = ds.ImageFolderDataset(str(tmp_path), class_indexing={"cat": 3}, decode=True)
    pad = ds.vision.Pad(1, 0, ds.vision.Border.SYMMETRIC)
    described = ds.serialize(source.map(pad, "image"))
    assert described["operations"][0]["tensor_op_params"]["padding_mode"] == 3
    made = ds.deserialize(described)
    assert ds.serialize(made) == described
    assert {int(row["label"]) for row in made.create_dict_iterator(1, output_numpy=True)} == {3}


def test_show_writes_to_the_log(caplog):
    caplog.set_level("INFO", "msjax")
    ds.show(pipeline())
    assert '"op_type": "Shuffle"' in caplog.text


def test_samplers_are_described_too():
    from msjax.dataset.engine.description import described

    class Source(ds.MappableDataset):
        columns = ("n",)

        def _num_rows(self):
            return 5

    sampler = ds.RandomSampler(True, 3)
    sampler.add_child(ds.SequentialSampler(1))
    assert described(Source(sampler=sampler))["sampler"] == {
        "num_samples": 3,
        "sampler_name": "RandomSampler",
        "replacement": True,
        "reshuffle_each_epoch": True,
        "shuffle_mode": 2,
        "child_sampler": [
            {"num_samples": 0, "sampler_name": "SequentialSampler", "start_index": 1}
        ],
    }
