"""Examples, tables, sessions and solutions of section 4.3."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.activations import relu
from snippets.block import Stages, block, receptive_field
from snippets.cnn import CLASSES, Layers, accuracy, forward, parameter_count
from snippets.cnn_training import trained
from snippets.convolution import conv2d, conv2d_parameters, output_size
from snippets.data.digits import digits_split, load_digits, scale
from snippets.language import Language
from snippets.network import dense

STROKE = np.array(
    [[[[0, 0, 3, 3, 0], [0, 0, 3, 3, 0], [0, 3, 3, 0, 0], [0, 3, 3, 0, 0]]]]
)
EDGE = np.array([[[[-1, 1]]]])
THRESHOLD = np.array([-1])
CHANNELS = np.array(
    [
        [
            [[1, 2, 0], [0, 1, 3], [2, 0, 1]],
            [[0, 1, 1], [2, 0, 0], [1, 0, 2]],
            [[3, 0, 1], [1, 2, 0], [0, 1, 1]],
        ]
    ]
)
CHANNEL_KERNEL = np.array([[[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [0, 0]]]])
CHANNEL_BIAS = np.array([1])
BLOCK = [(3, 1), (2, 2)]  # window and stride of the book's convolution and pooling

__test__ = {
    "by_hand": """
>>> from snippets.block import block
>>> x = [[[[0, 0, 3, 3, 0],
...        [0, 0, 3, 3, 0],
...        [0, 3, 3, 0, 0],
...        [0, 3, 3, 0, 0]]]]
>>> stages = block(x, kernels=[[[[-1, 1]]]], bias=[-1])
>>> stages.convolved[0, 0]
array([[-1.,  2., -1., -4.],
       [-1.,  2., -1., -4.],
       [ 2., -1., -4., -1.],
       [ 2., -1., -4., -1.]])
>>> stages.rectified[0, 0]
array([[0., 2., 0., 0.],
       [0., 2., 0., 0.],
       [2., 0., 0., 0.],
       [2., 0., 0., 0.]])
>>> stages.pooled[0, 0]
array([[2., 0.],
       [2., 0.]])
""",
    "parallel": """
>>> import numpy as np
>>> from snippets.block import block
>>> rng = np.random.default_rng(0)
>>> x, kernels = rng.normal(size=(1, 1, 8, 8)), rng.normal(size=(8, 1, 3, 3))
>>> alone = [block(x, kernel[np.newaxis]).pooled for kernel in kernels]
>>> together = block(x, kernels).pooled
>>> together.shape, np.allclose(together, np.concatenate(alone, axis=1))
((1, 8, 3, 3), True)
""",
    "second_block": """
>>> import numpy as np
>>> from snippets.block import block
>>> pooled = np.zeros((1, 8, 4, 4))  # what the first block gives
>>> block(pooled, kernels=np.zeros((16, 1, 3, 3)))
Traceback (most recent call last):
    ...
ValueError: kernels has shape (16, 1, 3, 3); accepted: channels = 8, as x has
>>> block(pooled, kernels=np.zeros((16, 8, 3, 3))).pooled.shape
(1, 16, 1, 1)
""",
    "no_channel": """
>>> from snippets.cnn import forward, initialize
>>> from snippets.data.digits import load_digits, scale
>>> images, labels = load_digits()
>>> forward(images / 16, initialize())
Traceback (most recent call last):
    ...
ValueError: x has shape (1797, 8, 8); accepted: (batch, 1, 8, 8)
>>> forward(scale(images), initialize()).logits.shape
(1797, 10)
""",
    "average": """
>>> from snippets.activations import relu
>>> from snippets.pooling import average_pool2d
>>> s = [[[[4, -4],
...        [0, 0]]]]
>>> average_pool2d(relu(s), size=2)
array([[[[1.]]]])
>>> relu(average_pool2d(s, size=2))
array([[[[0.]]]])
""",
    "without_detector": """
