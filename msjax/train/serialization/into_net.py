"""`load_param_into_net`: values by their names into the Parameters of a Cell.

Source:
https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.load_param_into_net.html
"""

from __future__ import annotations

from msjax import log as logger
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import read, wrap
from msjax.train.serialization.arguments import check_bool, check_cell, check_class

# Data types whose values are converted into each other.
_FLOATS = {mstype.float16, mstype.float32, mstype.float64, mstype.bfloat16}
_INTS = {mstype.int8, mstype.int16, mstype.int32, mstype.int64}


def load_param_into_net(
    net, parameter_dict, strict_load=False, remove_redundancy=False
) -> tuple[list[str], list[str]]:
    """Set the Parameters of a Cell to the values of the same names.

    Args:
        net: the Cell; an optimizer is one, too.
        parameter_dict: a dict of Parameters, such as `load_checkpoint` returns. Strs and lists are
            passed over.
        strict_load: whether data types must be equal. Otherwise floats are converted to floats and
            signed integers to each other, and Parameters that are not found by their names are
            looked for with a prefix: "net.w" has the value of "w". Default: False.
        remove_redundancy: False; there are no other devices to get missing values from.

    Returns:
        The names of Parameters without a value, and the names in the dict that no Parameter has
        (those found with a prefix included).

    Differs: values with axes of length 1 at the end are given the Parameter's shape; in MindSpore
    the Parameter is left with theirs.

    Raises:
        TypeError: `net` is no Cell, the dict has other keys or values, or `remove_redundancy` is
            True.
        RuntimeError: a shape or data type does not fit.
    """
    check_cell("load_param_into_net", net)
    _check_dict(parameter_dict)
    check_bool(strict_load)
    check_class("remove_redundancy", remove_redundancy, bool)
    if remove_redundancy:
        raise TypeError(
            "The deduplication feature for loading checkpoint can only be used in parallel "
            "scenarios, but got stand_alone; leave remove_redundancy out."
        )
    missing, used = [], set()
    for _, p in net.parameters_and_names():
        value = parameter_dict.get(p.name)
        if isinstance(value, Parameter):
            update(p, value, strict_load)
            used.add(p.name)
        elif value is None and not p.name.startswith("accu_grads"):
            # What accumulates gradients starts from anew.
            missing.append(p)
    if not strict_load:
        missing = _load_with_prefixes(missing, parameter_dict)
    names = [p.name for p in missing]
    if names:
        logger.warning(
            "For 'load_param_into_net', %d parameters in the 'net' are not loaded, because they are"
            " not in the 'parameter_dict': %s",
            len(names),
            names,
        )
    return names, [name for name in parameter_dict if name not in used]


def _check_dict(parameter_dict):
    if not isinstance(parameter_dict, dict):
        raise TypeError(
            "For 'load_param_into_net', the argument 'parameter_dict' should be a dict, but got "
            f"{type(parameter_dict)}."
        )
    for key, value in parameter_dict.items():
        if not isinstance(key, str) or not isinstance(value, Parameter | str | list):
            raise TypeError(
                "For 'parameter_dict', the element in the argument 'parameter_dict' should be a "
                f"'str' and 'Parameter' , but got {type(key)} and {type(value)}; make Parameters "
                "of Tensors: `Parameter(tensor, name=key)`."
            )


def _load_with_prefixes(missing, parameter_dict):
    """Load from names with a prefix, one prefix after the other; return what is still missing."""
    # As in MindSpore, "ww" is no "w" with the prefix "w".
    tried = {p.name for p in missing[:1]}
    while missing:
        prefixes = (_prefix(p.name, parameter_dict) for p in missing)
        prefix = next((x for x in prefixes if x is not None and x not in tried), None)
        if prefix is None:
            break
        logger.warning(
            "For 'load_param_into_net', remove parameter prefix name: %s, continue to load.", prefix
        )
        tried.add(prefix)
        found = [p for p in missing if isinstance(parameter_dict.get(prefix + p.name), Parameter)]
        for p in found:
            update(p, parameter_dict[prefix + p.name], False)
        missing = [p for p in missing if all(p is not other for other in found)]
    return missing


def _prefix(name, parameter_dict) -> str | None:
    """Return what stands before a name in the first name that ends with it."""
    found = next((key for key in parameter_dict if key.endswith(name)), None)
    return None if found is None else found.removesuffix(name)


def update(p, value, strict_load):
    """Set a Parameter to another's value; RuntimeError if shape or data type does not fit."""
    if value.dtype is not p.dtype and (strict_load or not _convertible(value.dtype, p.dtype)):
        raise RuntimeError(_mismatch(p.name, "type", p.dtype, value.dtype))
    if value.shape != p.shape:
        value = _without_ones(p, value)
    p.set_data(value)


def _convertible(a, b) -> bool:
    return {a, b} <= _FLOATS or {a, b} <= _INTS


def _without_ones(p, value):
    """Return values of the Parameter's shape, which lack only axes of length 1 at the end."""
    rank = len(p.shape)
    if value.shape[:rank] != p.shape or set(value.shape[rank:]) != {1}:
        raise RuntimeError(_mismatch(p.name, "shape", p.shape, value.shape))
    return wrap(read(value).reshape(p.shape))


def _mismatch(name, what, own, given) -> str:
    return (
        f"For 'load_param_into_net', {name} in the argument 'net' should have the same {what} as "
        f"{name} in the argument 'parameter_dict'. But got its {what} {own} in the argument 'net' "
        f"and {what} {given} in the argument 'parameter_dict'. Check that the checkpoint is of "
        "this network, built with the same arguments; what is not in the dict keeps its value."
    )
