"""Figures of section 3.3: distances from the truth, loss and error rate."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.chapter3.evaluating_the_output import lesson
from snippets.drawing import style
from snippets.language import Language
from snippets.losses import squared_error


def squares(say: Language) -> Figure:
    """Draw the four parcels, and each squared error as the area of a square."""
    figure, axes = style.panel(4.2, 2.9)
    losses = squared_error(lesson.DAYS, lesson.PREDICTED_DAYS, "none")
    places = np.array([0.6, 2.9, 5.2, 7.5])
    pairs = zip(places, lesson.DAYS, lesson.PREDICTED_DAYS, losses, strict=True)
    for x, y, y_hat, loss in pairs:
        side = np.sqrt(loss)
        corner = (x, min(y, y_hat))
        box = Rectangle(corner, side, side, color=style.ORANGE, alpha=0.25, lw=0)
        axes.add_patch(box)
        axes.plot([x, x], [y, y_hat], color=style.ORANGE)
        axes.text(
            x + side + 0.25, (y + y_hat) / 2, say.number(float(loss)), va="center"
        )
        axes.plot(x, y_hat, "D", color=style.BLUE, markersize=6)
        axes.plot(x, y, "o", color=style.INK, markersize=4)
    axes.text(4.95, 2.0, "$y$", ha="right", va="center")
    axes.text(4.93, 4.0, r"$\hat{y}$", ha="right", va="center", color=style.BLUE)
    axes.set_aspect("equal")
    axes.set(xlim=(0, 9.4), ylim=(1.4, 6.6), yticks=range(2, 7))
    axes.set_xticks(places, ["1", "2", "3", "4"])
    axes.set_xlabel(say("paquete", "parcel"))
    axes.set_title(say("días hasta la entrega", "days to delivery"), loc="left")
    return figure


def threshold(say: Language) -> list[Figure]:
    """Draw the mean loss and the error rate as functions of one parameter."""
    b = np.linspace(-4, 4, 801)
    losses, errors = np.array([lesson.at_threshold(each) for each in b]).T
    left, axes = style.panel(3.8, 2.6)
    axes.plot(b, losses, color=style.BLUE)
    axes.plot(0, lesson.at_threshold(0)[0], "o", color=style.BLUE, markersize=5)
    axes.set_title(say("pérdida media", "mean loss"), loc="left")
    axes.set_ylim(0, 1.5)
    right, stairs = style.panel(3.8, 2.6)
    jumps = np.flatnonzero(np.diff(errors)) + 1
    for piece in np.split(np.arange(len(b)), jumps):
        stairs.plot(b[piece], errors[piece], color=style.ORANGE)
    stairs.set_title(say("tasa de error", "error rate"), loc="left")
    stairs.set_ylim(-0.02, 0.55)
    stairs.set_yticks([0, 1 / 6, 2 / 6, 3 / 6], ["0", "1/6", "2/6", "3/6"])
    for each in (axes, stairs):
        each.set_xlabel("$b$")
        each.set_xticks(range(-4, 5, 2))
    return [left, right]
