"""Figures of section 3.5: likelihoods, losses and their gradients."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.activations import sigmoid
from snippets.chapter3.cost_functions import lesson
from snippets.chapter3.cost_functions.likelihood import gaussian
from snippets.drawing import style
from snippets.language import Language
from snippets.losses import (
    binary_cross_entropy,
    cross_entropy,
    sigmoid_cross_entropy_gradient,
    squared_error,
)

THETA = np.linspace(0.001, 0.999, 400)
DOTS = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.7])
BEST = 0.3
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])


def clicks(say: Language) -> list[Figure]:
    """Draw the likelihood of the ten clicks and minus its logarithm."""
    left, axes = style.panel(3.4, 2.6)
    _marked_curve(axes, lesson.likelihood, style.BLUE)
    axes.set_ylabel(r"$P(D\,|\,\theta)$")
    axes.set_ylim(0, 0.0026)
    axes.set_yticks([0, 0.001, 0.002])
    label = say(r"máximo en $\theta$ = 3/10", r"maximum at $\theta$ = 3/10")
    axes.text(0.34, 0.00232, label)
    right, axes = style.panel(3.4, 2.6)
    _marked_curve(axes, lesson.minus_log_likelihood, style.ORANGE)
    axes.set_ylabel(r"$-\log P(D\,|\,\theta)$")
    axes.set_ylim(0, 20)
    axes.set_yticks([0, 5, 10, 15, 20])
    label = say(r"mínimo en $\theta$ = 3/10", r"minimum at $\theta$ = 3/10")
    axes.text(0.33, 3.4, label)
    return [left, right]


def _marked_curve(axes: Axes, f, colour: str) -> None:
    axes.plot(THETA, [f(t) for t in THETA], color=colour)
    axes.plot(DOTS, [f(t) for t in DOTS], "o", color=colour, markersize=4)
    axes.axvline(BEST, color=style.FAINT, linewidth=0.8, linestyle=":")
    axes.set_xlim(0, 1)
    axes.set_xlabel(r"$\theta$")


def binary(say: Language) -> Figure:
    """Draw the binary cross-entropy of one point as a function of p."""
    figure, axes = style.panel(4.0, 2.8)
    ones = np.ones_like(THETA)
    axes.plot(THETA, binary_cross_entropy(ones, THETA, "none"), color=style.BLUE)
    zero = binary_cross_entropy(0 * ones, THETA, "none")
    axes.plot(THETA, zero, color=style.ORANGE, linestyle="--")
    axes.plot(0.5, lesson.binary_loss_at(0.5), "o", color=style.INK, markersize=4)
    axes.annotate(r"$\log 2$", (0.5, lesson.binary_loss_at(0.5)), (0.46, 1.25))
    axes.text(0.07, 4.9, "$y=1$:\n$-\\log p$", color=style.BLUE, va="top")
    name = "$y=0$:\n$-\\log(1-p)$"
    axes.text(0.93, 4.9, name, color=style.ORANGE, ha="right", va="top")
    axes.set(xlim=(0, 1), ylim=(0, 5), xlabel=r"$p$", ylabel=say("pérdida", "loss"))
    return figure


def classes(say: Language) -> list[Figure]:
    """Draw cross-entropy by the true class's probability, and for three classes."""
    return [_true_class(say), _triangle(say)]


def _true_class(say: Language) -> Figure:
    figure, axes = style.panel(3.8, 3.2)
    rows = np.stack([THETA, 1 - THETA], axis=-1)
    zeros = np.zeros(THETA.size, int)
    axes.plot(THETA, cross_entropy(zeros, rows, "none"), color=style.BLUE)
    for k in (2, 3, 10):
        loss = lesson.loss_of_guessing(k)
        axes.plot(1 / k, loss, "o", color=style.INK, markersize=4)
        where = (1 / k + 0.03, loss + 0.08)
        axes.text(*where, rf"$K={k}$: $\log {k}$")
    label = say("probabilidad de la clase verdadera", "probability of the true class")
    axes.set(xlim=(0, 1), ylim=(0, 5), xlabel=label, ylabel=say("pérdida", "loss"))
    return figure


def _triangle(say: Language) -> Figure:
    """Draw level lines of the loss over all the probabilities of three classes."""
    figure, axes = style.canvas(3.8, 3.2)
    axes.plot(*np.vstack([CORNERS, CORNERS[0]]).T, color=style.FAINT, linewidth=1)
    for label, line in levels(say):
        axes.plot(*(line @ CORNERS).T, color=style.BLUE, linewidth=1.4)
        edge = line[1] @ CORNERS
        axes.text(edge[0] + 0.03, edge[1], label, va="center")
    axes.plot(*CORNERS.mean(axis=0), "o", color=style.INK, markersize=4)
    axes.text(0, -0.07, "$p_1=1$", ha="center", va="top")
    axes.text(1, -0.07, "$p_2=1$", ha="center", va="top")
    top = say("clase verdadera\n$p_3=1$", "true class\n$p_3=1$")
    axes.text(0.5, 0.9, top, ha="center")
    axes.set(xlim=(-0.15, 1.2), ylim=(-0.18, 1.05))
    return figure


