"""Calls of `mint` that MindSpore's CPU backend cannot run, and how they are run in PyTorch.

MindSpore documents these functions by PyTorch's formulas and names, so one text is run in both
libraries, on the operands `t0`, `t1`, ... of a sample (see tests/_ops/operands.py). `F` is the
module `nn.functional`, `lib` is `mint` or `torch`, `chosen` takes one of an outcome's parts, and
`fixed` is a constant for gradients. `record_torch.py` writes facts/torch.json.
"""

from __future__ import annotations

import numpy as np
from tests._ops.operands import arrays

IMAGE = "f32[2, 4, 7, 6]"
VOLUME = "f32[1, 2, 4, 5, 4]"

# text of the call: sample
CALLS: dict[str, str] = {
    "F.conv1d(t0, t1, t2, 2, 1, 1, 2)": "f32[2, 4, 9], f32[6, 2, 3], f32[6]",
    "F.conv1d(t0, t1, padding='same', dilation=2)": "f32[4, 9], f32[6, 4, 2]",
    "F.conv2d(t0, t1, t2, (2, 1), (1, 0))": f"{IMAGE}, f32[6, 4, 3, 2], f32[6]",
    "F.conv2d(t0, t1, padding='valid')": "f32[4, 7, 6], f32[6, 4, 3, 2]",
    "F.conv2d(t0, t1, None, 1, 'same', (2, 1))": f"{IMAGE}, f32[6, 4, 2, 3]",
    "lib.conv2d(t0, t1, None, 1, 1, 1, 4)": f"{IMAGE}, f32[8, 1, 3, 3]",
    "F.conv3d(t0, t1, t2, 1, (1, 0, 1), (1, 2, 1))": f"{VOLUME}, f32[3, 2, 2, 2, 2], f32[3]",
    "F.conv_transpose2d(t0, t1, t2, 2, 1, 1)": "f32[2, 4, 5, 6], f32[4, 3, 3, 2], f32[3]",
    "F.conv_transpose2d(t0, t1, None, (2, 3), 0, (1, 2), 2, 2)": "f32[4, 5, 6], f32[4, 3, 3, 2]",
    "lib.conv_tbc(t0, t1, t2, 1)": "f32[5, 2, 3], f32[3, 3, 4], f32[4]",
    "F.avg_pool1d(t0, 3, 2, 1)": "f32[2, 3, 8]",
    "F.avg_pool1d(t0, 3, 2, 1, True, False)": "f32[3, 8]",
    "F.avg_pool2d(t0, (3, 2))": IMAGE,
    "F.avg_pool2d(t0, 3, 2, 1, True)": IMAGE,
    "F.avg_pool2d(t0, 3, 2, 1, True, False, 5)": IMAGE,
    "F.avg_pool3d(t0, 3, (2, 1, 2), 1, False, False)": VOLUME,
    "F.avg_pool3d(t0, 2, None, 0, True, True, 3)": VOLUME,
    "F.adaptive_avg_pool1d(t0, 3)": "f32[2, 3, 7]",
    "F.adaptive_avg_pool2d(t0, (3, None))": IMAGE,
    "F.adaptive_avg_pool3d(t0, (3, 2, None))": VOLUME,
    "F.adaptive_max_pool1d(t0, 3)": "f32[2, 3, 7]",
    "F.adaptive_max_pool1d(t0, 3, True)": "f32[3, 7]",
    "F.max_pool2d(t0, 3, 2, 1)": IMAGE,
    "F.max_pool2d(t0, (3, 2), ceil_mode=True)": "f32[4, 7, 6]",
    "F.max_unpool2d(t0, lib.reshape(lib.arange(4), (1, 1, 2, 2)) * 3, 2)": "f32[1, 1, 2, 2]",
    "F.fold(t0, (4, 5), 2)": "f32[1, 8, 12]",
    "F.fold(t0, (4, 5), 2, 1, (1, 0), (2, 2))": "f32[8, 6]",
    "F.unfold(t0, (2, 3), 1, (1, 0), 2)": "f32[2, 2, 4, 5]",
    "F.interpolate(t0, 5)": "f32[1, 2, 3]",
    "F.interpolate(t0, scale_factor=1.7)": IMAGE,
    "F.interpolate(t0, scale_factor=(1.7, 2.0, 0.8))": VOLUME,
    "F.interpolate(t0, 7, mode='linear')": "f32[1, 2, 3]",
    "F.interpolate(t0, None, 1.7, 'linear', True)": "f32[1, 2, 3]",
    "F.interpolate(t0, (5, 9), mode='bilinear')": IMAGE,
    "F.interpolate(t0, None, (1.7, 0.8), 'bilinear')": IMAGE,
    "F.interpolate(t0, None, 1.7, 'bilinear', False, True)": IMAGE,
    "F.interpolate(t0, (5, 9), mode='bilinear', align_corners=True)": IMAGE,
    "F.interpolate(t0, (5, 9), mode='bicubic')": IMAGE,
    "F.interpolate(t0, None, 1.7, 'bicubic', True)": IMAGE,
    "F.interpolate(t0, None, 2.3, 'trilinear')": VOLUME,
    "F.grid_sample(t0, t1, align_corners=False)": "f32[1, 2, 3, 4], unit[1, 2, 3, 2]",
    "F.batch_norm(t0, fixed(t1), fixed(t2), t3, t3)": "f32[4, 3, 5], f32[3], positive[3], f32[3]",
    "F.batch_norm(t0, fixed(t1), fixed(t2), None, t3)": "f32[4, 3, 5], f32[3], positive[3], f32[3]",
    "F.batch_norm(t0, None, None, t1, None, True)": "f32[4, 3, 5], f32[3]",
    "F.kl_div(t0, t1)": "f32[4, 5], probability[4, 5]",
    "F.kl_div(t0, t1, reduction='batchmean')": "f32[4, 5], probability[4, 5]",
    "F.kl_div(t0, t1, reduction='none', log_target=True)": "f32[4, 5], f32[5]",
    "F.soft_margin_loss(t0, fixed(lib.sign(t1)))": "f32[4, 5], f32[4, 5]",
    "F.cosine_embedding_loss(t0, t1, lib.sign(t2), 0.2)": "f32[4, 5], f32[4, 5], f32[4]",
    "F.elu(t0, 0.7, True)": "f32[2, 3]",
    "F.threshold(t0, 0.1, 2.0, True)": "f32[2, 3]",
    "F.pad(t0, (1, 2, 0, 1), 'reflect')": IMAGE,
    "F.pad(t0, (1, -1, 2, 1, 0, 1), 'constant', 0.5)": IMAGE,
    "F.pad(t0, (1, 2, 1, 1), 'circular')": IMAGE,
    "F.embedding(t0, t1, 1)": "natural[2, 3], f32[5, 4]",
    "F.embedding(t0, t1, None, None, 2.0, True)": "natural[2, 3], f32[5, 4]",
    "F.normalize(t0, 1.0, 0)": "f32[2, 3]",
    "lib.linalg.vector_norm(t0, 3, 1, True)": "f32[2, 3]",
    "lib.linalg.vector_norm(t0, float('inf'))": "f32[2, 3]",
    "lib.linalg.matrix_norm(t0, 'nuc')": "f32[2, 3, 4]",
    "lib.linalg.matrix_norm(t0, -1, (0, 2), True)": "f32[3, 2, 3]",
    "lib.linalg.norm(t0)": "f32[2, 3, 4]",
    "lib.linalg.norm(t0, 2)": "f32[3, 4]",
    "lib.linalg.norm(t0, 1, 0)": "f32[3, 4]",
    "lib.linalg.inv(t0)": "regular[2, 3, 3]",
    "lib.abs(chosen(lib.linalg.qr(t0), 1))": "f32[3, 2]",
    "lib.vdot(t0, t1)": "f32[3], f32[3]",
    "lib.median(t0)": "f32[2, 4]",
    "chosen(lib.median(t0, 1), 1)": "f32[2, 4]",
    "lib.median(t0, 0, True)": "f32[3, 4]",
    "nn.Conv1d(2, 4, 3, padding=2, padding_mode='circular')": "f32[1, 2, 6]",
    "nn.Conv2d(2, 4, (3, 2), padding='same', padding_mode='replicate')": "f32[1, 2, 5, 6]",
    "nn.Conv2d(2, 4, 3, 2, (1, 2), groups=2, padding_mode='reflect')": "f32[1, 2, 5, 6]",
    "nn.Conv3d(1, 2, 2, dilation=2)": "f32[1, 1, 4, 4, 5]",
    "nn.ConvTranspose2d(2, 4, 3, (2, 1), 1, (1, 0), 2)": "f32[1, 2, 5, 6]",
    "nn.PReLU(3)": "f32[2, 3, 2]",
    "nn.Linear(3, 4)": "f32[2, 3]",
    "nn.GroupNorm(2, 4)": IMAGE,
    "nn.LayerNorm((7, 6))": IMAGE,
    "nn.BatchNorm1d(3)": "f32[4, 3]",
    "nn.BatchNorm2d(4, momentum=None)": IMAGE,
    "nn.BatchNorm3d(2, track_running_stats=False)": VOLUME,
    "nn.Upsample(scale_factor=2, mode='bicubic', align_corners=True)": IMAGE,
    "nn.UpsamplingNearest2d(scale_factor=2)": IMAGE,
    "nn.UpsamplingBilinear2d((5, 4))": IMAGE,
    "nn.PixelShuffle(2)": "f32[1, 8, 2, 3]",
    "nn.Flatten()": IMAGE,
    "nn.ReflectionPad3d((1, 2, 0, 1, 1, 0))": VOLUME,
    "nn.ReplicationPad2d(2)": IMAGE,
    "nn.ConstantPad2d((1, -1, 2, 0), 1.5)": IMAGE,
    "nn.ZeroPad1d(2)": "f32[2, 3, 4]",
    "nn.GELU()": "f32[2, 3]",
    "nn.GELU('tanh')": "f32[2, 3]",
    "nn.Hardtanh(-0.5, 0.7)": "f32[2, 3]",
    "nn.Hardshrink()": "f32[2, 3]",
    "nn.Softshrink()": "f32[2, 3]",
    "nn.Hardsigmoid()": "f32[2, 3]",
    "nn.Hardswish()": "f32[2, 3]",
    "nn.ReLU6()": "f32[2, 3]",
    "nn.SELU()": "f32[2, 3]",
    "nn.Mish()": "f32[2, 3]",
    "nn.LogSigmoid()": "f32[2, 3]",
    "nn.GLU(0)": "f32[4, 3]",
    "nn.Softmax(1)": "f32[2, 3]",
    "nn.LogSoftmax(0)": "f32[2, 3]",
    "nn.AvgPool2d(3, 2, 1, count_include_pad=False)": IMAGE,
    "nn.MaxPool2d(3, 2, 1, ceil_mode=True)": IMAGE,
    "nn.AdaptiveMaxPool2d((3, 4))": IMAGE,
    "nn.BCEWithLogitsLoss(pos_weight=lib.ones(5) * 2)": "f32[4, 5], probability[4, 5]",
    "nn.BCELoss(reduction='sum')": "probability[4, 5], probability[4, 5]",
    "nn.CosineEmbeddingLoss(0.1, reduction='none')": "f32[4, 5], f32[4, 5], f32[4]",
    "nn.KLDivLoss(reduction='sum')": "f32[4, 5], probability[4, 5]",
    "nn.L1Loss()": "f32[4, 5], f32[4, 5]",
    "nn.MSELoss(reduction='sum')": "f32[4, 5], f32[4, 5]",
    "nn.SmoothL1Loss(beta=0.5)": "f32[4, 5], f32[4, 5]",
    "nn.Embedding(5, 4, scale_grad_by_freq=True)": "natural[2, 3]",
}

