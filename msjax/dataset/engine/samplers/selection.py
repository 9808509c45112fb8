"""The sampler that the arguments of a source mean."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from msjax.dataset.engine.samplers.base import BuiltinSampler, Shuffle
from msjax.dataset.engine.samplers.drawn import RandomSampler
from msjax.dataset.engine.samplers.own import IterSampler
from msjax.dataset.engine.samplers.places import (
    DistributedSampler,
    SequentialSampler,
    SubsetSampler,
)


def select_sampler(num_samples, input_sampler, shuffle, num_shards, shard_id):
    """Return the sampler that the arguments of a source mean.

    Raises:
        RuntimeError: `shuffle` is no mode.
        ValueError: A sampler of this module comes with other arguments.
        TypeError: `input_sampler` is no sampler.
    """
    if input_sampler is None:
        return _sampler_of(num_samples, shuffle, num_shards, shard_id)
    if isinstance(input_sampler, BuiltinSampler):
        given = (num_shards, shard_id, shuffle, num_samples)
        if any(argument is not None for argument in given):
            raise ValueError(
                f"Conflicting arguments during sampler assignments. num_samples: {num_samples}, "
                f"num_shards: {num_shards}, shard_id: {shard_id}, shuffle: {shuffle}; give them "
                "to the sampler."
            )
        return input_sampler
    if isinstance(input_sampler, np.ndarray | list | tuple):
        return SubsetSampler(input_sampler, num_samples)
    if not isinstance(input_sampler, str) and isinstance(input_sampler, Iterable):
        return IterSampler(input_sampler, num_samples)
    if isinstance(input_sampler, int):
        return SubsetSampler([input_sampler])
    raise TypeError(f"Unsupported sampler object of type ({type(input_sampler)})")


def _sampler_of(num_samples, shuffle, num_shards, shard_id):
    if shuffle not in tuple(Shuffle):
        raise RuntimeError(f"The input parameter shuffle: {shuffle} is not valid.")
    if num_shards is not None:
        return DistributedSampler(num_shards, shard_id, shuffle=shuffle, num_samples=num_samples)
    if shuffle is Shuffle.FALSE:
        return SequentialSampler(num_samples=num_samples)
    return RandomSampler(num_samples is not None, num_samples, shuffle)