def levels(say: Language) -> list[tuple[str, np.ndarray]]:
    """Return lines of equal loss, as the probabilities (2, 3) at their two ends."""
    named = [(say.number(loss), loss) for loss in (0.25, 0.5, 2.0, 3.0)]
    named.append((say.same(r"$\log 3$"), lesson.loss_of_guessing(3)))
    lines = []
    for label, loss in named:
        p = np.exp(-loss)
        lines.append((label, np.array([[1 - p, 0, p], [0, 1 - p, p]])))
    return lines


def gaussians(say: Language) -> list[Figure]:
    """Draw the bells around the prediction, and the parabola that they give."""
    return [_bells(say), _parabola(say)]


def _bells(say: Language) -> Figure:
    figure, axes = style.panel(3.8, 2.9)
    x = np.array([1.0, 2.0, 3.0])
    y_hat = 0.5 + 0.8 * x
    y = y_hat + np.array([0.5, -0.9, 0.2])
    axes.plot([0.5, 3.9], [0.9, 3.62], color=style.BLUE, label=r"$\hat y$")
    for a, centre, seen in zip(x, y_hat, y, strict=True):
        t = np.linspace(centre - 1.5, centre + 1.5, 101)
        bell = a + gaussian(t, np.full_like(t, centre), 0.5)
        axes.plot(bell, t, color=style.INK, linewidth=1)
        axes.plot([a, a], [t[0], t[-1]], color=style.FAINT, linewidth=0.8)
        axes.plot([a, a], [centre, seen], color=style.ORANGE, linewidth=2.5)
        axes.plot(a, seen, "o", color=style.ORANGE, markersize=5)
    label = say.same("error")
    axes.text(2.14, 0.85, label, color=style.ORANGE)
    axes.set(xlim=(0.4, 4.2), ylim=(-0.3, 4.6), xlabel="$x$", ylabel="$y$")
    axes.set_xticks(x)
    style.label_ends(axes)
    return figure


def _parabola(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 3.2)
    y_hat = np.linspace(-2, 4, 121)
    y = np.ones_like(y_hat)
    error = squared_error(y, y_hat, "none")
    axes.plot(y_hat, error, color=style.BLUE, label=r"$(y-\hat y)^2$")
    minus_log = -np.log(gaussian(y, y_hat, 1.0))
    name = say("menos log\nde la\ndensidad", "minus log\nof the\ndensity")
    axes.plot(y_hat, minus_log, color=style.ORANGE, linestyle="--", label=name)
    axes.plot([1, 1], [0, minus_log.min()], "o", color=style.INK, markersize=4)
    axes.axvline(1, color=style.FAINT, linewidth=0.8, linestyle=":")
    axes.set(xlim=(-2, 4), ylim=(-0.3, 9), xlabel=r"$\hat y$")
    axes.set_ylabel(say("pérdida si $y=1$", "loss if $y=1$"))
    style.label_ends(axes)
    return figure


def saturation(say: Language) -> list[Figure]:
    """Draw both gradients by the logit, and both descents from a wrong start."""
    return [_slopes(say), _descents(say)]


def _slopes(say: Language) -> Figure:
    figure, axes = style.panel(3.8, 2.9)
    z = np.linspace(-8, 8, 161)
    y = np.ones_like(z)
    cross = sigmoid_cross_entropy_gradient(y, z)
    square = lesson.sigmoid_squared_error_gradient(y, z)
    axes.plot(z, cross, color=style.BLUE)
    axes.plot(z, square, color=style.ORANGE, linestyle="--")
    axes.axvline(-6, color=style.FAINT, linewidth=0.8, linestyle=":")
    label = say("entropía cruzada: $p-y$", "cross-entropy: $p-y$")
    axes.text(-7.8, -1.06, label, color=style.BLUE, va="top")
    label = say("error cuadrático", "squared error")
    axes.text(-7.8, 0.05, label, color=style.ORANGE)
    axes.set(xlim=(-8, 8), ylim=(-1.3, 0.25), xlabel="$z$")
    axes.set_xticks([-6, -3, 0, 3, 6])
    axes.set_ylabel(say("pendiente si $y=1$", "slope if $y=1$"))
    return figure


def _descents(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 3.2)
    steps = np.arange(301)
    cross = lesson.logits_while_learning(sigmoid_cross_entropy_gradient, 300)
    square = lesson.logits_while_learning(lesson.sigmoid_squared_error_gradient, 300)
    name = say("entropía\ncruzada", "cross-\nentropy")
    axes.plot(steps, sigmoid(cross), color=style.BLUE, label=name)
    name = say("error\ncuadrático", "squared\nerror")
    axes.plot(steps, sigmoid(square), color=style.ORANGE, ls="--", label=name)
    axes.axhline(0.5, color=style.FAINT, linewidth=0.8, linestyle=":")
    axes.set(xlim=(0, 300), ylim=(0, 1.05))
    axes.set_xlabel(say("pasos de descenso", "steps of descent"))
    axes.set_ylabel("$p$")
    style.label_ends(axes)
    return figure
