"""Figures of section 1.1."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from snippets.chapter1.introduction import exciting, lesson, levels, moving
from snippets.chapter1.introduction.representations import REPRESENTATIONS
from snippets.data.digits import digits_split, flat
from snippets.drawing import cells, style
from snippets.language import Language
from snippets.nearest import class_means

COLOURS = (style.BLUE, style.ORANGE, style.GREEN, style.PURPLE, style.INK)
MARK = 8  # points, the height of a digit that marks a place


def pixels(say: Language) -> list[Figure]:
    """Draw a digit as a picture, and as the numbers that it is."""
    picture, axes = style.canvas(3.4, 3.4)
    style.pixels(axes, lesson.numbers(), (0, 8), top=16)
    cells.fit(axes, -0.2, 8.2, -0.2, 8.2)
    figure, axes = style.canvas(3.4, 3.4)
    cells.grid(axes, lesson.numbers(), (0, 8), say)
    cells.fit(axes, -0.2, 8.2, -0.2, 8.2)
    return [picture, figure]


def two_pixels(say: Language) -> Figure:
    """Draw two images of two pixels as points, and their distance."""
    figure, axes = style.panel(4.2, 3.4)
    axes.set_aspect("equal")
    p, q = lesson.FIRST, lesson.SECOND
    axes.plot(*zip(p, q, strict=True), color=style.ORANGE)
    axes.plot([p[0], p[0], q[0]], [p[1], q[1], q[1]], ":", color=style.FAINT)
    axes.plot(*zip(p, q, strict=True), "o", color=style.BLUE)
    for point, corner in ((p, (0.26, 1.0)), (q, (0.56, 0.6))):
        style.pixels(axes, np.array([point]), corner, 0.1, top=1)
    axes.text(0.37, 0.74, "$d$", color=style.ORANGE)
    axes.text(0.11, 0.68, say.number(p[1] - q[1], ".1f"))
    axes.text(0.31, 0.42, say.number(q[0] - p[0], ".1f"))
    axes.set(xlim=(0, 1.05), ylim=(0, 1.05))
    axes.set(xlabel=say("primer píxel", "first pixel"))
    axes.set(ylabel=say("segundo píxel", "second pixel"))
    axes.set_xticks([0, 0.5, 1])
    axes.set_yticks([0, 0.5, 1])
    return figure


def means(say: Language) -> list[Figure]:
    """Draw the mean image of each digit."""
    data, panels = digits_split(), []
    images, names = class_means(flat(data.x_train), data.y_train)
    for start in (0, 5):
        figure, axes = style.canvas(4.2, 1.25)
        for place, k in enumerate(range(start, start + 5)):
            style.pixels(axes, images[k].reshape(8, 8), (9.5 * place, 8), top=1)
            axes.text(9.5 * place + 4, 9, say.number(names[k]), ha="center")
        cells.fit(axes, -0.2, 46.2, -0.2, 11.5)
        panels.append(figure)
    return panels


def moved(say: Language) -> Figure:
    """Draw a digit, the same moved, and the stored one to which that is nearest."""
    figure, axes = style.canvas(4.2, 2.1)
    one = moving.traveller()
    names = [
        say(f"un {one.label}", f"a {one.label}"),
        say("el mismo, movido", "the same, moved"),
        say(f"un {one.read_as} guardado", f"a stored {one.read_as}"),
    ]
    shown = one.image, one.moved, one.nearest
    for place, (image, name) in enumerate(zip(shown, names, strict=True)):
        style.pixels(axes, image, (12.5 * place, 8), top=1)
        axes.text(12.5 * place + 4, 8.6, name, ha="center", va="bottom")
    for place, apart in enumerate((lesson.travelled(), lesson.to_the_nearest())):
        left = 12.5 * place + 4
        cells.arrow(axes, (left, -1), (left + 12.5, -1), arrowstyle="<->")
        text = f"$d = {say.number(apart, '.2f').replace(',', '{,}')}$"
        axes.text(left + 6.25, -1.5, text, ha="center", va="top")
    cells.fit(axes, -1.5, 34.5, -4, 11)
    return figure


def distances(say: Language) -> Figure:
    """Draw how far test digits lie from others, and from themselves moved."""
    figure, axes = style.panel(4.2, 3.2)
    rows = [
        (say("el más próximo de su clase", "nearest of its class"), style.BLUE, "o"),
        (say("el más próximo de otra", "nearest of another"), style.GREEN, "s"),
        (say("él mismo, movido", "itself, moved"), style.ORANGE, "D"),
        (say("uno cualquiera de otra", "any of another"), style.PURPLE, "^"),
    ]
    for (name, colour, mark), span, row in zip(
        rows, moving.spans(), (3, 2, 1, 0), strict=True
    ):
        low, middle, high = span
        axes.plot([low, high], [row, row], color=colour, lw=3)
        axes.plot(middle, row, mark, color=colour, ms=8)
        axes.text(0.1, row + 0.2, name, color=style.INK, va="bottom")
    axes.set(xlim=(0, 4.2), ylim=(-0.4, 3.8), xlabel=say("distancia", "distance"))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    return figure


def two_features(say: Language) -> list[Figure]:
    """Draw the test digits by two features: the 0s and 1s, and all ten."""
    places = REPRESENTATIONS["two"]()[0](digits_split().x_test)
    labels, panels = digits_split().y_test, []
    for some in (np.isin(labels, (0, 1)), np.arange(len(labels)) < lesson.SHOWN):
        figure, axes = style.panel(4.0, 3.2)
        scatter(axes, places[some], labels[some])
        axes.set(xlim=(-0.2, 4.4), ylim=(0, 7.2))
        axes.set_xlabel(say("tinta en el centro", "ink in the middle"))
        axes.set_ylabel(say("asimetría", "asymmetry"))
        panels.append(figure)
    return panels


def planes(say: Language) -> list[Figure]:
    """Draw the test digits in the principal plane: by pixels, by what was learnt."""
    panels, labels = [], digits_split().y_test
    titles = {
        "pixels": say("píxeles", "pixels"),
        "learnt": say("capa oculta entrenada", "trained hidden layer"),
    }
    for name, title in titles.items():
        figure, axes = style.panel(3.7, 3.5)
        places = lesson.drawn(name).places
        scatter(axes, places[: lesson.SHOWN], labels[: lesson.SHOWN])
        axes.set_title(title)
        axes.set_xticks([])
        axes.set_yticks([])
        panels.append(figure)
    return panels


def scatter(axes: Axes, places: np.ndarray, labels: np.ndarray) -> None:
    """Mark each place with the shape of its digit, in one of five colours."""
    for digit in np.unique(labels):
        shape, colour = f"$\\mathdefault{{{digit}}}$", COLOURS[digit % len(COLOURS)]
        look = {"marker": shape, "color": colour, "lw": 0, "ms": MARK, "mew": 0}
        axes.plot(*places[labels == digit].T, **look)
    low, high = places.min(axis=0), places.max(axis=0)
    edge = 0.06 * (high - low)
    axes.set(xlim=(low[0] - edge[0], high[0] + edge[0]))
    axes.set(ylim=(low[1] - edge[1], high[1] + edge[1]))


def ladder(say: Language) -> Figure:
    """Draw what the nearest mean misreads on each level, learnt and not."""
    figure, axes = style.panel(4.2, 3.2)
    looks = [(False, style.ORANGE, "s--"), (True, style.BLUE, "o-")]
    for learnt, colour, line in looks:
        counts = levels.misread(learnt)
        mean = counts.mean(axis=0)
        reach = np.abs(np.array([counts.min(axis=0), counts.max(axis=0)]) - mean)
        at = np.arange(levels.LEVELS)
        axes.errorbar(at, mean, reach, fmt=line, color=colour, capsize=4)
    axes.text(2.9, 22, say("entrenada", "trained"), color=style.BLUE, ha="right")
    axes.text(
        1.75, 84, say("sin entrenar", "untrained"), color=style.ORANGE, ha="right"
    )
    names = [say("píxeles", "pixels"), "1", "2", "3"]
    axes.set_xticks(range(levels.LEVELS), [say.same(name) for name in names])
    axes.set(ylim=(0, 130), xlabel=say("capa oculta", "hidden layer"))
    axes.set_ylabel(say("mal leídos de 360", "misread of 360"))
    return figure


def units(say: Language) -> list[Figure]:
    """Draw what excites units of the first and of the last hidden layer."""
    heads = say("la mejor", "the best"), say("dígitos de prueba", "test digits")
    first = say("primera capa oculta", "first hidden layer")
    third = say("tercera capa oculta", "third hidden layer")
    return [
        gallery(exciting.gallery(1), first, *heads),
        gallery(exciting.gallery(3), third, *heads),
    ]


def gallery(images: np.ndarray, title: str, best: str, most: str) -> Figure:
    """Draw a row per unit: the best image, then the digits that excite it most."""
    figure, axes = style.canvas(4.2, 3.7)
    for row, line in enumerate(images):
        for column, image in enumerate(line):
            left = 9.5 * column + 3 * (column > 0)
            style.pixels(axes, image, (left, 8 - 9.5 * row), top=1)
    axes.text(24.5, 13, title, ha="center", va="bottom")
    axes.text(4, 8.8, best, ha="center", va="bottom")
    axes.text(30.75, 8.8, most, ha="center", va="bottom")
    cells.fit(axes, -0.3, 49.3, -29, 16)
    return figure