# how `optim`, the module of optimizers, makes one for Parameters `p` or for `groups` of them
OPTIMIZERS = (
    "optim.Adam(p, lr=0.1)",
    "optim.Adam(p, 0.1, (0.8, 0.9), 1e-3, 0.1, maximize=True)",
    "optim.Adam(p, lr=0.1, amsgrad=True)",
    "optim.Adam(groups, lr=0.1)",
    "optim.AdamW(p, lr=0.1)",
    "optim.AdamW(p, 0.1, (0.8, 0.9), 1e-3, 0.1, maximize=True)",
    "optim.AdamW(p, lr=0.1, amsgrad=True)",
    "optim.AdamW(groups, lr=0.1)",
    "optim.SGD(p, lr=0.1)",
    "optim.SGD(p, 0.1, 0.9, 0.2, 0.1)",
    "optim.SGD(p, 0.1, 0.9, nesterov=True, maximize=True)",
    "optim.SGD(groups, lr=0.1, momentum=0.5)",
)
START = ([1.0, -2.0, 3.0], [[0.5, -0.5]])
GRADIENTS = (
    ([0.11, -0.23, 0.37], [[-1.0, 0.5]]),
    ([0.19, -0.41, 0.62], [[-0.7, 0.3]]),
    ([0.35, 0.64, 0.92], [[-0.4, 0.2]]),
)


