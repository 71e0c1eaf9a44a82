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
from snippets.drawing.cells import arrow
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
    axes.text(x, y + (0.02 if left else -0.02), label, **side)


def _axes(height: float = 2.7) -> tuple[Figure, Axes]:
    figure, axes = style.panel(4.2, height)
    axes.set_xlabel("$x$")
    axes.axvline(0, color=style.FAINT, linewidth=0.6)
    return figure, axes


def sigmoid(say: Language) -> Figure:
    """Draw the sigmoid, its derivative and its two asymptotes."""
    figure, axes = _axes()
    slope = activations.sigmoid_derivative
    _asymptote(axes, 1, say("asíntota $y=1$", "asymptote $y=1$"), -5)
    _asymptote(axes, 0, say("asíntota $y=0$", "asymptote $y=0$"), 5)
    _curves_named(axes, X, activations.sigmoid(X), slope(X))
    axes.plot(0, slope(0), "o", color=style.ORANGE)
    label = say.same(f"$f'(0)$ = {say.number(float(slope(0)))}")
    axes.text(-1.1, 0.31, label, ha="right")
    axes.set(xlim=(-5, 5), ylim=(-0.16, 1.16))
    style.label_ends(axes)
    return figure


def tanh(say: Language) -> Figure:
    """Draw the hyperbolic tangent, its derivative and its two asymptotes."""
    figure, axes = _axes()
    _asymptote(axes, 1, say("asíntota $y=1$", "asymptote $y=1$"), -5)
    _asymptote(axes, -1, say("asíntota $y=-1$", "asymptote $y=-1$"), 5)
    axes.axhline(0, color=style.FAINT, linewidth=0.6)
    _curves_named(axes, X, activations.tanh(X), activations.tanh_derivative(X))
    near = np.array([-1.15, 1.15])
    axes.plot(near, near, color=style.FAINT, linewidth=1)
    axes.text(-1.3, -1.12, "$y=x$", ha="right", va="top")
    axes.set(xlim=(-5, 5), ylim=(-1.45, 1.35))
    style.label_ends(axes)
    return figure


def relu(say: Language) -> Figure:
    """Draw ReLU, its derivative and its kink."""
    figure, axes = _axes()
    axes.set_xlim(-3, 3)
    left, right = np.array([-3.0, 0.0]), np.array([0.0, 3.0])
    for part in (left, right):
        slope = np.full(2, activations.relu_derivative(part.mean()))
        _curves_named(axes, part, activations.relu(part), slope, named=part is right)
    zero, one = activations.relu_derivative([-1, 1])
    axes.plot(0, one, "o", color=style.ORANGE, markerfacecolor=style.PAPER)
    axes.plot(0, zero, "o", color=style.ORANGE)
    label = say(
        "quiebro en $x=0$:\nno hay derivada,\nse toma 0",
        "kink at $x=0$:\nno derivative,\n0 is used",
    )
    axes.text(-1.7, 0.95, label, ha="center", va="bottom")
    arrow(axes, (-0.9, 0.85), (0, 0), shrinkB=5)
    axes.set_ylim(-0.2, 3.1)
    style.label_ends(axes)
    return figure


def _curves_named(axes: Axes, x, y, slope, named: bool = True) -> None:
    """Draw a function and its derivative, with their names or without."""
    names = ("$f(x)$", "$f'(x)$") if named else (None, None)
    axes.plot(x, y, color=style.BLUE, label=names[0])
    axes.plot(x, slope, color=style.ORANGE, linestyle="--", label=names[1])


def approximation(say: Language) -> list[Figure]:
    """Draw what networks of 4 and 8 units make of a sine, and the largest errors."""
    return [_fits(say), _errors(say)]


def _fits(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 2.6)
    x, coarse = lesson.fit_output(activations.relu, 4)
    _, fine = lesson.fit_output(activations.relu, 8)
    target = say(r"$\mathrm{sen}(2\pi x)$", r"$\sin(2\pi x)$")
    wide = {"color": style.FAINT, "linewidth": 4, "alpha": 0.5}
    axes.plot(x, lesson.target(x), label=target, **wide)
    names = say("4 unidades", "4 units"), say("8 unidades", "8 units")
    axes.plot(x, coarse, color=style.ORANGE, linestyle="--", label=names[0])
    axes.plot(x, fine, color=style.BLUE, label=names[1])
    axes.set(xlim=(0, 1), ylim=(-1.35, 1.4), xlabel="$x$")
    axes.set_xticks([0, 0.5, 1], [say.number(v) for v in (0, 0.5, 1)])
    style.label_ends(axes)
    return figure


def _errors(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 2.6)
    units = [2, 4, 8, 16, 32, 64]
    shown = (
        (np.square, "$x^2$", style.PURPLE, "D"),
        (activations.tanh, "tanh", style.GREEN, "s"),
        (activations.sigmoid, say("sigmoide", "sigmoid"), style.BLUE, "o"),
        (activations.relu, "ReLU", style.ORANGE, "^"),
    )
    for f, name, colour, mark in shown:
        errors = [lesson.largest_error(f, n) for n in units]
        look = {"color": colour, "marker": mark, "markersize": 5}
        axes.loglog(units, errors, label=say.same(name), **look)
    axes.set_xticks(units, [say.number(n) for n in units])
    shares = (1, 0.1, 0.01, 0.001)
    axes.set_yticks(shares, [say.number(share) for share in shares])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set(xlim=(1.8, 72), ylim=(3e-4, 2))
    axes.set_xlabel(say("unidades ocultas", "hidden units"))
    axes.set_title(say("error máximo", "largest error"), loc="left")
    style.label_ends(axes)
    return figure


