"""Figures of section 4.3: the basic block."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.block import seen_by
from snippets.chapter4.basic_block import lesson
from snippets.cnn_training import trained
from snippets.convolution import connections
from snippets.drawing import style
from snippets.drawing.cells import arrow, grid, operator
from snippets.language import Language

CHANNEL = 0  # the kernel that the digit is followed through
ROW = 14  # positions on the axis of the receptive-field figure


def by_hand(say: Language) -> list[Figure]:
    """Draw the numbers of the example: convolution; then detector and pooling."""
    stages = [stage[0, 0] for stage in lesson.example()]
    convolved, rectified, pooled = stages
    first, axes = style.canvas(4.2, 2.3)
    _numbers(axes, lesson.STROKE[0, 0], (0, 4), say)
    _numbers(axes, convolved, (7, 4), say)
    _title(axes, say("imagen", "image"), (0, 4), 5)
    _title(axes, say("convolución", "convolution"), (7, 4), 4)
    arrow(axes, (5.2, 2), (6.8, 2))
    left, right = lesson.EDGE[0, 0, 0]
    kernel = f"({say.number(left)}\xa0\xa0{say.number(right)})"
    note = say(f"núcleo {kernel}, sesgo ", f"kernel {kernel}, bias ")
    note += say.number(lesson.THRESHOLD[0])
    axes.text(5.5, -0.6, say.same(note), ha="center", va="center")
    axes.set(xlim=(-0.1, 11.1), ylim=(-1, 4.9))
    second, axes = style.canvas(4.2, 2.3)
    _numbers(axes, rectified, (2, 4), say)
    _numbers(axes, pooled, (8.8, 3), say)
    for row, column in np.ndindex(2, 2):
        style.frame(axes, (2 + 2 * column, 4 - 2 * row), (2, 2))
        _outline(axes, (2 + 2 * column, 4 - 2 * row), (2, 2), style.BLUE)
    _title(axes, say("detector", "detector"), (2, 4), 4)
    _title(axes, say("agrupamiento", "pooling"), (8.8, 3), 2)
    arrow(axes, (0, 2), (1.7, 2))
    axes.text(0.85, 2.3, say.same("ReLU"), ha="center")
    arrow(axes, (6.3, 2), (8.5, 2))
    axes.text(7.4, 2.3, say("máximo", "maximum"), ha="center")
    of_each = say("de cada 2×2", "of each 2×2")
    axes.text(7.4, 1.7, of_each, ha="center", va="top")
    axes.set(xlim=(-0.1, 11.1), ylim=(-1, 4.9))
    return [first, second]


def stages(say: Language) -> list[Figure]:
    """Draw a digit on its way through the block, for one kernel."""
    layers = lesson.digit_layers()
    image, convolved = layers.x[0, 0], layers.convolved[0, CHANNEL]
    rectified, pooled = layers.rectified[0, CHANNEL], layers.pooled[0, CHANNEL]
    first = _pair(
        (image, say("imagen", "image")),
        (convolved, say("convolución", "convolution")),
        say("núcleo 3×3", "3×3 kernel"),
        say("más sesgo", "plus bias"),
        kernel=trained().parameters.kernels[CHANNEL, 0],
    )
    second = _pair(
        (rectified, say("detector", "detector")),
        (pooled, say("agrupamiento", "pooling")),
        say("máximo", "maximum"),
        say("de cada 2×2", "of each 2×2"),
        arriving=say.same("ReLU"),
    )
    return [first, second]


def feature_maps(say: Language) -> list[Figure]:
    """Draw what eight kernels make of one digit, four in each panel."""
    return [_branches(say, range(0, 4)), _branches(say, range(4, 8))]


def channels(say: Language) -> Figure:
    """Draw how the channels add up to one output."""
    figure, axes = style.canvas(4.2, 4.6)
    tops = (13, 8.8, 4.6)
    parts = zip(
        tops,
        lesson.CHANNELS[0],
        lesson.CHANNEL_KERNEL[0],
        lesson.channel_terms(),
        strict=True,
    )
    for c, (top, x, kernel, term) in enumerate(parts):
        _numbers(axes, x, (0, top), say)
        _numbers(axes, kernel, (4.6, top - 0.5), say, style.BLUE)
        _numbers(axes, term, (8.6, top - 0.5), say)
        operator(axes, (3.8, top - 1.5), "correlation")
        operator(axes, (7.6, top - 1.5), "=")
        label = say(f"canal {c + 1}", f"channel {c + 1}")
        axes.text(0, top + 0.18, label, color=style.FAINT)
    axes.text(4.6, 12.68, say("núcleo", "kernel"), color=style.FAINT)
    output = lesson.channel_output()
    _numbers(axes, output, (8.6, -0.7), say, style.ORANGE)
    _outline(axes, (8.6, -0.7), (2, 2), style.ORANGE)
    arrow(axes, (9.6, 1.95), (9.6, -0.55))
    bias = say.number(lesson.CHANNEL_BIAS[0])
    text = say(
        f"suma de los canales\ny sesgo {bias}", f"sum of the channels\nand bias {bias}"
    )
    axes.text(9.2, 0.6, text, ha="right", va="center")
    axes.text(8.3, -1.7, say("una salida", "one output"), ha="right", va="center")
    axes.set(xlim=(-0.1, 11.1), ylim=(-2.8, 13.9))
    return figure


def receptive_field(say: Language) -> Figure:
    """Draw what one number of the second block sees, along one axis."""
    figure, axes = style.panel(4.2, 3.2)
    axes.set_axis_off()
    layers, size = lesson.BLOCK * 2, ROW
    seen = seen_by(0, size, layers)
    names = [say("entrada", "input")]
    names += [say("convolución", "convolution"), say("agrupamiento", "pooling")] * 2
    centres = np.arange(size, dtype=float)
    for level, span in enumerate(seen):
        for position, x in enumerate(centres):
            inside = position in span
            colour = style.BLUE if inside else style.FAINT
            fill = colour if inside else style.PAPER
            axes.plot(x, level, "o", color=colour, markerfacecolor=fill, markersize=6)
        text = say.same(f"{names[level]}: {len(span)}")
        axes.text(centres[-1] + 0.8, level, text, va="center")
        if level == len(layers):
            break
        k, stride = layers[level]
        pairs = connections(size, k, stride)
        size = 1 + max(end for _, end in pairs)
        above = np.array(
            [np.mean([centres[i] for i, o in pairs if o == end]) for end in range(size)]
        )
        for start, end in pairs:
            inside = end in seen[level + 1]
            axes.plot(
                [centres[start], above[end]],
                [level, level + 1],
                color=style.BLUE if inside else style.FAINT,
                linewidth=1.2 if inside else 0.5,
                zorder=0,
            )
        centres = above
    axes.set(xlim=(-0.5, ROW + 4.6), ylim=(-0.3, 4.3))
    return figure


def _numbers(axes: Axes, values, corner, say: Language, colour=style.INK) -> None:
    """Write a matrix into squares, with faint zeros unless another colour is asked."""

    def look(i: int, j: int, value: float) -> dict:
        faint = value == 0 and colour == style.INK
        return {"colour": style.FAINT} if faint else {}

    grid(axes, values, corner, say, colour, look)


def _title(axes: Axes, text: str, corner, width: float) -> None:
    x, y = corner[0] + width / 2, corner[1] + 0.3
    axes.text(x, y, text, ha="center", va="bottom")


def _outline(axes: Axes, corner, shape, colour: str) -> None:
    place = (corner[0], corner[1] - shape[0])
    box = Rectangle(place, shape[1], shape[0], fill=False, edgecolor=colour)
    box.set_linewidth(1.6)
    axes.add_patch(box)


def _pair(before, after, above, below, kernel=None, arriving="") -> Figure:
    """Draw two images and the arrow of the stage between them, or also before them."""
    figure, axes = style.canvas(4.2, 1.8)
    (image, name), (result, result_name) = before, after
    side = 8 / len(result) if len(result) < 8 else 1.0
    style.pixels(axes, image, (0, 8))
    style.pixels(axes, result, (14.5, 8), side)
    _negative(axes, result, (14.5, 8), side)
    _title(axes, name, (0, 8), 8)
    _title(axes, result_name, (14.5, 8), 8)
    arrow(axes, (8.5, 4), (14, 4))
    offset = 0.4
    if kernel is not None:
        style.pixels(axes, kernel, (9.75, 9))
        _negative(axes, kernel, (9.75, 9), 1)
    axes.text(11.25, 4 + offset, above, ha="center", va="bottom")
    axes.text(11.25, 4 - offset, below, ha="center", va="top")
    if arriving:
        arrow(axes, (-4.2, 4), (-0.5, 4))
        axes.text(-2.4, 4 + offset, arriving, ha="center", va="bottom")
    axes.set(xlim=(-4.4, 22.6), ylim=(-0.2, 10))
    return figure


def _negative(axes: Axes, image: np.ndarray, corner, size: float) -> None:
    """Mark the negative pixels by a dash: colour alone does not tell."""
    for (row, column), value in np.ndenumerate(image):
        if value < 0:
            x = corner[0] + (column + 0.5) * size
            y = corner[1] - (row + 0.5) * size
            reach = 0.22 * size
            axes.plot([x - reach, x + reach], [y, y], color=style.INK, linewidth=0.8)


def _branches(say: Language, which: Iterable[int]) -> Figure:
    """Draw the digit, some kernels, and the maps they give."""
    layers, kernels = lesson.digit_layers(), trained().parameters.kernels
    top = layers.rectified.max()
    figure, axes = style.canvas(4.2, 3.7)
    style.pixels(axes, layers.x[0, 0], (0, 14), 0.75)
    axes.text(3, 14.4, say("imagen", "image"), ha="center", va="bottom")
    labels = [
        (10, say("núcleo", "kernel")),
        (15.8, say("detector", "detector")),
        (22.4, say("agrupamiento", "pooling")),
    ]
    for x, text in labels:
        axes.text(x, 22.3, text, ha="center", va="bottom")
    for row, channel in enumerate(which):
        edge = 22 - 5.7 * row
        middle = edge - 2.4
        style.pixels(axes, kernels[channel, 0], (8.5, middle + 1.5))
        _negative(axes, kernels[channel, 0], (8.5, middle + 1.5), 1)
        style.pixels(axes, layers.rectified[0, channel], (13.4, edge), 0.6, top)
        style.pixels(axes, layers.pooled[0, channel], (20, edge), 1.2, top)
        arrow(axes, (6.3, 11 + 0.25 * (middle - 11)), (8.2, middle))
        arrow(axes, (11.8, middle), (13.1, middle))
        arrow(axes, (18.4, middle), (19.8, middle))
    axes.set(xlim=(-0.1, 26), ylim=(-0.3, 24))
    return figure
