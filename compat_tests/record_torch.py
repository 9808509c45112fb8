"""Record PyTorch's values of `torch_calls.CALLS`: `python -m compat_tests.record_torch`.

Needs PyTorch and NumPy; the tests need neither PyTorch nor MindSpore.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

from compat_tests import torch_calls

FACTS = Path(__file__).parent / "facts" / "torch.json"


def main():
    """Write the facts: one line per call."""
    namespace = {
        "lib": torch,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "filled": filled,
        "fixed": lambda x: x.detach(),
        "chosen": lambda outcome, i: outcome[i],
    }
    rows = {
        text: torch_calls.run(text, torch.from_numpy, namespace, gradients)
        for text in torch_calls.CALLS
    }
    for text in torch_calls.OPTIMIZERS:
        rows[text] = torch_calls.steps(text, parameter, {"optim": torch.optim}, update)
    lines = ",\n".join(f"{json.dumps(text)}: {json.dumps(row)}" for text, row in rows.items())
    FACTS.write_text(f'{{"torch": "{torch.__version__}", "calls": {{\n{lines}\n}}}}\n')


def filled(layer):
    """Give a layer's Parameters known values."""
    for i, p in enumerate(layer.parameters()):
        p.data = torch.from_numpy(torch_calls.weights(i, tuple(p.shape)))
    return layer


def parameter(array, name):
    """Return a parameter; PyTorch's have no names."""
    return torch.nn.Parameter(torch.from_numpy(array))


def update(optimizer, parameters, gradients):
    """Take a step and return the parameters' values."""
    for p, gradient in zip(parameters, gradients, strict=True):
        p.grad = torch.from_numpy(gradient)
    optimizer.step()
    return [p.detach().clone() for p in parameters]


def gradients(function, tensors):
    """Return an outcome, and the gradients of the sum of its squares."""
    tensors = [t.clone().requires_grad_() for t in tensors]
    outcome = torch_calls.parts(function(*tensors))
    floats = [x for x in outcome if x.requires_grad]
    if floats:
        sum((x * x).sum() for x in floats).backward()
    grads = [torch.zeros_like(t) if t.grad is None else t.grad for t in tensors]
    return [x.detach() for x in outcome], grads


if __name__ == "__main__":
    main()
