"""Random numbers: distributions, streams, shapes and errors."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops

COUNT = 20_000
ONE, TWO, THREE = (Tensor(v, ms.float32) for v in (1.0, 2.0, 3.0))

# what draws COUNT numbers, their mean and their standard deviation
DISTRIBUTIONS = {
    "rand": (lambda: ops.rand(COUNT), 0.5, 12**-0.5),
    "randn": (lambda: ops.randn(COUNT), 0, 1),
    "standard_normal": (lambda: ops.standard_normal((COUNT,)), 0, 1),
    "randint": (lambda: ops.randint(2, 9, (COUNT,)), 5, 2),
    "uniform": (lambda: ops.uniform((COUNT,), ONE, THREE), 2, 3**-0.5),
    "uniform_int": (lambda: ops.uniform((COUNT,), ONE.int(), 8 * ONE.int(), dtype=ms.int32), 4, 2),
    "normal": (lambda: ops.normal((COUNT,), 1.0, 2.0), 1, 2),
    "laplace": (lambda: ops.laplace((COUNT,), ONE, TWO), 1, 8**0.5),
    "gamma": (lambda: ops.gamma((COUNT,), TWO, TWO), 1, 0.5**0.5),
    "random_gamma": (lambda: ops.random_gamma((COUNT,), TWO), 2, 2**0.5),
    "poisson": (lambda: ops.random_poisson((COUNT,), THREE), 3, 3**0.5),
    "truncated_normal": (lambda: ops.TruncatedNormal()((COUNT,)), 0, 0.8796),
    "bernoulli": (lambda: ops.bernoulli(ops.ones(COUNT), 0.3), 0.3, 0.21**0.5),
    "categorical": (
        lambda: ops.random_categorical(ops.log(Tensor([[0.2, 0.8]])), COUNT),
        0.8,
        0.4,
    ),
    "multinomial": (lambda: ops.multinomial(Tensor([1.0, 4.0]), COUNT), 0.8, 0.4),
    "exponential_": (lambda: ops.zeros(COUNT).exponential_(2), 0.5, 0.5),
    "uniform_": (lambda: ops.zeros(COUNT).uniform_(1, 3), 2, 3**-0.5),
    "normal_": (lambda: ops.zeros(COUNT).normal_(1, 2), 1, 2),
    "random_": (lambda: ops.zeros(COUNT).random_(2, 9), 5, 2),
    "bernoulli_": (lambda: ops.zeros(COUNT).bernoulli_(0.3), 0.3, 0.21**0.5),
}


@pytest.fixture(autouse=True)
def seeded():
    ms.set_seed(1)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_mean_and_deviation(name):
    draw, mean, deviation = DISTRIBUTIONS[name]
    drawn = draw().asnumpy().astype(np.float64).reshape(-1)
    assert drawn.size == COUNT
    assert drawn.mean() == pytest.approx(mean, abs=5 * deviation / COUNT**0.5)
    assert drawn.std() == pytest.approx(deviation, rel=0.05)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_draws_differ_and_seeds_repeat_them(name):
    draw = DISTRIBUTIONS[name][0]
    first, second = draw().asnumpy(), draw().asnumpy()
    assert not np.array_equal(first, second)
    ms.set_seed(1)
    assert np.array_equal(draw().asnumpy(), first)
    ms.set_seed(2)
    assert not np.array_equal(draw().asnumpy(), first)


def test_the_seed_of_a_function_names_a_stream():
    a, b = ops.randn(4, seed=3).asnumpy(), ops.randn(4, seed=3).asnumpy()
    assert not np.array_equal(a, b)
    ms.set_seed(1)
    ops.randn(7)  # another stream
    assert np.array_equal(ops.randn(4, seed=3).asnumpy(), a)
    assert np.array_equal(ops.rand(4, seed=0).asnumpy(), _default_stream(1))


def _default_stream(skip):
    ms.set_seed(1)
    for _ in range(skip):
        ops.randn(7)
    return ops.rand(4).asnumpy()


def test_the_seed_of_a_primitive_starts_a_stream_of_its_own():
    normal = ops.StandardNormal(seed=3)
    first = normal((4,)).asnumpy()
    assert not np.array_equal(normal((4,)).asnumpy(), first)
    assert np.array_equal(ops.StandardNormal(seed=3)((4,)).asnumpy(), first)
    assert not np.array_equal(ops.StandardNormal(seed2=4)((4,)).asnumpy(), first)


def test_a_generator_of_ones_own():
    generator = ms.Generator().manual_seed(5)
    x = ops.zeros(4).normal_(generator=generator).asnumpy()
    generator.manual_seed(5)
    ops.randn(3)
    assert np.array_equal(ops.zeros(4).normal_(generator=generator).asnumpy(), x)


def test_compiled_code_draws_anew_and_repeats_by_the_seed():
    @ms.jit
    def draw(x):
        return ops.randn_like(x), ops.rand(3, seed=5)

    x = ops.zeros(3)
    a, b = draw(x), draw(x)
    for one, other in zip(a, b, strict=True):
        assert not np.array_equal(one.asnumpy(), other.asnumpy())
    ms.set_seed(1)
    for one, other in zip(a, draw(x), strict=True):
        assert np.array_equal(one.asnumpy(), other.asnumpy())


def test_permutations():
    assert sorted(ops.randperm(9, seed=3).asnumpy()) == list(range(9))
    assert np.array_equal(ops.randperm(9).asnumpy(), ops.randperm(9).asnumpy())
    assert not np.array_equal(ops.randperm(99, -1).asnumpy(), ops.randperm(99, -1).asnumpy())
    assert ops.randperm(9, dtype=ms.int32).dtype == ms.int32
    rows = ops.shuffle(Tensor(np.arange(20).reshape(10, 2))).asnumpy()
    assert sorted(map(tuple, rows)) == [(2 * i, 2 * i + 1) for i in range(10)]
    padded = ops.Randperm(6, -1)(Tensor([4], ms.int32)).asnumpy()
    assert sorted(padded[:4]) == [0, 1, 2, 3]
    assert padded[4:].tolist() == [-1, -1]


def test_multinomial_without_replacement_takes_each_once():
    drawn = ops.multinomial(Tensor([[1.0, 1.0, 1.0], [3.0, 2.0, 1.0]]), 3, False).asnumpy()
    assert np.sort(drawn, axis=1).tolist() == [[0, 1, 2], [0, 1, 2]]
    never = ops.multinomial(Tensor([0.0, 1.0, 0.0]), 50).asnumpy()
    assert (never == 1).all()


def test_choice_with_mask_finds_true_elements():
    mask = np.zeros((4, 5), bool)
    mask[[0, 2, 3], [1, 4, 0]] = True
    index, valid = ops.choice_with_mask(Tensor(mask), 6)
    assert valid.asnumpy().tolist() == [True] * 3 + [False] * 3
    found = {tuple(i) for i in index.asnumpy()[:3]}
    assert found == {(0, 1), (2, 4), (3, 0)}
    assert not index.asnumpy()[3:].any()


def test_shapes_and_dtypes():
    assert ops.rand(2, 3).shape == ops.rand((2, 3)).shape == ops.rand([2, 3]).shape == (2, 3)
    assert ops.randn().shape == (1,)
    assert ops.rand(3, dtype=ms.float16).dtype == ms.float16
    assert ops.rand_like(ops.zeros((2, 3)), dtype=ms.float64).dtype == ms.float64
    assert ops.randint(0, 5, (2,)).dtype == ms.int64
    assert ops.normal((3, 1, 2), ops.zeros((2, 2)), TWO).shape == (3, 2, 2)
    assert ops.standard_normal(Tensor([3, 2])).shape == (3, 2)
    assert ops.gamma((3, 1), ops.ones(4), ops.ones(4)).shape == (3, 4)


def test_parameters_of_a_distribution_are_differentiable():
    gradient = ms.grad(lambda m, s: ops.normal((100,), m, s).sum(), (0, 1))(ONE, TWO)
    assert gradient[0].item() == 100
    assert gradient[1].item() != 0


def test_the_network_default_stream_is_untouched_by_initializers():
    nn.Dense(3, 4)
    after = ops.rand(3).asnumpy()
    ms.set_seed(1)
    assert np.array_equal(ops.rand(3).asnumpy(), after)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.rand(2.0), TypeError, "type of the argument 'shape'"),
        (lambda: ops.rand(-1), ValueError, "greater than or equal to 0"),
        (lambda: ops.rand(3, dtype=ms.int32), ValueError, "must be a float type"),
        (lambda: ops.rand(3, seed=-1), ValueError, "must >= 0"),
        (lambda: ops.rand(3, seed=1.0), TypeError, "must be type of int"),
        (lambda: ops.randint(0, 5, (3,), dtype=ms.float32), ValueError, "must be an int type"),
        (lambda: ops.uniform((3,), 1.0, 2.0), TypeError, "must be a Tensor"),
        (lambda: ops.bernoulli(ops.ones((2, 3)), ops.ones(2)), ValueError, "same shape"),
        (lambda: ops.multinomial(ops.ones(2), 3, False), ValueError, "without 'replacement'"),
        (lambda: ops.random_categorical(ops.ones(2), 3), ValueError, "2 dimensions"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
