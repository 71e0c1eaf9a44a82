"""Drawing digits with what a reader of digits says of each: shared by figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.drawing import style
from snippets.language import Language

SHOWN = 3  # answers of each digit: the most probable ones
ROW = 9.6  # from one digit to the next; a digit is 8 high
LEFT, WIDTH = 13.0, 14.0  # where the bars begin, and how long a certainty is
NEARLY = 0.001  # closer than this to 0 or 1, a probability is written as an inequality


def panels(
    digits: Sequence[tuple[np.ndarray, int, np.ndarray]], say: Language
) -> list[Figure]:
    """Draw digits (image, label, probabilities of the ten answers), half in a panel."""
    half = (len(digits) + 1) // 2
    return [_panel(digits[start : start + half], half, say) for start in (0, half)]


def _panel(digits: Iterable, rows: int, say: Language) -> Figure:
    figure, axes = style.canvas(4.0, 0.98 * rows)
    for row, (image, label, p) in enumerate(digits):
        top = -ROW * row
        style.pixels(axes, image, (0, top))
        for place, answer in enumerate(np.argsort(-p, kind="stable")[:SHOWN]):
            middle = top - 1.5 - 2.5 * place
            _bar(axes, middle, int(answer), p[answer], answer == label, say)
        if np.argmax(p) != label:
            truth = say(f"es un {label}", f"it is a {label}")
            axes.text(LEFT + WIDTH + 8, top - 6.5, truth, ha="right", va="center")
    axes.set(xlim=(-0.3, LEFT + WIDTH + 8.2), ylim=(0.6 - ROW * rows, 0.4))
    return figure


def _bar(
    axes: Axes, middle: float, answer: int, p: float, right: bool, say: Language
) -> None:
    """Draw an answer, its probability as a bar, and the probability."""
    colour = style.BLUE if right else style.ORANGE
    look = {"color": colour} if right else {"fill": False, "edgecolor": colour}
    place = (LEFT, middle - 0.8)
    axes.add_patch(Rectangle(place, max(WIDTH * p, 0.15), 1.6, lw=1, **look))
    text = {"va": "center", "color": style.INK}
    axes.text(LEFT - 1, middle, say.number(answer), ha="right", **text)
    axes.text(LEFT + WIDTH * p + 0.8, middle, percent(p, say), ha="left", **text)


def percent(p: float, say: Language) -> str:
    """Write a probability; one that is nearly 0 or 1, as less or more than another.

    >>> [percent(p, Language("en")) for p in (0.0004, 0.25, 0.9999)]
    ['< 0.1%', '25.0%', '> 99.9%']
    """
    if p < NEARLY:
        return say.same(f"< {say.number(NEARLY, '.1%')}")
    if p > 1 - NEARLY:
        return say.same(f"> {say.number(1 - NEARLY, '.1%')}")
    return say.number(p, ".1%")
