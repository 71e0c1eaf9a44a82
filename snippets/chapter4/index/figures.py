"""The figure of chapter 4's introduction: data that lie on a grid."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from snippets.chapter4.convolution.lesson import digit
from snippets.chapter4.index.lesson import series
from snippets.drawing import style
from snippets.drawing.cells import fit, mark
from snippets.language import Language


def topologies(say: Language) -> list[Figure]:
    """Draw a grid of one dimension and one of two, and a value's neighbours."""
    return [_line(say, day=8), _plane(say, row=4, column=2)]


def _line(say: Language, day: int) -> Figure:
    values = series()
    days = np.arange(values.size)
    near = abs(days - day) <= 1
    figure, axes = style.panel(3.8, 2.6)
    axes.set_title(say("una dimensión: el tiempo", "one dimension: time"))
    axes.axvspan(day - 1.5, day + 1.5, color=style.BLUE, alpha=0.15, lw=0)
    axes.vlines(days, 0, values, color=style.FAINT, lw=1)
    axes.plot(days[~near], values[~near], "o", color=style.INK, ms=4)
    axes.plot(days[near], values[near], "s", color=style.BLUE, ms=6)
    ring = {"facecolors": "none", "edgecolors": style.ORANGE, "linestyles": "--"}
    axes.scatter(day, values[day], s=170, linewidths=1.8, **ring)
    axes.set_xlabel(say("día", "day"))
    axes.set_ylabel(say.same("mg"))
    axes.set_xticks(range(0, values.size, 4))
    axes.set_ylim(0, None)
    return figure


def _plane(say: Language, row: int, column: int) -> Figure:
    figure, axes = style.canvas(3.4, 2.6)
    axes.set_title(say("dos dimensiones: el plano", "two dimensions: the plane"))
    style.pixels(axes, digit()[0, 0])
    mark(axes, (column - 1, 1 - row), (3, 3))
    mark(axes, (column, -row), (1, 1), style.ORANGE, "--")
    fit(axes, -0.2, 8.2, -8.2, 0.2)
    return figure
