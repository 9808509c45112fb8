"""str, repr, print and format of Tensors, Parameters, containers and Cells, to the character."""

import contextlib
import io
import re

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn

MODES = ("pynative",)

DTYPES = (
    "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64 "
    "complex64 complex128"
).split()

SHAPES = {
    "scalar": (),
    "one": (1,),
    "vector": (3,),
    "matrix": (2, 3),
    "cube": (2, 1, 2),
    "empty": (0,),
    "empty_inner": (2, 0),
}
BASE = [0.0, 1.0, -1.5, 2.25, 3.0, 100.0]


def _make(shape, name):
    size = int(np.prod(shape))
    values = np.array([BASE[i % len(BASE)] for i in range(size)]).reshape(shape)
    if name.startswith("uint"):
        values = np.abs(values)
    return Tensor(values.astype(np.float32), getattr(ms, name))


def _both(shape, name):
    def case():
        x = _make(shape, name)
        return str(x), repr(x)

    return case


VALUES = {
    "integers_as_floats": [1.0, 2.0, 3.0],
    "wide_range": [1e-8, 1.0, 1e8],
    "narrow_range": [0.1, 0.25, 0.3],
    "large": [1e10, 2e10],
    "small": [1e-10, 3e-10],
    "negative_zero": [-0.0, 0.0],
    "nan_inf": [np.nan, np.inf, -np.inf, 1.0],
    "nan_only": [np.nan],
    "inf_only": [np.inf, 1.0],
    "many_digits": [4.50999975, 2.70000005, 3.60000014],
    "third": [1 / 3, 2 / 3, 1e5 / 3],
    "mixed_signs": [-1.5, 22.25, -333.125],
    "million": [1234567.0, 0.5],
    "just_scientific": [100000000.0, 1.0],
    "pi": [3.14159265],
    "max": [3.4e38],
    "denormal": [1e-40],
    "trailing": [1.10, 2.50, 3.75],
    "ten_thousandths": [0.0001, 0.001],
    "below_ten_thousandths": [0.00001, 0.001],
}


def _value(values, dtype):
    def case():
        x = Tensor(np.array(values, dtype))
        return str(x), repr(x)

    return case


LARGE = {
    "vector_1000": (1000,),
    "vector_1001": (1001,),
    "matrix_20_60": (20, 60),
    "matrix_3_400": (3, 400),
    "matrix_1100_1": (1100, 1),
    "cube_12_12_12": (12, 12, 12),
    "four_dims": (7, 7, 7, 7),
    "long_row_wraps": (2, 40),
    "tall": (40, 2),
}


def _large(shape, dtype):
    def case():
        x = Tensor((np.arange(np.prod(shape)).reshape(shape) % 97 / 4).astype(dtype))
        return str(x), repr(x)

    return case


CASES = {
    **{f"{name}_{kind}": _both(shape, name) for name in DTYPES for kind, shape in SHAPES.items()},
    **{f"float32_{name}": _value(values, np.float32) for name, values in VALUES.items()},
    **{f"float64_{name}": _value(values, np.float64) for name, values in VALUES.items()},
    **{f"large_float32_{name}": _large(shape, np.float32) for name, shape in LARGE.items()},
    **{f"large_int64_{name}": _large(shape, np.int64) for name, shape in LARGE.items()},
    **{f"large_bool_{name}": _large(shape, np.bool_) for name, shape in LARGE.items()},
    **{
        f"large_float16_{name}": _large(shape, np.float16)
        for name, shape in LARGE.items()
        if "matrix" in name
    },
}


