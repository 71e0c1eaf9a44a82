"""What the functions of the laboratory take: its own small `snippets.shapes`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature

import numpy as np


def takes(**declared: str | int) -> Callable:
    """Declare what a function takes: axes of arrays, the least of integers.

    A letter is a size, the same throughout; `...` is any axes or none.

    >>> dot = takes(x="n", y="n")(lambda x, y: x @ y)
    >>> dot([1, 2], [3, 4, 5])
    Traceback (most recent call last):
    ValueError: y has shape (3,); accepted: (2,)
    """

    def decorate(function: Callable) -> Callable:
        bind = signature(function).bind

        @wraps(function)
        def checked(*args: object, **named: object) -> object:
            given = bind(*args, **named)
            given.apply_defaults()
            sizes: dict[str, int] = {}
            for name, accepted in declared.items():
                value = given.arguments[name]
                if isinstance(accepted, int):
                    check_integer(value, name, accepted)
                else:
                    value = fitted(value, name, accepted, sizes)
                given.arguments[name] = value
            return function(*given.args, **given.kwargs)

        return checked

    return decorate


def fitted(x: np.ndarray, name: str, axes: str, sizes: dict) -> np.ndarray:
    """Give `x` as an array if it has these axes, and note their sizes.

    >>> fitted([1, 2], "K", "a b", {})
    Traceback (most recent call last):
    ValueError: K has shape (2,); accepted: (a, b)
    """
    x, letters = np.asarray(x), axes.replace("...", "").split()
    given, own = f"{name} has shape {x.shape}", x.shape[-len(letters) :]
    fits = len(own) == len(letters) and (x.shape == own or "..." in axes)
    pairs = zip(letters, own, strict=False)
    if not fits or any(sizes.setdefault(a, n) != n for a, n in pairs):
        known = [str(sizes.get(axis, axis)) for axis in axes.split()]
        comma = "," * (len(known) == 1)
        raise ValueError(f"{given}; accepted: ({', '.join(known)}{comma})")
    if x.size == 0:
        raise ValueError(f"{given}; accepted: no empty axis")
    return x


def check_integer(value: int, name: str, least: int) -> None:
    """Raise ValueError unless a number is an integer, and not too small.

    >>> check_integer(2.5, "k", 1)
    Traceback (most recent call last):
    ValueError: k is 2.5; accepted: an integer of at least 1
    """
    if not isinstance(value, int | np.integer) or value < least:
        accepted = f"accepted: an integer of at least {least}"
        raise ValueError(f"{name} is {value}; {accepted}")
