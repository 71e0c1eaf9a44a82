"""Figures of the home page."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.chapter1.index.lesson import answers
from snippets.data.digits import digits_split, load_digits
from snippets.drawing import style
from snippets.drawing.answers import panels
from snippets.drawing.cells import arrow
from snippets.index.lesson import EDGE, chosen, edges
from snippets.language import Language

DIGIT = 0
ROWS = (14.2, 6.2)  # where each kernel and its map begin, in pixels from below
SIDE = 1.6  # of a kernel's squares, in pixels of the image


def reading(say: Language) -> list[Figure]:
    """Draw test digits, read rightly, with doubts and wrongly, with the answers."""
    data, p, kinds = digits_split(), answers(), chosen()
    pairs = zip(kinds["right"], kinds["unsure"], kinds["wrong"], strict=True)
    places = [place for kinds_of_one in pairs for place in kinds_of_one]
    shown = [(data.x_test[i, 0], data.y_test[i], p[i]) for i in places]
    return panels(shown, say)


def digit_and_edges(say: Language) -> Figure:
    """Draw a digit, the kernel in both positions and the maps of its edges."""
    figure, axes = style.canvas(4.2, 3.15)
    style.pixels(axes, load_digits()[0][DIGIT], (0, 11.2))
    axes.text(4, 2.6, say("imagen", "image"), ha="center", va="top")
    for top, kernel, image in zip(ROWS, (EDGE, EDGE.T), edges(DIGIT), strict=True):
        _numbers(axes, kernel, (10.7, top - 0.6), say)
        style.pixels(axes, image, (18, top))
        arrow(axes, (8.3, 7.2), (10.4, top - 3))
        arrow(axes, (15.8, top - 3), (17.7, top - 3))
    axes.text(13.1, -0.5, say("núcleo", "kernel"), ha="center", va="top")
    label = say("mapa de\ncaracterísticas", "feature map")
    axes.text(20.6, -0.5, label, ha="center", va="top")
    axes.set_xlim(-0.1, 24.2)
    axes.set_ylim(-3, 14.4)
    return figure


def _numbers(axes: Axes, kernel: np.ndarray, corner, say: Language) -> None:
    style.frame(axes, corner, kernel.shape, SIDE)
    for (row, column), value in np.ndenumerate(kernel):
        place = corner[0] + SIDE * (column + 0.5), corner[1] - SIDE * (row + 0.5)
        colour = style.ORANGE if value < 0 else style.INK
        shown = say.number(int(value))
        axes.text(*place, shown, ha="center", va="center", color=colour)
