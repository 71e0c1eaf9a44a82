"""Numbers, sessions and solutions of 1-introduction/supervised-learning."""

from __future__ import annotations

import numpy as np

from snippets.activations import softmax
from snippets.chapter1.supervised_learning import clouds, reading, walk
from snippets.data.digits import digits_split

SCORES = np.array([2.0, 1.0, -1.0])
CANDIDATES = (3, 8, 5)  # the digits that the scores are for


def path(alpha: float, steps: int) -> np.ndarray:
    """Give the speeds on the way downhill from 0.

    >>> path(0.4, 3)
    array([0., 8., 0., 8.])
    """
    return walk.descend(0, walk.HOURS, walk.KILOMETRES, alpha, steps)


def speed(alpha: float, step: int) -> float:
    """Give the speed after some steps from 0.

    >>> speed(0.1, 2)
    3.0
    """
    return float(path(alpha, step)[-1])


def best_speed() -> float:
    """Give the speed with the least loss for the many walks: Σ x y / Σ x².

    >>> x, y = walk.many_walks()
    >>> abs(walk.slope(best_speed(), x, y)) < 1e-12
    np.True_
    """
    x, y = walk.many_walks()
    return float(np.sum(x * y) / np.sum(x**2))


def spread_of_slopes(size: int) -> float:
    """Give the standard deviation of the slopes that minibatches give at 0.

    >>> spread_of_slopes(1) > spread_of_slopes(10) > spread_of_slopes(40)
    True
    """
    return float(walk.slopes(0, size).std())


def images(part: str) -> int:
    """Count the images of "train" or "test".

    >>> images("train"), images("test")
    (1437, 360)
    """
    return len(getattr(digits_split(), f"y_{part}"))


def share(place: int) -> float:
    """Give a share of the three scores.

    >>> round(share(0), 3)
    0.705
    """
    return float(softmax(SCORES)[place])


def misread(network: str, part: str, epochs: int) -> int:
    """Count what "softmax" or "hidden" misreads in "train" or "test" after epochs.

    >>> misread("softmax", "test", 25)
    11
    """
    widths = {"softmax": reading.SOFTMAX, "hidden": reading.HIDDEN}[network]
    counts = getattr(reading.errors(widths), part)
    return int(counts[reading.EPOCHS.index(epochs)])


def wrong_by_line() -> int:
    """Count the points that the trained line leaves on the wrong side.

    >>> wrong_by_line()
    58
    """
    return clouds.wrong(clouds.LINE, 0)
