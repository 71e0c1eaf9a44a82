"""Figures of section 1.3: values go forwards through a graph, derivatives back."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from snippets.chapter1.backpropagation import lesson, reader
from snippets.drawing import cells, style
from snippets.language import Language

RADIUS = 0.42
PLACES = {
    "w": (0.6, 4.2),
    "x": (0.6, 2.6),
    "b": (1.2, 1.1),
    "z": (2.9, 3.4),
    "v": (5.2, 1.1),
    "h": (4.9, 3.4),
    "y_hat": (6.9, 3.4),
    "loss": (8.9, 3.4),
}
LIFT = (0, 0.1)  # of what stands over an arrow
BESIDE = {"w": (0.1, 0.12), "b": (-0.45, -0.05), "v": (-0.45, -0.05)}
NAMES = {"y_hat": r"\hat y", "loss": "L"}
EDGES = ("w z", "x z", "b z", "z h", "h y_hat", "v y_hat", "y_hat loss")


def graph(say: Language) -> list[Figure]:
    """Draw the small network's graph: its values, and then its derivatives."""
    given = {"x": lesson.X, "w": lesson.W, "b": lesson.B, "v": lesson.V}
    values = given | lesson.forward()._asdict()
    derivatives = lesson.backward() | {"loss": 1.0}
    first = _graph(say, values, style.BLUE, back=False)
    title = say("hacia delante: valores", "forwards: values")
    first.axes[0].text(4.7, 5.3, title, ha="center", va="bottom")
    second = _graph(say, derivatives, style.ORANGE, back=True)
    title = say("hacia atrás: derivadas de $L$", "backwards: derivatives of $L$")
    second.axes[0].text(4.7, 5.3, title, ha="center", va="bottom")
    return [first, second]


def _graph(say: Language, numbers: dict, colour: str, back: bool) -> Figure:
    """Draw the nodes, their arrows and a number under each node."""
    figure, axes = style.canvas(4.2, 2.8)
    for edge in EDGES:
        start, end = edge.split()
        if not back:
            _arrow(axes, PLACES[start], PLACES[end], style.FAINT)
        elif start != "x":
            _arrow(axes, PLACES[end], PLACES[start], colour)
            is_level = PLACES[start][1] == PLACES[end][1]
            shift = LIFT if is_level else BESIDE[start]
            middle = np.add(PLACES[start], PLACES[end]) / 2 + shift
            factor = say.number(lesson.factors()[edge])
            look = {"ha": "center", "va": "bottom"}
            axes.text(*middle, say.same(f"×{factor}"), **look)
    for name, place in PLACES.items():
        _node(axes, place, NAMES.get(name, name))
        if name in numbers:
            x, y = place[0], place[1] - RADIUS - 0.08
            text = say.number(numbers[name])
            look = {"ha": "center", "va": "top", "color": colour}
            axes.text(x, y, text, **look)
    cells.fit(axes, 0, 9.5, 0, 5.9)
    return figure


def paths(say: Language) -> Figure:
    """Draw a value that goes two ways, and what comes back along each."""
    figure, axes = style.canvas(4.2, 2.3)
    a, b = lesson.REPEATED, lesson.OTHER
    places = {"a": (0.8, 2), "p": (4, 3.2), "q": (4, 0.8), "s": (7.4, 2)}
    labels = {"a": "a", "p": "p", "q": "q", "s": "s"}
    for start, end in (("a", "p"), ("a", "q"), ("p", "s"), ("q", "s")):
        _arrow(axes, places[start], places[end], style.FAINT)
    for name, place in places.items():
        _node(axes, place, labels[name])
    one = say.number(1)
    notes = (
        ((5.9, 3.05), one),
        ((5.9, 0.95), one),
        ((2.1, 3.05), say.number(b)),
        ((2.45, 0.75), say.same(f"$2a={say.number(2 * a)}$")),
    )
    for place, text in notes:
        axes.text(*place, text, ha="center", va="center", color=style.ORANGE)
    texts = {"p": f"$p=5a={say.number(b * a)}$", "q": f"$q=a^2={say.number(a * a)}$"}
    axes.text(4, 3.75, say.same(texts["p"]), ha="center", va="bottom")
    axes.text(4, 0.25, say.same(texts["q"]), ha="center", va="top")
    axes.text(0.8, 2.55, say.same(f"$a={say.number(a)}$"), ha="center", va="bottom")
    total = say.number(lesson.along_both())
    axes.text(7.4, 2.55, say.same("$s=p+q$"), ha="center", va="bottom")
    sum_ = say.same(f"${say.number(b)}+{say.number(2 * a)}={total}$")
    axes.text(0.45, 1.4, sum_, ha="center", va="top", color=style.ORANGE)
    cells.fit(axes, -0.6, 8.6, -0.3, 4.4)
    return figure


def tangent(say: Language) -> Figure:
    """Draw the loss against w, and the line that the derivative gives at w = 1.5."""
    figure, axes = style.panel(4.0, 2.8)
    w = np.linspace(0, 2.6, 200)
    axes.plot(w, [lesson.forward(w=one).loss for one in w], color=style.INK)
    near = np.array([1.3, 2.3])
    slope = lesson.backward()["w"]
    line = lesson.forward().loss + slope * (near - lesson.W)
    axes.plot(near, line, "--", color=style.ORANGE)
    axes.plot(lesson.W, lesson.forward().loss, "o", color=style.BLUE)
    number = say.number(slope)
    text = say(f"pendiente {number}", f"slope {number}")
    axes.text(2.35, line[-1], text, color=style.ORANGE, va="center")
    axes.set(
        xlabel="$w$",
        ylabel=say("pérdida, $L$", "loss, $L$"),
        ylim=(-12, 215),
        xlim=(0, 3.5),
    )
    return figure


def learning(say: Language) -> Figure:
    """Draw the loss of each step of the reader's training, and its running mean."""
    figure, axes = style.panel(4.2, 2.8)
    losses = reader.train(0)[1]
    window = 45  # steps of an epoch
    mean = np.convolve(losses, np.ones(window) / window, mode="valid")
    axes.plot(losses, color=style.FAINT, lw=0.6)
    axes.plot(np.arange(len(mean)) + window - 1, mean, color=style.BLUE)
    axes.set_yscale("log")
    ticks = (0.001, 0.01, 0.1, 1)
    axes.set_yticks(ticks, [say.number(t) for t in ticks])
    axes.minorticks_off()
    axes.set(xlabel=say("paso", "step"), ylabel=say("pérdida", "loss"))
    return figure


def _node(axes: Axes, place, name: str) -> None:
    look = {"facecolor": style.PAPER, "edgecolor": style.INK, "lw": 1.2, "zorder": 2}
    axes.add_patch(Circle(place, RADIUS, **look))
    axes.text(*place, f"${name}$", ha="center", va="center", zorder=3)


def _arrow(axes: Axes, start, end, colour: str) -> None:
    """Draw an arrow from the edge of one node to that of another."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    along = (end - start) / np.linalg.norm(end - start) * (RADIUS + 0.06)
    cells.arrow(axes, start + along, end - along, color=colour)
