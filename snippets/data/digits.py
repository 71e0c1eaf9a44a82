"""The handwritten digits on which the book trains its networks.

The file read here is packed by `snippets.data.pack`; its origin is told in
`data/README.md`.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from snippets.shapes import integer, takes

DATA = Path(__file__).parent / "digits.npz"
BRIGHTEST = 16  # a pixel counts the ink in a block of 4x4 dots
TEST_SIZE = 360


class Split(NamedTuple):
    """A data set in two parts: images to learn from and images to be tested on."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Give the 1,797 images, pixels from 0 to 16, and their labels, 0 to 9.

    Images `(1797, 8, 8)` of float64, labels `(1797,)` of int64, in the order of
    scikit-learn's copy. Source: Alpaydin and Kaynak (1998), doi:10.24432/C50P49.

    >>> images, labels = load_digits()
    >>> images[0].astype(int)
    array([[ 0,  0,  5, 13,  9,  1,  0,  0],
           [ 0,  0, 13, 15, 10, 15,  5,  0],
           [ 0,  3, 15,  2,  0, 11,  8,  0],
           [ 0,  4, 12,  0,  0,  8,  8,  0],
           [ 0,  5,  8,  0,  0,  9,  8,  0],
           [ 0,  4, 11,  0,  1, 12,  7,  0],
           [ 0,  2, 14,  5, 10, 12,  0,  0],
           [ 0,  0,  6, 13, 10,  0,  0,  0]])
    >>> labels[:5]
    array([0, 1, 2, 3, 4])
    """
    with np.load(DATA) as data:
        return data["images"].astype(np.float64), data["labels"].astype(np.int64)


@takes(images="batch 8 8")
def scale(images: np.ndarray, dtype: DTypeLike = np.float64) -> np.ndarray:
    """Bring pixels from [0, 16] to [0, 1] and add the axis of the channel: x / 16.

    The result is `(batch, 1, 8, 8)`. Raises ValueError on another shape.

    >>> images, _ = load_digits()
    >>> x = scale(images)
    >>> x.shape, float(x.min()), float(x.max())
    ((1797, 1, 8, 8), 0.0, 1.0)
    """
    return (images[:, np.newaxis] / BRIGHTEST).astype(dtype)


@takes(test_size=integer(1))
def split(
    x: np.ndarray, y: np.ndarray, test_size: int = TEST_SIZE, seed: int = 0
) -> Split:
    """Put `test_size` examples, drawn at random, apart for the test.

    With the random permutation p of 0 ... n-1 that `seed` gives, the test set is
    p[:test_size] and the training set the rest, in the order of p. The same people
    wrote both parts: accuracy on other people's digits may be lower.

    Raises ValueError unless `x` and `y` are equally long and both parts get some.

    >>> part = split(np.arange(5.0), np.arange(5), test_size=2)
    >>> part.y_test, part.y_train
    (array([2, 4]), array([3, 0, 1]))
    """
    if len(x) != len(y):
        raise ValueError(f"{len(x)} images and {len(y)} labels; accepted: as many")
    if test_size >= len(x):
        raise ValueError(f"test_size is {test_size}; accepted: less than {len(x)}")
    order = np.random.default_rng(seed).permutation(len(x))
    test, train = order[:test_size], order[test_size:]
    return Split(x[train], y[train], x[test], y[test])


def digits_split(seed: int = 0, dtype: DTypeLike = np.float64) -> Split:
    """Load, scale and split the digits: 1,437 to learn from, 360 for the test.

    >>> part = digits_split()
    >>> part.x_train.shape, part.x_test.shape
    ((1437, 1, 8, 8), (360, 1, 8, 8))
    """
    images, labels = load_digits()
    return split(scale(images, dtype), labels, seed=seed)


def images(part: str) -> int:
    """Count the digits to learn from, "train", or those for the "test".

    >>> images("train"), images("test")
    (1437, 360)
    """
    data = digits_split()
    return len({"train": data.y_train, "test": data.y_test}[part])


def flat(x: np.ndarray) -> np.ndarray:
    """Give the pixels of each image in one row.

    >>> flat(np.zeros((5, 1, 8, 8))).shape
    (5, 64)
    """
    return x.reshape(len(x), -1)
