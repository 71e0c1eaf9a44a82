"""Readers that compare: the label of what lies nearest (1.1)."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.shapes import labels, takes


@takes(x="batch features", points="n features, not empty", y=labels("n"))
def nearest(x: ArrayLike, points: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Give each x the label of the point that is nearest to it.

        ŷ = y_j with the least Σ_k (x_k - p_jk)²

    Of points equally near, the first counts. The result is (batch,). Raises
    ValueError if the shapes do not fit or there is no point.

    >>> nearest([[1, 1], [4, 5]], points=[[0, 0], [5, 5]], y=[3, 8])
    array([3, 8])
    """
    answers = []
    for one in x:
        j = np.argmin(np.sum((points - one) ** 2, axis=1))
        answers.append(y[j])
    return np.array(answers)


@takes(x="n features, not empty", y=labels("n"))
def class_means(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Average the points of each class: the means (classes, features), and the labels.

    Raises ValueError if the shapes do not fit or there is no point.

    >>> class_means([[0, 0], [2, 4], [5, 5]], y=[3, 3, 8])
    (array([[1., 2.],
           [5., 5.]]), array([3, 8]))
    """
    classes = np.unique(y)
    return np.array([x[y == k].mean(axis=0) for k in classes]), classes
