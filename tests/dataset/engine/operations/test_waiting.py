import numpy as np
import pytest

import msjax.dataset as ds
from msjax.train.callback._waited import WaitedDSCallback


def numbers(count=6):
    return ds.GeneratorDataset(list(range(count)), ["n"], shuffle=False)


def test_rows_wait_for_updates():
    told = []
    pipeline = numbers(4).sync_wait("policy", callback=told.append)
    scale = [1]
    pipeline = pipeline.map(lambda x: x * scale[0])
    found = []
    for row in pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True):
        found.append(int(row[0]))
        scale[0] += 1
        pipeline.sync_update("policy", data=len(found))
    assert found == [0, 2, 6, 12]
    assert told == [1, 2, 3, 4]


def test_batches_wait_for_updates():
    pipeline = numbers(6).sync_wait("policy", num_batch=1).batch(2)
    found = []
    for row in pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True):
        found.append(row[0].tolist())
        pipeline.sync_update("policy")
    assert found == [[0, 1], [2, 3], [4, 5]]


def test_a_wrong_update_is_told():
    pipeline = numbers().sync_wait("policy")
    with pytest.raises(RuntimeError, match="Condition name not found"):
        pipeline.sync_update("other")
    with pytest.raises(RuntimeError, match="positive integer"):
        pipeline.sync_update("policy", num_batch=0)


class Waited(WaitedDSCallback):
    def __init__(self):
        super().__init__(step_size=1)
        self.met = []

    def sync_step_begin(self, train_run_context, ds_run_context):
        self.met.append((train_run_context, ds_run_context.cur_step_num))


def test_steps_of_a_pipeline_wait_for_those_of_the_training():
    callback = Waited()
    pipeline = numbers(3).map(lambda x: x, callbacks=callback, num_parallel_workers=1)
    for i, _ in enumerate(pipeline.create_tuple_iterator(num_epochs=1)):
        callback.step_end(f"step {i}")
    assert callback.met == [("step 0", 2), ("step 1", 3)]


def test_the_pipeline_goes_on_when_the_training_has_ended():
    callback = Waited()
    callback.end("end")
    pipeline = numbers(4).map(lambda x: x, callbacks=callback, num_parallel_workers=1)
    assert np.sum([row[0].asnumpy() for row in pipeline]) == 6