def steps(text, parameter, namespace, update):
    """Return the Parameters after each of some steps.

    Args:
        text: how the optimizer is made.
        parameter: makes a Parameter of an array and a name.
        namespace: what the text may use.
        update: takes a step, `(optimizer, Parameters, gradients)`, and returns the new arrays.
    """
    p = [parameter(np.array(x, np.float32), n) for x, n in zip(START, ("a", "b"), strict=True)]
    groups = [{"params": [p[0]], "lr": 0.5}, {"params": [p[1]], "weight_decay": 0.1}]
    optimizer = eval(text, namespace | {"p": p, "groups": groups})
    history = []
    for gradients in GRADIENTS:
        arrays = update(optimizer, p, [np.array(g, np.float32) for g in gradients])
        history.append([numbers(x) for x in arrays])
    return history


def run(text, make, namespace, grad):
    """Return the numbers of a call: shape and values of its parts, and of all gradients.

    Args:
        text: the call, or the making of a layer, which is then filled and called on all operands.
        make: makes a tensor of an array.
        namespace: what the text may use.
        grad: computes `(function, tensors) -> (outcome, gradients)`; the gradients are those of the
            sum of the squares of the outcome's parts.
    """
    operands = [make(array) for array in arrays(CALLS[text])]
    floats = [i for i, array in enumerate(arrays(CALLS[text])) if array.dtype.kind == "f"]
    layer = namespace["filled"](eval(text, namespace)) if text.startswith("nn.") else None

    def function(*given):
        values = list(operands)
        for i, value in zip(floats, given, strict=True):
            values[i] = value
        if layer is not None:
            return layer(*values)
        # What writes into an operand gets another tensor.
        names = {f"t{i}": value * 1 for i, value in enumerate(values)}
        return eval(text, namespace | names)

    outcome, gradients = grad(function, [operands[i] for i in floats])
    return {"out": [numbers(x) for x in outcome], "gradient": [numbers(x) for x in gradients]}


def numbers(array):
    """Return shape and values."""
    array = np.asarray(array)
    values = [float(f"{v:.8g}") for v in array.astype(np.float64).reshape(-1)]
    return {"shape": list(array.shape), "values": values}


def weights(index, shape):
    """Return known values for a layer's Parameter number `index`."""
    size = int(np.prod(shape))
    return (((np.arange(size) + index) % 7 - 2.5) / 4).reshape(shape).astype(np.float32)


def parts(outcome):
    """Return an outcome's parts as a list."""
    return list(outcome) if isinstance(outcome, tuple | list) else [outcome]
