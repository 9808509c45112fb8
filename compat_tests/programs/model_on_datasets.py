"""A classifier on datasets: fit with callbacks, checkpoints, evaluation, prediction."""

import os
import tempfile

import mindspore as ms
import mindspore.dataset as ds
import numpy as np
from mindspore import nn
from mindspore.train import (
    Accuracy,
    Callback,
    CheckpointConfig,
    History,
    LossMonitor,
    Model,
    ModelCheckpoint,
)

ms.set_context(mode=ms.GRAPH_MODE)


class Samples:
    """Random access to points and the side of a line they are on."""

    def __init__(self, count, seed):
        random = np.random.RandomState(seed)
        self.points = random.randn(count, 3).astype(np.float32)
        self.sides = (self.points @ [1.0, -2.0, 0.5] > 0).astype(np.int32)

    def __getitem__(self, index):
        return self.points[index], self.sides[index]

    def __len__(self):
        return len(self.points)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Dense(3, 4, weight_init="ones")
        self.last = nn.Dense(4, 2, weight_init=ms.common.initializer.One())
        weight = np.linspace(-1, 1, 12).reshape(4, 3).astype(np.float32)
        self.first.weight.set_data(ms.Tensor(weight))
        self.last.weight.set_data(ms.Tensor(weight.reshape(-1)[:8].reshape(2, 4)))
        for layer in (self.first, self.last):
            layer.bias.set_data(ms.Tensor(np.zeros(layer.bias.shape, np.float32)))

    def construct(self, x):
        return self.last(nn.ReLU()(self.first(x)))


class Epochs(Callback):
    def on_train_epoch_end(self, run_context):
        cb_params = run_context.original_args()
        batch = [tuple(t.shape) for t in cb_params.train_dataset_element]
        print("epoch", cb_params.cur_epoch_num, "of", cb_params.epoch_num, "batches", batch)


train_set = ds.GeneratorDataset(Samples(20, 1), ["point", "side"], shuffle=False).batch(6)
valid = Samples(8, 2)
valid_set = ds.NumpySlicesDataset((valid.points, valid.sides), ["point", "side"], shuffle=False)
valid_set = valid_set.batch(4, drop_remainder=True)
print(train_set.get_dataset_size(), valid_set.get_dataset_size())

net = Net()
loss_fn = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
optimizer = nn.Momentum(net.trainable_params(), learning_rate=0.1, momentum=0.9)
model = Model(net, loss_fn, optimizer, metrics={"accuracy": Accuracy()})
history = History()
with tempfile.TemporaryDirectory() as folder:
    saver = ModelCheckpoint("net", folder, CheckpointConfig(4, keep_checkpoint_max=2))
    callbacks = [LossMonitor(2), Epochs(), history, saver]
    model.fit(3, train_set, valid_set, callbacks=callbacks)
    print(sorted(name for name in os.listdir(folder) if name.endswith("ckpt")))
    saved = ms.load_checkpoint(saver.latest_ckpt_file_name)
print(history.epoch, [float(x) for x in history.history["accuracy"]])
print(model.eval(valid_set))
print(model.predict(ms.Tensor(valid.points[:2])).asnumpy())
fresh = Net()
print(ms.load_param_into_net(fresh, saved))
print(Model(fresh).predict(ms.Tensor(valid.points[:2])).asnumpy())
model.train(1, train_set, LossMonitor(), dataset_sink_mode=True)
