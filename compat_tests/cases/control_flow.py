"""`if`, `while`, `for`, `break`, `and`, … over tensors, in both modes and inside of `jit`."""

import numpy as np
from mindspore import Parameter, Tensor, grad, jit, nn, ops, value_and_grad
from mindspore import dtype as mstype

UP = np.array([1.0, 2.0], np.float32)
DOWN = np.array([-3.0, 1.0], np.float32)


def both(function):
    """Run a function, compiled, by both ways of its condition."""
    return lambda: [jit(function)(Tensor(x)) for x in (UP, DOWN)]


def once(function, *values):
    return lambda: jit(function)(*[Tensor(np.array(v, np.float32)) for v in values])


def if_else(x):
    if x.sum() > 0:
        y = x + 1
    else:
        y = x - 1
    return y * 2


def if_without_else(x):
    if x.sum() > 0:
        x = x * 3
    return x + 1


def elif_chain(x):
    s = x.sum()
    if s > 2:
        y = x
    elif s > 0:
        y = x * 2
    elif s > -1:
        y = x * 3
    else:
        y = x * 4
    return y


def nested_ifs(x):
    if x.sum() > 0:
        if x.max() > 1:
            y = x * 2
        else:
            y = x * 3
        y = y + 1
    else:
        y = x
        if x.min() < -2:
            y = y * 5
    return y


def early_return(x):
    if x.sum() > 0:
        return x
    return -x


def returns_at_several_places(x):
    if x.sum() > 5:
        return x * 0
    y = x + 1
    if y.sum() > 0:
        return y
    y = y * 2
    return y - 3


def several_variables(x):
    a, b = x, x * 2
    if x.sum() > 0:
        a, b = b, a
    else:
        a = a + b
    return a, b


def numbers_in_branches(x):
    n, scale = 1, 0.5
    if x.sum() > 0:
        n = 3
        scale = 2.0
    return x * n * scale


def number_returned(x):
    if x.sum() > 0:
        n = 1
    else:
        n = 2
    return n


def number_keeps_dtype(x):
    n = 2
    if x.sum() > 0:
        n = 3
    return x.astype(mstype.int32) * n, x.astype(mstype.float16) * n


def flag(x):
    found = False
    if x.sum() > 0:
        found = True
    if found:
        return x
    return -x


def tuple_variable(x):
    state = (x, x * 2)
    if x.sum() > 0:
        state = (state[1], state[0] + 1)
    return state[0], state[1]


def conditional_expression(x):
    return x * 2 if x.sum() > 0 else x * 3


def conjunction(x):
    if x.sum() > 0 and x.max() < 5:
        return x
    return x * 0


def disjunction(x):
    if x.sum() > 0 or x.max() > 100:
        return x
    return x * 0


def negation(x):
    if not (x.sum() > 0):
        return x
    return x * 0


def comparison_chain(x):
    if 0 < x.sum() < 5:
        return x
    return x * 0


def value_of_and(x):
    return x.sum() and x.max()


def value_of_or(x):
    return x.sum() - 3 or x.max()


def value_of_not(x):
    return not (x.sum() > 0)


def while_loop(x):
    while x.max() < 100:
        x = x * 2
    return x


def while_counts(x):
    i = 0
    while x.max() < 20:
        x = x * 2
        i = i + 1
    return x, i


def while_of_tensor_counter(x):
    i = Tensor(0, mstype.int32)
    n = Tensor(4, mstype.int32)
    out = x
    while i < n:
        out = out + x * i
        i = i + 1
    return out, i


def while_never(x):
    while x.max() > 1000:
        x = x * 2
    return x


def while_with_break(x):
    i = 0
    while x.max() < 1000:
        x = x * 2
        i += 1
        if x.sum() > 20:
            break
    return x, i


def while_with_continue(x):
    i = 0
    total = x * 0
    while x.max() + i < 8:
        i += 1
        if total.sum() > 4:
            continue
        total = total + x
    return total, i


def while_in_while(x):
    outer = x * 0
    while outer.max() < 6:
        inner = x * 0
        while inner.max() < 3:
            inner = inner + 1
        outer = outer + inner
    return outer


def if_in_while(x):
    odd = x * 0
    i = Tensor(0, mstype.int32)
    while i < 5:
        if i % 2 == 1:
            odd = odd + x
        i = i + 1
    return odd


