"""What a program says about its own operators: names and dtypes of inputs and outputs.

The names of `DataType` are made of their parts: the dtype, the layout, and whether the input is a
list or tuple of tensors.
"""

from __future__ import annotations

import functools
import json

from msjax._core.errors import describe

_DTYPES = {
    "None": "",
    "BOOL": "bool",
    **{f"I{n}": f"int{n}" for n in (8, 16, 32, 64)},
    **{f"U{n}": f"uint{n}" for n in (8, 16, 32, 64)},
    **{f"F{n}": f"float{n}" for n in (16, 32, 64)},
    "BF16": "bfloat16",
    "C64": "complex64",
    "C128": "complex128",
}
_LAYOUTS = {
    "None": "",
    "Default": "DefaultFormat",
    "5HD": "NC1HWC0",
    "FracZ": "FRACTAL_Z",
    "FracNZ": "FRACTAL_NZ",
    **{n: n for n in "C1HWNCoC0 ChannelLast HWCN NCHW NDHWC NHWC".split()},
}
_RARE_LAYOUTS = {
    "NC1HWC0": ("I8 U8", "NC1HWC0"),
    "NCDHW": ("I8 U8 I32 F16 F32 BF16", "NCDHW"),
    "NDC1HWC0": ("I8 U8 I32 F16 F32 BF16", "NDC1HWC0"),
    "FRACTAL_Z_3D": ("F16 F32 BF16", "FRACTAL_Z_3D"),
    "FracZNLSTM": ("F16 F32 BF16", "FRACTAL_ZN_LSTM"),
    "FracZNRNN": ("F16 F32 BF16", "FRACTAL_ZN_RNN"),
    "ND_RNNBIAS": ("F16 F32 BF16", "ND_RNN_BIAS"),
    "DHWCN": ("F16 F32 BF16", "DHWCN"),
}


def _data_types() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        "None_None": ("", ""),
        "None_Default": ("", "DefaultFormat"),
    }
    for short, dtype in list(_DTYPES.items())[1:]:
        layouts = _LAYOUTS if short[0] != "C" else {"Default": "DefaultFormat"}
        found |= {f"{short}_{name}": (dtype, layout) for name, layout in layouts.items()}
        found[f"{short}_Default_Tuple"] = (dtype, "DefaultFormat", "tuple")
        if short[0] != "C":
            found[f"{short}_Default_List"] = (dtype, "DefaultFormat", "list")
    for name, (shorts, layout) in _RARE_LAYOUTS.items():
        found |= {f"{short}_{name}": (_DTYPES[short], layout) for short in shorts.split()}
    return found


class DataType:
    """Pairs of a dtype's and a layout's name, such as `DataType.F32_Default`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.DataType.html
    """


for _name, _pair in _data_types().items():
    setattr(DataType, _name, _pair)


class CustomRegOp:
    """Says what inputs, outputs, attributes and dtypes an operator for `Custom` has.

    Its methods return the object itself, so they are chained; `get_op_info` ends the chain.

    Args:
        op_name: the operator's name. Default: "Custom".

    Raises:
        ValueError: `op_name` is no str, or empty.

    Source: https://www.mindspore.cn/docs/en/master/api_python/ops/mindspore.ops.CustomRegOp.html
    """

    def __init__(self, op_name="Custom"):
        if not isinstance(op_name, str) or not op_name:
            raise ValueError(f"op name value must be string, but got {op_name!r}.")
        self.op_name = op_name
        self.target_ = "UnKnown"
        self.fusion_type_ = ""
        self.inputs: list[dict] = []
        self.outputs: list[dict] = []
        self.attr_: list[dict] = []
        self.dtype_format_: list[tuple] = []

    def input(self, index=None, name=None, param_type="required", **kwargs):
        """Add an input.

        Args:
            index: its number, an int. Default: None.
            name: its name. Default: None.
            param_type: "required", "optional" or "dynamic". Default: "required".
            **kwargs: accepted; they describe inputs of Ascend's compilers.

        Raises:
            TypeError: `index` is no int, or one of the others no str.
        """
        self.inputs.append(_described(index, name, param_type))
        return self

    def output(self, index=None, name=None, param_type="required", **kwargs):
        """Add an output; see `input`."""
        self.outputs.append(_described(index, name, param_type))
        return self

    def attr(self, name=None, param_type=None, value_type=None, default_value=None, **kwargs):
        """Add an attribute.

        Args:
            name: its name. Default: None.
            param_type: "required" or "optional". Default: None.
            value_type: the name of its type. Default: None.
            default_value: its default, as text. Default: None.
            **kwargs: `value`, the attribute's value.

        Raises:
            TypeError: one of the four is no str.
        """
        found = {}
        given = ("name", name), ("paramType", param_type), ("type", value_type)
        for key, text in (*given, ("defaultValue", default_value)):
            if text is not None:
                found[key] = _text(text)
        if "value" in kwargs:
            found["value"] = kwargs["value"]
        self.attr_.append(found)
        return self

    def dtype_format(self, *args):
        """Add a combination of dtypes, one of `DataType` per input and output, in order.

        Raises:
            ValueError: there are more or fewer than inputs and outputs, or one is no pair.
        """
        expected = len(self.inputs) + len(self.outputs)
        for pair in args:
            if not isinstance(pair, tuple) or len(pair) not in (2, 3):
                raise ValueError(
                    "dtype and format value must be tuple of two or three elements, such as "
                    f"DataType.F32_Default, but got {pair!r}."
                )
        if len(args) != expected:
            raise ValueError(
                "The size of 'args' must be equal to the sum of input tensors and output tensors, "
                f"but got {len(args)} vs {expected}"
            )
        self.dtype_format_.append(args)
        return self

    def fusion_type(self, fusion_type):
        """Note how Ascend's compilers may fuse the operator, a str."""
        self.fusion_type_ = _text(fusion_type)
        return self

    def target(self, target=None):
        """Note the device that the operator is for: "CPU", "GPU" or "Ascend"."""
        self.target_ = target
        return self

    def get_op_info(self) -> dict:
        """Return what was said, as a dict."""
        return {
            "op_name": self.op_name,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "attr": self.attr_,
            "fusion_type": self.fusion_type_,
            "dtype_format": self.dtype_format_,
            "target": self.target_,
        }


