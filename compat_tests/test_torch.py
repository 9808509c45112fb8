"""Hold what MindSpore runs on other devices only to PyTorch's values; see `torch_calls.py`."""

from __future__ import annotations

import json
from pathlib import Path

import mindspore as ms
import numpy as np
import pytest
from mindspore import Parameter, Tensor, mint

from compat_tests import torch_calls

FACTS = json.loads((Path(__file__).parent / "facts" / "torch.json").read_text())["calls"]


def filled(layer):
    for i, p in enumerate(layer.trainable_params()):
        p.set_data(Tensor(torch_calls.weights(i, p.shape)))
    return layer.set_train()


NAMESPACE = {
    "lib": mint,
    "nn": mint.nn,
    "F": mint.nn.functional,
    "filled": filled,
    "fixed": ms.ops.stop_gradient,
    "chosen": lambda outcome, i: outcome[i],
}


def gradients(function, tensors):
    def total(*given):
        outcome = torch_calls.parts(function(*given))
        floats = [x for x in outcome if "Float" in str(x.dtype)]
        return sum((x * x).sum() for x in floats), *outcome

    if not tensors:
        return [x.asnumpy() for x in total()[1:]], []
    (_, *outcome), grads = ms.value_and_grad(total, tuple(range(len(tensors))), has_aux=True)(
        *tensors
    )
    grads = grads if isinstance(grads, tuple) else (grads,)
    return [x.asnumpy() for x in outcome], [g.asnumpy() for g in grads]


def compiled_gradients(function, tensors):
    return gradients(ms.jit(function), tensors)


@pytest.mark.parametrize("grad", [gradients, compiled_gradients])
@pytest.mark.parametrize("text", torch_calls.CALLS)
def test_numbers(text, grad):
    """Values and gradients are PyTorch's, eagerly and compiled."""
    got = torch_calls.run(text, Tensor, NAMESPACE, grad)
    for what, wanted in FACTS[text].items():
        assert len(got[what]) == len(wanted)
        for mine, theirs in zip(got[what], wanted, strict=True):
            assert mine["shape"] == theirs["shape"]
            np.testing.assert_allclose(mine["values"], theirs["values"], rtol=1e-5, atol=2e-5)


def eager_update(optimizer, parameters, gradients):
    optimizer(tuple([Tensor(g) for g in gradients]))
    return [p.asnumpy().copy() for p in parameters]


def compiled_update(optimizer, parameters, gradients):
    ms.jit(lambda *gradients: optimizer(gradients))(*[Tensor(g) for g in gradients])
    return [p.asnumpy().copy() for p in parameters]


@pytest.mark.parametrize("update", [eager_update, compiled_update])
@pytest.mark.parametrize(
    ("text", "recorded"),
    [(text, text) for text in torch_calls.OPTIMIZERS]
    + [(t.replace("AdamW", "FusedAdamW"), t) for t in torch_calls.OPTIMIZERS if "AdamW" in t],
)
def test_optimizer(text, recorded, update):
    """Steps are PyTorch's, eagerly and compiled."""
    got = torch_calls.steps(
        text, lambda x, name: Parameter(Tensor(x), name=name), {"optim": mint.optim}, update
    )
    for mine, theirs in zip(got, FACTS[recorded], strict=True):
        for x, wanted in zip(mine, theirs, strict=True):
            np.testing.assert_allclose(x["values"], wanted["values"], rtol=1e-5, atol=1e-5)


def test_facts_are_of_the_calls():
    assert list(FACTS) == [*torch_calls.CALLS, *torch_calls.OPTIMIZERS]
