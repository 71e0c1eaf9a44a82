"""Figures of section 4.4: the trained network and what it has learnt."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.chapter4.motivation import lesson
from snippets.chapter4.motivation.comparison import SHIFTS, designed_kernels
from snippets.cnn_training import trained
from snippets.data.digits import digits_split
from snippets.drawing import style
from snippets.language import Language


def learning(say: Language) -> list[Figure]:
    """Draw loss and accuracy, epoch by epoch."""
    history = trained().history
    epochs = np.arange(len(history.test_loss))
    first, axes = style.panel(4.2, 2.8)
    _curve(axes, say, epochs, history.train_loss, history.test_loss)
    axes.set_yscale("log")
    axes.set_yticks([0.01, 0.1, 1], [say.number(v) for v in (0.01, 0.1, 1)])
    axes.minorticks_off()
    axes.set(xlabel=say("época", "epoch"), ylabel=say("pérdida", "loss"))
    style.label_ends(axes)
    second, axes = style.panel(4.2, 2.8)
    train, test = 100 * history.train_accuracy, 100 * history.test_accuracy
    _curve(axes, say, epochs[1:], train[1:], test[1:])
    axes.set(xlabel=say("época", "epoch"), ylabel=say("exactitud (%)", "accuracy (%)"))
    axes.set_ylim(None, 100.6)
    style.label_ends(axes)
    return [first, second]


def kernels(say: Language) -> list[Figure]:
    """Draw the learnt kernels beside eight designed by hand."""
    learnt = trained().parameters.kernels
    return [
        _gallery(learnt, say("aprendidos de los dígitos", "learnt from the digits")),
        _gallery(designed_kernels(), say("diseñados a mano", "designed by hand")),
    ]


def wrong(say: Language) -> list[Figure]:
    """Draw the test digits that are misread, with what was answered."""
    mistakes, images = lesson.misread(), digits_split().x_test
    half = (len(mistakes.index) + 1) // 2
    panels = []
    for start in (0, half):
        figure, axes = style.canvas(4.2, 1.7)
        rows = list(zip(*mistakes, strict=True))[start : start + half]
        for place, (index, predicted, true) in enumerate(rows):
            left = 10.5 * place
            style.pixels(axes, images[index, 0], (left, 8))
            answer = say(f"leído: {predicted}", f"read as {predicted}")
            truth = say(f"es un {true}", f"should be {true}")
            axes.text(left + 4, 9, answer, ha="center", va="bottom")
            axes.text(left + 4, -0.9, truth, ha="center", va="top")
        axes.set(xlim=(-0.5, 10.5 * half - 2), ylim=(-4, 12))
        panels.append(figure)
    return panels


def permuted(say: Language) -> Figure:
    """Draw a digit and the same pixels in another order."""
    figure, axes = style.canvas(4.0, 2.2)
    names = (
        say("un dígito", "a digit"),
        say("sus píxeles, permutados", "its pixels, permuted"),
    )
    digits = zip(lesson.example_digit(), names, (0, 12), strict=True)
    for image, name, left in digits:
        style.pixels(axes, image, (left, 8))
        axes.text(left + 4, 8.5, name, ha="center", va="bottom")
    axes.set(xlim=(-1.5, 21.5), ylim=(-0.2, 10))
    return figure


def shifts(say: Language) -> Figure:
    """Draw how many test digits are misread at each shift."""
    figure, axes = style.panel(4.2, 3.1)
    looks = {
        "softmax": ("s--", style.ORANGE, say.same("softmax")),
        "unpooled": ("^:", style.PURPLE, say("sin agrupar", "without pooling")),
        "cnn": ("o-", style.BLUE, say("la red\ndel libro", "the book’s\nnetwork")),
    }
    for network, (line, colour, name) in looks.items():
        share = 100 * lesson.average_misread(network)
        axes.plot(SHIFTS, share, line, color=colour, markersize=5, label=name)
    label = say("columnas hacia la derecha", "columns to the right")
    axes.set(xlabel=label, ylabel=say("mal leídos (%)", "misread (%)"))
    axes.set_xticks(SHIFTS, [say.number(k) for k in SHIFTS])
    axes.set(xlim=(-2.1, 2.1), ylim=(0, 100))
    style.label_ends(axes)
    return figure


def _curve(axes: Axes, say: Language, epochs, train, test) -> None:
    names = say("entrena-\nmiento", "training"), say("prueba", "test")
    axes.plot(epochs, train, color=style.BLUE, label=names[0])
    axes.plot(epochs, test, "--", color=style.ORANGE, label=names[1])
    axes.set_xlim(0, len(epochs) + 0.5)


def _gallery(kernels: np.ndarray, title: str) -> Figure:
    """Draw eight kernels in two rows, with a dash on the negative weights."""
    figure, axes = style.canvas(3.8, 2.4)
    for index, kernel in enumerate(kernels[:, 0]):
        row, column = divmod(index, 4)
        corner = (4 * column, 7.5 - 4 * row)
        style.pixels(axes, kernel, corner)
        for (i, j), weight in np.ndenumerate(kernel):
            if weight < 0:
                x, y = corner[0] + j + 0.5, corner[1] - i - 0.5
                axes.plot([x - 0.2, x + 0.2], [y, y], color=style.INK, linewidth=0.9)
    axes.text(7.5, 8, title, ha="center", va="bottom")
    axes.set(xlim=(-0.1, 15.1), ylim=(0.3, 9.2))
    return figure
