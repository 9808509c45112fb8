"""What assigning, reading and deleting a Cell's attributes does."""

from __future__ import annotations

from msjax._core.frame import MISSING
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.primitive import Primitive
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, write
from msjax.nn.cell.part import Part
from msjax.nn.cell.registry import Registry, changed

_REGISTRIES = ("_params", "_cells", "_buffers")
_PLAIN = (bool, int, float, complex, str, bytes, type(None))


class Registration(Part):
    """Registers Parameters, Cells and buffers when they become attributes."""

    def __setattr__(self, name, value):
        if isinstance(value, Parameter):
            self._drop_plain(name)
            self.insert_param_to_cell(name, value)
        elif isinstance(value, ParameterTuple):
            self._set_parameter_tuple(name, value)
        elif isinstance(value, Registration):
            self._set_cell(name, value)
        else:
            if value.__class__ in (list, tuple) and value and _all_parameters(value):
                self._check_names_in_list(value)
            elif isinstance(value, Primitive):
                self._primitives[name] = value.set_prim_instance_name(name)
            self._set_plain(name, value)

    def __delattr__(self, name):
        for kind in _REGISTRIES:
            registry = self.__dict__.get(kind)
            if registry is not None and name in registry:
                del registry[name]
                return
        object.__delattr__(self, name)
        changed(self)

    def _drop_plain(self, name):
        """Drop an attribute that is no member, so that a member can take its name."""
        attributes = self.__dict__
        if name in attributes and not any(name in attributes.get(k, ()) for k in _REGISTRIES):
            del attributes[name]

    def _set_parameter_tuple(self, name, value):
        names, seen = set(), set()
        for p in value:
            if id(p) in seen:
                continue
            seen.add(id(p))
            if is_generated(p.name):
                self.__dict__["_id"] = number = self.__dict__.get("_id", 0) + 1
                p.name = f"Parameter${number}"
            if p.name in names:
                raise ValueError(_name_taken(p, p.name))
            names.add(p.name)
            self.insert_param_to_cell(p.name, p, check_name_contain_dot=False)
        self._params.pop(name, None)  # MindSpore: the attribute hides a Parameter of its name
        self._set_plain(name, value)

    def _check_names_in_list(self, value):
        """Refuse two Parameters of one name in the lists and tuples of Parameters of a Cell."""
        for p in value:
            if any(p is known for known in self.exist_objs):
                continue
            if p.name in self.exist_names:
                raise ValueError(_name_taken(value, p.name))
            self.exist_objs.append(p)
            self.exist_names.add(p.name)

    def _set_cell(self, name, value):
        if "_cells" not in self.__dict__:
            raise _before_init(self)
        self._drop_plain(name)
        if self._auto_prefix:
            value.update_parameters_name(name + ".")
        self.insert_child_to_cell(name, value)

    def _set_plain(self, name, value):
        """Set an attribute that is neither Parameter nor Cell."""
        attributes = self.__dict__
        former = attributes.get(name, MISSING)
        if former is value:
            return
        if name in _REGISTRIES:
            value = self._registry(name, value)
        elif former is MISSING:
            if hasattr(type(getattr(type(self), name, None)), "__set__"):
                object.__setattr__(self, name, value)  # a property
                return
        elif self._set_member(name, value):
            return
        if state.frame is not None:
            state.frame.set_attribute(self, name, former)
        object.__setattr__(self, name, value)
        if not (isinstance(value, _PLAIN) and type(former) is type(value) and former == value):
            changed(self)

    def _registry(self, kind, members):
        """Make the registry that a program replaces one with; members that are gone go."""
        for name in list(self.__dict__.get(kind, ())):
            if name not in members:
                del self.__dict__[kind][name]
        return Registry(self, members)

    def _set_member(self, name, value) -> bool:
        """Assign to the name of a Parameter, child Cell or buffer; return whether it is one."""
        attributes = self.__dict__
        if name in attributes.get("_params", ()):
            self._assign_to_parameter(name, value)
        elif name in attributes.get("_cells", ()):
            if value is not None:
                raise TypeError(_cannot_replace("Sub cell", name, value))
            self._cells[name] = None
        elif name in attributes.get("_buffers", ()):
            self._assign_to_buffer(name, value)
        else:
            return False
        return True

    def _assign_to_buffer(self, name, value):
        """Give a buffer a new value; as state it stays the same tensor wherever it can."""
        former = self._buffers[name]
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(_cannot_replace("Buffer", name, value))
        if value is None or former is None:
            self._buffers[name] = value
            return
        old, new = read(former), read(value)
        if state.frame is not None or (old.shape == new.shape and old.dtype == new.dtype):
            write(former, new, value._node)
        else:
            self._buffers[name] = value

    def _assign_to_parameter(self, name, value):
        parameter = self._params[name]
        if value is None:
            self._params[name] = None
        elif isinstance(value, Tensor) and parameter is not None:
            parameter.set_data(value)
        else:
            raise TypeError(
                f"Parameter '{name}' already exists in network, can not assign this type: "
                f"'{type(value)}' as a parameter; assign a Tensor, or delete the Parameter first."
            )

    def insert_param_to_cell(self, param_name, param, check_name_contain_dot=True):
        """Add a Parameter.

        Args:
            param_name: the name of the attribute; also the Parameter's, if it has none.
            param: the Parameter, or None.
            check_name_contain_dot: whether "." in the name is an error. Default: True.

        Raises:
            KeyError: the name is empty, contains "." or is taken by something else.
            TypeError: `param` is neither Parameter nor None.
            AttributeError: `Cell.__init__` has not been called.
        """
        if not param_name:
            raise KeyError(
                "For 'insert_param_to_cell', the argument 'param_name' must not be empty."
            )
        if check_name_contain_dot and "." in param_name:
            raise KeyError(
                "For 'insert_param_to_cell', the argument 'param_name' should not contain '.', but "
                f"got {param_name!r}."
            )
        if "_params" not in self.__dict__:
            raise AttributeError(
                "For 'insert_param_to_cell', please call Cell.__init__() firstly: write "
                "`super().__init__()` before the first Parameter."
            )
        if param_name not in self._params and hasattr(self, param_name):
            raise KeyError(_taken("insert_param_to_cell", param_name, "parameter"))
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                "For 'insert_param_to_cell', the argument 'param' must be 'Parameter' if not None, "
                f"but got {type(param)}."
            )
        if param is not None and is_generated(param.name):
            param.name = param_name
        self._params[param_name] = param

    def insert_child_to_cell(self, child_name, child_cell):
        """Add a child Cell, under its Parameters' present names.

        Args:
            child_name: the name of the attribute.
            child_cell: the Cell, or None.

        Raises:
            KeyError: the name is empty, contains "." or is taken by something else.
            TypeError: `child_name` is no str, or `child_cell` neither Cell nor None.
        """
        if not isinstance(child_name, str):
            raise TypeError(
                "For 'insert_child_to_cell', the type of parameter 'child_name' must be str, but "
                f"got {type(child_name)}."
            )
        if not child_name or "." in child_name:
            raise KeyError(
                "For 'insert_child_to_cell', the parameter 'child_name' can not be empty and can "
                f"not contain '.', but got {child_name!r}."
            )
        if child_name not in self._cells and hasattr(self, child_name):
            raise KeyError(_taken("insert_child_to_cell", child_name, "child cell"))
        if child_cell is not None and not isinstance(child_cell, Registration):
            raise TypeError(
                "For 'insert_child_to_cell', the argument 'child_cell' must be 'Cell' if not None, "
                f"but got type {type(child_cell)}."
            )
        self._cells[child_name] = child_cell

    @property
    def exist_names(self) -> set:
        """The names of the Parameters in lists and tuples."""
        return self.__dict__.setdefault("_exist_names", set())

    @property
    def exist_objs(self) -> list:
        """The Parameters in lists and tuples."""
        return self.__dict__.setdefault("_exist_objs", [])


def is_generated(name: str) -> bool:
    """Tell whether a Parameter's name was made up because it was given none."""
    return name.startswith("Parameter#")


def _all_parameters(values) -> bool:
    return all(isinstance(v, Parameter) for v in values)


def _before_init(cell) -> AttributeError:
    return AttributeError(
        f"The '{type(cell).__name__}' object is not initialised; call `super().__init__()` before "
        "setting Parameters and Cells."
    )


def _cannot_replace(what, name, value) -> str:
    return (
        f"{what} '{name}' already exists in network, can not assign this type: '{type(value)}' in "
        "its place; delete it first."
    )


def _taken(function, name, kind) -> str:
    return (
        f"For '{function}', the {name} {kind} already exists in the network. Cannot insert another "
        f"{kind} with the same name; choose another name, or delete the attribute first."
    )


def _name_taken(value, name) -> str:
    return (
        f"The value {value} , its name '{name}' already exists. Please set a unique name for the "
        "parameter."
    )
