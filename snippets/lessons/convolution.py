"""Examples, tables, sessions and solutions of section 4.1."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from snippets.convolution import (
    connections,
    conv2d,
    conv2d_backward,
    conv2d_connections,
    conv2d_parameters,
    convolve1d,
    dense_connections,
    dense_parameters,
    output_size,
)
from snippets.digits import load_digits, scale
from snippets.language import Language

DOSES = np.array([1, 3, 0, 2])  # tablets taken on days 0 to 3
EFFECT = np.array([3, 2, 1])  # mg that one tablet leaves on its day, then later
IMAGE = np.array([[1, 2, 0], [0, 1, 3], [2, 0, 1]])
KERNEL = np.array([[1, 2], [3, 4]])
ROW = {"size": 8, "kernel": 3}  # a row of a digit, in figures 4.1 and 4.2
RIGHT = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

__test__ = {
    "one_dimension": """
>>> import numpy as np
>>> from snippets.convolution import convolve1d
>>> convolve1d([1, 3, 0, 2], [3, 2, 1], mode="valid")
array([7., 9.])
>>> np.convolve([1, 3, 0, 2], [3, 2, 1], mode="valid")
array([7, 9])
>>> np.correlate([1, 3, 0, 2], [3, 2, 1], mode="valid")
array([ 9, 11])
>>> np.convolve([1, 3, 0, 2], [3, 2, 1][::-1], mode="valid")
array([ 9, 11])
""",
    "two_dimensions": """
>>> from snippets.convolution import convolve2d, cross_correlate2d
>>> image = [[1, 2, 0], [0, 1, 3], [2, 0, 1]]
>>> convolve2d(image, [[1, 2], [3, 4]], mode="valid")
array([[11., 13.],
       [ 7., 14.]])
>>> cross_correlate2d(image, [[1, 2], [3, 4]], mode="valid")
array([[ 9., 17.],
       [ 8., 11.]])
""",
    "shapes": """
>>> import numpy as np
>>> from snippets.convolution import conv2d
>>> photographs = np.zeros((32, 3, 28, 28))
>>> kernels, bias = np.zeros((16, 3, 5, 5)), np.zeros(16)
>>> conv2d(photographs, kernels, bias).shape
(32, 16, 24, 24)
>>> conv2d(photographs, kernels, bias, stride=2, padding=2).shape
(32, 16, 14, 14)
""",
    "channels_last": """
>>> import numpy as np
>>> from snippets.convolution import conv2d
>>> photograph = np.zeros((1, 28, 28, 3))
>>> conv2d(photograph, np.zeros((16, 3, 5, 5)))
Traceback (most recent call last):
    ...
ValueError: x has shape (1, 28, 28, 3) and kernels (16, 3, 5, 5);
    accepted: as many channels in both
>>> conv2d(photograph.transpose(0, 3, 1, 2), np.zeros((16, 3, 5, 5))).shape
(1, 16, 24, 24)
""",
    "too_large": """
>>> import numpy as np
>>> from snippets.convolution import conv2d
>>> conv2d(np.zeros((1, 1, 4, 4)), np.zeros((1, 1, 5, 5)))
Traceback (most recent call last):
    ...
ValueError: kernel size is 5; accepted: at most 4, the size of the padded input
""",
}


def modes(say: Language) -> dict:
    """Return the example's convolution in the three modes, with its lengths."""
    full = convolve1d(DOSES, EFFECT)
    lengths = {"full": "n+k-1", "same": "n", "valid": "n-k+1"}
    header = [say("modo", "mode"), say("longitud", "length"), "$t$", "$s(t)$"]
    rows = []
    for mode, length in lengths.items():
        s = convolve1d(DOSES, EFFECT, mode)
        first = (full.size - s.size) // 2
        days = rf"${{{first},\dots,{first + s.size - 1}}}$"
        values = ", ".join(f"{value:g}" for value in s)
        rows.append([f"`{mode}`", f"${{{length}={s.size}}}$", days, values])
    return {"header": header, "rows": rows}


def row_outputs() -> int:
    """Count the units that a kernel of 3 gives on a row of 8 pixels."""
    return output_size(**ROW)


def row_connections() -> int:
    """Count the connections of figure 4.1."""
    return len(connections(**ROW))


def row_weights() -> int:
    """Count the different weights of figure 4.1."""
    return conv2d_parameters((1, 1, 1, ROW["kernel"]), bias=False)


def row_dense() -> int:
    """Count the connections of figure 4.2, each with its own weight."""
    return dense_connections(ROW["size"], row_outputs())


LAYERS = [
    ((1, 1, 8), (1, 1, 1, 3)),
    ((1, 8, 8), (8, 1, 3, 3)),
    ((3, 32, 32), (16, 3, 3, 3)),
    ((3, 224, 224), (64, 3, 3, 3)),
]


def dense_twin(input_shape: tuple[int, ...], kernels_shape: tuple[int, ...]) -> int:
    """Count the weights of the dense layer with a convolution's inputs and outputs.

    >>> dense_twin((1, 8, 8), (8, 1, 3, 3)) == 64 * (8 * 6 * 6)
    True
    """
    height = output_size(input_shape[1], kernels_shape[2])
    width = output_size(input_shape[2], kernels_shape[3])
    return dense_connections(prod(input_shape), kernels_shape[0] * height * width)


def by(shape: Sequence[int]) -> str:
    r"""Write a shape as a formula that keeps to its line.

    >>> by((3, 32, 32))
    '${3\\times 32\\times 32}$'
    """
    return "${" + r"\times ".join(map(str, shape)) + "}$"


