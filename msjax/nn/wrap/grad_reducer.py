"""`DistributedGradReducer`: the sum or mean of gradients over processes.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.DistributedGradReducer.html
"""

from __future__ import annotations

from msjax._core.tensor import Tensor
from msjax._core.world import HCCL_WORLD_COMM_GROUP, check_group, get_group_size
from msjax.nn.cell import Cell
from msjax.nn.number_checks import check_bool


class DistributedGradReducer(Cell):
    """Reduces gradients over the processes of a group; msjax runs one.

    Args:
        parameters: the Parameters that the gradients belong to.
        mean: whether the sum is divided by `degree`. Default: None, no.
        degree: what the mean divides by, an int > 0. Default: None, the size of the group.
        fusion_type: how MindSpore packs several messages into one; it changes no values. Default:
            1.
        group: the name of the group. Default: "hccl_world_group".

    Raises:
        TypeError: `group` is no str, or `mean` is no bool.
        ValueError: `degree` is no int > 0.
    """

    def __init__(
        self, parameters, mean=None, degree=None, fusion_type=1, group=HCCL_WORLD_COMM_GROUP
    ):
        super().__init__(auto_prefix=False)
        check_group("DistributedGradReducer", group)
        if mean is not None:
            check_bool(mean, "mean", self.cls_name)
        degree = get_group_size(group) if degree is None else degree
        if isinstance(degree, bool) or not isinstance(degree, int) or degree <= 0:
            raise ValueError(
                "For 'DistributedGradReducer', the 'degree' must be large than 0 in the type of "
                f"'int', but got {degree!r}; leave it out for the size of the group."
            )
        self.mean = bool(mean)
        self.degree = degree

    def construct(self, grads):
        """Return the gradients, divided where a mean is asked for; None stays None."""
        if not self.mean or self.degree == 1:
            return grads
        return tuple([g / self.degree if isinstance(g, Tensor) else g for g in grads])
