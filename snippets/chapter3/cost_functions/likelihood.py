"""How probable the data are: the distributions from which losses come (section 3.5).

Each function gives the probability, or the density, of every point by itself. Points
that are independent multiply, so the likelihood of a data set is the product of them,
and the loss of the same name in `snippets.losses` is minus its logarithm.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import positive, takes
from snippets.targets import classes_of


@takes(y="like p, 0 to 1", p="..., 0 to 1")
def bernoulli(y: ArrayLike, p: ArrayLike) -> np.ndarray:
    """Give the probability of a yes or no: P(y) = p^y (1 - p)^(1 - y).

    `y` is 1 or 0. ValueError if the shapes differ or an entry is outside [0, 1].

    >>> bernoulli([1, 0], [0.75, 0.75])
    array([0.75, 0.25])
    """
    return p**y * (1 - p) ** (1 - y)


@takes(y=classes_of("p"), p="... classes, sums to 1")
def categorical(y: ArrayLike, p: ArrayLike) -> np.ndarray:
    """Give the probability of one of K classes: P(y) = prod_k p_k^(y_k).

    `y` is one-hot, (..., classes), or class indices, (...). The result is (...).
    ValueError if one does not fit the other.

    >>> categorical([0, 2], [[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]])
    array([0.5 , 0.25])
    """
    return (p**y).prod(axis=-1)


@takes(y="like y_hat", y_hat="...", sigma=positive)
def gaussian(y: ArrayLike, y_hat: ArrayLike, sigma: float = 1.0) -> np.ndarray:
    """Give the normal density: exp(-(y - y_hat)^2 / (2 sigma^2)) / (sigma sqrt(2 pi)).

    `y_hat` is the mean, `sigma` the standard deviation, in the unit of y. ValueError
    if the shapes differ or sigma is not above 0.

    >>> gaussian([0, 1], [0, 0]).round(4)
    array([0.3989, 0.242 ])
    """
    z = (y - y_hat) / sigma
    return np.exp(-(z**2) / 2) / (sigma * math.sqrt(2 * math.pi))
