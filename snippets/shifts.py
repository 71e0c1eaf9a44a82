"""Shifts of images, and how much they change what is computed from them (4.2)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, as_integer, check_ndim


def shift(x: ArrayLike, d: int) -> np.ndarray:
    """Move images d columns to the right, or -d to the left; zeros come in.

        (T_d x)[n, c, i, j] = x[n, c, i, j - d], or 0 where that is outside

    `x` has shape (batch, channels, height, width), and so has the result. Raises
    ValueError for another rank, TypeError for a d that is no integer.

    >>> shift([[[[7, 0, 5, 0]]]], d=1), shift([[[[7, 0, 5, 0]]]], d=-1)
    (array([[[[0., 7., 0., 5.]]]]), array([[[[0., 5., 0., 0.]]]]))
    """
    x, distance = as_float(x), as_integer(abs(d), "|d|")
    check_ndim(x, 4, "x", "(batch, channels, height, width)")
    padded = np.pad(x, ((0, 0), (0, 0), (0, 0), (distance, distance)))
    start = distance - d
    return padded[..., start : start + x.shape[3]]


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
