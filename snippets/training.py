"""Training: the loop that all networks share, and what surrounds it (3.4)."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import data, integer, positive, share, takes, unconverted

Nested = TypeVar("Nested")  # arrays in tuples, lists and NamedTuples, at any depth
Seed = int | np.random.Generator


def each(function: Callable, arrays: Nested, *others: Nested) -> Nested:
    """Apply a function to every array of a nesting, and keep the nesting.

    With several nestings of one form, it gets their arrays side by side.

    >>> each(np.add, [(np.ones(2), np.zeros(1))], [([1, 2], [3])])
    [(array([2., 3.]), array([3.]))]
    """
    if not isinstance(arrays, tuple | list):
        return function(arrays, *map(np.asarray, others))
    parts = [each(function, *part) for part in zip(arrays, *others, strict=True)]
    named = hasattr(arrays, "_fields")
    return type(arrays)(*parts) if named else type(arrays)(parts)


@takes(alpha=positive)
def update(parameters: Nested, gradients: Nested, alpha: float) -> Nested:
    """Take one step of gradient descent: w - alpha dl/dw for each parameter w.

    alpha > 0 is the learning rate; ValueError otherwise.

    >>> theta = [(np.array([[1.0]]), np.array([0.0]))]
    >>> update(theta, [([[4]], [-2])], alpha=0.25)
    [(array([[0.]]), array([0.5]))]
    """
    return each(lambda w, dw: w - alpha * dw, parameters, gradients)


def push(velocity: Nested, gradient: Nested, beta: float) -> Nested:
    """Give the velocity of gradient descent with momentum: beta v + dl/dtheta.

    >>> push([np.array([2.0])], [np.array([3.0])], beta=0.5)
    [array([4.])]
    """
    if beta == 0:
        return gradient  # 0 times an infinite velocity would be NaN
    return each(lambda v, g: beta * v + g, velocity, gradient)


@takes(size=integer(1))
def minibatches(
    n: int, size: int | None = None, rng: np.random.Generator | None = None
) -> Iterator[np.ndarray | slice]:
    """Deal the indices 0 to n - 1 into minibatches, in random order.

    Each index comes once; the last minibatch holds what is left. Without a
    size there is one batch: all, in their order.

    >>> list(minibatches(5, 2, np.random.default_rng(0)))
    [array([2, 4]), array([3, 0]), array([1])]
    """
    if size is None:
        return iter([slice(n)])
    order = rng.permutation(n)
    return (order[start : start + size] for start in range(0, n, size))


@takes(
    x=data,
    y=data,
    alpha=positive,
    epochs=integer(),
    batch_size=integer(1),
    beta=share,
)
def fit(
    loss_and_gradient: Callable,
    parameters: Nested,
    x: ArrayLike,
    y: ArrayLike,
    alpha: float,
    epochs: int,
    batch_size: int | None = None,
    beta: float = 0.0,
    seed: Seed = 0,
    after_epoch: Callable[[Nested], object] = lambda parameters: None,
) -> tuple[Nested, np.ndarray]:
    """Fit parameters to points by gradient descent, one step per minibatch.

        v <- beta v + dl/dtheta,  theta <- theta - alpha v

    `loss_and_gradient` takes x, y and theta, and gives the mean loss of these
    points and its gradient, nested as theta is. alpha is the learning rate and
    beta, in [0, 1), the momentum (Polyak, 1964, in the form that PyTorch uses);
    without a batch size, each step takes all points. `seed` settles their order;
    `after_epoch` is shown theta after each epoch. Gives the new parameters and
    the loss before each step; the old ones stay as they are.

    >>> def error(x, y, w):  # of y_hat = w x
    ...     return ((w * x - y) ** 2).mean(), 2 * ((w * x - y) * x).mean()
    >>> fit(error, np.array(0.0), [1, 2], [3, 6], alpha=0.1, epochs=2)
    (np.float64(2.25), array([22.5  ,  5.625]))
    """
    rng, losses = np.random.default_rng(seed), []
    velocity = each(np.zeros_like, parameters)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng):
            loss, gradient = loss_and_gradient(x[batch], y[batch], parameters)
            velocity = push(velocity, gradient, beta)
            parameters = update(parameters, velocity, alpha)
            losses.append(loss)
        after_epoch(parameters)
    return parameters, np.array(losses)


@takes(theta=unconverted)
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
    slopes = np.empty_like(theta)
    for k in np.ndindex(theta.shape):
        kept = theta[k]
        theta[k] = kept + h
        above = loss()
        theta[k] = kept - h
        slopes[k] = (above - loss()) / (2 * h)
        theta[k] = kept
    return slopes


@takes(n=integer(1))
def two_moons(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw two interleaved half circles of n points each, labelled 0 and 1.

    Each coordinate gets normal noise. The result is x, (2n, 2), and y, (2n, 1).

    >>> x, y = two_moons(3, noise=0, seed=0)
    >>> x[:3].round(3) + 0.0
    array([[ 1.,  0.],
           [ 0.,  1.],
           [-1.,  0.]])
    """
    rng, t = np.random.default_rng(seed), np.linspace(0, np.pi, n)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    x = np.concatenate([upper, lower]) + noise * rng.normal(size=(2 * n, 2))
    return x, np.repeat([[0], [1]], n, axis=0)


@takes(x="points inputs", mean="inputs", std="inputs, above 0")
def standardize(x: ArrayLike, mean: ArrayLike, std: ArrayLike) -> np.ndarray:
    """Give each input mean 0 and standard deviation 1: (x - mean) / std.

    `mean` and `std` are those of the training data, also when x is new.
    ValueError if a shape does not fit or an input never varies.

    >>> x = np.array([[50, 1], [150, 5]])
    >>> standardize(x, x.mean(axis=0), x.std(axis=0))
    array([[-1., -1.],
           [ 1.,  1.]])
    """
    return (x - mean) / std
