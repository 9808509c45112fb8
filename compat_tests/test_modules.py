"""Hold msjax to the module paths of MindSpore: what can be imported, what an attribute hides."""

from __future__ import annotations

import importlib
import inspect
import json
import operator
from pathlib import Path

import mindspore
import pytest

from compat_tests.gaps import EXAMPLES

PATHS = json.loads((Path(__file__).parent / "facts" / "modules.json").read_text())["paths"]


def parameters(choose):
    """Return a parameter for each path that `choose` accepts."""
    return [pytest.param(path, id=path) for path, fact in PATHS.items() if choose(fact)]


@pytest.mark.parametrize("path", parameters(lambda fact: fact["import"] == "module"))
def test_module_can_be_imported(path):
    """`import path` gives a module of that name."""
    assert inspect.ismodule(importlib.import_module(path))


@pytest.mark.parametrize(
    "path", parameters(lambda fact: fact["attribute"] in ("function", "class"))
)
def test_attribute_hides_the_module(path):
    """At some paths stands a function or class of the module's name, also after the import."""
    importlib.import_module(path)
    value = mindspore
    for part in path.split(".")[1:]:
        value = getattr(value, part)
    assert not inspect.ismodule(value)
    assert inspect.isclass(value) == (PATHS[path]["attribute"] == "class")


@pytest.mark.parametrize("path", parameters(lambda fact: fact["import"] == "ModuleNotFoundError"))
def test_attribute_only(path):
    """These are attributes of a module, but cannot be imported by that path."""
    value = mindspore
    for part in path.split(".")[1:]:
        value = getattr(value, part)
    assert inspect.ismodule(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_that_differ_are_of_names_that_are_there(name):
    """A reason whose name is gone, or misspelt, must go too."""
    assert operator.attrgetter(name)(mindspore) is not None
