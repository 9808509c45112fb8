"""Apply some of several operations, chosen at random: UniformAugment, RandomSelectSubpolicy."""

from __future__ import annotations

import random

import numpy as np

from msjax.dataset.transforms.base import Implementation
from msjax.dataset.transforms.checks import checked, of_type, positive, within
from msjax.dataset.transforms.combining import CompoundOperation, chained
from msjax.dataset.vision.base import ImageTensorOperation


def _operation(value, name: str) -> None:
    if not callable(value):
        raise TypeError(
            f"{name} is neither a transforms op (TensorOperation) nor a callable pyfunc. "
            f"Got {type(value)}."
        )


def _operations(value, name: str) -> None:
    of_type(list, tuple)(value, f"{name} list")
    for index, operation in enumerate(value):
        _operation(operation, f"{name}[{index}]")
        if isinstance(operation, type):
            raise ValueError(
                f"op_list[{index}] should be a dataset processing operation instance, but got: "
                f"{operation}. It may be missing parentheses for instantiation."
            )


def _no_more_than_there_are(arguments) -> None:
    if arguments["num_ops"] > len(arguments["transforms"]):
        raise ValueError(
            f"num_ops is greater than transforms list size. Got {arguments['num_ops']} and "
            f"{len(arguments['transforms'])} operations."
        )


def _subpolicies(value, name: str) -> None:
    of_type(list)(value, name)
    if not value:
        raise ValueError("policy can not be empty. Give it a list of pairs (operation, chance).")
    for number, steps in enumerate(value):
        of_type(list)(steps, f"{name}[{[number]}]")
        if not steps:
            raise ValueError(
                f"policy[{number}] can not be empty. Give it a pair (operation, chance)."
            )
        for index, step in enumerate(steps):
            where = f"policy[{number}][{index}]"
            if not (isinstance(step, tuple) and len(step) == 2):
                raise ValueError(f"Value {where} needs to be a 2-tuple. Got {step!r}.")
            _operation(step[0], f"op of (op, prob) in {where}")
            within(0, 1)(step[1], f"prob of (op, prob) {where}")


class UniformAugment(CompoundOperation):
    """Choose some of several operations, and apply each of these or leave it.

    Args:
        transforms: list or tuple of operations, or of functions.
        num_ops: how many are chosen. Default: 2.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_ops` is not positive, or there are fewer operations.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.UniformAugment.html
    """

    random = True

    @checked(_no_more_than_there_are, num_ops=[of_type(int), positive])
    @checked(transforms=_operations)
    def __init__(self, transforms, num_ops=2):
        super().__init__(transforms)
        self.num_ops = num_ops

    def _execute_c(self, *columns):
        stream = self._stream()
        chosen = _sampled(stream, self.transforms, self.num_ops)
        columns = chained((op for op in chosen if stream.integer(0, 1) == 0), columns)
        return columns[0] if len(columns) == 1 else columns

    def _execute_py(self, img):
        for index in np.random.choice(len(self.transforms), size=self.num_ops, replace=False):
            chance = random.random()
            if random.random() < chance:
                img = self.transforms[index](img.copy())
        return img


class RandomSelectSubpolicy(ImageTensorOperation):
    """Choose one of several lists of operations, and apply each of it by chance.

    Args:
        policy: list of lists of pairs (operation, probability that it is applied).

    Raises:
        TypeError: `policy` is no list of lists, or an operation cannot be called.
        ValueError: A list is empty, a pair is none, or a probability not within [0, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomSelectSubpolicy.html
    """

    implementation = Implementation.C
    _columns = None

    @checked(policy=_subpolicies)
    def __init__(self, policy):
        super().__init__()
        self.policy = policy
        self.transforms = [operation for steps in policy for operation, _ in steps]

    def _execute_c(self, *columns):
        stream = self._stream()
        chosen = stream.integer(0, len(self.policy) - 1)
        before = sum(len(steps) for steps in self.policy[:chosen])
        for index, (_, probability) in enumerate(self.policy[chosen], before):
            if stream.real() <= probability:
                columns = chained([self.transforms[index]], columns)
        return columns[0] if len(columns) == 1 else columns


def _sampled(stream, items, count: int) -> list:
    """Return `count` of the items, in order, as `std::sample` chooses them."""
    chosen, left, position = [], len(items), 0
    while count and left:
        # Two places come from one draw as long as there are two items left.
        draws = (
            divmod(stream.integer(0, left * (left - 1) - 1), left - 1)
            if left > 1
            else (stream.integer(0, 0),)
        )
        for draw in draws:
            left -= 1
            if draw < count:
                chosen.append(items[position])
                count -= 1
            position += 1
            if not count:
                break
    return chosen
