"""Declare what a taught function takes, so that its body is the formula alone.

    @takes(x="... inputs", w="units inputs", b="units")
    def dense(x, w, b):
        return x @ w.T + b

A string names the axes of an array, as the field writes them: equal names are
equal sizes, a number is a size, "()" is a number, `...` any leading axes, and
"like p" an array of the shape of p. After a comma stands what else is asked of
it, one of CONDITIONS, or that it may be left out for zeros. Any other
declaration, such as `integer(1)`, is a function of the value, its name and the
call, that gives the value converted.

Arrays come in as floats of one type, float32 if all are, else float64, those
declared "like p" with the type of p. What does not fit raises ValueError, and
what is no real number TypeError, with what was given and what is accepted.
Extreme input gives its limits without warnings, and a number a number.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from textwrap import fill
from typing import Any, TypeVar

import numpy as np

from snippets.checks import (
    as_float,
    as_integer,
    check_choice,
    check_distributions,
    check_finite,
    check_not_empty,
    check_positive,
    check_probabilities,
)

Sizes = tuple[int, ...]
Kind = Callable[[Any, str, "Call"], Any]
Function = TypeVar("Function", bound=Callable)
LAST = 3  # the turn of what is no array


@dataclass
class Call:
    """What is known of a call while its arguments are looked at in turn."""

    arguments: dict[str, Any]
    sizes: dict[str, int | Sizes]  # of each axis; a tuple of `...`
    source: dict[str, str] = field(default_factory=dict)  # the argument that has it


def takes(**declared: str | Kind) -> Callable[[Function], Function]:
    """Declare a function's arguments: they are converted, checked, documented.

    A default of None is left as it is. Arrays with fixed axes are looked at
    first, then those with `...`, then the rest.

    >>> @takes(x="... n", w="n")
    ... def weighted(x, w):
    ...     '''Weigh and add up.'''
    ...     return (x * w).sum(axis=-1)
    >>> weighted([[1, 2], [3, 4]], w=[1, 10])
    array([21., 43.])
    >>> weighted([1, 2, 3], w=[1, 10])
    Traceback (most recent call last):
    ValueError: x has shape (3,); accepted: (..., 2), as w has
    >>> print(weighted.__doc__)
    Weigh and add up.
    <BLANKLINE>
    Shapes: x (..., n), w (n,).
    """
    kinds = {n: Shape(d) if isinstance(d, str) else d for n, d in declared.items()}

    def decorate(function: Function) -> Function:
        bind, convert = _binder(function), _converter(function, kinds)

        @wraps(function)
        def checked(*args: Any, **kwargs: Any) -> Any:
            arguments = bind(args, kwargs)
            convert(arguments)
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                result = function(**arguments)
            is_number = isinstance(result, np.ndarray) and result.ndim == 0
            return result[()] if is_number else result

        checked.__doc__ = _documented(function.__doc__, kinds)
        return checked

    return decorate


def _binder(function: Callable) -> Callable[[tuple, dict], dict[str, Any]]:
    """Make what names the arguments of a call, faster than `inspect` does it."""
    parameters = inspect.signature(function).parameters
    names = tuple(parameters)
    if any(p.kind != p.POSITIONAL_OR_KEYWORD for p in parameters.values()):
        given = f"{function.__name__}{inspect.signature(function)}"
        raise TypeError(f"function is {given}; accepted: arguments with names")
    defaults = {n: p.default for n, p in parameters.items() if p.default is not p.empty}

    def bind(args: tuple, kwargs: dict[str, Any]) -> dict[str, Any]:
        arguments = {**defaults, **dict(zip(names, args, strict=False)), **kwargs}
        twice = kwargs and not kwargs.keys().isdisjoint(names[: len(args)])
        if twice or len(args) > len(names) or arguments.keys() != parameters.keys():
            function(*args, **kwargs)  # raises the TypeError that Python has for it
        return arguments

    return bind


def _converter(
    function: Callable, kinds: dict[str, Kind]
) -> Callable[[dict[str, Any]], None]:
    """Make what replaces the arguments of a call by what the function is to get."""
    parameters = inspect.signature(function).parameters
    shapes = {name: kind for name, kind in kinds.items() if isinstance(kind, Shape)}
    arrays = [name for name, shape in shapes.items() if not shape.like]
    fixed = {a: int(a) for s in shapes.values() for a in s.axes if a.isdigit()}
    in_turn = sorted(kinds, key=lambda name: getattr(kinds[name], "turn", LAST))
    left = {n for n in kinds if parameters[n].default is None}
    left -= {n for n in kinds if getattr(kinds[n], "fills", False)}

    def convert(arguments: dict[str, Any]) -> None:
        call = Call(arguments, fixed.copy())
        for name in in_turn:
            value = arguments[name]
            if value is not None or name not in left:
                arguments[name] = kinds[name](value, name, call)
        if len(arrays) > 1:
            _unify(arguments, arrays)

    return convert


def _unify(arguments: dict[str, Any], arrays: list[str]) -> None:
    """Give the arrays one type of float."""
    found = [name for name in arrays if arguments[name] is not None]
    if len({arguments[name].dtype for name in found}) > 1:
        for name in found:
            arguments[name] = arguments[name].astype(np.float64, copy=False)


def _documented(docstring: str | None, kinds: dict[str, Kind]) -> str | None:
    """Add the shapes at the end, so that the doctests keep their lines."""
    arrays = [(name, kind) for name, kind in kinds.items() if isinstance(kind, Shape)]
    if docstring is None or not arrays:
        return docstring
    shapes = ", ".join(f"{name} {kind}" for name, kind in arrays)
    return f"{inspect.cleandoc(docstring)}\n\n{fill(f'Shapes: {shapes}.', 79)}"


class Shape:
    """The axes of an array, and what else is asked of it.

    >>> str(Shape("... inputs")), str(Shape("units, or zeros")), str(Shape("()"))
    ('(..., inputs)', '(units,) or zeros', '()')
    """

    def __init__(self, text: str) -> None:
        axes, _, self.condition = text.partition(", ")
        self.like = axes.removeprefix("like ") if axes.startswith("like ") else ""
        self.axes = () if self.like or axes == "()" else tuple(axes.split())
        self.fills = self.condition == "or zeros"
        self.check = CONDITIONS.get(self.condition)
        if self.condition and not self.fills and not self.check:
            check_choice(self.condition, ("or zeros", *CONDITIONS), "condition")
        self.turn = 2 if self.like else int("..." in self.axes)

    def __str__(self) -> str:
        axes = f"like {self.like}" if self.like else _tuple(self.axes)
        return f"{axes} {self.condition}".strip()

    def __call__(self, value: Any, name: str, call: Call) -> np.ndarray:
        """Give the value as an array of floats, once it fits the call."""
        if value is None and self.fills:
            return np.zeros([call.sizes[axis] for axis in self.axes], np.float32)
        x = as_float(value, name)
        if self.like:
            x = _like(x, name, self.like, call)
        else:
            self._fit(x.shape, name, call)
        if self.check:
            self.check(x, name)
        return x

    def _fit(self, shape: Sizes, name: str, call: Call) -> None:
        """Compare a shape with what is known of its axes, and learn the rest."""
        sizes = self._sizes(shape)
        if sizes is None or any(call.sizes.get(a, s) != s for a, s in sizes):
            raise ValueError(self._complaint(shape, name, call))
        for axis, size in sizes:
            call.sizes[axis] = size
            call.source.setdefault(axis, name)

    def _sizes(self, shape: Sizes) -> list[tuple[str, int | Sizes]] | None:
        """Pair the axes with their sizes, `...` with several; None if it cannot be."""
        if "..." in self.axes:
            start = self.axes.index("...")
            stop = start + len(shape) - len(self.axes) + 1
            if stop < start:
                return None
            shape = (*shape[:start], shape[start:stop], *shape[stop:])
        elif len(shape) != len(self.axes):
            return None
        return list(zip(self.axes, shape, strict=True))

    def _complaint(self, shape: Sizes, name: str, call: Call) -> str:
        """Say what would have been accepted, as exactly as it is known."""
        known = [call.sizes.get(axis) for axis in self.axes]
        shared = [axis for axis in self.axes if axis in call.source]
        given = f"{name} has shape {shape}; accepted: "
        if None not in known:
            return given + _tuple(known)
        if "..." in self.axes:
            sizes = zip(known, self.axes, strict=True)
            accepted = _tuple(axis if size is None else size for size, axis in sizes)
            because = "".join(f", as {call.source[axis]} has" for axis in shared)
            return given + accepted + because
        if len(shape) != len(known):
            return given + _tuple(self.axes)
        if not shared:
            return given + _tuple(k or s for k, s in zip(known, shape, strict=True))
        pairs = zip(self.axes, known, shape, strict=True)
        axis = next(axis for axis, k, s in pairs if k not in (None, s))
        other = call.source[axis]
        return f"{given}{axis} = {call.sizes[axis]}, as {other} has"


def _like(x: np.ndarray, name: str, model: str, call: Call) -> np.ndarray:
    """Give `x` with the type of another argument, whose shape it must have."""
    other = call.arguments[model]
    if x.shape != other.shape:
        accepted = f"accepted: {other.shape}, the shape of {model}"
        raise ValueError(f"{name} has shape {x.shape}; {accepted}")
    return x.astype(other.dtype, copy=False)


def _tuple(sizes: Iterable) -> str:
    """Write sizes or names of axes as Python writes a shape."""
    flat = [s for size in sizes for s in (size if isinstance(size, tuple) else (size,))]
    return f"({', '.join(map(str, flat))}{',' * (len(flat) == 1)})"


CONDITIONS: dict[str, Callable[[np.ndarray, str], None]] = {
    "not empty": check_not_empty,
    "finite": check_finite,
    "above 0": check_positive,
    "0 to 1": check_probabilities,
    "sums to 1": check_distributions,
}


# What is no array


def integer(minimum: int = 0) -> Kind:
    """Declare an integer that is not less than the minimum."""
    return lambda value, name, call: as_integer(value, name, minimum)


def sizes(axes: str) -> Kind:
    """Declare the shape of an array; equal names are equal sizes.

    >>> @takes(shape=sizes("depth height width"))
    ... def pixels(shape):
    ...     return np.prod(shape)
    >>> pixels((8, 0, 8))
    Traceback (most recent call last):
    ValueError: shape is 0; accepted: an integer of at least 1
    """
    names = axes.split()

    def shape(value: Any, name: str, call: Call) -> Sizes:
        if not isinstance(value, tuple | list) or len(value) != len(names):
            raise ValueError(f"{name} is {value}; accepted: {len(names)} sizes")
        found = tuple(as_integer(size, name, 1) for size in value)
        for axis, size in zip(names, found, strict=True):
            if call.sizes.setdefault(axis, size) != size:
                accepted = f"{axis} = {call.sizes[axis]}, as {call.source[axis]} has"
                raise ValueError(f"{name} is {found}; accepted: {accepted}")
            call.source.setdefault(axis, name)
        return found

    return shape


def choice(*choices: str) -> Kind:
    """Declare one of several words."""

    def chosen(value: str, name: str, call: Call) -> str:
        check_choice(value, choices, name)
        return value

    return chosen


def number(value: float, name: str, call: Call) -> float:
    """Declare a number: NumPy's own would turn float32 into float64."""
    return float(value)