def temperature(say: Language) -> list[Figure]:
    """Draw the softmax of three scores at three temperatures and at all of them."""
    return [_bars(say), _curves(say)]


def _bars(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 2.6)
    colours = (style.PURPLE, style.GREEN, style.BLUE)
    for group, t in enumerate((0.25, 1, 4)):
        p = lesson.with_temperature(lesson.SCORES, t)
        for k, (value, colour) in enumerate(zip(p, colours, strict=True)):
            axes.bar(3.5 * group + k, value, color=colour, width=0.9)
            label = say.number(float(value), ".2f")
            axes.text(3.5 * group + k, value + 0.02, label, ha="center")
    names = [say.same(f"$T$ = {say.number(t)}") for t in (0.25, 1, 4)]
    axes.set_xticks([1, 4.5, 8], names)
    axes.set_xlim(-0.6, 9.6)
    axes.tick_params(axis="x", length=0, pad=5)
    axes.set(ylim=(0, 1.12), yticks=[0, 0.5, 1])
    axes.set_title(say("probabilidad", "probability"), loc="left")
    return figure


def _curves(say: Language) -> Figure:
    figure, axes = style.panel(4.2, 2.6)
    t = np.geomspace(0.05, 50, 200)
    p = np.array([lesson.with_temperature(lesson.SCORES, each) for each in t])
    looks = ((style.PURPLE, ":"), (style.GREEN, "--"), (style.BLUE, "-"))
    for k, (colour, dash) in enumerate(looks):
        score = say.number(lesson.SCORES[k])
        name = say(f"puntuación {score}", f"score {score}")
        axes.semilogx(t, p[:, k], color=colour, linestyle=dash, label=name)
    axes.axhline(1 / 3, color=style.FAINT, linewidth=0.8, linestyle=":")
    axes.text(0.05, 0.36, "1/3")
    axes.set_xticks([0.1, 1, 10], [say.number(v) for v in (0.1, 1, 10)])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set(xlim=(0.045, 50), ylim=(-0.04, 1.06), yticks=[0, 0.5, 1])
    axes.set_xlabel(say("temperatura $T$", "temperature $T$"))
    axes.set_title(say("probabilidad", "probability"), loc="left")
    style.label_ends(axes)
    return figure


def relatives(say: Language) -> list[Figure]:
    """Draw four relatives of ReLU, and their derivatives, on two panels."""
    figure, axes = style.panel(4.2, 2.8)
    slopes, slope_axes = style.panel(4.2, 2.8)
    x = np.linspace(-3, 2, 501)
    for f, name, colour, dash in RELATIVES:
        look = {"color": colour, "linestyle": dash, "label": say.same(name)}
        axes.plot(x, f(x), **look)
        derivative = activations.derivative(f)(x)
        if f is RELATIVES[0][0]:  # the pen is lifted at the jump
            derivative = np.where(np.isclose(x, 0), np.nan, derivative)
        slope_axes.plot(x, derivative, **look)
    axes.set_title(say("función", "function"), loc="left")
    slope_axes.set_title(say("derivada", "derivative"), loc="left")
    for each in (axes, slope_axes):
        each.axvline(0, color=style.FAINT, linewidth=0.6)
        each.axhline(0, color=style.FAINT, linewidth=0.6)
        each.set(xlabel="$x$", xlim=(-3, 2))
        # The lines are further apart at the left, but for the derivatives.
    axes.set_xlim(-5.2, 2)
    style.label_ends(axes, at="left")
    style.label_ends(slope_axes)
    return [figure, slopes]


def vanishing(say: Language) -> Figure:
    """Draw the size of the gradient in each of ten hidden layers."""
    figure, axes = style.panel(4.2, 2.9)
    layers = np.arange(1, 11)
    for f, scheme, colour, mark in LAYERS:
        sizes = lesson.gradient_sizes(f, scheme)
        name = say("sigmoide", "sigmoid") if f is activations.sigmoid else f.__name__
        name = say.same("ReLU" if name == "relu" else name)
        look = {"color": colour, "marker": mark, "markersize": 5}
        axes.semilogy(layers, sizes, label=name, **look)
    axes.set_ylim(3e-7, 400)
    powers = (-6, -4, -2, 0, 2)
    axes.set_yticks([10.0**n for n in powers], [f"$10^{{{n}}}$" for n in powers])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xticks([1, 4, 7, 10])
    axes.set_xlabel(say("capa oculta (1 = primera)", "hidden layer (1 = first)"))
    axes.set_title(say("tamaño del gradiente", "size of the gradient"), loc="left")
    axes.set_xlim(-2.2, 10.4)  # the names stand before the first layer
    style.label_ends(axes, at="left")
    return figure
