"""Samplers that draw rows at random."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from msjax.dataset.engine.random import Stream, cumulative_weights, start_seed
from msjax.dataset.engine.samplers.base import (
    BuiltinSampler,
    Labels,
    Shuffle,
    check_bool,
    check_mode,
    check_num_samples,
)
from msjax.mindrecord.common.exceptions import pipeline_error


class RandomSampler(BuiltinSampler):
    """Takes rows in random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.RandomSampler.html

    Args:
        replacement: whether a row can be drawn several times. Default: False.
        num_samples: how many rows. Default: None: all.
        shuffle: the mode; sources in memory and of images know `Shuffle.GLOBAL` only. Default:
            Shuffle.GLOBAL.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
    """

    def __init__(self, replacement=False, num_samples=None, shuffle=Shuffle.GLOBAL):
        check_bool("replacement", replacement)
        check_num_samples(num_samples)
        if shuffle not in tuple(Shuffle)[1:]:
            raise TypeError(f"shuffle must be valid shuffle mode but was: {shuffle}.")
        self.shuffle = shuffle
        self.deterministic = False
        self.replacement = replacement
        self.reshuffle_each_epoch = True
        super().__init__(num_samples)

    def _own(self, count, labels):
        check_mode(self.shuffle)
        size = self._own_size(count)
        seed = start_seed()
        stream = Stream(seed)
        rows = list(range(count))
        epoch = 0

        def order():
            nonlocal epoch
            if epoch and self.reshuffle_each_epoch:
                stream.seed(seed + epoch)
            if self.replacement:
                drawn = [stream.integer(0, count - 1) for _ in range(size)]
            else:
                if not epoch or self.reshuffle_each_epoch:
                    stream.shuffle(rows)
                drawn = rows[:size]
            epoch += 1
            return np.array(drawn, np.int64)

        return order

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return the `Shuffle` of the sampler."""
        return self.shuffle


class PKSampler(BuiltinSampler):
    """Draws `num_val` rows of each class, with replacement.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.PKSampler.html

    Args:
        num_val: how many rows of each class.
        num_class: not supported, in MindSpore neither. Default: None.
        shuffle: whether classes come in random order. Default: False.
        class_column: the column of the class, for `MindDataset`. Default: "label".
        num_samples: how many rows. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        NotImplementedError: `num_class` is given.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: the source has no classes.
    """

    def __init__(
        self, num_val, num_class=None, shuffle=False, class_column="label", num_samples=None
    ):
        if not isinstance(num_val, int):
            raise TypeError(f"num_val must be integer but was: {num_val}.")
        if num_class is not None:
            raise NotImplementedError(
                "Not supported to specify num_class for PKSampler; leave out "
                f"num_class={num_class}."
            )
        check_bool("shuffle", shuffle)
        if not isinstance(class_column, str):
            raise TypeError(f"class_column must be a str value but was: {class_column}.")
        check_num_samples(num_samples)
        self.num_val = num_val
        self.shuffle = shuffle
        self.class_column = class_column
        super().__init__(num_samples)

    def _classes(self, labels: Labels) -> dict[Any, list[int]]:
        given = labels()
        if given is None:
            raise RuntimeError(
                "PKSampler needs a source that knows the class of each row, such as "
                "ImageFolderDataset; this one does not support PKSampler."
            )
        classes: dict[Any, list[int]] = {}
        for row, label in enumerate(given):
            classes.setdefault(label, []).append(row)
        return classes

    def _size(self, count, labels):
        size = self.num_val * len(self._classes(labels))
        return min(self.num_samples or size, size)

    def _own(self, count, labels):
        classes = self._classes(labels)
        names = sorted(classes)
        size = self._size(count, labels)
        seed = start_seed()
        stream = Stream(seed)

        first = True

        def order():
            nonlocal seed, first
            stream.seed(seed)
            seed += 1
            if self.shuffle and first:  # the order of the classes is that of all epochs
                stream.shuffle(names)
            first = False
            drawn = []
            for i in range(size):
                rows = classes[names[i // self.num_val]]
                drawn.append(rows[stream.integer(0, len(rows) - 1)])
            return np.array(drawn, np.int64)

        return order

    def is_shuffled(self):
        """Return whether classes come in random order."""
        return self.shuffle if self.child_sampler is None else self.child_sampler.is_shuffled()


class WeightedRandomSampler(BuiltinSampler):
    """Draws rows with probabilities in proportion to weights.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.WeightedRandomSampler.html

    Args:
        weights: the weight of each row, a list of numbers.
        num_samples: how many rows. Default: None: all.
        replacement: whether a row can be drawn several times. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: the weights cannot be used.
    """

    def __init__(self, weights, num_samples=None, replacement=True):
        if not isinstance(weights, list):
            weights = [weights]
        for i, weight in enumerate(weights):
            if not isinstance(weight, numbers.Number):
                raise TypeError(
                    f"type of weights element must be number, but got w[{i}]: {weight}, type: "
                    f"{type(weight)}."
                )
        check_num_samples(num_samples)
        check_bool("replacement", replacement)
        self.weights = weights
        self.replacement = replacement
        super().__init__(num_samples)

    def _check(self, count) -> None:
        weights = self.weights
        if not weights or min(weights) < 0 or not any(weights):
            raise pipeline_error(
                "WeightedRandomSampler: weights vector must not be empty, not negative and not all "
                f"zero, but got {weights}."
            )
        if len(weights) > count:
            raise pipeline_error(
                "Invalid parameter, size of sample weights must be less than or equal to num of "
                f"data, otherwise might cause generated id out of bound, but got weights size: "
                f"{len(weights)}, num of data: {count}."
            )
        drawable = sum(weight > 0 for weight in weights)
        if not self.replacement and self._own_size(count) > drawable:
            raise pipeline_error(
                "Invalid parameter, without replacement, weights need to have enough positive "
                f"values: {self._own_size(count)} rows are drawn, but {drawable} are positive."
            )

    def _own(self, count, labels):
        self._check(count)
        size = self._own_size(count)
        seed = start_seed()
        stream = Stream(seed)

        def with_replacement():
            stream.seed(seed)
            limits = cumulative_weights(self.weights)
            return np.array([stream.weighted(limits) for _ in range(size)], np.int64)

        def without():
            stream.seed(seed)
            with np.errstate(divide="ignore"):
                waits = [stream.exponential() / np.float64(weight) for weight in self.weights]
            return np.argsort(waits, kind="stable")[:size]

        return with_replacement if self.replacement else without

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return `Shuffle.GLOBAL`."""
        return Shuffle.GLOBAL
