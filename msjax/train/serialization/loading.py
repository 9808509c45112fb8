"""`load_checkpoint`: a file's values as Parameters, or straight into a network.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.load_checkpoint.html
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from msjax import log as logger
from msjax._core.conversion import put
from msjax._core.parameter import Parameter
from msjax._core.tensor import wrap
from msjax.train.serialization import checkpoint_file, safetensors_file
from msjax.train.serialization.arguments import check_class, check_key
from msjax.train.serialization.into_net import load_param_into_net


def load_checkpoint(
    ckpt_file_name,
    net=None,
    strict_load=False,
    filter_prefix=None,
    dec_key=None,
    dec_mode="AES-GCM",
    specify_prefix=None,
    choice_func=None,
    crc_check=False,
    remove_redundancy=False,
    format="ckpt",
) -> dict:
    """Load a file that `save_checkpoint` wrote, MindSpore's or msjax's.

    Args:
        ckpt_file_name: the path, which must end with `format`; for safetensors also a BytesIO.
        net: a Cell that takes the values. Default: None.
        strict_load: whether its Parameters must have the values' data types and names; otherwise
            see `load_param_into_net`. Default: False.
        filter_prefix: a str, or a list or tuple of them; names that start so are left out.
        dec_key: None; files are not decrypted.
        dec_mode: without a meaning as long as there is no key.
        specify_prefix: a str, or a list or tuple of them; only names that start so are loaded.
        choice_func: tells by its name whether a Parameter is loaded. Default: None. It is not asked
            where one of the prefixes is given.
        crc_check: whether the checksum is compared, where the file has one. Default: False.
        remove_redundancy: whether the file lacks what other devices have; not with `net`, as there
            is one device.
        format: "ckpt", or "safetensors" (needs the extra of that name). Default: "ckpt".

    Returns:
        A dict of Parameters, and of strs where `append_dict` had some, by their names.

    Differs: the prefixes mean the same in files of safetensors; MindSpore overlooks them there.

    Raises:
        ValueError: there is no such file, it is of another format or damaged, or nothing is left.
        TypeError: an argument has the wrong type.
        RuntimeError: a Parameter of `net` has another shape or data type.
        NotImplementedError: `dec_key` is given.
    """
    specified, filtered = _prefixes(specify_prefix), _prefixes(filter_prefix)
    check_key("load_checkpoint", "dec", dec_key, dec_mode, format)
    check_class("crc_check", crc_check, bool)
    check_class("remove_redundancy", remove_redundancy, bool)
    source = _checked_source(ckpt_file_name, format)
    chosen = _chooser(specified, filtered, choice_func, source)
    if format == "ckpt":
        parameters = _load_protobuf(source, chosen, crc_check)
    else:
        parameters, metadata = _load_safetensors(source, chosen, crc_check)
        remove_redundancy = _redundancy_of_file(metadata, remove_redundancy)
    if not parameters:
        raise ValueError(
            "The loaded parameter dict is empty after filter or specify, please check whether "
            "'filter_prefix', 'specify_prefix' or 'choice_func' are set correctly, and whether the "
            f"file has any: {_shown(source)}."
        )
    if net is not None:
        load_param_into_net(net, parameters, strict_load, remove_redundancy)
    return parameters


class ParamDictFuture:
    """What `load_checkpoint_async` returns: the result is there when it is asked for.

    Args:
        executor: whose thread loads.
        param_dict_future: the future of the dict.
    """

    def __init__(self, executor: ThreadPoolExecutor, param_dict_future: Future):
        self.executor = executor
        self.param_dict_future = param_dict_future
        executor.shutdown(wait=False)

    def result(self) -> dict:
        """Wait for the dict that `load_checkpoint` returns, or raise what it raises."""
        return self.param_dict_future.result()


def load_checkpoint_async(
    ckpt_file_name,
    net=None,
    strict_load=False,
    filter_prefix=None,
    dec_key=None,
    dec_mode="AES-GCM",
    specify_prefix=None,
    choice_func=None,
) -> ParamDictFuture:
    """Load a file in another thread; the arguments are those of `load_checkpoint`.

    The format is told by the file's suffix.

    Returns:
        An object whose method `result()` waits for the dict, and raises what went wrong.
    """
    format = "safetensors" if ckpt_file_name.endswith(".safetensors") else "ckpt"
    executor = ThreadPoolExecutor(max_workers=1)
    future = executor.submit(
        load_checkpoint,
        ckpt_file_name,
        net,
        strict_load,
        filter_prefix,
        dec_key,
        dec_mode,
        specify_prefix,
        choice_func,
        format=format,
    )
    return ParamDictFuture(executor, future)


def load_segmented_checkpoints(
    ckpt_file_dir,
    net=None,
    strict_load=False,
    filter_prefix=None,
    dec_key=None,
    dec_mode="AES-GCM",
    specify_prefix=None,
    choice_func=None,
) -> dict:
    """Load all .ckpt files of a folder; the other arguments are those of `load_checkpoint`.

    Args:
        ckpt_file_dir: the folder. Of names that several files have, the last file's values count.
        net: a Cell that takes the values of every file. Default: None.
        strict_load: as for `load_checkpoint`.
        filter_prefix: as for `load_checkpoint`.
        dec_key: as for `load_checkpoint`.
        dec_mode: as for `load_checkpoint`.
        specify_prefix: as for `load_checkpoint`.
        choice_func: as for `load_checkpoint`.

    Returns:
        A dict of Parameters, and of strs, by their names.

    Raises:
        TypeError: the folder's name is no str.
        ValueError: there is no such folder, or `load_checkpoint` fails.
    """
    if not isinstance(ckpt_file_dir, str):
        raise TypeError(f"The ckpt_file_dir should be a str, but got {type(ckpt_file_dir)}.")
    if not os.path.isdir(ckpt_file_dir):
        raise ValueError(f"{ckpt_file_dir} doesn't exist, or it's not a directory.")
    parameters = {}
    for name in sorted(os.listdir(ckpt_file_dir)):
        if name.endswith(".ckpt"):
            path = os.path.join(ckpt_file_dir, name)
            options = filter_prefix, dec_key, dec_mode, specify_prefix, choice_func
            parameters |= load_checkpoint(path, net, strict_load, *options)
    return parameters


def read_values(source, format: str, chosen=lambda name: True, check: bool = False) -> dict:
    """Read a file into NumPy arrays and strs."""
    if format == "safetensors":
        return safetensors_file.read(source, chosen, check)[0]
    try:
        entries, has_checksum = checkpoint_file.entries(source, check)
        if check and not has_checksum:
            _warn_of_no_checksum(source)
        return {name: entry.read() for name, entry in entries.items() if chosen(name)}
    except (OSError, checkpoint_file.CorruptFileError) as error:
        raise ValueError(
            f"Failed to read the checkpoint file {source}. The file may be corrupted or encrypted, "
            f"or may not be read by this user: {error}"
        ) from error


def _load_protobuf(source, chosen, check):
    values = read_values(source, "ckpt", chosen, check)
    return {n: v if isinstance(v, str) else _parameter(v, n) for n, v in values.items()}


def _load_safetensors(source, chosen, check):
    arrays, metadata = safetensors_file.read(source, chosen, check)
    if check and "crc_num" not in metadata:
        _warn_of_no_checksum(source)
    return {name: _parameter(array) for name, array in arrays.items()}, metadata


def _parameter(array, name=None):
    return Parameter(wrap(put(array)), name=name)


def _warn_of_no_checksum(source):
    logger.warning("For 'load_checkpoint', the file has no crc code to check: %s", _shown(source))


def _redundancy_of_file(metadata: dict[str, str], asked: bool) -> bool:
    """Return whether a file lacks what other devices have: what it says of itself is so."""
    said = {"True": True, "False": False}.get(metadata.get("remove_redundancy", ""), asked)
    if said != asked:
        logger.warning("For 'load_checkpoint', the file says remove_redundancy=%s.", said)
    return said


def _chooser(specified, filtered, choice_func, source) -> Callable[[str], bool]:
    if specified or filtered:
        logger.warning(
            "For load_checkpoint, `specify_prefix` and `filter_prefix` are deprecated, please use "
            "`choice_func` instead."
        )
        return lambda name: name.startswith(specified or "") and not name.startswith(filtered or ())
    if choice_func is None:
        return lambda name: True

    def asked(name):
        try:
            return choice_func(name)
        except Exception as error:
            raise ValueError(
                f"choice_func({name!r}) raised {error!r}. For 'load_checkpoint', failed to load "
                f"the checkpoint file {_shown(source)}."
            ) from error

    return asked


def _prefixes(prefix) -> tuple[str, ...] | None:
    if prefix is None:
        return None
    if not isinstance(prefix, str | list | tuple):
        raise TypeError(
            "For 'load_checkpoint', the type of 'specify_prefix' or 'filter_prefix' must be string,"
            f" list[string] or tuple[string], but got {type(prefix)}."
        )
    prefixes = (prefix,) if isinstance(prefix, str) else tuple(prefix)
    for index, item in enumerate(prefixes):
        if not isinstance(item, str):
            raise TypeError(
                "For 'load_checkpoint', when 'specify_prefix' or 'filter_prefix' is list or tuple, "
                f"the element in it must be string, but got {type(item)} at index {index}."
            )
    if not all(prefixes) or not prefixes:
        raise ValueError(
            "For 'load_checkpoint', the value of 'specify_prefix' or 'filter_prefix' can't be empty"
            " or include ''; leave it out to load everything."
        )
    return prefixes


def _checked_source(source, format):
    if format not in ("ckpt", "safetensors"):
        raise ValueError(
            "For 'load_checkpoint', the checkpoint file should end with '.ckpt' or '.safetensors', "
            f"please input the correct 'format': it must be one of the two, but got {format!r}."
        )
    if isinstance(source, io.BytesIO):
        if format == "ckpt":
            raise TypeError(
                "ckpt don't support BytesIO as input type, please change to safetensors, or write "
                "the bytes to a file."
            )
        return source
    if not isinstance(source, str):
        raise TypeError(
            "For 'load_checkpoint', the argument 'ckpt_file_name' must be string, but got "
            f"{type(source)}; use `str`."
        )
    if not source.endswith(format):
        raise ValueError(
            "For 'load_checkpoint', the checkpoint file format must same with 'format', but got "
            f"file_name:'{source}', format:'{format}'."
        )
    path = os.path.realpath(source)
    if not os.path.exists(path):
        raise ValueError(
            f"For 'load_checkpoint', the checkpoint file: {path} does not exist, please check "
            "whether the 'ckpt_file_name' is correct."
        )
    return path


def _shown(source) -> str:
    return source if isinstance(source, str) else "a BytesIO"
