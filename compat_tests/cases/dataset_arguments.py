"""Arguments that data sets refuse: the classes of the errors."""

import mindspore as ms
from mindspore import dataset as ds

config = ds.config


def one(**arguments):
    return ds.GeneratorDataset([1], ["a"], **arguments)


def refused(*calls):
    return {f"{i}": call for i, call in enumerate(calls)}


def rows():
    yield 1


_GROUPS = {
    "batch": refused(
        lambda: one().batch(0),
        lambda: one().batch("x"),
        lambda: one().batch(2.0),
        lambda: one().batch(2, "x"),
        lambda: one().batch(2, input_columns=["a"]),
        lambda: one().batch(2, foo=1),
        lambda: one().batch(2, per_batch_map=lambda a: a, input_columns=["a"]),
        lambda: one().batch(lambda: 2),
        lambda: one().padded_batch(2, pad_info=[1]),
        lambda: one().padded_batch(2, pad_info={"a": 3}),
        lambda: one().batch(2, num_parallel_workers=0),
        lambda: one().batch(2, max_rowsize="x"),
    ),
    "buckets": refused(
        lambda: one().bucket_batch_by_length("a", [3], [1, 1]),
        lambda: one().bucket_batch_by_length(["a", "b"], [3], [1, 1]),
        lambda: one().bucket_batch_by_length(["a"], [], [1]),
        lambda: one().bucket_batch_by_length(["a"], [3, 3], [1, 1, 1]),
        lambda: one().bucket_batch_by_length(["a"], [3], [1]),
        lambda: one().bucket_batch_by_length(["a"], [3.0], [1, 1]),
        lambda: one().bucket_batch_by_length(["a"], [3], [1, 0]),
    ),
    "map": refused(
        lambda: one().map(3),
        lambda: one().map(int.__class__),
        lambda: one().map(lambda x: x, input_columns=["a", "a"]),
        lambda: one().map(lambda x: x, input_columns=""),
        lambda: one().map(lambda x: x, foo=1),
        lambda: one().map(ms.nn.ReLU()),
        lambda: one().map(ms.ops.ReLU()),
        lambda: one().map(lambda x: x, callbacks=[3]),
        lambda: one().map(lambda x: x, python_multiprocessing=1),
        lambda: one().filter(3),
        lambda: one().flat_map(3),
        lambda: one().flat_map(lambda x: x),
        lambda: one().apply(3),
        lambda: one().apply(lambda x: 3),
    ),
    "rows": refused(
        lambda: one().shuffle(1),
        lambda: one().shuffle("x"),
        lambda: one().repeat(0),
        lambda: one().repeat("x"),
        lambda: one().skip(-1),
        lambda: one().take(0),
        lambda: one().take("x"),
        lambda: one().split([]),
        lambda: one().split([3, 3]),
        lambda: one().split([0.5, 0.6]),
        lambda: one().split([1, 0.5]),
        lambda: one().split([-1, 2]),
        lambda: one().split((1,)),
    ),
    "joining": refused(
        lambda: ds.zip([one()]),
        lambda: ds.zip((one(),)),
        lambda: ds.zip((one(), 3)),
        lambda: one().zip(3),
        lambda: one() + 3,
        lambda: one().concat([3]),
        lambda: one() + one().skip(5),
        lambda: one().rename("a", ["b", "c"]),
        lambda: one().project([]),
        lambda: one().sync_update("x"),
        lambda: one().sync_wait(3),
        lambda: one().sync_wait("x", 0),
        lambda: one().sync_wait("x").sync_wait("x"),
        lambda: one().sync_wait("x").shuffle(3),
        lambda: (one() + one()).use_sampler(ds.SequentialSampler()),
        lambda: (one() + one()).use_sampler(ds.DistributedSampler(2, 0)),
        lambda: (one() + one()).use_sampler(ds.RandomSampler(True)),
    ),
    "iterators": refused(
        lambda: one().create_dict_iterator(num_epochs=0),
        lambda: one().create_dict_iterator(num_epochs="x"),
        lambda: one().create_dict_iterator(num_epochs=-2),
        lambda: one().create_dict_iterator(output_numpy=3),
        lambda: one().create_tuple_iterator(columns=[]),
        lambda: one().create_tuple_iterator(columns=["q"]),
    ),
    "source": refused(
        lambda: ds.GeneratorDataset(3, ["a"]),
        lambda: ds.GeneratorDataset([1]),
        lambda: ds.GeneratorDataset([1], []),
        lambda: ds.GeneratorDataset([1], ["a", "a"]),
        lambda: one(num_shards=2),
        lambda: one(num_shards=2, shard_id=2),
        lambda: one(num_shards="x", shard_id=0),
        lambda: one(sampler=3),
        lambda: one(sampler=ds.PKSampler(1)),
        lambda: one(sampler=ds.RandomSampler(), shuffle=True),
        lambda: one(num_samples=-1),
        lambda: one(num_samples="x"),
        lambda: one(shuffle=3),
        lambda: one(schema=3),
        lambda: one(column_types=3),
        lambda: one(batch_sampler=[[0]], shuffle=True),
        lambda: one(collate_fn=lambda x: x),
        lambda: ds.GeneratorDataset(rows, ["a"], sampler=[0]),
        lambda: ds.GeneratorDataset(rows, ["a"], num_shards=2, shard_id=0),
        lambda: ds.NumpySlicesDataset([]),
        lambda: ds.NumpySlicesDataset(3),
        lambda: ds.NumpySlicesDataset(([1], [1, 2])),
        lambda: ds.NumpySlicesDataset([1], ["a", "b"]),
        lambda: ds.PaddedDataset([]),
        lambda: ds.PaddedDataset([3]),
        lambda: ds.Schema("no such file"),
        lambda: ds.Schema().add_column("x", "complex128"),
        lambda: ds.Schema().add_column("", "int32"),
    ),
    "samplers": refused(
        lambda: ds.SequentialSampler("x"),
        lambda: ds.SequentialSampler(num_samples=-1),
        lambda: ds.RandomSampler(3),
        lambda: ds.RandomSampler(shuffle="x"),
        lambda: ds.DistributedSampler("x", 0),
        lambda: ds.DistributedSampler(2, 0, "x"),
        lambda: ds.DistributedSampler(2, 0, offset="x"),
        lambda: ds.PKSampler("x"),
        lambda: ds.PKSampler(1, 3),
        lambda: ds.SubsetSampler(["x"]),
        lambda: ds.SubsetSampler("x"),
        lambda: ds.WeightedRandomSampler(["x"]),
        lambda: ds.WeightedRandomSampler([1.0], replacement=3),
        lambda: list(one(sampler=ds.WeightedRandomSampler([1.0, 2.0]))),
        lambda: list(one(sampler=ds.WeightedRandomSampler([0.0]))),
        lambda: list(one(sampler=ds.DistributedSampler(2, 3))),
    ),
    "config": refused(
        lambda: config.set_seed(-1),
        lambda: config.set_seed("x"),
        lambda: config.set_seed(2**32),
        lambda: config.set_prefetch_size(0),
        lambda: config.set_prefetch_size(True),
        lambda: config.set_num_parallel_workers(0),
        lambda: config.set_num_parallel_workers("x"),
        lambda: config.set_numa_enable(3),
        lambda: config.set_monitor_sampling_interval(0),
        lambda: config.set_callback_timeout(0),
        lambda: config.set_auto_num_workers(3),
        lambda: config.set_enable_autotune(3),
        lambda: config.set_autotune_interval(-1),
        lambda: config.set_enable_shared_mem(3),
        lambda: config.set_sending_batches("x"),
        lambda: config.set_auto_offload(3),
        lambda: config.set_enable_watchdog(3),
        lambda: config.set_multiprocessing_timeout_interval(0),
        lambda: config.set_dynamic_shape(3),
        lambda: config.set_fast_recovery(3),
        lambda: config.set_debug_mode(3),
        lambda: config.set_error_samples_mode(3),
        lambda: config.set_iterator_mode(3),
        lambda: config.set_multiprocessing_start_method("x"),
        lambda: config.set_video_backend("x"),
    ),
}


def case_defaults():
    return [
        config.get_prefetch_size(),
        config.get_callback_timeout(),
        config.get_monitor_sampling_interval(),
        config.get_autotune_interval(),
        config.get_multiprocessing_timeout_interval(),
        config.get_enable_watchdog(),
        config.get_fast_recovery(),
        config.get_iterator_mode(),
        config.get_multiprocessing_start_method(),
        config.get_video_backend(),
        config.get_error_samples_mode().name,
    ]


CASES = {f"{group}_{i}": call for group, calls in _GROUPS.items() for i, call in calls.items()}
MODES = ("pynative",)
