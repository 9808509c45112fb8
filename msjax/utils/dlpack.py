"""Exchange of tensors by DLPack.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.utils.html
"""

from msjax._core.tensor import Tensor

__all__ = ["from_dlpack", "to_dlpack"]


def to_dlpack(tensor):
    """Return a DLPack capsule that shares a tensor's values.

    Args:
        tensor: a Tensor.

    Returns:
        A capsule that another library's `from_dlpack` takes, once.

    Raises:
        TypeError: `tensor` is no Tensor.
    """
    return Tensor.to_dlpack(tensor)


def from_dlpack(dlpack):
    """Make a tensor of a DLPack capsule on the CPU, or of any object that offers DLPack.

    Args:
        dlpack: a capsule, or an object with `__dlpack__` such as a PyTorch tensor.

    Returns:
        A Tensor. Differs: the values are copied.

    Raises:
        RuntimeError: `dlpack` is neither, or the capsule was used before.
    """
    return Tensor.from_dlpack(dlpack)