def printed(*values, **options):
    """Return what print writes."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        print(*values, **options)
    return stream.getvalue()


def x():
    return Tensor([[4.50999975, 2.70000005, 3.60000014], [4.50999975, 2.70000005, 3.60000014]])


def case_print_tensor():
    return printed(x())


def case_print_two_tensors():
    return printed(x(), Tensor([1, 2]), 3)


def case_print_tuple():
    return printed((x(), Tensor([1.5]), Tensor(2)))


def case_print_one_tuple():
    return printed((x(),))


def case_print_list():
    return printed([x(), Tensor([1, 2])])


def case_print_dict():
    return printed({"a": x(), "b": Tensor(True)})


def case_print_nested():
    return printed((Tensor([1.0]), (Tensor([2.0]), [Tensor(3.0)])))


def case_print_empty_tuple():
    return printed(())


def case_f_string():
    return f"{Tensor(1.5)} {Tensor([1, 2])} {x()!r}"


def case_format_number():
    return f"{Tensor(1.23456):.2f}"


def case_format_of_vector():
    return f"{Tensor([1.5, 2.5]):.2f}"


def case_format_int_tensor():
    return f"{Tensor(7):04d}"


def case_format_one_element_vector():
    return f"{Tensor([1.23456]):.2f}"


def case_format_width():
    return f"[{Tensor(1.5):>10}]"


def case_percent_format():
    return "%s %.3f %d" % (Tensor([1.0]), Tensor(2.5), Tensor(7))


def case_str_format():
    return f"{Tensor([1, 2])} {Tensor(2.0):.1f}"


def case_float16_precision():
    return str(Tensor([0.1, 1.7, 65504.0], ms.float16)), repr(Tensor([0.1, 1.7], ms.float16))


def case_bfloat16_precision():
    return str(Tensor([0.1, 1.7, 300.0], ms.bfloat16)), repr(Tensor([0.1, 1.7], ms.bfloat16))


def case_int64_limits():
    return str(Tensor([2**62, -(2**62), 1])), repr(Tensor([2**62, -1]))


def case_complex_values():
    x = Tensor(np.array([1 + 2j, -0.5j, 3.25], np.complex64))
    return str(x), repr(x)


def case_numpy_print_options_are_followed():
    with np.printoptions(precision=2, suppress=True):
        return str(Tensor([1.23456, 1e-7])), repr(Tensor([1.23456]))


def case_parameter():
    p = Parameter(Tensor([1.0, 2.0]), name="w")
    return str(p), repr(p)


def case_parameter_matrix():
    p = Parameter(x(), name="net.weight", requires_grad=False)
    return str(p), repr(p)


def case_parameter_scalar():
    p = Parameter(3, name="step")
    return str(p), repr(p)


def case_parameter_of_int_tensor():
    p = Parameter(Tensor([1, 2], ms.int32), name="i")
    return str(p), repr(p)


def case_parameter_in_containers():
    p = Parameter(Tensor([1.0]), name="w")
    return printed((p,)), printed([p, Tensor([2.0])]), printed({"p": p})


def case_parameter_tuple():
    pair = ParameterTuple((Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2]), name="b")))
    return str(pair), repr(pair)


def case_parameter_f_string():
    return f"{Parameter(Tensor([1.0]), name='w')}"


def case_parameter_value():
    return str(Parameter(Tensor([1.0]), name="w").value())


def case_parameter_asnumpy():
    return str(Parameter(Tensor([1.0]), name="w").asnumpy())


def without_addresses(text):
    """Keep the class name of an object whose repr is an address."""
    return re.sub(r"<[\w.]*?(\w+) object at 0x[0-9a-f]+>", r"<\1>", text)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.z = Parameter(Tensor(np.array([1.0, 1.0, 1.0], np.float32)), name="z")
        self.fc = nn.Dense(3, 2)
        self.frozen = Parameter(Tensor([[1, 2]]), name="frozen", requires_grad=False)

    def construct(self, x):
        return self.fc(x * self.z)


def case_parameters_and_names():
    return "".join(printed(pair) for pair in Net().parameters_and_names())


def case_trainable_params_printed():
    return printed(Net().trainable_params())


def case_get_parameters_printed():
    return "".join(printed(p) for p in Net().get_parameters())


def case_parameters_dict_printed():
    return printed(Net().parameters_dict())


def case_cells_and_names_printed():
    return "".join(printed(pair) for pair in Net().cells_and_names())


def case_name_cells_printed():
    return printed(Net().name_cells())


def case_cell_empty():
    class Empty(nn.Cell):
        def construct(self, x):
            return x

    return repr(Empty()), str(Empty())


def case_cell_net():
    return repr(Net()), str(Net())


def case_cell_with_list_of_cells():
    class Many(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = nn.CellList([nn.Dense(2, 2), nn.ReLU()])
            self.sequence = nn.SequentialCell(nn.Flatten(), nn.Dense(4, 2, has_bias=False))

    return repr(Many())


def case_cell_nested_deeply():
    return repr(nn.SequentialCell([nn.SequentialCell([nn.SequentialCell([nn.ReLU()])])]))


def case_cell_dict():
    cells = nn.CellDict({"conv": nn.Conv2d(1, 2, 3), "relu": nn.ReLU()})
    return without_addresses(repr(cells))


def case_cell_list_empty():
    return repr(nn.CellList()), repr(nn.SequentialCell()), repr(nn.CellDict())


def case_cell_extend_repr():
    class Custom(nn.Cell):
        def extend_repr(self):
            return "size=3, kind=soft"

    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.custom = Custom()

    return repr(Custom()), repr(Holder())


LAYERS = {
    "Dense": lambda: nn.Dense(3, 4),
    "Dense_no_bias": lambda: nn.Dense(3, 4, has_bias=False),
    "Dense_activation": lambda: nn.Dense(3, 4, activation="relu"),
    "Conv1d": lambda: nn.Conv1d(1, 2, 3),
    "Conv2d": lambda: nn.Conv2d(3, 8, 3),
    "Conv2d_options": lambda: nn.Conv2d(
        3, 8, (3, 5), stride=2, pad_mode="pad", padding=1, dilation=(1, 2), has_bias=True
    ),
    "Conv2d_group": lambda: nn.Conv2d(4, 8, 3, group=2),
    "Conv2dTranspose": lambda: nn.Conv2dTranspose(3, 8, 3),
    "BatchNorm1d": lambda: nn.BatchNorm1d(4),
    "BatchNorm2d": lambda: nn.BatchNorm2d(4),
    "LayerNorm": lambda: nn.LayerNorm((4,)),
    "GroupNorm": lambda: nn.GroupNorm(2, 4),
    "InstanceNorm2d": lambda: nn.InstanceNorm2d(4),
    "MaxPool2d": lambda: nn.MaxPool2d(2, 2),
    "AvgPool2d": lambda: nn.AvgPool2d(3, 1, pad_mode="same"),
    "AdaptiveAvgPool2d": lambda: nn.AdaptiveAvgPool2d(2),
    "Flatten": lambda: nn.Flatten(),
    "Dropout": lambda: nn.Dropout(p=0.3),
    "Dropout_keep_prob": lambda: nn.Dropout(keep_prob=0.7),
    "Embedding": lambda: nn.Embedding(10, 4),
    "ReLU": lambda: nn.ReLU(),
    "ReLU6": lambda: nn.ReLU6(),
    "LeakyReLU": lambda: nn.LeakyReLU(),
    "GELU": lambda: nn.GELU(),
    "Sigmoid": lambda: nn.Sigmoid(),
    "Tanh": lambda: nn.Tanh(),
    "Softmax": lambda: nn.Softmax(),
    "LogSoftmax": lambda: nn.LogSoftmax(),
    "ELU": lambda: nn.ELU(),
    "PReLU": lambda: nn.PReLU(),
    "SiLU": lambda: nn.SiLU(),
    "HSwish": lambda: nn.HSwish(),
    "Identity": lambda: nn.Identity(),
    "MSELoss": lambda: nn.MSELoss(),
    "L1Loss": lambda: nn.L1Loss(reduction="sum"),
    "CrossEntropyLoss": lambda: nn.CrossEntropyLoss(),
    "BCELoss": lambda: nn.BCELoss(),
    "BCEWithLogitsLoss": lambda: nn.BCEWithLogitsLoss(),
    "SoftmaxCrossEntropyWithLogits": lambda: nn.SoftmaxCrossEntropyWithLogits(sparse=True),
    "SGD": lambda: nn.SGD(nn.Dense(2, 2).trainable_params(), 0.1),
    "Momentum": lambda: nn.Momentum(nn.Dense(2, 2).trainable_params(), 0.1, 0.9),
    "Adam": lambda: nn.Adam(nn.Dense(2, 2).trainable_params()),
    "WithLossCell": lambda: nn.WithLossCell(nn.Dense(2, 2), nn.MSELoss()),
    "TrainOneStepCell": lambda: nn.TrainOneStepCell(
        nn.WithLossCell(nn.Dense(2, 2), nn.MSELoss()),
        nn.SGD(nn.Dense(2, 2).trainable_params(), 0.1),
    ),
    "LSTM": lambda: nn.LSTM(2, 3),
    "Pad": lambda: nn.Pad(((1, 1), (2, 2))),
    "Upsample": lambda: nn.Upsample(scale_factor=2.0, mode="nearest"),
}
CASES.update(
    {
        f"layer_{name}": (lambda make: lambda: without_addresses(repr(make())))(make)
        for name, make in LAYERS.items()
    }
)


def case_dtype_reprs():
    return [(str(d), repr(d)) for d in (ms.float32, ms.int8, ms.bool_, ms.complex64, ms.bfloat16)]


def case_dtype_in_containers():
    return printed([ms.float32, (ms.int64,)]), f"{ms.float16}"


def case_primitive_repr():
    return repr(ms.ops.Add()), str(ms.ops.ReduceSum(keep_dims=True))


def case_context_mode_values():
    return ms.GRAPH_MODE, ms.PYNATIVE_MODE


def case_numpy_of_tensor_printed():
    return printed(Tensor([1.0, 2.5]).asnumpy(), Tensor([1.0]).tolist(), Tensor(3).item())


def case_print_result_of_a_comparison():
    return printed(Tensor([1, 2]) == Tensor([1, 3]), Tensor(1) < 2)


def case_shape_printed():
    return printed(x().shape, x().dtype, x().ndim, Tensor(1).shape)
