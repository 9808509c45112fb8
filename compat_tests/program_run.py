"""Run a program in a chosen mode: `python -m compat_tests.program_run MODE SCRIPT`.

`set_context` is wrapped for the script: the mode it asks for is replaced by MODE ("own" leaves it)
and the device_target by "CPU", because the documents ask for a GPU.
"""

from __future__ import annotations

import runpy
import sys


def main():
    """Wrap set_context, set the mode and run the script."""
    mode, script = sys.argv[1:]
    import mindspore
    from mindspore import context

    wanted = {"graph": mindspore.GRAPH_MODE, "pynative": mindspore.PYNATIVE_MODE}.get(mode)
    original = mindspore.set_context

    def set_context(**options):
        if "mode" in options and wanted is not None:
            options["mode"] = wanted
        if "device_target" in options:
            options["device_target"] = "CPU"
        original(**options)

    mindspore.set_context = context.set_context = set_context
    if wanted is not None:
        original(mode=wanted)
    sys.argv = [script]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
