"""Features of a digit made by hand (1.1)."""

import numpy as np
from numpy.typing import ArrayLike

from snippets.data.digits import digits_split
from snippets.shapes import takes

INK = 0.5  # from here on, a pixel counts as ink when holes are looked for


@takes(x="batch height width")
def centre(x: ArrayLike) -> np.ndarray:
    """Average the four pixels in the middle of each image.

    >>> centre([np.eye(8)])
    array([0.5])
    """
    i, j = x.shape[1] // 2, x.shape[2] // 2
    return x[:, i - 1 : i + 1, j - 1 : j + 1].mean(axis=(1, 2))


@takes(x="batch height width")
def asymmetry(x: ArrayLike) -> np.ndarray:
    """Average how much each image differs from itself seen in a mirror.

    >>> asymmetry([[[1, 0]], [[1, 1]]])
    array([1., 0.])
    """
    return np.abs(x - x[:, :, ::-1]).mean(axis=(1, 2))


@takes(image="height width")
def holes(image: ArrayLike) -> int:
    """Count the patches of paper that ink encloses: one in a 0, two in an 8.

    Paper is what lies below INK; its pixels hang together by their sides.

    >>> holes([[1, 1, 1], [1, 0, 1], [1, 1, 1]])
    1
    """
    paper = {(int(i), int(j)) for i, j in np.argwhere(np.pad(image, 1) < INK)}
    patches = 0
    while paper:
        remove_patch(paper)
        patches += 1
    return patches - 1  # one of them lies around the digit


def remove_patch(paper: set[tuple[int, int]]) -> None:
    """Take one of the places away, and all that hang together with it.

    >>> paper = {(0, 0), (0, 1), (1, 1)}
    >>> remove_patch(paper)
    >>> paper
    set()
    """
    found = [paper.pop()]
    while found:
        i, j = found.pop()
        near = {(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)} & paper
        paper -= near
        found += near


@takes(x="batch 1 8 8")
def two_features(x: ArrayLike) -> np.ndarray:
    """Describe each image by the ink in its middle and its asymmetry: (batch, 2).

    >>> two_features(np.zeros((5, 1, 8, 8))).shape
    (5, 2)
    """
    return np.column_stack([centre(x[:, 0]), asymmetry(x[:, 0])])


@takes(x="batch 1 8 8")
def many_features(x: ArrayLike) -> np.ndarray:
    """Describe each image by 33 numbers: the ink of its parts, and its holes.

    The ink of each row, of each column and of each square of 2x2 pixels.

    >>> many_features(np.zeros((5, 1, 8, 8))).shape
    (5, 33)
    """
    images = x[:, 0]
    squares = images.reshape(-1, 4, 2, 4, 2).sum(axis=(2, 4)).reshape(-1, 16)
    counts = [[holes(image)] for image in images]
    return np.hstack([images.sum(axis=1), images.sum(axis=2), squares, counts])


def in_spreads(describe):
    """Make the features of the training digits vary equally, and others alike.

    Each is divided by its standard deviation over the training digits, so that none
    counts for more because of its unit.

    >>> measured = in_spreads(two_features)(digits_split().x_train)
    >>> measured.std(axis=0).round(6)
    array([1., 1.])
    """
    spreads = describe(digits_split().x_train).std(axis=0)
    return lambda x: describe(x) / np.where(spreads == 0, 1, spreads)
