"""Figures of section 3.6: the activation functions."""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from snippets import activations
from snippets.chapter3.activation_functions import lesson
from snippets.drawing import style
from snippets.language import Language

X = np.linspace(-5, 5, 401)
RELATIVES = (
    (partial(activations.leaky_relu, alpha=0.1), "Leaky ReLU", style.BLUE, "-"),
    (activations.elu, "ELU", style.ORANGE, "--"),
    (activations.softplus, "softplus", style.GREEN, "-."),
    (activations.gelu, "GELU", style.PURPLE, (0, (4, 1, 1, 1, 1, 1))),
)
LAYERS = (
    (activations.sigmoid, "glorot", style.BLUE, "o"),
    (activations.tanh, "glorot", style.GREEN, "s"),
    (activations.relu, "he", style.ORANGE, "^"),
)


def _asymptote(axes: Axes, y: float, label: str, x: float) -> None:
    axes.axhline(y, color=style.FAINT, linewidth=0.9, linestyle=":")
    left = x < 0
    side = {"ha": "left", "va": "bottom"} if left else {"ha": "right", "va": "top"}
    axes.text(x, y + (0.02 if left else -0.02), label, fontsize=9, **side)


def _name(axes: Axes, x: float, y: float, name: str, colour: str, **side: str) -> None:
    axes.text(x, y, name, color=colour, style="italic", **side)


def _axes(height: float = 2.7) -> tuple[Figure, Axes]:
    figure, axes = style.panel(3.8, height)
    axes.set_xlabel("$x$")
    axes.axvline(0, color=style.FAINT, linewidth=0.6)
    return figure, axes


def sigmoid(say: Language) -> Figure:
    """Draw the sigmoid, its derivative and its two asymptotes."""
    figure, axes = _axes()
    slope = activations.sigmoid_derivative
    _asymptote(axes, 1, say("asíntota y = 1", "asymptote y = 1"), -5)
    _asymptote(axes, 0, say("asíntota y = 0", "asymptote y = 0"), 5)
    axes.plot(X, activations.sigmoid(X), color=style.BLUE)
    axes.plot(X, slope(X), color=style.ORANGE, linestyle="--")
    axes.plot(0, slope(0), "o", color=style.ORANGE)
    _name(axes, 1.9, 0.74, "f(x)", style.BLUE)
    _name(axes, 1.9, 0.16, "f′(x)", style.ORANGE)
    label = say.same(f"f′(0) = {say.number(float(slope(0)))}")
    axes.text(-1.1, 0.31, label, ha="right", fontsize=9)
    axes.set_ylim(-0.16, 1.16)
    return figure


def tanh(say: Language) -> Figure:
    """Draw the hyperbolic tangent, its derivative and its two asymptotes."""
    figure, axes = _axes()
    _asymptote(axes, 1, say("asíntota y = 1", "asymptote y = 1"), -5)
    _asymptote(axes, -1, say("asíntota y = −1", "asymptote y = −1"), 5)
    axes.axhline(0, color=style.FAINT, linewidth=0.6)
    axes.plot(X, activations.tanh(X), color=style.BLUE)
    axes.plot(X, activations.tanh_derivative(X), color=style.ORANGE, linestyle="--")
    near = np.array([-1.15, 1.15])
    axes.plot(near, near, color=style.FAINT, linewidth=1)
    axes.text(-1.3, -1.12, "y = x", ha="right", va="top", fontsize=9)
    _name(axes, 1.6, 0.62, "f(x)", style.BLUE)
    _name(axes, -1.5, 0.34, "f′(x)", style.ORANGE, ha="right")
    axes.set_ylim(-1.45, 1.35)
    return figure


