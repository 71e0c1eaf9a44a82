"""Figures of section 1.2: going downhill, scores that add to one, a bent plane."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.activations import softmax
from snippets.chapter1.supervised_learning import clouds, lesson, reading, walk
from snippets.data.digits import images
from snippets.drawing import cells, style
from snippets.language import Language

SPEEDS = np.linspace(-3, 11, 200)


def model(say: Language) -> list[Figure]:
    """Draw the two walks with three models, and the loss of every model."""
    first, axes = style.panel(4.0, 3.0)
    ends = np.array([0, 2.3])
    for w in (1, 2, 4):
        axes.plot(ends, w * ends, color=style.FAINT, lw=1.2)
        speed = say.number(w)
        axes.text(2.34, w * 2.3, say.same(f"$w = {speed}$"), va="center")
    for x, y in zip(walk.HOURS, walk.KILOMETRES, strict=True):
        axes.plot([x, x], [2 * x, y], ":", color=style.ORANGE)
    axes.plot(walk.HOURS, walk.KILOMETRES, "o", color=style.BLUE, ms=8)
    axes.set(xlabel=say("horas, $x$", "hours, $x$"), xlim=(0, 2.9), ylim=(0, 9.6))
    axes.set_ylabel(say("kilómetros, $y$", "kilometres, $y$"))
    second, axes = style.panel(4.0, 3.0)
    _curve(axes, say)
    path = lesson.path(0.1, 3)
    _steps(axes, path)
    for step, w in enumerate(path):
        height = float(_loss(w)[0])
        if step != 2:  # too near the next
            place = (w + 0.3, height + 1.2)
            axes.text(*place, say.same(f"$w_{step}$"), color=style.BLUE)
    axes.set(xlim=(-1, 9), ylim=(0, 46))
    return [first, second]


def rates(say: Language) -> list[Figure]:
    """Draw eight steps with a learning rate too small, a good one, one too large."""
    panels = []
    for alpha in (0.01, 0.1, 0.45):
        figure, axes = style.panel(2.75, 2.4)
        _curve(axes, say)
        _steps(axes, lesson.path(alpha, 5))
        axes.set_title(say.same(f"$\\alpha =$ {say.number(alpha)}"))
        axes.set(xlim=(-10, 18.5), ylim=(0, 410), xticks=[0, 10])
        if alpha < 0.3:
            axes.set(xlim=(-1, 9), ylim=(0, 46), xticks=[0, 5])
        panels.append(figure)
    return panels


def minibatches(say: Language) -> Figure:
    """Draw the speed learnt against the walks looked at, for three batch sizes."""
    figure, axes = style.panel(4.2, 3.0)
    looks = {1: (":", style.ORANGE), 10: ("--", style.GREEN), 120: ("-", style.BLUE)}
    names = {
        1: say("de una en una", "one at a time"),
        10: say("de diez en diez", "ten at a time"),
        120: say("las 120", "all 120"),
    }
    for size, (line, colour) in looks.items():
        path = walk.descend_by_minibatches(size, epochs=3)
        seen = size * np.arange(len(path))
        axes.plot(seen, path, line, color=colour, label=names[size])
    axes.axhline(lesson.best_speed(), color=style.FAINT, lw=1)
    axes.set_xlabel(say("caminatas vistas", "walks seen"))
    axes.set(ylabel=say("velocidad, $w$", "speed, $w$"), ylim=(0, 5.4))
    axes.set_xticks([0, 120, 240, 360])
    style.label_ends(axes)
    return figure


def scores(say: Language) -> list[Figure]:
    """Draw three scores, their exponentials and their shares, as bars."""
    z = lesson.SCORES
    columns = (
        (z, say("puntuación $z$", "score $z$"), ".0f"),
        (np.exp(z), say("exponencial $e^z$", "exponential $e^z$"), ".2f"),
        (softmax(z), say("probabilidad", "probability"), ".3f"),
    )
    panels = []
    for values, name, form in columns:
        figure, axes = style.panel(2.6, 2.2)
        axes.bar(range(3), values, color=style.BLUE, width=0.6)
        span = np.ptp([0, *values])
        for place, value in enumerate(values):
            gap = 0.04 * span if value >= 0 else -0.04 * span
            side = "bottom" if value >= 0 else "top"
            text = say.number(value, form)
            axes.text(place, value + gap, text, ha="center", va=side)
        axes.axhline(0, color=style.FAINT, lw=1)
        axes.set_xticks(range(3), [say.number(k) for k in lesson.CANDIDATES])
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        low = min(0, *values) - 0.2 * span * (min(values) < 0)
        axes.set(yticks=[], title=name, ylim=(low, max(values) + 0.2 * span))
        panels.append(figure)
    return panels


def templates(say: Language) -> list[Figure]:
    """Draw the weights of softmax regression, an image for each digit."""
    weights = reading.templates()
    panels = []
    for start in (0, 5):
        figure, axes = style.canvas(4.2, 1.35)
        for column, digit in enumerate(range(start, start + 5)):
            left = 9.5 * column
            style.pixels(axes, weights[digit], (left, 8), top=np.abs(weights).max())
            for (i, j), w in np.ndenumerate(weights[digit]):
                if w < -0.3 * np.abs(weights).max():
                    x, y = left + j + 0.5, 7.5 - i
                    axes.plot([x - 0.25, x + 0.25], [y, y], color=style.PAPER, lw=1)
            axes.text(left + 4, 8.6, say.number(digit), ha="center", va="bottom")
        cells.fit(axes, -0.3, 46.3, -0.3, 11)
        panels.append(figure)
    return panels


def learning(say: Language) -> Figure:
    """Draw the digits that softmax regression misreads, epoch by epoch."""
    return _errors(say, reading.SOFTMAX)


def hidden_learning(say: Language) -> Figure:
    """Draw the digits that the network with a hidden layer misreads, by epoch."""
    return _errors(say, reading.HIDDEN)


def _errors(say: Language, widths: tuple[int, ...]) -> Figure:
    """Draw the digits misread in training and test, in percent."""
    figure, axes = style.panel(4.2, 2.8)
    counts = reading.errors(widths)
    training, test = say("entrenamiento", "training"), say("prueba", "test")
    for values, line, colour, label in (
        (100 * counts.train / images("train"), "o-", style.BLUE, training),
        (100 * counts.test / images("test"), "s--", style.ORANGE, test),
    ):
        look = {"color": colour, "ms": 5, "label": label}
        axes.plot(reading.EPOCHS[1:], values[1:], line, **look)
    axes.set(xlabel=say("época", "epoch"), ylim=(-0.3, 11))
    axes.set_ylabel(say("mal leídos (%)", "misread (%)"))
    style.label_ends(axes)
    return figure


def bent(say: Language) -> list[Figure]:
    """Draw the clouds with a grid, as they are and after the hidden layer."""
    theta = clouds.trained(clouds.HIDDEN, clouds.first_solved())
    x, y = clouds.clouds()
    first = _plane(x, y, lambda p: p, ("$x_1$", "$x_2$"))
    for unit, (w, b) in enumerate(zip(*theta[0], strict=True), 1):
        x_1 = np.array([-1.7, 1.7])
        x_2 = -(w[0] * x_1 + b) / w[1]
        first.axes[0].plot(x_1, x_2, "--", color=style.INK)
        look = {"ha": "center", "va": "center"}
        look["bbox"] = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
        name = say.same(f"$h_{unit}=0$")
        first.axes[0].text(0, -b / w[1], name, **look)
    first.axes[0].set(xlim=(-1.75, 1.75), ylim=(-1.75, 1.75))
    bend = lambda p: clouds.hidden(p, theta)  # noqa: E731
    second = _plane(bend(x), y, bend, ("$h_1$", "$h_2$"))
    (v, b), axes = theta[1], second.axes[0]
    ends = np.array([-1.15, 1.15])
    axes.plot(ends, -(v[0, 0] * ends + b[0]) / v[0, 1], "--", color=style.INK)
    axes.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
    return [first, second]


def _plane(x: np.ndarray, y: np.ndarray, bend, names: tuple[str, str]) -> Figure:
    """Draw points of two classes and, bent as they are, the lines of a grid."""
    figure, axes = style.panel(3.8, 3.6)
    along = np.linspace(-1.7, 1.7, 100)
    for across in np.linspace(-1.7, 1.7, 13):
        for line in ((along, 0 * along + across), (0 * along + across, along)):
            axes.plot(*bend(np.transpose(line)).T, color=style.FAINT, lw=0.5)
    for label, (mark, colour) in enumerate((("o", style.ORANGE), ("s", style.BLUE))):
        inside = style.PAPER if label == 0 else colour
        look = {"color": colour, "mfc": inside, "ms": 4.5, "lw": 0, "mew": 1}
        axes.plot(*x[y[:, 0] == label].T, mark, **look)
    axes.set(xlabel=names[0], ylabel=names[1], aspect="equal")
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return figure


def _loss(w):
    return np.array([walk.loss(v, walk.HOURS, walk.KILOMETRES) for v in np.ravel(w)])


def _curve(axes: Axes, say: Language) -> None:
    far = np.linspace(-12, 20, 300)
    axes.plot(far, _loss(far), color=style.INK, lw=1.2)
    axes.set(xlabel=say("velocidad, $w$", "speed, $w$"))
    axes.set_ylabel(say("pérdida, $L(w)$", "loss, $L(w)$"))


def _steps(axes: Axes, path: np.ndarray) -> None:
    """Draw the points of a walk downhill, and an arrow from each to the next."""
    heights = _loss(path)
    axes.plot(path, heights, "o", color=style.BLUE, ms=5)
    points = list(zip(path, heights, strict=True))
    for start, end in pairwise(points):
        cells.arrow(axes, start, end, color=style.BLUE, shrinkA=3, shrinkB=3)
