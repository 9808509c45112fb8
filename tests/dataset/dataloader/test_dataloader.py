"""The workers of `DataLoader`: copies of the dataset, errors, order, time.

Classes are made inside of functions: so workers need not import this module, and with it JAX.
"""

import logging
import threading

import numpy as np
import pytest

from msjax import Tensor
from msjax.dataset.dataloader import (
    DataLoader,
    TensorDataset,
    default_collate,
    get_worker_info,
)

pytest.importorskip("cloudpickle", reason="the extra `dataset` is not installed")


def rows(function, count):
    """Return a dataset of a function's results for the numbers of rows."""

    class Rows:
        def __init__(self):
            self.size = 5

        def __getitem__(self, index):
            return function(self, index)

        def __len__(self):
            return count

    return Rows()


def enlarge():
    def enlarge(worker):
        get_worker_info().dataset.size = 100 + worker

    return enlarge


def test_each_worker_has_its_dataset_its_turn_and_its_seed():
    def row(dataset, index):
        drawn = np.random.randint(1_000_000)
        return index, get_worker_info().id, dataset.size, drawn

    dataset = rows(row, 5)
    loader = DataLoader(
        dataset,
        2,
        num_workers=2,
        worker_init_fn=enlarge(),
        collate_fn=list,
        generator=np.random.default_rng(3),
    )
    batches = list(loader)
    assert [[part[:3] for part in batch] for batch in batches] == [
        [(0, 0, 100), (1, 0, 100)],
        [(2, 1, 101), (3, 1, 101)],
        [(4, 0, 100)],
    ]
    assert dataset.size == 5
    seed = int(np.random.default_rng(3).integers(0, 2**63, dtype=np.uint64))
    expected = [np.random.RandomState((seed + i) % 2**32).randint(1_000_000) for i in (0, 1)]
    assert [batch[0][3] for batch in batches[:2]] == expected


def test_errors_and_time_of_workers():
    def row(dataset, index):
        if index:
            threading.Event().wait()
        raise KeyError("boo")

    with pytest.raises(RuntimeError, match=r"worker 0 \(pid: \d+\) caught KeyError(.|\n)*'boo'"):
        list(DataLoader(rows(row, 1), 1, num_workers=1))
    with pytest.raises(RuntimeError, match=r"timed out waiting for data after 0\.01 seconds"):
        list(DataLoader(rows(row, 2), 1, sampler=[1], num_workers=1, timeout=0.01))


def test_workers_stay_for_the_next_pass_that_may_be_left_early():
    def row(dataset, index):
        dataset.size += 1
        return dataset.size

    loader = DataLoader(rows(row, 2), 1, num_workers=1, persistent_workers=True, collate_fn=list)
    assert [list(loader), list(loader)] == [[[6], [7]], [[8], [9]]]
    assert next(iter(loader)) == [10]
    assert next(iter(loader)) == [12]


def test_what_cannot_be_sent_is_read_by_threads(caplog):
    lock = threading.Lock()

    def row(dataset, index):
        with lock:
            return index, get_worker_info().id, dataset.size

    dataset = rows(row, 5)
    with caplog.at_level(logging.WARNING, "msjax"):
        loader = DataLoader(
            dataset, 2, num_workers=2, worker_init_fn=enlarge(), collate_fn=list, in_order=False
        )
        found = sorted(part for batch in loader for part in batch)
    assert found == [(i, i // 2 % 2, 100 + i // 2 % 2) for i in range(5)]
    assert "workers are threads" in caplog.text
    assert dataset.size == 5


def test_tensors_in_workers():
    dataset = TensorDataset(Tensor(np.arange(4)), Tensor(np.ones((4, 2), np.float32)))
    ((numbers, ones),) = DataLoader(dataset, 4, num_workers=1)
    assert isinstance(numbers, Tensor)
    assert numbers.asnumpy().tolist() == [0, 1, 2, 3]
    assert ones.shape == (4, 2)


def test_errors_say_what_to_do():
    with pytest.raises(RuntimeError, match=r"lengths are \[1, 2\].*collate_fn that pads"):
        default_collate([[1], [1, 2]])
    with pytest.raises(NotImplementedError, match="derives from IterableDataset"):
        DataLoader(iter([1]))