def while_in_if(x):
    if x.sum() > 0:
        while x.max() < 30:
            x = x * 3
    else:
        x = x - 1
    return x


def for_with_break(x):
    total = x * 0
    for i in range(10):
        if x.sum() * i > 5:
            break
        total = total + i
    return total


def for_with_continue(x):
    total = x * 0
    for i in range(4):
        if x.sum() * i > 3:
            continue
        total = total + x * i
    return total


def for_with_return(x):
    for _ in range(4):
        x = x + 1
        if x.sum() > 6:
            return x * 10
    return x


def for_over_tensors(x):
    best = x[0]
    for item in (x[1], x[0] * 3, x[1] * 2):
        if item > best:
            best = item
    return best


def helper(x):
    if x.max() > 1:
        return x - 1
    return x + 1


def calls_a_function(x):
    return helper(x) * helper(x * 0)


def local_function(x):
    def inner(y):
        if y.sum() > 0:
            return y
        return -y

    return inner(x) + inner(-x)


def lambda_inside(x):
    pick = lambda y: y if y.sum() > 0 else y * 2  # noqa: E731
    return pick(x)


def in_place_in_branch(x):
    y = x * 1
    if x.sum() > 0:
        y[0] = 7
    return y


def list_of_tensors(x):
    parts = [x, x * 2]
    if x.sum() > 0:
        parts = [parts[1], parts[0]]
    return parts[0] - parts[1]


def one_element(x):
    if x:
        return x + 1
    return x - 1


BY_BOTH_WAYS = (
    if_else,
    if_without_else,
    elif_chain,
    nested_ifs,
    early_return,
    returns_at_several_places,
    several_variables,
    numbers_in_branches,
    number_returned,
    number_keeps_dtype,
    flag,
    tuple_variable,
    conditional_expression,
    conjunction,
    disjunction,
    negation,
    comparison_chain,
    value_of_and,
    value_of_or,
    value_of_not,
    for_with_break,
    for_with_continue,
    for_with_return,
    for_over_tensors,
    calls_a_function,
    local_function,
    lambda_inside,
    in_place_in_branch,
    list_of_tensors,
    while_in_if,
)
UPWARDS = (
    while_loop,
    while_counts,
    while_of_tensor_counter,
    while_never,
    while_with_break,
    while_with_continue,
    while_in_while,
    if_in_while,
)


class Counter(nn.Cell):
    """Counts its calls with large inputs."""

    def __init__(self):
        super().__init__()
        self.count = Parameter(Tensor(0, mstype.int32), name="count", requires_grad=False)
        self.weight = Parameter(Tensor(UP), name="weight")

    def construct(self, x):
        if x.sum() > 0:
            self.count += 1
            y = x * self.weight
        else:
            ops.assign(self.weight, self.weight * 2)
            y = x
        return y


class Newton(nn.Cell):
    """A root by Newton's method, with as many steps as it takes."""

    def construct(self, x):
        guess = x
        while ops.abs(guess * guess - x) > 1e-4:
            guess = (guess + x / guess) / 2
        return guess


class Steps(nn.Cell):
    """Counts its turns, and stops by two conditions."""

    def __init__(self):
        super().__init__()
        self.steps = Parameter(Tensor(0, mstype.int32), name="steps", requires_grad=False)
        self.limit = 5

    def construct(self, x):
        i = Tensor(0, mstype.int32)
        done = ops.zeros((2,), mstype.bool_)
        total = x * 0
        while i < self.limit and not done.all():
            total = total + ops.where(done, ops.zeros_like(x), x)
            done = ops.logical_or(done, total > 3)
            i = i + 1
            self.steps += 1
        return total, i


class Gated(nn.Cell):
    """Layers of its own are called in branches."""

    def __init__(self):
        super().__init__()
        self.first = nn.Dense(2, 2, weight_init="ones", bias_init="zeros")
        self.second = nn.Dense(2, 2, weight_init="zeros", bias_init="ones")

    def construct(self, x):
        if x.sum() > 0:
            return self.first(x)
        return self.second(x)


class Inherited(Gated):
    def construct(self, x):
        y = super().construct(x)
        while y.max() < 10:
            y = y * 2
        return y


