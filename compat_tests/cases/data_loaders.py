"""`mindspore.dataset.dataloader`: batches, samplers, workers, and what is refused."""

from collections import namedtuple

import numpy as np
from mindspore import Tensor
from mindspore.dataset.dataloader import (
    BatchSampler,
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    RandomSampler,
    Sampler,
    SequentialSampler,
    TensorDataset,
    default_collate,
    default_convert,
    get_worker_info,
)

MODES = ("pynative",)
CASES = {}
Pair = namedtuple("Pair", "a b")


def _datasets():
    """Return classes that workers get by value, so that they need not import this module."""

    class Rows(Dataset):
        """Numbers."""

        def __init__(self, count=5):
            self.count = count

        def __getitem__(self, index):
            return index

        def __len__(self):
            return self.count

    class Stream(IterableDataset):
        """Numbers, a part of them in each worker."""

        def __init__(self, count=5):
            self.count = count

        def __iter__(self):
            info = get_worker_info()
            start, step = (0, 1) if info is None else (info.id, info.num_workers)
            return iter(range(start, self.count, step))

    class LongStream(Stream):
        """A stream with a length."""

        def __len__(self):
            return self.count

    class Broken(Rows):
        """Numbers, and an error."""

        def __getitem__(self, index):
            if index == 2:
                raise KeyError("boo")
            return index

    return Rows, Stream, LongStream, Broken


Rows, Stream, LongStream, Broken = _datasets()


def loaded(dataset, *arguments, **keywords):
    return list(DataLoader(dataset, *arguments, **keywords))


def both(iterable):
    return [list(iterable), len(iterable)]


def two_passes(iterable):
    return [list(iterable), list(iterable)]


def seeded():
    return np.random.default_rng(0)


def case(name, call):
    CASES[name] = call


for _name, _make in {
    "sequential": lambda: SequentialSampler(Rows()),
    "random_seeded": lambda: RandomSampler(Rows(), generator=seeded()),
    "random_replacement": lambda: RandomSampler(Rows(), True, 7, generator=seeded()),
    "random_more": lambda: RandomSampler(Rows(), num_samples=12, generator=seeded()),
    "random_fewer": lambda: RandomSampler(Rows(), num_samples=2, generator=seeded()),
    "batches": lambda: BatchSampler(range(5), 2, False),
    "batches_drop": lambda: BatchSampler(range(5), 2, True),
}.items():
    case(f"sampler_{_name}", lambda make=_make: both(make()))
for _arguments in (
    *({"replacement": 1}, {"num_samples": 0}, {"num_samples": 2.0}, {"generator": 3}),
    {"data_source": []},
):
    case(
        f"random_sampler_{_arguments}",
        lambda given=_arguments: list(RandomSampler(**{"data_source": Rows(), **given})),
    )


def _after_global_seed():
    np.random.seed(3)
    return list(RandomSampler(Rows()))


case("random_sampler_global_seed", _after_global_seed)
for _arguments in ((range(5), 0, False), (range(5), 2.0, False), (range(5), 2, 1), (3, 2, True)):
    case(f"batch_sampler_{_arguments}", lambda given=_arguments: list(BatchSampler(*given)))
for _shuffle in (True, False):
    for _drop in (True, False):
        for _rank in (0, 2):
            case(
                f"distributed_{_shuffle}_{_drop}_{_rank}",
                lambda given=(3, _rank, _shuffle, 5, _drop): both(
                    DistributedSampler(Rows(7), *given)
                ),
            )
for _arguments in ((), (3, 3), ("x", 0), (2, 0, 3)):
    case(
        f"distributed_arguments_{_arguments}",
        lambda given=_arguments: list(DistributedSampler(Rows(7), *given)),
    )


def _epochs():
    sampler = DistributedSampler(Rows(7), 3, 0, True, 5)
    before = list(sampler)
    sampler.set_epoch(1)
    return [before, list(sampler)]


