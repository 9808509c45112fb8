"""What makes `import mindspore` find msjax."""

from msjax.compat.alias import install_as_mindspore, uninstall_as_mindspore

__all__ = ["install_as_mindspore", "uninstall_as_mindspore"]
