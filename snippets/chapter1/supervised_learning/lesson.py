"""Numbers, sessions and solutions of 1-introduction/supervised-learning."""

from __future__ import annotations

import numpy as np

from snippets.activations import softmax
from snippets.chapter1.supervised_learning import clouds, reading, walk
from snippets.language import Language
from snippets.scoreboard import score, scoreboard

SCORES = np.array([2.0, 1.0, -1.0])
CANDIDATES = (3, 8, 5)  # the digits that the scores are for


def loss(w: float) -> float:
    """Give the loss of a speed for the two walks.

    >>> loss(2)
    10.625
    """
    return float(walk.loss(w, walk.HOURS, walk.KILOMETRES))


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
    """Give the standard deviation of minibatches' slopes at the least loss.

    >>> spread_of_slopes(1) > spread_of_slopes(10) > spread_of_slopes(40)
    True
    """
    return float(walk.slopes(best_speed(), size).std())


def share(place: int) -> float:
    """Give a share of the three scores.

    >>> round(share(0), 3)
    0.705
    """
    return float(softmax(SCORES)[place])


def surprise(place: int) -> float:
    """Give the loss if the answer at this place is the right one: -ln p.

    >>> round(surprise(0), 2)
    0.35
    """
    return float(-np.log(share(place)))


def misread(network: str, part: str, epochs: int) -> int:
    """Count what "softmax" or "hidden" misreads in "train" or "test" after epochs.

    >>> misread("softmax", "test", 25)
    11
    """
    widths = {"softmax": reading.SOFTMAX, "hidden": reading.HIDDEN}[network]
    counts = getattr(reading.errors(widths), part)
    return int(counts[reading.EPOCHS.index(epochs)])


def after_long(part: str) -> int:
    """Count what softmax regression misreads of "train" or "test" in the long run.

    >>> after_long("train") < misread("softmax", "train", 25)
    True
    """
    return int(getattr(reading.errors(reading.SOFTMAX, (reading.LONG,)), part)[0])


def wrong_by_best_line() -> int:
    """Count the points on the wrong side of the best line, in 360 directions.

    >>> wrong_by_best_line()
    30
    """
    x, y = clouds.clouds()
    fewest = len(x)
    for angle in np.linspace(0, 2 * np.pi, 360, endpoint=False):
        along = np.sort(x @ [np.cos(angle), np.sin(angle)])
        is_above = along[:, np.newaxis] < x @ [np.cos(angle), np.sin(angle)]
        fewest = min(fewest, int(np.sum(is_above != y[:, 0], axis=1).min()))
    return fewest


def wrong_by_line() -> int:
    """Count the points that the trained line leaves on the wrong side.

    >>> wrong_by_line()
    58
    """
    return clouds.wrong(clouds.LINE, 0)


def points() -> int:
    """Count the points of the clouds.

    >>> points()
    120
    """
    return len(clouds.clouds()[0])


def numbers(reader: str) -> int:
    """Count the numbers that a reader of the scoreboard keeps.

    >>> numbers("softmax regression")
    650
    """
    return score(reader).numbers


def times_fewer(reader: str) -> float:
    """Say how many times fewer numbers a reader keeps than the nearest neighbour.

    >>> times_fewer("nearest neighbour")
    1.0
    """
    return numbers("nearest neighbour") / numbers(reader)


def fewest(reader: str) -> int:
    """Give the fewest test digits that a reader misreads from any of its starts.

    >>> fewest("nearest neighbour")
    3
    """
    return int(score(reader).misread.min())


def average(reader: str) -> float:
    """Give the test digits that a reader misreads, on average over its starts.

    >>> average("nearest neighbour")
    3.0
    """
    return float(score(reader).misread.mean())


def moved(reader: str) -> float:
    """Give the moved test digits that a reader misreads, on average.

    >>> moved("nearest neighbour")
    121.0
    """
    return float(score(reader).moved.mean())


def most(reader: str) -> int:
    """Give the most test digits that a reader misreads from any of its starts.

    >>> most("hidden layer") >= fewest("hidden layer")
    True
    """
    return int(score(reader).misread.max())


def board(say: Language) -> dict:
    """Return the scoreboard as far as this section."""
    readers = (
        "nearest mean",
        "nearest neighbour",
        "softmax regression",
        "hidden layer",
    )
    return scoreboard(say, *readers)


def descend_line(
    alpha: float = 0.1, steps: int = 2000
) -> tuple[np.float64, np.float64]:
    """Walk downhill with two parameters, from w = b = 0, on the two walks.

    >>> w, b = descend_line()
    >>> round(w, 3), round(b, 3)
    (np.float64(5.5), np.float64(-2.5))
    """
    x, y = walk.HOURS, walk.KILOMETRES
    w = b = np.float64(0)
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - alpha * np.mean(2 * x * error), b - alpha * np.mean(2 * error)
    return w, b


__test__ = {
    "descend": """
>>> from snippets.chapter1.supervised_learning.walk import descend
>>> descend(w=0, x=[1, 2], y=[3, 8.5], alpha=0.1, steps=5)
array([0.   , 2.   , 3.   , 3.5  , 3.75 , 3.875])
""",
    "softmax_regression": """
>>> import numpy as np
>>> from snippets.activations import softmax
>>> from snippets.data.digits import digits_split, flat
>>> digits = digits_split()
>>> x, y = flat(digits.x_train), np.eye(10)[digits.y_train]
>>> w, b = np.zeros((10, 64)), np.zeros(10)
>>> for step in range(500):
...     p = softmax(x @ w.T + b)
...     d = (p - y) / len(x)
...     w = w - 0.5 * d.T @ x
...     b = b - 0.5 * d.sum(axis=0)
>>> answers = (flat(digits.x_test) @ w.T + b).argmax(axis=1)
>>> int(np.sum(answers != digits.y_test))
12
""",
    "softmax_shifts": """
>>> import numpy as np
>>> from snippets.activations import softmax
>>> z = np.array([2.0, 1.0, -1.0])
>>> softmax(z).round(3)
array([0.705, 0.259, 0.035])
>>> softmax(z + 10).round(3)
array([0.705, 0.259, 0.035])
>>> softmax(10 * z).round(3)
array([1., 0., 0.])
""",
}