def _described(index, name, param_type) -> dict:
    found = {}
    if index is not None:
        if isinstance(index, bool) or not isinstance(index, int):
            raise TypeError(f"{index} value must be int, but got {type(index).__name__}.")
        found["index"] = index
    if name is not None:
        found["name"] = _text(name)
    if param_type is not None:
        found["paramType"] = _text(param_type)
    return found


def _text(value) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value} value must be str, but got {type(value).__name__}.")
    return value


def custom_info_register(*reg_info):
    """Bind what `CustomRegOp.get_op_info` returns to a function for `Custom`.

    Args:
        *reg_info: dicts, one per device.

    Returns:
        A decorator.
    """

    def decorate(func):
        @functools.wraps(func)
        def registered(*args, **kwargs):
            return func(*args, **kwargs)

        registered.__dict__["reg_info"] = reg_info
        return registered

    return decorate


def _refused(name, languages):
    doc = f"Raise: operators written {languages} need MindSpore's own compilers."

    def refuse(self, op_name):
        raise NotImplementedError(
            f"For '{name}', operators written {languages} need MindSpore's own compilers, which "
            "msjax does not have; write the operator as a Python function on NumPy arrays "
            "(`ops.Custom(func, out_shape, out_dtype, func_type='pyfunc')`), or in C "
            "(func_type='aot'), and describe it with `ops.CustomRegOp`."
        )

    doc += "\n\nRaises:\n    NotImplementedError: always."
    return type(name, (), {"__init__": refuse, "__doc__": doc, "__module__": "msjax.ops"})


TBERegOp = _refused("TBERegOp", "in TBE for Ascend")
AiCPURegOp = _refused("AiCPURegOp", "for Ascend's AI CPU")
AkgAscendRegOp = _refused("AkgAscendRegOp", "for AKG on Ascend")
AkgGpuRegOp = _refused("AkgGpuRegOp", "for AKG on GPU")
CpuRegOp = _refused("CpuRegOp", "as kernels of MindSpore's CPU backend")


class CustomOpBuilder:
    """Raise: it builds modules from sources that use MindSpore's C++ classes.

    Raises:
        NotImplementedError: always.
    """

    def __init__(
        self, name, sources, backend=None, include_paths=None, cflags=None, ldflags=None, **kwargs
    ):
        raise NotImplementedError(
            "For 'CustomOpBuilder', sources that use MindSpore's C++ classes cannot be built; "
            "write a function with a C interface and call it by `ops.Custom('file.cc:function', "
            "out_shape, out_dtype, func_type='aot')`."
        )


def op_info_register(op_info):
    """Raise: what it registers are kernels for MindSpore's own compilers.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError(
        "For 'op_info_register', kernels for MindSpore's own compilers cannot be registered; use "
        "`ops.Custom`, with `ops.custom_info_register` for what describes its function."
    )


def registered(reg_info) -> list[dict]:
    """Return the dicts in what a program gave for `reg_info`."""
    if reg_info is None:
        return []
    if isinstance(reg_info, tuple | list):
        return [info for part in reg_info for info in registered(part)]
    if isinstance(reg_info, str):
        return registered(json.loads(reg_info))
    if not isinstance(reg_info, dict):
        raise AttributeError(
            f"For 'Custom', 'reg_info' must be a dict, but got {describe(reg_info)}; make it with "
            "`ops.CustomRegOp(...).get_op_info()`."
        )
    return [reg_info]


def rows_for_cpu(info) -> list:
    return [] if info.get("target") in ("GPU", "Ascend") else info.get("dtype_format", [])


def fits(row, given) -> bool:
    names = [pair[0] for pair in row]
    if len(names) != len(given):
        return True
    return all(n in ("", g) for n, g in zip(names, given, strict=True))
