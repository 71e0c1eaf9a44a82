"""The figure of section 4.1 in which Sobel's filters meet a digit."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.figures import style
from snippets.figures.cells import fit, operator, signed
from snippets.language import Language
from snippets.lessons import convolution as lesson


def edges(say: Language) -> list[Figure]:
    """Apply the two Sobel filters to a digit."""
    names = [
        say("cambio hacia la derecha", "change to the right"),
        say("cambio hacia abajo", "change downwards"),
    ]
    kernels = lesson.RIGHT, lesson.RIGHT.T
    maps = lesson.sobel(lesson.digit())[0]
    return [_edges(*parts, say) for parts in zip(names, kernels, maps, strict=True)]


def _edges(title: str, kernel: np.ndarray, values, say: Language) -> Figure:
    figure, axes = style.canvas(4.0, 1.9)
    axes.set_title(title)
    style.pixels(axes, lesson.digit()[0, 0], (0, 0))
    for (row, column), value in np.ndenumerate(kernel):
        x, y = 10 + 1.7 * column, -1.45 - 1.7 * row
        box = Rectangle((x, y - 1.7), 1.7, 1.7, fill=False, ec=style.FAINT, lw=0.8)
        axes.add_patch(box)
        number = say.number(value)
        axes.text(x + 0.85, y - 0.88, number, ha="center", va="center", fontsize=9)
    signed(axes, values, (17.1, -1))
    operator(axes, (9, -4), "correlation")
    operator(axes, (16.1, -4), "=")
    fit(axes, -0.2, 23.3, -8.2, 0.2)
    return figure
