"""Numbers, tables, sessions and solutions of section 1.1."""

from typing import NamedTuple

import numpy as np

from snippets.chapter1.introduction import levels, moving, representations
from snippets.chapter1.introduction.moving import traveller
from snippets.chapter1.introduction.plane import principal_plane, project
from snippets.data.digits import BRIGHTEST, digits_split, flat, images
from snippets.kept import kept
from snippets.language import Language
from snippets.nearest import class_means, nearest
from snippets.scoreboard import mean_and_range, score, scoreboard

ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
SHOWN = 200  # of the test digits: with all of them the figures are crowded
FIRST, SECOND = (0.2, 0.9), (0.5, 0.5)  # two images of two pixels

__test__ = {
    "readers": """
>>> from snippets.data.digits import digits_split, flat
>>> from snippets.nearest import class_means, nearest
>>> data = digits_split()
>>> x, y = flat(data.x_train), data.y_train
>>> x_test, y_test = flat(data.x_test), data.y_test
>>> x.shape, x_test.shape
((1437, 64), (360, 64))
>>> means, digits = class_means(x, y)
>>> int(sum(nearest(x_test, means, digits) != y_test))
32
>>> int(sum(nearest(x_test, x, y) != y_test))
3
""",
    "moved": """
>>> from snippets.data.digits import digits_split, flat
>>> from snippets.nearest import nearest
>>> from snippets.shifts import shift
>>> data = digits_split()
>>> x, moved = flat(data.x_train), flat(shift(data.x_test, 1))
>>> int(sum(nearest(moved, x, data.y_train) != data.y_test))
124
""",
    "learnt": """
>>> from snippets.chapter1.introduction.representations import hidden
>>> from snippets.data.digits import digits_split, flat
>>> from snippets.dense_training import trained_dense
>>> from snippets.nearest import class_means, nearest
>>> data = digits_split()
>>> (w, b), _ = trained_dense((64, 64, 10))
>>> x, x_test = hidden(flat(data.x_train), w, b), hidden(flat(data.x_test), w, b)
>>> means, digits = class_means(x, data.y_train)
>>> int(sum(nearest(x_test, means, digits) != data.y_test))
10
""",
    "stored": """
>>> from snippets.data.digits import digits_split, flat
>>> from snippets.nearest import nearest
>>> data = digits_split()
>>> x, y = flat(data.x_train), data.y_train
>>> int(sum(nearest(x, x, y) != y))
0
""",
}


def numbers() -> np.ndarray:
    """Give that digit as the whole numbers from 0 to 16 that the data set has.

    >>> numbers().shape, numbers().max() <= 16
    ((8, 8), np.True_)
    """
    return (traveller().image * BRIGHTEST).astype(int)


def travelled() -> float:
    """Return the distance between that digit and itself moved."""
    one = traveller()
    return float(np.linalg.norm(one.image - one.moved))


def to_the_nearest() -> float:
    """Return the distance from the moved digit to the nearest stored one."""
    one = traveller()
    return float(np.linalg.norm(one.moved - one.nearest))


def label(which: str) -> int:
    """Return what that digit is, "true", or what it is "read" as once moved."""
    return {"true": traveller().label, "read": traveller().read_as}[which]


def misread(reader: str) -> int:
    """Return how many test digits a reader that learns once misreads."""
    return int(score(reader).misread[0])


def accuracy(reader: str) -> float:
    """Return the share of the test digits that it reads well, in per cent."""
    return 100 * (1 - misread(reader) / images("test"))


def stored(reader: str) -> int:
    """Count the numbers that a reader keeps."""
    return score(reader).numbers


def distance(which: str) -> float:
    """Return the median distance from a test digit to another.

    To the nearest stored digit of its "own" class or of "another"; to "itself"
    moved by a column; to "all others" of other classes.
    """
    row = ("own", "another", "itself", "all others").index(which)
    return float(moving.spans()[row, 1])


def farther_than_another() -> int:
    """Count the test digits that are closer to one of another class than to themselves.

    That is, to themselves moved by a column.
    """
    _, another, itself = moving.distances()
    return int(np.sum(itself > another))


def readers(say: Language) -> dict[str, list]:
    """Return the scoreboard so far."""
    return scoreboard(say, "nearest mean", "nearest neighbour")


def control(say: Language) -> dict[str, list]:
    """Return what is misread per direction: moved, and with the border erased."""
    names = {side: say.same(arrow) for side, arrow in ARROWS.items()}
    move, erase = say("movidos", "moved"), say("borrado", "erased")
    header = [say("Hacia", "Move"), say("Tinta perdida", "Ink lost")]
    mean, neighbour = reader_names(say)
    header += [f"{name}, {how}" for name in (neighbour, mean) for how in (move, erase)]
    rows = []
    for side, counts in zip(moving.SIDES, moving.control(), strict=True):
        lost = say.number(moving.ink_lost(side) / 100, ".1%")
        cells = (say.number(n, "d") for n in counts.T[::-1].ravel())
        rows.append([names[side], lost, *cells])
    return {"header": header, "rows": rows}


def erased(side: str) -> int:
    """Return what the nearest neighbour misreads if what leaves there is erased."""
    return int(moving.control()[moving.side_index(side), 1, 1])


def pushed(side: str) -> int:
    """Return what the nearest neighbour misreads if digits are moved to a side."""
    return int(moving.control()[moving.side_index(side), 0, 1])


