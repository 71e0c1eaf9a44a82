"""Numbers and the table of section 3.2 about choosing widths and depth."""

import numpy as np

from snippets.activations import linear, relu
from snippets.chapter3.structure.lesson import arrows
from snippets.data.digits import digits_split, flat
from snippets.kept import kept
from snippets.language import Language
from snippets.losses import softmax_cross_entropy
from snippets.network import count_parameters, forward, initialize, train

NETWORKS = (
    (64, 10),
    (64, 2, 10),
    (64, 8, 10),
    (64, 32, 10),
    (64, 128, 10),
    (64, 32, 32, 10),
)
HELD_OUT = 360  # training images kept apart to compare networks
ALPHA, STEPS, STARTS = 0.2, 300, 5


@kept
def accuracy(widths: tuple[int, ...], seed: int) -> float:
    """Train a ReLU network on the digits; give its accuracy on 360 other images.

    Those are the validation set. The test set is not touched.
    """
    x, y, *_ = digits_split()
    x = flat(x)
    layers = [relu] * (len(widths) - 2) + [linear]
    start = initialize(widths, seed, scheme="he")
    seen, held = slice(HELD_OUT, None), slice(HELD_OUT)
    loss = softmax_cross_entropy
    end, _ = train(x[seen], y[seen], start, layers, loss, ALPHA, STEPS)
    guess = forward(x[held], end, layers)[0].argmax(axis=1)
    return float(np.mean(guess == y[held]))


def percentages(widths: tuple[int, ...]) -> np.ndarray:
    """Give the accuracy from each random start, in percent: (starts,)."""
    return 100 * np.array([accuracy(widths, seed) for seed in range(STARTS)])


def choices(say: Language) -> dict:
    """Return a table of the accuracy of networks of several widths and depths."""
    rows = []
    for widths in NETWORKS:
        found = percentages(widths)
        numbers = (found.mean(), found.min(), found.max())
        mean, worst, best = (say.number(number, ".1f") for number in numbers)
        ends = say(f"{worst}\u00a0a\u00a0{best}", f"{worst}\u00a0to\u00a0{best}")
        rows.append([arrows(widths), count_parameters(widths), mean, ends])
    header = [
        say("anchos", "widths"),
        "$p$",
        say("validación", "validation"),
        say("extremos", "range"),
    ]
    return {"header": header, "rows": rows}


def one_image() -> float:
    """Return what one image of the validation set weighs, in percent."""
    return 100 / HELD_OUT
