"""Pooling: each window of an image becomes one number (4.2)."""

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import shaped, takes
from snippets.windows import (
    Padding,
    Pair,
    add_windows,
    output_shape,
    pad,
    pair,
    sides_below,
    window_view,
)


@takes(
    x="batch channels height width, not empty",
    size=pair(1),
    stride=pair(1, default="size"),
    padding=sides_below("size"),
)
def max_pool2d_windows(
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
) -> np.ndarray:
    """Keep the largest entry of each window: what `max_pool2d` means.

        y[n, c, i, j] = max over a < kh, b < kw of x[n, c, u i + a, v j + b]

    Arguments and errors are those of `max_pool2d`.

    >>> x = np.array([[[[1, 3, 2, 0], [5, 4, 0, 1]]]])
    >>> max_pool2d_windows(x, 2)
    array([[[[5., 2.]]]])
    """
    windows = window_view(x, size, stride, padding, fill=-np.inf)
    return windows.max(axis=(4, 5))


@takes(
    x="batch channels height width, not empty",
    size=pair(1),
    stride=pair(1, default="size"),
    padding=sides_below("size"),
)
def max_pool2d(
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
) -> np.ndarray:
    """Keep the largest entry of each window.

        y[n, c, i, j] = max over a < kh, b < kw of x[n, c, u i + a, v j + b]

    It is taken over the rows of all the windows at once, and then over their
    columns. (kh, kw) is the size and (u, v) the stride, by default the size:
    windows side by side. Padding counts as -inf and is smaller than the size,
    so that no window holds padding alone. A window with a NaN gives NaN.
    Raises ValueError for other ranks, sizes or padding, TypeError for what is
    no number.

    >>> x = np.array([[[[1, 3, 2, 0], [5, 4, 0, 1]]]])
    >>> max_pool2d(x, 2)
    array([[[[5., 2.]]]])
    """
    (kh, kw), (u, v) = size, stride
    height, width = output_shape(x.shape, size, stride, padding)
    x = pad(x, padding, -np.inf)
    rows = (x[:, :, a::u][:, :, :height] for a in range(kh))
    x = reduce(np.maximum, rows)
    columns = (x[..., b::v][..., :width] for b in range(kw))
    return reduce(np.maximum, columns, -np.inf)


def pooled_shape(
    x: np.ndarray, size: Pair, stride: Pair, padding: Padding
) -> tuple[int, ...]:
    """Give the shape of what pooling makes of images."""
    return *x.shape[:2], *output_shape(x.shape, size, stride, padding)


@takes(
    gradient=shaped(pooled_shape, "x", "size", "stride", "padding"),
    x="batch channels height width, not empty",
    size=pair(1),
    stride=pair(1, default="size"),
    padding=sides_below("size"),
)
def max_pool2d_backward(
    gradient: ArrayLike,
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
) -> np.ndarray:
    """Carry the loss's gradient back through y = max_pool2d(x, ...).

        ∂L/∂x[n,c,p,q] = Σ g[n,c,i,j] over the windows ij that x[n,c,p,q] wins

    g = ∂L/∂y is `gradient`, with the shape of y. Among equal entries the first
    wins, row by row, as in PyTorch. Raises what `max_pool2d` raises, and
    ValueError for another shape of g.

    >>> x = np.array([[[[1, 3, 2, 2], [5, 4, 0, 1]]]])
    >>> max_pool2d_backward([[[[10, 20]]]], x, 2)
    array([[[[ 0.,  0., 20.,  0.],
             [10.,  0.,  0.,  0.]]]])
    """
    x = np.maximum(x, np.finfo(x.dtype).min)  # -inf, too, wins against padding
    windows = window_view(x, size, stride, padding, fill=-np.inf)
    winner = windows.reshape(*gradient.shape, -1).argmax(axis=-1)
    entries = np.arange(size[0] * size[1]).reshape(size)
    wins = winner[..., None, None] == entries
    d_windows = np.where(wins, gradient[..., None, None], 0)
    return add_windows(d_windows, x.shape, stride, padding)


