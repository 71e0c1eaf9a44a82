"""Checks of arguments that all the modules share."""

import operator
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike


def as_float(x: ArrayLike, name: str = "x") -> np.ndarray:
    """Give `x` as an array of floats.

    float32 is kept, the rest becomes float64. An array that already fits is
    not copied. TypeError unless the numbers are real.

    >>> as_float([1, 2])
    array([1., 2.])
    """
    x = np.asarray(x)
    if x.dtype.kind not in "fiub":
        raise TypeError(f"{name} has dtype {x.dtype}; accepted: real numbers")
    dtype = np.float32 if x.dtype == np.float32 else np.float64
    return x.astype(dtype, copy=False)


def check_ndim(x: np.ndarray, ndim: int, name: str, axes: str) -> None:
    """Raise ValueError unless `x` has `ndim` axes; `axes` names them.

    >>> check_ndim(np.zeros(3), 2, "w", "(out, in)")
    Traceback (most recent call last):
    ValueError: w has shape (3,); accepted: 2 axes, (out, in)
    """
    if x.ndim != ndim:
        accepted = f"accepted: {ndim} axes, {axes}"
        raise ValueError(f"{name} has shape {x.shape}; {accepted}")


def check_shape(x: np.ndarray, shape: tuple[int, ...], name: str) -> None:
    """Raise ValueError unless `x` has exactly this shape.

    >>> check_shape(np.zeros(3), (2,), "bias")
    Traceback (most recent call last):
    ValueError: bias has shape (3,); accepted: (2,)
    """
    if x.shape != tuple(shape):
        accepted = f"accepted: {tuple(shape)}"
        raise ValueError(f"{name} has shape {x.shape}; {accepted}")


def check_choice(value: str, choices: Iterable[str], name: str) -> None:
    """Raise ValueError unless `value` is one of `choices`.

    >>> check_choice("valid", ("full", "same"), "mode")
    Traceback (most recent call last):
    ValueError: mode is 'valid'; accepted: 'full', 'same'
    """
    choices = tuple(choices)
    if value not in choices:
        accepted = ", ".join(map(repr, choices))
        raise ValueError(f"{name} is {value!r}; accepted: {accepted}")


def as_integer(value: int, name: str, minimum: int = 0) -> int:
    """Give `value` as an int; TypeError if none, ValueError if too small.

    >>> as_integer(0, "stride", minimum=1)
    Traceback (most recent call last):
    ValueError: stride is 0; accepted: an integer of at least 1
    """
    accepted = f"accepted: an integer of at least {minimum}"
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; {accepted}") from None
    if number < minimum:
        raise ValueError(f"{name} is {number}; {accepted}")
    return number
