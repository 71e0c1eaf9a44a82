"""Windows of images: what convolution and pooling share."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from snippets.checks import as_integer

Pair = int | Sequence[int]
Padding = Pair | Sequence[Sequence[int]]


def _two(value: object, name: str) -> tuple:
    """Give a pair as it is and anything else twice."""
    pair = tuple(value) if isinstance(value, tuple | list) else (value, value)
    if len(pair) != 2:
        raise ValueError(f"{name} is {value!r}; accepted: an int or a pair")
    return pair


def as_pair(value: Pair, name: str, minimum: int = 0) -> tuple[int, int]:
    """Give `value` as a pair, (vertical, horizontal); one int stands for both.

    >>> as_pair(2, "stride"), as_pair((2, 1), "stride")
    ((2, 2), (2, 1))
    """
    first, second = _two(value, name)
    return as_integer(first, name, minimum), as_integer(second, name, minimum)


def as_padding(padding: Padding) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give `padding` as ((top, bottom), (left, right)).

    >>> as_padding(1), as_padding((0, 2)), as_padding(((0, 1), (2, 3)))
    (((1, 1), (1, 1)), ((0, 0), (2, 2)), ((0, 1), (2, 3)))
    """
    rows, columns = _two(padding, "padding")
    return as_pair(rows, "padding"), as_pair(columns, "padding")


def output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: Pair = 0,
) -> int:
    """Count the places on one axis where a kernel fits.

        h' = ⌊(h + p + q - k) / u⌋ + 1                             (4.5)

    h is the input's size, k the kernel's, u the stride, p and q the padding
    before and after (an int stands for both). Raises ValueError if the kernel
    does not fit or a value is too small, TypeError if one is no integer.
    Source: Dumoulin, Visin, "A guide to convolution arithmetic for deep
    learning" (2016), relationship 6, where p = q.

    >>> output_size(32, 3), output_size(32, 3, stride=2, padding=1)
    (30, 16)
    """
    size, kernel = as_integer(size, "size", 1), as_integer(kernel, "kernel", 1)
    stride = as_integer(stride, "stride", 1)
    padded = size + sum(as_pair(padding, "padding"))
    if kernel > padded:
        raise ValueError(
            f"kernel size is {kernel}; accepted: at most {padded}, "
            "the size of the padded input"
        )
    return (padded - kernel) // stride + 1


def window_view(
    x: np.ndarray,
    size: Pair,
    stride: Pair = 1,
    padding: Padding = 0,
    fill: float = 0.0,
) -> np.ndarray:
    """Show the windows of images; without padding, nothing is copied.

        windows[n, c, i, j, a, b] = x[n, c, u i + a - top, v j + b - left]

    `x` has shape (batch, channels, height, width), (u, v) is the stride;
    beyond the border x counts as `fill`. Raises what `output_size` raises.

    >>> window_view(np.arange(9.0).reshape(1, 1, 3, 3), size=2)[0, 0, 1, 1]
    array([[4., 5.],
           [7., 8.]])
    """
    size, (u, v) = as_pair(size, "size", 1), as_pair(stride, "stride", 1)
    padding = as_padding(padding)
    for axis in (0, 1):
        output_size(x.shape[2 + axis], size[axis], (u, v)[axis], padding[axis])
    if np.any(padding):
        x = np.pad(x, ((0, 0), (0, 0), *padding), constant_values=fill)
    return sliding_window_view(x, size, axis=(2, 3))[:, :, ::u, ::v]


def add_windows(
    windows: np.ndarray,
    shape: Sequence[int],
    stride: Pair,
    padding: Padding,
) -> np.ndarray:
    """Add windows up where `window_view` took them, as its transpose does.

        x[n, c, u i + a - top, v j + b - left] += windows[n, c, i, j, a, b]

    `shape` is that of x; what falls on the padding is dropped.

    >>> ones = np.ones((1, 1, 2, 2, 2, 2))
    >>> add_windows(ones, (1, 1, 3, 3), stride=1, padding=0)[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    n, c, h, w = shape
    (u, v), (rows, columns) = as_pair(stride, "stride", 1), as_padding(padding)
    x = np.zeros((n, c, h + sum(rows), w + sum(columns)), windows.dtype)
    height, width = windows.shape[2:4]
    for a, b in np.ndindex(windows.shape[4:]):
        place = x[:, :, a::u, b::v][:, :, :height, :width]
        place += windows[..., a, b]
    return x[:, :, rows[0] : rows[0] + h, columns[0] : columns[0] + w]
