"""What the arguments of Primitives may be: the annotations of the declarations' first signatures.

    "ops.ReduceMean(keep_dims: bool = False)(x, axis=())"
    "ops.MaxPool(kernel_size: sizes(2) = 1, strides: sizes(2) = 1, pad_mode: word('valid', 'same')
     = 'valid')(x)"
    "ops.Histogram(bins: int >= 1 = 100, min: float <= max = 0.0, max: float >= min = 0.0)(x)"

An annotation is a Python expression in the words of `WORDS`; it may use the other parameters.
A `Domain` tells what a value is refused with, if it is: TypeError where its class is wrong,
ValueError where it is not one of the set. It is asked when a Primitive is made, and only for what
is not the default itself.
"""

from __future__ import annotations

from collections.abc import Callable

from msjax._core import dtype as mstype
from msjax._core.dtype import Type
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.tensor import Tensor

Refusal = type[ExplainedTypeError] | type[ExplainedValueError] | None


class Domain:
    """A set of values, in words and as a test.

    Args:
        text: what is expected, as it follows "must be" in a message.
        refusal: tells the class of the error that a value is refused with; None for the set's own.
        hint: how a value of the set is written.
        kept: makes of a value of the set the one that is kept.
    """

    def __init__(
        self,
        text: str,
        refusal: Callable[[object], Refusal],
        hint: str = "",
        kept: Callable | None = None,
    ):
        self.text = text
        self.refusal = refusal
        self.hint = hint
        self.kept = kept

    def __ge__(self, least) -> Domain:
        return self._bounded(f"at least {least}", lambda x: x >= least, least)

    def __gt__(self, bound) -> Domain:
        return self._bounded(f"greater than {bound}", lambda x: x > bound, bound + 1)

    def __le__(self, most) -> Domain:
        return self._bounded(f"at most {most}", lambda x: x <= most, most)

    def _bounded(self, text, holds, hint) -> Domain:
        def refusal(x):
            return self.refusal(x) or (None if holds(x) else ExplainedValueError)

        return Domain(f"{self.text} of {text}", refusal, repr(hint))

    def within(self, least, most) -> Domain:
        """Return the values from `least` to `most`."""
        return self._bounded(f"{least} to {most}", lambda x: least <= x <= most, most)

    def __or__(self, other: Domain | None) -> Domain:
        second = NONE if other is None else other

        def refusal(x):
            first, last = self.refusal(x), second.refusal(x)
            if first is None or last is None:
                return None
            return first if first is ExplainedValueError else last

        text = f"{self.text} or {second.text}"
        return Domain(text, refusal, self.hint or second.hint)

    __ror__ = __or__

    def __and__(self, other: Domain) -> Domain:
        return Domain(
            f"{self.text} and {other.text}",
            lambda x: self.refusal(x) or other.refusal(x),
            self.hint,
        )

    def check(self, primitive: str, parameter: str, value):
        """Return what is kept of an argument.

        Raises:
            TypeError: it is of another class.
            ValueError: it is not one of the set.
        """
        kind = self.refusal(value)
        if kind is None:
            return self.kept(value) if self.kept else value
        shown = repr(value) if isinstance(value, tuple | list | Type) else describe(value)
        mend = f"; write for instance {parameter}={self.hint}." if self.hint else "."
        raise kind(
            f"For '{primitive}', the '{parameter}' must be {self.text}, but got {shown}{mend}"
        )


def _kind(text: str, hint: str, *classes: type) -> Domain:
    def refusal(x):
        return None if isinstance(x, classes) else ExplainedTypeError

    return Domain(text, refusal, hint)


def _number(text: str, hint: str, *classes: type) -> Domain:
    """Return a set of numbers, without the bools that Python counts among the ints."""

    def refusal(x):
        wrong = isinstance(x, bool) or not isinstance(x, classes)
        return ExplainedTypeError if wrong else None

    return Domain(text, refusal, hint)


NONE = _kind("None", "", type(None))
INT = _number("an int", "1", int)
FLOAT = _number("a float", "1.0", float)


def among(*values) -> Domain:
    """The listed values; TypeError for values of other classes."""

    def refusal(x):
        if not any(type(x) is type(v) for v in values):
            return ExplainedTypeError
        return None if x in values else ExplainedValueError

    return Domain(_listed(map(repr, values)), refusal, repr(values[0]))


