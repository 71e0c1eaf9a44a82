"""Checks of arguments, which `snippets.shapes` makes for taught functions."""

import operator
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

TOLERANCE = 1e-5  # how far from one a row may sum: float32 has about 7 digits


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


def check_probabilities(p: np.ndarray, name: str) -> None:
    """Raise ValueError unless all entries are in [0, 1].

    >>> check_probabilities(np.array([0.5, 1.5]), "p")
    Traceback (most recent call last):
    ValueError: p has the entry 1.5; accepted: 0 to 1
    """
    wrong = p[~((p >= 0) & (p <= 1))]  # so that NaN is wrong as well
    if wrong.size:
        raise ValueError(f"{name} has the entry {wrong[0]}; accepted: 0 to 1")


def check_distributions(p: np.ndarray, name: str) -> None:
    """Raise ValueError unless each row holds probabilities that sum to one.

    >>> check_distributions(np.array([[0.5, 0.5], [0.5, 0.4]]), "p")
    Traceback (most recent call last):
    ValueError: p has a row with sum 0.9; accepted: rows that sum to 1
    """
    check_probabilities(p, name)
    sums = p.sum(axis=-1)
    wrong = sums[np.abs(sums - 1) > TOLERANCE]
    if wrong.size:
        accepted = "accepted: rows that sum to 1"
        total = f"{wrong[0]:.7g}"
        raise ValueError(f"{name} has a row with sum {total}; {accepted}")


def check_not_empty(x: np.ndarray, name: str) -> None:
    """Raise ValueError if an axis has no entries.

    >>> check_not_empty(np.zeros((0, 2)), "x")
    Traceback (most recent call last):
    ValueError: x has shape (0, 2); accepted: no empty axis
    """
    if x.size == 0:
        raise ValueError(f"{name} has shape {x.shape}; accepted: no empty axis")


def check_finite(x: np.ndarray, name: str) -> None:
    """Raise ValueError unless all pixels are finite.

    >>> check_finite(np.array([1, np.inf]), "x")
    Traceback (most recent call last):
    ValueError: x has the pixel inf; accepted: finite
    """
    wrong = x[~np.isfinite(x)]
    if wrong.size:
        raise ValueError(f"{name} has the pixel {wrong[0]}; accepted: finite")


def check_positive(x: np.ndarray, name: str) -> None:
    """Raise ValueError unless all entries, one for each input, are above 0.

    >>> check_positive(np.array([1.0, 0.0]), "std")
    Traceback (most recent call last):
    ValueError: std is [1. 0.]; accepted: above 0 in each input
    """
    if not np.all(x > 0):
        raise ValueError(f"{name} is {x}; accepted: above 0 in each input")
