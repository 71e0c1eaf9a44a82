"""Readers of digits that learn: their errors while they learn (1.2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from snippets.data.digits import digits_split, flat
from snippets.dense_training import read_dense, train_dense, trained_dense
from snippets.kept import kept

EPOCHS = (0, 1, 2, 3, 5, 8, 12, 18, 25)
LONG = 300  # epochs, to see where softmax regression ends
SOFTMAX, HIDDEN = (64, 10), (64, 64, 10)


class Errors(NamedTuple):
    """Images misread after each number of epochs."""

    train: np.ndarray
    test: np.ndarray


@kept
def errors(
    widths: tuple[int, ...], lengths: tuple[int, ...] = EPOCHS, seed: int = 0
) -> Errors:
    """Train a network of these widths anew for each number of epochs, and count.

    The seed draws the same first weights and the same minibatches each time, so that
    a longer training goes on where a shorter one stops.

    >>> result = errors(SOFTMAX)
    >>> result.train.shape, result.test.shape
    ((9,), (9,))
    """
    data = digits_split()
    x, x_test, y = flat(data.x_train), flat(data.x_test), data.y_train
    counts = []
    for epochs in lengths:
        theta = train_dense(x, y, widths, seed, epochs)
        pairs = ((x, y), (x_test, data.y_test))
        counts.append([np.sum(read_dense(a, theta) != b) for a, b in pairs])
    return Errors(*np.transpose(counts))


def templates() -> np.ndarray:
    """Give the weights of softmax regression as ten images, (10, 8, 8).

    >>> templates().shape
    (10, 8, 8)
    """
    (w, _), *_ = trained_dense(SOFTMAX)
    return w.reshape(10, 8, 8)
