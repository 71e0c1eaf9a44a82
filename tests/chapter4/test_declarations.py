"""The laboratory's declarations: what a learner changes fits, or the error says why."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from snippets.chapter4.convolution.lesson import RIGHT
from snippets.chapter4.lab import lesson as lab
from snippets.chapter4.lab import pictures

IMAGES, WIDE = np.ones((2, 6, 6)), np.ones((5, 5))


@pytest.mark.parametrize(
    ("edited", "message"),
    [
        (
            lambda: lab.learn(IMAGES, lab.correlate(IMAGES, WIDE)),
            "y has shape (2, 2, 2); accepted: (2, 4, 4)",
        ),
        (
            lambda: lab.loss(IMAGES, np.ones((2, 4, 4)), WIDE),
            "y has shape (2, 4, 4); accepted: (2, 2, 2)",
        ),
        (
            lambda: lab.gradient(IMAGES, np.ones((3, 4, 4)), RIGHT),
            "y has shape (3, 4, 4); accepted: (2, p, q)",
        ),
        (
            lambda: lab.learn(IMAGES[0], lab.correlate(IMAGES[0], RIGHT)),
            "x has shape (6, 6); accepted: (n, h, w)",
        ),
        (
            lambda: lab.learn(IMAGES[:0], np.ones((0, 4, 4))),
            "x has shape (0, 6, 6); accepted: no empty axis",
        ),
        (
            lambda: lab.learn(IMAGES, IMAGES[:, 2:, 2:], steps=1e3),
            "steps is 1000.0; accepted: an integer of at least 1",
        ),
        (
            lambda: lab.correlate(IMAGES, np.ones((7, 2))),
            "the window is (7, 2) and x has shape (2, 6, 6); "
            "accepted: a window no larger than x",
        ),
        (
            lambda: lab.correlate(IMAGES, [1, 0, -1]),
            "K has shape (3,); accepted: (a, b)",
        ),
        (
            lambda: lab.correlate([1, 2, 3], WIDE),
            "x has shape (3,); accepted: (..., h, w)",
        ),
        (
            lambda: lab.max_pool(IMAGES, 0),
            "k is 0; accepted: an integer of at least 1",
        ),
        (
            lambda: lab.mean_pool(IMAGES, 8),
            "the window is (8, 8) and x has shape (2, 6, 6); "
            "accepted: a window no larger than x",
        ),
        (
            lambda: lab.shift(WIDE, -1),
            "d is -1; accepted: an integer of at least 0",
        ),
        (
            lambda: lab.responses(IMAGES, RIGHT),
            "image has shape (2, 6, 6); accepted: (h, w)",
        ),
        (
            lambda: lab.change(WIDE, np.ones((5, 6))),
            "after has shape (5, 6); accepted: (5, 5)",
        ),
        (
            lambda: lab.curve(np.zeros((7, 2, 2))),
            "before is 0 everywhere; accepted: some response",
        ),
        (
            lambda: lab.block_gradient(IMAGES, np.ones((2, 4, 4)), RIGHT, 2),
            "y has shape (2, 4, 4); accepted: (2, 2, 2)",
        ),
        (
            lambda: lab.image_of("0" * 63),
            f"the row is {'0' * 63!r}; accepted: 64 characters from 0 to g",
        ),
        (
            lambda: lab.image_of("h" * 64),
            f"the row is {'h' * 64!r}; accepted: 64 characters from 0 to g",
        ),
        (
            lambda: pictures.show({"$x$": IMAGES}),
            "$x$ has shape (2, 6, 6); accepted: (height, width)",
        ),
        (
            lambda: pictures.show({"$K$": RIGHT / np.array([0.0, 1, 1])}),
            "$K$ has nan or inf; accepted: finite values",
        ),
        (
            lambda: pictures.show({"$x$": WIDE}, columns=0),
            "columns is 0; accepted: an integer of at least 1",
        ),
        (lambda: pictures.show({}), "images is empty; accepted: one matrix or more"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_what_does_not_fit_is_refused(
    edited: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        edited()


def test_images_without_names_are_refused() -> None:
    message = "images is of type ndarray; accepted: a dict of names and matrices"
    with pytest.raises(TypeError, match=f"^{message}$"):
        pictures.show(WIDE)


def test_lists_are_taken_for_arrays() -> None:
    x, K = [[1, 2, 5], [0, 1, 1]], [[-1, 1]]
    np.testing.assert_array_equal(lab.correlate(x, K), [[1, 3], [1, 0]])
    np.testing.assert_array_equal(lab.shift(x, 1), [[0, 1, 2], [0, 0, 1]])


@pytest.mark.filterwarnings("error")
def test_a_loss_that_grows_without_end_is_no_warning() -> None:
    x = np.random.default_rng(0).normal(size=(20, 8, 8))
    _, losses = lab.learn(x, lab.correlate(x, RIGHT), alpha=100)
    assert np.isinf(losses[-1]) or np.isnan(losses[-1])
