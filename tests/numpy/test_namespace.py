"""The namespace `mindspore.numpy`: its constants, what `import *` brings, and grids."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import msjax
import msjax.numpy as mnp
from msjax._core.missing import mindspore_names


def test_constants():
    assert mnp.pi == np.pi
    assert mnp.inf == mnp.PINF == -mnp.NINF == np.inf
    assert np.isnan(mnp.nan)
    assert mnp.int_ is msjax.int32
    assert mnp.float_ is msjax.float32


def test_all_names_are_there():
    """`__all__` has MindSpore's names only, and each resolves."""
    known = mindspore_names("mindspore.numpy")
    assert set(mnp.__all__) <= known
    assert all(getattr(mnp, name) is not None for name in mnp.__all__)


def test_grids():
    np.testing.assert_array_equal(mnp.mgrid[0:2, 0:3].asnumpy(), np.mgrid[0:2, 0:3])
    np.testing.assert_allclose(mnp.mgrid[0:1:5j].asnumpy(), np.linspace(0, 1, 5))
    rows, columns = mnp.ogrid[0:2, 0:3]
    assert (rows.shape, columns.shape) == ((2, 1), (1, 3))
    with pytest.raises(TypeError, match="slice indices"):
        mnp.mgrid[:3]


def test_importing_msjax_does_not_import_it():
    code = "import sys, msjax; assert 'msjax.numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
