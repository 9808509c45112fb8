"""What converts networks and models for the optimizer THOR, which is refused.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.train.ConvertModelUtils.html
"""

from __future__ import annotations

_REASON = (
    "MindSpore's second-order optimizer needs layers that collect curvature, on Ascend or GPU; "
    "train with a first-order one such as nn.Momentum or nn.Lamb, and leave the conversion out."
)


class ConvertNetUtils:
    """Puts layers that collect curvature in a network; not supported."""

    def convert_to_thor_net(self, net):
        """Convert a network.

        Args:
            net: a Cell.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"ConvertNetUtils.convert_to_thor_net(net={type(net).__name__}): {_REASON}"
        )


class ConvertModelUtils:
    """Makes the `Model` that THOR needs; other optimizers need none."""

    @staticmethod
    def convert_to_thor_model(
        model,
        network,
        loss_fn=None,
        optimizer=None,
        metrics=None,
        amp_level="O0",
        loss_scale_manager=None,
        keep_batchnorm_fp32=False,
    ):
        """Return a model that trains with THOR, or the model itself for other optimizers.

        Args:
            model: a `Model`.
            network: its Cell.
            loss_fn: as for `Model`. Default: None.
            optimizer: as for `Model`. Default: None.
            metrics: as for `Model`. Default: None.
            amp_level: as for `Model`. Default: "O0".
            loss_scale_manager: as for `Model`. Default: None.
            keep_batchnorm_fp32: as for `Model`. Default: False.

        Returns:
            `model`: there is no optimizer here that it would have to be converted for.
        """
        return model
