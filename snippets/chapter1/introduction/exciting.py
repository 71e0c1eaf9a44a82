"""The image that excites a unit the most (1.1)."""

from collections.abc import Callable

import numpy as np

from snippets import network
from snippets.chapter1.introduction.levels import levels, most_exciting, parameters
from snippets.data.digits import digits_split, flat
from snippets.kept import kept

UNITS = range(4)  # the first four: nobody chose them
ROUNDING = 1e-9  # a gain below it is none: sums differ as much by their order


def climb(response: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """Change one pixel at a time to 0 or 1 for as long as the response grows.

    `response` takes images (batch, pixels) and gives (batch,). The result is a
    summit that no change of one pixel to 0 or 1 improves: there may be higher ones.

    >>> climb(lambda x: x @ [1.0, -1.0, 2.0], np.array([0.5, 0.5, 0.5]))
    array([1., 0., 1.])
    """
    while True:
        tries = np.concatenate([[x], neighbours(x, 0), neighbours(x, 1)])
        heights = response(tries)
        best = heights.argmax()
        if heights[best] <= heights[0] + ROUNDING:
            return x
        x = tries[best]


def neighbours(x: np.ndarray, ink: float) -> np.ndarray:
    """Give a copy of x for each pixel, with that pixel changed: (pixels, pixels).

    >>> neighbours(np.array([0.5, 0.25]), ink=1)
    array([[1.  , 0.25],
           [0.5 , 1.  ]])
    """
    tries = np.tile(x, (len(x), 1))
    np.fill_diagonal(tries, ink)
    return tries


@kept
def gallery(level: int, seed: int = 0, count: int = 4) -> np.ndarray:
    """Show what excites the units of a level: (units, 1 + count, 8, 8).

    For each of UNITS, the image climbed to from the test digit that excites it most,
    and the `count` test digits that do.

    >>> gallery(1).shape
    (4, 5, 8, 8)
    """
    theta, x = parameters(seed), flat(digits_split().x_test)
    rows = [excite(theta, x, level, unit, count) for unit in UNITS]
    return np.array(rows).reshape(len(UNITS), 1 + count, 8, 8)


def excite(
    theta: network.Parameters, x: np.ndarray, level: int, unit: int, count: int
) -> np.ndarray:
    """Give the best image for a unit, and the points to which it responds most."""

    def response(x: np.ndarray) -> np.ndarray:
        return levels(x, theta)[level][:, unit]

    most = x[most_exciting(response(x), count)]
    return np.vstack([climb(response, most[0]), most])