>>> import numpy as np
>>> from snippets.convolution import conv2d, convolve2d
>>> x = np.array([[[[2, 0, 1, 5, 3]]]])
>>> first, second = np.array([[1, 1]]), np.array([[1, -1]])
>>> conv2d(conv2d(x, [[first]]), [[second]])
array([[[[ 1., -5., -2.]]]])
>>> convolve2d(first, second)
array([[ 1.,  0., -1.]])
>>> conv2d(x, [[convolve2d(first, second)]])
array([[[[ 1., -5., -2.]]]])
""",
}


def example() -> Stages:
    """Give the stages of the example by hand."""
    return block(STROKE, EDGE, THRESHOLD)


def digit() -> np.ndarray:
    """Give a handwritten 3, (1, 1, 8, 8): the fourth image of the data."""
    return scale(load_digits()[0][3:4])


def digit_layers() -> Layers:
    """Give what each layer of the trained network makes of the digit."""
    return forward(digit(), trained().parameters)


def shapes(say: Language) -> dict:
    """Return shape, size and parameters of each layer, for one image."""
    layers, (kernels, kernel_bias, w, b) = digit_layers(), trained().parameters
    names = [
        say("imagen", "image"),
        say("convolución", "convolution"),
        say("detector: ReLU", "detector: ReLU"),
        say("agrupamiento máximo", "max pooling"),
        say("densa", "dense"),
    ]
    learnt = [0, kernels.size + kernel_bias.size, 0, 0, w.size + b.size]
    rows = [
        [name, _times(layer.shape[1:]), layer[0].size, count]
        for name, layer, count in zip(names, layers, learnt, strict=True)
    ]
    header = [
        say("capa", "layer"),
        say("forma de la salida", "shape of the output"),
        say("números", "numbers"),
        say("parámetros", "parameters"),
    ]
    return {"header": header, "rows": rows}


def _times(shape: tuple[int, ...]) -> str:
    return "$" + r"\times ".join(map(str, shape)) + "$"


def parameters() -> int:
    """Count all that the book's network learns."""
    return parameter_count(trained().parameters)


def channel_terms() -> np.ndarray:
    """Give what each channel adds to the output, (3, 2, 2)."""
    pairs = zip(CHANNELS[0], CHANNEL_KERNEL[0], strict=True)
    return np.array([conv2d([[x]], [[kernel]])[0, 0] for x, kernel in pairs])


def channel_output() -> np.ndarray:
    """Give the output of all channels at once, (2, 2)."""
    return conv2d(CHANNELS, CHANNEL_KERNEL, CHANNEL_BIAS)[0, 0]


def growth(say: Language) -> dict:
    """Return how the receptive field grows along three blocks."""
    names = [say("convolución", "convolution"), say("agrupamiento", "pooling")]
    rows, distance = [], 1
    for depth in range(1, 7):
        layers = (BLOCK * 3)[:depth]
        k, stride = layers[-1]
        distance *= stride
        name = names[(depth - 1) % 2]
        number = (depth + 1) // 2
        field = receptive_field(layers)
        rows.append([f"{name} {number}", k, stride, distance, field])
    header = [say("capa", "layer"), "$k_l$", "$u_l$", "$d_l$", "$R_l$"]
    return {"header": header, "rows": rows}


def flattened_accuracy(*order: int) -> float:
    """Return the percentage of test digits read, the maps' axes in another order.

    The trained network flattens pooled maps in the order 0, 1, 2, 3: (batch,
    channels, height, width).
    """
    data, (_, _, w, b) = digits_split(), trained().parameters
    pooled = forward(data.x_test, trained().parameters).pooled
    flattened = pooled.transpose(order).reshape(len(pooled), -1)
    return 100 * accuracy(data.y_test, dense(flattened, w, b).argmax(axis=1))


def guessing() -> float:
    """Return the accuracy to expect of blind guesses, in per cent."""
    return 100 / CLASSES


def sides(size: int, blocks: int, k: int = 3, pool: int = 2) -> list[int]:
    """Give the side of the maps after each layer of blocks without padding.

    >>> sides(28, blocks=2)
    [26, 13, 11, 5]
    >>> sides(224, blocks=6)[-1]
    1
    """
    result = []
    for _ in range(blocks):
        size = output_size(size, k)
        result.append(size)
        size = output_size(size, pool, stride=pool)
        result.append(size)
    return result


def second_layer(maps: int = 8, kernels: int = 16, side: int = 3) -> int:
    """Count the parameters of a convolution applied to the maps of a block.

    >>> second_layer() == 16 * (8 * 3 * 3 + 1)
    True
    """
    return conv2d_parameters((kernels, maps, side, side))


def both_orders(window: ArrayLike) -> tuple[float, float]:
    """Give the average of a window with ReLU before it, and with ReLU after.

    >>> both_orders([4, -4, 0, 0])
    (1.0, 0.0)
    >>> both_orders([4, 2, 1, 1])
    (2.0, 2.0)
    """
    return float(relu(window).mean()), float(relu(np.mean(window)))


def blocks_to_see(size: int) -> int:
    """Count the blocks it takes for one number to see `size` pixels.

    >>> [receptive_field(BLOCK * n) for n in (1, 2, 3)]
    [4, 10, 22]
    >>> blocks_to_see(8), blocks_to_see(224)
    (2, 7)
    """
    n = 0
    while receptive_field(BLOCK * n) < size:
        n += 1
    return n
