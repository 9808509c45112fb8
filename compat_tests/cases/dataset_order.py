"""The order of rows under a seed: samplers, buffers, splits, several epochs."""

import tempfile
from pathlib import Path

import mindspore as ms
import numpy as np
from mindspore import dataset as ds


def numbers(count, **arguments):
    return ds.GeneratorDataset([np.array(i) for i in range(count)], ["n"], **arguments)


def in_order(count):
    return numbers(count, shuffle=False)


def values(pipeline, epochs=3):
    rows = pipeline.create_tuple_iterator(num_epochs=epochs, output_numpy=True)
    return [[row[0].tolist() for row in rows] for _ in range(epochs)]


def restoring(call):
    """Return a case that leaves the settings of pipelines as they were."""

    def case():
        config = ds.config
        before = config.get_seed(), config.get_num_parallel_workers()
        config.set_num_parallel_workers(1)
        try:
            return call()
        finally:
            config.set_seed(before[0])
            config.set_num_parallel_workers(before[1])

    return case


def seeded(make, epochs=3, seed=58):
    def case():
        ds.config.set_seed(seed)
        return values(make(), epochs)

    return case


def sampled(make, count=10):
    return seeded(lambda: numbers(count, sampler=make()))


def child(sampler, of):
    sampler.add_child(of)
    return sampler


class Backwards(ds.Sampler):
    def __iter__(self):
        yield from range(self.dataset_size - 1, -1, -2)


WEIGHTS = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
SAMPLERS = {
    "sequential": lambda: ds.SequentialSampler(3, 5),
    "random": lambda: ds.RandomSampler(),
    "random_some": lambda: ds.RandomSampler(num_samples=6),
    "random_replacement": lambda: ds.RandomSampler(replacement=True, num_samples=6),
    "subset": lambda: ds.SubsetSampler([4, 0, 7]),
    "subset_some": lambda: ds.SubsetSampler([4, 0, 7], 2),
    "subset_random": lambda: ds.SubsetRandomSampler([1, 3, 5, 7, 9]),
    "weighted": lambda: ds.WeightedRandomSampler(WEIGHTS, 5),
    "weighted_all": lambda: ds.WeightedRandomSampler(WEIGHTS),
    "weighted_once": lambda: ds.WeightedRandomSampler(WEIGHTS, 5, replacement=False),
    "weighted_some_zero": lambda: ds.WeightedRandomSampler([0, 1, 0, 2, 5], 6),
    "iterable": lambda: ds.IterSampler([5, 5, 2]),
    "own": Backwards,
    "own_some": lambda: Backwards(2),
    "list": lambda: [9, 8],
    "random_of_some": lambda: child(ds.RandomSampler(), ds.SequentialSampler(2, 5)),
    "some_of_random": lambda: child(ds.SequentialSampler(2, 5), ds.RandomSampler()),
    "shard_of_subset": lambda: child(
        ds.DistributedSampler(2, 1, shuffle=False), ds.SubsetSampler([8, 6, 4, 2, 0])
    ),
}
for _shard in range(3):
    SAMPLERS |= {
        f"shard_{_shard}": lambda i=_shard: ds.DistributedSampler(3, i),
        f"shard_in_order_{_shard}": lambda i=_shard: ds.DistributedSampler(3, i, shuffle=False),
        f"shard_some_{_shard}": lambda i=_shard: ds.DistributedSampler(3, i, False, 2),
        f"shard_offset_{_shard}": lambda i=_shard: ds.DistributedSampler(3, i, False, None, 1),
    }


def large():
    """Return some of a shuffle of so many rows that it draws otherwise."""
    ds.config.set_seed(7)
    order = values(ds.NumpySlicesDataset(np.arange(70000), ["n"]).batch(10000), 1)[0]
    return order[0][:20], order[-1][-20:]


def split_case(sizes, randomize=True, after=lambda pipeline: pipeline, first=lambda p: p):
    def case():
        ds.config.set_seed(5)
        return [values(after(part), 2) for part in first(in_order(10)).split(sizes, randomize)]

    return case


def concat_sampled(sampler, sources=None):
    def case():
        ds.config.set_seed(3)
        first, second = sources() if sources else (in_order(7), in_order(3))
        joined = first + second
        joined.use_sampler(sampler())
        return values(joined), joined.get_dataset_size()

    return case


def generators():
    def rows(start, stop):
        return lambda: ((np.array(i),) for i in range(start, stop))

    def source(*bounds):
        return ds.GeneratorDataset(rows(*bounds), ["n"])

    return source(1, 6), source(11, 14)


