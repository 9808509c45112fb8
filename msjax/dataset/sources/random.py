"""A source of random rows, for tests."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax.dataset.engine.checks import check_workers
from msjax.dataset.engine.random import Stream, start_seed
from msjax.dataset.engine.schema import Schema
from msjax.dataset.engine.source import SourceDataset
from msjax.dataset.transforms.checks import of_type


class RandomDataset(SourceDataset):
    """Rows of random bytes: all bytes of one array are the same.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.RandomDataset.html

    Args:
        total_rows: how many rows there are. Default: None: as the schema says.
        schema: the columns: a `Schema`, or the path of its file.
        columns_list: names of the columns wanted, in this order. Default: None: all.
        num_samples: no effect where `total_rows` is given, as in MindSpore. Default: None.
        num_parallel_workers: how many threads are used (one, here). Default: None.
        cache: not supported. Default: None.
        shuffle: no effect: rows are random. Default: None.
        num_shards: no effect, as in MindSpore. Default: None.
        shard_id: no effect, as in MindSpore. Default: None.

    Raises:
        TypeError: An argument is of another type.
        NotImplementedError: There is no `schema`, or no number of rows.
    """

    def __init__(
        self,
        total_rows=None,
        schema=None,
        columns_list=None,
        num_samples=None,
        num_parallel_workers=None,
        cache=None,
        shuffle=None,
        num_shards=None,
        shard_id=None,
    ):
        for name, value, kind in (
            ("total_rows", total_rows, int),
            ("num_samples", num_samples, int),
            ("columns_list", columns_list, list),
            ("shuffle", shuffle, bool),
            ("num_shards", num_shards, int),
            ("shard_id", shard_id, int),
        ):
            of_type(kind, type(None))(value, name)
        check_workers(num_parallel_workers)
        super().__init__(num_parallel_workers, num_samples, shuffle, num_shards, shard_id, cache)
        if schema is None:
            raise NotImplementedError(
                "RandomDataset(schema=None), columns of random dtypes and shapes, is not "
                "supported; give a Schema with the columns."
            )
        self.schema = schema if isinstance(schema, Schema) else Schema(schema)
        self.total_rows = total_rows or num_samples or self.schema.num_rows
        if not self.total_rows:
            raise NotImplementedError(
                "RandomDataset(total_rows=None), a random number of rows, is not supported; give "
                "`total_rows`."
            )
        self.columns = columns_list or self.schema.names()

    def _start(self, run):
        types = [self.schema.column(name) for name in self.columns]
        stream = Stream(start_seed())
        rows = [
            tuple([_filled(stream.integer(0, 255), *of) for of in types])
            for _ in range(self.total_rows)
        ]
        return lambda: ((tuple([column.copy() for column in row])) for row in rows)

    def _size(self):
        return self.total_rows


def _filled(byte, de_type, shape) -> np.ndarray:
    dtype = np.dtype(mstype.to_numpy(getattr(mstype, de_type)))
    array = np.full((*(shape or ()), dtype.itemsize), byte, np.uint8)
    if dtype.kind == "b":
        array = (array != 0).astype(np.uint8)
    return array.view(dtype).reshape(shape or ())
