"""Figures of chapter 1: a network reads, and what it is made of."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.activations import softmax
from snippets.chapter1.index import lesson
from snippets.data.digits import digits_split
from snippets.drawing import answers, cells, style
from snippets.language import Language

DIGIT = 8


def reading(say: Language) -> list[Figure]:
    """Draw the first test digit of each class with the network's three best answers."""
    data, probabilities = digits_split(), lesson.answers()
    shown = [
        (data.x_test[i, 0], data.y_test[i], probabilities[i])
        for i in lesson.first_of_each()
    ]
    return answers.panels(shown, say)


def levels(say: Language) -> list[Figure]:
    """Draw a digit on its way through the network: maps, smaller maps, answers."""
    seen = lesson.layers(DIGIT)
    first, axes = style.canvas(4.2, 2.5)
    style.pixels(axes, seen.x[0, 0], (0, 14))
    cells.arrow(axes, (8.6, 10), (11.4, 10))
    _maps(axes, seen.rectified[0], (12, 19), 9)
    _name(axes, 4, 5.2, say("imagen:\n64 números", "image:\n64 numbers"))
    _name(axes, 29.5, 0.6, say("8 mapas: 512 números", "8 maps: 512 numbers"))
    cells.fit(axes, -1.2, 48, -2, 19.2)
    second, axes = style.canvas(4.2, 2.5)
    _maps(axes, seen.pooled[0], (0, 15), 5)
    _name(
        axes,
        9.5,
        4.6,
        say("8 mapas menores:\n128 números", "8 smaller maps:\n128 numbers"),
    )
    cells.arrow(axes, (20, 10.2), (23, 10.2))
    _bars(axes, softmax(seen.logits[0]), say)
    _name(axes, 33, -1.2, say("10 respuestas", "10 answers"))
    cells.fit(axes, -1.2, 48, -4.2, 20.5)
    return [first, second]


def _maps(axes: Axes, maps: np.ndarray, corner: cells.Corner, step: int) -> None:
    """Draw eight maps in two rows, in ink that all share."""
    for index, image in enumerate(maps):
        row, column = divmod(index, 4)
        place = (corner[0] + step * column, corner[1] - step * row)
        style.pixels(axes, image, place, top=maps.max())


def _bars(axes: Axes, p: np.ndarray, say: Language) -> None:
    """Draw the probability of each digit as a bar, the right one filled."""
    for digit, share in enumerate(p):
        bottom = 19.3 - 2.1 * digit
        look = {"color": style.BLUE} if digit == DIGIT else {"fill": False}
        bar = Rectangle((26.5, bottom - 0.7), 18 * share + 0.1, 1.4, lw=1, **look)
        axes.add_patch(bar)
        number = {"ha": "right", "va": "center"}
        axes.text(25.8, bottom, say.number(digit), **number)


def _name(axes: Axes, x: float, y: float, text: str) -> None:
    axes.text(x, y, text, ha="center", va="top")
