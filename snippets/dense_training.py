"""Training of dense networks on the digits, as `snippets.cnn_training` has it."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from snippets import network
from snippets.activations import linear, relu
from snippets.data.digits import digits_split, flat
from snippets.kept import kept
from snippets.losses import softmax_cross_entropy
from snippets.shapes import takes
from snippets.training import fit


@takes(x="points inputs")
def train_dense(
    x: ArrayLike,
    y: ArrayLike,
    widths: Sequence[int],
    seed: int = 0,
    epochs: int = 25,
    alpha: float = 0.1,
) -> network.Parameters:
    """Fit a dense network with ReLU, by the recipe of the book's network.

        v ← 0.9 v + ∂L/∂θ,  θ ← θ - α v,  L the mean softmax cross-entropy

    `y` are labels, (points,), `widths` the number of inputs and
    the width of each layer: with two of them it is softmax regression. Raises what
    `network.initialize`, `network.forward` and `fit` raise.

    >>> x, y = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0, 1])
    >>> read_dense(x, train_dense(x, y, widths=[2, 2]))
    array([0, 1])
    """
    rng = np.random.default_rng(seed)
    start = network.initialize(widths, rng, "he")
    mean_loss = partial(
        network.loss_and_gradient,
        activations=activations(start),
        loss=softmax_cross_entropy,
    )
    theta, _ = fit(mean_loss, start, x, y, alpha, epochs, 32, beta=0.9, seed=rng)
    return theta


def activations(theta: network.Parameters) -> list[Callable]:
    """Give a dense network's activations: ReLU, and logits as they are."""
    return [relu] * (len(theta) - 1) + [linear]


def read_dense(x: ArrayLike, theta: network.Parameters) -> np.ndarray:
    """Give the class with the largest logit, (points,), for `x` (points, inputs).

    >>> read_dense([[1, 2]], [(np.eye(2), np.zeros(2))])
    array([1])
    """
    logits, _ = network.forward(x, theta, activations(theta))
    return logits.argmax(axis=1)


@kept
def trained_dense(
    widths: tuple[int, ...], seed: int = 0, epochs: int = 25, alpha: float = 0.1
) -> network.Parameters:
    """Give the network of these widths trained on `digits_split()`; train it once.

    All who ask share the arrays, which are hence read-only.

    >>> theta = trained_dense((64, 10))
    >>> [(w.shape, b.shape) for w, b in theta]
    [((10, 64), (10,))]
    """
    data = digits_split()
    x = flat(data.x_train)
    return train_dense(x, data.y_train, widths, seed, epochs, alpha)
