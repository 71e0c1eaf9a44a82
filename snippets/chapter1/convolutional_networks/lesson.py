"""Numbers, tables and solutions of 1-introduction/convolutional-networks."""

from __future__ import annotations

import numpy as np

from snippets.activations import relu
from snippets.chapter1.convolutional_networks import lenet
from snippets.convolution import conv2d_parameters, cross_correlate2d, dense_parameters
from snippets.data.digits import load_digits
from snippets.language import Language
from snippets.pooling import max_pool2d
from snippets.scoreboard import score, scoreboard

DIGIT = 0
EDGE = np.array([[-1, 0, 1]] * 3)  # ink on the right and none on the left
SIDE, KERNEL, MAP = 8, 3, 6
PATCH = np.array([[0, 0.5, 1]] * 3)
MEGAPIXEL = 1000 * 1000
UNITS = 1000


def counts(way: str) -> int:
    """Count the weights and biases of a layer of 6 x 6 units that sees a digit.

    "dense": each unit sees all 64 pixels. "local": each sees its 3 x 3 patch.
    "shared": all use the same 9 weights and the same bias.

    >>> counts("dense"), counts("local"), counts("shared")
    (2340, 360, 10)
    """
    one = conv2d_parameters((1, 1, KERNEL, KERNEL))
    ways = {
        "dense": dense_parameters(SIDE**2, MAP**2),
        "local": MAP**2 * one,
        "shared": one,
    }
    return ways[way]


def counts_of(kernels: int) -> int:
    """Count the weights and biases of so many 3 x 3 kernels over one channel.

    >>> counts_of(8)
    80
    """
    return conv2d_parameters((kernels, 1, KERNEL, KERNEL))


def dense_megapixel() -> int:
    """Count what 1,000 dense units learn that see a photograph of one megapixel.

    >>> dense_megapixel()
    3000001000
    """
    return dense_parameters(3 * MEGAPIXEL, UNITS)


def convolutional_megapixel() -> int:
    """Count what 64 kernels of 3 x 3 learn that see the same photograph.

    >>> convolutional_megapixel()
    1792
    """
    return conv2d_parameters((64, 3, 3, 3))


def gigabytes() -> float:
    """Give the memory for the dense layer, with four bytes a number.

    >>> round(gigabytes())
    12
    """
    return 4 * dense_megapixel() / 1e9


def image() -> np.ndarray:
    """Give the digit of the figures, 8 x 8."""
    return load_digits()[0][DIGIT]


def response(picture: np.ndarray) -> np.ndarray:
    """Slide the edge kernel over a picture and keep what is above 0: 6 x 6.

    >>> response(image()).shape
    (6, 6)
    """
    return relu(cross_correlate2d(picture, EDGE))


def pooled(picture: np.ndarray) -> np.ndarray:
    """Keep the largest response of each window of 2 x 2: 3 x 3.

    >>> pooled(image()).shape
    (3, 3)
    """
    return max_pool2d(response(picture)[np.newaxis, np.newaxis], 2)[0, 0]


def lenet_table(say: Language) -> dict:
    """Return the layers of LeNet-5, with what is counted and what was published."""
    header = [
        say("Capa", "Layer"),
        say("Mapas", "Maps"),
        say("Lado", "Side"),
        say("Parámetros", "Parameters"),
        say("Conexiones", "Connections"),
        say("Ve de la imagen", "Sees of the image"),
    ]
    fields = [*lenet.fields(), lenet.SIDE, lenet.SIDE]
    rows = []
    for layer, field in zip(lenet.layers(), fields, strict=True):
        name = say("salida", "output") if layer.name == "output" else layer.name
        numbers = (layer.maps, layer.side, layer.parameters, layer.connections)
        shown = [say.number(n, "d") for n in numbers]
        rows.append([say.same(name), *shown, f"${field}\\times{field}$"])
    return {"header": header, "rows": rows}


def total(what: str) -> int:
    """Add up the "parameters" or "connections" of LeNet-5.

    >>> total("parameters"), total("connections")
    (60000, 340908)
    """
    return sum(getattr(layer, what) for layer in lenet.layers())


def full_c3() -> int:
    """Count what C3 would learn if each of its maps saw all six of S2.

    >>> full_c3()
    2416
    """
    return lenet.convolution("C3", [6] * 16, 14).parameters


def dense_lenet() -> int:
    """Count the weights of C1 if it were dense: the same inputs, the same outputs.

    >>> dense_lenet()
    4821600
    """
    return dense_parameters(lenet.SIDE**2, 6 * 28**2)


def board(say: Language) -> dict:
    """Return the scoreboard as far as this section."""
    return scoreboard(
        say,
        "nearest mean",
        "nearest neighbour",
        "softmax regression",
        "hidden layer",
        "book's network",
    )


def moved_errors(reader: str) -> float:
    """Give the mean number of moved digits that a reader misreads.

    >>> moved_errors("nearest neighbour")
    121.0
    """
    return float(score(reader).moved.mean())


def kernels_for(parameters: int) -> int:
    """Solve the exercise: how many 3 x 3 kernels have at most so many parameters.

    >>> kernels_for(2340)
    234
    """
    return parameters // (KERNEL**2 + 1)


def fewer() -> float:
    """Say how many times fewer numbers the book's network has than the hidden layer.

    >>> round(fewer(), 1)
    3.5
    """
    return score("hidden layer").numbers / score("book's network").numbers


__test__ = {
    "loops": """
>>> import numpy as np
>>> from snippets.data.digits import load_digits
>>> images, labels = load_digits()
>>> x = images[0]
>>> k = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
>>> s = np.zeros((6, 6))
>>> for i in range(6):
...     for j in range(6):
...         s[i, j] = np.sum(k * x[i : i + 3, j : j + 3])
>>> np.maximum(s, 0)[0]
array([33., 27.,  0.,  0.,  0.,  0.])
""",
    "another_block": """
>>> from snippets.block import receptive_field
>>> convolution, halving = (5, 1), (2, 2)  # window and stride
>>> receptive_field([convolution, halving, convolution, halving, convolution])
32
>>> receptive_field([convolution, halving] * 3 + [convolution])
68
""",
}
