"""What rows become: dtypes, shapes, names and numbers of columns, sizes; and what fails."""

import mindspore as ms
import numpy as np
from mindspore import Tensor
from mindspore import dataset as ds


def source(rows, names="a", **arguments):
    return ds.GeneratorDataset(list(rows), list(names), shuffle=False, **arguments)


def arrays(pipeline, epochs=1):
    """Return the rows as NumPy arrays; texts as lists, with their kind."""
    rows = pipeline.create_tuple_iterator(num_epochs=epochs, output_numpy=True)
    return [[list(map(plain, row)) for row in rows] for _ in range(epochs)]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(plain, value))
    return [value.dtype.str, value.tolist()] if value.dtype.kind in "US" else value


def tensors(pipeline):
    return [
        {name: value if isinstance(value, Tensor) else plain(value) for name, value in row.items()}
        for row in pipeline.create_dict_iterator(num_epochs=1)
    ]


def rows_of(*rows, names="a"):
    return lambda: arrays(source(rows, names))


def mapped(function, *inputs, rows=((1, 2),), names="ab", **arguments):
    def case():
        pipeline = source(rows, names).map(function, *inputs, **arguments)
        return pipeline.get_col_names(), arrays(pipeline)

    return case


def generator():
    for i in range(3):
        yield np.array(i), np.full(2, i, np.float32)


class Failing:
    def __getitem__(self, i):
        if i == 1:
            raise ValueError("row 1")
        return i

    def __len__(self):
        return 3


class Endless:
    def __getitem__(self, i):
        return i


def case_function():
    pipeline = ds.GeneratorDataset(generator, ["a", "b"])
    return arrays(pipeline, 2), pipeline.get_dataset_size(), pipeline.output_shapes()


def case_generator_object():
    return arrays(ds.GeneratorDataset(generator(), ["a", "b"]), 2)


def case_tensors():
    rows = [("s", 1, 2.5, {"q": [1, 2.0]}, np.float16(3), True)]
    return tensors(source(rows, "abcdef"))


def case_tuples_are_lists():
    return [type(row) for row in source([1, 2])]


def case_columns_of_tuples():
    pipeline = source([(1, 2, 3)], "abc")
    rows = pipeline.create_tuple_iterator(["c", "a"], num_epochs=1, output_numpy=True)
    return [[value.tolist() for value in row] for row in rows]


def case_slices_dict():
    pipeline = ds.NumpySlicesDataset({"a": [1, 2], "b": [3.0, 4]}, shuffle=False)
    return pipeline.get_col_names(), arrays(pipeline)


def case_slices_tuple():
    pipeline = ds.NumpySlicesDataset((np.eye(2, dtype=np.float32), [3, 4]), shuffle=False)
    return pipeline.get_col_names(), arrays(pipeline)


def case_slices_list():
    return arrays(ds.NumpySlicesDataset([[1, 2], [3, 4]], shuffle=False))


def case_padded():
    return arrays(ds.PaddedDataset([{"a": np.zeros(1)}, {"a": np.ones(2)}]))


def case_random():
    schema = ds.Schema()
    schema.add_column("x", ms.int32, [2])
    schema.add_column("y", "uint8", [])
    before = ds.config.get_seed(), ds.config.get_num_parallel_workers()
    ds.config.set_seed(3)
    ds.config.set_num_parallel_workers(1)
    try:
        return arrays(ds.RandomDataset(4, schema=schema), 2)
    finally:
        ds.config.set_seed(before[0])
        ds.config.set_num_parallel_workers(before[1])


def case_getitem():
    return [int(source([5, 6, 7])[i]) for i in (0, 2)]


def case_types_and_shapes():
    rows = [(np.ones(2, np.float16), np.uint8(1), True, "text", b"bytes")]
    pipeline = source(rows, "abcde")
    return [t.str for t in pipeline.output_types()], pipeline.output_shapes()


def case_estimated_shapes():
    pipeline = source([np.ones((2, 3)), np.ones((3, 3))])
    return pipeline.output_shapes(estimate=True)


def case_sizes():
    def p():
        return source([1, 2, 3])

    return [
        p().take(9).get_dataset_size(),
        p().skip(9).get_dataset_size(),
        p().batch(2).get_dataset_size(),
        p().batch(2, True).get_dataset_size(),
        p().repeat(3).batch(2).get_dataset_size(),
        p().filter(lambda x: x > 1).get_dataset_size(),
        p().repeat().get_dataset_size(),
        len(p()),
        ds.zip((p(), source([1, 2], "b"))).get_dataset_size(),
        (p() + p().skip(1)).get_dataset_size(),
    ]


def case_counts():
    def p():
        return source([1, 2, 3, 4])

    return [
        p().batch(2).get_batch_size(),
        p().batch(2).repeat(3).get_batch_size(),
        p().get_batch_size(),
        p().batch(lambda info: 2).get_batch_size(),
        p().repeat(3).get_repeat_count(),
        p().repeat(2).repeat(3).get_repeat_count(),
        p().get_repeat_count(),
        p().num_classes(),
        p().get_class_indexing(),
        p().input_indexs,
    ]


def case_flat_map():
    return arrays(source([1, 2]).flat_map(lambda a: source([int(a), int(a) * 10])))


def case_apply():
    return arrays(source([1, 2, 3]).apply(lambda p: p.batch(2)))


def case_schema():
    schema = ds.Schema()
    schema.add_column("x", ms.float32, [2, 3])
    schema.add_column("y", "int64")
    return schema.to_json().split()


def case_source_is_not_changed():
    data = np.zeros((2, 3))

    def change(x):
        x += 1
        return x

    pipeline = ds.NumpySlicesDataset(data, ["a"], shuffle=False).map(change)
    return arrays(pipeline), data


