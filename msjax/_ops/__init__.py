"""Every operator, declared once; a file per family. Importing them makes no array.

Every file of this folder is a family and is imported here: a new one needs no entry anywhere.
"""

from importlib import import_module as _import_module
from pathlib import Path as _Path

from msjax._core.tensor_methods import complete_tensor as _complete_tensor

for _path in sorted(_Path(__file__).parent.glob("[a-z]*.py")):
    _import_module(f"{__name__}.{_path.stem}")

_complete_tensor()
