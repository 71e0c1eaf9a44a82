"""What each level of a deeper network makes of the digits (1.1)."""

from collections.abc import Callable

import numpy as np

from snippets import network
from snippets.chapter1.introduction.representations import hidden
from snippets.data.digits import digits_split, flat
from snippets.dense_training import trained_dense
from snippets.kept import kept
from snippets.nearest import class_means, nearest
from snippets.scoreboard import SEEDS

WIDTHS = (64, 64, 64, 64, 10)  # pixels, three hidden layers, classes
EPOCHS, ALPHA = 50, 0.02  # at 0.1 this network's loss keeps jumping
LEVELS = len(WIDTHS) - 1  # the pixels and each hidden layer
MOST = 10  # digits that excite a unit the most


def parameters(seed: int, learnt: bool = True) -> network.Parameters:
    """Give the deeper network of this seed, trained or as training begins.

    >>> [w.shape for w, _ in parameters(0, learnt=False)]
    [(64, 64), (64, 64), (64, 64), (10, 64)]
    """
    if learnt:
        return trained_dense(WIDTHS, seed, EPOCHS, ALPHA)
    return network.initialize(WIDTHS, seed, "he")


def levels(x: np.ndarray, theta: network.Parameters) -> list[np.ndarray]:
    """Give the pixels of images, and what each hidden layer makes of them.

    >>> [level.shape for level in levels(np.zeros((5, 64)), parameters(0, False))]
    [(5, 64), (5, 64), (5, 64), (5, 64)]
    """
    found = [x]
    for w, b in theta[:-1]:
        found.append(hidden(found[-1], w, b))
    return found


@kept
def misread(learnt: bool = True) -> np.ndarray:
    """Count what the nearest mean misreads on each level, (seeds, levels).

    >>> misread()[:, 0].tolist()  # on the pixels
    [32, 32, 32, 32, 32]
    """
    return per_level(count_misread, learnt)


@kept
def spread(learnt: bool = True) -> np.ndarray:
    """Compare the spread within classes with that between them, (seeds, levels).

    >>> spread().shape
    (5, 4)
    """
    return per_level(lambda x, y, x_test, y_test: spread_ratio(x_test, y_test), learnt)


@kept
def agreement(learnt: bool = True) -> np.ndarray:
    """Measure how far the digits that excite a unit are of one class.

    The share of the commonest class among the MOST test digits to which the unit
    responds most; the mean over the units that respond to as many, (seeds, levels).

    >>> agreement().shape
    (5, 4)
    """
    return per_level(lambda x, y, x_test, y_test: mean_purity(x_test, y_test), learnt)


def per_level(measure: Callable, learnt: bool) -> np.ndarray:
    """Apply a measure to each level of the network of each seed, (seeds, levels)."""
    data, rows = digits_split(), []
    for seed in SEEDS:
        theta = parameters(seed, learnt)
        train, test = (levels(flat(x), theta) for x in (data.x_train, data.x_test))
        pairs = zip(train, test, strict=True)
        rows.append([measure(x, data.y_train, z, data.y_test) for x, z in pairs])
    return np.array(rows)


def count_misread(
    x: np.ndarray, y: np.ndarray, x_test: np.ndarray, y_test: np.ndarray
) -> int:
    """Count the test points that lie nearest to the mean of another class.

    >>> count_misread(np.eye(2), np.array([0, 1]), np.eye(2), np.array([0, 0]))
    1
    """
    return int(np.sum(nearest(x_test, *class_means(x, y)) != y_test))


def spread_ratio(x: np.ndarray, y: np.ndarray) -> float:
    """Divide the mean square distance to the own class's mean by that of the means.

        Σ ‖x_i - m_y(i)‖² / Σ ‖m_y(i) - m‖²,  m the mean of all points

    >>> spread_ratio(np.array([[0.0], [2.0], [10.0], [12.0]]), np.array([3, 3, 8, 8]))
    0.04
    """
    means, classes = class_means(x, y)
    own = means[np.searchsorted(classes, y)]
    return float(np.sum((x - own) ** 2) / np.sum((own - x.mean(axis=0)) ** 2))


def mean_purity(responses: np.ndarray, y: np.ndarray) -> float:
    """Average `purity` over the units that respond to MOST points or more."""
    active = np.sum(responses > 0, axis=0) >= MOST
    return float(np.mean([purity(unit, y) for unit in responses.T[active]]))


def purity(response: np.ndarray, y: np.ndarray) -> float:
    """Give the share of the commonest label among the MOST largest responses.

    >>> purity(np.arange(20), np.array([1] * 10 + [7, 7, 7, 7, 7, 7, 7, 2, 2, 2]))
    0.7
    """
    return float(np.bincount(y[most_exciting(response)]).max() / MOST)


def most_exciting(response: np.ndarray, count: int = MOST) -> np.ndarray:
    """Give the places of the largest responses, the largest first.

    >>> most_exciting(np.array([3, 9, 5]), count=2)
    array([1, 2])
    """
    return np.argsort(-response, kind="stable")[:count]
