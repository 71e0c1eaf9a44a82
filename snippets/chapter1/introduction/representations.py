"""The same two readers on several representations of the digits (1.1)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from snippets import network
from snippets.activations import relu
from snippets.chapter1.introduction.handmade import (
    in_spreads,
    many_features,
    two_features,
)
from snippets.data.digits import digits_split, flat
from snippets.dense_training import trained_dense
from snippets.kept import kept
from snippets.nearest import class_means, nearest
from snippets.scoreboard import SEEDS, errors
from snippets.shapes import takes

WIDTHS = (64, 64, 10)
Represent = Callable[[np.ndarray], np.ndarray]  # images to (batch, features)


@takes(x="batch inputs", w="units inputs", b="units")
def hidden(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Give what a layer makes of each x: max(0, x wᵀ + b), (batch, units).

    >>> hidden([[1, 2]], w=[[3, -1], [0, -1]], b=[1, 1])
    array([[2., 0.]])
    """
    return relu(x @ w.T + b)


def untrained(seed: int) -> Represent:
    """Take the hidden layer as it is before the network of this seed learns."""
    w, b = network.initialize(WIDTHS, seed, "he")[0]
    return lambda x: hidden(flat(x), w, b)


def learnt(seed: int) -> Represent:
    """Take the hidden layer of the network trained from this seed."""
    w, b = trained_dense(WIDTHS, seed)[0]
    return lambda x: hidden(flat(x), w, b)


REPRESENTATIONS = {
    "pixels": lambda: [flat],
    "two": lambda: [in_spreads(two_features)],
    "many": lambda: [in_spreads(many_features)],
    "untrained": lambda: [untrained(seed) for seed in SEEDS],
    "learnt": lambda: [learnt(seed) for seed in SEEDS],
}


@kept
def measure(name: str) -> np.ndarray:
    """Count what the readers misread on a representation: (seeds, readers, 2).

    The readers are nearest mean and nearest neighbour; the last axis has the digits
    as they are and moved by a pixel (mean of four directions). Raises ValueError
    for a name that is not one of REPRESENTATIONS.

    >>> measure("pixels")[0].tolist()
    [[32.0, 209.25], [3.0, 121.0]]
    """
    if name not in REPRESENTATIONS:
        accepted = ", ".join(REPRESENTATIONS)
        raise ValueError(f"name is {name!r}; accepted: {accepted}")
    return np.array([both_readers(f) for f in REPRESENTATIONS[name]()])


def both_readers(represent: Represent) -> list[tuple[int, float]]:
    """Count what nearest mean and nearest neighbour misread on a representation."""
    data = digits_split()
    x, y = represent(data.x_train), data.y_train
    known = [class_means(x, y), (x, y)]
    return [errors(lambda images, k=k: nearest(represent(images), *k)) for k in known]


def features(name: str) -> int:
    """Count the numbers with which a representation describes a digit.

    >>> features("pixels"), features("many")
    (64, 33)
    """
    return REPRESENTATIONS[name]()[0](digits_split().x_test[:1]).shape[1]
