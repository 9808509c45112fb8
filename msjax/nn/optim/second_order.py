"""`thor`, which is refused.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.thor.html
"""

from __future__ import annotations


def thor(
    net,
    learning_rate,
    damping,
    momentum,
    weight_decay=0.0,
    loss_scale=1.0,
    batch_size=32,
    use_nesterov=False,
    decay_filter=lambda x: True,
    split_indices=None,
    enable_clip_grad=False,
    frequency=100,
):
    """Refuse the second-order optimizer THOR, whose layers collect curvature by their gradients.

    Args:
        net: the network, of layers made for THOR.
        learning_rate: a Tensor, one value per step.
        damping: a Tensor, one value per step.
        momentum: a float.
        weight_decay: Default: 0.0.
        loss_scale: Default: 1.0.
        batch_size: Default: 32.
        use_nesterov: Default: False.
        decay_filter: a function of a Parameter. Default: all Parameters.
        split_indices: Default: None.
        enable_clip_grad: Default: False.
        frequency: Default: 100.

    Differs: it is refused; MindSpore runs it on Ascend and GPU.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError(
        f"nn.thor(net={type(net).__name__}, ...) is not supported: MindSpore's second-order "
        "optimizer needs layers that collect curvature, on Ascend or GPU; use a first-order one "
        "such as nn.Momentum or nn.Lamb."
    )
