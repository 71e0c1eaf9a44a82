"""What the home page shows: digits with their answers, and the edges of one."""

import numpy as np

from snippets.chapter1.index.lesson import answers
from snippets.convolution import cross_correlate2d
from snippets.data.digits import digits_split, load_digits

EDGE = np.array([[-1, 0, 1]] * 3)
EACH = 2  # digits of each kind


def edges(digit: int) -> list[np.ndarray]:
    """Slide a 3x3 kernel over a digit, upright and lying: two feature maps.

    >>> upright, lying = edges(0)
    >>> upright[0]
    array([ 33.,  27., -14.,  -3.,  -6., -27.])
    """
    image = load_digits()[0][digit]
    upright = cross_correlate2d(image, EDGE)
    lying = cross_correlate2d(image, EDGE.T)
    return [upright, lying]


def chosen() -> dict[str, list[int]]:
    """Choose test digits: the first read rightly, the least and the most sure.

    "right" are the first two that are read rightly; "unsure", of those read rightly,
    the two with the least probable answer, of different digits; "wrong", of those
    misread, the two with the most probable answer.

    >>> {kind: len(digits) for kind, digits in chosen().items()}
    {'right': 2, 'unsure': 2, 'wrong': 2}
    """
    p, labels = answers(), digits_split().y_test
    surest = np.argsort(p.max(axis=1), kind="stable")
    is_right = p.argmax(axis=1) == labels
    return {
        "right": of_different_digits(np.flatnonzero(is_right), labels),
        "unsure": of_different_digits(surest[is_right[surest]], labels),
        "wrong": list(map(int, surest[~is_right[surest]][::-1][:EACH])),
    }


def of_different_digits(places: np.ndarray, labels: np.ndarray) -> list[int]:
    """Take the first places whose labels differ.

    >>> of_different_digits(np.array([4, 2, 0]), labels=np.array([6, 1, 3, 1, 3]))
    [4, 0]
    """
    first = {int(labels[place]): int(place) for place in reversed(places)}
    return [int(p) for p in places if first[int(labels[p])] == p][:EACH]
