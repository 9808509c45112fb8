"""Constructors that are declared: signature, documentation, and who takes which argument."""

import inspect

import pytest

from msjax.dataset.sources.parameters import Declared


class Base(Declared, parameters="folder, *sampling"):
    """A base.

    Args:
        folder: the folder.

    Raises:
        TypeError: never.
    """

    def _set_up(self, folder, **others):
        self.folder = folder
        self.others = others


class Part(Base, parameters="folder, usage='all', *images, num_lines=3"):
    """A part.

    Args:
        folder: the folder.
        usage: a part
            of it.
        num_lines: a number.
    """

    def _set_up(self, usage, num_lines, **others):
        self.usage, self.num_lines = usage, num_lines
        super()._set_up(**others)


class Same(Part):
    """The same.

    Args:
        folder: another folder.
        usage: a part.
        num_lines: a number.

    Raises:
        ValueError: never.
    """


def test_signature_is_the_declared_one():
    assert str(inspect.signature(Part)) == (
        "(folder, usage='all', num_samples=None, num_parallel_workers=None, shuffle=None, "
        "decode=False, sampler=None, num_shards=None, shard_id=None, cache=None, num_lines=3)"
    )
    assert Part.__init__.__qualname__ == "Part.__init__"


def test_each_class_takes_its_own():
    part = Part("f", "train", 5, num_lines=4)
    assert (part.folder, part.usage, part.num_lines) == ("f", "train", 4)
    assert part.others["num_samples"] == 5
    assert sorted(part.others) == [
        *("cache", "decode", "num_parallel_workers", "num_samples", "num_shards", "sampler"),
        *("shard_id", "shuffle"),
    ]


def test_wrong_arguments_are_errors_of_the_constructor():
    with pytest.raises(TypeError, match=r"__init__\(\) got an unexpected keyword argument 'x'"):
        Part("f", x=1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'folder'"):
        Same()


def test_documentation_has_all_arguments_in_order():
    text = inspect.getdoc(Part)
    entries = [line.split(":")[0] for line in text.split("\n") if ": " in line]
    assert [entry.strip() for entry in entries] == list(inspect.signature(Part).parameters)
    assert "    usage: a part\n        of it.\n    num_samples: how many rows" in text


def test_documentation_of_inherited_parameters_is_completed_too():
    text = inspect.getdoc(Same)
    assert "folder: another folder." in text
    assert "decode: whether images are decoded. Default: False." in text
    assert text.endswith("Raises:\n    ValueError: never.")
