"""Checks of the arguments that sources share."""

from __future__ import annotations

import glob
import os
from typing import Any

from msjax.dataset.transforms.checks import (
    INT32_MAX,
    INT64_MAX,
    integer,
    of_type,
    optional,
    within,
)

_natural = within(0, INT64_MAX)


def check_sampling(
    num_samples=None,
    num_parallel_workers=None,
    shuffle=None,
    sampler=None,
    num_shards=None,
    shard_id=None,
    cache=None,
) -> None:
    """Check the arguments that say which rows are read, and by how many threads.

    Raises:
        TypeError: one is of a wrong class.
        ValueError: one is outside of its interval.
        RuntimeError: they do not go together.
        NotImplementedError: there is a cache.
    """
    for name, value in (
        ("num_samples", num_samples),
        ("num_parallel_workers", num_parallel_workers),
        ("num_shards", num_shards),
        ("shard_id", shard_id),
    ):
        optional(of_type(int))(value, name)
    if num_samples is not None and not 0 <= num_samples <= INT64_MAX:
        raise ValueError(
            f"num_samples exceeds the boundary between 0 and {INT64_MAX}(INT64_MAX)! It is "
            f"{num_samples}."
        )
    most = os.cpu_count() or 1
    if num_parallel_workers is not None and not 1 <= num_parallel_workers <= most:
        raise ValueError(
            f"num_parallel_workers exceeds the boundary between 1 and {most}! It is "
            f"{num_parallel_workers}; {most} is the number of processors."
        )
    _check_together(num_samples, shuffle, sampler, num_shards, shard_id)
    if cache is not None:
        if isinstance(cache, int | float | str | bytes | list | dict):
            raise TypeError(f"Argument cache with value {cache} is not of type DatasetCache.")
        raise NotImplementedError(
            f"cache={cache!r}: msjax has no cache server; leave the argument out. Rows that are "
            "read again come from the operating system's own cache of files."
        )


def _check_together(num_samples, shuffle, sampler, num_shards, shard_id):
    if sampler is not None:
        sharding = None if num_shards is None and shard_id is None else True
        others = {"shuffle": shuffle, "sharding": sharding, "num_samples": num_samples}
        for name, value in others.items():
            if value is not None:
                raise RuntimeError(
                    f"sampler and {name} cannot be specified at the same time. Give the sampler "
                    f"what {name} should be."
                )
    if num_shards is None:
        if shard_id is not None:
            raise RuntimeError("shard_id is specified but num_shards is not.")
        return
    integer(1, INT32_MAX)(num_shards, "num_shards")
    if shard_id is None:
        raise RuntimeError("num_shards is specified and currently requires shard_id as well.")
    within(0, num_shards - 1)(shard_id, "shard_id")


def check_folder(path: Any) -> None:
    """Raise a TypeError or ValueError for what is no folder that can be read."""
    of_type(str)(path, "dataset_dir")
    if not os.path.isdir(path) or not os.access(path, os.R_OK):
        raise ValueError(
            f"The folder {path} does not exist or is not a directory or permission denied!"
        )


def check_file(path: Any) -> None:
    """Raise a TypeError or ValueError for what is no file that can be read."""
    if not isinstance(path, str):
        raise TypeError(f"path: {path} is not string")
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        raise ValueError(f"The file {os.path.realpath(path)} does not exist or permission denied!")


def check_decrypt(decrypt: Any) -> None:
    """Raise a TypeError for what cannot be called."""
    if decrypt is not None and not callable(decrypt):
        raise TypeError(
            f"Argument decrypt is not a callable object, but got {type(decrypt)}; give a function "
            "that returns a file's decrypted bytes."
        )


def found_files(patterns: Any) -> list[str]:
    """Return the files that a path, a pattern or a list of them names.

    Raises:
        TypeError: it is something else.
        ValueError: there is nothing, or a pattern that fits no file.
    """
    of_type(str, list)(patterns, "dataset files")
    if not patterns:
        raise ValueError(f"Input dataset_files can not be empty, but got '{patterns}'.")
    found, unmatched = [], []
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        matches = sorted(path for path in glob.glob(pattern) if os.path.isfile(path))
        found += matches
        if not matches:
            unmatched.append(pattern)
    if unmatched:
        raise ValueError(f"The following patterns did not match any files: {unmatched}.")
    return found
