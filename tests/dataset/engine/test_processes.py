import os
import sys
import threading

import numpy as np
import pytest

import msjax
import msjax.dataset as ds
from msjax.dataset.engine import processes

pytest.importorskip("cloudpickle", reason="the extra `dataset` is not installed")


def numbers(count=20):
    return ds.GeneratorDataset(list(range(count)), ["n"], shuffle=False)


def mapped(function, **arguments):
    pipeline = numbers().map(function, python_multiprocessing=True, **arguments)
    rows = pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True)
    return [row[0].tolist() for row in rows]


def test_a_function_runs_in_other_processes_and_rows_keep_their_order():
    factor = 3

    def function(x):
        return np.array([x * factor, os.getpid(), "jax" in sys.modules])

    found = mapped(function, num_parallel_workers=2)
    assert [row[0] for row in found] == [3 * i for i in range(20)]
    assert len({row[1] for row in found} | {os.getpid()}) == 3
    assert not any(row[2] for row in found)


def test_batches_an_error_and_the_seed():
    ds.config.set_seed(4)
    try:

        def draw(columns, info):
            if info.get_batch_num() == 3:
                raise ValueError("batch 3")
            return (np.random.rand(2),)

        def drawn():
            rows = numbers().batch(
                2, per_batch_map=draw, python_multiprocessing=True, num_parallel_workers=1
            )
            rows = rows.create_tuple_iterator(num_epochs=1, output_numpy=True)
            found = [next(rows)[0].tolist() for _ in range(3)]
            with pytest.raises(RuntimeError, match=r"(?s)user defined.*ValueError: batch 3"):
                next(rows)
            return found

        assert drawn() == drawn()
    finally:
        ds.config.set_seed(5489)


def test_what_cannot_be_sent_runs_in_threads(caplog):
    import threading

    lock = threading.Lock()

    def function(x):
        with lock:
            return x

    assert mapped(function) == list(range(20))
    assert "cannot be sent to a process" in caplog.text


def test_a_process_that_dies_is_told():
    with pytest.raises(RuntimeError, match="exit code 3"):
        mapped(lambda x: os._exit(3), num_parallel_workers=1)


@pytest.fixture
def alias():
    before = "mindspore" in sys.modules
    msjax.install_as_mindspore()
    yield
    if not before:
        msjax.uninstall_as_mindspore()


@pytest.mark.usefixtures("alias")
def test_a_worker_imports_mindspore_where_the_program_does(tmp_path, monkeypatch):
    text = "from mindspore import dataset\n\ndef name(x):\n    return len(dataset.__name__) + x\n"
    (tmp_path / "uses_mindspore.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    from uses_mindspore import name

    monkeypatch.delitem(sys.modules, "uses_mindspore")
    assert mapped(name, num_parallel_workers=1)[:2] == [13, 14]


def test_a_process_can_be_ended_while_it_is_waited_for():
    def wait(item):
        threading.Event().wait()

    process = processes.Process(processes.pickled(wait), 0)
    errors = []

    def read():
        try:
            process.results([1])
        except RuntimeError as error:
            errors.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    process.close()
    thread.join()
    assert "a pipeline with python_multiprocessing=True ended" in errors[0]
