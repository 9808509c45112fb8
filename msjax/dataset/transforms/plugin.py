"""Operations in libraries that are compiled for MindSpore: refused."""

from __future__ import annotations


class Plugin:
    """Refuse to load an operation from a library that is compiled for MindSpore.

    Args:
        lib_path: the path of the library, a file .so.
        func_name: the name of the function in it.
        user_args: what the function is given. Default: None.

    Raises:
        NotImplementedError: always.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Plugin.html

    Differs: it cannot be made: such a library is compiled against MindSpore's C++ classes.
    """

    def __init__(self, lib_path, func_name, user_args=None):
        raise NotImplementedError(
            f"Plugin(lib_path={lib_path!r}, func_name={func_name!r}) is not supported: such a "
            "library is compiled against MindSpore's C++ classes, which are not here. Give its "
            "functions a C interface and call them with ctypes, in a function for `map`."
        )
