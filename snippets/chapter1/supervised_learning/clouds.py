"""Four clouds that no line parts, and a hidden layer that bends the plane (1.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from snippets import network
from snippets.activations import linear, tanh
from snippets.kept import kept
from snippets.losses import sigmoid_cross_entropy
from snippets.shapes import integer, takes

CENTRES = np.array([[-1, -1], [1, 1], [-1, 1], [1, -1]])
EACH, SPREAD = 30, 0.22
LINE, HIDDEN = (2, 1), (2, 2, 1)
STARTS = 20


@takes(each=integer(1))
def clouds(each: int = EACH, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw four clouds of points; those of opposite corners have one label, 0 or 1.

    >>> x, y = clouds(each=2)
    >>> y.ravel()
    array([0, 0, 0, 0, 1, 1, 1, 1])
    """
    rng = np.random.default_rng(seed)
    x = np.repeat(CENTRES, each, axis=0) + rng.normal(0, SPREAD, (4 * each, 2))
    return x, np.repeat([0, 0, 1, 1], each)[:, np.newaxis]


def activations(theta: network.Parameters) -> list:
    """Give the activations: tanh in the hidden layer, the score as it is."""
    return [tanh] * (len(theta) - 1) + [linear]


@kept
def trained(widths: tuple[int, ...], seed: int) -> network.Parameters:
    """Train a network on the clouds from one random start: 300 steps, rate 0.5.

    >>> [w.shape for w, _ in trained(HIDDEN, seed=0)]
    [(2, 2), (1, 2)]
    """
    x, y = clouds()
    start = network.initialize(widths, seed)
    layers = activations(start)
    theta, _ = network.train(x, y, start, layers, sigmoid_cross_entropy, 0.5, 300)
    return theta


def scores(x: ArrayLike, theta: network.Parameters) -> np.ndarray:
    """Give the score of each point; above 0, the answer is 1.

    >>> scores([[1, 2]], [(np.array([[3, 1]]), np.array([-4]))])
    array([1.])
    """
    return network.forward(x, theta, activations(theta))[0][:, 0]


def wrong(widths: tuple[int, ...], seed: int) -> int:
    """Count the points on the wrong side, of the 120.

    >>> wrong(LINE, seed=0) > 20
    True
    """
    x, y = clouds()
    return int(np.sum((scores(x, trained(widths, seed)) > 0) != y[:, 0]))


def solved(units: int) -> int:
    """Count the random starts, of STARTS, from which hidden units part the clouds.

    >>> 0 < solved(units=2) < STARTS
    True
    """
    return sum(wrong((2, units, 1), seed) == 0 for seed in range(STARTS))


def first_solved() -> int:
    """Give the first seed whose network parts the clouds."""
    return next(seed for seed in range(STARTS) if wrong(HIDDEN, seed) == 0)


def hidden(x: ArrayLike, theta: network.Parameters) -> np.ndarray:
    """Give what the hidden layer makes of points: h = tanh(x w^T + b).

    >>> hidden([[0, 1]], [(np.array([[1, 0], [0, 2]]), np.zeros(2)), None]).round(2)
    array([[0.  , 0.96]])
    """
    return tanh(network.dense(x, *theta[0]))
