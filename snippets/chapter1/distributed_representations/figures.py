"""Figures of section 1.5: codes, a map of words, a model of the next word."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.chapter1.distributed_representations import (
    corpus,
    embedding,
    language_model,
    lesson,
    measures,
)
from snippets.drawing import cells, style
from snippets.language import Language

FIVE = {"es": "gato vaca niño reina queso", "en": "cat cow boy queen cheese"}
BY_HAND = ((1, 0, 0, 1), (1, 0, 0, 0), (1, 1, 0, 1), (1, 1, 0, 0), (0, 0, 1, 1))
LETTER = np.array([10.5, 19.0])  # pixels that a letter of a map takes, with margins
LOOKS = {
    "animals": ("o", style.BLUE),
    "people": ("s", style.ORANGE),
    "food": ("^", style.GREEN),
    "places": ("D", style.PURPLE),
}
BEFORE = {"es": ("el", "gato", "come"), "en": ("the", "cat", "eats")}


def codes(say: Language) -> list[Figure]:
    """Draw five words one-hot, and by four properties that were chosen by hand."""
    words = FIVE[say.code].split()
    names = (
        say("vive", "alive"),
        say("habla", "speaks"),
        say("se come", "is eaten"),
        say("es pequeño", "is small"),
    )
    return [_code(say, np.eye(5, dtype=int), words), _code(say, BY_HAND, names)]


def _code(say: Language, table, columns) -> Figure:
    figure, axes = style.canvas(3.2, 3.0)
    words = FIVE[say.code].split()
    look = lambda i, j, value: {  # noqa: E731
        "fill": (style.BLUE, 0.25) if value else "none"
    }
    cells.grid(axes, table, (0, 5), say, look=look)
    for row, word in enumerate(words):
        axes.text(-0.25, 4.5 - row, say.same(word), ha="right", va="center")
    for column, name in enumerate(columns):
        place = (column + 0.35, 5.15)
        axes.text(*place, say.same(name), rotation=55, ha="left", va="bottom")
    cells.fit(axes, -2.6, 6.2, -0.1, 7.6)
    return figure


def row(say: Language) -> Figure:
    """Draw how a one-hot code picks a row of the embedding, here its first numbers."""
    figure, axes = style.canvas(3.6, 3.2)
    words = FIVE[say.code].split()
    every = corpus.vocabulary(say.code)
    rows = [every.index(word) for word in words]
    vectors, chosen = embedding.learnt(say.code)[rows, :4].round(1) + 0.0, 2
    for k, word in enumerate(words):
        axes.text(-0.25, 4.5 - k, say.same(word), ha="right", va="center")
    cells.grid(axes, np.eye(5, dtype=int)[chosen][:, np.newaxis], (0, 5), say)
    cells.grid(axes, vectors, (2, 5), say)
    cells.mark(axes, (0, 5 - chosen), colour=style.ORANGE)
    cells.mark(axes, (2, 5 - chosen), (1, 4), colour=style.ORANGE)
    cells.grid(axes, vectors[chosen], (2, -0.9), say)
    cells.mark(axes, (2, -0.9), (1, 4), colour=style.ORANGE)
    cells.arrow(axes, (4, -0.05), (4, -0.85), color=style.ORANGE)
    axes.text(0.5, 5.2, say.same("$x$"), ha="center", va="bottom")
    axes.text(4, 5.2, say.same("$E$"), ha="center", va="bottom")
    axes.text(1.85, -1.4, say.same("$xE$"), ha="right", va="center")
    axes.text(6.3, -1.4, say.same("…"), va="center")
    axes.text(6.3, 2.5, say.same("…"), va="center")
    cells.fit(axes, -2.6, 7, -2.1, 6)
    return figure


def plane(language: str) -> dict[str, np.ndarray]:
    """Give the place of each word with a group in the plane where they spread most."""
    words = list(corpus.group_of(language))
    vectors = np.array([embedding.vector_of(word, language) for word in words])
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    return dict(zip(words, centred @ axes.T, strict=True))


def word_map(say: Language) -> Figure:
    """Draw the words of four groups where their vectors put them."""
    figure, axes = style.panel(3.6, 4.6)
    places, group = plane(say.code), corpus.group_of(say.code)
    names = {
        "animals": say("animales", "animals"),
        "people": say("personas", "people"),
        "food": say("comida", "food"),
        "places": say("lugares", "places"),
    }
    for name, (mark, colour) in LOOKS.items():
        points = np.array([p for word, p in places.items() if group[word] == name])
        axes.plot(*points.T, mark, color=colour, ms=5, label=names[name])
    span = np.ptp(list(places.values()), axis=0)
    sides = readable(places, LETTER * span / axes.get_window_extent().size)
    for word, side in sides.items():
        where = {"xytext": (5 * side, 0), "textcoords": "offset points", "va": "center"}
        where["ha"] = "left" if side > 0 else "right"
        axes.annotate(say.same(word), places[word], **where)
    axes.set(xticks=[], yticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.margins(x=0.2, y=0.04)
    look = {"ncols": 2, "loc": "upper center", "bbox_to_anchor": (0.5, 0)}
    axes.legend(**look, handletextpad=0.1)
    return figure


def readable(places: dict[str, np.ndarray], letter: np.ndarray) -> dict[str, int]:
    """Choose the words whose names fit beside their points: at the right 1, left -1.

    A name touches no other one, and no other point.

    >>> spots = {"one": np.zeros(2), "two": np.array([0.1, 0.05]), "six": np.ones(2)}
    >>> readable(spots, np.array([0.1, 0.2]))
    {'one': -1, 'two': 1, 'six': 1}
    """
    boxes: list[np.ndarray] = []
    chosen = {}
    for word, place in places.items():
        points = [np.array([p, p]) for other, p in places.items() if other != word]
        for side in (1, -1):
            ends = place + letter * np.array([[0, -0.5], [side * (len(word) + 1), 0.5]])
            box = np.sort(ends, axis=0)
            if not any(_touch(box, other) for other in boxes + points):
                boxes.append(box)
                chosen[word] = side
                break
    return chosen


def _touch(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.all((a[0] < b[1]) & (b[0] < a[1])))


def model(say: Language) -> list[Figure]:
    """Draw the model of the next word, and what it says after three words."""
    first, axes = style.canvas(3.3, 2.6)
    before = BEFORE[say.code]
    for k, word in enumerate(before):
        left = 3.4 * k
        _box(axes, (left, 0), 2.6, say.same(word), style.PAPER)
        _box(axes, (left, 2), 2.6, say.same("$E$"), style.BLUE)
        cells.arrow(axes, (left + 1.3, 1.05), (left + 1.3, 1.95))
        cells.arrow(axes, (left + 1.3, 3.05), (4.7 + 0.8 * (k - 1), 3.95))
    _box(
        axes,
        (1.9, 4),
        5.6,
        say("capa oculta, tanh", "hidden layer, tanh"),
        style.ORANGE,
    )
    cells.arrow(axes, (4.7, 5.05), (4.7, 5.95))
    _box(axes, (1.9, 6), 5.6, say.same("softmax"), style.GREEN)
    cells.fit(axes, -0.2, 9.6, -0.2, 7.2)
    second, axes = style.panel(3.2, 2.8)
    p = language_model.next_word(say.code, before)
    order = np.argsort(p)[::-1][:7]
    axes.barh(range(7), p[order], color=style.BLUE, height=0.6)
    for k, value in enumerate(p[order]):
        axes.text(value + 0.01, k, say.number(value, ".2f"), va="center")
    words = [say.same(corpus.vocabulary(say.code)[k]) for k in order]
    axes.set_yticks(range(7), words)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set(xticks=[], xlim=(0, p.max() * 1.25))
    axes.set_title(say.same(" ".join(before) + " …"))
    return [first, second]


def _box(axes: Axes, corner, width: float, text: str, colour) -> None:
    fill = "none" if colour == style.PAPER else (colour, 0.2)
    look = {"facecolor": fill, "edgecolor": style.FAINT, "lw": 1}
    axes.add_patch(Rectangle(corner, width, 1, **look))
    middle = (corner[0] + width / 2, corner[1] + 0.48)
    axes.text(*middle, text, ha="center", va="center")


def learning(say: Language) -> Figure:
    """Draw the loss of the model of the next word, step by step."""
    figure, axes = style.panel(3.6, 2.7)
    known, held_out = language_model.train(say.code, 0, steps=3000)[1]
    steps = language_model.EVERY * np.arange(1, len(known) + 1)
    axes.plot(steps, known, color=style.BLUE)
    axes.plot(steps, held_out, "--", color=style.ORANGE)
    axes.axvline(language_model.STEPS, color=style.FAINT, lw=1)
    axes.text(
        3040, known[-1], say("aprendidas", "learnt"), color=style.BLUE, va="center"
    )
    name = say("apartadas", "held out")
    axes.text(3040, held_out[-1], name, color=style.ORANGE, va="center")
    axes.set(xlabel=say("paso", "step"), ylim=(0, 5.3), xlim=(0, 4100))
    axes.set_xticks([0, 1000, 2000, 3000])
    axes.set_ylabel(say("bits por palabra", "bits per word"))
    axes.tick_params(labelsize=10)
    return figure


def sizes(say: Language) -> list[Figure]:
    """Draw what more sentences do to neighbours and to models of the next word."""
    first, axes = style.panel(3.3, 2.7)
    counts = measures.COUNTS
    shares = np.array(
        [
            [100 * measures.kindred(say.code, seed, n) for seed in measures.SEEDS]
            for n in counts
        ]
    )
    _spread(axes, counts, shares, "o-", style.BLUE)
    axes.axhline(lesson.by_chance(say.code), color=style.FAINT, lw=1)
    axes.text(29, 13, say("al azar", "by chance"))
    axes.set(
        ylim=(0, 105),
        title=say("vecina del mismo grupo (%)", "neighbour of its group (%)"),
    )
    second, two = style.panel(3.3, 2.7)
    known = measures.KNOWN
    pairs = [measures.held_out_bits(say.code, "pairs", n) for n in known]
    network = [measures.stopped_bits(say.code, n) for n in known]
    _spread(two, known, np.array(pairs), "s--", style.ORANGE)
    _spread(two, known, np.array(network), "o-", style.BLUE)
    two.text(23, 2.2, say("red", "network"), color=style.BLUE)
    two.text(46, 4.9, say("contar pares", "counting pairs"), color=style.ORANGE)
    two.set(ylim=(0, 7), title=say("bits por palabra", "bits per word"))
    for one, ticks in ((axes, counts), (two, measures.KNOWN)):
        one.set_xscale("log")
        one.set_xticks(ticks, [say.number(n) for n in ticks])
        one.minorticks_off()
        one.set(xlabel=say("frases", "sentences"))
        one.tick_params(labelsize=10)
    return [first, second]


def _spread(axes: Axes, counts, values: np.ndarray, line: str, colour) -> None:
    """Draw the mean of five starts, and lines from the least to the most."""
    axes.vlines(counts, values.min(axis=1), values.max(axis=1), color=colour, lw=1)
    axes.plot(counts, values.mean(axis=1), line, color=colour, ms=5)