CASES = {
    "int": rows_of(1, 2),
    "float": rows_of(1.5, 2),
    "bool": rows_of(True, False),
    "text": rows_of("a", "bcd"),
    "bytes": rows_of(b"a", b"bcd"),
    "texts": rows_of((np.array(["a", "bcd"]),)),
    "list_is_columns": rows_of([1, 2.0, "x"], names="abc"),
    "tuple_of_list": rows_of(([1, 2, 3],)),
    "float16": rows_of(np.float16(1)),
    "int32": rows_of(np.int32(3)),
    "dict": rows_of(({"x": 1},)),
    "bare_dict": rows_of({"x": 1}),
    "tensor": lambda: arrays(source([Tensor([1.0, 2])])),
    "two_axes": lambda: arrays(source(np.arange(6).reshape(3, 2))),
    "num_samples": lambda: arrays(source([1, 2, 3], num_samples=2)),
    "num_samples_of_function": lambda: arrays(
        ds.GeneratorDataset(generator, ["a", "b"], num_samples=2), 2
    ),
    "types_checked": lambda: arrays(source([1, 2], column_types=[ms.int64])),
    "map_first_column": mapped(lambda x: x + 1),
    "map_named": mapped(lambda b: b * 2, "b"),
    "map_to_new_name": mapped(lambda b: b * 2, ["b"], ["c"]),
    "map_one_to_two": mapped(lambda x: (x, x + 1), "a", ["c", "d"]),
    "map_two_to_one": mapped(lambda a, b: a + b, ["a", "b"], ["c"]),
    "map_two_swapped": mapped(lambda b, a: (b, a * 10), ["b", "a"]),
    "map_middle_to_two": mapped(
        lambda x: (x, x), ["b"], ["d", "e"], rows=((1, 2, 3),), names="abc"
    ),
    "map_chain": mapped([lambda x: (x, x + 1), lambda x, y: x * 10 + y], "a"),
    "map_returns_list": mapped(lambda x: [1, 2], "a"),
    "map_returns_int": mapped(lambda x: 7, "a"),
    "map_returns_float": mapped(lambda x: 1.5, "a"),
    "map_returns_bool": mapped(lambda x: True, "a"),
    "map_returns_text": mapped(lambda x: "text", "a"),
    "map_returns_dict": mapped(lambda x: {"k": x}, "a"),
    "map_returns_float32": mapped(lambda x: np.float32(x), "a"),
    "filter": lambda: arrays(source([1, 2, 3]).filter(lambda x: x > 1)),
    "filter_column": lambda: arrays(source([(1, 2), (3, 4)], "ab").filter(lambda b: b > 2, "b")),
    "skip": lambda: arrays(source([1, 2, 3]).skip(1), 2),
    "skip_all": lambda: arrays(source([1, 2, 3]).skip(9)),
    "take_all": lambda: arrays(source([1, 2, 3]).take(-1)),
    "take_more": lambda: arrays(source([1, 2, 3]).take(9)),
    "zip": lambda: arrays(ds.zip((source([1, 2, 3]), source([4, 5], "b"))), 2),
    "zip_method": lambda: source([1]).zip(source([2], "b")).get_col_names(),
    "concat": lambda: arrays((source([1, 2]) + source([3])).repeat(2), 2),
    "rename": lambda: source([(1, 2)], "ab").rename("a", "z").get_col_names(),
    "project": lambda: source([(1, 2)], "ab").project(["b", "a"]).get_col_names(),
    "fails_too_few_columns": rows_of((1, 2), (1,), names="ab"),
    "fails_too_many_columns": rows_of((1, 2, 3), names="ab"),
    "fails_none": rows_of(None),
    "fails_object": rows_of((object(),)),
    "fails_complex": rows_of(np.complex64(1)),
    "fails_ragged": rows_of(([[1], [2, 3]],)),
    "fails_empty": lambda: arrays(source([])),
    "fails_types": lambda: arrays(source([1, 2], column_types=[ms.int32])),
    "fails_in_source": lambda: arrays(source_of(Failing())),
    "fails_without_length": lambda: arrays(source_of(Endless())),
    "fails_in_map": mapped(lambda x: 1 // 0, "a"),
    "fails_map_arguments": mapped(lambda x, y: x, "a"),
    "fails_map_none": mapped(lambda x: None, "a"),
    "fails_map_object": mapped(lambda x: object(), "a"),
    "fails_map_two": mapped(lambda x: (x, x), "a"),
    "fails_map_column": mapped(lambda x: x, "q"),
    "fails_in_filter": lambda: arrays(source([1]).filter(lambda x: 1 // 0)),
    "fails_filter_column": lambda: arrays(source([1]).filter(lambda q: True, "q")),
    "fails_zip_names": lambda: arrays(ds.zip((source([1]), source([2])))),
    "fails_concat_names": lambda: arrays(source([1]) + source([2], "b")),
    "fails_concat_types": lambda: arrays(source([1]) + source([2.0])),
    "fails_concat_ranks": lambda: arrays(source([np.ones(2)]) + source([np.ones((2, 2))])),
    "fails_rename": lambda: source([1]).rename("q", "z").get_col_names(),
    "fails_rename_twice": lambda: source([(1, 2)], "ab").rename("a", "b").get_col_names(),
    "fails_project": lambda: source([1]).project("q").get_col_names(),
    "fails_sample": lambda: arrays(ds.GeneratorDataset([1, 2], ["a"], sampler=[7])),
    "fails_start": lambda: arrays(
        ds.GeneratorDataset([1, 2], ["a"], sampler=ds.SequentialSampler(7))
    ),
}


def source_of(data):
    return ds.GeneratorDataset(data, ["a"], shuffle=False)


MODES = ("pynative",)