def relu(say: Language) -> Figure:
    """Draw ReLU, its derivative and its kink."""
    figure, axes = _axes()
    axes.set_xlim(-3, 3)
    left, right = np.array([-3.0, 0.0]), np.array([0.0, 3.0])
    for part in (left, right):
        axes.plot(part, activations.relu(part), color=style.BLUE)
        middle = activations.relu_derivative(part.mean())
        axes.plot(part, [middle, middle], color=style.ORANGE, linestyle="--")
    zero, one = activations.relu_derivative([-1, 1])
    axes.plot(0, one, "o", color=style.ORANGE, markerfacecolor=style.PAPER)
    axes.plot(0, zero, "o", color=style.ORANGE)
    label = say(
        "quiebro en x = 0:\nno hay derivada,\nse toma 0",
        "kink at x = 0:\nno derivative,\n0 is used",
    )
    arrow = {"arrowstyle": "-", "color": style.FAINT, "shrinkB": 5}
    place = (-2.8, 0.85)
    axes.annotate(label, (0, 0), place, arrowprops=arrow, fontsize=9, va="bottom")
    _name(axes, 2.1, 2.4, "f(x)", style.BLUE, ha="right")
    _name(axes, 2.3, 0.9, "f′(x)", style.ORANGE, va="top")
    axes.set_ylim(-0.2, 3.1)
    return figure


def approximation(say: Language) -> list[Figure]:
    """Draw what networks of 4 and 8 units make of a sine, and the largest errors."""
    return [_fits(say), _errors(say)]


def _fits(say: Language) -> Figure:
    figure, axes = style.panel(3.2, 2.5)
    x, coarse = lesson.fit_output(activations.relu, 4)
    _, fine = lesson.fit_output(activations.relu, 8)
    axes.plot(x, lesson.target(x), color=style.FAINT, linewidth=4, alpha=0.5)
    axes.plot(x, coarse, color=style.ORANGE, linestyle="--")
    axes.plot(x, fine, color=style.BLUE)
    axes.text(0.41, 0.72, say("sen(2πx)", "sin(2πx)"), fontsize=9)
    axes.text(0.3, 1.2, say("4 unidades", "4 units"), color=style.ORANGE, fontsize=9)
    label = say("8 unidades", "8 units")
    axes.text(0.58, -0.86, label, color=style.BLUE, fontsize=9, ha="right")
    axes.set_ylim(-1.35, 1.4)
    axes.set_xlabel("$x$")
    return figure


def _errors(say: Language) -> Figure:
    figure, axes = style.panel(3.2, 2.5)
    units = [2, 4, 8, 16, 32, 64]
    shown = (
        (np.square, "x²", style.PURPLE, "D", 0.85),
        (activations.tanh, "tanh", style.GREEN, "s", 1.4),
        (activations.sigmoid, say("sigmoide", "sigmoid"), style.BLUE, "o", 1.25),
        (activations.relu, "ReLU", style.ORANGE, "^", 0.75),
    )
    for f, name, colour, mark, lift in shown:
        errors = [lesson.largest_error(f, n) for n in units]
        axes.loglog(units, errors, marker=mark, color=colour, markersize=5)
        axes.text(80, errors[-1] * lift, say.same(name), color=colour, fontsize=9)
    axes.set_xticks(units, [say.number(n) for n in units])
    shares = (1, 0.1, 0.01, 0.001)
    axes.set_yticks(shares, [say.number(share) for share in shares])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set(xlim=(1.8, 300), ylim=(3e-4, 2))
    axes.set_xlabel(say("unidades ocultas", "hidden units"))
    axes.set_title(say("error máximo", "largest error"), loc="left")
    return figure


def temperature(say: Language) -> list[Figure]:
    """Draw the softmax of three scores at three temperatures and at all of them."""
    return [_bars(say), _curves(say)]


def _bars(say: Language) -> Figure:
    figure, axes = style.panel(3.2, 2.5)
    colours = (style.PURPLE, style.GREEN, style.BLUE)
    for group, t in enumerate((0.25, 1, 4)):
        p = lesson.with_temperature(lesson.SCORES, t)
        for k, (value, colour) in enumerate(zip(p, colours, strict=True)):
            axes.bar(3.5 * group + k, value, color=colour, width=0.9)
            label = say.number(float(value), ".2f")
            axes.text(3.5 * group + k, value + 0.02, label, ha="center", fontsize=9)
    names = [say.same(f"T = {say.number(t)}") for t in (0.25, 1, 4)]
    axes.set_xticks([1, 4.5, 8], names)
    axes.set_xlim(-0.6, 9.6)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0, 1.12)
    axes.set_title(say("probabilidad", "probability"), loc="left")
    return figure


