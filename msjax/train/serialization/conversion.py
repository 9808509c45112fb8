"""`ckpt_to_safetensors` and back: values go from file to file, no network needed."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

from msjax.train.serialization.loading import read_values
from msjax.train.serialization.saving import write


def ckpt_to_safetensors(
    file_path, save_path=None, name_map=None, file_name_regex=None, processes_num=1
) -> None:
    """Write files of safetensors with what .ckpt files hold (needs the extra `safetensors`).

    Args:
        file_path: a file, or a folder whose subfolders "rank…" hold the files.
        save_path: the folder to write to; subfolders are made. Default: None, where the files are.
        name_map: a dict of new names by old ones. Default: None.
        file_name_regex: only files whose names match are converted. Default: None.
        processes_num: how many files are converted at a time, by threads. Default: 1.

    Raises:
        ValueError: there is no such file or no folder "rank…", or an argument means nothing.
        safetensors.SafetensorError: a file holds a str, which files of safetensors cannot.
    """
    _convert("ckpt", "safetensors", file_path, save_path, name_map, file_name_regex, processes_num)


def safetensors_to_ckpt(
    file_path, save_path=None, name_map=None, file_name_regex=None, processes_num=1
) -> None:
    """Write .ckpt files with what files of safetensors hold (needs the extra `safetensors`).

    Args:
        file_path: a file, or a folder whose subfolders "rank…" hold the files.
        save_path: the folder to write to; subfolders are made. Default: None, where the files are.
        name_map: a dict of new names by old ones. Default: None.
        file_name_regex: only files whose names match are converted. Default: None.
        processes_num: how many files are converted at a time, by threads. Default: 1.

    Raises:
        ValueError: there is no such file or no folder "rank…", or an argument means nothing.
    """
    _convert("safetensors", "ckpt", file_path, save_path, name_map, file_name_regex, processes_num)


def _convert(source, target, path, save_path, name_map, pattern, workers):
    function = f"{source}_to_{target}"
    _check(function, path, save_path, name_map, workers)
    if os.path.isdir(path):
        jobs = _files_of_ranks(function, path, save_path, source, pattern)
    else:
        jobs = [(path, save_path or os.path.dirname(os.path.realpath(path)))]
        _check_file(function, path, source, pattern)

    def convert(job):
        file, folder = job
        os.makedirs(folder, exist_ok=True)
        names = name_map or {}
        values = {names.get(n, n): v for n, v in read_values(file, source).items()}
        name = os.path.basename(file).removesuffix(f".{source}")
        write(os.path.join(os.path.realpath(folder), f"{name}.{target}"), values, target)

    with ThreadPoolExecutor(workers) as executor:
        list(executor.map(convert, jobs))


def _files_of_ranks(function, path, save_path, source, pattern):
    """Return the files in the subfolders for ranks, and the folders their conversions go to."""
    ranks = [entry.name for entry in os.scandir(path) if entry.is_dir()]
    ranks = sorted(name for name in ranks if name.startswith("rank"))
    if not ranks:
        raise ValueError(
            f"For '{function}', no directories starting with 'rank' found in {path}; give a single "
            "file, or the folder above those of the ranks."
        )
    for rank in ranks:
        os.makedirs(os.path.join(save_path or path, rank), exist_ok=True)
    return [
        (os.path.join(path, rank, name), os.path.join(save_path or path, rank))
        for rank in ranks
        for name in sorted(os.listdir(os.path.join(path, rank)))
        if name.endswith(f".{source}") and (pattern is None or re.search(pattern, name))
    ]


def _check(function, path, save_path, name_map, workers):
    if not os.path.isdir(path) and not os.path.isfile(path):
        raise ValueError(
            f"For {function}, the input path must be a valid path or file, but got {path}"
        )
    if save_path and os.path.splitext(save_path)[1]:
        raise ValueError(
            f"For {function}, the save_path must be a directory, but got '{save_path}'"
        )
    if name_map is not None and not isinstance(name_map, dict):
        raise ValueError(
            f"For {function}, the type of 'name_map' must be a dict, but got '{type(name_map)}'"
        )
    if workers < 1:
        raise ValueError(f"For {function}, processes_num must be at least 1, but got {workers}.")


def _check_file(function, path, source, pattern):
    if not path.endswith(f".{source}"):
        raise ValueError(f"For {function}, the input file must be a .{source} file, but got {path}")
    if pattern is not None and not re.search(pattern, path):
        raise ValueError(
            f"For {function}, the input file does not match the regular expression {pattern!r}."
        )
