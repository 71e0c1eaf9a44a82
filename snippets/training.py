"""What surrounds the training loop: data, inputs, minibatches, a check (3.4)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets.checks import as_float, as_integer, check_ndim, check_shape
from snippets.network import Activations, Parameters, forward, train


def finite_differences(
    loss: Callable[[], float], theta: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    """Measure the slope of the loss in each entry of one array of parameters.

    (l(theta + h) - l(theta - h)) / 2h, one entry at a time. `loss` takes no
    argument: it uses `theta`, which is changed and then left as it was.
    TypeError unless `theta` is an array of float64.

    >>> w = np.array([1.0, 3.0])
    >>> finite_differences(lambda: (w**2).sum(), w).round(6)
    array([2., 6.])
    """
    dtype = getattr(theta, "dtype", type(theta).__name__)
    if dtype != np.float64:
        raise TypeError(f"theta has dtype {dtype}; accepted: float64")
    slopes = np.empty_like(theta)
    for k in np.ndindex(theta.shape):
        kept = theta[k]
        theta[k] = kept + h
        above = loss()
        theta[k] = kept - h
        slopes[k] = (above - loss()) / (2 * h)
        theta[k] = kept
    return slopes


def two_moons(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw two interleaved half circles of n points each, labelled 0 and 1.

    Each coordinate gets normal noise. The result is x, (2n, 2), and y, (2n, 1).

    >>> x, y = two_moons(3, noise=0, seed=0)
    >>> x[:3].round(3) + 0.0
    array([[ 1.,  0.],
           [ 0.,  1.],
           [-1.,  0.]])
    """
    n = as_integer(n, "n", minimum=1)
    rng, t = np.random.default_rng(seed), np.linspace(0, np.pi, n)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    x = np.concatenate([upper, lower]) + noise * rng.normal(size=(2 * n, 2))
    return x, np.repeat([[0], [1]], n, axis=0)


def standardize(x: ArrayLike, mean: ArrayLike, std: ArrayLike) -> np.ndarray:
    """Give each input mean 0 and standard deviation 1: (x - mean) / std.

    `x` is (points, inputs); `mean` and `std`, (inputs,), are those of the
    training data, also when x is new. ValueError if a shape does not fit or
    an input never varies.

    >>> x = np.array([[50, 1], [150, 5]])
    >>> standardize(x, x.mean(axis=0), x.std(axis=0))
    array([[-1., -1.],
           [ 1.,  1.]])
    """
    x, mean, std = as_float(x), as_float(mean, "mean"), as_float(std, "std")
    check_ndim(x, 2, "x", "(points, inputs)")
    check_shape(mean, x.shape[1:], "mean")
    check_shape(std, x.shape[1:], "std")
    if not np.all(std > 0):
        raise ValueError(f"std is {std}; accepted: above 0 in each input")
    return (x - mean) / std


def train_in_minibatches(
    x: np.ndarray,
    y: np.ndarray,
    parameters: Parameters,
    activations: Activations,
    loss: Callable,
    alpha: float,
    epochs: int,
    size: int,
    seed: int = 0,
) -> tuple[Parameters, np.ndarray]:
    """Take a step for every `size` points, in a new random order each epoch.

    `x` is (points, inputs); the rest as in `network.train`. Gives the new
    parameters and the mean loss over all points after each epoch, (epochs,).

    >>> from snippets.activations import linear, tanh
    >>> from snippets.losses import sigmoid_cross_entropy
    >>> from snippets.network import initialize
    >>> x, y = two_moons(50, noise=0.15, seed=0)
    >>> start, layers = initialize([2, 8, 1], seed=0), [tanh, linear]
    >>> _, losses = train_in_minibatches(
    ...     x, y, start, layers, sigmoid_cross_entropy, 0.5, epochs=50, size=5
    ... )
    >>> bool(losses[-1] < 0.05)
    True
    """
    rng, losses = np.random.default_rng(seed), []
    size = as_integer(size, "size", minimum=1)
    for _ in range(as_integer(epochs, "epochs")):
        order = rng.permutation(len(x))
        for start in range(0, len(x), size):
            batch = order[start : start + size]
            parameters, _ = train(
                x[batch], y[batch], parameters, activations, loss, alpha, steps=1
            )
        y_hat, _ = forward(x, parameters, activations)
        losses.append(loss(y, y_hat, "mean"))
    return parameters, np.array(losses)
