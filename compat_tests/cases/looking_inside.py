"""Operators for looking into a program: Assert, TensorDump, DumpGradient and summaries."""

import contextlib
import io
import os
import tempfile

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


def whole():
    return Tensor(np.array([-1, 0, 1, 2, 3], np.int32))


def halves():
    return Tensor(np.arange(6, dtype=np.float32).reshape(2, 3) + 0.5)


def assertion(condition, data, summarize=3):
    return ops.Assert(summarize)(condition, data)


def case_assert_true():
    return assertion(True, [whole(), halves()])


def case_assert_true_tensor():
    return assertion(Tensor([True]), (whole(),))


def case_assert_false():
    return assertion(False, [whole(), halves()])


def case_assert_false_without_axes():
    return assertion(Tensor(False), (whole(),))


def case_assert_several_conditions():
    return assertion(Tensor([True, False]), (whole(),))


def case_assert_int_condition():
    return assertion(1, (whole(),))


def case_assert_data_is_a_tensor():
    return assertion(True, whole())


def case_assert_data_are_numbers():
    return assertion(True, (1, 2.5))


def case_assert_summarize_of_another_type():
    return ops.Assert(2.5)


class Asserting(nn.Cell):
    def __init__(self):
        super().__init__()
        self.check = ops.Assert()

    def construct(self, x):
        self.check((x.sum() > 3).expand_dims(0), (x,))
        return x * 2


def case_assert_in_a_cell():
    return Asserting()(halves())


def case_assert_in_a_cell_fails():
    return Asserting()(-halves())


def case_gradient_past_an_assertion():
    return ms.grad(Asserting())(halves())


def printed(fn, *args):
    """Return what is printed, by Python or not, before an error."""
    with tempfile.TemporaryFile("w+") as file:
        saved = os.dup(1)
        os.dup2(file.fileno(), 1)
        text = io.StringIO()
        try:
            with contextlib.redirect_stdout(text), contextlib.suppress(RuntimeError):
                fn(*args)
        finally:
            os.dup2(saved, 1)
            os.close(saved)
        file.seek(0)
        return [line.strip() for line in (text.getvalue() + file.read()).splitlines()]


def case_assert_prints():
    return printed(assertion, False, [whole(), halves(), whole() > 0], 4)


def case_assert_prints_all():
    return printed(assertion, False, [whole(), halves()], -1)


class Recording(nn.Cell):
    def __init__(self, op):
        super().__init__()
        self.op = op

    def construct(self, x):
        self.op("name", x)
        return x * 2


def _recording(op, x):
    def case():
        return Recording(op())(x())

    return case


def single():
    return Tensor([3.0])


def plain():
    return Tensor(3.0)


def images():
    return Tensor(np.ones((1, 3, 2, 2), np.float32))


SUMMARIES = {
    "scalar": ops.ScalarSummary,
    "tensor": ops.TensorSummary,
    "image": ops.ImageSummary,
    "histogram": ops.HistogramSummary,
}


def attributes(op):
    def case():
        return op().name, sorted(op().attrs.items())

    return case


class Named(nn.Cell):
    def __init__(self, name):
        super().__init__()
        self.op = ops.ScalarSummary()
        self.name = name

    def construct(self, x):
        self.op(self.name, x)
        return x * 2


def case_summary_without_a_name():
    return Named("")(plain())


def case_summary_name_of_another_type():
    return Named(3)(plain())


def case_tensor_dump_mode_unknown():
    return ops.TensorDump("all")


def case_tensor_dump_file_of_another_type():
    return ops.TensorDump()(3, plain())


def case_tensor_dump_file_empty():
    return ops.TensorDump()("", plain())


def case_tensor_dump_of_a_number():
    return ops.TensorDump()("file", 3)


def case_tensordump_mode_unknown():
    return ops.tensordump("file", plain(), "all")


def case_tensordump_file_of_another_type():
    return ops.tensordump(3, plain())


def case_tensordump_of_a_number():
    return ops.tensordump("file", 3)


def case_dump_gradient_returns_its_operand():
    return ops.DumpGradient()("file", plain(), "in")


VALUES = {"number": plain, "single": single, "vector": whole, "images": images}
CASES = {
    f"{kind}_summary_of_{name}": _recording(op, x)
    for kind, op in SUMMARIES.items()
    for name, x in VALUES.items()
}
ATTRIBUTES = {f"attributes_of_{kind}_summary": attributes(op) for kind, op in SUMMARIES.items()}
CASES |= ATTRIBUTES
PYNATIVE_ONLY = {
    *ATTRIBUTES,
    "assert_summarize_of_another_type",
    "tensor_dump_mode_unknown",
}
