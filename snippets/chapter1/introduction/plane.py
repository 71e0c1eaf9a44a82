"""The plane in which points are spread the most (1.1)."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import takes


@takes(x="n features, not empty")
def principal_plane(x: ArrayLike) -> tuple[np.ndarray, np.ndarray, float]:
    """Find the plane in which points vary the most: principal component analysis.

    Gives the mean, (features,), two directions at right angles, (2, features), and
    the share of the variance that the plane keeps. Raises ValueError if the shape
    does not fit, there are fewer than two features, or all points are equal.

    >>> mean, directions, share = principal_plane([[0, 0, 5], [2, 0, 5], [4, 0, 5]])
    >>> mean, abs(directions[0]).round(6), round(share, 6)
    (array([2., 0., 5.]), array([1., 0., 0.]), 1.0)
    """
    check_spread(x)
    mean = x.mean(axis=0)
    _, spreads, directions = np.linalg.svd(x - mean, full_matrices=False)
    share = np.sum(spreads[:2] ** 2) / np.sum(spreads**2)
    return mean, directions[:2], float(share)


def check_spread(x: np.ndarray) -> None:
    """Raise ValueError unless the points span something in two features or more.

    >>> check_spread(np.zeros((3, 2)))
    Traceback (most recent call last):
    ValueError: all 3 points are equal; accepted: points that differ
    """
    if min(x.shape) < 2:
        raise ValueError(f"x has shape {x.shape}; accepted: two points and features")
    if np.all(x == x[0]):
        raise ValueError(f"all {len(x)} points are equal; accepted: points that differ")


@takes(x="n features", mean="features", directions="2 features")
def project(x: ArrayLike, mean: ArrayLike, directions: ArrayLike) -> np.ndarray:
    """Give the place of each point in the plane: (x - mean) · directions, (n, 2).

    >>> project([[3, 7]], mean=[1, 1], directions=[[1, 0], [0, 1]])
    array([[2., 6.]])
    """
    return (x - mean) @ directions.T