case("distributed_epochs", _epochs)
case("distributed_few", lambda: list(DistributedSampler(Rows(1), 3, 2, False)))
case("base_sampler", lambda: iter(Sampler()))
case("base_dataset", lambda: Dataset()[0])
case("base_iterable", lambda: iter(IterableDataset()))
_tensors = (np.arange(6, dtype=np.float32).reshape(3, 2), np.array([1, 2, 3]))
case("tensors", lambda: TensorDataset(*map(Tensor, _tensors))[1])
case("tensors_slice", lambda: TensorDataset(*map(Tensor, _tensors))[0:2])
case("tensors_length", lambda: len(TensorDataset(*map(Tensor, _tensors))))
case("tensors_differ", lambda: TensorDataset(Tensor(_tensors[0]), Tensor([1])))
_STAY = ("complex", "sets", "bytes", "texts", "objects")  # rows that facts cannot say
for _name, _batch in {
    "ints": [1, 2],
    "floats": [1.0, 2.0],
    "mixed": [1, 2.0],
    "bools": [True, False],
    "strs": ["a", "b"],
    "bytes": [b"a"],
    "none": [None, None],
    "arrays": [np.ones(2, "i2"), np.zeros(2, "i2")],
    "scalars": [np.float32(1), np.float32(2)],
    "no_axis": [np.array(1), np.array(2)],
    "shapes": [np.ones(2), np.ones(3)],
    "texts": [np.array(["a"])],
    "objects": [np.array([None])],
    "tuples": [(1, 2.0), (3, 4.0)],
    "lists": [[1, 2], [3, 4]],
    "uneven": [[1], [1, 2]],
    "dicts": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
    "other_keys": [{"a": 1}, {"b": 2}],
    "named": [Pair(1, 2), Pair(3, 4)],
    "complex": [1j],
    "nested": [{"a": [(1, 2), (3, 4)]}] * 2,
    "ranges": [range(2), range(2)],
    "dtypes": [np.ones(2, "f4"), np.ones(2, "f8")],
    "sets": [{1}],
}.items():
    case(f"collate_{_name}", lambda batch=_batch: default_collate(batch))
    if _name not in (
        "complex",
        "sets",
        "bytes",
        "texts",
        "objects",
    ):  # these stay, and facts cannot say them
        case(f"convert_{_name}", lambda batch=_batch: default_convert(batch[0]))
case("collate_tensors", lambda: default_collate([Tensor([1, 2]), Tensor([3, 4])]))
case("collate_nothing", lambda: default_collate([]))
for _arguments in (
    *({}, {"batch_size": 2}, {"batch_size": 2, "drop_last": True}, {"batch_size": None}),
    *({"sampler": [3, 1, 0]}, {"batch_sampler": [[0, 1], [2]]}, {"batch_size": None}),
    *({"shuffle": True, "sampler": [1]}, {"batch_size": 2, "batch_sampler": [[1]]}),
    *({"shuffle": True, "batch_sampler": [[1]]}, {"drop_last": True, "batch_sampler": [[1]]}),
    *({"sampler": [1], "batch_sampler": [[1]]}, {"batch_size": None, "drop_last": True}),
    *({"batch_size": 0}, {"batch_size": "x"}, {"num_workers": -1}, {"num_workers": 1.5}),
    *({"timeout": -1}, {"timeout": 1}, {"timeout": "x"}, {"prefetch_factor": 2}),
    *({"prefetch_factor": 0, "num_workers": 1}, {"persistent_workers": True}, {"shuffle": 3}),
    *({"generator": 3}, {"pin_memory": 3}, {"pin_memory": True}, {"drop_last": 3}),
    *({"in_order": 3}, {"in_order": False}, {"multiprocessing_context": "spawn"}),
    *({"multiprocessing_context": "x", "num_workers": 1}, {"sampler": 3}, {"batch_sampler": 3}),
    {"multiprocessing_context": 3, "num_workers": 1},
):
    case(f"loader_{_arguments}", lambda given=_arguments: loaded(Rows(), **given))
case("loader_lengths", lambda: [len(DataLoader(Rows(), size)) for size in (1, 2, None)])
case("loader_seeded", lambda: two_passes(DataLoader(Rows(), 2, True, generator=seeded())))
case("loader_collate", lambda: loaded(Rows(), 2, collate_fn=tuple))
case("loader_collate_rows", lambda: loaded(Rows(), None, collate_fn=lambda row: (row,)))
case("loader_list", lambda: loaded([1, 2.5], None))
case("loader_array", lambda: loaded(np.arange(6).reshape(3, 2), 2))
case("loader_of_nothing", lambda: loaded(3))
case("loader_broken", lambda: loaded(Broken(), 2))
for _arguments in (
    *({"batch_size": 2}, {"batch_size": None}, {"batch_size": 2, "drop_last": True}),
    *({"shuffle": True}, {"sampler": [1]}, {"batch_sampler": [[1]]}, {"shuffle": False}),
):
    case(f"stream_{_arguments}", lambda given=_arguments: loaded(Stream(), **given))
case("stream_length", lambda: len(DataLoader(LongStream(), 2)))
case("stream_no_length", lambda: len(DataLoader(Stream(), 2)))
case("no_worker", get_worker_info)
case("workers", lambda: loaded(Rows(), 2, num_workers=2))
case("workers_stream", lambda: loaded(LongStream(), 2, num_workers=3))
case(
    "workers_seeded",
    lambda: two_passes(
        DataLoader(Rows(), 2, True, generator=seeded(), num_workers=1, persistent_workers=True)
    ),
)
