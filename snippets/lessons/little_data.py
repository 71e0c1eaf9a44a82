"""Experiments of section 4.4: few images, and images shifted on purpose."""

from __future__ import annotations

from functools import cache

import numpy as np

from snippets import cnn
from snippets.cnn_training import train
from snippets.digit_comparison import SHIFTS, read_dense, shift, train_dense
from snippets.digits import digits_split

FEW = 100  # images that the exercise on small data leaves to learn from


@cache
def few_images() -> tuple[int, int]:
    """Count the test digits misread after FEW training images: CNN and softmax.

    >>> data = digits_split()
    >>> from snippets.cnn_training import trained
    >>> wrong = cnn.mistakes(data.x_test, data.y_test, trained().parameters)
    >>> few_images()[0] > len(wrong.index)  # fewer images, more mistakes
    True
    """
    data = digits_split()
    few = data._replace(x_train=data.x_train[:FEW], y_train=data.y_train[:FEW])
    parameters = train(few).parameters
    pixels = few.x_train.reshape(FEW, -1)
    theta = train_dense(pixels, few.y_train, widths=(64, 10))
    y_softmax = read_dense(data.x_test.reshape(len(data.x_test), -1), theta)
    y_cnn = cnn.predict(data.x_test, parameters)
    return int(np.sum(y_cnn != data.y_test)), int(np.sum(y_softmax != data.y_test))


def few_cnn() -> int:
    """Return what the book's network misreads after FEW images."""
    return few_images()[0]


def few_softmax() -> int:
    """Return what softmax regression misreads after FEW images."""
    return few_images()[1]


@cache
def augmented() -> np.ndarray:
    """Count what the network misreads at each of SHIFTS if it has seen shifted digits.

    Each image is learnt three times: as it is, and one pixel to either side.

    >>> augmented().shape == (len(SHIFTS),)
    True
    """
    data = digits_split()
    x = np.concatenate([shift(data.x_train, columns) for columns in (-1, 0, 1)])
    more = data._replace(x_train=x, y_train=np.tile(data.y_train, 3))
    parameters = train(more, epochs=8).parameters
    moved = [shift(data.x_test, columns) for columns in SHIFTS]
    return np.array([np.sum(cnn.predict(m, parameters) != data.y_test) for m in moved])


def augmented_left() -> int:
    """Return what it then misreads one pixel to the left."""
    return int(augmented()[SHIFTS.index(-1)])


def augmented_still() -> int:
    """Return what it then misreads where nothing moved."""
    return int(augmented()[SHIFTS.index(0)])


def augmented_right() -> int:
    """Return what it then misreads one pixel to the right."""
    return int(augmented()[SHIFTS.index(1)])
