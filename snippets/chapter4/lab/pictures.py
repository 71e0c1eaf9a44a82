"""How the laboratory draws: the look of its pictures, and matrices as grids."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from snippets.chapter4.lab.declarations import fitted, takes
from snippets.drawing.palette import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
)

LOOK = {
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, PURPLE]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.labelcolor": INK,
    "axes.titlesize": 11.5,
    "figure.facecolor": PAPER,
    "figure.figsize": (3.9, 2.4),
    "font.size": 11.5,
    "mathtext.fontset": "dejavuserif",
    "svg.fonttype": "none",
    "svg.hashsalt": "lab",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def drawable(images: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Give the images as matrices; raise ValueError if one cannot be drawn.

    >>> drawable({"$x$": [1, 2]})
    Traceback (most recent call last):
    ValueError: $x$ has shape (2,); accepted: (height, width)
    """
    if not isinstance(images, dict):
        given = f"images is of type {type(images).__name__}"
        raise TypeError(f"{given}; accepted: a dict of names and matrices")
    if not images:
        raise ValueError("images is empty; accepted: one matrix or more")
    found = {n: fitted(x, n, "height width", {}) for n, x in images.items()}
    for name, x in found.items():
        if not np.isfinite(x).all():
            given = f"{name} has nan or inf"
            raise ValueError(f"{given}; accepted: finite values")
    return found


@takes(columns=1)
def show(images: dict[str, np.ndarray], columns: int = 4) -> None:
    """Draw images: ink where x > 0, orange and a dash where x < 0.

    >>> show({"$x$": np.eye(2), "$-x$": -np.eye(2)})
    """
    images = drawable(images)
    width = min(columns, len(images))
    height = -(-len(images) // width)
    side = min(4 / width, 1.3)
    figure, _ = plt.subplots(height, width, layout="compressed")
    figure.set_size_inches(side * width, side * height)
    for axes, (name, x) in zip(figure.axes, images.items(), strict=True):
        strength = abs(x) / (abs(x).max() or 1)
        colours = np.where(x < 0, ORANGE, INK)
        shades = [*zip(colours.flat, strength.flat, strict=True)]
        cells = axes.pcolormesh(x, edgecolor=FAINT, linewidth=0.2)
        cells.set(array=None, facecolor=shades)
        for i, j in np.argwhere((x < 0) & (strength > 0.1)) + 0.5:
            axes.plot([j - 0.2, j + 0.2], [i, i], color=INK, linewidth=1)
        axes.set(title=name, xticks=[], yticks=[], aspect="equal")
        axes.spines[:].set_visible(True)
        axes.invert_yaxis()
