"""A deep network that folds the interval [0, 1], and a shallow one (section 3.2)."""

import numpy as np

from snippets.activations import linear, relu
from snippets.network import Parameters, forward
from snippets.shapes import integer, takes


@takes(hidden_layers=integer(1))
def sawtooth(hidden_layers: int) -> Parameters:
    """Fold the interval [0, 1] once per hidden layer, each of two ReLU units.

    A layer computes h_1 = relu(t), h_2 = relu(t - 1/2), and the next one reads
    t = 2 h_1 - 4 h_2, which rises from 0 to 1 and falls back to 0. Source:
    Telgarsky (2015). ValueError for fewer than one layer.

    >>> x = [[0], [0.25], [0.5], [0.75], [1]]
    >>> y_hat, _ = forward(x, sawtooth(1), [relu, linear])
    >>> y_hat.ravel()
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    cut, fold = np.array([0, -0.5]), np.array([[2.0, -4.0]])
    first = (np.ones((2, 1)), cut)
    middle = (np.vstack([fold, fold]), cut)
    return [first, *[middle] * (hidden_layers - 1), (fold, np.zeros(1))]


@takes(count=integer(1))
def shallow_sawtooth(count: int) -> Parameters:
    """Draw a sawtooth of `count` pieces on [0, 1] with a single hidden layer.

    Its units are h_j = relu(x - j / count), one per piece. The first gives the
    slope, `count`, and each of the others turns it round: y_hat = count
    (h_0 - 2 h_1 + 2 h_2 - ...). ValueError for fewer than one piece.

    >>> x = [[0], [0.25], [0.5], [0.75], [1]]
    >>> y_hat, _ = forward(x, shallow_sawtooth(4), [relu, linear])
    >>> y_hat.ravel()
    array([0., 1., 0., 1., 0.])
    """
    unit = np.arange(count)
    turns = 2.0 * count * (-1.0) ** unit
    turns[0] = count
    hidden = (np.ones((count, 1)), -unit / count)
    return [hidden, (turns[np.newaxis], np.zeros(1))]


def draw_sawtooth(hidden_layers: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points of [0, 1] and what the folding network gives there."""
    x = np.linspace(0, 1, 2**9 + 1)
    layers = [relu] * hidden_layers + [linear]
    y_hat, _ = forward(x[:, np.newaxis], sawtooth(hidden_layers), layers)
    return x, y_hat[:, 0]


def pieces(y: np.ndarray) -> int:
    """Count the straight pieces of a line drawn through equally spaced points.

    >>> pieces(np.array([0, 1, 2, 1, 0, 0]))
    3
    """
    slopes = np.diff(y)
    return int(1 + np.count_nonzero(np.diff(slopes)))