@takes(
    x="batch channels height width, not empty",
    size=pair(1),
    stride=pair(1, default="size"),
    padding=sides_below("size"),
)
def average_pool2d(
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    count_padding: bool = False,
) -> np.ndarray:
    """Average the entries of each window.

        y[n, c, i, j] = (1 / N) Σ_a Σ_b x[n, c, u i + a, v j + b]

    Shapes, strides and errors are those of `max_pool2d`; padding adds zeros.
    N is the number of the window's entries within x; with `count_padding`,
    kh · kw.

    >>> x = np.array([[[[1, 3, 2, 0], [5, 3, 0, 1]]]])
    >>> average_pool2d(x, 2)
    array([[[[3.  , 0.75]]]])
    """
    windows = window_view(x, size, stride, padding)
    entries = count_entries(x.shape, size, stride, padding, count_padding)
    return windows.sum(axis=(4, 5)) / entries.astype(x.dtype)


@takes(
    gradient=shaped(pooled_shape, "x", "size", "stride", "padding"),
    x="batch channels height width, not empty",
    size=pair(1),
    stride=pair(1, default="size"),
    padding=sides_below("size"),
)
def average_pool2d_backward(
    gradient: ArrayLike,
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
    count_padding: bool = False,
) -> np.ndarray:
    """Carry the loss's gradient back through y = average_pool2d(x, ...).

        ∂L/∂x[n,c,p,q] = Σ g[n,c,i,j] / N over the windows ij that hold pq

    g = ∂L/∂y is `gradient`, with the shape of y. Raises what `average_pool2d`
    raises, and ValueError for another shape of g.

    >>> average_pool2d_backward([[[[4, 8]]]], np.ones((1, 1, 2, 4)), 2)
    array([[[[1., 1., 2., 2.],
             [1., 1., 2., 2.]]]])
    """
    entries = count_entries(x.shape, size, stride, padding, count_padding)
    share = gradient / entries.astype(gradient.dtype)
    d_windows = np.broadcast_to(share[..., None, None], (*gradient.shape, *size))
    return add_windows(d_windows, x.shape, stride, padding)


@takes(x="batch channels height width, not empty")
def global_average_pool2d(x: ArrayLike) -> np.ndarray:
    """Average each feature map.

        y[n, c] = Σ_i Σ_j x[n, c, i, j] / (height · width)

    y has shape (batch, channels). Raises ValueError for other ranks, TypeError
    for what is no number.

    >>> global_average_pool2d(np.arange(8).reshape(1, 2, 2, 2))
    array([[1.5, 5.5]])
    """
    return x.mean(axis=(2, 3))


@takes(x="batch channels height width, not empty")
def global_max_pool2d(x: ArrayLike) -> np.ndarray:
    """Keep the largest entry of each feature map.

        y[n, c] = max over i, j of x[n, c, i, j]

    y has shape (batch, channels). Raises ValueError for other ranks, TypeError
    for what is no number.

    >>> global_max_pool2d(np.arange(8).reshape(1, 2, 2, 2))
    array([[3., 7.]])
    """
    return x.max(axis=(2, 3))


def count_entries(
    shape: tuple[int, ...],
    size: Pair,
    stride: Pair,
    padding: Padding,
    count_padding: bool,
) -> np.ndarray:
    """Count the entries of each window, those of the padding on demand.

    >>> count_entries((1, 1, 2, 2), (2, 2), (1, 1), ((1, 0), (1, 0)), False)[0, 0]
    array([[1., 2.],
           [2., 4.]])
    """
    ones = np.ones((1, 1, *shape[2:]))
    fill = float(count_padding)
    return window_view(ones, size, stride, padding, fill).sum(axis=(4, 5))