def flipped(count, workers, after=lambda pipeline: pipeline):
    """Return which of some images a random operation flips, in epochs, with several workers."""

    def case():
        ds.config.set_seed(7)
        image = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
        pipeline = ds.GeneratorDataset([image] * count, ["n"], shuffle=False)
        flip = ds.vision.RandomHorizontalFlip()
        pipeline = after(pipeline.map(flip, num_parallel_workers=workers))
        rows = pipeline.create_tuple_iterator(num_epochs=3, output_numpy=True)
        return [[int(row[0][0, 0, 0] != 0) for row in rows] for _ in range(3)]

    return case


def classes(**arguments):
    def case():
        with tempfile.TemporaryDirectory() as folder:
            for name, count in (("a", 3), ("b", 5), ("c", 2)):
                (Path(folder) / name).mkdir()
                for i in range(count):
                    (Path(folder) / name / f"{i}.png").write_bytes(bytes([i]))
            ds.config.set_seed(21)
            pipeline = ds.ImageFolderDataset(folder, sampler=ds.PKSampler(**arguments))
            rows = pipeline.create_tuple_iterator(num_epochs=3, output_numpy=True)
            found = [[[int(x.ravel()[0]) for x in row] for row in rows] for _ in range(3)]
            return found, pipeline.get_dataset_size()

    return case


def of_everything():
    ms.set_seed(11)
    return ds.config.get_seed(), values(numbers(8), 2)


def of_default_workers():
    ds.config.set_seed(5)
    return values(numbers(8).map(lambda x: x).batch(3), 2)


def of_two_iterators():
    ds.config.set_seed(5)
    pipeline = numbers(6)
    return values(pipeline, 2), values(pipeline, 2)


CASES = {
    "set_seed": of_everything,
    "default_workers_do_not_matter": of_default_workers,
    "two_iterators_of_one_pipeline": of_two_iterators,
    **{f"sampler_{name}": sampled(make) for name, make in SAMPLERS.items()},
    **{f"shuffled_{n}": seeded(lambda n=n: numbers(n, shuffle=True), 4) for n in (1, 2, 3, 5, 9)},
    "shuffled_some": seeded(lambda: numbers(5, shuffle=True, num_samples=3)),
    "shuffled_by_default": seeded(lambda: numbers(6)),
    "shards_shuffled": seeded(lambda: numbers(7, num_shards=2, shard_id=1)),
    "many": large,
    **{
        f"buffer_{n}_{size}": seeded(lambda n=n, size=size: in_order(n).shuffle(size), 4)
        for n, size in ((10, 4), (10, 100), (3, 2), (1, 2), (400, 50))
    },
    "buffer_then_take": seeded(lambda: in_order(10).shuffle(5).take(3)),
    "buffer_of_shuffled": seeded(lambda: numbers(10).shuffle(5)),
    "buffer_repeated": seeded(lambda: in_order(5).shuffle(3).repeat(2)),
    "repeat_then_batch": seeded(lambda: numbers(5).repeat(2).batch(3), 2),
    "repeat_of_repeat": seeded(lambda: numbers(3).repeat(2).repeat(2), 2),
    "skip_of_shuffled": seeded(lambda: numbers(6).skip(2)),
    "zip_of_shuffled": seeded(
        lambda: ds.zip((numbers(6), numbers(6).rename("n", "m"))).project(["m"])
    ),
    "concat_of_shuffled": seeded(lambda: numbers(4) + numbers(3)),
    **{f"workers_{n}_{w}": flipped(n, w) for n, w in ((5, 1), (5, 2), (6, 2), (12, 2))},
    "workers_repeat": flipped(5, 2, lambda p: p.repeat(2)),
    "workers_take": flipped(9, 2, lambda p: p.take(3)),
    "classes": classes(num_val=2),
    "classes_shuffled": classes(num_val=3, shuffle=True),
    "classes_some": classes(num_val=2, num_samples=3),
    "split": split_case([6, 4]),
    "split_in_order": split_case([6, 4], randomize=False),
    "split_fractions": split_case([0.33, 0.33, 0.34]),
    "split_after_map": split_case([0.6, 0.4], first=lambda p: p.map(lambda x: x)),
    "split_then_shuffle": split_case([5, 5], after=lambda p: p.shuffle(4)),
    "concat_random": concat_sampled(ds.RandomSampler),
    **{
        f"concat_shard_{i}": concat_sampled(lambda i=i: ds.DistributedSampler(3, i, False))
        for i in range(3)
    },
    **{
        f"concat_of_generators_{i}": concat_sampled(
            lambda i=i: ds.DistributedSampler(3, i, False), generators
        )
        for i in range(3)
    },
}
CASES = {name: restoring(call) for name, call in CASES.items()}
MODES = ("pynative",)
