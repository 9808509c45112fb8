import gc
import threading

import numpy as np
import pytest

import msjax.dataset as ds
from msjax import Tensor


def numbers(count=6, **arguments):
    return ds.GeneratorDataset(list(range(count)), ["n"], shuffle=False, **arguments)


def values(rows):
    return [row[0].tolist() for row in rows]


def pipeline_threads():
    return [t for t in threading.enumerate() if t.name.startswith("pipeline")]


def ended(thread):
    thread.join(5)
    return not thread.is_alive()


def test_without_a_number_of_epochs_an_iterator_goes_on():
    rows = numbers(2).create_tuple_iterator(output_numpy=True)
    assert [values(rows) for _ in range(3)] == [[0, 1]] * 3


def test_after_its_epochs_an_iterator_is_empty():
    rows = numbers(2).create_tuple_iterator(num_epochs=1)
    assert len(list(rows)) == 2
    assert list(rows) == []


def test_an_iterator_that_is_dropped_ends_its_thread():
    before = set(pipeline_threads())
    rows = numbers(1000).create_dict_iterator()
    next(rows)
    (thread,) = set(pipeline_threads()) - before
    del rows
    gc.collect()
    assert ended(thread)


def test_an_iterator_that_is_stopped_says_so():
    rows = iter(numbers())
    next(rows)
    rows.stop()
    with pytest.raises(RuntimeError, match="does not have a running C\\+\\+ pipeline"):
        next(rows)


def test_rows_are_computed_ahead_and_not_too_far():
    seen = []
    enough = threading.Event()
    ds.config.set_prefetch_size(3)
    try:

        def note(x):
            seen.append(int(x))
            if len(seen) == 4:
                enough.set()
            return x

        rows = numbers(100).map(note).create_tuple_iterator(num_epochs=1)
        assert not seen  # a pipeline starts with the first row that is wanted
        next(rows)
        assert enough.wait(5)
        assert seen == [0, 1, 2, 3]
        rows.stop()
    finally:
        ds.config.set_prefetch_size(16)


def test_an_error_reaches_the_reader_after_the_rows_before_it():
    def function(x):
        if x == 3:
            raise KeyError("three")
        return x

    rows = iter(numbers().map(function))
    assert [int(next(rows)[0]) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(RuntimeError, match=r"(?s)user defined Python function.*KeyError: 'three'"):
        next(rows)
    with pytest.raises(RuntimeError, match="running"):
        next(rows)


def test_a_traceback_shows_the_users_lines_only():
    def function(x):
        return x.no_such_attribute

    with pytest.raises(RuntimeError) as caught:
        list(numbers().map(function))
    assert "x.no_such_attribute" in str(caught.value)
    assert "msjax/dataset" not in str(caught.value)


def test_tensors_and_texts():
    row = next(iter(ds.GeneratorDataset([(1.5, "text")], ["x", "t"]).create_dict_iterator()))
    assert isinstance(row["x"], Tensor)
    assert row["x"].asnumpy() == 1.5
    assert row["t"] == np.array("text")


def test_a_tensor_does_not_follow_the_array_that_it_came_from():
    data = np.zeros((2, 3), np.float32)
    row = next(iter(ds.NumpySlicesDataset(data, ["x"], shuffle=False)))[0]
    data += 1
    assert row.asnumpy().tolist() == [0, 0, 0]


def test_debug_mode_runs_in_the_readers_thread():
    threads = set()
    ds.config.set_debug_mode(True, [])
    try:
        rows = numbers(3).map(lambda x: threads.add(threading.current_thread()) or x)
        assert values(rows.create_tuple_iterator(num_epochs=1, output_numpy=True)) == [0, 1, 2]
    finally:
        ds.config.set_debug_mode(False)
    assert threads == {threading.current_thread()}


def test_debug_hooks_print_what_goes_in_and_comes_out(capsys):
    ds.config.set_debug_mode(True)
    try:
        list(numbers(1).map([lambda x: np.array([x, 0.5])]))
    finally:
        ds.config.set_debug_mode(False)
    lines = capsys.readouterr().out.splitlines()
    assert "[INPUT] of the operation [<lambda>]" in lines[0]
    assert lines[1] == "Column 0. The dtype is [int64]. The shape is [()]."
    assert "[OUTPUT]" in lines[2]
    assert lines[3] == "Column 0. The dtype is [float64]. The shape is [(2,)]."


def test_an_iterator_keeps_what_it_was_made_of():
    pipeline = numbers(4)
    rows = pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True)
    pipeline.add_sampler(ds.SequentialSampler(2))
    assert values(rows) == [0, 1, 2, 3]


def test_columns_of_metadata_are_shown_when_they_are_renamed():
    def rows():
        yield from [(1, "a"), (2, "b")]

    dataset = ds.GeneratorDataset(rows, ["x", "_meta-name"])
    assert [list(row) for row in dataset.create_dict_iterator(num_epochs=1)] == [["x"], ["x"]]
    renamed = dataset.rename("_meta-name", "name")
    names = [row["name"] for row in renamed.create_dict_iterator(num_epochs=1, output_numpy=True)]
    assert [str(n) for n in names] == ["a", "b"]
