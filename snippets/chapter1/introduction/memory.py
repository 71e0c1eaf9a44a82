"""A nearest neighbour that stores moved copies as well: an exercise of 1.1."""

import numpy as np

from snippets.data.digits import digits_split, flat
from snippets.kept import kept
from snippets.nearest import nearest
from snippets.scoreboard import errors
from snippets.shifts import four_moves


def with_copies() -> tuple[np.ndarray, np.ndarray]:
    """Give each training digit as it is and moved by a pixel to the four sides.

    >>> x, y = with_copies()
    >>> x.shape, y.shape
    ((7185, 1, 8, 8), (7185,))
    """
    data = digits_split()
    copies = [data.x_train, *four_moves(data.x_train)]
    return np.concatenate(copies), np.tile(data.y_train, len(copies))


@kept
def errors_with_copies() -> tuple[int, float]:
    """Count what the nearest of these misreads: test digits as they are, and moved.

    >>> errors_with_copies()
    (4, 3.0)
    """
    x, y = with_copies()
    return errors(lambda images: nearest(flat(images), flat(x), y))


def misread_as_they_are() -> int:
    """Return the first of these counts."""
    return errors_with_copies()[0]


def misread_moved() -> float:
    """Return the second, a mean of four directions."""
    return errors_with_copies()[1]


def stored() -> int:
    """Count the pixels that this reader keeps.

    >>> stored() == 5 * 1437 * 64
    True
    """
    return with_copies()[0].size
