"""Checks that programs take from MindSpore's modules, and what is refused."""

import pytest

from msjax.dataset.transforms import Plugin
from msjax.dataset.transforms.validators import check_random_transform_ops


class Chosen:
    """Something of a program's own that has operations."""

    @check_random_transform_ops
    def __init__(self, transforms, prob=0.5):
        """Keep them."""
        self.transforms = transforms


@pytest.mark.parametrize(
    ("transforms", "error"), [([1], TypeError), ([], ValueError), ((abs,), TypeError)]
)
def test_wrong_operations(transforms, error):
    with pytest.raises(error, match="transforms"):
        Chosen(prob=1, transforms=transforms)


def test_operations():
    assert Chosen([abs]).transforms == [abs]
    assert Chosen.__init__.__doc__ == "Keep them."


def test_a_plugin_is_refused():
    with pytest.raises(NotImplementedError, match=r"lib_path='a\.so'.*ctypes"):
        Plugin("a.so", "Decode")
