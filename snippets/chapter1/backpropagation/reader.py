"""A reader of digits with a hidden layer, trained with `snippets.autodiff` (1.3)."""

from __future__ import annotations

import numpy as np

from snippets import network
from snippets.autodiff import Node, exp, gradients, log, relu
from snippets.data.digits import digits_split, flat
from snippets.kept import kept
from snippets.training import minibatches

WIDTHS = (64, 64, 10)
ALPHA, BATCH, EPOCHS = 0.5, 32, 40
SEEDS = range(5)
Arrays = list[np.ndarray]


def scores(x: np.ndarray, w: Node, b: Node, v: Node, c: Node) -> Node:
    """Compute the ten scores of each image: relu(x wᵀ + b) vᵀ + c.

    >>> nodes = [Node(array) for array in start(seed=0)]
    >>> scores(np.zeros((5, 64)), *nodes).value.shape
    (5, 10)
    """
    hidden = relu(x @ w.T + b)
    return hidden @ v.T + c


def cross_entropy(z: Node, right: np.ndarray) -> Node:
    """Average minus the logarithm of the probability of the right answers.

    `right` is (images, 10), with a 1 at the right answer and 0 elsewhere.

    >>> cross_entropy(Node(np.zeros((2, 10))), np.eye(10)[[3, 7]]).value.round(4)
    np.float64(2.3026)
    """
    z = z - z.value.max(axis=1, keepdims=True)  # no exponential overflows
    log_p = z - log(exp(z).sum(axis=1, keepdims=True))
    return -(log_p * right).sum() / len(right)


def start(seed: int) -> Arrays:
    """Draw the first weights, and biases of 0: w, b, v, c.

    >>> [array.shape for array in start(seed=0)]
    [(64, 64), (64,), (10, 64), (10,)]
    """
    return [
        array for layer in network.initialize(WIDTHS, seed, "he") for array in layer
    ]


def step(x: np.ndarray, right: np.ndarray, theta: Arrays) -> tuple[float, Arrays]:
    """Take one step downhill on these images; give their loss and the new arrays.

    >>> theta = start(seed=0)
    >>> first, theta = step(np.ones((1, 64)), np.eye(10)[[3]], theta)
    >>> second, _ = step(np.ones((1, 64)), np.eye(10)[[3]], theta)
    >>> second < first
    True
    """
    nodes = [Node(array) for array in theta]
    loss = cross_entropy(scores(x, *nodes), right)
    slopes = gradients(loss, *nodes)
    moved = [a - ALPHA * d for a, d in zip(theta, slopes, strict=True)]
    return float(loss.value), moved


@kept
def train(seed: int = 0, epochs: int = EPOCHS) -> tuple[Arrays, np.ndarray]:
    """Train the reader by minibatches of 32; give its arrays and each step's loss.

    >>> theta, losses = train(seed=0, epochs=1)
    >>> losses.shape
    (45,)
    """
    data, rng = digits_split(), np.random.default_rng(seed)
    x, right = flat(data.x_train), np.eye(10)[data.y_train]
    theta, losses = start(seed), []
    for _ in range(epochs):
        for batch in minibatches(len(x), BATCH, rng):
            loss, theta = step(x[batch], right[batch], theta)
            losses.append(loss)
    return theta, np.array(losses)


def misread(seed: int, part: str = "test") -> int:
    """Count the digits of "train" or "test" that the trained reader misreads.

    >>> misread(seed=0) < 20
    True
    """
    data = digits_split()
    x, y = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
    z = scores(flat(x), *(Node(array) for array in train(seed)[0]))
    return int(np.sum(z.value.argmax(axis=1) != y))
