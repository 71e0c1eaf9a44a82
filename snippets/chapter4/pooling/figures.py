"""Figures of section 4.2: pooling, the shifts that it survives, its gradient."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from snippets.chapter4.pooling import lesson
from snippets.drawing import style
from snippets.drawing.cells import arrow, grid
from snippets.language import Language
from snippets.pooling import (
    average_pool2d,
    average_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)

WINDOWS = np.array([[style.BLUE, style.ORANGE], [style.GREEN, style.PURPLE]])
TINT = 0.22
ANGLES = 0, 20, 45  # degrees


def operation(say: Language) -> Figure:
    """Draw a map 4x4 and what max and average pooling 2x2 make of it."""
    x = lesson.example_map()
    figure, axes = style.canvas(4.2, 3.15)
    _grid(axes, say, x[0, 0], (0, 0), window=2)
    axes.text(2, 0.2, say("entrada", "input"), ha="center", va="bottom")
    outputs = (
        (max_pool2d(x, 2), 0, say("máximo", "maximum")),
        (average_pool2d(x, 2), -3.2, say("promedio", "average")),
    )
    for y, top, name in outputs:
        _grid(axes, say, y[0, 0], (6.4, top), window=1)
        axes.text(7.4, top + 0.2, name, ha="center", va="bottom")
        arrow(axes, (4.35, -2 + top / 6), (6.2, top - 1))
    axes.set(xlim=(-0.1, 8.5), ylim=(-5.4, 0.9))
    return figure


def _grid(
    axes: Axes, say: Language, values: np.ndarray, corner: tuple, window: int
) -> None:
    """Draw a map as cells with numbers, its windows in four colours."""
    left, top = corner

    def tint(i: int, j: int, value: float) -> dict:
        return {"fill": (WINDOWS[i // window, j // window], TINT)}

    grid(axes, values, corner, say, look=tint)
    for i, j in np.ndindex(WINDOWS.shape):
        place = (left + j * window, top - (i + 1) * window)
        _box(axes, place, window, window, ec=style.INK, lw=1.6)


def _box(axes: Axes, place: tuple, width: float, height: float, **look) -> None:
    axes.add_patch(Rectangle(place, width, height, fill=False, **look))


def tilted_face(say: Language) -> Figure:
    """Draw a face at three angles, where its eyes are found, and that pooled 4x4."""
    figure, axes = style.canvas(4.2, 2.5)
    for column, degrees in enumerate(ANGLES):
        left = 10.0 * column
        detected = lesson.eye_map(degrees)
        pooled = max_pool2d(detected, 4)
        _face(axes, detected[0, 0], left, degrees)
        axes.text(left + 4, 0.4, say.number(degrees, "g") + "°", ha="center")
        arrow(axes, (left + 4, -8.3), (left + 4, -9.7))
        for (i, j), value in np.ndenumerate(pooled[0, 0]):
            place = (left + 2 + 2 * j, -12 - 2 * i)
            tint = (style.BLUE, 0.35 * value)
            axes.add_patch(Rectangle(place, 2, 2, fc=tint, ec=style.FAINT, lw=1.2))
            shown = say.number(value, "g")
            centre = (place[0] + 1, place[1] + 1)
            axes.text(*centre, shown, ha="center", va="center")
    axes.set(xlim=(-0.3, 28.3), ylim=(-14.3, 1.9))
    return figure


def _face(axes: Axes, detected: np.ndarray, left: float, degrees: float) -> None:
    """Draw the map of the eyes, its four windows, and the face that it comes from."""
    for i, j in np.argwhere(detected):
        axes.add_patch(Rectangle((left + j, -i - 1), 1, 1, fc=style.BLUE, ec="none"))
    for k in range(9):
        look = {"color": style.FAINT, "linewidth": 1.4 if k % 4 == 0 else 0.3}
        axes.plot([left, left + 8], [-k, -k], **look)
        axes.plot([left + k, left + k], [-8, 0], **look)
    centre = np.array([left + 4, -4])
    line = {"color": style.INK, "linewidth": 1.1}
    axes.add_patch(Circle(centre, 3.8, fill=False, **line))
    angles = np.linspace(np.pi, 2 * np.pi, 30)
    mouth = np.array([1.5 * np.cos(angles), 0.9 * np.sin(angles) - 1.3])
    axes.plot(*(lesson.rotation(degrees) @ mouth + centre[:, None]), **line)


def shifted_strip(say: Language) -> Figure:
    """Draw a row with two detections, moved 0, 1 and 2 places, and each pooled."""
    figure, axes = style.canvas(4.2, 1.6)
    start = max_pool2d(lesson.strip(0), (1, 2))[0, 0, 0]
    axes.text(-0.9, 0.35, say.same("$d$"), ha="center")
    axes.text(4, 0.35, say("entrada", "input"), ha="center")
    axes.text(12, 0.35, say("máximo", "maximum"), ha="center")
    for row, d in enumerate((0, 1, 2)):
        x = lesson.strip(d)
        y = max_pool2d(x, (1, 2))[0, 0, 0]
        top = -1.6 * row
        axes.text(-0.9, top - 0.5, say.number(d, "g"), ha="center", va="center")
        _strip(axes, say, x[0, 0, 0], 0, top, changed=np.zeros(8, bool))
        arrow(axes, (8.3, top - 0.5), (9.7, top - 0.5))
        _strip(axes, say, y, 10, top, changed=y != start)
        for window in range(4):
            _box(axes, (2 * window, top - 1), 2, 1, ec=style.INK, lw=1.3)
    axes.set(xlim=(-2.1, 14.2), ylim=(-4.4, 1.1))
    return figure


def _strip(
    axes: Axes, say: Language, values: np.ndarray, left: float, top: float, changed
) -> None:
    """Draw a row of cells; what has changed in orange, with dashes."""

    def look(i: int, j: int, value: float) -> dict:
        filled = (style.BLUE, TINT if value else 0)
        return {"fill": filled, "colour": style.INK if value else style.FAINT}

    grid(axes, values, (left, top), say, look=look)
    for j in np.flatnonzero(changed):
        place = (left + j + 0.08, top - 0.92)
        _box(axes, place, 0.84, 0.84, ec=style.ORANGE, lw=1.5, ls="--")


def shifted_digits(say: Language) -> list[Figure]:
    """Draw how much a shift changes the digits: by the operation, by the window."""
    first, axes = _curves(say, say("ventana 2×2", "2×2 windows"))
    _curve(axes, "none", say("sin agrupar", "no pooling"), style.INK, "-o")
    one = say("1 píxel\nde cada 4", "1 pixel\nin 4")
    _curve(axes, "subsampled", one, style.PURPLE, ":s")
    _curve(axes, "average", say("promedio", "average"), style.GREEN, "-.^")
    _curve(axes, "max", say("máximo", "maximum"), style.BLUE, "--D")
    style.label_ends(axes)

    second, axes = _curves(say, say("máximo", "maximum"))
    _curve(axes, "none", say("sin agrupar", "no pooling"), style.INK, "-o")
    _curve(axes, "max", say.same("2×2"), style.BLUE, "--D")
    _curve(axes, "max4", say.same("4×4"), style.ORANGE, "-.v")
    _curve(axes, "global", say.same("global"), style.GREEN, ":s")
    style.label_ends(axes)
    return [first, second]


def _curves(say: Language, title: str) -> tuple[Figure, Axes]:
    figure, axes = style.panel(4.2, 3.0)
    axes.set_title(title)
    axes.set_xlabel(say("desplazamiento $d$ (píxeles)", "shift $d$ (pixels)"))
    axes.set_ylabel(say("cambio relativo", "relative change"))
    axes.set(xlim=(-0.1, 4.1), ylim=(-0.04, 1.5), xticks=lesson.SHIFTS)
    axes.set_yticks([0, 0.5, 1, 1.5])
    return figure, axes


def _curve(axes: Axes, kind: str, name: str, colour: str, look: str) -> None:
    line = {"color": colour, "markersize": 4, "label": name}
    axes.plot(lesson.SHIFTS, lesson.changes(kind), look, **line)


def gradients(say: Language) -> list[Figure]:
    """Draw where max and average pooling send the gradient of the example."""
    x = lesson.example_map()
    g = np.array([[[[4, 8], [12, 16]]]])
    panels = []
    for backward, name in (
        (max_pool2d_backward, say("máximo", "maximum")),
        (average_pool2d_backward, say("promedio", "average")),
    ):
        figure, axes = style.canvas(3.4, 2.2)
        _grid(axes, say, g[0, 0], (0, -1), window=1)
        arrow(axes, (2.2, -2), (3.6, -2))
        _grid(axes, say, backward(g, x, 2)[0, 0], (3.8, 0), window=2)
        axes.text(1, -0.8, say.same(r"$g$"), ha="center", va="bottom")
        gradient = say.same(r"$\partial L/\partial x$")
        axes.text(5.8, 0.2, gradient, ha="center", va="bottom")
        axes.text(0, -4, name, va="bottom")
        if backward is max_pool2d_backward:
            _mark_losers(axes, x, (3.8, 0))
        axes.set(xlim=(-0.1, 7.9), ylim=(-4.1, 0.9))
        panels.append(figure)
    return panels


def _mark_losers(axes: Axes, x: np.ndarray, corner: tuple) -> None:
    """Draw a dashed box round each entry that is as large as its window's winner."""
    largest = np.kron(max_pool2d(x, 2), np.ones((2, 2)))
    winners = max_pool2d_backward(np.ones((1, 1, 2, 2)), x, 2) > 0
    for i, j in np.argwhere(((x == largest) & ~winners)[0, 0]):
        place = (corner[0] + j + 0.12, corner[1] - i - 0.88)
        _box(axes, place, 0.76, 0.76, ec=style.INK, lw=1.2, ls="--")
