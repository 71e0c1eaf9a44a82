"""The scoreboard: each reader of digits that the book builds, measured alike.

All learn from the 1,437 training digits of `digits_split` and are tested on the
other 360, as they are and moved by one pixel. Where chance plays, they are trained
from each of five seeds.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from snippets import cnn, network
from snippets.cnn_training import trained
from snippets.data.digits import digits_split, flat
from snippets.dense_training import read_dense, trained_dense
from snippets.kept import kept
from snippets.language import Language
from snippets.nearest import class_means, nearest
from snippets.shifts import four_moves

SEEDS = range(5)
Read = Callable[[np.ndarray], np.ndarray]  # images (batch, 1, 8, 8) to labels


class Reader(NamedTuple):
    """What a reader is called, where it is told of, and how it comes to read."""

    es: str
    en: str
    section: str  # the id of the section that builds it
    learn: Callable[[int], tuple[int, Read]]  # from a seed: numbers kept, and read
    seeds: range = SEEDS


class Score(NamedTuple):
    """How a reader does, an entry a seed."""

    numbers: int  # weights and biases, or stored pixels
    misread: np.ndarray  # of the test digits as they are
    moved: np.ndarray  # of the test digits moved by one pixel, mean of four directions


@kept
def score(name: str) -> Score:
    """Measure a reader of READERS once per seed.

    Raises ValueError for another name.

    >>> score("nearest neighbour").misread
    array([3])
    """
    if name not in READERS:
        raise ValueError(f"name is {name!r}; accepted: {', '.join(READERS)}")
    reader = READERS[name]
    learnt = [reader.learn(seed) for seed in reader.seeds]
    misread, moved = zip(*(errors(read) for _, read in learnt), strict=True)
    return Score(learnt[0][0], np.array(misread), np.array(moved))


def errors(read: Read) -> tuple[int, float]:
    """Count the test digits misread: as they are, and moved (mean of four directions).

    >>> sevens = errors(lambda x: np.full(len(x), 7))
    >>> sevens == (360 - np.sum(digits_split().y_test == 7),) * 2
    True
    """
    data = digits_split()
    wrong = [int(np.sum(read(x) != data.y_test)) for x in four_moves(data.x_test)]
    return int(np.sum(read(data.x_test) != data.y_test)), float(np.mean(wrong))


def compare(points: np.ndarray, labels: np.ndarray) -> tuple[int, Read]:
    """Make the reader that answers with the label of the nearest of these points."""
    return points.size, lambda x: nearest(flat(x), points, labels)


def nearest_mean(seed: int) -> tuple[int, Read]:
    """Keep the mean image of each digit."""
    data = digits_split()
    return compare(*class_means(flat(data.x_train), data.y_train))


def nearest_neighbour(seed: int) -> tuple[int, Read]:
    """Keep all the training images."""
    data = digits_split()
    return compare(flat(data.x_train), data.y_train)


def dense(*widths: int) -> Callable[[int], tuple[int, Read]]:
    """Make what trains a dense network of these widths from a seed."""

    def learn(seed: int) -> tuple[int, Read]:
        theta = trained_dense(widths, seed)
        numbers = network.count_parameters(widths)
        return numbers, lambda x: read_dense(flat(x), theta)

    return learn


def convolutional(seed: int) -> tuple[int, Read]:
    """Take the book's network, trained from this seed."""
    theta = trained(seed).parameters
    return cnn.parameter_count(theta), lambda x: cnn.predict(x, theta)


ONCE = range(1)  # nothing is drawn at random
READERS = {
    "nearest mean": Reader(
        "media más próxima", "nearest mean", "sec-1-1", nearest_mean, ONCE
    ),
    "nearest neighbour": Reader(
        "vecino más próximo", "nearest neighbour", "sec-1-1", nearest_neighbour, ONCE
    ),
    "softmax regression": Reader(
        "regresión *softmax*", "softmax regression", "sec-4-4", dense(64, 10)
    ),
    "hidden layer": Reader(
        "una capa oculta de 64", "one hidden layer of 64", "sec-4-4", dense(64, 64, 10)
    ),
    "book's network": Reader(
        "red convolucional del libro",
        "the book's convolutional network",
        "sec-4-4",
        convolutional,
    ),
}


def scoreboard(say: Language, *names: str) -> dict[str, list]:
    """Write the table of these readers, or of all: a row each, in their order.

    >>> table = scoreboard(Language("en"), "nearest mean")
    >>> table["rows"]
    [['[nearest mean](#sec-1-1)', '640', '32', '209']]
    """
    header = [
        say("Lector", "Reader"),
        say("Números que guarda", "Numbers it keeps"),
        say("Lee mal", "Misread"),
        say("Movidos un píxel", "Moved by a pixel"),
    ]
    return {"header": header, "rows": [row(say, name) for name in names or READERS]}


def row(say: Language, name: str) -> list[str]:
    """Write a reader's row: its name with a link, its numbers and its errors."""
    reader, result = READERS[name], score(name)
    return [
        f"[{say(reader.es, reader.en)}](#{reader.section})",
        say.number(result.numbers, "d"),
        mean_and_range(say, result.misread),
        mean_and_range(say, result.moved),
    ]


def mean_and_range(
    say: Language,
    values: np.ndarray,
    form: str = ".1f",
    ends: str = ".0f",
    unit: str = "",
) -> str:
    """Write the mean of values, and in brackets the least and the largest.

    >>> mean_and_range(Language("en"), np.array([5, 7, 7]))
    '6.3 (5–\u20607)'
    """
    if len(values) == 1:
        return say.number(values[0], ends)
    low, high = (say.number(f(values), ends) for f in (np.min, np.max))
    between = say.ranges(f"{low}–{high}")
    return say.same(f"{say.number(np.mean(values), form)}{unit} ({between})")
