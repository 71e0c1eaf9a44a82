"""Shifts of images, and how much they change what is computed from them (1.1, 4.2)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_integer
from snippets.shapes import Call, takes


def columns(value: int, name: str, call: Call) -> int:
    """Declare a number of columns, to the right or, below 0, to the left."""
    as_integer(abs(value), f"|{name}|")
    return value


@takes(x="batch channels height width", d=columns)
def shift(x: ArrayLike, d: int) -> np.ndarray:
    """Move images d columns to the right, or -d to the left; zeros come in.

        (T_d x)[n, c, i, j] = x[n, c, i, j - d], or 0 where that is outside

    The shape is kept. Raises ValueError for another rank, TypeError for a d that is
    no integer.

    >>> shift([[[[7, 0, 5, 0]]]], d=1), shift([[[[7, 0, 5, 0]]]], d=-1)
    (array([[[[0., 7., 0., 5.]]]]), array([[[[0., 5., 0., 0.]]]]))
    """
    padded = np.pad(x, ((0, 0), (0, 0), (0, 0), (abs(d), abs(d))))
    start = abs(d) - d
    return padded[..., start : start + x.shape[3]]


@takes(x="batch channels height width")
def four_moves(x: ArrayLike) -> np.ndarray:
    """Move images by one pixel to the left, to the right, up and down.

    The result is (4, batch, channels, height, width); zeros come in, and what
    leaves the frame is lost. Raises ValueError for another rank.

    >>> four_moves([[[[1, 2], [3, 4]]]])[:, 0, 0].astype(int).tolist()
    [[[2, 0], [4, 0]], [[0, 1], [0, 3]], [[3, 4], [0, 0]], [[0, 0], [1, 2]]]
    """
    turned = x.swapaxes(2, 3)
    up, down = (shift(turned, d).swapaxes(2, 3) for d in (-1, 1))
    return np.stack([shift(x, -1), shift(x, 1), up, down])


@takes(x="batch channels height width", d=columns)
def change(f: Callable, x: ArrayLike, d: int) -> float:
    """Measure how much a shift of d columns changes what f makes of images.

        δ(d) = (1 / M) Σ_m ‖f(T_d x_m) - f(x_m)‖ / ‖f(x_m)‖

    f takes images and gives an array (batch, ...), in which none is all zeros.
    Raises ValueError if one is, and what `shift` raises.

    >>> change(lambda x: x, [[[[1, 1, 1, 1]]]], d=1)  # to [[[[0, 1, 1, 1]]]]
    0.5
    """
    before, after = f(x), f(shift(x, d))
    return float(np.mean(norms(after - before) / not_zero(norms(before))))


def norms(y: np.ndarray) -> np.ndarray:
    """Give the norm of each image, whatever its shape: √(Σ y²).

    >>> norms(np.array([[[3, 4]], [[0, 1]]]))
    array([5., 1.])
    """
    return np.linalg.norm(y.reshape(len(y), -1), axis=1)


def not_zero(norms: np.ndarray) -> np.ndarray:
    """Raise ValueError if a norm by which to divide is 0.

    >>> not_zero(np.array([1.0, 0.0]))
    Traceback (most recent call last):
    ValueError: f(x)[1] is zero; accepted: no norm of 0
    """
    if not norms.all():
        image = int(np.argmin(norms))
        raise ValueError(f"f(x)[{image}] is zero; accepted: no norm of 0")
    return norms
