"""Convolution: the operation (4.1), the layer and what it connects."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from snippets.shapes import choice, integer, shaped, sizes, takes
from snippets.windows import (
    Padding,
    Pair,
    add_windows,
    output_shape,
    output_size,
    pad,
    pair,
    sides,
    window_view,
)

MODE = choice("full", "same", "valid")


@takes(signal="n, not empty", kernel="k, not empty", mode=MODE)
def convolve1d(
    signal: ArrayLike,
    kernel: ArrayLike,
    mode: str = "full",
) -> np.ndarray:
    """Convolve a signal I with a kernel K; outside them all is zero.

        s(t) = Σ_a I(a) K(t - a)

    The mode says which t are kept:
    "full" all n + k - 1, "same" the n in the middle, "valid" the |n - k| + 1
    where the shorter of the two lies within the longer.
    Raises ValueError for other ranks or modes and for empty arrays, TypeError
    for entries that are not real numbers.

    >>> convolve1d([1, 2, 3], [1, 10])
    array([ 1., 12., 23., 30.])
    """
    s = np.zeros(signal.size + kernel.size - 1, signal.dtype)
    for a in range(signal.size):
        # K(t - a) exists for t = a, ..., a + k - 1: all these t at once.
        s[a : a + kernel.size] += signal[a] * kernel
    return s[_kept(signal.shape, kernel.shape, mode)]


@takes(image="height width, not empty", kernel="kh kw, not empty", mode=MODE)
def convolve2d(
    image: ArrayLike,
    kernel: ArrayLike,
    mode: str = "full",
) -> np.ndarray:
    """Convolve an image I with a kernel K; outside them all is zero.

        s(m, n) = Σ_a Σ_b I(a, b) K(m - a, n - b)

    The modes are those of `convolve1d`, on
    each axis. Raises ValueError for other ranks or modes, for empty arrays,
    and in mode "valid" if neither holds the other; TypeError for entries
    that are not real numbers.

    >>> convolve2d([[1, 0], [0, 2]], [[1, 2], [3, 4]])
    array([[1., 2., 0.],
           [3., 6., 4.],
           [0., 6., 8.]])
    """
    height, width = kernel.shape
    shape = np.add(image.shape, kernel.shape) - 1
    s = np.zeros(shape, image.dtype)
    for a, b in np.ndindex(image.shape):
        s[a : a + height, b : b + width] += image[a, b] * kernel
    return s[_kept(image.shape, kernel.shape, mode)]


@takes(image="height width, not empty", kernel="kh kw, not empty", mode=MODE)
def cross_correlate2d(
    image: ArrayLike,
    kernel: ArrayLike,
    mode: str = "valid",
) -> np.ndarray:
    """Slide a kernel K over an image I, unturned, and sum the products.

        c(m, n) = Σ_a Σ_b I(m + a, n + b) K(a, b)

    It is the convolution with the kernel turned by 180°, `kernel[::-1, ::-1]`.
    Shapes, modes and errors are those of `convolve2d`. If the kernel's size
    is even, "same" adds one zero more after the image than before it, as the
    libraries do; only then does `convolve2d` keep other places, one earlier.

    >>> cross_correlate2d([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1]])
    array([[6., 8.]])
    """
    around = [(size - 1, size - 1) for size in kernel.shape]
    windows = sliding_window_view(np.pad(image, around), kernel.shape)
    # Of the two middles of an even kernel, the libraries take the later one.
    windows = windows[_kept(image.shape, kernel.shape, mode, late=1)]
    # In mode "valid", windows[m, n, a, b] is I(m + a, n + b).
    return np.einsum("mnab,ab->mn", windows, kernel)


def _kept(
    shape: tuple[int, ...], kernel: tuple[int, ...], mode: str, late: int = 0
) -> tuple[slice, ...]:
    """Say which part of the full result a mode keeps, one slice for each axis.

    Where the middle falls between two places, `late` chooses the later one.

    >>> _kept((5,), (4,), "same"), _kept((5,), (4,), "same", late=1)
    ((slice(1, 6, None),), (slice(2, 7, None),))
    """
    pairs = list(zip(shape, kernel, strict=True))
    if mode == "full":
        return tuple(slice(0, i + k - 1) for i, k in pairs)
    if mode == "same":
        starts = [(k - 1 + late) // 2 for k in kernel]
        ranges = zip(starts, shape, strict=True)
        return tuple(slice(start, start + i) for start, i in ranges)
    if min(i - k for i, k in pairs) < 0 < max(i - k for i, k in pairs):
        raise ValueError(
            f"shapes are {shape} and {kernel}; accepted in mode 'valid': "
            "one at least as large as the other on every axis"
        )
    return tuple(slice(min(i, k) - 1, max(i, k)) for i, k in pairs)


@takes(
    x="batch channels height width, not empty",
    kernels="out channels kh kw, not empty",
    bias="out, or zeros",
    stride=pair(1),
    padding=sides,
)
def conv2d(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
) -> np.ndarray:
    """Apply a convolutional layer, as the libraries do: a cross-correlation.

        y[n,o,i,j] = bias[o] + Σ_c Σ_a Σ_b x[n,c,ui+a,vj+b] kernels[o,c,a,b]

    Zeros pad x; (u, v) is the stride. y has shape (batch, out, height',
    width'), with the sizes of `output_size`. Raises ValueError for shapes that
    do not match, TypeError for what is no number.

    >>> conv2d(np.ones((1, 3, 4, 4)), np.ones((1, 3, 3, 3)), bias=[0.5])
    array([[[[27.5, 27.5],
             [27.5, 27.5]]]])
    """
    windows = window_view(x, kernels.shape[2:], stride, padding)
    weights = np.column_stack([kernels.reshape(len(kernels), -1), bias])
    y = weights @ im2col(windows)  # (batch, out, height' · width')
    return y.reshape(len(x), len(kernels), *windows.shape[2:4])


def im2col(windows: np.ndarray) -> np.ndarray:
    """Copy each window into a column, with a 1 below it for the bias.

    `windows`, from `window_view`, has shape (batch, channels, height', width',
    kh, kw), the result (batch, channels · kh · kw + 1, height' · width').
    Source: Chellapilla, Puri, Simard, "High performance convolutional neural
    networks for document processing" (2006), who unroll the layer into a
    matrix product.

    >>> im2col(window_view(np.arange(6.0).reshape(1, 1, 2, 3), size=2))[0]
    array([[0., 1.],
           [1., 2.],
           [3., 4.],
           [4., 5.],
           [1., 1.]])
    """
    n, c, height, width, kh, kw = windows.shape
    columns = np.empty((n, c * kh * kw + 1, height * width), windows.dtype)
    entries = columns[:, :-1].reshape(n, c, kh, kw, height, width)
    entries[...] = windows.transpose(0, 1, 4, 5, 2, 3)
    columns[:, -1] = 1
    return columns


@takes(
    x="batch channels height width, not empty",
    kernels="out channels kh kw, not empty",
    bias="out, or zeros",
    stride=pair(1),
    padding=sides,
)
def conv2d_loops(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
) -> np.ndarray:
    """Apply a convolutional layer product by product: what `conv2d` means.

        y[n,o,i,j] = bias[o] + Σ_c Σ_a Σ_b x[n,c,ui+a,vj+b] kernels[o,c,a,b]

    Shapes and errors are those of `conv2d`.

    >>> conv2d_loops(np.ones((1, 3, 4, 4)), np.ones((1, 3, 3, 3)), bias=[0.5])
    array([[[[27.5, 27.5],
             [27.5, 27.5]]]])
    """
    u, v = stride
    y = np.zeros(conv2d_shape(x, kernels, stride, padding), x.dtype)
    x = pad(x, padding)
    for n, o, i, j in np.ndindex(y.shape):
        y[n, o, i, j] = bias[o]
        for c, a, b in np.ndindex(kernels.shape[1:]):
            y[n, o, i, j] += x[n, c, u * i + a, v * j + b] * kernels[o, c, a, b]
    return y


def conv2d_shape(
    x: np.ndarray, kernels: np.ndarray, stride: Pair, padding: Padding
) -> tuple[int, ...]:
    """Give the shape of a convolutional layer's output."""
    size = output_shape(x.shape, kernels.shape[2:], stride, padding)
    return len(x), len(kernels), *size


@takes(
    gradient=shaped(conv2d_shape, "x", "kernels", "stride", "padding"),
    x="batch channels height width, not empty",
    kernels="out channels kh kw, not empty",
    stride=pair(1),
    padding=sides,
)
def conv2d_backward(
    gradient: ArrayLike,
    x: ArrayLike,
    kernels: ArrayLike,
    stride: Pair = 1,
    padding: Padding = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the loss's gradient back through y = conv2d(x, kernels, bias).

        ∂L/∂x[n,c,p,q] = Σ g[n,o,i,j] kernels[o,c,a,b], ui + a = p, vj + b = q
        ∂L/∂kernels[o,c,a,b] = Σ_n Σ_i Σ_j g[n,o,i,j] x[n,c,ui+a,vj+b]
        ∂L/∂bias[o] = Σ_n Σ_i Σ_j g[n,o,i,j]

    g = ∂L/∂y is `gradient`, with the shape of y; p and q count the padding in.
    Returns the gradients for x, kernels and bias. Raises what `conv2d` raises,
    and ValueError for another shape of g.

    >>> x, kernels = np.ones((1, 1, 2, 3)), [[[[2, 5]]]]
    >>> g = np.ones((1, 1, 2, 2))
    >>> d_x, d_kernels, d_bias = conv2d_backward(g, x, kernels)
    >>> d_x[0, 0, 0], d_kernels[0, 0, 0], d_bias
    (array([2., 7., 5.]), array([4., 4.]), array([4.]))
    """
    windows = window_view(x, kernels.shape[2:], stride, padding)
    d_windows = np.einsum("noij,ocab->ncijab", gradient, kernels, optimize=True)
    d_x = add_windows(d_windows, x.shape, stride, padding)
    d_kernels = np.einsum("noij,ncijab->ocab", gradient, windows, optimize=True)
    return d_x, d_kernels, gradient.sum(axis=(0, 2, 3))


@takes(padding=pair(0))
def connections(
    size: int, kernel: int, stride: int = 1, padding: Pair = 0
) -> list[tuple[int, int]]:
    """List the pairs (input, output) that a kernel joins on one axis.

        input = u · output + a - p,  0 ≤ a < k,  0 ≤ input < size

    A padded zero is no input: an output at the border has fewer connections.
    Raises what `output_size` raises.

    >>> connections(4, 3)
    [(0, 0), (1, 0), (2, 0), (1, 1), (2, 1), (3, 1)]
    >>> len(connections(4, 3, padding=1))
    10
    """
    outputs = output_size(size, kernel, stride, padding)
    before, _ = padding
    starts = [stride * output - before for output in range(outputs)]
    return [
        (start + a, output)
        for output, start in enumerate(starts)
        for a in range(kernel)
        if 0 <= start + a < size
    ]


@takes(
    input_shape=sizes("channels height width"),
    kernels_shape=sizes("out channels kh kw"),
    stride=pair(1),
    padding=sides,
)
def conv2d_connections(
    input_shape: Sequence[int],
    kernels_shape: Sequence[int],
    stride: Pair = 1,
    padding: Padding = 0,
) -> int:
    """Count the products in a convolutional layer's output for one image.

        out · channels · (pairs of the rows) · (pairs of the columns)

    The pairs are those of `connections`: neither the bias nor products with
    padded zeros count. `input_shape` is (channels, height, width),
    `kernels_shape` (out, channels, kh, kw). Raises ValueError for shapes that
    do not match, and what `output_size` raises.

    >>> conv2d_connections((1, 8, 8), (8, 1, 3, 3))
    2592
    """
    (_, height, width), (out, channels, kh, kw) = input_shape, kernels_shape
    (u, v), (rows, columns) = stride, padding
    vertical = connections(height, kh, u, rows)
    horizontal = connections(width, kw, v, columns)
    return out * channels * len(vertical) * len(horizontal)


@takes(kernels_shape=sizes("out channels kh kw"))
def conv2d_parameters(kernels_shape: Sequence[int], bias: bool = True) -> int:
    """Count the weights of a convolutional layer, whatever its input's size.

        out · channels · kh · kw, and out more with biases

    `kernels_shape` is (out, channels, kh, kw). Raises ValueError for other
    ranks and sizes below 1.

    >>> conv2d_parameters((8, 1, 3, 3))
    80
    """
    out, channels, kh, kw = kernels_shape
    return out * (channels * kh * kw + bool(bias))


@takes(n_in=integer(1), n_out=integer(1))
def dense_connections(n_in: int, n_out: int) -> int:
    """Count the connections of a dense layer, n_in · n_out: all with all.

    Raises ValueError for sizes below 1, TypeError for what is no integer.

    >>> dense_connections(64, 8 * 6 * 6)
    18432
    """
    return n_in * n_out


def dense_parameters(n_in: int, n_out: int, bias: bool = True) -> int:
    """Count a dense layer's weights: n_in · n_out, and n_out more with biases.

    Raises ValueError for sizes below 1, TypeError for what is no integer.

    >>> dense_parameters(64, 8 * 6 * 6)
    18720
    """
    return dense_connections(n_in, n_out) + bool(bias) * n_out
