"""The book's network and others on the same digits: what convolution brings (4.4).

All learn by the recipe of `snippets.cnn_training`: 25 epochs, minibatches of 32,
learning rate 0.1, momentum 0.9.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from snippets import cnn, network
from snippets.chapter4.motivation.unpooled import (
    start_unpooled,
    train_unpooled,
    unpooled,
)
from snippets.checks import as_float
from snippets.cnn_training import train, trained
from snippets.data.digits import digits_split, flat
from snippets.dense_training import read_dense, train_dense
from snippets.kept import kept
from snippets.shapes import Call, integer, takes
from snippets.shifts import shift

TRAININGS = 3  # of each network
SEEDS = range(TRAININGS)
SHIFTS = (-2, -1, 0, 1, 2)
PERMUTATION_SEED = 0


class Result(NamedTuple):
    """How many numbers a network learnt, and how many test digits it misread."""

    parameters: int
    misread: np.ndarray  # (seeds, shifts)


@takes(x="batch 1 8 8, finite")
def permute(x: ArrayLike, seed: int = PERMUTATION_SEED) -> np.ndarray:
    """Shuffle the pixels, those of every image in the same way.

    The seed settles the order. ValueError for other images.

    >>> x = np.arange(128).reshape(2, 1, 8, 8)
    >>> first, second = permute(x)
    >>> bool(np.all(second == first + 64))
    True
    """
    order = np.random.default_rng(seed).permutation(x[0].size)
    return flat(x)[:, order].reshape(x.shape)


def designed_kernels() -> np.ndarray:
    """Give eight kernels designed by hand, (8, 1, 3, 3): an edge in each direction.

    Sobel's kernel and its diagonal form, each turned by quarters, over 4.

    >>> designed_kernels()[0, 0]
    array([[-0.25,  0.  ,  0.25],
           [-0.5 ,  0.  ,  0.5 ],
           [-0.25,  0.  ,  0.25]])
    """
    straight = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    diagonal = np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]])
    turned = [np.rot90(k, n) for n in range(4) for k in (straight, diagonal)]
    return np.array(turned)[:, np.newaxis] / 4


@kept
def result(name: str) -> Result:
    """Train a network of NETWORKS once per seed, and test it on shifted digits.

    In `misread`, a row is a seed of SEEDS and a column a shift of SHIFTS. Raises
    ValueError for another name.

    >>> result("softmax").parameters, result("softmax").misread.shape
    (650, (3, 5))
    """
    if name not in NETWORKS:
        raise ValueError(f"name is {name!r}; accepted: {', '.join(NETWORKS)}")
    return NETWORKS[name]()


def _result(parameters: int, learn: Callable) -> Result:
    """Count what the readers that `learn` gives for each seed misread."""
    data = digits_split()
    moved = [shift(data.x_test, columns) for columns in SHIFTS]
    readers = [learn(seed) for seed in SEEDS]
    misread = [[np.sum(read(x) != data.y_test) for x in moved] for read in readers]
    return Result(parameters, np.array(misread))


def _reader(parameters: cnn.Parameters) -> Callable:
    return lambda x: cnn.predict(x, parameters)


def _dense(*widths: int) -> Result:
    """Train a dense network on the pixels."""
    data = digits_split()

    def learn(seed: int) -> Callable:
        theta = train_dense(flat(data.x_train), data.y_train, widths, seed)
        return lambda x: read_dense(flat(x), theta)

    return _result(network.count_parameters(widths), learn)


def _unpooled() -> Result:
    """Train the book's network without pooling."""

    def learn(seed: int) -> Callable:
        theta = train_unpooled(digits_split(), seed)
        return lambda x: unpooled(x, theta)[-1].argmax(axis=1)

    count = cnn.parameter_count(start_unpooled(np.random.default_rng()))
    return _result(count, learn)


def _designed(seed: int) -> Callable:
    return _last_layer(designed_kernels(), seed)


def _random(seed: int) -> Callable:
    """Keep the kernels with which the training of `trained(seed)` begins."""
    return _last_layer(cnn.initialize(seed).kernels, seed)


def _last_layer(kernels: np.ndarray, seed: int) -> Callable:
    """Train the last layer alone, on what these kernels give."""
    data = digits_split()
    fixed = cnn.initialize()._replace(kernels=kernels)
    theta = train_dense(features(data.x_train, fixed), data.y_train, (128, 10), seed)
    return lambda x: read_dense(features(x, fixed), theta)


def features(x: ArrayLike, parameters: cnn.Parameters) -> np.ndarray:
    """Give what reaches the last layer of the book's network, (batch, 128).

    >>> features(np.zeros((2, 1, 8, 8)), cnn.initialize()).shape
    (2, 128)
    """
    return flat(cnn.forward(x, parameters).pooled)


def _permuted(seed: int) -> Callable:
    """Train the book's network on shuffled pixels; digits move before shuffling."""
    data = digits_split()
    shuffled = data._replace(x_train=permute(data.x_train), x_test=permute(data.x_test))
    parameters = train(shuffled, seed).parameters
    return lambda x: cnn.predict(permute(x), parameters)


def _book() -> Result:
    """Take the book's network as it is."""
    count = cnn.parameter_count(cnn.initialize())
    return _result(count, lambda seed: _reader(trained(seed).parameters))


NETWORKS: dict[str, Callable[[], Result]] = {
    "softmax": lambda: _dense(64, 10),
    "dense": lambda: _dense(64, 18, 10),
    "wide": lambda: _dense(64, 512, 10),
    "cnn": _book,
    "unpooled": _unpooled,
    "designed": lambda: _result(10 * (128 + 1), _designed),
    "random": lambda: _result(10 * (128 + 1), _random),
    "permuted": lambda: _result(result("cnn").parameters, _permuted),
}


def proportion(value: ArrayLike, name: str, call: Call) -> np.ndarray:
    """Declare shares, from 0 to 1."""
    share = as_float(value, name)
    if not np.all((share >= 0) & (share <= 1)):
        raise ValueError(f"{name} is {value}; accepted: 0 to 1")
    return share


@takes(share=proportion, n=integer(1))
def standard_error(share: ArrayLike, n: int) -> np.ndarray:
    """Give the standard error of a share p of n independent trials: √(p (1 - p) / n).

    Raises ValueError for a share outside 0 to 1 or an n below 1.

    >>> standard_error(0.5, 100)
    np.float64(0.05)
    """
    return np.sqrt(share * (1 - share) / n)
