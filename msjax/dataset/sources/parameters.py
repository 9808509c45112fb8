"""Constructors of sources, declared in one line each.

    class QMnistDataset(FolderSource, parameters="dataset_dir, usage=None, compat=True, *sampling"):
        def _set_up(self, compat, **others):
            self.compat = compat
            super()._set_up(**others)

The class gets a native `__init__` with exactly these parameters, which hands all of them on to
`_set_up` by name; each class takes its own and leaves the others to the next one. `*sampling`,
`*images` and `*streaming` stand for the parameters that most sources have (`_SHARED`). What a
docstring does not say under `Args:` about these is added from `_TEXTS`, in the signature's order.
"""

from __future__ import annotations

import ast
import inspect
import re
from typing import TYPE_CHECKING, Any

from msjax.dataset.engine.samplers import Shuffle

_WORKERS = "num_samples=None, num_parallel_workers=None, "
_SHARDS = "num_shards=None, shard_id=None, cache=None"
_SHARED = {
    "sampling": f"{_WORKERS}shuffle=None, sampler=None, {_SHARDS}",
    "images": f"{_WORKERS}shuffle=None, decode=False, sampler=None, {_SHARDS}",
    "images_decode_none": f"{_WORKERS}shuffle=None, decode=None, sampler=None, {_SHARDS}",
    "streaming": f"{_WORKERS}shuffle=Shuffle.GLOBAL, {_SHARDS}",
    "late_workers": "num_samples=None, shuffle=Shuffle.GLOBAL, num_shards=None, shard_id=None, "
    "num_parallel_workers=None, cache=None",
    "one_worker": "num_samples=None, num_parallel_workers=1, shuffle=None, sampler=None, "
    "num_shards=None, shard_id=None",
    "one_worker_images": "num_samples=None, num_parallel_workers=1, shuffle=None, decode=False, "
    "sampler=None, num_shards=None, shard_id=None",
}
_TEXTS = {
    "num_samples=None": "how many rows to read at most. Default: None: all.",
    "num_parallel_workers=None": "how many threads read. Default: None: as `config` says.",
    "num_parallel_workers=1": "how many threads read. Default: 1.",
    "shuffle=None": "whether rows come in random order. Default: None: True.",
    "shuffle=Shuffle.GLOBAL": "Shuffle.GLOBAL or True: files and rows come in random order; "
    "Shuffle.FILES: files\n        do; False: neither. Default: Shuffle.GLOBAL.",
    "decode=False": "whether images are decoded. Default: False.",
    "decode=None": "whether images are decoded. Default: None: False.",
    "sampler=None": "a sampler. Default: None.",
    "num_shards=None": "into how many parts the rows are divided. Default: None: 1.",
    "shard_id=None": "which of them to read. Default: None: 0.",
    "cache=None": "not supported. Default: None.",
    "extra_metadata=False": 'whether there is a last column "_meta-filename". Default: False.',
    "decrypt=None": "a function that returns the decrypted bytes of a file. Default: None.",
}
_ARGS = re.compile(r"(?<=\nArgs:\n).*?(?=\n\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"    (\w+): .*(?:\n {8}.*)*")


class Declared:
    """A class whose subclasses declare their parameters, and get them in `_set_up`."""

    _parameters: dict[str, str]

    if TYPE_CHECKING:

        def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def __init_subclass__(cls, parameters: str = "", **others):
        super().__init_subclass__(**others)
        if parameters:
            text = re.sub(r"\*(\w+)", lambda match: _SHARED[match[1]], parameters)
            cls._parameters = _defaults(text)
            cls.__init__ = _constructor(cls, text, list(cls._parameters))
        if cls.__doc__ and (parameters or "__init__" not in vars(cls)):
            text = inspect.cleandoc(cls.__doc__)
            cls.__doc__ = _ARGS.sub(lambda args: _completed(args[0], cls._parameters), text)

    def _set_up(self, **given) -> None:
        raise NotImplementedError(f"{type(self).__name__} has to implement _set_up().")


def _defaults(text: str) -> dict[str, str]:
    """Return the parameters of a signature, each with how it stands there."""
    (function,) = ast.parse(f"def f({text}): 0").body
    assert isinstance(function, ast.FunctionDef)
    args = function.args
    values = [None] * (len(args.args) - len(args.defaults)) + args.defaults
    return {
        arg.arg: arg.arg if value is None else f"{arg.arg}={ast.unparse(value)}"
        for arg, value in zip(args.args, values, strict=True)
    }


def _constructor(cls: type, text: str, names: list[str]) -> Any:
    handed = ", ".join(f"{name}={name}" for name in names)
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {text}): self._set_up({handed})", {"Shuffle": Shuffle}, made)
    function = made["__init__"]
    function.__module__ = cls.__module__
    function.__qualname__ = f"{cls.__qualname__}.__init__"
    return function


def _completed(args: str, defaults: dict[str, str]) -> str:
    """Return the entries of a docstring's arguments, with those that it leaves out."""
    own = {match[1]: match[0] for match in _ENTRY.finditer(args)}
    entries = [
        own.get(name) or f"    {name}: {_TEXTS[shown]}"
        for name, shown in defaults.items()
        if name in own or shown in _TEXTS
    ]
    return "\n".join(entries)
