"""Figures of section 3.1: a unit, its bias, its line, and what it cannot do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from snippets.activations import linear, relu, sigmoid
from snippets.chapter3.units import lesson
from snippets.drawing import style
from snippets.drawing.cells import arrow
from snippets.language import Language
from snippets.network import unit

BIASES = {-2: ("--", style.ORANGE), 0: ("-", style.INK), 2: ("-.", style.BLUE)}


def diagram(say: Language) -> Figure:
    """Draw a ReLU unit with its inputs, weights, bias, sum and output."""
    figure, axes = style.canvas(4.2, 2.5)
    values = lesson.example()
    places = [(0.6, 3.6), (0.6, 0.7)]
    for i, place in enumerate(places):
        _node(axes, place, say.number(values["x"][i]))
        axes.text(place[0], place[1] + 0.68, f"$x_{i + 1}$", ha="center")
        _between(axes, place, (3.7, 2.15))
        weight = f"$w_{i + 1}$ = " + say.number(values["w"][i])
        at = (2.05, 3.35) if i == 0 else (1.75, 0.8)
        axes.text(*at, say.same(weight), ha="left", va="center", color=style.BLUE)
    axes.text(
        3.7, 4.1, "$b$ = " + say.number(values["b"]), ha="center", color=style.BLUE
    )
    arrow(axes, (3.7, 3.95), (3.7, 2.67), color=style.INK)
    _node(axes, (3.7, 2.15), "Σ")
    _between(axes, (3.7, 2.15), (6.2, 2.15))
    axes.text(4.9, 2.32, "$z$ = " + say.number(values["z"]), ha="center")
    _node(axes, (6.2, 2.15), "$f$")
    arrow(axes, (6.72, 2.15), (7.6, 2.15), color=style.INK)
    axes.text(7.7, 2.15, "$y$ = " + say.number(values["y"]), va="center")
    axes.text(3.7, 1.3, say("suma", "sum"), ha="center", va="top")
    axes.text(6.2, 1.3, say.same("ReLU"), ha="center", va="top")
    axes.set(xlim=(0, 8.8), ylim=(0, 4.75))
    return figure


def _node(axes: Axes, place: tuple, text: str) -> None:
    look = {"facecolor": style.PAPER, "edgecolor": style.INK, "linewidth": 1.3}
    axes.add_patch(Circle(place, 0.52, zorder=2, **look))
    axes.text(*place, text, ha="center", va="center", zorder=3)


def _between(axes: Axes, start: tuple, end: tuple, radius: float = 0.52) -> None:
    start, end = np.array(start), np.array(end)
    along = radius * (end - start) / np.linalg.norm(end - start)
    arrow(axes, start + along, end - along, color=style.INK)


def biases(say: Language) -> list[Figure]:
    """Draw a sigmoid and a ReLU unit of one input, w = 1, for three biases."""
    return [
        _shifted(say, sigmoid, say("sigmoide", "sigmoid"), (1, 1.05)),
        _shifted(say, relu, say.same("ReLU"), (3.2, 3.3)),
    ]


def _shifted(say: Language, f: Callable, name: str, top: tuple) -> Figure:
    figure, axes = style.panel(4.2, 2.8)
    x = np.linspace(-5, 5, 201)
    label_height = 0.62 * top[0]
    for b, (dashes, colour) in BIASES.items():
        y = np.array([unit([value], [1], b, f) for value in x])
        axes.plot(x, y, color=colour, linestyle=dashes)
        corner = (-b, unit([-b], [1], b, f))
        axes.plot(*corner, "o", color=colour, markersize=5, clip_on=False)
        at = x[np.argmin(np.abs(y - label_height))]
        text = "$b$ = " + say.number(b)
        axes.text(at - 1.05, label_height, text, ha="center", color=colour)
    axes.set(xlim=(-5, 5), ylim=(-0.03 * top[1], top[1]), xlabel="$x$")
    axes.set_title(name, loc="left")
    return figure


def plane(say: Language) -> list[Figure]:
    """Draw the line of a unit with its weights, and the two alarms' lines."""
    return [_direction(say), _alarms(say)]


