"""Convolution: the operation (4.1), the layer and what it connects."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, as_integer, check_ndim, check_shape
from snippets.signals import convolve1d, convolve2d, cross_correlate2d
from snippets.windows import (
    Padding,
    Pair,
    add_windows,
    as_padding,
    as_pair,
    output_size,
    window_view,
)

__all__ = [
    "connections",
    "conv2d",
    "conv2d_backward",
    "conv2d_connections",
    "conv2d_loops",
    "conv2d_parameters",
    "convolve1d",
    "convolve2d",
    "cross_correlate2d",
    "dense_connections",
    "dense_parameters",
    "im2col",
    "output_size",
]


def conv2d(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
) -> np.ndarray:
    """Apply a convolutional layer, as the libraries do: a cross-correlation.

        y[n,o,i,j] = bias[o] + Σ_c Σ_a Σ_b x[n,c,ui+a,vj+b] kernels[o,c,a,b]

    `x` has shape (batch, channels, height, width), and zeros pad it, `kernels`
    (out, channels, kh, kw), `bias` (out,); (u, v) is the stride. y has shape
    (batch, out, height', width'), with the sizes of `output_size`. Raises
    ValueError for shapes that do not match, TypeError for what is no number.

    >>> conv2d(np.ones((1, 3, 4, 4)), np.ones((1, 3, 3, 3)), bias=[0.5])
    array([[[[27.5, 27.5],
             [27.5, 27.5]]]])
    """
    x, kernels, bias = _layer(x, kernels, bias)
    windows = window_view(x, kernels.shape[2:], stride, padding)
    n, _, height, width = windows.shape[:4]
    weights = np.column_stack([kernels.reshape(len(bias), -1), bias])
    with np.errstate(over="ignore", invalid="ignore"):
        y = weights @ im2col(windows)  # (n, out, height' · width')
    return y.reshape(n, len(bias), height, width)


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
    x, kernels, bias = _layer(x, kernels, bias)
    (u, v), (rows, columns) = as_pair(stride, "stride", 1), as_padding(padding)
    height = output_size(x.shape[2], kernels.shape[2], u, rows)
    width = output_size(x.shape[3], kernels.shape[3], v, columns)
    x = np.pad(x, ((0, 0), (0, 0), rows, columns))
    y = np.zeros((len(x), len(kernels), height, width), x.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        for n, o, i, j in np.ndindex(y.shape):
            y[n, o, i, j] = bias[o]
            for c, a, b in np.ndindex(kernels.shape[1:]):
                entry = x[n, c, u * i + a, v * j + b]
                y[n, o, i, j] += entry * kernels[o, c, a, b]
    return y


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
    x, kernels, _ = _layer(x, kernels, None)
    windows = window_view(x, kernels.shape[2:], stride, padding)
    n, _, height, width = windows.shape[:4]
    g = as_float(gradient, "gradient")
    check_shape(g, (n, len(kernels), height, width), "gradient")
    with np.errstate(over="ignore", invalid="ignore"):
        d_windows = np.einsum("noij,ocab->ncijab", g, kernels, optimize=True)
        d_x = add_windows(d_windows, x.shape, stride, padding)
        d_kernels = np.einsum("noij,ncijab->ocab", g, windows, optimize=True)
        return d_x, d_kernels, g.sum(axis=(0, 2, 3))


def _layer(
    x: ArrayLike, kernels: ArrayLike, bias: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Check what a layer is given, in one dtype; no bias means zeros."""
    x, kernels = as_float(x), as_float(kernels, "kernels")
    check_ndim(x, 4, "x", "(batch, channels, height, width)")
    check_ndim(kernels, 4, "kernels", "(out, channels, height, width)")
    shapes = f"x has shape {x.shape} and kernels {kernels.shape}; accepted: "
    if x.size == 0 or kernels.size == 0:
        raise ValueError(shapes + "no empty axis")
    if x.shape[1] != kernels.shape[1]:
        raise ValueError(shapes + "as many channels in both")
    if bias is None:
        bias = np.zeros(len(kernels), kernels.dtype)
    bias = as_float(bias, "bias")
    check_shape(bias, kernels.shape[:1], "bias")
    dtype = np.result_type(x, kernels, bias)
    return tuple(a.astype(dtype, copy=False) for a in (x, kernels, bias))


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
    before, _ = as_pair(padding, "padding")
    starts = [stride * output - before for output in range(outputs)]
    return [
        (start + a, output)
        for output, start in enumerate(starts)
        for a in range(kernel)
        if 0 <= start + a < size
    ]


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
    channels, height, width = _sizes(input_shape, 3, "input_shape")
    out, channels_in, kh, kw = _sizes(kernels_shape, 4, "kernels_shape")
    if channels != channels_in:
        raise ValueError(
            f"input_shape is {input_shape} and kernels_shape {kernels_shape}; "
            "accepted: as many channels in both"
        )
    (u, v), (rows, columns) = as_pair(stride, "stride", 1), as_padding(padding)
    vertical = len(connections(height, kh, u, rows))
    return out * channels * vertical * len(connections(width, kw, v, columns))


def conv2d_parameters(kernels_shape: Sequence[int], bias: bool = True) -> int:
    """Count the weights of a convolutional layer, whatever its input's size.

        out · channels · kh · kw, and out more with biases

    `kernels_shape` is (out, channels, kh, kw). Raises ValueError for other
    ranks and sizes below 1.

    >>> conv2d_parameters((8, 1, 3, 3))
    80
    """
    out, channels, kh, kw = _sizes(kernels_shape, 4, "kernels_shape")
    return out * (channels * kh * kw + bool(bias))


def dense_connections(n_in: int, n_out: int) -> int:
    """Count the connections of a dense layer, n_in · n_out: all with all.

    Raises ValueError for sizes below 1, TypeError for what is no integer.

    >>> dense_connections(64, 8 * 6 * 6)
    18432
    """
    return as_integer(n_in, "n_in", 1) * as_integer(n_out, "n_out", 1)


def dense_parameters(n_in: int, n_out: int, bias: bool = True) -> int:
    """Count a dense layer's weights: n_in · n_out, and n_out more with biases.

    Raises ValueError for sizes below 1, TypeError for what is no integer.

    >>> dense_parameters(64, 8 * 6 * 6)
    18720
    """
    return dense_connections(n_in, n_out) + bool(bias) * n_out


def _sizes(shape: Sequence[int], length: int, name: str) -> tuple[int, ...]:
    """Check that a shape has this many axes, none of them empty."""
    if not isinstance(shape, tuple | list) or len(shape) != length:
        raise ValueError(f"{name} is {shape}; accepted: {length} sizes")
    return tuple(as_integer(size, name, 1) for size in shape)
