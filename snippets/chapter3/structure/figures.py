"""Figures of section 3.2: a network's shapes, XOR solved, and what depth folds."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from snippets.activations import linear, relu
from snippets.chapter3.structure import lesson
from snippets.chapter3.structure.sawtooth import draw_sawtooth, pieces
from snippets.drawing import style
from snippets.language import Language
from snippets.network import forward, initialize


def network(say: Language) -> Figure:
    """Draw the units and connections that the shapes of the parameters tell."""
    figure, axes = style.canvas(4.2, 3.0)
    parameters = initialize(lesson.SMALL, seed=0)
    columns = [_column(parameters[0][0].shape[1], 0.8)]
    for level, (w, b) in enumerate(parameters):
        left, right = columns[-1], _column(len(b), 0.8 + 3.3 * (level + 1))
        _connect(axes, left, right, w, marked=1 if level == 0 else None)
        middle = (left[0, 0] + right[0, 0]) / 2
        text = f"$w_{level + 1}$: {w.shape}\n$b_{level + 1}$: {b.shape}"
        axes.text(middle, 4.75, say.same(text), ha="center", va="bottom")
        columns.append(right)
    _name_layers(axes, say, columns)
    axes.set(xlim=(0, 8.2), ylim=(-0.1, 5.8))
    return figure


def _column(units: int, x: float) -> np.ndarray:
    """Place the units of a layer one below the other, in the middle."""
    y = 2.65 - 1.1 * (np.arange(units) - (units - 1) / 2)
    return np.column_stack([np.full(units, x), y])


def _connect(axes: Axes, left, right, w: np.ndarray, marked: int | None) -> None:
    """Draw one line per weight, and one row of weights, a unit's, in blue."""
    for unit, source in np.ndindex(w.shape):
        ends = np.array([left[source], right[unit]])
        mine = unit == marked
        look = {"color": style.BLUE if mine else style.FAINT, "zorder": 1 + mine}
        axes.plot(*ends.T, linewidth=2.2 if mine else 0.8, **look)
    for unit, place in enumerate(right):
        _dot(axes, place, style.BLUE if unit == marked else style.INK)


def _dot(axes: Axes, place, colour: str, radius: float = 0.3) -> None:
    look = {"facecolor": style.PAPER, "edgecolor": colour, "linewidth": 1.6}
    axes.add_patch(Circle(place, radius, zorder=4, **look))


def _name_layers(axes: Axes, say: Language, columns: list[np.ndarray]) -> None:
    for place in columns[0]:
        _dot(axes, place, style.INK)
    names = (
        say("entradas", "inputs"),
        say("capa oculta", "hidden layer"),
        say("capa de salida", "output layer"),
    )
    for name, units in zip(names, columns, strict=True):
        axes.text(units[0, 0], 0.45, name, ha="center", va="top")


def xor(say: Language) -> list[Figure]:
    """Draw the network for XOR with its numbers, and what its hidden layer sees."""
    return [_xor_network(say), _hidden_plane(say)]


def _xor_network(say: Language) -> Figure:
    figure, axes = style.canvas(4.0, 2.6)
    (w_1, b_1), (w_2, b_2) = lesson.XOR
    inputs, hidden, output = _rows(0.7), _rows(4.1), np.array([7.1, 2.4])
    for i, source in np.ndindex(2, 2):
        place = 0.28 if i == source else 0.26
        _edge(axes, say, inputs[source], hidden[i], w_1[i][source], place)
    for i in range(2):
        _edge(axes, say, hidden[i], output, w_2[0][i], 0.5)
        _named(axes, inputs[i], f"$x_{i + 1}$")
        _named(axes, hidden[i], f"$h_{i + 1}$")
        text = "$b$ = " + say.number(b_1[i])
        axes.text(
            4.1,
            hidden[i, 1] + (0.7 if i == 0 else -0.7),
            text,
            ha="center",
            va="center",
        )
    _named(axes, output, r"$\hat y$")
    axes.text(7.1, 1.55, "$b$ = " + say.number(b_2[0]), ha="center")
    axes.set(xlim=(0, 8), ylim=(-0.2, 5.0))
    return figure


def _rows(x: float) -> np.ndarray:
    return np.array([[x, 3.9], [x, 0.9]])


def _edge(axes: Axes, say: Language, start, end, weight: float, place: float) -> None:
    """Draw a connection and, on it, its weight; a negative one is dashed."""
    colour, dashes = (style.BLUE, "-") if weight > 0 else (style.ORANGE, "--")
    axes.plot(*np.array([start, end]).T, dashes, color=colour, zorder=1)
    at = np.asarray(start) + place * (np.asarray(end) - start)
    box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
    look = {"ha": "center", "va": "center", "color": colour}
    axes.text(*at, say.number(weight), bbox=box, zorder=2, **look)


def _named(axes: Axes, place, name: str) -> None:
    _dot(axes, place, style.INK, radius=0.44)
    axes.text(*place, name, ha="center", va="center", zorder=5)


def _hidden_plane(say: Language) -> Figure:
    figure, axes = style.panel(3.8, 2.7)
    y_hat, record = forward(lesson.POINTS, lesson.XOR, [relu, linear])
    hidden = record[1][0]
    h_1 = np.array([-0.5, 2.8])
    axes.plot(h_1, (h_1 - 0.5) / 2, color=style.INK)
    for point, value in zip(hidden, y_hat[:, 0], strict=True):
        colour = style.BLUE if value > 0.5 else style.ORANGE
        face = colour if value > 0.5 else style.PAPER
        axes.plot(*point, "o", ms=9, mec=colour, mfc=face, mew=1.8, zorder=3)
    notes = (("(0, 0)", (-0.1, 0.13)), ("(1, 1)", (1.9, 1.13)))
    for text, place in notes:
        axes.text(*place, say.same(text), ha="center", va="bottom")
    both = say("(0, 1) y (1, 0)", "(0, 1) and (1, 0)")
    axes.text(1.15, -0.1, both, va="top")
    axes.text(2.1, 0.6, "$h_1 - 2h_2 = $" + say.number(0.5), va="top")
    axes.set(xlim=(-0.5, 3.1), ylim=(-0.5, 1.6), xlabel="$h_1$", ylabel="$h_2$")
    axes.set(xticks=[0, 1, 2], yticks=[0, 1], aspect="equal")
    return figure


def depth(say: Language) -> Figure:
    """Draw what one, two and four folding layers make of the interval [0, 1]."""
    figure = Figure(figsize=(4.0, 4.0))
    for axes, layers in zip(figure.subplots(3, sharex=True), (1, 2, 4), strict=True):
        x, y = draw_sawtooth(layers)
        axes.plot(x, y, color=style.BLUE)
        axes.set(ylim=(-0.05, 1.05), yticks=[0, 1])
        axes.set_ylabel(r"$\hat y$", rotation=0, va="center")
        count = say.number(pieces(y))
        hidden = say.number(layers)
        name = say(
            f"capas ocultas: {hidden}; tramos: {count}",
            f"hidden layers: {hidden}; pieces: {count}",
        )
        axes.set_title(name, loc="left")
    axes.set(xlabel="$x$", xticks=[0, 0.25, 0.5, 0.75, 1])
    return figure
