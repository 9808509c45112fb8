"""The gradient of a Cell after the same call of it: one run or two, seen in what the runs write."""

import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, grad, nn, ops, value_and_grad, vjp

X = Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32))
BY_WEIGHTS = ops.GradOperation(get_by_list=True)
BY_WEIGHTS_SENS = ops.GradOperation(get_by_list=True, sens_param=True)


class Net(nn.Cell):
    """Counts its calls, in a statistic and in a Parameter."""

    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(2, momentum=0.5)
        self.scale = Parameter(Tensor([2.0, 3.0]), name="scale")
        self.count = Parameter(Tensor([0.0]), name="count", requires_grad=False)

    def construct(self, x, k=1.0):
        ops.assign_add(self.count, Tensor([1.0]))
        return (self.bn(x) + self.scale * self.scale * k).sum()


class Step(nn.Cell):
    """A training step in the manner of `TrainOneStepCell`, without the optimizer."""

    def __init__(self, network, sens=True):
        super().__init__(auto_prefix=False)
        self.network = network
        self.weights = ParameterTuple(network.trainable_params())
        self.grad = BY_WEIGHTS_SENS if sens else BY_WEIGHTS
        self.sens = sens

    def construct(self, x):
        loss = self.network(x)
        if self.sens:
            return loss, self.grad(self.network, self.weights)(x, ops.ones_like(loss))
        return loss, self.grad(self.network, self.weights)(x)


def net(recorded=True):
    network = Net()
    network.set_train()
    network.set_grad(recorded)
    return network


def state(network):
    return network.bn.moving_mean.asnumpy(), network.count.asnumpy()


def weights(network):
    return ParameterTuple(network.trainable_params())


def case_step_with_sens():
    network = net()
    return Step(network)(X), state(network)


def case_step_without_sens():
    network = net()
    return Step(network, sens=False)(X), state(network)


def case_two_steps():
    network = net()
    step = Step(network)
    return step(X), step(X), state(network)


def case_step_of_a_net_without_set_grad():
    network = net(recorded=False)
    return BY_WEIGHTS(network, weights(network))(X), network(X), state(network)


def case_step_with_dropout():
    class Dropping(nn.Cell):
        def __init__(self):
            super().__init__()
            self.drop = nn.Dropout(p=0.5)
            self.w = Parameter(Tensor(np.ones(64, np.float32)), name="w")

        def construct(self, x):
            return self.drop(x * self.w)

    network = Dropping()
    network.set_train()
    network.set_grad()
    out, gradients = Step(network)(Tensor(np.ones(64, np.float32)))
    return (out.asnumpy() == gradients[0].asnumpy()).all()


def case_outside_of_a_cell():
    network = net()
    network(X)
    return BY_WEIGHTS(network, weights(network))(X), state(network)


def case_a_record_serves_once():
    network = net()
    network(X)
    by_weights = BY_WEIGHTS(network, weights(network))
    return by_weights(X), by_weights(X), state(network)


def case_equal_input():
    network = net()
    network(X)
    return BY_WEIGHTS(network, weights(network))(X + 0), state(network)


def case_equal_number():
    network = net()
    network(X, 2.0)
    return BY_WEIGHTS(network, weights(network))(X, 2.0), state(network)


def case_other_number():
    network = net()
    network(X, 2.0)
    return BY_WEIGHTS(network, weights(network))(X, 3.0), state(network)


def case_keyword():
    network = net()
    network(X, k=2.0)
    return BY_WEIGHTS(network, weights(network))(X, k=2.0), state(network)


def case_inputs_and_weights():
    network = net()
    network(X)
    both = ops.GradOperation(get_all=True, get_by_list=True)
    return both(network, weights(network))(X), state(network)


def case_grad():
    network = net()
    network(X)
    return grad(network, 0, weights(network))(X), state(network)


def case_value_and_grad():
    network = net()
    network(X)
    return value_and_grad(network, None, weights(network))(X), state(network)


def case_vjp():
    network = net()
    network(X)
    out, pull_back = vjp(network, X)
    return out, pull_back(Tensor(1.0)), state(network)


def case_other_net_between():
    first, second = net(), net()
    first(X)
    second(X)
    return BY_WEIGHTS(first, weights(first))(X), state(first), state(second)


def case_function_around():
    network = net()
    network(X)
    return grad(lambda x: network(x), None, weights(network))(X), state(network)


class Product(nn.Cell):
    """Weights whose gradients need results of the run, not the weights themselves."""

    def __init__(self):
        super().__init__()
        self.v = Parameter(Tensor([3.0]), name="v")
        self.w = Parameter(Tensor([2.0]), name="w")

    def construct(self, x):
        return self.w * self.w * (x * self.v)


class Rival(nn.Cell):
    """Changes a weight between a run and its gradient, as the training of a GAN does."""

    def __init__(self, network, changed):
        super().__init__(auto_prefix=False)
        self.network = network
        self.weights = ParameterTuple([network.v])
        self.changed = changed

    def construct(self, x):
        loss = self.network(x)
        loss = ops.depend(loss, ops.assign(self.changed, self.changed + 1))
        return loss, BY_WEIGHTS_SENS(self.network, self.weights)(x, ops.ones_like(loss))


def case_other_weight_changed_between():
    network = Product()
    network.set_grad()
    step = Rival(network, network.w)
    return step(Tensor([1.0])), step(Tensor([1.0]))


def case_weight_changed_between():
    network = Product()
    network.set_grad()
    step = Rival(network, network.v)
    return step(Tensor([1.0])), step(Tensor([1.0]))


def case_weight_changed_between_compiled_calls():
    network = Product()
    network.set_grad()
    x = Tensor([1.0])
    network(x)
    network.w.set_data(Tensor([5.0]))
    return BY_WEIGHTS(network, ParameterTuple([network.v]))(x)
