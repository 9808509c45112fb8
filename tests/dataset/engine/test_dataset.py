import numpy as np
import pytest

import msjax.dataset as ds


def numbers(count=6):
    return ds.GeneratorDataset(list(range(count)), ["n"], shuffle=False)


def values(pipeline, epochs=1):
    rows = pipeline.create_tuple_iterator(num_epochs=epochs, output_numpy=True)
    return [[row[0].tolist() for row in rows] for _ in range(epochs)]


def test_one_step_can_have_several_readers():
    shared = numbers(3)
    pipeline = ds.zip((shared.map(lambda x: x * 10), shared.rename("n", "m")))
    rows = pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True)
    assert [[int(x) for x in row] for row in rows] == [[0, 0], [10, 1], [20, 2]]


def test_a_size_that_only_a_run_can_tell_is_kept():
    calls = []
    pipeline = numbers().filter(lambda x: calls.append(1) or x > 3)
    assert pipeline.get_dataset_size() == len(pipeline) == 2
    assert len(calls) == 6


def test_an_endless_source_can_be_taken_from():
    def endless():
        i = 0
        while True:
            yield (np.array(i),)
            i += 1

    assert values(ds.GeneratorDataset(endless, ["n"]).take(3)) == [[0, 1, 2]]


def test_more_workers_than_cores_are_fine():
    assert values(numbers().map(lambda x: x + 1, num_parallel_workers=99)) == [[1, 2, 3, 4, 5, 6]]


def test_a_queue_on_the_device_is_refused():
    with pytest.raises(NotImplementedError, match="Iterate over the dataset"):
        numbers().device_que()


def test_names_of_1x_do_no_harm():
    pipeline = numbers(2)
    pipeline.set_dynamic_columns({"n": [None]})
    pipeline.close_pool()
    pipeline.reset()
    assert values(pipeline) == [[0, 1]]


def test_rows_are_saved_and_read_again(tmp_path):
    rows = [(np.arange(3, dtype=np.int32) + i, np.float32(i), f"text {i}") for i in range(5)]
    path = str(tmp_path / "rows.mindrecord")
    ds.GeneratorDataset(rows, ["a", "x", "t"], shuffle=False).save(path)
    found = {}
    for row in ds.MindDataset(path, shuffle=False).create_dict_iterator(1, output_numpy=True):
        for name, value in row.items():
            found.setdefault(name, []).append(value)
    assert np.stack(found["a"]).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6]]
    assert np.ravel(found["x"]).tolist() == [0, 1, 2, 3, 4]
    assert [str(np.ravel(t)[0]) for t in found["t"]] == [f"text {i}" for i in range(5)]


def test_arrays_of_texts_are_not_saved(tmp_path):
    texts = ds.GeneratorDataset([(np.array(["a", "b"]),)], ["t"], shuffle=False)
    with pytest.raises(RuntimeError, match="arrays of texts"):
        texts.save(str(tmp_path / "rows.mindrecord"))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda p: p.save("x", 0), ValueError),
        (lambda p: p.save("x", 1, "tfrecord"), ValueError),
        (lambda p: p.save(3), TypeError),
    ],
)
def test_arguments_of_save(call, error):
    with pytest.raises(error):
        call(numbers())
