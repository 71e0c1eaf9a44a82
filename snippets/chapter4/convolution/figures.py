"""Figures of section 4.1: convolution."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.chapter4.convolution import lesson
from snippets.convolution import (
    connections,
    conv2d,
    convolve1d,
    convolve2d,
    cross_correlate2d,
    im2col,
    output_size,
)
from snippets.drawing import style
from snippets.drawing.cells import (
    arrow,
    cell,
    fit,
    grid,
    mark,
    operator,
    signed,
)
from snippets.language import Language
from snippets.windows import window_view

WEIGHTS = [(style.BLUE, "-"), (style.ORANGE, "--"), (style.GREEN, ":")]


def doses(say: Language) -> list[Figure]:
    """Read one convolution as inputs that spread and as outputs that gather."""
    return [_spread(say), _gather(say, t=3)]


def _spread(say: Language) -> Figure:
    signal, kernel = lesson.DOSES, lesson.EFFECT
    s = convolve1d(signal, kernel)
    figure, axes = style.canvas(3.8, 2.8)
    axes.set_title(say("cada entrada se reparte", "each input spreads"))
    for t in range(s.size):
        axes.text(t + 0.5, 0.25, say.number(t), ha="center", color=style.FAINT)
    axes.text(-0.3, 0.25, "$t$", ha="right", color=style.FAINT)
    for a, value in enumerate(signal):
        label = f"$I({a})={value}$"
        axes.text(-0.3, -a - 0.52, label, ha="right", va="center")
        grid(axes, value * kernel, (a, -a), say, style.INK if value else style.FAINT)
    bottom = -len(signal) - 0.4
    grid(axes, s, (0, bottom), say, style.BLUE)
    mark(axes, (0, bottom), (1, s.size))
    axes.text(-0.3, bottom - 0.52, "$s(t)$", ha="right", va="center", color=style.BLUE)
    fit(axes, -2.4, s.size + 0.1, bottom - 1.1, 0.9)
    return figure


def _gather(say: Language, t: int) -> Figure:
    signal, kernel = lesson.DOSES, lesson.EFFECT
    turned, first = kernel[::-1], t - len(kernel) + 1
    products = signal[first : t + 1] * turned
    figure, axes = style.canvas(3.8, 2.8)
    axes.set_title(say("cada salida reúne", "each output gathers"))
    grid(axes, signal, (0, 0), say)
    grid(axes, turned, (first, -1.5), say, style.ORANGE)
    grid(axes, products, (first, -3.5), say)
    mark(axes, (first, 0), (1, kernel.size))
    mark(axes, (first, -1.5), (1, kernel.size), style.ORANGE, "--")
    labels = ["$I(a)$", f"$K({t}-a)$", say("producto", "products")]
    for y, label in zip((0, -1.5, -3.5), labels, strict=True):
        axes.text(-0.3, y - 0.52, label, ha="right", va="center")
    for a in (first, t):
        axes.text(a + 0.5, -3, f"$K({t - a})$", ha="center", va="center")
    end = signal.size
    s = convolve1d(signal, kernel)[t]
    axes.text(end + 0.3, -4.02, f"$s({t})={s:g}$", va="center", color=style.BLUE)
    arrow(axes, (first + 0.2, -4.9), (end + 0.9, -4.9))
    slides = say("el núcleo, girado, se desliza", "the turned kernel slides")
    axes.text((first + end) / 2 + 0.4, -5.55, slides, ha="center")
    fit(axes, -2.6, end + 2, -5.8, 0.9)
    return figure


def flip(say: Language) -> list[Figure]:
    """Apply both operations to an image with a single 1: which way is the kernel?"""
    impulse = np.pad([[1]], 1)
    kernel = np.arange(1, 10).reshape(3, 3)
    convolved = convolve2d(impulse, kernel, "same")
    correlated = cross_correlate2d(impulse, kernel, "same")
    return [
        _flip("convolution", kernel, convolved, say),
        _flip("correlation", kernel, correlated, say),
    ]


def _flip(operation: str, kernel, result, say: Language) -> Figure:
    figure, axes = style.canvas(3.8, 1.6)
    if operation == "convolution":
        axes.set_title(say("convolución", "convolution"))
    else:
        axes.set_title(say("correlación cruzada", "cross-correlation"))
    for column, values in enumerate((np.pad([[1]], 1), kernel, result)):
        grid(axes, values, (4.2 * column, 0), say)
    for column, name in enumerate((operation, "=")):
        operator(axes, (4.2 * column + 3.6, -1.5), name)
    corners = zip((4.2, 8.4), (kernel, result), strict=True)
    for left, values in corners:
        row, column = np.argwhere(values == 1)[0]
        mark(axes, (left + column, -row))
    names = ("$I$", "$K$", "$s$" if operation == "convolution" else "$c$")
    for column, name in enumerate(names):
        axes.text(4.2 * column + 1.5, -3.6, name, ha="center", va="center")
    fit(axes, -0.1, 11.5, -4.1, 0.1)
    return figure


def sliding(say: Language) -> list[Figure]:
    """Show the patch behind one output, and what stride and padding do."""
    return [_patch(say), _strided(say)]


def _patch(say: Language) -> Figure:
    image, kernel = lesson.IMAGE, lesson.KERNEL
    result = cross_correlate2d(image, kernel)
    figure, axes = style.canvas(3.8, 2.3)
    axes.set_title(say("un parche, un valor", "one patch, one value"))
    for values, left, top in ((image, 0, 0), (kernel, 4.2, -0.5), (result, 7.4, -0.5)):
        grid(axes, values, (left, top), say)
    mark(axes, (0, 0), kernel.shape)
    mark(axes, (7.4, -0.5))
    operator(axes, (3.6, -1.5), "correlation")
    operator(axes, (6.8, -1.5), "=")
    names = say("imagen", "image"), say("núcleo", "kernel"), say("salida", "output")
    for name, x in zip(names, (1.5, 5.2, 8.4), strict=True):
        axes.text(x, -3.5, name, ha="center", va="center")
    patch = image[: kernel.shape[0], : kernel.shape[1]]
    pairs = zip(patch.flat, kernel.flat, strict=True)
    terms = "+".join(rf"{x} \cdot {k}" for x, k in pairs)
    text = f"${terms} = {result[0, 0]:g}$"
    axes.text(4.7, -4.5, text, ha="center", va="center", color=style.BLUE)
    fit(axes, -0.1, 9.5, -5.0, 0.1)
    return figure


def _strided(say: Language, size=5, stride=2, padding=1) -> Figure:
    image = np.ones((size, size))
    padded = np.pad(image, padding)
    y = conv2d(image[None, None], np.ones((1, 1, 3, 3)), None, stride, padding)[0, 0]
    figure, axes = style.canvas(3.8, 2.3)
    axes.set_title(say("paso 2, relleno 1", "stride 2, padding 1"))
    for (row, column), value in np.ndenumerate(padded):
        border = min(row, column, size + 1 - row, size + 1 - column) < padding
        colour = style.FAINT if border else style.INK
        cell(axes, (column, -row), say.number(value), colour)
    style.frame(axes, (padding, -padding), image.shape)
    left, top = size + 2 * padding + 1.6, -2
    grid(axes, y, (left, top), say)
    for (row, column), (colour, line) in zip(((0, 0), (1, 2)), WEIGHTS, strict=False):
        mark(axes, (stride * column, -stride * row), (3, 3), colour, line)
        mark(axes, (left + column, top - row), (1, 1), colour, line)
    arrow(axes, (size + 2 * padding + 0.3, -3.5), (left - 0.3, -3.5))
    axes.text(left + 1.5, top - 3.5, say("salida", "output"), ha="center")
    fit(axes, -0.1, left + 3.1, -7.1, 0.1)
    return figure


def matrix_product(say: Language) -> list[Figure]:
    """Show im2col: each patch becomes a column, the layer a matrix product."""
    x = lesson.IMAGE[np.newaxis, np.newaxis].astype(float)
    columns = im2col(window_view(x, lesson.KERNEL.shape))[0]
    return [_unrolled(columns, say), _product(x, columns, say)]


def _unrolled(columns: np.ndarray, say: Language, place: int = 1) -> Figure:
    image, (height, width) = lesson.IMAGE, lesson.KERNEL.shape
    row, column = divmod(place, image.shape[1] - width + 1)
    figure, axes = style.canvas(3.8, 3.0)
    axes.set_title(say("un parche, una columna", "one patch, one column"))
    grid(axes, image, (0, -1.5), say)
    mark(axes, (column, -1.5 - row), (height, width))
    grid(axes, columns, (6, 0), say)
    mark(axes, (6 + place, 0), (height * width, 1))
    arrow(axes, (3.3, -2.5), (5.7, -2.5))
    axes.text(1.5, -5.1, say("imagen", "image"), ha="center")
    axes.text(8, -5.6, "$X$", ha="center")
    ones = say("para el sesgo", "for the bias")
    axes.text(5.7, -4.52, ones, ha="right", va="center")
    fit(axes, -0.1, 10.1, -6, 0.1)
    return figure


def _product(x: np.ndarray, columns: np.ndarray, say: Language) -> Figure:
    kernels = np.stack([lesson.KERNEL, [[1, 0], [0, -1]]])[:, np.newaxis]
    bias = np.array([0, 1])
    weights = np.column_stack([kernels.reshape(2, -1), bias])
    y = conv2d(x, kernels, bias)[0].reshape(2, -1)
    figure, axes = style.canvas(3.8, 3.0)
    axes.set_title(say("un solo producto", "a single product"))
    grid(axes, weights, (0, -5.6), say)
    grid(axes, columns, (5.6, 0), say)
    grid(axes, y, (5.6, -5.6), say)
    mark(axes, (0, -5.6), (1, 5))
    mark(axes, (6.6, 0), (5, 1))
    mark(axes, (6.6, -5.6))
    for text, place in (("$W$", (-0.4, -6.6)), ("$X$", (5.2, -2.5))):
        axes.text(*place, text, ha="right", va="center")
    axes.text(9.9, -6.6, "$Y$", va="center")
    fit(axes, -1.3, 10.8, -7.7, 0.1)
    return figure


def convolutional(say: Language) -> Figure:
    """Draw the connections of a convolutional layer: three weights, shared."""
    size, kernel = lesson.ROW["size"], lesson.ROW["kernel"]
    figure, axes = style.canvas(4.0, 2.1)
    chosen = 2
    for i, output in connections(size, kernel):
        colour, line = WEIGHTS[i - output]
        ends = ([i, output + 1], [0, 2.6])
        strong = output == chosen
        axes.plot(*ends, color=colour, ls=line, lw=2.2 if strong else 1.0, zorder=1)
        if output == output_size(size, kernel) - 1:
            _weight(axes, ends, rf"$w_{i - output}$", colour)
    _units(axes, size, kernel, chosen, say)
    return figure


def _weight(axes: Axes, ends, text: str, colour: str) -> None:
    (x0, x1), (y0, y1) = ends
    x, y = x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0)
    box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}
    axes.text(x, y, text, ha="center", va="center", color=colour, bbox=box)


def dense(say: Language) -> Figure:
    """Draw the connections of a dense layer with the same inputs and outputs."""
    size, kernel = lesson.ROW["size"], lesson.ROW["kernel"]
    figure, axes = style.canvas(4.0, 2.1)
    chosen = 2
    for output in range(output_size(size, kernel)):
        strong = output == chosen
        colour, width = (style.BLUE, 2.2) if strong else (style.FAINT, 0.7)
        for i in range(size):
            ends = ([i, output + 1], [0, 2.6])
            axes.plot(*ends, color=colour, lw=width, zorder=1 + strong / 2)
    _units(axes, size, kernel, chosen, say)
    return figure


def _units(axes: Axes, size: int, kernel: int, chosen: int, say: Language) -> None:
    outputs = output_size(size, kernel)
    look = {"s": 130, "zorder": 2, "linewidths": 1.2, "edgecolors": style.INK}
    axes.scatter(range(size), [0] * size, c=style.PAPER, **look)
    colours = [style.INK if o == chosen else style.PAPER for o in range(outputs)]
    axes.scatter(np.arange(outputs) + 1, [2.6] * outputs, c=colours, **look)
    inputs = say(f"{size} entradas", f"{size} inputs")
    axes.text((size - 1) / 2, -0.75, inputs, ha="center")
    outs = say(f"{outputs} salidas", f"{outputs} outputs")
    axes.text((size - 1) / 2, 3.05, outs, ha="center")
    fit(axes, -0.4, size - 0.6, -0.9, 3.45)


def equivariance(say: Language) -> list[Figure]:
    """Move a digit: its map of vertical edges moves by as much."""
    titles = [
        say("un dígito", "a digit"),
        say("el mismo, 4 columnas más allá", "the same, 4 columns on"),
    ]
    panels = []
    for title, left in zip(titles, (1, 5), strict=True):
        x = lesson.shifted(lesson.digit(), left)[0, 0]
        edges = cross_correlate2d(x, lesson.RIGHT)
        figure, axes = style.canvas(3.6, 2.7)
        axes.set_title(title)
        style.pixels(axes, x)
        signed(axes, edges, (1, -10))
        for start in (left, left + 8):
            axes.plot([start, start], [0.3, -16.5], color=style.BLUE, lw=1, ls="--")
        arrow(axes, (7, -8.3), (7, -9.7), color=style.INK)
        axes.text(-0.4, -4, say("entrada", "input"), ha="right", va="center")
        axes.text(-0.4, -13, say("mapa", "map"), ha="right", va="center")
        fit(axes, -4.6, 14.2, -16.6, 0.4)
        panels.append(figure)
    return panels