def _direction(say: Language) -> Figure:
    figure, axes = style.panel(3.8, 3.6)
    w, x_1 = np.array([3, 4]), np.array([-1.0, 3.5])
    for b, dashes in ((0, "--"), (-5, "-"), (-10, "--")):
        colour = style.INK if b == -5 else style.FAINT
        axes.plot(x_1, -(w[0] * x_1 + b) / w[1], dashes, color=colour)
        place = lesson.foot(w, b) + np.array([-0.66, 0.64])
        axes.text(*place, "$b$ = " + say.number(b))
    near = lesson.foot(w, -5)
    _distance(axes, say, (0, 0), near, (0.42, 0.28))
    _vector(axes, near, near + w / 5)
    axes.text(*(near + w / 10 + (0.1, -0.13)), "$w$", color=style.BLUE)
    point = np.array([3, 0])
    gone = lesson.signed_distance(point, w, -5)
    _distance(axes, say, point, point - gone * w / 5, (2.85, -0.5))
    axes.plot(*point, "o", color=style.ORANGE)
    height = unit(point, w, -5, linear)
    axes.text(2.86, -0.05, "$z$ = " + say.number(height), ha="right")
    axes.set(xlim=(-1, 3.5), xlabel="$x_1$", ylabel="$x_2$")
    axes.set(xticks=range(-1, 4), yticks=range(-1, 4), ylim=(-1, 3), aspect="equal")
    return figure


def _distance(axes: Axes, say: Language, point, near, place: tuple) -> None:
    """Draw how far a point is from its nearest point of the line b = -5."""
    axes.plot(*np.array([point, near]).T, ":", color=style.ORANGE)
    gone = abs(lesson.signed_distance(point, [3, 4], -5))
    axes.text(*place, say.number(gone), color=style.ORANGE)


def _vector(axes: Axes, start: np.ndarray, end: np.ndarray) -> None:
    arrow(axes, start, end, color=style.BLUE, lw=1.8)


def _alarms(say: Language) -> Figure:
    figure, axes = _square()
    x_1 = np.array([-0.6, 1.7])
    named = ((lesson.EITHER, "OR", (-0.3, 0.85)), (lesson.BOTH, "AND", (0.02, 1.53)))
    for b, name, place in named:
        axes.plot(x_1, -b - x_1, color=style.INK)
        middle = lesson.foot([1, 1], b)
        _vector(axes, middle, middle + 0.16)
        text = f"{name}, $b$ = {say.number(b)}"
        axes.text(*place, say.same(text), rotation=-45, rotation_mode="anchor")
    _points(
        axes, say, [unit(x, [1, 1], lesson.EITHER, lesson.step) for x in lesson.POINTS]
    )
    return figure


def xor(say: Language) -> Figure:
    """Draw the four points of XOR and the two segments that cross."""
    figure, axes = _square()
    axes.plot([0, 1], [1, 0], color=style.BLUE)
    axes.plot([0, 1], [0, 1], "--", color=style.ORANGE)
    axes.plot(0.5, 0.5, "D", color=style.INK, markersize=5)
    axes.text(
        0.6,
        0.5,
        say("¿$z > 0$ y $z \\leq 0$?", "$z > 0$ and $z \\leq 0$?"),
        va="center",
    )
    _points(axes, say, [a != b for a, b in lesson.POINTS])
    return figure


def _square() -> tuple[Figure, Axes]:
    figure, axes = style.panel(3.6, 3.4)
    axes.set(xlim=(-0.4, 1.6), ylim=(-0.4, 1.6), xlabel="$x_1$", ylabel="$x_2$")
    axes.set(xticks=[0, 1], yticks=[0, 1], aspect="equal")
    return figure, axes


def _points(axes: Axes, say: Language, answers: list) -> None:
    """Draw the four points, filled where the answer is 1."""
    for point, answer in zip(lesson.POINTS, answers, strict=True):
        colour = style.BLUE if answer else style.ORANGE
        face = colour if answer else style.PAPER
        axes.plot(*point, "o", ms=9, mec=colour, mfc=face, mew=1.8, zorder=3)
        shown, place = say.number(int(answer)), (9, 4 if point[1] else -11)
        axes.annotate(shown, point, place, textcoords="offset points")