def positive(value: float, name: str, call: Call) -> float:
    """Declare a number above 0, such as a learning rate."""
    if not 0 < value < np.inf:
        raise ValueError(f"{name} is {value}; accepted: above 0 and finite")
    return float(value)


def share(value: float, name: str, call: Call) -> float:
    """Declare a share, less than all."""
    if not 0 <= value < 1:
        accepted = "accepted: at least 0 and less than 1"
        raise ValueError(f"{name} is {value}; {accepted}")
    return float(value)


def axis_of(array: str) -> Kind:
    """Declare an axis of an array, along which there is something."""

    def axis(value: int, name: str, call: Call) -> int:
        shape = call.arguments[array].shape
        if not -len(shape) <= value < len(shape) or shape[value] == 0:
            raise ValueError(
                f"{array} has shape {shape} and {name} is {value}; "
                f"accepted: an axis of {array}, not empty"
            )
        return value

    return axis


def shaped(shape: Callable[..., Sizes], *names: str) -> Kind:
    """Declare an array whose shape is computed from other arguments."""

    def fitting(value: Any, name: str, call: Call) -> np.ndarray:
        x, accepted = as_float(value, name), shape(*map(call.arguments.get, names))
        if x.shape != accepted:
            raise ValueError(f"{name} has shape {x.shape}; accepted: {accepted}")
        return x

    fitting.turn = LAST + 1
    return fitting


def labels(axes: str) -> Kind:
    """Declare an array that is not converted, such as class indices."""
    shape = Shape(axes)

    def as_given(value: Any, name: str, call: Call) -> np.ndarray:
        shape(value, name, call)
        return np.asarray(value)

    as_given.turn = shape.turn
    return as_given


def gives_like(array: str) -> Kind:
    """Declare a function whose result has the shape of an array."""

    def function(value: Callable, name: str, call: Call) -> Callable:
        def checked(*args: Any) -> np.ndarray:
            return _like(as_float(value(*args), name), name, array, call)

        return checked

    return function


def unconverted(value: Any, name: str, call: Call) -> np.ndarray:
    """Declare an array of float64 that the function itself is to change."""
    dtype = getattr(value, "dtype", type(value).__name__)
    if dtype != np.float64:
        raise TypeError(f"{name} has dtype {dtype}; accepted: float64")
    return value


def data(value: Any, name: str, call: Call) -> np.ndarray:
    """Declare an array of any kind."""
    return np.asarray(value)