def word(*words: str) -> Domain:
    """The listed words in any case; what is kept is as it is listed."""
    spelled = {w.lower(): w for w in words}

    def refusal(x):
        if not isinstance(x, str):
            return ExplainedTypeError
        return None if x.lower() in spelled else ExplainedValueError

    return Domain(_listed(map(repr, words)), refusal, repr(words[0]), lambda x: spelled[x.lower()])


def types(*kinds: Type) -> Domain:
    """The listed dtypes; TypeError for all others."""

    def refusal(x):
        return None if isinstance(x, Type) and x in kinds else ExplainedTypeError

    return Domain(_listed(map(repr, kinds)), refusal, repr(kinds[0]))


def tuple_of(element: Domain, *counts: int, lists: bool = False) -> Domain:
    """Tuples of so many elements, of any number of them where no count is given."""
    return _sequences(element, counts, (tuple, list) if lists else (tuple,))


def list_of(element: Domain) -> Domain:
    """Lists."""
    return _sequences(element, (), (list,))


def _sequences(element: Domain, counts: tuple[int, ...], classes: tuple[type, ...]) -> Domain:
    def refusal(x):
        if not isinstance(x, classes):
            return ExplainedTypeError
        if counts and len(x) not in counts:
            return ExplainedValueError
        return next(filter(None, map(element.refusal, x)), None)

    count = f"{_listed(map(str, counts))} elements" if counts else "elements"
    hint = ", ".join([element.hint] * max(counts, default=2)) if element.hint else ""
    hint = hint and (f"({hint})" if tuple in classes else f"[{hint}]")
    return Domain(f"a {classes[0].__name__} of {count}, each {element.text}", refusal, hint)


def each(element: Domain, *counts: int, lists: bool = False) -> Domain:
    """One value, or a tuple of so many."""
    return element | tuple_of(element, *counts, lists=lists)


def sizes(*counts: int, least: int = 1, most: int | None = None) -> Domain:
    """One int or a tuple of so many, within bounds; ValueError for a wrong element too."""
    bounded = INT.__ge__(least) if most is None else INT.within(least, most)
    return bounded | tuple_of(else_value(bounded), *counts)


def pads(mode: str, *counts: int) -> Domain:
    """Amounts of padding: 0 unless the mode is "pad"."""
    if mode == "pad":
        return each(INT.__ge__(0), *counts)
    zero = sizes(*counts, least=0, most=0)
    return Domain(f"0, unless pad_mode='pad' (it is {mode!r})", zero.refusal, "0")


def else_value(domain: Domain) -> Domain:
    """The same set; ValueError for all other values."""
    return Domain(domain.text, lambda x: domain.refusal(x) and ExplainedValueError, domain.hint)


def else_type(domain: Domain) -> Domain:
    """The same set; TypeError for all other values."""
    return Domain(domain.text, lambda x: domain.refusal(x) and ExplainedTypeError, domain.hint)


def unset(domain: Domain) -> Domain:
    """None; ValueError for what has a meaning beside other arguments only."""
    text = f"None: beside the other arguments, {domain.text} has no meaning"
    return Domain(
        text, lambda x: None if x is None else domain.refusal(x) or ExplainedValueError, "None"
    )


def divides(multiple: int) -> Domain:
    """The ints that divide one."""
    return (INT >= 1)._bounded(f"a divisor of {multiple}", lambda x: multiple % x == 0, 1)


def exactly(*values) -> Domain:
    """The listed values; ValueError for all others."""
    return else_value(among(*values))


def _listed(texts) -> str:
    *most, last = texts
    return f"{', '.join(most)} or {last}" if most else last


def _finite(x):
    return FLOAT.refusal(x) or (ExplainedValueError if abs(x) == float("inf") else None)


WORDS: dict[str, object] = {
    "bool": _kind("a bool", "True", bool),
    "int": INT,
    "float": FLOAT,
    "finite": Domain("a finite float", _finite, "1.0"),
    "real": _number("an int or a float", "1.0", int, float),
    "str": _kind("a str", "", str),
    "tuple": _kind("a tuple", "", tuple),
    "list": _kind("a list", "", list),
    "type": _kind("a dtype of mindspore", "mindspore.int32", Type),
    "Tensor": _kind("a Tensor", "", Tensor),
    "anything": Domain("anything", lambda x: None),
    **{f.__name__: f for f in (among, word, types, tuple_of, list_of, each)},
    **{f.__name__: f for f in (sizes, pads, else_value, else_type, unset, divides, exactly)},
    **{t: getattr(mstype, t) for t in "int32 int64 float16 float32 float64".split()},
    "numbers": tuple(
        getattr(mstype, t)
        for t in "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
    ),
}
