"""Figures of section 1.4: local connections, shared weights, pooling, many layers."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.chapter1.convolutional_networks import lenet, lesson
from snippets.drawing import cells, style
from snippets.language import Language

TOP = 8
MAP_LEFT, MAP_TOP = 13, 7  # where the map of outputs begins


def ways(say: Language) -> list[Figure]:
    """Draw what an output sees: all pixels, a patch of its own, a shared patch."""
    dense = [((0, 0), (8, 8), (2, 3))]
    local = [((1, 2), (3, 3), (1, 2)), ((4, 4), (3, 3), (4, 4))]
    titles = (
        say("densa: todos con todos", "dense: all with all"),
        say("local: cada una, su trozo", "local: to each its patch"),
        say("compartida: los mismos pesos", "shared: the same weights"),
    )
    panels = []
    for title, seen, alike in zip(
        titles, (dense, local, local), (True, False, True), strict=True
    ):
        figure, axes = _digit_and_map(title)
        colours = (style.BLUE, style.BLUE if alike else style.ORANGE)
        for (patch, shape, cell), colour in zip(seen, colours, strict=False):
            _look(axes, patch, shape, cell, colour)
        panels.append(figure)
    return panels


def _digit_and_map(title: str) -> tuple[Figure, Axes]:
    figure, axes = style.canvas(2.9, 1.75)
    style.pixels(axes, lesson.image(), (0, TOP))
    for row, column in np.ndindex(lesson.MAP, lesson.MAP):
        cells.cell(axes, (MAP_LEFT + column, MAP_TOP - row), "")
    axes.text(9.5, 9.1, title, ha="center", va="bottom")
    cells.fit(axes, -0.3, 19.3, -0.3, 10.8)
    return figure, axes


def _look(axes: Axes, patch, shape, cell, colour: str) -> None:
    """Join the corners of a patch of the digit to a cell of the map."""
    (row, column), (height, width) = patch, shape
    cells.mark(axes, (column, TOP - row), shape, colour)
    x, y = MAP_LEFT + cell[1], MAP_TOP - cell[0]
    cells.mark(axes, (x, y), (1, 1), colour)
    for corner in (TOP - row, TOP - row - height):
        end = y if corner == TOP - row else y - 1
        axes.plot([column + width, x], [corner, end], color=colour, lw=0.8)


def patch(say: Language) -> Figure:
    """Draw a patch, the kernel, their products and the sum of these."""
    figure, axes = style.canvas(4.2, 1.5)
    products = lesson.PATCH * lesson.EDGE + 0.0  # no -0
    for left, numbers in ((0, lesson.PATCH), (4.2, lesson.EDGE), (8.4, products)):
        cells.grid(axes, numbers, (left, 3), say)
    names = (
        (1.5, say("trozo", "patch")),
        (5.7, say("núcleo", "kernel")),
        (9.9, say("productos", "products")),
    )
    for x, name in names:
        axes.text(x, 3.3, name, ha="center", va="bottom")
    signs = ((3.6, r"$\times$"), (7.8, "$=$"))
    for x, sign in signs:
        axes.text(x, 1.5, say.same(sign), ha="center", va="center")
    total = say.number(products.sum())
    axes.text(11.7, 1.5, say(f"suma: {total}", f"sum: {total}"), va="center")
    cells.fit(axes, -0.2, 14.6, -0.2, 4.3)
    return figure


def stages(say: Language) -> Figure:
    """Draw a digit, the map of its edges, and the map pooled."""
    figure, axes = style.canvas(4.2, 2.1)
    parts = (
        (lesson.image(), (0, 8), say("imagen", "image")),
        (lesson.response(lesson.image()), (12, 7), say("mapa", "map")),
        (lesson.pooled(lesson.image()), (22, 5.5), say("agrupado", "pooled")),
    )
    for picture, corner, name in parts:
        style.pixels(axes, picture, corner)
        middle = corner[0] + picture.shape[1] / 2
        axes.text(middle, -0.6, name, ha="center", va="top")
    cells.arrow(axes, (8.5, 4), (11.5, 4))
    cells.arrow(axes, (18.5, 4), (21.5, 4))
    cells.fit(axes, -0.3, 25.6, -2.4, 8.4)
    return figure


def layers(say: Language) -> list[Figure]:
    """Draw the layers of LeNet-5 as stacks of maps, as large as they are."""
    stack = [("imagen", "image", 1, lenet.SIDE)]
    for name, maps, side, *_ in lenet.layers():
        names = ("salida", "output") if name == "output" else (name, name)
        stack.append((*names, maps, side))
    return [_stacks(say, stack[:4]), _stacks(say, stack[4:])]


def _stacks(say: Language, stack: list[tuple[str, str, int, int]]) -> Figure:
    """Draw some layers side by side, with their maps and sides beneath."""
    figure, axes = style.canvas(4.2, 2.1)
    for place, (es, en, maps, side) in enumerate(stack):
        left = 44 * place
        shown = min(maps, 4) if side > 1 else 1
        wide, high = (side, side) if side > 1 else (2, maps / 4)
        for k in reversed(range(shown)):
            corner = (left + 1.3 * k - wide / 2, 18 - high / 2 + 1.3 * k)
            look = {"facecolor": style.PAPER, "edgecolor": style.INK, "lw": 0.9}
            axes.add_patch(Rectangle(corner, wide, high, **look))
        size = f"{maps}×{side}×{side}" if side > 1 else f"{maps}"
        text = say(f"{es}\n{size}", f"{en}\n{size}")
        axes.text(left, -3, text, ha="center", va="top")
    cells.fit(axes, -22, 154, -24, 40)
    return figure


def fields(say: Language) -> Figure:
    """Draw what one number of each layer of LeNet-5 sees of the image."""
    figure, axes = style.canvas(4.2, 1.35)
    names = ("C1", "S2", "C3", "S4", "C5")
    for place, (name, side) in enumerate(zip(names, lenet.fields(), strict=True)):
        left, gap = 38 * place, (lenet.SIDE - side) / 2
        style.frame(axes, (left, lenet.SIDE), (lenet.SIDE, lenet.SIDE))
        cells.mark(axes, (left + gap, lenet.SIDE - gap), (side, side))
        middle = {"x": left + lenet.SIDE / 2, "ha": "center"}
        axes.text(y=35, s=say.same(name), va="bottom", **middle)
        axes.text(y=-3, s=say.same(f"{side}×{side}"), va="top", **middle)
    cells.fit(axes, -2, 38 * 5 - 4, -15, 46)
    return figure
