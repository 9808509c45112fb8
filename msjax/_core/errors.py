"""Errors that say what was got, what was expected and how to mend it."""

from __future__ import annotations

import jax

_PASSED_ON = (
    jax.errors.ConcretizationTypeError,
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerBoolConversionError,
    jax.errors.TracerIntegerConversionError,
    jax.errors.UnexpectedTracerError,
    jax.errors.NonConcreteBooleanIndexError,
    NotImplementedError,
    MemoryError,
)


class Explained:
    """Marks an exception whose message needs nothing added."""


class ExplainedTypeError(Explained, TypeError):
    """A TypeError whose message is complete."""

    def __reduce__(self):
        return TypeError, self.args


class ExplainedValueError(Explained, ValueError):
    """A ValueError whose message is complete."""

    def __reduce__(self):
        return ValueError, self.args


# Users see MindSpore's classes, in tracebacks too.
for _cls in (ExplainedTypeError, ExplainedValueError):
    _cls.__name__ = _cls.__qualname__ = _cls.__name__.removeprefix("Explained")
    _cls.__module__ = "builtins"


def operand_error(name: str, x) -> TypeError:
    """Describe an operand that is neither a Tensor nor convertible to one."""
    return ExplainedTypeError(
        f"Failed calling {name}: an operand is {describe(x)}, but a Tensor, a number or a NumPy "
        "array is expected; convert it first, for instance with `mindspore.Tensor(x)`."
    )


def describe(x) -> str:
    """Describe an argument in a few words: type, and dtype and shape where it has them."""
    if x is None:
        return "None"
    if hasattr(x, "dtype") and hasattr(x, "shape"):
        return f"{type(x).__name__}(shape={list(x.shape)}, dtype={x.dtype})"
    if isinstance(x, bool | int | float | complex | str):
        return f"{type(x).__name__} {x!r}"
    return f"a {type(x).__name__}"


def explain_failure(name: str, values, error: Exception, statics=None) -> Exception:
    """Turn what JAX raised inside an operator into an error about the operator and its operands."""
    if isinstance(error, (Explained, *_PASSED_ON)):
        return error
    if isinstance(error, OverflowError):
        return RuntimeError(f"For '{name}', an integer operand does not fit in 64 bits. {error}")
    if not isinstance(error, TypeError | ValueError | IndexError | ZeroDivisionError | NameError):
        return error
    text = str(error).split("\n")[0]
    kind = ValueError
    if isinstance(error, NameError) and "unbound axis name" in text:
        kind, text = TypeError, "An axis must be an int."
    elif isinstance(error, NameError):
        return error
    elif text == "tuple index out of range":
        text = "An axis must be one of the operand's."
    elif "None" in text or (isinstance(error, TypeError) and "shape" not in text):
        kind = TypeError
    elif isinstance(error, IndexError) and not isinstance(error, ValueError):
        kind = IndexError
    given = [_describe_value(v) for v in values]
    given += [f"{n}={v!r}" for n, v in (statics or {}).items() if v is not None]
    return kind(f"For '{name}', the operands must fit together, but got {'; '.join(given)}. {text}")


def _describe_value(v) -> str:
    if hasattr(v, "dtype") and hasattr(v, "shape"):
        return f"{v.dtype}{list(v.shape)}"
    return repr(v)
