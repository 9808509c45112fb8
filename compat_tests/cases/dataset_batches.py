"""Batches: shapes, functions of users, padding, buckets; callbacks; and what fails."""

import numpy as np
from mindspore import dataset as ds

from compat_tests.cases.dataset_rows import arrays, source

LENGTHS = (1, 5, 2, 6, 3, 9, 1)


def ones(lengths=LENGTHS):
    return source([np.ones(n) for n in lengths])


def mapped(function, rows=(1, 2, 3), names="a", **arguments):
    def case():
        pipeline = source(rows, names).batch(2, per_batch_map=function, **arguments)
        return pipeline.get_col_names(), arrays(pipeline)

    return case


def padded(info, rows=None, **arguments):
    rows = rows or (np.ones(2), np.full(3, 2.0), np.ones(1))
    return lambda: arrays(source(rows).padded_batch(2, pad_info=info, **arguments))


def bucketed(lengths, sizes, **arguments):
    def case():
        pipeline = ones(lengths).bucket_batch_by_length(["a"], [3, 6], sizes, **arguments)
        return arrays(pipeline, 2)

    return case


def case_infos():
    seen = []

    def note(a, info):
        seen.append([info.get_batch_num(), info.get_epoch_num()])
        return (a,)

    arrays(source([1, 2, 3]).batch(2, per_batch_map=note, num_parallel_workers=1).repeat(2), 2)
    return seen


def case_what_functions_are_given():
    seen = []

    def note(a, b, info):
        seen.append([type(a), len(a), str(a[0].dtype), a[0].shape, type(b[0])])
        return a, b

    arrays(source([(1, np.ones(3))] * 2, "ab").batch(2, per_batch_map=note))
    return seen


def case_bucket_size():
    pipeline = ones().bucket_batch_by_length(["a"], [3, 6], [2, 2, 1], pad_info={"a": (None, 0)})
    return pipeline.get_dataset_size()


def batch_sampler(**arguments):
    def case():
        pipeline = ds.GeneratorDataset(
            list(range(5)), ["a"], batch_sampler=[[0, 1], [4]], **arguments
        )
        return arrays(pipeline, 2), pipeline.get_dataset_size(), pipeline.get_batch_size()

    return case


class Notes(ds.DSCallback):
    """Notes what it is told."""

    def __init__(self, step_size=1):
        super().__init__(step_size)
        self.seen = []

    def ds_begin(self, context):
        self.note("begin", context)

    def ds_epoch_begin(self, context):
        self.note("epoch begin", context)

    def ds_epoch_end(self, context):
        self.note("epoch end", context)

    def ds_step_begin(self, context):
        self.note("step begin", context)

    def note(self, what, context):
        numbers = context.cur_epoch_num, context.cur_step_num_in_epoch, context.cur_step_num
        self.seen.append([what, *numbers])


def called(step_size=1, build=lambda pipeline: pipeline):
    def case():
        notes = Notes(step_size)
        mapped = source([1, 2, 3]).map(lambda x: x, callbacks=[notes], num_parallel_workers=1)
        arrays(build(mapped), 2)
        return notes.seen

    return case


class Silent(ds.DSCallback):
    """Has none of the methods."""


SCALARS = [(1, 2.0, "x"), (3, 4.0, "yz"), (5, 6.0, "q")]
CASES = {
    "plain": lambda: arrays(source(SCALARS, "abc").batch(2)),
    "drop_remainder": lambda: arrays(source([1, 2, 3]).batch(2, True)),
    "of_batches": lambda: arrays(source([1, 2, 3, 4]).batch(2).batch(2)),
    "dicts": lambda: arrays(source([({"a": 1, "b": 2.0},)] * 2).batch(2)),
    "repeated": lambda: arrays(source([1, 2, 3]).repeat(2).batch(4)),
    "size_function": lambda: arrays(source(range(6)).batch(lambda info: info.get_batch_num() + 1)),
    "map_list": mapped(lambda a, info: ([x * 10 for x in a],)),
    "map_array": mapped(lambda a, info: np.array(a) * 2),
    "map_other_shape": mapped(lambda a, info: (np.ones((3, 3)),)),
    "map_scalars": mapped(lambda a, info: ([1.5] * len(a),)),
    "map_column": mapped(
        lambda b, info: ([x + 1 for x in b],), [(1, 2)] * 3, "ab", input_columns=["b"]
    ),
    "map_renamed": mapped(
        lambda a, info: ([1.0] * len(a),),
        [(1, 2)] * 3,
        "ab",
        input_columns=["a"],
        output_columns=["z"],
    ),
    "map_one_to_two": mapped(
        lambda b, info: (b, b),
        [(1, 2, 3)] * 2,
        "abc",
        input_columns=["b"],
        output_columns=["x", "y"],
    ),
    "map_two_to_one": mapped(lambda a, b, info: (a,), [(1, 2)] * 3, "ab", output_columns=["z"]),
    "padded_zeros": padded({}),
    "padded_value": padded({"a": ([4], -1)}),
    "padded_to_longest": padded({"a": (None, 7)}),
    "padded_cut": padded({"a": ([1], -1)}),
    "padded_two_axes": padded({"a": ([None, 3], 7)}, (np.ones((2, 1)), np.ones((3, 2)))),
    "padded_texts": padded({"a": (None, "P")}, (np.array(["x"]), np.array(["yy", "z"]))),
    "padded_scalars": padded({"a": (None, 7)}, (1, 2)),
    "padded_drop": padded({}, drop_remainder=True),
    "buckets": bucketed(LENGTHS, [2, 2, 1], pad_info={"a": (None, 0)}),
    "buckets_order": bucketed((*LENGTHS, 1, 5), [2, 2, 2], pad_info={"a": (None, 0)}),
    "buckets_boundary": bucketed(
        (1, 5, 2, 3, 1), [2, 2, 1], pad_info={"a": ([None], 0)}, pad_to_bucket_boundary=True
    ),
    "buckets_function": bucketed(
        LENGTHS,
        [2, 2, 1],
        pad_info={"a": ([None], 0)},
        element_length_function=lambda a: a.shape[0] // 2,
        drop_remainder=True,
    ),
    "batch_sampler": batch_sampler(),
    "batch_sampler_collate": batch_sampler(collate_fn=lambda a: (np.stack(a) * 10,)),
    "callback": called(),
    "callback_every_second": called(2),
    "callback_repeated": called(build=lambda pipeline: pipeline.repeat(2)),
    "fails_shapes": lambda: arrays(source([np.ones(2), np.ones(3)]).batch(2)),
    "fails_types": lambda: arrays(source([1, 1.5]).batch(2)),
    "fails_size": lambda: arrays(source([1]).batch(lambda info: 0)),
    "fails_in_map": mapped(lambda a, info: 1 // 0),
    "fails_map_length": mapped(lambda a, info: ([a[0]],)),
    "fails_map_columns": mapped(lambda a, b, info: (a,), [(1, 2)] * 3, "ab"),
    "fails_map_none": mapped(lambda a, info: None),
    "fails_padded_column": padded({"q": (None, 7)}),
    "fails_padded_ranks": padded({"a": (None, 7)}, (np.ones(2), np.ones((2, 2)))),
    "fails_padded_missing": padded(None),
    "fails_bucket_boundary": bucketed(
        LENGTHS, [2, 2, 1], pad_info={"a": ([None], 0)}, pad_to_bucket_boundary=True
    ),
    "fails_callback": lambda: arrays(source([1]).map(lambda x: x, callbacks=[Silent()])),
}
MODES = ("pynative",)
