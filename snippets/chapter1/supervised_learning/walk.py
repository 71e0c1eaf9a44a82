"""A model with one parameter, and how it learns (1.2).

Somebody walks for x hours and gets y kilometres far: ŷ = w x, and w is the speed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import integer, number, positive, takes
from snippets.training import minibatches

HOURS = np.array([1.0, 2.0])
KILOMETRES = np.array([3.0, 8.5])
MANY = 120  # walks, for the minibatches
SPEED, SCATTER = 4.0, 1.5  # kilometres an hour, and kilometres


@takes(x="n, not empty", y="n", w=number)
def loss(w: float, x: ArrayLike, y: ArrayLike) -> float:
    """Average the squared errors of the model: L(w) = (1/n) Σ_i (w x_i - y_i)².

    >>> loss(2, HOURS, KILOMETRES)
    np.float64(10.625)
    """
    return np.mean((w * x - y) ** 2)


@takes(x="n, not empty", y="n", w=number)
def slope(w: float, x: ArrayLike, y: ArrayLike) -> float:
    """Give the derivative of the loss: L'(w) = (1/n) Σ_i 2 x_i (w x_i - y_i).

    >>> slope(2, HOURS, KILOMETRES)
    np.float64(-10.0)
    """
    return np.mean(2 * x * (w * x - y))


@takes(x="n, not empty", y="n", alpha=positive, steps=integer())
def descend(
    w: float, x: ArrayLike, y: ArrayLike, alpha: float, steps: int
) -> np.ndarray:
    """Walk downhill from w: at each step, w - α L'(w). The result is (steps + 1,).

    >>> descend(0, HOURS, KILOMETRES, alpha=0.1, steps=3)
    array([0. , 2. , 3. , 3.5])
    """
    path = [float(w)]
    for _ in range(steps):
        path.append(path[-1] - alpha * slope(path[-1], x, y))
    return np.array(path)


def many_walks(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw walks of half an hour to three hours at 4 km/h, more or less.

    >>> x, y = many_walks()
    >>> x.shape, y.shape
    ((120,), (120,))
    """
    rng = np.random.default_rng(seed)
    x = rng.uniform(0.5, 3, MANY)
    return x, SPEED * x + rng.normal(0, SCATTER, MANY)


@takes(alpha=positive, size=integer(1), epochs=integer())
def descend_by_minibatches(
    size: int, alpha: float = 0.05, epochs: int = 1, seed: int = 0
) -> np.ndarray:
    """Walk downhill on `many_walks`, each step by the slope of `size` of them.

    In each epoch, every walk is looked at once, in random order.

    >>> len(descend_by_minibatches(size=MANY)), len(descend_by_minibatches(size=10))
    (2, 13)
    """
    (x, y), rng, path = many_walks(), np.random.default_rng(seed), [0.0]
    for _ in range(epochs):
        for batch in minibatches(MANY, size, rng):
            path.append(path[-1] - alpha * slope(path[-1], x[batch], y[batch]))
    return np.array(path)


def slopes(w: float, size: int) -> np.ndarray:
    """Give the slopes at w of 2,000 minibatches of `size` walks, drawn at random.

    >>> slopes(0, 10).mean().round(0) == round(slope(0, *many_walks()))
    np.True_
    """
    x, y = many_walks()
    rng = np.random.default_rng(0)
    batches = (rng.choice(MANY, size, replace=False) for _ in range(2000))
    return np.array([slope(w, x[batch], y[batch]) for batch in batches])