def comparison(say: Language) -> dict[str, list]:
    """Return the errors of the two readers on each representation."""
    names = {
        "pixels": say("píxeles", "pixels"),
        "two": say("hechas a mano", "made by hand"),
        "many": say("hechas a mano", "made by hand"),
        "untrained": say("capa sin entrenar", "untrained layer"),
        "learnt": say("capa entrenada", "trained layer"),
    }
    header = [say("Representación", "Representation")]
    header += reader_names(say)
    header += [f"{name}, {say('movidos', 'moved')}" for name in reader_names(say)]
    rows = []
    for key, name in names.items():
        counts = representations.measure(key).T.reshape(4, -1)  # moved come last
        count = say.number(representations.features(key), "d")
        cells = (mean_and_range(say, c) for c in counts)
        rows.append([f"{name} ({count})", *cells])
    return {"header": header, "rows": rows}


def reader_names(say: Language) -> tuple[str, str]:
    """Name the two readers at the head of a column."""
    return (
        say("Media más próxima", "Nearest mean"),
        say("Vecino más próximo", "Nearest neighbour"),
    )


def wrong(name: str, reader: str, images: str = "as they are") -> float:
    """Return what a reader, "mean" or "neighbour", misreads; the mean of the seeds."""
    return float(counted(name, reader, images).mean())


def counted(name: str, reader: str, images: str = "as they are") -> np.ndarray:
    """Give what a reader misreads, (seeds,)."""
    column = ("as they are", "moved").index(images)
    row = ("mean", "neighbour").index(reader)
    return representations.measure(name)[:, row, column]


def in_the_session() -> float:
    """Return what the nearest mean misreads on what the first network has learnt."""
    return float(counted("learnt", "mean")[0])


def fewest() -> float:
    """Return the least that the nearest mean misreads on a learnt representation."""
    return float(counted("learnt", "mean").min())


def most() -> float:
    """Return the most that the nearest mean misreads on a learnt representation."""
    return float(counted("learnt", "mean").max())


@kept
def two_digits() -> int:
    """Count the 0s and 1s that the nearest of their means misreads by two features."""
    represent, data = representations.REPRESENTATIONS["two"]()[0], digits_split()
    train, test = (np.isin(y, (0, 1)) for y in (data.y_train, data.y_test))
    known = class_means(represent(data.x_train[train]), data.y_train[train])
    answers = nearest(represent(data.x_test[test]), *known)
    return int(np.sum(answers != data.y_test[test]))


def shown() -> int:
    """Return how many test digits the maps show, the first ones."""
    return SHOWN


def zeros_and_ones() -> int:
    """Count the 0s and 1s of the test."""
    return int(np.isin(digits_split().y_test, (0, 1)).sum())


class Map(NamedTuple):
    """The test digits in a plane."""

    places: np.ndarray  # (360, 2)
    share: float  # of the training digits' variance that the plane keeps


@kept
def drawn(name: str) -> Map:
    """Project the test digits to the principal plane of the training digits."""
    represent, data = representations.REPRESENTATIONS[name]()[0], digits_split()
    mean, directions, share = principal_plane(represent(data.x_train))
    return Map(project(represent(data.x_test), mean, directions), share)


def share(name: str) -> float:
    """Return the share of the variance that the plane keeps, in per cent."""
    return 100 * drawn(name).share


@kept
def plane_errors(name: str) -> int:
    """Count what the nearest mean misreads in that plane, by two numbers a digit."""
    represent, data = representations.REPRESENTATIONS[name]()[0], digits_split()
    x = represent(data.x_train)
    mean, directions, _ = principal_plane(x)
    known = class_means(project(x, mean, directions), data.y_train)
    return int(np.sum(nearest(drawn(name).places, *known) != data.y_test))


def level(k: int, learnt: int = 1) -> float:
    """Return what the nearest mean misreads on level k, the mean of the seeds."""
    return float(levels.misread(bool(learnt))[:, k].mean())


def spread(k: int, learnt: int = 1) -> float:
    """Return the spread within classes by that between them, mean of the seeds."""
    return float(levels.spread(bool(learnt))[:, k].mean())


def agreement(k: int, learnt: int = 1) -> float:
    """Return how many of the ten most exciting digits are of one class, mean."""
    return levels.MOST * float(levels.agreement(bool(learnt))[:, k].mean())


# Solutions


def far_apart() -> tuple[float, float]:
    """Compare a stroke with itself moved, and with a blank image.

    >>> far_apart()
    (4.0, 2.8284271247461903)
    """
    stroke, moved = np.zeros((8, 8)), np.zeros((8, 8))
    stroke[:, 3], moved[:, 4] = 1, 1
    blank = np.zeros((8, 8))
    apart = np.linalg.norm(stroke - moved), np.linalg.norm(stroke - blank)
    return float(apart[0]), float(apart[1])


def two_means() -> tuple[np.ndarray, float]:
    """Give w and b such that w · x + b > 0 where the mean 1 is nearer than the 0.

    >>> w, b = two_means()
    >>> w.shape
    (64,)
    """
    data = digits_split()
    (zero, one, *_), _ = class_means(flat(data.x_train), data.y_train)
    return 2 * (one - zero), float(np.sum(zero**2) - np.sum(one**2))
