"""MindDataset and TFRecordDataset: columns, order, shards, samplers, padding, errors."""

import numpy as np
from mindspore import dataset as ds
from mindspore import dtype as mstype

from compat_tests.dataset_files import described, rows, seeded, tfrecord, write, write_json
from compat_tests.mindrecord_files import write_records

MODES = ("pynative",)
CASES = {}

_SCHEMA = {
    "x": {"type": "int32"},
    "d": {"type": "bytes"},
    "s": {"type": "string"},
    "v": {"type": "float32", "shape": [2]},
}
_TWO = ["q", "m0", "m1"]


def _row(i):
    return {"x": i, "d": b"ab%d" % i, "s": f"é{i}\0", "v": np.array([i, i + 0.5], np.float32)}


def _files():
    write_records("m", _SCHEMA, [_row(i) for i in range(10)], 2)
    write_records("q", _SCHEMA, [_row(i) for i in range(100, 104)])


def record_case(name, call):
    @seeded
    def case():
        _files()
        return call()

    CASES[name] = case


def xs(files="m0", repeats=2, **arguments):
    pipe = ds.MindDataset(files, **arguments).repeat(repeats)
    return [row["x"][2] for row in rows(pipe)]


def pads(count, **arguments):
    sample = {"x": -1, "d": b"pad", "s": "pad", "v": np.zeros(2, np.float32)}
    return ds.MindDataset("q", padded_sample=sample, num_padded=count, **arguments)


record_case("described", lambda: described(ds.MindDataset("m0", shuffle=False)))
record_case("padding", lambda: rows(pads(2, columns_list=["s", "x", "v", "d"], shuffle=False)))
record_case("columns", lambda: rows(ds.MindDataset("q", ["v", "x"], shuffle=False)))
for _files_ in ("m0", "m1", ["m1"], ["m1", "m0"], _TWO):
    record_case(f"order_{_files_}", lambda files=_files_: xs(files, shuffle=False))
for _mode in (None, True, False, *ds.Shuffle):
    for _name in ("q", _TWO):
        for _shards in (1,) if _mode is ds.Shuffle.PARTIAL else (1, 3):
            record_case(
                f"shuffle_{_mode}_{len(_name)}_{_shards}",
                lambda mode=_mode, name=_name, shards=_shards: [
                    xs(name, 3, shuffle=mode, num_shards=shards, shard_id=i) for i in range(shards)
                ],
            )
for _n in (0, 3, 20):
    record_case(f"samples_{_n}", lambda n=_n: xs(num_samples=n, shuffle=False))
    record_case(
        f"samples_of_a_shard_{_n}", lambda n=_n: xs(num_samples=n, num_shards=3, shard_id=1)
    )
record_case("samples_shuffled", lambda: xs(num_samples=4))
record_case(
    "sizes",
    lambda: [
        ds.MindDataset("m0", **arguments).get_dataset_size()
        for arguments in (
            {},
            {"num_samples": 3},
            {"num_shards": 3, "shard_id": 0},
            {"num_shards": 4, "shard_id": 0, "num_samples": 2},
        )
    ],
)
_SAMPLERS = {
    "sequential": lambda: ds.SequentialSampler(2, 3),
    "random": ds.RandomSampler,
    "replacement": lambda: ds.RandomSampler(True, 12),
    "subset_random": lambda: ds.SubsetRandomSampler([1, 3, 5, 7]),
    "subset_random_two": lambda: ds.SubsetRandomSampler([1, 3, 5, 7], 2),
    "subset": lambda: ds.SubsetSampler([5, 1]),
    "distributed": lambda: ds.DistributedSampler(2, 1, False),
    "distributed_shuffled": lambda: ds.DistributedSampler(2, 1, True),
    "class_unknown": lambda: ds.PKSampler(1),
    "weighted": lambda: ds.WeightedRandomSampler([1.0] * 10),
}
for _name, _sampler in _SAMPLERS.items():
    record_case(f"sampler_{_name}", lambda sampler=_sampler: xs(repeats=3, sampler=sampler()))
record_case("padded", lambda: rows(pads(3, columns_list=["x", "d"], shuffle=False)))
record_case("padded_size", lambda: pads(3, columns_list=["x"]).get_dataset_size())
record_case(
    "padded_in_shards",
    lambda: [
        [row["x"][2] for row in rows(pads(2, columns_list=["x"], num_shards=2, shard_id=i))]
        for i in range(2)
    ],
)
record_case(
    "padded_uneven",
    lambda: rows(pads(3, columns_list=["x"], num_shards=2, shard_id=0)),
)
_WRONG = {
    "padded_no_number": {"columns_list": ["x"], "padded_sample": {"x": 1}},
    "padded_no_sample": {"num_padded": 3},
    "padded_no_columns": {"padded_sample": {"x": 1}, "num_padded": 3},
    "padded_no_column": {"columns_list": ["x"], "padded_sample": {}, "num_padded": 3},
    "padded_negative": {"columns_list": ["x"], "padded_sample": {"x": 1}, "num_padded": -3},
    "columns_str": {"columns_list": "x"},
    "shuffle_str": {"shuffle": "x"},
    "num_samples_str": {"num_samples": "x"},
    "num_samples_negative": {"num_samples": -1},
    "workers_none": {"num_parallel_workers": 0},
    "shards_alone": {"num_shards": 2},
    "shard_alone": {"shard_id": 0},
    "shard_too_large": {"num_shards": 2, "shard_id": 2},
    "cache_int": {"cache": 3},
    "sampler_list": {"sampler": [1, 2]},
}
for _name, _arguments in _WRONG.items():
    record_case(f"wrong_{_name}", lambda arguments=_arguments: ds.MindDataset("q", **arguments))
