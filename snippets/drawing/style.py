"""One visual language for every figure of the book."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.drawing.ends import label_ends
from snippets.drawing.palette import BLUE, FAINT, GREEN, INK, ORANGE, PAPER, PURPLE

# Points. A panel of 4.2 inches is at least 318 pixels wide on a screen: 12 pixels.
SIZE = 11.5
RC = {
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "mathtext.fontset": "dejavuserif",
    "axes.titlesize": SIZE,
    "axes.labelsize": SIZE,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "axes.prop_cycle": f"cycler('color', {[BLUE, ORANGE, GREEN, PURPLE]})",
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "grid.color": FAINT,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "legend.fontsize": SIZE,
}


__all__ = [
    "BLUE",
    "FAINT",
    "GREEN",
    "INK",
    "ORANGE",
    "PAPER",
    "PURPLE",
    "canvas",
    "frame",
    "label_ends",
    "panel",
    "pixels",
]


def panel(width: float = 3.8, height: float = 2.5) -> tuple[Figure, Axes]:
    """Return a figure with one pair of axes, sized in inches."""
    figure = Figure(figsize=(width, height))
    return figure, figure.add_subplot()


def canvas(width: float = 3.8, height: float = 2.5) -> tuple[Figure, Axes]:
    """Return a figure for a diagram: no axes to see, equal units on both."""
    figure, axes = panel(width, height)
    axes.set_axis_off()
    axes.set_aspect("equal")
    return figure, axes


def pixels(
    axes: Axes,
    image: np.ndarray,
    corner=(0.0, 0.0),
    size: float = 1.0,
    top: float | None = None,
) -> None:
    """Draw an image (h, w) as squares: ink in proportion to the value.

    Positive values are drawn in ink, negative ones in orange, both relative
    to the largest absolute value, or to `top`, which several images may share,
    so that the page's paper shows through at 0.
    """
    image = np.asarray(image, dtype=float)
    top = top or np.abs(image).max() or 1.0
    squares, colours = [], []
    for (row, column), value in np.ndenumerate(image):
        place = (corner[0] + column * size, corner[1] - (row + 1) * size)
        squares.append(Rectangle(place, size, size))
        colours.append(_shade(value / top))
    axes.add_collection(PatchCollection(squares, facecolors=colours, linewidths=0))
    frame(axes, corner, image.shape, size)


def _shade(value: float) -> tuple[str, float]:
    return (INK if value >= 0 else ORANGE, round(abs(float(value)), 3))


def frame(axes: Axes, corner, shape: tuple[int, int], size: float = 1.0) -> None:
    """Draw the outline of an image of the given shape (h, w)."""
    height, width = shape[0] * size, shape[1] * size
    place = (corner[0], corner[1] - height)
    box = Rectangle(place, width, height, fill=False, edgecolor=FAINT, linewidth=0.8)
    axes.add_patch(box)
