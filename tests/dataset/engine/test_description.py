import json

import pytest

import msjax.dataset as ds


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


def test_a_description_cannot_be_made_a_pipeline():
    assert ds.deserialize() is None
    with pytest.raises(NotImplementedError, match="Keep the code"):
        ds.deserialize(pipeline().to_json())


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
