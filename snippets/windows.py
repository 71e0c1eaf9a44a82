"""Windows of images: what convolution and pooling share."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from snippets.checks import as_integer
from snippets.shapes import LAST, Call, Kind, integer, takes

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


def pair(minimum: int, default: str = "") -> Kind:
    """Declare a pair of integers, or one for both; None stands for the default."""

    def both(value: Pair | None, name: str, call: Call) -> tuple[int, int]:
        if value is None and default:
            return call.arguments[default]
        return as_pair(value, name, minimum)

    both.fills = bool(default)
    return both


def sides(value: Padding, name: str, call: Call) -> tuple:
    """Declare a padding, ((top, bottom), (left, right)), in any of its forms."""
    return as_padding(value)


def sides_below(window: str) -> Kind:
    """Declare a padding that is smaller than the window.

    Then no window holds padding alone. The first ends behind the padding before
    the image, since k > p; the last starts at most at h + p + q - k < h + p,
    before the padding behind it, since k > q; the rest lie between.
    """

    def below(value: Padding, name: str, call: Call) -> tuple:
        padding, size = as_padding(value), call.arguments[window]
        if any(max(ends) >= k for ends, k in zip(padding, size, strict=True)):
            accepted = f"accepted: less than the window {size}"
            raise ValueError(f"{name} is {padding}; {accepted}")
        return padding

    return below


def fitting(value: int, name: str, call: Call) -> int:
    """Declare the size of a kernel that fits into the padded input."""
    kernel = as_integer(value, name, 1)
    padded = call.arguments["size"] + sum(call.arguments["padding"])
    if kernel > padded:
        raise ValueError(
            f"kernel size is {kernel}; accepted: at most {padded}, "
            "the size of the padded input"
        )
    return kernel


fitting.turn = LAST + 1  # after size and padding


@takes(size=integer(1), kernel=fitting, stride=integer(1), padding=pair(0))
def output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: Pair = 0,
) -> int:
    """Count the places on one axis where a kernel fits.

        h' = ⌊(h + p + q - k) / u⌋ + 1

    h is the input's size, k the kernel's, u the stride, p and q the padding
    before and after (an int stands for both). Raises ValueError if the kernel
    does not fit or a value is too small, TypeError if one is no integer.
    Source: Dumoulin, Visin, "A guide to convolution arithmetic for deep
    learning" (2016), relationship 6, where p = q.

    >>> output_size(32, 3), output_size(32, 3, stride=2, padding=1)
    (30, 16)
    """
    p, q = padding
    return (size + p + q - kernel) // stride + 1


@lru_cache  # a network asks for the same sizes at every step
def output_shape(
    shape: tuple[int, ...], kernel: tuple, stride: tuple, padding: tuple
) -> tuple[int, int]:
    """Count the places on both axes of images (..., height, width).

    >>> output_shape((1, 3, 8, 6), kernel=(3, 3), stride=(1, 1), padding=((0, 0),) * 2)
    (6, 4)
    """
    axes = zip(shape[-2:], kernel, stride, padding, strict=True)
    height, width = (output_size(*axis) for axis in axes)
    return height, width


def pad(x: np.ndarray, padding: Padding, fill: float = 0.0) -> np.ndarray:
    """Put a border of `fill` around images; without padding, nothing is copied.

    >>> pad(np.ones((1, 1, 1, 2)), ((0, 1), (1, 0)), fill=7)[0, 0]
    array([[7., 1., 1.],
           [7., 7., 7.]])
    """
    if not np.any(padding):
        return x
    return np.pad(x, ((0, 0), (0, 0), *padding), constant_values=fill)


@takes(size=pair(1), stride=pair(1), padding=sides)
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
    output_shape(x.shape, size, stride, padding)
    u, v = stride
    windows = sliding_window_view(pad(x, padding, fill), size, axis=(2, 3))
    return windows[:, :, ::u, ::v]


@takes(stride=pair(1), padding=sides)
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
    (u, v), (rows, columns) = stride, padding
    x = np.zeros((n, c, h + sum(rows), w + sum(columns)), windows.dtype)
    height, width = windows.shape[2:4]
    for a, b in np.ndindex(windows.shape[4:]):
        place = x[:, :, a::u, b::v][:, :, :height, :width]
        place += windows[..., a, b]
    return x[:, :, rows[0] : rows[0] + h, columns[0] : columns[0] + w]
