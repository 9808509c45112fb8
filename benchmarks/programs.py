"""The measured programs, in MindSpore's API: the same text runs on msjax and on MindSpore.

Each function returns calls by name. Who imports this module decides what `mindspore` is:
`benchmarks.run` installs msjax under that name first, `benchmarks.beside` runs it in an
interpreter where the real package is installed.
"""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops

from benchmarks import sizes


def operators():
    """Single operators in eager mode, each as a function and as a method or Python operator."""
    ms.set_context(mode=ms.PYNATIVE_MODE)
    calls = {}
    for n in sizes.OPERATOR_SIZES:
        a, b = sizes.operands(n)
        x, y = Tensor(a), Tensor(b)
        calls |= _operators_on(n, x, y)
    return calls


def _operators_on(n, x, y):
    flat = (n * n,)
    return {
        f"add {n}x{n}": lambda: ops.add(x, y),
        f"mul {n}x{n}": lambda: ops.mul(x, y),
        f"matmul {n}x{n}": lambda: ops.matmul(x, y),
        f"exp {n}x{n}": lambda: ops.exp(x),
        f"sum {n}x{n}": lambda: ops.sum(x),
        f"reshape {n}x{n}": lambda: ops.reshape(x, flat),
        f"x + y {n}x{n}": lambda: x + y,
        f"x * y {n}x{n}": lambda: x * y,
        f"x @ y {n}x{n}": lambda: x @ y,
        f"x * 2.0 {n}x{n}": lambda: x * 2.0,
        f"x.sum() {n}x{n}": lambda: x.sum(),
        f"x.reshape() {n}x{n}": lambda: x.reshape(flat),
    }


def gradients():
    """The value and the gradients of a network of six operators, in eager mode."""
    ms.set_context(mode=ms.PYNATIVE_MODE)
    arrays = sizes.six_operator_arrays()
    x = Tensor(arrays.pop("x"))
    w1, b1, w2, scale = weights = ms.ParameterTuple(
        [Parameter(Tensor(value), name=name) for name, value in arrays.items()]
    )

    def forward(x):
        hidden = ops.tanh(ops.add(ops.matmul(x, w1), b1))
        return ops.mean(ops.mul(ops.matmul(hidden, w2), scale))

    by_weights = ms.value_and_grad(forward, None, weights)
    return {
        "value and gradients": lambda: by_weights(x),
        "value only": lambda: forward(x),
    }


class MLP(nn.Cell):
    """Dense layers with ReLU between them."""

    def __init__(self, widths):
        super().__init__()
        layers = []
        for i in range(len(widths) - 1):
            layers.append(nn.Dense(widths[i], widths[i + 1]))
            layers.append(nn.ReLU())
        self.layers = nn.SequentialCell(layers[:-1])

    def construct(self, x):
        return self.layers(x)


def training_step(net, optimizer, compiled):
    """A step that updates `net` and returns the loss."""
    loss_fn = nn.CrossEntropyLoss()

    def forward(x, labels):
        return loss_fn(net(x), labels)

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(x, labels):
        loss, grads = grad_fn(x, labels)
        optimizer(grads)
        return loss

    return ms.jit(step) if compiled else step


def mlp_step(size, compiled=True):
    """The step of an MLP of the given size, its batch bound, and the net."""
    ms.set_context(mode=ms.PYNATIVE_MODE)
    images, labels = sizes.batch(size)
    net = MLP(size.widths)
    for parameter, value in zip(net.trainable_params(), sizes.mlp_arrays(size), strict=True):
        parameter.set_data(Tensor(value))
    optimizer = nn.Adam(net.trainable_params(), learning_rate=sizes.LEARNING_RATE)
    step = training_step(net, optimizer, compiled)
    x, y = Tensor(images), Tensor(labels)
    return lambda: step(x, y)


def compiled_step():
    """The compiled training step of MLPs."""
    return {size.name: mlp_step(size) for size in sizes.MLPS}


class SmallNet(nn.Cell):
    """A network with every kind of state: weights, running statistics, random numbers."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, pad_mode="pad", padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(p=0.2)
        self.dense = nn.Dense(4 * 8 * 8, 10)

    def construct(self, x):
        x = self.flatten(self.relu(self.norm(self.conv(x))))
        return self.dense(self.dropout(x))


def stateful_step(compiled):
    """A step of SmallNet with Adam; each call takes a new batch of the same shape."""
    ms.set_context(mode=ms.PYNATIVE_MODE)
    net = SmallNet()
    net.set_train()
    optimizer = nn.Adam(net.trainable_params(), learning_rate=sizes.LEARNING_RATE)
    step = training_step(net, optimizer, compiled)
    rng = np.random.default_rng(0)

    def call():
        images = rng.standard_normal((16, 1, 8, 8)).astype(np.float32)
        labels = rng.integers(0, 10, 16).astype(np.int32)
        return step(Tensor(images), Tensor(labels))

    return call


PIPELINE_BATCH = 32


def pipeline_rows():
    """Rows for pipelines: features and labels."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((4096, 32)).astype(np.float32), np.arange(4096, dtype=np.int32)


class Rows:
    """Random access to rows, as programs write it."""

    def __init__(self):
        self.features, self.labels = pipeline_rows()

    def __getitem__(self, i):
        return self.features[i], self.labels[i]

    def __len__(self):
        return len(self.features)


def pipelines():
    """An epoch of pipelines of NumPy rows; each call returns the last batch."""
    from mindspore import dataset as ds

    def epoch(pipeline):
        for batch in pipeline.create_tuple_iterator(num_epochs=1, output_numpy=True):
            last = batch
        return last

    def source():
        return ds.GeneratorDataset(Rows(), ["x", "y"], shuffle=True)

    mapped = source().map(lambda x: x * 2, "x").batch(PIPELINE_BATCH)
    plain = source().batch(PIPELINE_BATCH)
    return {"map and batch": lambda: epoch(mapped), "batch": lambda: epoch(plain)}


FAMILIES = {
    "operators": operators,
    "gradients": gradients,
    "compiled_step": compiled_step,
    "pipelines": pipelines,
}
