"""A package named `mindspore` that becomes msjax, for the child processes of `python -m msjax`.

The command line puts the directory above on PYTHONPATH: a child that multiprocessing spawns, or a
Python that the program starts, finds `mindspore` here, and pays for it only if it imports it. A
Python of another environment, which inherits PYTHONPATH too, gets its own MindSpore.
"""

import os
import pathlib
import sys
from importlib import import_module
from importlib.util import find_spec

_HERE = pathlib.Path(__file__).parent.parent

del sys.modules[__name__]  # this module gives its place to another

if os.environ.get("MSJAX_PREFIX", sys.prefix) != sys.prefix:
    sys.path[:] = [place for place in sys.path if place != str(_HERE)]
    import_module("mindspore")
else:
    if find_spec("msjax") is None:
        # The parent found msjax in its working directory; this process has another one.
        sys.path.append(str(_HERE.parents[2]))
    import_module("msjax").install_as_mindspore()
