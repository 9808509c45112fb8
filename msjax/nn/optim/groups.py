"""What an optimizer is given to train: Parameters, or groups of them with their own settings."""

from __future__ import annotations

from collections.abc import Iterable

from msjax._core.parameter import Parameter

_KEYS = ("params", "lr", "weight_decay", "order_params", "grad_centralization")


class Group:
    """Parameters with the settings they share.

    Attributes:
        parameters: the Parameters.
        settings: what the group sets itself: "lr", "weight_decay", "grad_centralization".
    """

    def __init__(self, parameters, settings):
        self.parameters = parameters
        self.settings = settings


def parameters_of(given) -> list:
    """Return an optimizer's argument as a list, of Parameters or of dicts.

    Raises:
        ValueError: there is nothing in it.
        TypeError: it is not iterable, or has something else in it.
    """
    if given is None:
        raise ValueError(
            "For 'Optimizer', the argument parameters can not be None; pass "
            "`net.trainable_params()`."
        )
    if not isinstance(given, Iterable):
        raise TypeError(
            "For 'Optimizer', the argument parameters must be Iterable type, but got "
            f"{type(given)}."
        )
    kinds = (Parameter, dict)
    # A Parameter is iterable too: its elements are Tensors.
    items = list(given)
    if not items:
        raise ValueError(
            "For 'Optimizer', the argument parameters must not be empty; does the network have "
            "Parameters with requires_grad=True?"
        )
    if not any(all(isinstance(x, kind) for x in items) for kind in kinds):
        raise TypeError(
            "For 'Optimizer', all elements of the argument 'parameters' must be 'Parameter' or "
            "'dict', please check the 'parameters': they are of "
            f"{sorted({type(x).__name__ for x in items})}."
        )
    return items


def read_groups(dicts) -> tuple[list[Group], list[Parameter] | None]:
    """Check groups; return them, and the order of all their Parameters where one is given.

    Raises:
        KeyError: a group has an unknown key, or no "params".
        TypeError: a value has the wrong type.
        ValueError: a group is empty, or the order does not name the same Parameters.
        RuntimeError: a Parameter is in two groups.
    """
    groups, order, seen = [], None, set()
    for entry in dicts:
        _check_keys(entry)
        if "order_params" in entry:
            order = _order(entry)
            continue
        parameters = _group_parameters(entry)
        for p in parameters:
            if p.name in seen:
                raise RuntimeError(
                    f"For 'Optimizer', the {p.name} parameter already exists, it does not support "
                    "repeated setting. Please check whether the optimizer parameter has been set "
                    "multiple times."
                )
            seen.add(p.name)
        groups.append(Group(parameters, {k: v for k, v in entry.items() if k in _KEYS[1:]}))
    if order is not None:
        _check_order(order, [p for g in groups for p in g.parameters])
    return groups, order


def _check_keys(entry):
    for key in entry:
        if key not in _KEYS:
            raise KeyError(
                f"For 'Optimizer', the key in group params must be one of in {list(_KEYS)}, but "
                f"got {key}."
            )
    if "params" not in entry and "order_params" not in entry:
        raise KeyError(f"'params' must be a key of each group of parameters, but got {[*entry]}")
    flag = entry.get("grad_centralization", False)
    if not isinstance(flag, bool):
        raise TypeError(
            "For 'Optimizer', the 'gradients_centralization' must be bool type, but got "
            f"{type(flag)}."
        )


def _group_parameters(entry):
    parameters = list(entry["params"])
    if not parameters:
        raise ValueError("For 'Optimizer', the argument group `params` must not be empty.")
    for i, p in enumerate(parameters):
        if not isinstance(p, Parameter):
            raise TypeError(
                "For 'Optimizer', the element in group parameters must be Parameter type, but got "
                f"{type(p)} at index {i}."
            )
    return parameters


def _order(entry):
    if len(entry) > 1:
        raise ValueError(
            "For 'Optimizer', the order params dict in group parameters should only include the "
            f"'order_params' key, but got {entry.keys()}."
        )
    return list(entry["order_params"])


def _check_order(order, parameters):
    if len(order) != len(parameters):
        raise ValueError(
            "For 'Optimizer',the length of order parameters must be the same as the length of "
            f"group parameters, but got order parameters' length {len(order)}, group parameters' "
            f"length {len(parameters)}."
        )
    names = {p.name for p in parameters}
    for p in order:
        if p.name not in names:
            raise ValueError(
                f"'{p.name}' is not in list: 'order_params' names a Parameter that is in no group."
            )
