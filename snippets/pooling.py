"""Pooling: each window of an image becomes one number (4.2)."""

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, check_ndim, check_shape
from snippets.windows import (
    Padding,
    Pair,
    add_windows,
    as_padding,
    as_pair,
    output_size,
    window_view,
)


def max_pool2d(
    x: ArrayLike,
    size: Pair,
    stride: Pair | None = None,
    padding: Padding = 0,
) -> np.ndarray:
    """Keep the largest entry of each window.

        y[n, c, i, j] = max over a < kh, b < kw of x[n, c, u i + a, v j + b]

    `x` has shape (batch, channels, height, width), (kh, kw) is the size and
    (u, v) the stride, by default the size: windows side by side. Padding
    counts as -inf and is at most half the size, so that no window holds
    padding alone. A window with a NaN gives NaN. Raises ValueError for other
    ranks, sizes or padding, TypeError for what is no number.

    >>> x = np.array([[[[1, 3, 2, 0], [5, 4, 0, 1]]]])
    >>> max_pool2d(x, 2)
    array([[[[5., 2.]]]])
    """
    x, (kh, kw), (u, v), padding = _arguments(x, size, stride, padding)
    height = output_size(x.shape[2], kh, u, padding[0])
    width = output_size(x.shape[3], kw, v, padding[1])
    if np.any(padding):
        x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=-np.inf)
    # Row a of all the windows at once; then the same with the columns.
    rows = (x[:, :, a::u][:, :, :height] for a in range(kh))
    x = reduce(np.maximum, rows)
    columns = (x[..., b::v][..., :width] for b in range(kw))
    return reduce(np.maximum, columns, -np.inf)


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
    x, size, stride, padding = _arguments(x, size, stride, padding)
    # An entry of -inf must still win against padding.
    x = np.maximum(x, np.finfo(x.dtype).min)
    windows = window_view(x, size, stride, padding, fill=-np.inf)
    g = as_float(gradient, "gradient")
    check_shape(g, windows.shape[:4], "gradient")
    winner = windows.reshape(*g.shape, -1).argmax(axis=-1)
    entries = np.arange(size[0] * size[1]).reshape(size)
    wins = winner[..., None, None] == entries
    d_windows = np.where(wins, g[..., None, None], 0)
    return add_windows(d_windows, x.shape, stride, padding)


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
    x, size, stride, padding = _arguments(x, size, stride, padding)
    windows = window_view(x, size, stride, padding)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = windows.sum(axis=(4, 5))
        return sums / _counts(x, size, stride, padding, count_padding)


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
    x, size, stride, padding = _arguments(x, size, stride, padding)
    shape = window_view(x, size, stride, padding).shape
    g = as_float(gradient, "gradient")
    check_shape(g, shape[:4], "gradient")
    with np.errstate(over="ignore", invalid="ignore"):
        share = g / _counts(x, size, stride, padding, count_padding)
        d_windows = np.broadcast_to(share[..., None, None], shape)
        return add_windows(d_windows, x.shape, stride, padding)


def global_average_pool2d(x: ArrayLike) -> np.ndarray:
    """Average each feature map.

        y[n, c] = Σ_i Σ_j x[n, c, i, j] / (height · width)

    `x` has shape (batch, channels, height, width), y (batch, channels).
    Raises ValueError for other ranks, TypeError for what is no number.

    >>> global_average_pool2d(np.arange(8).reshape(1, 2, 2, 2))
    array([[1.5, 5.5]])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _images(x).mean(axis=(2, 3))


def global_max_pool2d(x: ArrayLike) -> np.ndarray:
    """Keep the largest entry of each feature map.

        y[n, c] = max over i, j of x[n, c, i, j]

    `x` has shape (batch, channels, height, width), y (batch, channels).
    Raises ValueError for other ranks, TypeError for what is no number.

    >>> global_max_pool2d(np.arange(8).reshape(1, 2, 2, 2))
    array([[3., 7.]])
    """
    return _images(x).max(axis=(2, 3))


def _images(x: ArrayLike) -> np.ndarray:
    """Give a batch of images as floats, once its shape is checked."""
    x = as_float(x)
    check_ndim(x, 4, "x", "(batch, channels, height, width)")
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}; accepted: no empty axis")
    return x


def _arguments(
    x: ArrayLike, size: Pair, stride: Pair | None, padding: Padding
) -> tuple[np.ndarray, tuple, tuple, tuple]:
    """Check what a pooling is given: x as floats, the others as pairs."""
    x, size = _images(x), as_pair(size, "size", 1)
    padding = as_padding(padding)
    stride = size if stride is None else as_pair(stride, "stride", 1)
    # More would make windows of nothing but padding.
    if any(2 * max(sides) > k for sides, k in zip(padding, size, strict=True)):
        raise ValueError(
            f"padding is {padding}; accepted: at most half the window, {size}"
        )
    return x, size, stride, padding


def _counts(
    x: np.ndarray,
    size: Pair,
    stride: Pair,
    padding: Padding,
    count_padding: bool,
) -> np.ndarray:
    """Count the entries of each window, those of the padding on demand."""
    ones = np.ones((1, 1, *x.shape[2:]), x.dtype)
    fill = float(count_padding)
    return window_view(ones, size, stride, padding, fill).sum(axis=(4, 5))
