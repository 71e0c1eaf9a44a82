"""Figures of section 3.4: descent, a backward pass, a trained network."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from snippets.chapter3.training import lesson
from snippets.drawing import style
from snippets.drawing.cells import arrow
from snippets.language import Language
from snippets.losses import squared_error, squared_error_gradient
from snippets.network import backward, forward
from snippets.training import two_moons

LEVELS = (0.5, 2, 5, 10, 20, 40, 70, 110)
INPUTS = np.array([[0.0, 2.0], [0.0, 0.0]])
HIDDEN = np.array([[2.1, 2.0], [2.1, 0.0]])
OUTPUT = np.array([[4.2, 1.0]])
RADIUS = 0.33


def rates(say: Language) -> list[Figure]:
    """Draw three descents on one quadratic, each with another learning rate."""
    names = (
        say("demasiado pequeña", "too small"),
        say("buena", "good"),
        say("diverge", "diverges"),
    )
    colours = (style.PURPLE, style.BLUE, style.ORANGE)
    return [
        _descent(say, alpha, name, colour)
        for alpha, name, colour in zip(lesson.RATES, names, colours, strict=True)
    ]


def _descent(say: Language, alpha: float, name: str, colour: str) -> Figure:
    figure, axes = style.panel(2.7, 3.0)
    x, y = np.linspace(-5, 5, 101), np.linspace(-5, 5, 101)
    points = np.stack(np.meshgrid(x, y), axis=-1)
    height = lesson.quadratic(points)
    axes.contour(x, y, height, LEVELS, colors=style.FAINT, linewidths=0.7)
    path = lesson.quadratic_path(alpha, 11)
    axes.plot(*path.T, "o-", color=colour, markersize=3.5, linewidth=1.4)
    axes.plot(*path[0], "o", color=style.INK, markersize=5)
    axes.plot(0, 0, "+", color=style.INK, markersize=9, markeredgewidth=1.5)
    axes.text(path[0, 0], path[0, 1] + 0.35, r"$\theta_0$", ha="center")
    label = rf"$\alpha$ = {say.number(alpha, '.2f')}"
    axes.set_title(say.same(f"{name}\n{label}"))
    axes.set(xlim=(-4.8, 4.8), ylim=(-4.6, 4.6))
    axes.set_aspect("equal")
    axes.set_xlabel(r"$\theta_1$", labelpad=1)
    axes.set_ylabel(r"$\theta_2$", labelpad=0)
    axes.set_xticks(range(-4, 5, 2))
    axes.set_yticks(range(-4, 5, 2))
    return figure


def passes(say: Language) -> list[Figure]:
    """Draw the small network twice: values going forward, gradients coming back."""
    y_hat, record = forward(lesson.SMALL_X, lesson.SMALL, lesson.SMALL_LAYERS)
    slope = squared_error_gradient(lesson.SMALL_Y, y_hat)
    slopes = backward(slope, record, lesson.SMALL, lesson.SMALL_LAYERS)
    (_, z), (h, _) = record
    inside = [_numbers(say, values[0]) for values in (lesson.SMALL_X, h, y_hat)]
    left = _network(say, inside, lesson.SMALL, style.BLUE)
    axes, ((_, hidden), (_, output)) = left.axes[0], lesson.SMALL
    for (x, y), total, bias, side in zip(HIDDEN, z[0], hidden, (1, -1), strict=True):
        label = _equalities(say, b=bias, z=total)
        axes.text(x, y + 0.56 * side, label, ha="center", va="center")
    loss = squared_error(lesson.SMALL_Y, y_hat)
    labels = (
        (1.56, _equalities(say, b=output[0])),
        (0.36, _equalities(say, y=lesson.SMALL_Y[0, 0])),
        (0.02, _equalities(say, l=loss)),
    )
    for y, label in labels:
        axes.text(4.2, y, label, ha="center", va="center")
    axes.set_title(say("hacia delante: valores", "forward: values"), loc="left")
    # A unit's delta is the gradient of its bias, as there is one point.
    inside = [["", ""], *(_numbers(say, b) for _, b in slopes)]
    right = _network(say, inside, slopes, style.ORANGE, back=True)
    title = say("hacia atrás: gradientes", "backward: gradients")
    right.axes[0].set_title(title, loc="left")
    for (x, y), name in zip(INPUTS, ("$x_1$", "$x_2$"), strict=True):
        right.axes[0].text(x, y, name, ha="center", va="center")
    return [left, right]


def _numbers(say: Language, values: np.ndarray) -> list[str]:
    return [say.number(float(value) + 0.0) for value in values]


def _equalities(say: Language, **values: float) -> str:
    shown = {k: say.number(float(v)).replace(",", "{,}") for k, v in values.items()}
    return say.same("    ".join(f"${k}={number}$" for k, number in shown.items()))


def _network(
    say: Language, inside: list, edges: list, colour: str, back: bool = False
) -> Figure:
    """Draw circles with these numbers and arrows with these weights, all given."""
    figure, axes = style.canvas(3.8, 2.8)
    (hidden, _), (output, _) = edges
    _arrows(axes, say, (INPUTS, HIDDEN), hidden, colour, back)
    _arrows(axes, say, (HIDDEN, OUTPUT), output, colour, back)
    for places, texts in zip((INPUTS, HIDDEN, OUTPUT), inside, strict=True):
        for place, text in zip(places, texts, strict=True):
            circle = Circle(
                place, RADIUS, facecolor=style.PAPER, edgecolor=style.INK, zorder=3
            )
            axes.add_patch(circle)
            axes.text(*place, text, ha="center", va="center", color=colour, zorder=4)
    axes.set(xlim=(-0.45, 4.65), ylim=(-0.85, 2.85))
    return figure


def _arrows(
    axes: Axes, say: Language, layers: tuple, weights, colour: str, back: bool
) -> None:
    """Draw the connections of two layers, forward or back, each with its number."""
    starts, ends = layers
    for (j, i), weight in np.ndenumerate(weights):
        along = RADIUS * (ends[j] - starts[i]) / np.linalg.norm(ends[j] - starts[i])
        tips = starts[i] + along, ends[j] - along
        arrow(axes, *(tips[::-1] if back else tips), lw=1, zorder=1)
        x, y = 0.66 * starts[i] + 0.34 * ends[j]
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
        label = say.number(float(weight) + 0.0)
        axes.text(x, y, label, ha="center", va="center", color=colour, bbox=box)


def moons(say: Language) -> list[Figure]:
    """Draw the loss while a network learns two moons, and where it decides."""
    _, losses = lesson.trained(1000)
    left, axes = style.panel(3.8, 3.0)
    axes.plot(np.arange(len(losses)), losses, color=style.BLUE)
    axes.plot(50, losses[50], "s", color=style.PURPLE, markersize=5)
    axes.plot(len(losses) - 1, losses[-1], "o", color=style.INK, markersize=5)
    axes.set(ylim=(0, 0.65), xlim=(-15, 1020))
    axes.set_xlabel(say("paso", "step"))
    axes.set_title(say("pérdida media", "mean loss"), loc="left")
    axes.text(70, 0.3, say("paso 50", "step 50"), color=style.PURPLE)
    right, axes = style.panel(3.8, 3.0)
    x, y = two_moons(100, noise=0.15, seed=0)
    marks = ((0, "o", style.BLUE), (1, "^", style.ORANGE))
    for label, mark, colour in marks:
        axes.plot(*x[y[:, 0] == label].T, mark, color=colour, markersize=3, alpha=0.7)
    for steps, colour, dash in ((50, style.PURPLE, "--"), (1000, style.INK, "-")):
        x1, x2, p = lesson.probability_map(steps)
        axes.contour(x1, x2, p, [0.5], colors=colour, linestyles=dash, linewidths=1.8)
    axes.text(-1.1, 1.2, "$y=0$", color=style.BLUE)
    axes.text(1.95, -0.95, "$y=1$", color=style.ORANGE)
    axes.set(xlabel="$x_1$", ylabel="$x_2$")
    axes.set_title(say("frontera de decisión", "decision boundary"), loc="left")
    return [left, right]
