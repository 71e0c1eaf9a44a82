"""What a trained network makes of one digit, from the pixels to the answers (1.1)."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from snippets.chapter1.introduction.moving import traveller
from snippets.chapter1.introduction.representations import WIDTHS, hidden
from snippets.dense_training import trained_dense
from snippets.drawing import cells, style
from snippets.language import Language

LIMITS = (-0.5, 29.5, -3.2, 14.4)  # of both panels, a pixel being 1
ROW = 1.45  # from one answer to the next
ZERO, LONG = 17.5, 7.0  # where the bars begin, and how long the largest is


class Inside(NamedTuple):
    """A digit, its numbers in a network, and the unit that responds to it most."""

    image: np.ndarray  # (8, 8)
    hidden: np.ndarray  # (64,), a number a unit
    outputs: np.ndarray  # (10,), a number a class
    unit: int
    weights: np.ndarray  # (8, 8), those of the unit
    bias: float


def inside(seed: int = 0) -> Inside:
    """Look into the network trained from this seed, for the digit of the section.

    >>> inside().outputs.argmax() == traveller().label
    np.True_
    """
    (w, b), (v, c) = trained_dense(WIDTHS, seed)
    image = traveller().image
    h = hidden([image.ravel()], w, b)[0]
    unit = int(h.argmax())
    return Inside(image, h, v @ h + c, unit, w[unit].reshape(8, 8), float(b[unit]))


def unit_number() -> int:
    """Return the number of that unit, from 1."""
    return inside().unit + 1


def answer() -> int:
    """Return the class of the largest output."""
    return int(inside().outputs.argmax())


def network(say: Language) -> list[Figure]:
    """Draw a unit with its weights, then the layer and the ten outputs."""
    one = inside()
    return [one_unit(one, say), all_units(one, say)]


def one_unit(one: Inside, say: Language) -> Figure:
    """Draw the digit, the weights of the unit, and what it makes of both."""
    figure, axes = style.canvas(4.2, 2.46)
    j = say.number(one.unit + 1)
    style.pixels(axes, one.image, (0, 11), top=1)
    cells.signed(axes, one.weights, (11, 11))
    axes.text(9.5, 7, r"$\times$", ha="center", va="center")
    cells.arrow(axes, (19.6, 7), (22.8, 7))
    head(axes, 4, say("píxeles", "pixels"))
    head(axes, 15, say("pesos", "weights"))
    head(axes, 26, say(f"unidad {j}", f"unit {j}"))
    total = number(say, float(one.hidden[one.unit]))
    axes.text(26, 7, f"$h_{{{j}}} = {total}$", ha="center", va="center")
    gained = number(say, float(one.hidden[one.unit]) - one.bias)
    added = f"${gained} + {number(say, one.bias)} = {total}$"
    axes.text(15, 1.2, added, ha="center", va="center")
    cells.fit(axes, *LIMITS)
    return figure


def all_units(one: Inside, say: Language) -> Figure:
    """Draw the layer, a square a unit, and the number of each class as a bar."""
    figure, axes = style.canvas(4.2, 2.46)
    style.pixels(axes, one.hidden.reshape(8, 8), (0, 11))
    row, column = divmod(one.unit, 8)
    cells.mark(axes, (column, 11 - row))
    cells.arrow(axes, (8.8, 7), (11.8, 7))
    head(axes, 4, say("las 64 unidades", "the 64 units"), 11.6)
    axes.text(21, 12.6, say("diez respuestas", "ten answers"), ha="center")
    for k, value in enumerate(one.outputs):
        output(axes, k, value, one.outputs, say)
    cells.fit(axes, *LIMITS)
    return figure


def output(
    axes: Axes, k: int, value: float, outputs: np.ndarray, say: Language
) -> None:
    """Draw the bar of one class: the answer filled in, the others in outline."""
    middle = 11.2 - ROW * k
    largest = value == outputs.max()
    long = LONG * value / np.abs(outputs).max()
    colour = style.BLUE if largest else style.FAINT
    box = (ZERO + min(long, 0), middle - 0.45)
    axes.add_patch(Rectangle(box, abs(long), 0.9, fill=bool(largest), color=colour))
    axes.text(13, middle, say.number(k), ha="center", va="center")
    axes.text(29.2, middle, say.number(value, ".1f"), ha="right", va="center")


def head(axes: Axes, middle: float, text: str, height: float = 11.6) -> None:
    """Write what stands below."""
    axes.text(middle, height, text, ha="center", va="bottom")


def number(say: Language, value: float) -> str:
    """Write a number with two decimals within a formula.

    >>> number(Language("es"), 0.5)
    '0{,}50'
    """
    return say.number(value, ".2f").replace(",", "{,}")