record_case("wrong_sampler_and_shuffle", lambda: xs(sampler=ds.RandomSampler(), shuffle=True))
record_case("wrong_sampler_and_samples", lambda: xs(sampler=ds.RandomSampler(), num_samples=1))
record_case("wrong_unknown_column", lambda: rows(ds.MindDataset("q", ["nope"])))
record_case("wrong_missing_file", lambda: ds.MindDataset("/nope"))
record_case("wrong_file_class", lambda: ds.MindDataset(3))


def _example(i):
    return {"i": [i, -i], "f": np.array([i / 2]), "b": [b"ab%d" % i], "n": [i]}


def _examples():
    tfrecord("t/a.tf", map(_example, range(5)))
    tfrecord("t/b.tf", map(_example, range(10, 13)))
    tfrecord("t/c.tf", [_example(20)])
    for kind in ("GZIP", "ZLIB"):
        tfrecord(f"t/{kind}", map(_example, range(3)), kind)
    tfrecord("t/ragged", [{"v": [1, 2]}, {"v": [3]}])
    tfrecord("t/gap", [{"v": [1, 2]}, {}])
    write("t/bad", b"hello world this is no record")
    write("t/empty", b"")
    with open("t/c.tf", "rb") as file:
        write("t/cut", file.read()[:-6])
    columns = {"n": {"type": "int64", "rank": 0}, "i": {"type": "int32", "rank": 1, "shape": [2]}}
    write_json("schema.json", {"datasetType": "TF", "numRows": 2, "columns": columns})


_FILES = ["t/b.tf", "t/a.tf", "t/c.tf"]


def example_case(name, call):
    @seeded
    def case():
        _examples()
        return call()

    CASES[f"tf_{name}"] = case


def ns(files=None, repeats=1, **arguments):
    pipe = ds.TFRecordDataset(files or _FILES, **{"shuffle": False, **arguments}).repeat(repeats)
    return [row["n"][2] for row in rows(pipe)]


def with_schema(**columns):
    schema = ds.Schema()
    for name, description in columns.items():
        schema.add_column(name, *description)
    return rows(ds.TFRecordDataset("t/c.tf", schema=schema))


example_case("described", lambda: described(ds.TFRecordDataset("t/c.tf")))
example_case("columns", lambda: rows(ds.TFRecordDataset("t/c.tf", columns_list=["n", "b"])))
for _mode in (False, True, None, ds.Shuffle.GLOBAL, ds.Shuffle.FILES):
    example_case(f"shuffle_{_mode}", lambda mode=_mode: ns(repeats=3, shuffle=mode))
for _equal in (False, True):
    for _shards in (2, 3, 4):
        for _mode in (False, ds.Shuffle.FILES):
            example_case(
                f"shards_{_shards}_{_equal}_{_mode}",
                lambda equal=_equal, shards=_shards, mode=_mode: [
                    [
                        ns(repeats=2, shuffle=mode, **part),
                        ds.TFRecordDataset(_FILES, **part).get_dataset_size(),
                    ]
                    for i in range(shards)
                    for part in [{"num_shards": shards, "shard_id": i, "shard_equal_rows": equal}]
                ],
            )
example_case("samples", lambda: [ns(num_samples=4), ns(num_samples=2, num_shards=2, shard_id=1)])
example_case("schema_file", lambda: rows(ds.TFRecordDataset(_FILES, "schema.json", shuffle=False)))
example_case("gzip", lambda: ns("t/GZIP", compression_type="GZIP"))
example_case("zlib", lambda: ns("t/ZLIB", compression_type="ZLIB"))
example_case("ragged", lambda: rows(ds.TFRecordDataset("t/ragged", shuffle=False)))
_COLUMNS = {
    "types": {"i": (mstype.int64, [-1]), "b": (mstype.string, [1]), "f": (mstype.float64, [1])},
    "text": {"b": (mstype.string, [])},
    "bytes": {"b": (mstype.uint8,)},
    "bytes_shaped": {"b": (mstype.uint8, [2, 2])},
    "no_shape": {"i": (mstype.int64,), "f": (mstype.float32,)},
    "narrow": {"i": (mstype.int8, [2]), "n": (mstype.bool_, [1]), "f": (mstype.float16, [1])},
    "scalar": {"n": (mstype.int32, [])},
    "wrong_shape": {"i": (mstype.int64, [3])},
    "wrong_bytes": {"b": (mstype.uint8, [1])},
    "unknown": {"zz": (mstype.int64, [2])},
}
for _name, _arguments in _COLUMNS.items():
    example_case(f"schema_{_name}", lambda columns=_arguments: with_schema(**columns))
for _name in ("bad", "empty", "cut", "gap", "GZIP"):
    example_case(f"file_{_name}", lambda name=_name: rows(ds.TFRecordDataset(f"t/{name}")))
example_case("wrong_compression", lambda: ns("t/GZIP", compression_type="ZLIB"))
example_case("unknown_compression", lambda: ns(compression_type="X"))
example_case("unknown_column", lambda: rows(ds.TFRecordDataset("t/c.tf", columns_list=["nope"])))
example_case("schema_int", lambda: ds.TFRecordDataset("t/c.tf", schema=3))
for _value in ("nope", [], 3):
    example_case(f"files_{_value}", lambda value=_value: ds.TFRecordDataset(value))
