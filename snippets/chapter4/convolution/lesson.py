"""Examples, tables, sessions and solutions of section 4.1."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from snippets.convolution import (
    connections,
    conv2d_connections,
    conv2d_parameters,
    convolve1d,
    convolve2d,
    cross_correlate2d,
    dense_connections,
    output_size,
)
from snippets.data.digits import load_digits, scale
from snippets.language import Language

DOSES = np.array([1, 3, 0, 2])  # tablets taken on days 0 to 3
EFFECT = np.array([3, 2, 1])  # mg that one tablet leaves on its day, then later
IMAGE = np.array([[1, 2, 0], [0, 1, 3], [2, 0, 1]])
KERNEL = np.array([[1, 2], [3, 4]])
ROW = {"size": 8, "kernel": 3}  # a row of a digit
RIGHT = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

__test__ = {
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
    "gradient": """
>>> import numpy as np
>>> from snippets.convolution import conv2d_backward
>>> row, kernel = np.array([[[[1, 3, 4]]]]), np.array([[[[2, 5]]]])
>>> g = np.array([[[[10, 1]]]])
>>> d_x, d_kernel, d_bias = conv2d_backward(g, row, kernel)
>>> d_x
array([[[[20., 52.,  5.]]]])
>>> d_kernel, d_bias
(array([[[[13., 34.]]]]), array([11.]))
""",
    "channels_last": """
>>> import numpy as np
>>> from snippets.convolution import conv2d
>>> photograph = np.zeros((1, 28, 28, 3))
>>> conv2d(photograph, np.zeros((16, 3, 5, 5)))
Traceback (most recent call last):
    ...
ValueError: kernels has shape (16, 3, 5, 5); accepted: channels = 28, as x has
>>> conv2d(photograph.transpose(0, 3, 1, 2), np.zeros((16, 3, 5, 5))).shape
(1, 16, 24, 24)
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
    r"""Write a shape in TeX, closely and kept to its line.

    >>> by((3, 32, 32))
    '{3{\\times}32{\\times}32}'
    """
    return "{" + r"{\times}".join(map(str, shape)) + "}"


def counts(say: Language) -> dict:
    """Return connections and weights of layers, convolutional and dense."""
    header = [
        say("entrada; núcleos", "input; kernels"),
        say("conexiones", "connections"),
        say("pesos", "weights"),
        say("conexiones y pesos, densa", "connections and weights, dense"),
    ]
    rows, each = [], say(r"\text{ de }", r"\text{ of }")
    for input_shape, kernels_shape in LAYERS:
        out, _, *size = kernels_shape
        rows.append(
            [
                f"${by(input_shape)}$; ${out}{each}{by(size)}$",
                conv2d_connections(input_shape, kernels_shape),
                conv2d_parameters(kernels_shape, bias=False),
                dense_twin(input_shape, kernels_shape),
            ]
        )
    return {"header": header, "rows": rows}


def dense_terabytes() -> float:
    """Return the size of the largest dense layer of the table, in float32."""
    return 4 * dense_twin(*LAYERS[-1]) / 1e12


def digit() -> np.ndarray:
    """Return one handwritten 0, pixels from 0 to 1, of shape (1, 1, 8, 8)."""
    images, _ = load_digits()
    return scale(images[:1])


def shifted(images: np.ndarray, left: int, width: int = 14) -> np.ndarray:
    """Put images (..., h, w) on an empty strip, `left` columns from its edge."""
    around = [(0, 0)] * (images.ndim - 1)
    return np.pad(images, [*around, (left, width - left - images.shape[-1])])


def differences(signal: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Apply (1, -1) by convolution and by cross-correlation, in mode "valid".

    >>> differences([2, 5, 5, 1])
    (array([ 3.,  0., -4.]), array([-3.,  0.,  4.]))
    """
    kernel = np.array([1, -1])
    convolved = convolve1d(signal, kernel, "valid")
    return convolved, convolve1d(signal, kernel[::-1], "valid")


def lenet_c1() -> tuple[int, int, int]:
    """Return side, parameters and connections of LeNet-5's first layer.

    >>> lenet_c1()
    (28, 156, 122304)
    """
    size, kernels = output_size(32, kernel=5), (6, 1, 5, 5)
    biases = 6 * size * size  # every output has one connection to its bias
    connected = conv2d_connections((1, 32, 32), kernels) + biases
    return size, conv2d_parameters(kernels), connected


def zeros_needed(size: int, kernel: int, stride: int, outputs: int) -> int:
    """Return how many zeros, on both sides together, give that many outputs.

    >>> output_size(224, 11, stride=4)
    54
    >>> zeros_needed(224, 11, stride=4, outputs=55)
    3
    >>> output_size(224, 11, stride=4, padding=(1, 2))
    55
    """
    return max(0, (outputs - 1) * stride + kernel - size)


def as_matrix(kernel: ArrayLike, size: int) -> np.ndarray:
    """Return the matrix with which a dense layer does what a kernel does.

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


def one_channel_gradients(
    g: ArrayLike, x: ArrayLike, kernel: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Carry g back through a layer of one kernel, to x and to the kernel.

    >>> one_channel_gradients([[10, 1]], [[1, 3, 4]], [[2, 5]])
    (array([[20., 52.,  5.]]), array([[13., 34.]]))
    """
    return convolve2d(g, kernel), cross_correlate2d(x, g)
