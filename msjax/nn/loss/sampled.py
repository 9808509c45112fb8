"""A loss of many classes that looks at a sample of them."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.layer.validation import check_bool, check_dtype, check_type
from msjax.nn.loss.loss import LossBase

__all__ = ["SampledSoftmaxLoss"]

_FAR = 1e30  # what takes a class out of the softmax


class SampledSoftmaxLoss(LossBase):
    """Computes the cross entropy of the true classes among themselves and sampled ones.

    Args:
        num_sampled: how many classes are sampled.
        num_classes: how many there are.
        num_true: how many true classes each row has. Default: 1.
        sampled_values: a list or tuple of three Tensors: the sampled classes, the expected counts
            of the true classes and those of the sampled ones. Default: None, drawn uniformly.
        remove_accidental_hits: whether true classes that were drawn are left out. Default: True.
        seed: the seed of the draws. Default: 0.
        reduction: "mean", "sum" or "none". Default: "none".

    Inputs:
        - **weights** - Tensor of shape (num_classes, D).
        - **biases** - Tensor of shape (num_classes,).
        - **labels** - int32 or int64 Tensor of shape (N, num_true).
        - **logits** - Tensor of shape (N, D): the input of the last layer.

    Differs: `reduction` is applied, which MindSpore overlooks. Drawn classes are those of JAX's
        random numbers.

    Raises:
        TypeError: an argument or input has the wrong type.
        ValueError: a number is out of its range.
    """

    draws_random_numbers = True

    def __init__(
        self,
        num_sampled,
        num_classes,
        num_true=1,
        sampled_values=None,
        remove_accidental_hits=True,
        seed=0,
        reduction="none",
    ):
        super().__init__(reduction)
        _check_counts(num_sampled, num_classes, num_true, seed)
        if sampled_values is not None:
            check_type("SampledSoftmaxLoss", "sampled_values", sampled_values, list, tuple)
            if len(sampled_values) != 3:
                raise ValueError(
                    "For 'SampledSoftmaxLoss', the length of 'sampled_values' must be equal to 3, "
                    f"but got {len(sampled_values)}."
                )
        self.num_sampled = num_sampled
        self.num_classes = num_classes
        self.num_true = num_true
        self.sampled_values = sampled_values
        self.remove_accidental_hits = check_bool(
            "SampledSoftmaxLoss", "remove_accidental_hits", remove_accidental_hits
        )
        self.seed = seed
        self.sampler = ops.UniformCandidateSampler(num_true, num_sampled, True, num_classes, seed)

    def construct(self, weights, biases, labels, logits):
        inputs = {"weights": weights, "biases": biases, "labels": labels, "logits": logits}
        for name, value in inputs.items():
            check_type("SampledSoftmaxLoss", name, value, Tensor)
        check_dtype("SampledSoftmaxLoss", labels, mstype.int32, mstype.int64)
        labels = labels.reshape(-1, self.num_true).astype(mstype.int32)
        given = self.sampled_values
        sampled, true_count, sampled_count = self.sampler(labels) if given is None else given
        sampled = sampled.astype(mstype.int32)
        true = (logits.expand_dims(1) * weights[labels]).sum(-1) + biases[labels]
        true = true - ops.log(true_count)
        others = ops.matmul(logits, weights[sampled].T) + biases[sampled] - ops.log(sampled_count)
        if given is None and self.remove_accidental_hits:
            hits = (labels.expand_dims(-1) == sampled).any(1)
            others = others - hits.astype(others.dtype) * _FAR
        scores = ops.softmax(ops.cat((true, others), 1), 1)[:, : self.num_true]
        return self.get_loss(-ops.log(scores + 1e-20).sum(1) / self.num_true)


def _check_counts(num_sampled, num_classes, num_true, seed):
    for name, value, least in (("num_true", num_true, 1), ("seed", seed, 0)):
        if value < least:
            raise ValueError(
                f"For 'SampledSoftmaxLoss', the '{name}' must be greater than or equal to {least}, "
                f"but got {value}."
            )
    for name, value in (("num_sampled", num_sampled), ("num_true", num_true)):
        if value > num_classes:
            raise ValueError(
                f"For 'SampledSoftmaxLoss', the '{name}' must be smaller than or equal to "
                f"'num_classes', but got {value} and {num_classes}."
            )