def _curves(say: Language) -> Figure:
    figure, axes = style.panel(3.2, 2.5)
    t = np.geomspace(0.05, 50, 200)
    p = np.array([lesson.with_temperature(lesson.SCORES, each) for each in t])
    marks = (
        (style.PURPLE, ":", (2.6, 0.1)),
        (style.GREEN, "--", (0.42, 0.17)),
        (style.BLUE, "-", (0.65, 0.84)),
    )
    for k, (colour, dash, place) in enumerate(marks):
        axes.semilogx(t, p[:, k], color=colour, linestyle=dash)
        score = say.number(lesson.SCORES[k])
        label = say(f"puntuación {score}", f"score {score}")
        side = "right" if k == 1 else "left"
        axes.text(*place, label, color=colour, fontsize=9, ha=side)
    axes.axhline(1 / 3, color=style.FAINT, linewidth=0.8, linestyle=":")
    axes.text(50, 0.4, "1/3", ha="right", fontsize=9)
    axes.set_xticks([0.1, 1, 10], [say.number(v) for v in (0.1, 1, 10)])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(-0.04, 1.06)
    axes.set_xlabel(say("temperatura T", "temperature T"))
    axes.set_title(say("probabilidad", "probability"), loc="left")
    return figure


def relatives(say: Language) -> list[Figure]:
    """Draw four relatives of ReLU, and their derivatives, on two panels."""
    figure, axes = style.panel(3.2, 2.5)
    slopes, slope_axes = style.panel(3.2, 2.5)
    x = np.linspace(-3, 2, 501)
    for f, name, colour, dash in RELATIVES:
        axes.plot(x, f(x), color=colour, linestyle=dash, label=name)
        derivative = activations.derivative(f)(x)
        if f is RELATIVES[0][0]:  # the pen is lifted at the jump
            derivative = np.where(np.isclose(x, 0), np.nan, derivative)
        slope_axes.plot(x, derivative, color=colour, linestyle=dash)
        say.same(name)
    axes.legend(fontsize=9, loc="upper left", handlelength=2.6)
    axes.set_title(say("función", "function"), loc="left")
    slope_axes.set_title(say("derivada", "derivative"), loc="left")
    for each in (axes, slope_axes):
        each.axvline(0, color=style.FAINT, linewidth=0.6)
        each.axhline(0, color=style.FAINT, linewidth=0.6)
        each.set_xlabel("$x$")
    return [figure, slopes]


def vanishing(say: Language) -> Figure:
    """Draw the size of the gradient in each of ten hidden layers."""
    figure, axes = style.panel(3.8, 2.8)
    layers = np.arange(1, 11)
    places = {
        activations.sigmoid: (7.2, 2e-4),
        activations.tanh: (3.4, 0.06),
        activations.relu: (3.4, 60),
    }
    for f, scheme, colour, mark in LAYERS:
        sizes = lesson.gradient_sizes(f, scheme)
        axes.semilogy(layers, sizes, color=colour, marker=mark, markersize=5)
        name = say("sigmoide", "sigmoid") if f is activations.sigmoid else f.__name__
        name = "ReLU" if name == "relu" else name
        axes.text(*places[f], say.same(name), color=colour, fontsize=10)
    axes.set_ylim(3e-7, 400)
    axes.set_yticks([1e-6, 1e-4, 1e-2, 1, 100], ["10⁻⁶", "10⁻⁴", "10⁻²", "1", "100"])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xticks([1, 4, 7, 10])
    axes.set_xlabel(say("capa oculta (1 = primera)", "hidden layer (1 = first)"))
    axes.set_title(say("tamaño del gradiente", "size of the gradient"), loc="left")
    return figure
