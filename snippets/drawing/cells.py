"""Drawing maps as cells, with what stands between them: shared by figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from snippets.drawing import style
from snippets.language import Language

Corner = tuple[float, float]


def grid(
    axes: Axes,
    values,
    corner: Corner,
    say: Language,
    colour=style.INK,
    look: Callable[[int, int, float], dict] = lambda row, column, value: {},
) -> None:
    """Write a matrix of numbers into squares of side 1, the first at the top left.

    `look` may give a square a `colour` or a `fill` of its own.
    """
    for (row, column), value in np.ndenumerate(np.atleast_2d(values)):
        place = corner[0] + column, corner[1] - row
        options = {"colour": colour} | look(row, column, value)
        cell(axes, place, say.number(value), **options)


def cell(axes: Axes, corner: Corner, text: str, colour=style.INK, fill="none") -> None:
    """Draw one square with a text inside; `corner` is its upper left one."""
    x, y = corner
    edge = {"edgecolor": style.FAINT, "linewidth": 0.8}
    box = Rectangle((x, y - 1), 1, 1, facecolor=fill, **edge)
    axes.add_patch(box)
    axes.text(x + 0.5, y - 0.52, text, ha="center", va="center", color=colour)


def mark(axes: Axes, corner: Corner, shape=(1, 1), colour=style.BLUE, line="-") -> None:
    """Shade and outline a block of squares of the given shape (h, w)."""
    height, width = shape
    place = (corner[0], corner[1] - height)
    axes.add_patch(Rectangle(place, width, height, color=colour, alpha=0.15, lw=0))
    axes.add_patch(
        Rectangle(
            place, width, height, fill=False, edgecolor=colour, lw=2, ls=line, zorder=3
        )
    )


def arrow(axes: Axes, start: Corner, end: Corner, **kwargs) -> None:
    """Draw an arrow from one point to another."""
    look = {"arrowstyle": "-|>", "color": style.FAINT, "lw": 1.2}
    look |= {"shrinkA": 0, "shrinkB": 0} | kwargs
    axes.annotate("", end, start, arrowprops=look)


def operator(axes: Axes, place: Corner, name: str) -> None:
    """Draw the sign of an operation: an asterisk, a star or an equals sign."""
    sign = {"convolution": "$*$", "correlation": r"$\star$", "=": "$=$"}[name]
    axes.text(*place, sign, ha="center", va="center", size=15)


def fit(axes: Axes, left: float, right: float, bottom: float, top: float) -> None:
    """Set the limits of a diagram."""
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)


def signed(axes: Axes, values: np.ndarray, corner: Corner) -> None:
    """Draw a map as pixels, with its larger entries' signs for every eye."""
    style.pixels(axes, values, corner)
    top = np.abs(values).max()
    for (row, column), value in np.ndenumerate(values):
        if abs(value) > 0.4 * top:
            x, y = corner[0] + column + 0.5, corner[1] - row - 0.5
            axes.plot([x - 0.22, x + 0.22], [y, y], color=style.PAPER, lw=1)
            if value > 0:
                axes.plot([x, x], [y - 0.22, y + 0.22], color=style.PAPER, lw=1)
