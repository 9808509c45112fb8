import numpy as np

import msjax.dataset as ds
from msjax.dataset.engine.collation import aligned, stacked


def test_batches_are_where_a_device_takes_them_over():
    assert all(aligned((3, n), np.dtype(np.float32)).ctypes.data % 64 == 0 for n in range(1, 9))
    batch = stacked([np.ones(3, np.float32)] * 2, 0)
    assert batch.ctypes.data % 64 == 0
    assert batch.flags.c_contiguous


def test_batches_belong_to_their_readers():
    rows = ds.NumpySlicesDataset(np.arange(8), ["n"], shuffle=False).batch(4)
    batches = [row[0] for row in rows]
    assert [b.asnumpy().tolist() for b in batches] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert rows._owns_rows()
    assert not rows.map(lambda x: x)._owns_rows()


def test_dicts_in_dicts_are_batched():
    pipeline = ds.GeneratorDataset([({"a": {"b": i}},) for i in range(3)], ["d"], shuffle=False)
    (row,) = next(pipeline.batch(2).create_tuple_iterator(num_epochs=1, output_numpy=True))
    assert row["a"]["b"].tolist() == [0, 1]
