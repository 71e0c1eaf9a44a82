"""Shifts of images, and how much they change what is computed from them (4.2)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, as_integer, check_ndim


def shift(x: ArrayLike, d: int) -> np.ndarray:
    """Move images d columns to the right; zeros come in from the left.

        (T_d x)[n, c, i, j] = x[n, c, i, j - d] for j ≥ d, else 0

    `x` has shape (batch, channels, height, width), d is at least 0. Raises
    ValueError for other ranks or d, TypeError for what is no number.

    >>> shift([[[[7, 0, 5, 0]]]], d=1)
    array([[[[0., 7., 0., 5.]]]])
    """
    x, d = as_float(x), as_integer(d, "d")
    check_ndim(x, 4, "x", "(batch, channels, height, width)")
    return np.pad(x, ((0, 0), (0, 0), (0, 0), (d, 0)))[..., : x.shape[3]]


def change(f: Callable, x: ArrayLike, d: int) -> float:
    """Measure how much a shift of d columns changes what f makes of images.

        δ(d) = (1 / M) Σ_m ‖f(T_d x_m) - f(x_m)‖ / ‖f(x_m)‖

    `x` has shape (batch, channels, height, width); f takes that and gives an
    array (batch, ...), in which no image is all zeros. Raises ValueError if one
    is, and what `shift` raises.

    >>> change(lambda x: x, [[[[1, 1, 1, 1]]]], d=1)  # to [[[[0, 1, 1, 1]]]]
    0.5
    """
    before, after = f(as_float(x)), f(shift(x, d))
    before, after = (y.reshape(len(y), -1) for y in (before, after))
    norms = np.linalg.norm(before, axis=1)
    if not norms.all():
        image = int(np.argmin(norms))
        raise ValueError(f"f(x)[{image}] is zero; accepted: no norm of 0")
    return float(np.mean(np.linalg.norm(after - before, axis=1) / norms))


def unchanged(kw: int, d: int) -> float:
    """Give the share of a window's columns from which d steps do not lead out.

        P = max(0, 1 - d / kw)

    The window has kw columns, at least 1. Raises ValueError for less or a
    negative d, TypeError unless both are integers.

    >>> unchanged(kw=2, d=1), unchanged(kw=4, d=1), unchanged(kw=2, d=3)
    (0.5, 0.75, 0.0)
    """
    return max(0.0, 1 - as_integer(d, "d") / as_integer(kw, "kw", 1))
