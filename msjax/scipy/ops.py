"""Primitives of SciPy's functions (`mindspore.scipy.ops`), resolved from declarations."""

import msjax._ops  # noqa: F401  declares every operator
from msjax._core.missing import missing_attribute as _missing_attribute
from msjax._core.namespace import namespace as _namespace

__getattr__, __dir__ = _namespace(globals(), "scipy.ops", _missing_attribute)
