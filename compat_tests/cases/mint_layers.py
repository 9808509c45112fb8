"""Layers of `mint.nn`: Parameters, first draws, printed text, errors, and what CPUs can compute."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, mint

nn = mint.nn


def grid(*shape):
    values = np.arange(np.prod(shape)) % 23 * 0.125 - 0.5
    return Tensor(values.reshape(shape).astype(np.float32))


def _made(text):
    def case():
        ms.set_seed(3)
        cell = eval(text)
        states = [(p.name, Tensor(p.asnumpy()), p.requires_grad) for p in cell.get_parameters()]
        return str(cell), states

    return case


def _forward(text, *shape):
    return lambda: eval(text)(grid(*shape))


MADE = """
    Identity() ConstantPad1d(1,2.0) ConstantPad2d((1,2,3,4),0) ZeroPad3d(1) ReflectionPad1d(2)
    ReplicationPad2d((1,1,2,2)) Fold((4,5),2) Unfold(3) Softmax(1) Upsample(scale_factor=2) ReLU()
    Conv1d(4,6,3) Conv2d(4,6,3,padding='same',padding_mode='reflect')
    Conv2d(4,6,(3,2),2,1,1,2,False) Conv3d(2,2,3) LogSoftmax(1) ConvTranspose2d(2,3,3)
    ConvTranspose2d(4,6,3,groups=2) PReLU() PReLU(3,0.1) Linear(3,4) GroupNorm(2,4)
    GroupNorm(2,4,affine=False) SiLU() SoftMarginLoss() AdaptiveMaxPool1d(3) AdaptiveAvgPool1d(3)
    AdaptiveAvgPool2d((3,None)) AdaptiveAvgPool3d(3) AdaptiveMaxPool2d(3,True) AvgPool1d(3)
    AvgPool2d(3) AvgPool3d(3) MaxPool2d(3) SELU() GELU() Hardshrink() Hardsigmoid() Hardswish()
    L1Loss() MaxUnpool2d(2) Threshold(0.1,2.) Mish() MSELoss() SmoothL1Loss() ELU() Flatten()
    Hardtanh() ReLU6() BCELoss() BCEWithLogitsLoss() Tanh() KLDivLoss() LogSigmoid() Sigmoid()
    BatchNorm1d(3) BatchNorm2d(3,momentum=None) BatchNorm3d(3,1e-3,0.2,False,False)
    UpsamplingNearest2d(scale_factor=2) UpsamplingBilinear2d((3,3)) CosineEmbeddingLoss()
    PixelShuffle(2) Dropout(0.3) Dropout2d() Embedding(5,3) Embedding(5,3,1,1.0)
    Embedding(5,3,dtype=ms.float16) LayerNorm((3,4)) LayerNorm(4,elementwise_affine=False)
    LayerNorm(4,bias=False) GLU() NLLLoss() CrossEntropyLoss() Softshrink()
""".split()
WRONG = """
    AvgPool2d() Conv2d(4,6,3,padding='x') Conv2d(4,6,3,padding='same',stride=2)
    Conv2d(4,6,3,padding_mode='x') Conv2d(4,6,3,groups=3) Conv2d(4,6,0) Conv2d(4.,6,3)
    Conv2d(4,6,(1,2,3)) Conv2d(0,6,3) Conv2d(4,6,3,bias=1) Conv2d(4,6,'x') Conv2d(4,6,3,-1)
    ConvTranspose2d(2,3,3,padding_mode='reflect') ConvTranspose2d(2,3,1.5) GroupNorm(2,5)
    GroupNorm(0,4) GroupNorm(2,4,eps=1) GroupNorm(2,4,affine=1) ConstantPad1d((1,2,3),0)
    ConstantPad1d(1.5,0) ConstantPad1d((1,2.5),0) ReflectionPad1d(-1) ReflectionPad1d(0)
    ReflectionPad1d((1,-1)) ReflectionPad1d((1,1,1)) ReflectionPad1d(1.5) PReLU(2,'x')
    Embedding(5,3,padding_idx=7) Embedding(5,3,sparse=True) Embedding(5.,3)
    Embedding(5,3,max_norm=1) LayerNorm('x') LayerNorm(()) Linear(3,0) Linear(3,4,bias=1)
    L1Loss('x') BCELoss(None,'x') BCEWithLogitsLoss(None,'x') Hardshrink('x')
    BatchNorm1d(3)(grid(2,3,4,5)) BatchNorm2d(3)(grid(2,3,4))
""".split()
RUN = {
    "Identity": ("nn.Identity()", 2, 3),
    "Softmax": ("nn.Softmax(1)", 2, 3),
    "ReLU": ("nn.ReLU()", 2, 3),
    "GroupNorm": ("nn.GroupNorm(2, 4)", 2, 4, 3),
    "PReLU": ("nn.PReLU(3)", 2, 3),
    "SiLU": ("nn.SiLU()", 2, 3),
    "Sigmoid": ("nn.Sigmoid()", 2, 3),
    "Tanh": ("nn.Tanh()", 2, 3),
    "Flatten": ("nn.Flatten()", 2, 3, 4),
    "Hardshrink": ("nn.Hardshrink()", 2, 3),
    "Hardsigmoid": ("nn.Hardsigmoid()", 2, 3),
    "Hardswish": ("nn.Hardswish()", 2, 3),
    "Softshrink": ("nn.Softshrink()", 2, 3),
    "GLU": ("nn.GLU()", 2, 4),
    "UpsamplingNearest2d": ("nn.UpsamplingNearest2d((5, 4))", 1, 2, 3, 3),
    "Upsample": ("nn.Upsample(scale_factor=2.0)", 1, 2, 3, 3),
    "AdaptiveMaxPool2d": ("nn.AdaptiveMaxPool2d(2)", 1, 2, 5, 4),
    "Dropout_not_training": ("nn.Dropout(0.5).set_train(False)", 2, 3),
}
CASES = {
    **{f"made_{text}": _made(f"nn.{text}") for text in MADE},
    **{f"wrong_{text}": _made(f"nn.{text}") for text in WRONG},
    **{f"run_{name}": _forward(*arguments) for name, arguments in RUN.items()},
}
PYNATIVE_ONLY = tuple(name for name in CASES if not name.startswith("run_"))
