"""Errors about names that msjax does not have."""

import functools
import pickle
from types import ModuleType

import pytest

from msjax._core.missing import (
    MissingAttribute,
    MissingImport,
    describe_missing,
    homes,
    inventory,
    mindspore_names,
    missing_attribute,
    nearest,
)

SUPPORTED = ["relu", "relu6", "reduce_mean", "ReduceSum"]


def test_mindspores_name_is_told_from_nobodys():
    error = missing_attribute("msjax.ops", "selu", SUPPORTED)
    assert isinstance(error, AttributeError)
    assert str(error).startswith("MindSpore 2.10 has mindspore.ops.selu, msjax does not have it")
    assert "nearest supported: mindspore.ops.relu" in str(error)
    error = missing_attribute("msjax.ops", "relux", SUPPORTED)
    assert str(error) == (
        "module 'mindspore.ops' has no attribute 'relux'; "
        "did you mean: mindspore.ops.relu, mindspore.ops.relu6?"
    )


def test_a_refused_name_comes_with_its_reason():
    text = str(missing_attribute("msjax.ops", "PagedAttention", SUPPORTED))
    assert text.startswith("MindSpore 2.10 has mindspore.ops.PagedAttention, msjax does not: it is")


def test_refused_names_are_mindspores_and_absent():
    """What is refused is in MindSpore, and not in msjax after all."""
    import msjax
    from msjax._core.refused_names import REFUSED

    for path in REFUSED:
        owner, _, name = path.rpartition(".")
        assert owner not in inventory() or name in mindspore_names(owner), path
        holder = functools.reduce(getattr, owner.split(".")[1:], msjax)
        assert name not in dir(holder), path


def test_refused_below_the_package():
    """The modules below a package say what the package says."""
    text = describe_missing("mindspore.boost.grad_freeze", "freeze_cell", ())
    assert "msjax does not: it changes a training for Ascend's clusters" in text


def test_a_name_of_mindspore_1_tells_what_to_do():
    text = describe_missing("mindspore.dataset", "GraphData", ())
    assert text.startswith("MindSpore 1 had mindspore.dataset.GraphData, msjax does not: it reads")


def test_a_name_of_another_module_is_pointed_to():
    text = str(missing_attribute("msjax.nn", "set_context", []))
    assert text == (
        "module 'mindspore.nn' has no attribute 'set_context'; "
        "MindSpore 2.10 has mindspore.set_context"
    )


def test_class_attributes():
    text = str(missing_attribute("mindspore.Tensor", "argmax_with_value", ["argmax", "abs"]))
    assert "'Tensor' object has no attribute" not in text
    assert "mindspore.Tensor.argmax_with_value, msjax does not have it yet" in text
    text = str(missing_attribute("mindspore.Tensor", "zork", ["argmax", "abs"]))
    assert text == "'Tensor' object has no attribute 'zork'"


def test_module_without_record_claims_nothing_about_mindspore():
    text = str(missing_attribute("msjax._c_expression", "Foo", []))
    assert text == "msjax does not have mindspore._c_expression.Foo"


def test_private_names_are_plain():
    error = missing_attribute("msjax.ops", "__wrapped__", SUPPORTED)
    assert type(error) is AttributeError


def test_nearest_ignores_case_and_underscores():
    assert nearest("ReduceMean", SUPPORTED)[0] == "reduce_mean"
    assert nearest("reduce_sum", SUPPORTED)[0] == "ReduceSum"
    assert nearest("zork", SUPPORTED) == []


def test_supported_names_are_asked_for_only_when_printed():
    asked = []
    error = missing_attribute("msjax.ops", "selu", lambda: asked.append(1) or SUPPORTED)
    assert not asked
    str(error)
    assert asked == [1]


def test_from_import_gives_the_message_too(monkeypatch):
    module = ModuleType("faux")
    module.__getattr__ = _getattr_for("msjax.ops")
    monkeypatch.setitem(__import__("sys").modules, "faux", module)
    with pytest.raises(ImportError, match=r"MindSpore 2\.10 has mindspore\.ops\.selu") as caught:
        exec("from faux import selu")
    assert type(caught.value) is MissingImport
    with pytest.raises(AttributeError, match=r"MindSpore 2\.10 has mindspore\.ops\.selu"):
        exec("import faux\nfaux.selu")
    assert not hasattr(module, "selu")
    assert getattr(module, "selu", None) is None


def _getattr_for(owner):
    def __getattr__(name):
        raise missing_attribute(owner, name, SUPPORTED)

    return __getattr__


@pytest.mark.parametrize("kind", [MissingAttribute, MissingImport])
def test_errors_pickle(kind):
    error = kind("mindspore.ops", "selu", SUPPORTED)
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    assert isinstance(copy, ImportError if kind is MissingImport else AttributeError)


def test_inventory_is_what_mindspore_has():
    assert {"Tensor", "set_context", "float32"} <= mindspore_names("mindspore")
    assert {"ReLU", "Cell", "Conv2d"} <= mindspore_names("mindspore.nn")
    assert "asnumpy" in mindspore_names("mindspore.Tensor")
    assert "zork" not in mindspore_names("mindspore.ops")
    assert homes("ReLU")[0] == "mindspore.nn"
    assert all(path.split(".")[0] == "mindspore" for path in inventory())
