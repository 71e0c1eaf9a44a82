"""Figures of the home page."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.chapter1.index.lesson import answers
from snippets.data.digits import digits_split, load_digits
from snippets.drawing import style
from snippets.drawing.answers import panels
from snippets.index.lesson import EDGE, chosen, edges
from snippets.language import Language

DIGIT = 0
ROWS = (14.2, 6.2)  # where each kernel and its map begin, in pixels from below


def reading(say: Language) -> list[Figure]:
    """Draw test digits, read rightly, with doubts and wrongly, with the answers."""
    data, p, kinds = digits_split(), answers(), chosen()
    pairs = zip(kinds["right"], kinds["unsure"], kinds["wrong"], strict=True)
    places = [place for kinds_of_one in pairs for place in kinds_of_one]
    shown = [(data.x_test[i, 0], data.y_test[i], p[i]) for i in places]
    return panels(shown, say)


def digit_and_edges(say: Language) -> Figure:
    """Draw a digit, the kernel in both positions and the maps of its edges."""
    figure, axes = style.canvas(4.2, 3.1)
    style.pixels(axes, load_digits()[0][DIGIT], (0, 11.2))
    axes.text(4, 2.5, say("imagen", "image"), ha="center", va="top", fontsize=9)
    for top, kernel, image in zip(ROWS, (EDGE, EDGE.T), edges(DIGIT), strict=True):
        _numbers(axes, kernel, (10.5, top - 1.5), say)
        style.pixels(axes, image, (16.2, top))
        _arrow(axes, (8.3, 7.2), (10.2, top - 3))
        _arrow(axes, (13.8, top - 3), (15.9, top - 3))
    axes.text(12, -0.5, say("núcleo", "kernel"), ha="center", va="top", fontsize=9)
    label = say("mapa de características", "feature map")
    axes.text(19.2, -0.5, label, ha="center", va="top", fontsize=9)
    axes.set_xlim(-0.1, 23.4)
    axes.set_ylim(-1.8, 14.4)
    return figure


def _numbers(axes: Axes, kernel: np.ndarray, corner, say: Language) -> None:
    style.frame(axes, corner, kernel.shape)
    for (row, column), value in np.ndenumerate(kernel):
        place = (corner[0] + column + 0.5, corner[1] - row - 0.5)
        colour = style.ORANGE if value < 0 else style.INK
        shown = say.number(int(value))
        axes.text(*place, shown, ha="center", va="center", fontsize=9, color=colour)


def _arrow(axes: Axes, start, end) -> None:
    arrow = {"arrowstyle": "-|>", "color": style.FAINT, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=arrow)