def grouped(count: int) -> str:
    """Part the thousands of a long number by narrow spaces.

    >>> grouped(2592), grouped(18432) == "18\u202f432"
    ('2592', True)
    """
    return f"{count:,}".replace(",", "\u202f") if count > 9999 else str(count)


def counts(say: Language) -> dict:
    """Return connections and weights of layers, convolutional and dense."""
    header = [
        say("entrada", "input"),
        say("núcleos", "kernels"),
        say("conexiones, convolucional", "connections, convolutional"),
        say("pesos, convolucional", "weights, convolutional"),
        say("conexiones y pesos, densa", "connections and weights, dense"),
    ]
    rows = []
    for input_shape, kernels_shape in LAYERS:
        out, _, *size = kernels_shape
        rows.append(
            [
                by(input_shape),
                f"{out}\u00a0{say('de', 'of')}\u00a0{by(size)}",
                grouped(conv2d_connections(input_shape, kernels_shape)),
                grouped(conv2d_parameters(kernels_shape, bias=False)),
                grouped(dense_twin(input_shape, kernels_shape)),
            ]
        )
    return {"header": header, "rows": rows}


def dense_terabytes() -> float:
    """Return the size of the largest dense layer of the table, in float32."""
    return 4 * dense_twin(*LAYERS[-1]) / 1e12


def digit_parameters() -> int:
    """Count the weights of 8 kernels 3x3 on a digit, biases included."""
    return conv2d_parameters((8, 1, 3, 3))


def digit_dense_parameters() -> int:
    """Count the weights, biases included, of the dense layer with as many outputs."""
    return dense_parameters(8 * 8, 8 * 6 * 6)


def digit() -> np.ndarray:
    """Return one handwritten 0, pixels from 0 to 1, of shape (1, 1, 8, 8)."""
    images, _ = load_digits()
    return scale(images[:1])


def sobel(images: ArrayLike) -> np.ndarray:
    """Return how images (n, 1, h, w) change to the right and downwards.

    Two maps for each image, (n, 2, h - 2, w - 2): positive where it gets brighter.

    >>> half = np.array([[0, 0, 1, 1]] * 3)  # dark on the left, bright on the right
    >>> sobel(half[np.newaxis, np.newaxis])
    array([[[[4., 4.]],
    <BLANKLINE>
            [[0., 0.]]]])
    """
    return conv2d(images, np.stack([RIGHT, RIGHT.T])[:, np.newaxis])


def shifted(images: np.ndarray, left: int, width: int = 14) -> np.ndarray:
    """Put images (..., h, w) on an empty strip, `left` columns from its edge."""
    around = [(0, 0)] * (images.ndim - 1)
    return np.pad(images, [*around, (left, width - left - images.shape[-1])])


def equivariance_error(columns: int = 4) -> float:
    """Return the largest difference between shifting before and after the layer."""
    at_first, later = (sobel(shifted(digit(), left)) for left in (1, 1 + columns))
    return float(np.abs(later[..., columns:] - at_first[..., :-columns]).max())


def differences(signal: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the convolution and the cross-correlation with (1, -1), mode "valid".

    >>> differences([2, 5, 5, 1])
    (array([ 3.,  0., -4.]), array([-3.,  0.,  4.]))
    """
    kernel = np.array([1, -1])
    turned = kernel[::-1]
    return convolve1d(signal, kernel, "valid"), convolve1d(signal, turned, "valid")


def lenet_c1() -> tuple[int, int, int]:
    """Return output size, weights and connections of LeNet-5's first layer.

    >>> lenet_c1()
    (28, 156, 122304)
    """
    size = output_size(32, kernel=5)
    biases = 6 * size * size  # every output has one connection to its bias
    connected = conv2d_connections((1, 32, 32), (6, 1, 5, 5)) + biases
    return size, conv2d_parameters((6, 1, 5, 5)), connected


def zeros_needed(size: int, kernel: int, stride: int, outputs: int) -> int:
    """Return how many zeros, both sides together, give this many outputs.

    >>> output_size(224, 11, stride=4), zeros_needed(224, 11, 4, outputs=55)
    (54, 3)
    >>> output_size(224, 11, stride=4, padding=(1, 2))
    55
    """
    return max(0, (outputs - 1) * stride + kernel - size)


def as_matrix(kernel: ArrayLike, size: int) -> np.ndarray:
    """Return the matrix of a dense layer that does what a convolutional one does.

    >>> as_matrix([1, 2, 3], size=5)
    array([[1., 2., 3., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 1., 2., 3.]])
    """
    kernel = np.asarray(kernel)
    matrix = np.zeros((output_size(size, kernel.size), size))
    for i, output in connections(size, kernel.size):
        matrix[output, i] = kernel[i - output]
    return matrix


def learn_kernel(
    x: np.ndarray, target: np.ndarray, kernel: np.ndarray, steps: int = 300
) -> np.ndarray:
    """Fit a kernel by gradient descent until conv2d turns `x` into `target`.

    >>> x = np.random.default_rng(0).normal(size=(1, 1, 12, 12))
    >>> flipped = np.array([[[[4, 3], [2, 1]]]])
    >>> target = conv2d(x, flipped)  # the convolution with [[1, 2], [3, 4]]
    >>> learn_kernel(x, target, np.zeros((1, 1, 2, 2))).round(6)
    array([[[[4., 3.],
             [2., 1.]]]])
    """
    for _ in range(steps):
        error = conv2d(x, kernel) - target  # gradient of half the squared error
        _, gradient, _ = conv2d_backward(error, x, kernel)
        kernel = kernel - gradient / error.size
    return kernel