class Sequence(nn.Cell):
    """Branches inside of library Cells."""

    def __init__(self):
        super().__init__()
        self.cells_in_order = nn.SequentialCell([Gated(), Gated()])

    def construct(self, x):
        return self.cells_in_order(x)


def rows(*values):
    return [Tensor(np.array([v], np.float32)) for v in values]


def case_cell_with_state():
    net = Counter()
    outputs = [net(Tensor(x)) for x in (UP, DOWN, UP, UP)]
    return outputs, net.count, net.weight


def case_cell_steps():
    net = Steps()
    return [net(Tensor(x)) for x in (UP, DOWN)], net.steps


def case_cell_newton():
    net = Newton()
    return [net(Tensor(v)) for v in (2.0, 9.0, 100.0)]


def case_cell_layers_in_branches():
    net = Gated()
    return [net(x) for x in rows([1, 2], [-3, 1])]


def case_cell_super():
    net = Inherited()
    return [net(x) for x in rows([1, 2], [-3, 1])]


def case_cell_in_sequence():
    net = Sequence()
    return [net(x) for x in rows([1, 2], [-3, 1])]


def case_gradient_of_if():
    return [grad(jit(elif_chain))(Tensor(x)) for x in (UP, DOWN)]


def case_gradient_of_nested_ifs():
    return [grad(jit(nested_ifs))(Tensor(x)) for x in (UP, DOWN)]


def case_gradient_of_for_with_break():
    def loss(x):
        y = x * x
        for _ in range(5):
            if y.sum() > 50:
                break
            y = y * x
        return y

    return [grad(jit(loss))(Tensor(x)) for x in (UP, DOWN)]


def case_gradient_of_while():
    return grad(jit(while_loop))(Tensor(UP))


def case_gradient_of_while_that_counts():
    return grad(jit(while_of_tensor_counter))(Tensor(UP))


def case_gradient_of_while_with_break():
    return grad(jit(while_with_break))(Tensor(UP))


def case_gradient_of_if_in_while():
    return grad(jit(if_in_while))(Tensor(UP))


def case_gradient_of_while_in_if():
    return [grad(jit(while_in_if))(Tensor(x)) for x in (UP, DOWN)]


def while_in_while_with_products(x):
    i = Tensor(0, mstype.int32)
    while i < 3:
        while x.max() < 8:
            x = x * 1.5
        x = ops.sin(x) * ops.sin(x) * 3 + 1
        i = i + 1
    return x


def case_gradient_of_while_in_while():
    return grad(jit(while_in_while_with_products))(Tensor(UP))


class Growing(nn.Cell):
    def __init__(self):
        super().__init__()
        self.rate = Parameter(Tensor([1.5, 1.2], mstype.float32), name="rate")

    @jit
    def construct(self, x):
        while x.max() < 100:
            x = x * self.rate
        return x.sum()


def case_gradient_of_while_by_weights():
    net = Growing()
    return value_and_grad(net, 0, net.trainable_params())(Tensor(UP[:2]))


def case_gradient_inside():
    @jit
    def step(x):
        return value_and_grad(lambda y: elif_chain(y).sum())(x)

    return [step(Tensor(x)) for x in (UP, DOWN)]


def case_gradient_by_weights():
    net = Gated()
    of_net = value_and_grad(lambda x: net(x).sum(), None, net.trainable_params())
    return [of_net(x) for x in rows([1, 2], [-3, 1])]


def case_skipped_updates():
    """A step that is left out where gradients overflow."""
    weight = Parameter(Tensor(UP), name="weight")

    @jit
    def step(x):
        gradient = grad(lambda x: (weight * x).sum(), None, (weight,))(x)[0]
        finite = ops.isfinite(gradient).all()
        if finite:
            ops.assign(weight, weight - 0.5 * gradient)
        return finite

    return [step(Tensor(np.array(x, np.float32))) for x in ([1, 2], [np.inf, 1], [2, 2])], weight


def case_known_conditions():
    @jit
    def f(x, n, training=True):
        for _ in range(n):
            x = x * 2
        if training and n > 1:
            x = x + 1
        return x if not training else -x

    return f(Tensor(UP), 2), f(Tensor(UP), 1, False)


CASES = {
    **{f.__name__: both(f) for f in BY_BOTH_WAYS},
    **{f.__name__: once(f, UP) for f in UPWARDS},
    "one_element": once(one_element, [2.0]),
    "scalar": once(one_element, 0.0),
}
