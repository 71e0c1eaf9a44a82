"""What a move by one pixel does to a list of pixels (1.1)."""

from typing import NamedTuple

import numpy as np

from snippets.data.digits import digits_split, flat
from snippets.kept import kept
from snippets.nearest import class_means, nearest
from snippets.shifts import four_moves, shift

SIDES = ("left", "right", "up", "down")
MIDDLE = (0.05, 0.5, 0.95)  # the ends of the middle 90 % and the median


def moved(side: str) -> np.ndarray:
    """Give the test digits moved by one pixel to a side, (360, 1, 8, 8).

    Raises ValueError for another side.

    >>> moved("left").shape
    (360, 1, 8, 8)
    """
    return four_moves(digits_split().x_test)[side_index(side)]


def erased(side: str) -> np.ndarray:
    """Give the test digits where they are, without what that move pushes out.

    >>> erased("up")[:, 0, 0].any(), erased("left")[..., 0].any()
    (np.False_, np.False_)
    """
    x = digits_split().x_test.copy()
    border = {"left": x[..., 0], "right": x[..., -1]}
    border |= {"up": x[..., 0, :], "down": x[..., -1, :]}
    border[SIDES[side_index(side)]][...] = 0
    return x


def side_index(side: str) -> int:
    """Give the place of a side in SIDES; ValueError for another.

    >>> side_index("up")
    2
    """
    if side not in SIDES:
        raise ValueError(f"side is {side!r}; accepted: {', '.join(SIDES)}")
    return SIDES.index(side)


def ink_lost(side: str) -> float:
    """Return the share of the test digits' ink that the move pushes out, per cent."""
    return 100 * (1 - moved(side).sum() / digits_split().x_test.sum())


@kept
def control() -> np.ndarray:
    """Count what is misread per side, (4, 2, 2).

    The axes are SIDES; moved, or erased only; nearest mean, nearest neighbour.

    >>> control()[1].tolist()  # to the right
    [[250, 124], [32, 3]]
    """
    return np.array([[misread(f(side)) for f in (moved, erased)] for side in SIDES])


def misread(images: np.ndarray) -> list[int]:
    """Count the test digits that nearest mean and nearest neighbour misread."""
    data = digits_split()
    x, y = flat(data.x_train), data.y_train
    known = [class_means(x, y), (x, y)]
    return [int(np.sum(nearest(flat(images), *k) != data.y_test)) for k in known]


@kept
def distances() -> np.ndarray:
    """Measure how far each test digit lies from others, (3, 360).

    From the nearest training digit of its own class, from the nearest of another
    class, and from itself moved by one column (mean of left and right).

    >>> distances().mean(axis=1).round(2)
    array([1.05, 1.86, 3.16])
    """
    data = digits_split()
    x, y = flat(data.x_test), data.y_test
    own, other = [], []
    for image, label in zip(x, y, strict=True):
        far = np.linalg.norm(flat(data.x_train) - image, axis=1)
        own.append(far[data.y_train == label].min())
        other.append(far[data.y_train != label].min())
    sides = [np.linalg.norm(flat(moved(s)) - x, axis=1) for s in SIDES[:2]]
    return np.array([own, other, np.mean(sides, axis=0)])


def between_classes() -> np.ndarray:
    """Measure how far test digits lie from all training digits of other classes.

    >>> between_classes().shape
    (465768,)
    """
    data, found = digits_split(), []
    for image, label in zip(flat(data.x_test), data.y_test, strict=True):
        far = np.linalg.norm(flat(data.x_train) - image, axis=1)
        found.append(far[data.y_train != label])
    return np.concatenate(found)


@kept
def spans() -> np.ndarray:
    """Give the median of each kind of distance between the ends of its middle 90 %.

    The rows of (4, 3) are those of `distances`, and `between_classes`.

    >>> spans()[:, 1].round(2)
    array([1.03, 1.88, 3.15, 3.11])
    """
    return np.array([np.quantile(far, MIDDLE) for far in kinds()])


def kinds() -> list[np.ndarray]:
    """List the distances of each kind, in the order of `spans`."""
    return [*distances(), between_classes()]


class Traveller(NamedTuple):
    """A test digit that the nearest neighbour misreads once it is moved."""

    image: np.ndarray  # (8, 8)
    label: int
    moved: np.ndarray
    nearest: np.ndarray  # the stored digit that is nearest to the moved one
    read_as: int


def traveller() -> Traveller:
    """Give the first test digit that is read as it is and misread one column on.

    >>> traveller().label != traveller().read_as
    True
    """
    data = digits_split()
    moved = shift(data.x_test, 1)
    x, y = flat(data.x_train), data.y_train
    as_is, then = (nearest(flat(a), x, y) for a in (data.x_test, moved))
    i = int(np.argmax((as_is == data.y_test) & (then != data.y_test)))
    j = int(np.argmin(np.sum((x - flat(moved)[i]) ** 2, axis=1)))
    images = data.x_test[i, 0], moved[i, 0], data.x_train[j, 0]
    return Traveller(images[0], int(data.y_test[i]), *images[1:], int(y[j]))
